/* Requests and states on the wire: control/json.h, and the table of control/request.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "control/json.h"
#include "control/rights.h"

static json_t *document(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return json;
}

static void what_is_asked_comes_back_the_same(void **state)
{
    (void)state;
    static const char *const said[] = {
        "{\"command\":\"status\"}",
        "{\"command\":\"next\"}",
        "{\"command\":\"next\",\"zone\":\"quotes\"}",
        "{\"command\":\"pause\"}",
        "{\"command\":\"pause\",\"on\":false}",
        "{\"command\":\"pause\",\"on\":true}",
        "{\"command\":\"blank\"}",
        "{\"command\":\"blank\",\"on\":false}",
        "{\"command\":\"reload\"}",
        "{\"command\":\"kill\",\"id\":9007199254740993}",
        "{\"command\":\"breaking\",\"text\":\"Up\",\"level\":9,\"airings\":3,\"minutes\":0,"
        "\"ends\":0}",
        "{\"command\":\"clear\"}",
        "{\"command\":\"item\",\"feed\":\"Wire\",\"key\":\"1\",\"text\":\"Up\",\"priority\":0,"
        "\"level\":0,"
        "\"dated\":0,\"begins\":1790000000000,\"ends\":0}",
        "{\"command\":\"withdraw\",\"feed\":\"Wire\",\"key\":\"1\"}",
        "{\"command\":\"withdraw\",\"feed\":\"Wire\",\"key\":\"1\",\"over\":true}",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct diag diag = {0};
        struct request request;
        json_t *json = document(said[i]);
        assert_true(request_from_json(json, &request, &diag));
        assert_true(request_check(&request, 300, &diag));
        json_t *again = request_to_json(&request);
        char *text = json_dumps(again, JSON_COMPACT);
        assert_string_equal(text, said[i]);
        free(text);
        json_decref(again);
        json_decref(json);
    }
}

/* Read and checked, as the ticker does. The first complaint; the caller frees it by diag. */
static void refuse(const char *asked, struct diag *diag)
{
    struct request request;
    json_t *json = document(asked);
    bool good = request_from_json(json, &request, diag) && request_check(&request, 10, diag);
    json_decref(json);
    assert_false(good);
    assert_int_equal(diag->errors, 1);
}

static void a_refusal_tells_what_was_found_and_what_is_allowed(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"[]", "a JSON object with \"command\" on one line is wanted"},
        {"{\"command\":\"dance\"}", "unknown command; there are: status, next, pause, blank, kill, "
                                    "breaking, clear, reload, watch, item, withdraw, put, approve, "
                                    "remove, article, brightness, settings"},
        {"{\"command\":\"next\",\"zone\":7}", "next: \"zone\": found 7; a zone's name is wanted"},
        {"{\"command\":\"pause\",\"on\":\"yes\"}",
         "pause: \"on\": found \"yes\"; true or false is wanted"},
        {"{\"command\":\"kill\"}",
         "kill: \"id\": found nothing; an id, a whole number from 1, is wanted"},
        {"{\"command\":\"kill\",\"id\":0}",
         "kill: \"id\": found 0; an id, a whole number from 1, is wanted"},
        {"{\"command\":\"breaking\",\"text\":\"x\",\"level\":10}",
         "breaking: \"level\": found 10; a level from 1 to 9 is wanted"},
        {"{\"command\":\"breaking\",\"text\":\"x\",\"level\":1,\"airings\":10001}",
         "breaking: \"airings\": found 10001; a number of airings from 0 to 10000 is wanted"},
        {"{\"command\":\"breaking\",\"text\":\"x\",\"level\":1,\"minutes\":-1}",
         "breaking: \"minutes\": found -1; a number of minutes from 0 to 525600 is wanted"},
        {"{\"command\":\"breaking\",\"text\":\"\",\"level\":1}",
         "breaking: \"text\": found an empty one; a text of snippet.max_chars characters at most, "
         "without control characters, is wanted"},
        {"{\"command\":\"breaking\",\"text\":\"eleven char\",\"level\":1}",
         "breaking: \"text\": found eleven char; a text of snippet.max_chars characters at most, "
         "without control characters, is wanted"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct diag diag = {0};
        refuse(table[i][0], &diag);
        assert_string_equal(diag.messages[0].text, table[i][1]);
        diag_finish(&diag);
    }
}

