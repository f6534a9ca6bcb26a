/* What editors write: one key is one line, a tag that is over changes nothing, what was killed
 * stays off. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "config/config.h"
#include "intake/written.h"

#define NOW_MS INT64_C(1767225600000)

static struct config config;
static struct store *store;
static struct import import;

static int open_it(void **state)
{
    struct diag diag = {0};
    (void)state;
    configuration_init(&config);
    store = store_open_memory(&diag);
    import = (struct import){.config = &config, .store = store, .now_ms = NOW_MS};
    diag_finish(&diag);
    return store ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    store_close(store);
    configuration_finish(&config);
    return 0;
}

/* The id; 0: it was refused. */
static int64_t put(const char *key, const char *text, const char *match)
{
    struct diag diag = {0};
    int64_t id = 0;
    bool created = false;
    const struct written_item item = {.key = key, .text = text, .match = match, .weight = 10};
    bool good = written_put(&import, &item, &id, &created, &diag);
    assert_int_equal(good, diag.errors == 0);
    diag_finish(&diag);
    return good ? id : 0;
}

static void tag_of(int64_t id, char tag[WRITTEN_TAG_SIZE], char **text)
{
    struct store_row row;
    struct diag diag = {0};
    assert_true(store_get(store, id, &row, &diag));
    written_tag(&row, tag);
    *text = row.snippet.text;
    row.snippet.text = NULL;
    store_row_finish(&row);
}

static void one_key_is_one_line(void **state)
{
    (void)state;
    char before[WRITTEN_TAG_SIZE], after[WRITTEN_TAG_SIZE];
    char *text;
    int64_t id = put("lock", "It opens at nine", "-");
    assert_true(id > 0);
    tag_of(id, before, &text);
    free(text);
    assert_int_equal(put("lock", "It opens at nine", NULL), id);
    tag_of(id, after, &text);
    free(text);
    assert_string_equal(before, after);
    assert_int_equal(put("lock", "It opens at ten", before), id);
    tag_of(id, after, &text);
    assert_string_equal(text, "It opens at ten");
    assert_string_not_equal(before, after);
    free(text);
}

static void a_tag_that_is_over_changes_nothing(void **state)
{
    (void)state;
    char tag[WRITTEN_TAG_SIZE];
    char *text;
    int64_t id = put("bridge", "It is open", NULL);
    static const char *const wrong[] = {"-", "0000000000000000", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(put("bridge", "It is shut", wrong[i]), 0);
    assert_int_equal(put("nowhere", "Never", "*"), 0);
    tag_of(id, tag, &text);
    assert_string_equal(text, "It is open");
    free(text);
    struct diag diag = {0};
    assert_false(written_remove(&import, id, "0000000000000000", &diag));
    assert_true(written_remove(&import, id, tag, &diag));
    diag_finish(&diag);
}

static void what_was_killed_stays_off(void **state)
{
    (void)state;
    struct diag diag = {0};
    int64_t id = put("quay", "The quay is shut", NULL);
    assert_true(store_set_state(store, id, STORE_KILLED, &diag));
    assert_int_equal(put("quay", "The quay is shut again", NULL), 0);
    assert_int_equal(put(NULL, "The quay is shut", NULL), 0);
    assert_true(written_approve(&import, id, NULL, &diag));
    assert_int_equal(put("quay", "The quay is open", NULL), id);
    diag_finish(&diag);
}

static void words_that_never_air_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", " ", "\x1b[0m", "a\nb", "\xff", "\xe2\x80\x8b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(put("bad", bad[i], NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("One key is one line, whose tag is of its words and terms", one_key_is_one_line),
        TEST("A tag that is over changes nothing", a_tag_that_is_over_changes_nothing),
        TEST("What was killed stays off, until it is approved", what_was_killed_stays_off),
        TEST("Words that can't air are refused", words_that_never_air_are_refused),
    };
    return cmocka_run_group_tests_name("player/written", tests, open_it, close_it);
}
