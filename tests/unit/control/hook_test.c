/* Hooks: what other programs send becomes lines; tokens, of which only hashes are kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "control/awtrix.h"
#include "control/hook.h"
#include "control/token.h"

#define MOST 200

/* What a hook makes of a body; the caller finishes the lines. */
static void read_body(const char *name, const char *body, const char *type,
                      struct hook_lines *lines)
{
    struct hook_file hook;
    struct diag diag = {0};
    *lines = (struct hook_lines){0};
    if (!hook_file_read(&hook, name, &diag))
        fail_msg("%s: %s", name, diag.messages[0].text);
    char *exact = memory_alloc(strlen(body), 1); /* no NUL behind it, as it comes from outside */
    memcpy(exact, body, strlen(body));
    json_t *json = hook_document(exact, strlen(body), type);
    free(exact);
    assert_non_null(json);
    hook_read(&hook, name, json, MOST, lines);
    json_decref(json);
    hook_file_finish(&hook);
    diag_finish(&diag);
}

/* One body of each program, as its documentation has it, and what is to be on the wall. */
static const struct sent {
    const char *hook, *body, *text;
    bool over;
    int level;
} sent[] = {
    {"slack", "{\"text\":\"Deploy of <https://x.example/1|shop> is &amp; done\"}",
     "Deploy of shop is &amp; done", false, 0},
    {"slack", "{\"attachments\":[{\"fallback\":\"Build 7 failed\",\"color\":\"danger\"}]}",
     "Build 7 failed", false, 0},
    {"slack",
     "{\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"Hello\"}}]}",
     "Hello", false, 0},
    {"alertmanager",
     "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":{"
     "\"alertname\":\"Load\",\"severity\":\"critical\"},\"annotations\":{\"summary\":\"db1 is "
     "slow\"},\"fingerprint\":\"a1\"}]}",
     "db1 is slow", false, 5},
    {"alertmanager",
     "{\"alerts\":[{\"status\":\"resolved\",\"labels\":{\"alertname\":\"Load\",\"instance\":"
     "\"db1\"},\"annotations\":{},\"fingerprint\":\"a1\"}]}",
     "Load (db1)", true, 0},
    {"grafana",
     "{\"receiver\":\"x\",\"orgId\":1,\"alerts\":[{\"status\":\"firing\",\"labels\":{"
     "\"alertname\":\"Heat\"},\"annotations\":{\"description\":\"It is 40 C\"},\"fingerprint\":"
     "\"b\"}],\"title\":\"[FIRING:1]\"}",
     "Heat: It is 40 C", false, 0},
    {"uptime-kuma",
     "{\"heartbeat\":{\"monitorID\":7,\"status\":0,\"msg\":\"timeout\"},\"monitor\":{\"id\":7,"
     "\"name\":\"Shop\"},\"msg\":\"[Shop] [\\ud83d\\udd34 Down] timeout\"}",
     "Shop is down: timeout", false, 0},
    {"uptime-kuma",
     "{\"heartbeat\":{\"monitorID\":7,\"status\":1,\"msg\":\"200\"},\"monitor\":{\"id\":7,\"name\":"
     "\"Shop\"},\"msg\":\"up\"}",
     "Shop is down: 200", true, 0},
    {"uptime-kuma", "{\"heartbeat\":null,\"monitor\":null,\"msg\":\"[Test] \\u2705 Testing\"}",
     "[Test] Testing", false, 0},
    {"apprise",
     "{\"version\":\"1.0\",\"title\":\"Backup\",\"message\":\"It failed\\nat 3\",\"attachments\":[]"
     ",\"type\":\"failure\"}",
     "Backup: It failed at 3", false, 5},
    {"ntfy", "Backup went well \xf0\x9f\x98\x80", "Backup went well", false, 0},
    {"ntfy", "{\"topic\":\"a\",\"message\":\"Disk\",\"title\":\"NAS\",\"priority\":5}", "NAS: Disk",
     false, 5},
    {"octoprint",
     "{\"deviceIdentifier\":\"Prusa\",\"topic\":\"Print Failed\",\"message\":\"m\",\"extra\":{"
     "\"name\":\"cube.gcode\"}}",
     "Prusa: Print Failed, cube.gcode", false, 5},
    {"github",
     "{\"action\":\"completed\",\"workflow_run\":{\"name\":\"CI\",\"head_branch\":\"main\","
     "\"conclusion\":\"failure\"},\"repository\":{\"full_name\":\"a/b\"}}",
     "a/b: CI failed on main", false, 0},
    {"github",
     "{\"action\":\"completed\",\"workflow_run\":{\"name\":\"CI\",\"head_branch\":\"main\","
     "\"conclusion\":\"success\"},\"repository\":{\"full_name\":\"a/b\"}}",
     "a/b: CI failed on main", true, 0},
};

static void each_program_becomes_a_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        struct hook_lines lines;
        read_body(sent[i].hook, sent[i].body, "application/json", &lines);
        if (lines.count != 1)
            fail_msg("%s: %s", sent[i].hook, sent[i].body);
        assert_string_equal(lines.items[0].text, sent[i].text);
        assert_int_equal(lines.items[0].over, sent[i].over);
        assert_int_equal(lines.items[0].level, sent[i].level);
        hook_lines_finish(&lines);
    }
}

