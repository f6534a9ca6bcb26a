#include "cli/watched_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "config/config.h"

static char folder[] = "/tmp/motograph-watched-XXXXXX";
static char touched[128]; /* keys */

static void write_file(const char *name, const char *text)
{
    char *path = memory_format("%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(path);
}

static void note(void *user, const char *key)
{
    size_t at = strlen(touched);
    (void)user;
    snprintf(touched + at, sizeof touched - at, "%s;", key);
}

static const char *compare(const struct watched_files *before, const struct watched_files *now)
{
    *touched = '\0';
    watched_files_compare(before, now, note, NULL);
    return touched;
}

/* Another one that stays so: at the second look. */
static bool changes(struct watched_files *watched)
{
    bool at_once = watched_files_look(watched);
    assert_false(at_once);
    return watched_files_look(watched);
}

static void all_files_of_a_configuration_are_watched(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    struct watched_files watched = {0}, before = {0};
    assert_non_null(mkdtemp(folder));
    char *path = memory_format("%s/wall.cfg", folder);
    write_file(
        "wall.cfg",
        "@include \"part.cfg\"\npanel = { board = \"./own.board\"; model = \"./own.panel\"; };\n"
        "text = { fonts = ( \"./face.ttf\" ); };\n"
        "zones = ( { shows = \"logo\"; file = \"logo.png\"; } );\n");
    write_file("part.cfg", "@include \"deep.cfg\"\n");
    write_file("deep.cfg", "");
    write_file("own.board", "1");
    write_file("own.panel", "1");
    write_file("face.ttf", "1");
    write_file("logo.png", "1");
    configuration_init(&config);
    assert_true(configuration_read(&config, path, &diag));
    watched_files_note(&watched, &config, path);
    assert_false(changes(&watched));
    static const struct {
        const char *file, *key;
    } files[] = {{"wall.cfg", ""},
                 {"part.cfg", ""},
                 {"deep.cfg", ""},
                 {"own.board", "panel.board;"},
                 {"own.panel", "panel.model;"},
                 {"face.ttf", "text.fonts;"},
                 {"logo.png", "zones;"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        watched_files_renew(&watched);
        watched_files_copy(&before, &watched);
        write_file(files[i].file, "@include \"part.cfg\" # another one\n");
        if (!changes(&watched))
            fail_msg("%s is not watched", files[i].file);
        watched_files_renew(&watched);
        assert_false(changes(&watched));
        if (strcmp(compare(&before, &watched), files[i].key) != 0)
            fail_msg("%s: %s", files[i].file, touched);
    }
    watched_files_finish(&before);
    watched_files_finish(&watched);
    configuration_finish(&config);
    char *command = memory_format("rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    free(command);
    free(path);
}

static void a_file_that_is_gone_is_no_change(void **state)
{
    (void)state;
    struct config config;
    struct watched_files watched = {0};
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    char *path = memory_format("%s/wall.cfg", folder);
    write_file("wall.cfg", "");
    configuration_init(&config);
    watched_files_note(&watched, &config, path);
    unlink(path);
    watched_files_look(&watched);
    assert_false(watched_files_look(&watched)); /* an editor is about to put it there */
    write_file("wall.cfg", "# again\n");
    assert_true(changes(&watched));
    unlink(path);
    rmdir(folder);
    watched_files_finish(&watched);
    configuration_finish(&config);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("All files of which a configuration is made are watched, each as its key",
             all_files_of_a_configuration_are_watched),
        TEST("A file that is gone is no change until it is there again",
             a_file_that_is_gone_is_no_change),
    };
    return cmocka_run_group_tests_name("cli/watched_files", tests, NULL, NULL);
}
