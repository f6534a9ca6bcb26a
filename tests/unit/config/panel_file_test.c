/* What a panel's file says is what the program knows; what is wrong in it is told with its place.
 */
#include "config/panel_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "config/chip_file.h"
#include "config/config.h"
#include "config/files.h"
#include "random_panel.h"
#include "test_module.h"

/* What libconfig's scanner has of a text that ends in its middle stays behind (1.5). */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig";
}

static char path[] = "/tmp/motograph-panel-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    close(mkstemp(path));
    return 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

#define HEAD "title = \"t\";\nsource = \"s\";\ntested = \"no\";\npicture = \"p\";\n"
#define SIZE "columns = 32;\nrows = 16;\nscan = 4;\n"
#define MAP "map = \"8: [4 +][0 +]\";\n"

struct bad {
    const char *text;
    int line; /* 0: what is missing has none */
    const char *found, *allowed;
};

static const struct bad bad_files[] = {
    {HEAD SIZE, 0, "map", "is missing"},
    {HEAD SIZE MAP "colour = 3;", 9, "colour", "there are title"},
    {HEAD "columns = 3;\nrows = 16;\nscan = 4;\n" MAP, 5, "found 3", "4 to 256"},
    {HEAD "columns = 32;\nrows = \"16\";\nscan = 4;\n" MAP, 6, "rows", "whole number"},
    {HEAD "columns = 32;\nrows = 16;\nscan = 33;\n" MAP, 7, "found 33", "1 to 32"},
    {HEAD "columns = 32;\nrows = 16;\nscan = 5;\n" MAP, 7, "scan", "multiple of scan"},
    {HEAD "columns = 32;\nrows = 70;\nscan = 4;\n" MAP, 6, "found 70", "4 to 64"},
    {HEAD SIZE "map = \"8: [4 *][0 +]\";", 8, "found \"*]", "with + (columns rise)"},
    {HEAD SIZE "map = \"8: [4 +][0 +\";", 8, "found \"\"", "]"},
    {HEAD SIZE "map = \"8: 4[0..8] 0[0..7]\";", 8, "found \"8]", "columns of the block"},
    {HEAD SIZE "map = \"7: [4 +][0 +]\";", 8, "map", "must divide the 32 columns"},
    {HEAD SIZE "map = \"8: [4 +]\";", 8, "row 0", "exactly one base row"},
    {HEAD SIZE "map = \"8: [4 +][0 +][0 +]\";", 8, "0 rows below", "each of 32 columns once"},
    {HEAD SIZE "map = \"8: [9 +][0 +]\";", 8, "row 17", "exactly one base row"},
    {HEAD SIZE "map = \"\";", 8, "map", "quotation marks"},
    {HEAD SIZE "map = \";\";", 8, "found \";\"", "runs, as"},
    {HEAD SIZE MAP "base_rows = ( [ 0, 1, 2 ], [ 8, 9, 10, 11 ] );", 9, "base_rows",
     "as scan says"},
    {HEAD SIZE MAP "base_rows = ( [ 0, 1, 2, 2 ], [ 8, 9, 10, 11 ] );", 8, "row", "base_rows"},
    {HEAD SIZE MAP "select = \"serial\";", 9, "found serial", "binary, line, ab"},
    {HEAD SIZE MAP "select = \"sm5266\";", 9, "4 scan rows", "a multiple of 8"},
    {HEAD SIZE MAP "order = \"RGBW\";", 9, "found RGBW", "RGB, RBG"},
    {HEAD SIZE MAP "inverse = 1;", 9, "inverse", "true or false"},
    {HEAD SIZE MAP "blank_ns = -1;", 9, "found -1", "0 to 100000"},
    {HEAD SIZE MAP "chip = \"dp3364\";", 9, "chip", "receiving card"},
    {HEAD SIZE MAP "chip = \"plaiu\";", 9, "chip: there is no chip \"plaiu\"", "fm6126a"},
    {HEAD SIZE MAP "writes = ( { bits = 70000; latch = 11; } );", 9, "found 70000", "0 to 65535"},
    {HEAD SIZE MAP "writes = ( { bits = 1; latch = 0; } );", 9, "found 0", "1 to 16"},
    {HEAD SIZE MAP "writes = ( { bits = 1; } );", 9, "latch", "is missing"},
    {HEAD SIZE MAP "writes = ( 7 );", 9, "writes", "{ bits = 0x7fff; latch = 11; }"},
    {HEAD SIZE MAP "latch_clocks = 17;", 9, "found 17", "1 to 16"},
    {HEAD SIZE MAP "clock = \"up\";", 9, "found up", "rising, falling"},
    {HEAD SIZE MAP "aliases = [ 1, 2 ];", 9, "aliases", "names are wanted"},
    {HEAD SIZE "map = ;", 8, "syntax error", ""},
    {HEAD SIZE MAP "blank_ns = 99999999999;", 9, "99999999999", "32 bits"},
    {"source = \"s\";\n", 0, "title", "is missing"},
};