static void every_kind_has_its_name_and_the_list_names_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < REQUEST_KINDS; i++) {
        enum request_kind kind = REQUEST_KINDS;
        assert_true(request_parse(request_name((enum request_kind)i), &kind));
        assert_int_equal(kind, i);
        assert_non_null(strstr(request_names(), request_name((enum request_kind)i)));
    }
    enum request_kind kind;
    assert_false(request_parse("", &kind));
}

static void a_state_comes_back_the_same(void **state)
{
    (void)state;
    struct state told = {
        .version = "1.2",
        .zone_count = 2,
        .main = 1,
        .zones = {{.name = "top", .next = "Then this"},
                  {.name = "below",
                   .on_air = {.on = true,
                              .id = 7,
                              .kind = SNIPPET_QUOTE,
                              .text = "\xe2\x80\x9cNo\xe2\x80\x9d - Ann",
                              .reason = "its turn",
                              .since_ms = INT64_C(1767225600000)}}},
        .paused = true,
        .taken_over = true,
        .due = 3,
        .brightness = 40,
        .store = "news.db",
        .store_trouble = "the disk is full",
        .unwritten = 2,
        .running_s = 90,
        .output = {.name = "gpiod",
                   .path = "libgpiod 2, lines set by registers",
                   .refresh_hz = 149.5,
                   .frames_per_second = 30.25,
                   .beats = 12345,
                   .healthy = true,
                   .note = "slow",
                   .plan = {.made = true, .slots = 64, .renamed = true, .help_count = 2}},
    };
    snprintf(told.output.plan.help[0], OUTPUT_HELP_SIZE, "more lanes");
    snprintf(told.output.plan.help[1], OUTPUT_HELP_SIZE, "one colour");
    json_t *json = json_object();
    json_t *again = json_object();
    struct state read;
    state_to_json(&told, json);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(json, "on_air"), "since")),
        "2026-01-01T00:00:00Z");
    state_from_json(json, &read);
    assert_int_equal(read.unwritten, 2);
    assert_int_equal(read.zones[1].on_air.since_ms, told.zones[1].on_air.since_ms);
    assert_string_equal(read.output.plan.help[1], "one colour");
    assert_string_equal(read.output.path, told.output.path);
    assert_int_equal(read.main, 1);
    state_to_json(&read, again);
    assert_true(json_equal(json, again));
    json_decref(json);
    json_decref(again);
}

static void what_is_no_state_gives_an_empty_one(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "[]", "{}", "{\"zones\":7,\"output\":[],\"due\":\"x\"}",
        "{\"zones\":[1,null],\"output\":{\"plan\":{\"would_help\":[7],\"slots\":-1}}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct state read;
        json_t *json = document(texts[i]);
        state_from_json(json, &read);
        assert_int_equal(read.due, 0);
        assert_null(read.version);
        json_decref(json);
    }
}

static void the_wires_may_bring_and_take_back_and_nothing_else(void **state)
{
    (void)state;
    const struct rights rights = {.wires = 1000, .wires_known = true};
    for (size_t kind = 0; kind < REQUEST_KINDS; kind++) {
        struct diag diag = {0};
        bool theirs = kind == REQUEST_STATUS || kind == REQUEST_ITEM || kind == REQUEST_WITHDRAW;
        assert_int_equal(rights_check(&rights, 1000, (enum request_kind)kind, &diag), theirs);
        assert_int_equal(diag.errors, !theirs);
        assert_true(rights_check(&rights, 1001, (enum request_kind)kind, &diag));
        diag_finish(&diag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What is asked comes back the same from the wire", what_is_asked_comes_back_the_same),
        TEST("A refusal tells what was found and what is allowed",
             a_refusal_tells_what_was_found_and_what_is_allowed),
        TEST("Every kind of request has its name, and the list names all",
             every_kind_has_its_name_and_the_list_names_all),
        TEST("The wires may bring items and take them back, and nothing else",
             the_wires_may_bring_and_take_back_and_nothing_else),
        TEST("A state comes back the same from the wire", a_state_comes_back_the_same),
        TEST("What is no state gives an empty one", what_is_no_state_gives_an_empty_one),
    };
    return cmocka_run_group_tests_name("control/json", tests, NULL, NULL);
}
