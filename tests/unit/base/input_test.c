/* Files that people name: nothing is waited for without end. */
#include "base/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "config/places.h"
#include "store/mark.h"

static char folder[] = "/tmp/motograph-input-XXXXXX";

static char *in_folder(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    char line[96];
    (void)state;
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

static void make_pipe(const char *name)
{
    char *path = in_folder(name);
    alarm(20); /* whoever waits for it ends here */
    assert_int_equal(mkfifo(path, 0600), 0);
    free(path);
}

static void expect_refused(const char *path, int error)
{
    errno = 0;
    assert_null(input_open_lines(path));
    assert_int_equal(errno, error);
}

static void only_plain_files_have_lines(void **state)
{
    (void)state;
    char line[16] = "";
    char *pipe = in_folder("pipe");
    char *plain = in_folder("plain");
    char *none = in_folder("none");
    make_pipe("pipe");
    FILE *file = fopen(plain, "w");
    fputs("a line\n", file);
    fclose(file);
    expect_refused(pipe, EINVAL);
    expect_refused(folder, EINVAL);
    expect_refused("/dev/zero", EINVAL);
    expect_refused(none, ENOENT);
    file = input_open_lines(plain);
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "a line\n");
    fclose(file);
    free(pipe);
    free(plain);
    free(none);
}

static void a_pipe_as_list_of_places_is_not_waited_for(void **state)
{
    (void)state;
    struct place_found place;
    make_pipe("zone.tab");
    setenv("TZDIR", folder, 1);
    assert_false(places_find("Berlin", &place));
    unsetenv("TZDIR");
}

static void a_pipe_as_a_stores_mark_is_not_waited_for(void **state)
{
    (void)state;
    char *mark = in_folder("mark");
    make_pipe("mark");
    assert_false(store_mark_read(mark, NULL, NULL));
    free(mark);
}

#define INPUT_TEST(sentence, function)                                                             \
    {                                                                                              \
        sentence, function, make_folder, drop_folder, NULL                                         \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        INPUT_TEST("Lines are read of plain files alone", only_plain_files_have_lines),
        INPUT_TEST("A pipe in the place of the list of places is not waited for",
                   a_pipe_as_list_of_places_is_not_waited_for),
        INPUT_TEST("A pipe in the place of a store's mark is not waited for",
                   a_pipe_as_a_stores_mark_is_not_waited_for),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
