/* Signed content: only what somebody with a key has signed for that topic, and is not over. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "link/signed.h"

/* RFC 8032, 7.1, TEST 1. */
#define SECRET "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define NOW_MS INT64_C(1795950000000)

static struct signed_key secret(void)
{
    struct signed_key key = {.name = "desk"};
    assert_true(signed_parse(SECRET, key.bytes, sizeof key.bytes));
    return key;
}

static void the_key_is_that_of_the_standard(void **state)
{
    struct signed_key key = secret();
    uint8_t bytes[SIGNED_KEY_SIZE];
    char digits[2 * SIGNED_KEY_SIZE + 1];
    (void)state;
    signed_public(&key, bytes);
    signed_print(bytes, sizeof bytes, digits);
    assert_string_equal(digits, PUBLIC);
}

/* Whether content that was signed for all/items/a, until then, is taken for a topic. */
static bool is_taken(const char *keys_text, const char *topic, int64_t until_ms, size_t spoilt)
{
    struct signed_key key = secret();
    struct signed_keys keys;
    struct signed_content content;
    struct diag diag = {0};
    json_t *json = json_pack("{s:s}", "text", "The ferry is late");
    char *document = signed_make(&key, "all/items/a", 7, until_ms, json);
    assert_true(signed_keys_read(&keys, keys_text, &diag));
    if (spoilt)
        document[spoilt]++;
    bool taken = signed_open(&keys, topic, document, strlen(document), NOW_MS, &content, &diag);
    if (taken) {
        assert_int_equal(content.number, 7);
        assert_int_equal(content.until_ms, until_ms);
        assert_string_equal(content.key, "desk");
        assert_true(json_equal(content.content, json));
    } else {
        assert_true(diag.errors > 0);
    }
    json_decref(content.content);
    json_decref(json);
    free(document);
    diag_finish(&diag);
    return taken;
}

#define DESK "other " SECRET "; desk " PUBLIC

static void what_is_signed_is_taken(void **state)
{
    (void)state;
    assert_true(is_taken(DESK, "all/items/a", NOW_MS + 60000, 0));
}

static void nothing_else_is(void **state)
{
    (void)state;
    assert_false(is_taken(DESK, "all/items/b", NOW_MS + 60000, 0));
    assert_false(is_taken(DESK, "all/items/a", NOW_MS, 0));
    assert_false(is_taken("other " PUBLIC, "all/items/a", NOW_MS + 60000, 0));
    assert_false(is_taken("desk " SECRET, "all/items/a", NOW_MS + 60000, 0));
    assert_false(is_taken("", "all/items/a", NOW_MS + 60000, 0));
}

static void no_byte_can_be_changed(void **state)
{
    struct signed_key key = secret();
    json_t *json = json_pack("{s:s}", "text", "The ferry is late");
    char *document = signed_make(&key, "all/items/a", 7, NOW_MS + 60000, json);
    size_t length = strlen(document);
    (void)state;
    for (size_t i = 1; i < length; i++)
        if (is_taken(DESK, "all/items/a", NOW_MS + 60000, i))
            fail_msg("byte %zu of %s", i, document);
    free(document);
    json_decref(json);
}

static bool opens(const char *document)
{
    struct signed_keys keys;
    struct signed_content content;
    struct diag diag = {0};
    assert_true(signed_keys_read(&keys, DESK, &diag));
    bool good =
        signed_open(&keys, "all/items/a", document, strlen(document), NOW_MS, &content, &diag);
    assert_true(good || diag.errors > 0);
    json_decref(content.content);
    diag_finish(&diag);
    return good;
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const char *const documents[] = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"signed\":1,\"key\":\"desk\",\"signature\":\"\"}",
        "{\"signed\":\"\",\"key\":\"desk\",\"signature\":\"00\"}",
        "{\"signed\":\"x\"}"};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        assert_false(opens(documents[i]));
}

static void keys_that_make_no_sense_are_refused(void **state)
{
    static const char *const texts[] = {
        "desk", "desk 12", PUBLIC, "desk " PUBLIC "0", "the desk " PUBLIC, "desk " PUBLIC " x"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct signed_keys keys;
        struct diag diag = {0};
        if (signed_keys_read(&keys, texts[i], &diag))
            fail_msg("%s is taken", texts[i]);
        diag_finish(&diag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A key is the one that RFC 8032 makes of it", the_key_is_that_of_the_standard),
        TEST("What is signed is taken, with its number and its end", what_is_signed_is_taken),
        TEST("Another topic's, another key's and what is over is refused", nothing_else_is),
        TEST("No byte of it can be changed", no_byte_can_be_changed),
        TEST("What makes no sense is refused", what_makes_no_sense_is_refused),
        TEST("Keys that make no sense are refused", keys_that_make_no_sense_are_refused),
    };
    return cmocka_run_group_tests_name("link/signed", tests, NULL, NULL);
}
