#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "config/change.h"
#include "config/schema.h"

static char path[] = "/tmp/motograph-config-XXXXXX";

static void write_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");
    fputs(content, file);
    fclose(file);
}

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

static bool read_text(struct config *config, const char *content, struct diag *diag)
{
    write_file(path, content);
    configuration_init(config);
    bool good = configuration_read(config, path, diag);
    return configuration_check(config, diag) && good;
}

struct bad {
    const char *content;
    int line;
    const char *says[2];
};

static const struct bad bad_files[] = {
    {"panel = { colums = 64; };", 1, {"panel.colums", "panel.columns"}},
    {"pannel = { rows = 32; };", 1, {"pannel", "nearest"}},
    {"panel = {\n rows = \"many\"; };", 2, {"panel.rows", "4 to 64"}},
    {"panel = {\n\n brightness = 101; };", 3, {"panel.brightness", "101"}},
    {"panel = { brightness = 0; };", 1, {"panel.brightness", "1 to 100"}},
    {"panel = { refresh_hz = 5000000000; };", 1, {"5000000000", ""}},
    {"panel = { refresh_hz = 0x1ffffffff; };", 1, {"0x1ffffffff", ""}},
    {"panel = { multiplex = \"zigzag\"; };", 1, {"zigzag", "checker"}},
    {"panel = { rows = 25; };", 1, {"panel.rows", "an even number, 4 to 64"}},
    {"panel = { rows = 16;\n scan = 16; };", 2, {"panel.scan", "1:8"}},
    {"panel = { rows = 32; scan = 8; };", 1, {"panel.scan", "stripe"}},
    {"panel = { rotation = 45; };", 1, {"panel.rotation", "90"}},
    {"panel = { chain = 3;\n fold = 2; };", 2, {"panel.fold", "divisor"}},
    {"panel = { driver = \"fm6125\"; };", 1, {"fm6125", "fm6126a"}},
    {"panel = { driver = \"dp3364\"; };", 1, {"dp3364", "A receiving card"}},
    {"panel = {\n model = \"p11\"; };", 2, {"panel.model", "p10-32x16-quarter"}},
    {"panel = { model = \"64x64\";\n rows = 32; };", 2, {"found 32", "64, as panel.model has"}},
    {"panel = { model = \"64x64\";\n select = \"line\"; };", 2, {"panel.select", "32 scan rows"}},
    {"panels = ( { colour = 1; } );", 1, {"panels", "a panel has order, x, y, rotation"}},
    {"panels = ( { x = 3; } );", 1, {"panels", "wants both"}},
    {"panels = (\n { x = 3000; y = 0; } );", 2, {"panels.x", "1023"}},
    {"panels = (\n {\n rotation = 45; } );", 2, {"found 45", "0, 90, 180, 270"}},
    {"panels = (\n { x = 0; y = 0; }, { } );", 1, {"panels", "each needs them, or none"}},
    {"panels = ( {},\n { order = \"RGBW\"; } );", 2, {"RGBW", "GRB"}},
    {"panels = 3;", 1, {"panels", "a list of at most 96 groups"}},
    {"panel = { mirror = \"both\"; };", 1, {"both", "horizontal"}},
    {"colours = { text = \"#12345\"; };", 1, {"#12345", "#rrggbb"}},
    {"crawl = { characters_per_second = 99.0; };", 1, {"99", "60"}},
    {"panel = {\n rows = ; };", 2, {"syntax error", ""}},
    {"panel = 7;", 1, {"panel", "group"}},
    {"[panel]\nrows = 32\n", 1, {"[panel], as in an INI or TOML file", "panel = { ... };"}},
    {"# for the lobby\n\n[store]\npath = x\n", 3, {"[store]", "INI"}},
    {"panel:\n  rows: 32\n", 1, {"panel:, as in YAML", "{ rows = 32; }"}},
    {"---\npanel: {}\n", 1, {"---", "YAML"}},
    {"{ \"panel\": { \"rows\": 32 } }", 1, {"JSON", "panel = { rows = 32; };"}},
    {"panel = {\n board = “regular”; };", 2, {"“, as a word processor writes it", "straight"}},
    {"panel = {\n board = \"regular”;\n rows = 32; };", 2, {"”", "straight"}},
    {"panel = {\n board = regular; };", 2, {"found regular", "\"regular\""}},
    {"colours = { text = red; };", 1, {"found red", "in quotation marks: \"red\""}},
    {"store = { path = \"a.db\"; };\npanel.rows = 32;", 2, {"panel.rows", "panel = { rows = ..."}},
    {"zones = ( { format = \"“%H”\"; } );\npanel = { rows = ; };", 2, {"syntax error", ""}},
    {"panel = {\n rows =\n columns = 64;\n};", 2, {"rows = without a value", "rows = VALUE;"}},
    {"schedule = {\n time_zone = \"Europe/Berlni\"; };", 2, {"schedule.time_zone", "Berlni"}},
    {"store = { path = \"~nobody_of_that_name/x\"; };", 1, {"store.path", "~ is the home"}},
    {"\xff\xfep", 1, {"UTF-16", "UTF-8"}},
};