static void on_and_over_have_one_key(void **state)
{
    (void)state;
    static const size_t pairs[][2] = {{3, 4}, {6, 7}, {13, 14}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct hook_lines on, over;
        read_body(sent[pairs[i][0]].hook, sent[pairs[i][0]].body, NULL, &on);
        read_body(sent[pairs[i][1]].hook, sent[pairs[i][1]].body, NULL, &over);
        assert_string_equal(on.items[0].key, over.items[0].key);
        hook_lines_finish(&on);
        hook_lines_finish(&over);
    }
}

static void what_is_neither_on_nor_over_is_ignored(void **state)
{
    (void)state;
    static const char *const bodies[][2] = {
        {"github", "{\"zen\":\"Keep it simple\",\"hook_id\":1}"},
        {"github",
         "{\"action\":\"requested\",\"workflow_run\":{\"name\":\"CI\",\"head_branch\":\"m\","
         "\"conclusion\":\"cancelled\"},\"repository\":{\"full_name\":\"a/b\"}}"},
        {"uptime-kuma",
         "{\"heartbeat\":{\"status\":2,\"msg\":\"x\"},\"monitor\":{\"id\":1,\"name\":"
         "\"S\"},\"msg\":\"pending\"}"},
        {"slack", "{\"text\":\"\"}"},
        {"slack", "{}"},
        {"slack", "{\"text\":\"\\ud83d\\ude80\"}"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct hook_lines lines;
        read_body(bodies[i][0], bodies[i][1], NULL, &lines);
        assert_int_equal(lines.count, 0);
        assert_int_equal(lines.ignored, 1);
        hook_lines_finish(&lines);
    }
}

static void a_form_is_read_as_its_payload(void **state)
{
    (void)state;
    struct hook_lines lines;
    read_body("slack", "a=b&payload=%7B%22text%22%3A%22Form+words:+5%+7%%22%7D&c=d",
              "application/x-www-form-urlencoded", &lines);
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.items[0].text, "Form words: 5% 7%");
    hook_lines_finish(&lines);
}

static void pointers_are_those_of_the_rfc(void **state)
{
    (void)state;
    json_t *json = json_loads("{\"a/b\":[1,{\"m~n\":2}],\"\":3}", 0, NULL);
    assert_int_equal(json_integer_value(hook_point(json, "/a~1b/0")), 1);
    assert_int_equal(json_integer_value(hook_point(json, "/a~1b/1/m~0n")), 2);
    assert_int_equal(json_integer_value(hook_point(json, "/")), 3);
    assert_ptr_equal(hook_point(json, ""), json);
    static const char *const none[] = {"/x", "/a~1b/2", "/a~1b/-", "a", "/a~1b/x", "/a~1b/0/y"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(hook_point(json, none[i]));
    json_decref(json);
}

static void a_long_text_ends_at_a_word(void **state)
{
    (void)state;
    char *text = hook_clean("The harbour opens at noon on Sunday", 20);
    assert_string_equal(text, "The harbour opens…");
    free(text);
}

static void awtrix_names_what_it_ignores(void **state)
{
    (void)state;
    struct hook_lines lines = {0};
    struct awtrix_terms terms;
    const char *field;
    json_t *ignored = json_array();
    json_t *json = json_loads("{\"text\":[{\"t\":\"21\",\"c\":\"f00\"},{\"t\":\" C\"}],\"icon\":5,"
                              "\"rainbow\":true,\"lifetime\":60,\"repeat\":2}",
                              0, NULL);
    assert_true(awtrix_read(json, "temp", MOST, &lines, &terms, ignored, &field));
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.items[0].text, "21 C");
    assert_string_equal(lines.items[0].key, "awtrix-temp");
    assert_int_equal(terms.lasts_s, 60);
    assert_int_equal(terms.airings, 2);
    assert_int_equal(json_array_size(ignored), 2);
    json_decref(json);
    hook_lines_finish(&lines);
    json = json_object();
    assert_true(awtrix_read(json, "temp", MOST, &lines, &terms, ignored, &field));
    assert_true(lines.count > 1 && lines.items[0].over);
    json_decref(json);
    json_decref(ignored);
    hook_lines_finish(&lines);
}

