#include "config/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "check.h"
#include "config/config.h"

static char folder[] = "/tmp/motograph-data-XXXXXX";

static void put(const char *name, const char *text)
{
    char *path = memory_format("%s/%s", folder, name);
    for (char *slash = path + sizeof folder; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(path);
}

/* A wall's configuration, the user's folder, and what is shipped: each with a board `all` and one
 * of its own. The shipped folder is looked for once in a process: all tests have the same. */
static int fill(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    put("wall/boards/all.board", "");
    put("wall/boards/first.board", "");
    put("user/motograph/boards/all.board", "");
    put("user/motograph/boards/second.board", "");
    put("user/motograph/boards/second.txt", "");
    put("user/motograph/boards/.hidden.board", "");
    put("shipped/boards/all.board", "");
    put("shipped/boards/third.board", "");
    char *shipped = memory_format("%s/shipped", folder);
    char *user = memory_format("%s/user", folder);
    setenv("MOTOGRAPH_DATA", shipped, 1);
    setenv("XDG_CONFIG_HOME", user, 1);
    free(shipped);
    free(user);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    char *command = memory_format("rm -r %s", folder);
    int code = system(command);
    free(command);
    return code;
}

static void configure(const char *name)
{
    char *path = name ? memory_format("%s/%s", folder, name) : NULL;
    data_set_configuration(path);
    free(path);
}

/* `wanted`: the path below the folder, NULL for none. */
static void check_found(const char *name, const char *wanted)
{
    char *found = data_find("boards", name, ".board");
    if (!wanted)
        assert_null(found);
    else
        assert_string_equal(found + sizeof folder, wanted);
    free(found);
}

static void own_files_come_first(void **state)
{
    (void)state;
    configure("wall/wall.cfg");
    check_found("all", "wall/boards/all.board");
    check_found("second", "user/motograph/boards/second.board");
    check_found("third", "shipped/boards/third.board");
    check_found("fourth", NULL);
    configure(NULL);
    check_found("all", "user/motograph/boards/all.board");
    check_found("first", NULL);
}

static void add_line(void *user, const struct data_file *file)
{
    struct buffer *list = user;
    buffer_format(list, "%s(%s) ", file->name, data_is_shipped(file->path) ? "shipped" : "own");
}

static void each_name_is_told_once(void **state)
{
    (void)state;
    struct buffer list = {0};
    struct diag diag = {0};
    configure("wall/wall.cfg");
    assert_true(data_each("boards", ".board", add_line, &list, &diag));
    assert_string_equal(list.data, "all(own) first(own) second(own) third(shipped) ");
    assert_int_equal(diag.count, 0);
    buffer_finish(&list);
}

static void what_is_not_shipped_is_an_error(void **state)
{
    (void)state;
    struct buffer list = {0};
    struct diag diag = {0};
    put("wall/kites/red.kite", "");
    configure("wall/wall.cfg");
    assert_false(data_each("kites", ".kite", add_line, &list, &diag));
    assert_string_equal(list.data, "red(own) ");
    assert_non_null(strstr(diag.messages[0].text, "shipped/kites: No such file or directory"));
    diag_finish(&diag);
    buffer_finish(&list);
}

static void files_are_named_from_the_configuration_on(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    char *path = memory_format("%s/wall/wall.cfg", folder);
    char *board = memory_format("%s/wall/wires/a.board", folder);
    char *font = memory_format("%s/wall/./a.bdf", folder);
    char *logo = memory_format("%s/wall/logo.png", folder);
    put("wall/wall.cfg", "panel = { board = \"wires/a.board\"; };\n"
                         "text = { fonts = ( \"./a.bdf\", \"Unifont\", \"/b.bdf\" ); };\n"
                         "zones = ( { shows = \"logo\"; file = \"logo.png\"; }, {} );\n"
                         "store = { path = \"a/b.db\"; };\n");
    configuration_init(&config);
    assert_true(configuration_read(&config, path, &diag));
    assert_string_equal(config.panel.board, board);
    assert_string_equal(config.text.fonts[0], font);
    assert_string_equal(config.text.fonts[1], "Unifont");
    assert_string_equal(config.text.fonts[2], "/b.bdf");
    assert_string_equal(config.zones[0].file, logo);
    assert_string_equal(config.zones[1].file, "");
    assert_string_equal(config.store.path, "a/b.db");
    assert_true(configuration_set(&config, "panel.board=wires/b.board", &diag));
    assert_string_equal(config.panel.board, "wires/b.board");
    configuration_finish(&config);
    free(path);
    free(board);
    free(font);
    free(logo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A user's own files come first, those beside the configuration before all",
             own_files_come_first),
        TEST("Each name is told once, sorted, other files are none", each_name_is_told_once),
        TEST("That nothing is shipped is an error, what is there is told all the same",
             what_is_not_shipped_is_an_error),
        TEST("Files in a configuration are named from its folder on, those of --set are not",
             files_are_named_from_the_configuration_on),
    };
    return cmocka_run_group_tests(tests, fill, clear);
}