static void check_bad(const struct bad *bad)
{
    struct config config;
    struct diag diag = {0};
    char place[96];
    if (read_text(&config, bad->content, &diag))
        fail_msg("taken: %s", bad->content);
    assert_true(diag.errors > 0);
    snprintf(place, sizeof place, "%s:%d: ", path, bad->line);
    bool found = false;
    for (size_t i = 0; i < diag.count; i++)
        found |= strstr(diag.messages[i].text, place) &&
                 strstr(diag.messages[i].text, bad->says[0]) &&
                 strstr(diag.messages[i].text, bad->says[1]);
    if (!found)
        fail_msg("%s: %s", bad->content, diag.messages[0].text);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void bad_files_are_refused_with_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_files / sizeof *bad_files; i++)
        check_bad(&bad_files[i]);
}

static void all_mistakes_are_told_at_once(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    assert_false(read_text(&config,
                           "panel = { rows = 1000; colums = 3; order = \"XYZ\"; };\n"
                           "crawl = { speed = 3; };\n",
                           &diag));
    assert_int_equal(diag.errors, 4);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void a_mistake_of_the_syntax_hides_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        int lines[8]; /* of the mistakes; 0 behind the last */
    } cases[] = {
        {"panel = {\n"
         "    rows = 32;\n"
         "    board = regular;\n"
         "    chain = \"two\";\n"
         "    order = “RGB”;\n"
         "    colums = 64;\n"
         "    fold =\n"
         "    parallel = 1;\n"
         "};\n"
         "rota.gap_seconds = 3;\n"
         "crawl = { speed = 3; };\n",
         {3, 4, 5, 6, 7, 10, 11}},
        /* a line that opens more than it closes can't be left out */
        {"panel = (\n  rows = 32;\n};\nstore = { path = x; };\n", {2, 3}},
        /* all of it is another program's: once */
        {"[panel]\nrows = 32\n[store]\npath = x\n", {1}},
        {"panel:\n  rows: 32\nstore:\n  path: x\n", {1}},
        {"panel = {\n board = \"a;\n rows = 33;\n};\n", {2, 3}},
        {"panel = { rows = 32; };\npanel = { rows = 64; };\nrota = { idle = maybe; };\n", {2, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config config;
        struct diag diag = {0};
        size_t count = 0;
        assert_false(read_text(&config, cases[i].content, &diag));
        for (; cases[i].lines[count]; count++) {
            char place[96];
            bool found = false;
            snprintf(place, sizeof place, "%s:%d: ", path, cases[i].lines[count]);
            for (size_t k = 0; k < diag.count; k++)
                found |= strstr(diag.messages[k].text, place) != NULL;
            if (!found)
                fail_msg("line %d is not told of:\n%s", cases[i].lines[count], cases[i].content);
        }
        if (diag.errors != count)
            fail_msg("%zu mistakes told of:\n%s", diag.errors, cases[i].content);
        diag_finish(&diag);
        configuration_finish(&config);
    }
}

static void an_included_file_with_a_mistake_hides_no_other(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    char included[96], content[160], place[128];
    snprintf(included, sizeof included, "%s.inc", path);
    write_file(included, "panel = { rows = ; };\n");
    snprintf(content, sizeof content, "@include \"%s\"\nrota = { idle = \"maybe\"; };\n",
             strrchr(included, '/') + 1);
    assert_false(read_text(&config, content, &diag));
    assert_int_equal(diag.errors, 2);
    snprintf(place, sizeof place, "%s:1: ", included);
    assert_non_null(strstr(diag.messages[0].text, place));
    snprintf(place, sizeof place, "%s:2: rota.idle", path);
    assert_non_null(strstr(diag.messages[1].text, place));
    diag_finish(&diag);
    configuration_finish(&config);
    unlink(included);
}

static void an_included_file_has_its_own_places(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    char included[96], content[160], place[128];
    snprintf(included, sizeof included, "%s.inc", path);
    write_file(included, "\npanel = { colums = 3; refresh_hz = 4294967296; };\n");
    snprintf(content, sizeof content, "@include \"%s\"\n", strrchr(included, '/') + 1);
    assert_false(read_text(&config, content, &diag));
    snprintf(place, sizeof place, "%s:2: ", included);
    assert_int_equal(diag.errors, 2);
    for (size_t i = 0; i < diag.count; i++)
        assert_non_null(strstr(diag.messages[i].text, place));
    diag_finish(&diag);
    configuration_finish(&config);
    unlink(included);
}

static void values_are_taken(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    assert_true(read_text(&config,
                          "panel = { rows = 64; columns = 128; order = \"GRB\"; pitch_mm = 4; };\n"
                          "colours = { text = \"#102030\"; };\n",
                          &diag));
    assert_int_equal(diag.count, 0);
    assert_int_equal(config.panel.rows, 64);
    assert_int_equal(config.panel.columns, 128);
    assert_int_equal(config.panel.order, CONFIG_ORDER_GRB);
    assert_true(config.panel.pitch_mm == 4.0);
    assert_int_equal(config.colours.text.g, 0x20);
    assert_int_equal(config.panel.refresh_hz, 150); /* the default */
    configuration_finish(&config);
}

static void set_overrides(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    configuration_init(&config);
    assert_true(configuration_set(&config, "panel.columns=128", &diag));
    assert_true(configuration_set(&config, "store.path=a b.db", &diag));
    assert_true(configuration_set(&config, "panel.order=\"BGR\"", &diag));
    assert_int_equal(config.panel.columns, 128);
    assert_string_equal(config.store.path, "a b.db");
    assert_int_equal(config.panel.order, CONFIG_ORDER_BGR);
    assert_false(configuration_set(&config, "panel.columns=99999", &diag));
    assert_false(configuration_set(&config, "panel.columns", &diag));
    assert_false(configuration_set(&config, "nothing=1", &diag));
    assert_int_equal(diag.errors, 3);
    assert_int_equal(config.panel.columns, 128);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void what_is_printed_is_read_back(void **state)
{
    (void)state;
    struct config config, again;
    struct diag diag = {0};
    configuration_init(&config);
    configuration_set(&config, "panel.columns=96", &diag);
    configuration_set(&config, "crawl.characters_per_second=5.5", &diag);
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    configuration_print(&config, true, stream);
    fclose(stream);
    assert_true(read_text(&again, text, &diag));
    assert_int_equal(again.panel.columns, 96);
    assert_true(again.crawl.characters_per_second == 5.5);
    free(text);
    configuration_finish(&config);
    configuration_finish(&again);
}

#define FILE_TEST(sentence, function)                                                              \
    {                                                                                              \
        sentence, function, make_file, remove_file, NULL                                           \
    }

static void what_nobody_can_follow_is_refused_unless_forced(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    configuration_init(&config);
    assert_true(configuration_set(&config, "crawl.characters_per_second=16.0", &diag));
    assert_false(configuration_check(&config, &diag));
    assert_non_null(strstr(diag.messages[0].text, "15 characters a second"));
    assert_true(configuration_set(&config, "crawl.force=true", &diag));
    assert_true(configuration_check(&config, &diag));
    diag_finish(&diag);
    configuration_finish(&config);
}

static void what_differs_is_taken_or_needs_a_restart(void **state)
{
    (void)state;
    struct config running, fresh;
    struct diag diag = {0};
    struct configuration_change change;
    configuration_init(&running);
    configuration_init(&fresh);
    configuration_compare(&running, &fresh, true, &change);
    assert_int_equal(change.taken, 0);
    assert_null(change.restart);
    static const char *const sets[] = {"panel.rows=16", "store.path=/x.db", "panel.brightness=40",
                                       "schedule.dayparts=night: 23:00-05:00 dark",
                                       "text.fonts=( \"motograph-13\" )"};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        assert_true(configuration_set(&fresh, sets[i], &diag));
    configuration_compare(&running, &fresh, true, &change);
    assert_int_equal(change.taken, 3);
    assert_true(change.look);
    assert_string_equal(change.restart, "store.path, panel.rows");
    configuration_change_finish(&change);
    configuration_compare(&running, &fresh, false, &change);
    assert_string_equal(change.restart, "store.path, panel.rows, panel.brightness");
    configuration_change_finish(&change);
    configuration_take(&running, &fresh, true, true);
    assert_int_equal(running.panel.rows, 32);
    assert_int_equal(running.panel.brightness, 40);
    assert_string_equal(running.text.fonts[0], "motograph-13");
    assert_int_equal(running.text.font_count, 1);
    assert_string_equal(running.schedule.dayparts, "night: 23:00-05:00 dark");
    diag_finish(&diag);
    configuration_finish(&fresh);
    configuration_finish(&running);
}

static void a_byte_order_mark_is_read_over(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    assert_true(read_text(&config, "\xef\xbb\xbfpanel = { rows = 16; };", &diag));
    assert_int_equal(config.panel.rows, 16);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void a_tilde_is_the_home(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    setenv("HOME", "/home/of/nobody", 1);
    assert_true(read_text(&config,
                          "store = { path = \"~/x.db\"; backup = \"/a/~b\"; };"
                          "text = { fonts = ( \"motograph\", \"~/own.ttf\" ); };",
                          &diag));
    assert_string_equal(config.store.path, "/home/of/nobody/x.db");
    assert_string_equal(config.store.backup, "/a/~b");
    assert_string_equal(config.text.fonts[1], "/home/of/nobody/own.ttf");
    assert_true(configuration_set(&config, "control.socket=~/s", &diag));
    assert_string_equal(config.control.socket, "/home/of/nobody/s");
    diag_finish(&diag);
    configuration_finish(&config);
}

/* What a later stage says of a key or a zone. */
static void what_others_say_of_a_key_gets_its_place(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    char wanted[96];
    assert_true(
        read_text(&config, "schedule = {\n dayparts = \"x\"; };\nzones = (\n { } );", &diag));
    assert_true(configuration_set(&config, "text.scale=2", &diag));
    diag_error(&diag, "schedule.dayparts: no");
    diag_warning(&diag, "text.scale: no");
    diag_warning(&diag, "zones: zone 1 (line 4): no");
    diag_warning(&diag, "panel.rows: it is the default");
    configuration_place(&config, &diag);
    snprintf(wanted, sizeof wanted, "%s:2: schedule.dayparts: no", path);
    assert_string_equal(diag.messages[0].text, wanted);
    assert_string_equal(diag.messages[1].text, "--set: text.scale: no");
    snprintf(wanted, sizeof wanted, "%s:4: zones: zone 1 (line 4): no", path);
    assert_string_equal(diag.messages[2].text, wanted);
    assert_string_equal(diag.messages[3].text, "panel.rows: it is the default");
    assert_int_equal(diag.errors, 1);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void zones_are_taken_printed_and_checked(void **state)
{
    (void)state;
    struct config config;
    struct diag diag = {0};
    configuration_init(&config);
    assert_true(configuration_set(&config, "zones=( { shows = \"clock\"; height = 16; } )", &diag));
    assert_int_equal(config.zone_count, 1);
    assert_int_equal(config.zones[0].shows, CONFIG_SHOWS_CLOCK);
    assert_string_equal(config.zones[0].format, "%H:%M");
    assert_false(configuration_set(&config, "zones=( { shown = \"clock\"; } )", &diag));
    assert_non_null(strstr(diag.messages[0].text, "there is no shown; a zone has name, x, y"));
    assert_int_equal(config.zone_count, 0);
    diag_finish(&diag);
    configuration_finish(&config);
}

/* What no key of that type takes, as it is written in a file. */
static const char *const no_numbers[] = {"\"many\"",    "true",      "( 1, 2 )",
                                         "{ a = 1; }",  "[ ]",       "99999999999999999999",
                                         "-2147483648", "2147483647"};
static const char *const no_bools[] = {"1", "\"yes\"", "0.5", "( true )"};
static const char *const no_texts[] = {"7", "true", "1.5", "( )", "{ a = 1; }"};
static const char *const no_choices[] = {"7", "true", "\"\"", "\"no such thing\"", "\"\xff\""};
static const char *const no_colours[] = {"7",           "\"#12345\"", "\"#1234567\"",
                                         "\"#gggggg\"", "\"\"",       "\"infrared\""};
static const char *const no_fonts[] = {
    "7",
    "true",
    "( )",
    "( 1 )",
    "( \"a\", 2 )",
    ("( \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", "
     "\"9\", \"10\", \"11\", \"12\", \"13\", \"14\", \"15\", \"16\", \"17\" )")};

#define BAD_OF(list)                                                                               \
    {                                                                                              \
        list, sizeof list / sizeof *list                                                           \
    }

static const struct bad_of_type {
    const char *const *values;
    size_t count;
} bad_of_types[] = {
    [SCHEMA_BOOL] = BAD_OF(no_bools),     [SCHEMA_INT] = BAD_OF(no_numbers),
    [SCHEMA_REAL] = BAD_OF(no_numbers),   [SCHEMA_STRING] = BAD_OF(no_texts),
    [SCHEMA_CHOICE] = BAD_OF(no_choices), [SCHEMA_COLOUR] = BAD_OF(no_colours),
    [SCHEMA_FONTS] = BAD_OF(no_fonts),    [SCHEMA_NAME] = BAD_OF(no_texts),
    [SCHEMA_FILE] = BAD_OF(no_texts),     [SCHEMA_PATH] = BAD_OF(no_texts),
};

static char *printed(const struct config *config)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    configuration_print(config, false, stream);
    fclose(stream);
    return text;
}

/* In a file and by --set: refused, the key and the place named, and nothing of it taken. */
static void check_refused(const struct schema_group *group, const struct schema_key *key,
                          const char *value)
{
    struct config untouched, config;
    struct diag diag = {0};
    char content[512];
    configuration_init(&untouched);
    snprintf(content, sizeof content, "%s = {\n %s = %s; };", group->name, key->name, value);
    if (read_text(&config, content, &diag))
        fail_msg("a file is taken: %s", content);
    char *before = printed(&untouched);
    char *after = printed(&config);
    assert_true(diag.errors > 0);
    assert_non_null(strstr(diag.messages[0].text, path));
    assert_string_equal(before, after);
    free(after);
    diag_finish(&diag);
    snprintf(content, sizeof content, "%s.%s=%s", group->name, key->name, value);
    /* --set takes any text */
    bool plain = key->type == SCHEMA_STRING || key->type == SCHEMA_FONTS ||
                 key->type == SCHEMA_NAME || key->type == SCHEMA_FILE || key->type == SCHEMA_PATH;
    if (!plain && configuration_set(&config, content, &diag))
        fail_msg("--set takes: %s", content);
    after = printed(&config);
    if (!plain)
        assert_string_equal(before, after);
    free(before);
    free(after);
    diag_finish(&diag);
    configuration_finish(&untouched);
    configuration_finish(&config);
}

/* Just outside of its range. */
static void check_range(const struct schema_group *group, const struct schema_key *key)
{
    char value[64];
    bool whole = key->type == SCHEMA_INT;
    snprintf(value, sizeof value, whole ? "%.0f" : "%.6f", key->least - (whole ? 1 : 0.001));
    check_refused(group, key, value);
    snprintf(value, sizeof value, whole ? "%.0f" : "%.6f", key->most + (whole ? 1 : 0.001));
    check_refused(group, key, value);
}

static void each_key_refuses_what_it_must(void **state)
{
    (void)state;
    int keys = 0;
    for (size_t i = 0; i < schema_group_count; i++)
        for (size_t j = 0; j < schema_groups[i].count; j++, keys++) {
            const struct schema_key *key = &schema_groups[i].keys[j];
            const struct bad_of_type *bad = &bad_of_types[key->type];
            for (size_t k = 0; k < bad->count; k++)
                check_refused(&schema_groups[i], key, bad->values[k]);
            if (key->type == SCHEMA_INT || key->type == SCHEMA_REAL)
                check_range(&schema_groups[i], key);
        }
    assert_true(keys > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST("Each mistake is refused with file, line, key and what is allowed",
                  bad_files_are_refused_with_their_place),
        FILE_TEST("All mistakes of a file are told at once", all_mistakes_are_told_at_once),
        FILE_TEST("A mistake of the syntax hides no other one, and is told once",
                  a_mistake_of_the_syntax_hides_no_other),
        FILE_TEST("A mistake in an included file hides none of the file around it",
                  an_included_file_with_a_mistake_hides_no_other),
        FILE_TEST("Mistakes in an included file are told at their own place",
                  an_included_file_has_its_own_places),
        FILE_TEST("Each key of the table refuses what is of another type or out of its range",
                  each_key_refuses_what_it_must),
        FILE_TEST("Good values are taken, the rest has its default", values_are_taken),
        FILE_TEST("--set overrides a key or is refused", set_overrides),
        FILE_TEST("What is printed is read back", what_is_printed_is_read_back),
        TEST("More than 15 characters a second are refused unless forced",
             what_nobody_can_follow_is_refused_unless_forced),
        TEST("What differs is taken over, or needs a restart",
             what_differs_is_taken_or_needs_a_restart),
        TEST("A byte order mark is read over", a_byte_order_mark_is_read_over),
        TEST("~ is the home", a_tilde_is_the_home),
        TEST("What later stages say of a key gets its place",
             what_others_say_of_a_key_gets_its_place),
        TEST("Zones are taken, and a wrong key is told", zones_are_taken_printed_and_checked),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