/* The key of the notification that a text of JSON is. */
static void read_notification(const char *text, char key[HOOK_KEY_SIZE])
{
    struct hook_lines lines = {0};
    struct awtrix_terms terms;
    const char *field;
    json_t *ignored = json_array();
    json_t *json = json_loads(text, 0, NULL);
    assert_true(awtrix_read(json, NULL, MOST, &lines, &terms, ignored, &field));
    snprintf(key, HOOK_KEY_SIZE, "%s", lines.items[0].key);
    json_decref(json);
    json_decref(ignored);
    hook_lines_finish(&lines);
}

static void stacked_notifications_stand_beside_each_other(void **state)
{
    char first[HOOK_KEY_SIZE], second[HOOK_KEY_SIZE], alone[HOOK_KEY_SIZE];
    (void)state;
    read_notification("{\"text\":\"The oven is hot\",\"hold\":true}", first);
    read_notification("{\"text\":\"The door is open\",\"hold\":true}", second);
    read_notification("{\"text\":\"The door is open\",\"stack\":false}", alone);
    assert_string_not_equal(first, second);
    assert_string_not_equal(second, alone);
    assert_true(awtrix_is_notification(first) && awtrix_is_notification(alone));
    assert_false(awtrix_is_notification("awtrix-notifyme") || awtrix_is_notification("awtrix-a") ||
                 awtrix_is_notification(NULL));
}

static void a_token_opens_until_it_is_removed(void **state)
{
    (void)state;
    char path[] = "/tmp/motograph-tokens-XXXXXX";
    char text[TOKEN_TEXT_SIZE];
    struct token_list tokens = {0};
    struct diag diag = {0};
    close(mkstemp(path));
    assert_true(token_list_add(&tokens, "anna", TOKEN_EDITOR, text, &diag));
    assert_int_equal(strlen(text), TOKEN_DIGITS);
    assert_false(token_list_add(&tokens, "anna", TOKEN_CHIEF, text + 0, &diag));
    assert_true(token_list_write(&tokens, path, &diag));
    token_list_finish(&tokens);
    assert_true(token_list_read(&tokens, path, &diag));
    const struct token *found = token_list_find(&tokens, text);
    assert_non_null(found);
    assert_int_equal(found->role, TOKEN_EDITOR);
    text[0] = text[0] == 'a' ? 'b' : 'a';
    assert_null(token_list_find(&tokens, text));
    assert_null(token_list_find(&tokens, ""));
    assert_true(token_list_remove(&tokens, "anna", &diag));
    assert_false(token_list_remove(&tokens, "anna", &diag));
    token_list_finish(&tokens);
    unlink(path);
    diag_finish(&diag);
}

static void a_bad_line_of_tokens_counts_for_nobody(void **state)
{
    (void)state;
    static const char *const bad[] = {"editor anna", "boss anna 00", "editor an/na 00",
                                      "editor anna zz", "editor  00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char path[] = "/tmp/motograph-tokens-XXXXXX";
        struct token_list tokens;
        struct diag diag = {0};
        int fd = mkstemp(path);
        assert_true(dprintf(fd, "# comment\n%s\n", bad[i]) > 0);
        close(fd);
        assert_false(token_list_read(&tokens, path, &diag));
        assert_int_equal(tokens.count, 0);
        assert_non_null(strstr(diag.messages[0].text, ":2: "));
        token_list_finish(&tokens);
        diag_finish(&diag);
        unlink(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What each program sends becomes the line that it means", each_program_becomes_a_line),
        TEST("What is on and what is over have one key", on_and_over_have_one_key),
        TEST("What is neither on nor over, or has no words, is ignored",
             what_is_neither_on_nor_over_is_ignored),
        TEST("A form is read as its payload", a_form_is_read_as_its_payload),
        TEST("Pointers are those of RFC 6901", pointers_are_those_of_the_rfc),
        TEST("A long text ends at a word", a_long_text_ends_at_a_word),
        TEST("Stacked notifications stand beside each other, held ones, too",
             stacked_notifications_stand_beside_each_other),
        TEST("A dialect joins the words, and names what it ignores", awtrix_names_what_it_ignores),
        TEST("A token opens until it is removed, and is told by its hash",
             a_token_opens_until_it_is_removed),
        TEST("A bad line of tokens is told and counts for nobody",
             a_bad_line_of_tokens_counts_for_nobody),
    };
    return cmocka_run_group_tests_name("control/hook", tests, NULL, NULL);
}