static void check_bad(const struct bad *bad)
{
    struct panel_file panel;
    struct diag diag = {0};
    char place[96];
    write_file(bad->text);
    if (panel_file_read(&panel, path, &diag))
        fail_msg("taken: %s", bad->text);
    snprintf(place, sizeof place, bad->line ? "%s:%d: " : "%s: ", path, bad->line);
    bool found = false;
    for (size_t i = 0; i < diag.count; i++)
        found |= strstr(diag.messages[i].text, place) &&
                 strstr(diag.messages[i].text, bad->found) &&
                 strstr(diag.messages[i].text, bad->allowed);
    if (!found)
        fail_msg("%s: %s", bad->text, diag.messages[0].text);
    diag_finish(&diag);
}

static void bad_files_are_refused_with_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_files / sizeof *bad_files; i++)
        check_bad(&bad_files[i]);
}

/* --- random panels --- */

static void write_random(unsigned seed)
{
    FILE *file = fopen(path, "w");
    random_panel_write(file, seed);
    fclose(file);
}

static char *text_of_file(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    assert_true(getdelim(&text, &size, '\0', file) > 0);
    fclose(file);
    return text;
}

static void check_random(unsigned seed)
{
    struct panel_file panel;
    struct test_module module;
    struct diag diag = {0};
    write_random(seed);
    char *text = text_of_file();
    if (!panel_file_read(&panel, path, &diag))
        fail_msg("seed %u: %s\n%s", seed, diag.messages[0].text, text);
    assert_true(test_module_parse(&module, text));
    assert_int_equal(wiring_registers(&panel.wiring), module.places);
    for (int half = 0; half < module.halves; half++)
        for (int row = 0; row < module.scan; row++)
            for (int place = 0; place < module.places; place++) {
                struct test_led wanted = test_module_led(&module, half, row, place);
                struct wiring_led led = wiring_led(&panel.wiring, row, half, place);
                if (led.x != wanted.x || led.y != wanted.y)
                    fail_msg("seed %u: place %d\n%s", seed, place, text);
            }
    free(text);
    test_module_finish(&module);
    panel_file_finish(&panel);
}

static void random_panels_are_read_as_another_reader_does(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 500; seed++)
        check_random(seed);
}

/* Of a good panel a byte is another: what is taken is still whole, or the place is told. */
static void spoilt_panels_are_whole_or_refused(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 500; seed++) {
        struct panel_file panel;
        struct diag diag = {0};
        write_random(seed % 50 + 1);
        char *text = text_of_file();
        srand(seed);
        text[rand() % (int)strlen(text)] = (char)(' ' + rand() % ('~' - ' ' + 1));
        write_file(text);
        if (panel_file_read(&panel, path, &diag)) {
            assert_int_equal(wiring_check(&panel.wiring).fault, WIRING_IS_WHOLE);
            panel_file_finish(&panel);
        } else if (!strstr(diag.messages[0].text, path)) {
            fail_msg("seed %u: %s\n%s", seed, diag.messages[0].text, text);
        }
        diag_finish(&diag);
        free(text);
    }
}

static void chips_that_cant_be_driven_say_what_would(void **state)
{
    (void)state;
    static const char *const names[] = {"icn2053", "ICND2153", "MBI5253", "FM6363",
                                        "FM6373",  "DP3264",   "dp3364",  "SM16380"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct chip_file chip;
        struct diag diag = {0};
        assert_true(chip_file_read(&chip, names[i], &diag));
        assert_non_null(chip.refused);
        assert_non_null(strstr(chip.refused, "receiving card"));
        chip_file_finish(&chip);
    }
}

struct watched {
    const char *ending;
    int count;
};

static void count_watched(void *user, const char *file, const char *key)
{
    struct watched *watched = user;
    size_t length = strlen(file);
    size_t ending = strlen(watched->ending);
    watched->count += length > ending && strcmp(file + length - ending, watched->ending) == 0 &&
                      key && strcmp(key, "panel.model") == 0;
}

static void the_chip_that_a_panel_names_is_watched(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    struct watched watched = {"boards/chips/fm6127.chip", 0};
    char assignment[96];
    write_file(HEAD SIZE MAP "chip = \"fm6127\";");
    configuration_init(&config);
    snprintf(assignment, sizeof assignment, "panel.model=%s", path);
    assert_true(configuration_set(&config, assignment, &diag));
    files_each(&config, NULL, count_watched, &watched);
    assert_int_equal(watched.count, 1);
    configuration_finish(&config);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The chip's file that a panel's file names is watched with it",
             the_chip_that_a_panel_names_is_watched),
        TEST("Each mistake in a panel's file is refused with file, line, found and allowed",
             bad_files_are_refused_with_their_place),
        TEST("Random panels are read as a reader of the tests' own reads them",
             random_panels_are_read_as_another_reader_does),
        TEST("A panel's file with a wrong byte is whole or refused",
             spoilt_panels_are_whole_or_refused),
        TEST("Chips with a grey scale of their own are named, and refused with what drives them",
             chips_that_cant_be_driven_say_what_would),
    };
    return cmocka_run_group_tests_name("panel_file", tests, make_file, remove_file);
}
