/* What topics mean, and that what Home Assistant is told of is really there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "link/discovery.h"
#include "link/meaning.h"
#include "link/topic.h"
#include "serve/route.h"

#define NOW_MS INT64_C(1795950000000)

static bool speaks_ng; /* control.dialects */

static struct topic_names hall(void)
{
    struct topic_names names;
    struct diag diag = {0};
    assert_true(
        topic_names_read(&names, "motograph", "", "hall.example.org", "north; lobby ", &diag));
    names.ng = speaks_ng;
    return names;
}

static enum topic_kind kind_of(const char *text)
{
    struct topic_names names = hall();
    struct topic topic;
    return topic_read(&names, text, &topic) ? topic.kind : (enum topic_kind) - 1;
}

static void each_topic_has_its_kind(void **state)
{
    static const struct {
        const char *text;
        int kind; /* -1: not meant for this wall */
    } rows[] = {
        {"motograph/all/items/a", TOPIC_ITEM},
        {"motograph/hall/items/a.b-c_9", TOPIC_ITEM},
        {"motograph/north/breaking/fire", TOPIC_BREAKING},
        {"motograph/lobby/cmd/next", TOPIC_COMMAND},
        {"motograph/hall/set", TOPIC_SET},
        {"motograph/hall/marker", TOPIC_MARKER},
        {"motograph/hall/state", TOPIC_OWN},
        {"motograph/hall/notify", TOPIC_DIALECT},
        {"motograph/hall/custom/clock", TOPIC_DIALECT},
        {"motograph/hall/notify/dismiss", TOPIC_DIALECT},
        {"motograph/hall/cmd/notify", TOPIC_COMMAND},
        {"motograph/hall/cmd/notify/dismiss", TOPIC_DIALECT},
        {"motograph/hall/cmd/apps/pushed/clock", TOPIC_DIALECT},
        {"motograph/hall/cmd/apps/pushed/", TOPIC_OTHER},
        {"motograph/hall/cmd/apps/next", TOPIC_DIALECT},
        {"motograph/hall/cmd/apps/switch", TOPIC_OTHER},
        {"motograph/hall/items/", TOPIC_OTHER},
        {"motograph/hall/items/9a", TOPIC_OTHER},
        {"motograph/hall/items/a/b", TOPIC_OTHER},
        {"motograph/hall/items/a b", TOPIC_OTHER},
        {"motograph/hall/x", TOPIC_OTHER},
        {"motograph/south/items/a", -1},
        {"motograph/hall", -1},
        {"motograph//items/a", -1},
        {"other/hall/items/a", -1},
        {"motographs/hall/items/a", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((int)kind_of(rows[i].text) != rows[i].kind)
            fail_msg("%s: %d", rows[i].text, (int)kind_of(rows[i].text));
}

static void what_is_done_once_is_not_kept(void **state)
{
    static const char *const once[] = {"motograph/hall/cmd/next", "motograph/hall/notify"};
    static const char *const lasting[] = {"motograph/all/items/a", "motograph/all/breaking/a",
                                          "motograph/all/set"};
    struct topic_names names = hall();
    struct topic topic;
    (void)state;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        assert_true(topic_read(&names, once[i], &topic) && !topic_may_be_kept(&topic));
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
        assert_true(topic_read(&names, lasting[i], &topic) && topic_may_be_kept(&topic));
}

static void names_of_the_store_lead_back(void **state)
{
    static const char *const others[] = {"mqtt",      "mqtt.",  "mqtt.all",
                                         "mqtt.all.", "hook-x", "mqtt.all.9"};
    struct topic topic;
    (void)state;
    for (int kind = TOPIC_ITEM; kind <= TOPIC_BREAKING; kind++) {
        struct topic there = {.kind = (enum topic_kind)kind, .who = "north", .key = "a.b"};
        char key[TOPIC_STORE_SIZE];
        topic_store_key(&there, key);
        assert_true(topic_of_store_key(key, &topic));
        assert_int_equal(topic.kind, there.kind);
        assert_string_equal(topic.who, there.who);
        assert_string_equal(topic.key, there.key);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(topic_of_store_key(others[i], &topic));
}

static bool names_are_good(const char *prefix, const char *name, const char *groups)
{
    struct topic_names names;
    struct diag diag = {0};
    bool good = topic_names_read(&names, prefix, name, "hall", groups, &diag);
    assert_int_equal(good, diag.errors == 0);
    diag_finish(&diag);
    return good;
}

static void names_that_no_topic_has_are_refused(void **state)
{
    (void)state;
    assert_true(names_are_good("a/b", "hall-2", "x;y"));
    assert_false(names_are_good("", "hall", ""));
    assert_false(names_are_good("a/", "hall", ""));
    assert_false(names_are_good("a/#", "hall", ""));
    assert_false(names_are_good("a", "all", ""));
    assert_false(names_are_good("a", "hall/2", ""));
    assert_false(names_are_good("a", "hall", "x; y z"));
    assert_false(names_are_good("a", "a-name-that-is-far-too-long-for-it", ""));
}

/* "METHOD PATH BODY"; "" where it is refused; the caller frees. */
static char *meaning_of(const char *text, const char *payload, int64_t until_ms)
{
    struct topic_names names = hall();
    struct topic topic;
    struct meaning meaning;
    struct diag diag = {0};
    char *told = NULL;
    size_t size;
    FILE *out = open_memstream(&told, &size);
    assert_true(topic_read(&names, text, &topic));
    if (meaning_read(&topic, payload, strlen(payload), NOW_MS, until_ms, &meaning, &diag)) {
        char *body = meaning.body ? json_dumps(meaning.body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
        fprintf(out, "%s %s %s", meaning.method, meaning.path, body ? body : meaning.bytes);
        free(body);
    } else {
        assert_true(diag.errors > 0);
    }
    meaning_finish(&meaning);
    diag_finish(&diag);
    fclose(out);
    return told;
}

static void each_message_has_its_request(void **state)
{
    static const struct {
        const char *topic, *payload, *meaning;
    } rows[] = {
        {"hall/cmd/next", "PRESS", "POST /api/v1/next {}"},
        {"hall/cmd/pause", "ON", "POST /api/v1/pause {\"on\":true}"},
        {"hall/cmd/blank", " OFF\n", "POST /api/v1/blank {\"on\":false}"},
        {"hall/cmd/light", "OFF", "POST /api/v1/blank {\"on\":true}"},
        {"hall/cmd/brightness", "40", "PUT /api/v1/brightness {\"percent\":40}"},
        {"hall/cmd/clear", "PRESS", "DELETE /api/v1/breaking {}"},
        {"hall/cmd/clear", "{\"key\":\"a\"}", "DELETE /api/v1/breaking/a {}"},
        {"hall/cmd/kill", "17", "POST /api/v1/items/17/kill {}"},
        {"hall/cmd/approve", "{\"id\":17}", "POST /api/v1/items/17/approve {}"},
        {"hall/cmd/notify", "Hello", "POST /api/v1/items {\"expires\":\"60m\",\"text\":\"Hello\"}"},
        {"hall/cmd/notify", "{\"text\":\"a\",\"expires\":\"18:00\",\"id\":3}",
         "POST /api/v1/items {\"expires\":\"18:00\",\"text\":\"a\"}"},
        {"hall/cmd/breaking", "Fire",
         "POST /api/v1/breaking {\"airings\":3,\"minutes\":10,\"text\":\"Fire\"}"},
        {"hall/cmd/breaking", "{\"text\":\"Fire\",\"airings\":1}",
         "POST /api/v1/breaking {\"airings\":1,\"text\":\"Fire\"}"},
        {"hall/cmd/breaking", "{\"text\":\"Fire\",\"airings\":0}",
         "POST /api/v1/breaking {\"airings\":3,\"minutes\":10,\"text\":\"Fire\"}"},
        {"hall/set", "{\"brightness\":9}", "PUT /api/v1/settings {\"brightness\":9}"},
        {"hall/breaking/a", "{\"text\":\"x\",\"until\":\"2026-11-30T18:00:00Z\"}",
         "POST /api/v1/breaking "
         "{\"key\":\"mqtt_hall.a\",\"text\":\"x\",\"until\":\"2026-11-30T18:00:00Z\"}"},
        {"hall/notify", "{\"text\":\"x\"}", "POST /api/notify {\"text\":\"x\"}"},
        {"hall/custom/app", "", "POST /api/custom "},
        {"hall/cmd/explode", "x", ""},
        {"hall/cmd/brightness", "much", ""},
        {"hall/cmd/pause", "perhaps", ""},
        {"hall/cmd/next", " ", ""},
        {"hall/cmd/next", "{\"a\":1,\"a\":2}", ""},
        {"hall/breaking/a", "no end", ""},
        {"hall/breaking/a", "{\"text\":\"x\",\"until\":\"18:00\"}", ""},
        {"hall/set", "{\"rota.gap_seconds\":9,\"id\":1}",
         "PUT /api/v1/settings {\"rota.gap_seconds\":9}"},
        {"hall/set", "{}", "PUT /api/v1/settings {}"},
        {"hall/set", "9", ""},
        {"hall/cmd/notify", "\xff", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char topic[80];
        snprintf(topic, sizeof topic, "motograph/%s", rows[i].topic);
        char *meaning = meaning_of(topic, rows[i].payload, 0);
        assert_string_equal(meaning, rows[i].meaning);
        free(meaning);
    }
}

static void means(const char *topic, const char *payload, const char *wanted)
{
    char *meaning = meaning_of(topic, payload, 0);
    assert_string_equal(meaning, wanted);
    free(meaning);
}

/* As its HTTP has it (AWTRIX NG's docs/api, 2026-08): the same request by the other way. */
static void an_awtrix_ng_is_spoken_to_by_its_topics(void **state)
{
    static const char red[] = "{\"text\":\"Build failed\",\"textColor\":\"#FF0000\"}";
    (void)state;
    means("motograph/hall/cmd/apps/pushed/power", red,
          "PUT /api/v1/apps/pushed/power {\"text\":\"Build failed\",\"textColor\":\"#FF0000\"}");
    means("motograph/hall/cmd/apps/pushed/power", "", "DELETE /api/v1/apps/pushed/power ");
    means("motograph/hall/cmd/notify/dismiss", "", "DELETE /api/v1/notifications/active ");
    means("motograph/hall/cmd/apps/next", "", "POST /api/v1/next ");
    means("motograph/hall/cmd/notify", red,
          "POST /api/v1/items {\"expires\":\"60m\",\"text\":\"Build "
          "failed\",\"textColor\":\"#FF0000\"}");
    speaks_ng = true;
    means("motograph/hall/cmd/notify", red,
          "POST /api/v1/notifications {\"text\":\"Build failed\",\"textColor\":\"#FF0000\"}");
    means("motograph/hall/cmd/notify", "{\"text\":\"a\",\"id\":3,\"priority\":9}",
          "POST /api/v1/items {\"expires\":\"60m\",\"priority\":9,\"text\":\"a\"}");
    means("motograph/hall/cmd/notify", "Hello",
          "POST /api/v1/items {\"expires\":\"60m\",\"text\":\"Hello\"}");
    speaks_ng = false;
}

static void signed_content_is_over_when_it_says_so(void **state)
{
    static const char *const payloads[] = {"x", "{\"text\":\"x\",\"expires\":\"never\"}",
                                           "{\"text\":\"x\",\"expires\":\"2027-01-01T00:00:00Z\"}"};
    (void)state;
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        char *meaning = meaning_of("motograph/hall/items/a", payloads[i], NOW_MS + 60000);
        assert_non_null(strstr(meaning, "\"expires\":\"2026-11-29T"));
        free(meaning);
    }
    char *meaning = meaning_of("motograph/hall/breaking/a", "x", NOW_MS + 60000);
    assert_non_null(strstr(meaning, "\"until\":\"2026-11-29T"));
    free(meaning);
}

/* A command as its entity sends it. */
static void try_command(const json_t *entity, const char *topic, const char *member)
{
    const char *press = json_string_value(json_object_get(entity, "payload_press"));
    const char *template = json_string_value(json_object_get(entity, "command_template"));
    const char *payload = press                                    ? press
                          : template                               ? "{\"text\": \"Hello\" }"
                          : strcmp(member, "command_topic") != 0   ? "40"
                          : json_object_get(entity, "state_topic") ? "OFF"
                                                                   : "PRESS";
    char *key = NULL;
    char *methods = NULL;
    char *meaning = meaning_of(topic, payload, 0);
    char *path = strchr(meaning, '/');
    assert_non_null(path);
    char *method = strtok_r(meaning, " ", &path);
    if (!route_find(method, strtok_r(NULL, " ", &path), "", &key, &methods))
        fail_msg("%s leads nowhere", topic);
    free(key);
    free(methods);
    free(meaning);
}

/* What tell.c tells. */
static void is_told(const char *topic)
{
    static const char *const told[] = {"availability", "state", "wall", "event"};
    const char *what = strrchr(topic, '/') + 1;
    bool found = false;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        found |= strcmp(told[i], what) == 0;
    assert_true(found && kind_of(topic) == TOPIC_OWN);
}

static void each_topic_of_the_document_is_served(void **state)
{
    struct topic_names names = hall();
    json_t *document = discovery_document(&names);
    const char *id, *member;
    json_t *entity, *value;
    size_t commands = 0, states = 0;
    (void)state;
    is_told(json_string_value(json_object_get(document, "availability_topic")));
    json_object_foreach(json_object_get(document, "components"), id, entity)
    {
        assert_non_null(json_string_value(json_object_get(entity, "platform")));
        assert_non_null(json_string_value(json_object_get(entity, "unique_id")));
        json_object_foreach(entity, member, value)
        {
            if (!strstr(member, "_topic"))
                continue;
            bool command = strstr(member, "command_topic") != NULL;
            commands += command;
            states += !command;
            if (command)
                try_command(entity, json_string_value(value), member);
            else
                is_told(json_string_value(value));
        }
    }
    assert_true(commands >= 8 && states >= 10);
    json_decref(document);
    char *topic = discovery_topic("homeassistant", &names);
    assert_string_equal(topic, "homeassistant/device/motograph_hall/config");
    free(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each topic has its kind, and others' are not this wall's", each_topic_has_its_kind),
        TEST("What is done once is not obeyed where the broker keeps it",
             what_is_done_once_is_not_kept),
        TEST("What a topic has put in the store leads back to it", names_of_the_store_lead_back),
        TEST("Names that no topic can have are refused", names_that_no_topic_has_are_refused),
        TEST("Each message has its request, or is refused", each_message_has_its_request),
        TEST("What is said to an AWTRIX NG by its topics is what its HTTP says",
             an_awtrix_ng_is_spoken_to_by_its_topics),
        TEST("Signed content is over when it says so, whatever ends later",
             signed_content_is_over_when_it_says_so),
        TEST("Each topic that Home Assistant is told of is served, each command understood",
             each_topic_of_the_document_is_served),
    };
    return cmocka_run_group_tests_name("link/topics", tests, NULL, NULL);
}
