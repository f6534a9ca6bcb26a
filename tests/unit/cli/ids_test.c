#include "cli/ids.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"

#define LINES 6 /* in the store; the fourth is removed */

static char folder[] = "/tmp/motograph-ids-XXXXXX";
static char called[256]; /* the ids, in their order */

static bool note(struct cli *cli, struct store *store, int64_t id)
{
    size_t at = strlen(called);
    (void)store;
    snprintf(called + at, sizeof called - at, "%s%lld", at ? " " : "", (long long)id);
    return id != 99 || diag_error(&cli->diag, "there is no 99");
}

static struct store *open_store(void)
{
    struct diag diag = {0};
    char *path = memory_format("%s/news.db", folder);
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    for (int i = 0; i < LINES; i++) {
        struct snippet line = {.kind = SNIPPET_LINE, .text = "A line", .weight = 10};
        line.created_ms = 1 + i;
        assert_true(store_add(store, &line, &diag));
    }
    assert_true(store_remove(store, 4, &diag));
    free(path);
    return store;
}

static const struct {
    const char *list;
    const char *called;
    const char *error; /* part of it; NULL: all is done */
} rows[] = {
    {"3", "3", NULL},
    {"3,1,2", "3 1 2", NULL},
    {"2-5", "2 3 5", NULL},
    {"5,1-3,2,6", "5 1 2 3 6", NULL},
    {"1-3,2-5", "1 2 3 5", NULL},
    {"1-1", "1", NULL},
    {"2-9223372036854775807", "2 3 5 6", NULL},
    {"99,1", "99 1", "there is no 99"},
    {"7-9", "", "no snippet has such an id"},
    /* a list that is none does nothing */
    {"1,x", "", "\"x\": not an id"},
    {"1,,2", "", "not an id"},
    {"", "", "not an id"},
    {"0", "", "not an id"},
    {"-1", "", "not an id"},
    {"1-", "", "not an id"},
    {"3-1", "", "from the smaller id"},
    {"9223372036854775808", "", "not an id"},
};

static void check_list(struct store *store, const char *list, const char *wanted, const char *error)
{
    struct cli cli = {0};
    *called = '\0';
    bool good = ids_each(&cli, store, list, note);
    if (good != (error == NULL) || strcmp(called, wanted) != 0)
        fail_msg("%s: called with %s", list, called);
    if (error && !strstr(cli.diag.messages[0].text, error))
        fail_msg("%s: %s", list, cli.diag.messages[0].text);
    diag_finish(&cli.diag);
}

static void each_id_of_a_list_is_done_once(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    struct store *store = open_store();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_list(store, rows[i].list, rows[i].called, rows[i].error);
    store_close(store);
    char *command = memory_format("rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    free(command);
}

static void without_a_store_ids_are_named_each(void **state)
{
    (void)state;
    check_list(NULL, "3,1", "3 1", NULL);
    check_list(NULL, "1-3", "", "name each");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each id of a list is done once, and a list that is none does nothing",
             each_id_of_a_list_is_done_once),
        TEST("Without a store each id must be named", without_a_store_ids_are_named_each),
    };
    return cmocka_run_group_tests_name("cli/ids", tests, NULL, NULL);
}
