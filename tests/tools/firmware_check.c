/* firmware_check PINS PNG_DIR FIRST_US KEY=VALUE...: decodes the recorded pins of
 * the firmware (12 bytes a change: f64 ns, u32 levels of GPIO 0 to 13, in the order
 * of firmware/pins.h) with the test panel. Each whole pass must give each LED
 * exactly the light of one of the PNG pictures (picture.scale 1, squares; named by
 * microseconds since the program's start, which was FIRST_US of the record's time).
 * `firmware_check ramp PNG` writes a picture of all levels.
 * Prints the refresh, the lit share, and how far in time a pass was from when its
 * picture was due: half a px at most (where steps are shorter, four passes). PNG_DIR "-": the
 * panel must be dark throughout; "driver": panel.driver's registers must be written. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "display/luminance.h"
#include "hub75/pass.h"
#include "module.h"
#include "pictures.h"
#include "test_panel.h"

#define PINS 14
#define NO_PICTURE (-1)
#define CRAWL_PX_S 60 /* where crawl.pixels_per_second is not given */

struct checker {
    struct config config;
    struct test_panel panel;
    struct test_module module, lit;
    int width, height, planes;
    int turns; /* passes taken together */
    struct pictures pictures;
    int64_t first_us;
    int64_t now_ns, pass_ns; /* the pass's start, -1: not yet whole */
    int64_t lit_ns, lit_since_ns;
    int64_t step_ns; /* light of the lowest level */
    int row, turn;
    int passes, matched, distinct, last;
    int64_t passes_ns, all_lit_ns, least_pass_ns, most_pass_ns, worst_us;
    bool lit_ever;
    uint32_t shifted; /* what went into R1, the last one lowest */
    int latched_clocks, writes;
    bool wrong_write;
};

static const enum test_line lines[PINS] = {
    LINE_DATA, LINE_DATA + 1, LINE_DATA + 2, LINE_DATA + 3, LINE_DATA + 4, LINE_DATA + 5, LINE_A,
    LINE_B,    LINE_C,        LINE_D,        LINE_E,        LINE_CLK,      LINE_LAT,      LINE_OE,
};

/* The line that drives a colour, by the letters of panel.order. */
static int line_of(enum config_order order, int colour)
{
    static const char names[][4] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR"};
    return (int)(strchr(names[order], "RGB"[colour]) - names[order]);
}

/* That of the panel at x, y: of a chain in one row only, which begins at the right. */
static enum config_order order_at(const struct config_panel *panel, int x, int y)
{
    (void)y;
    int own = panel->orders[panel->chain - 1 - x / panel->columns % panel->chain];
    return own ? (enum config_order)(own - 1) : panel->order;
}

/* Exactly the light, each level as many times that of the lowest. */
static bool shows(struct checker *checker, const struct picture *picture)
{
    const uint8_t *rgb = picture->rgb;
    int64_t step_ns = 0;
    for (int y = 0; y < checker->height; y++)
        for (int x = 0; x < checker->width; x++, rgb += 3) {
            struct module_place p = module_place_of(&checker->config.panel, &checker->module, x, y);
            for (int i = 0; i < 3; i++) {
                int line = p.half * 3 + line_of(order_at(&checker->config.panel, x, y), i);
                int64_t lit = test_panel_lit_ns(&checker->panel, p.row, p.column, 0, line);
                int64_t level = luminance_bits(rgb[i], checker->planes);
                if (step_ns == 0 && level > 0)
                    step_ns = lit / level;
                if (lit != level * step_ns || (level > 0 && lit == 0))
                    return false;
            }
        }
    checker->step_ns = step_ns;
    return true;
}

/* How far the middle of the pass is from the time in which its picture is due. */
static void measure(struct checker *checker, int found)
{
    int64_t middle_us = (checker->pass_ns + checker->now_ns) / 2 / 1000 - checker->first_us;
    int64_t from_us = checker->pictures.items[found].from_us;
    int64_t off_us = middle_us < from_us ? from_us - middle_us : 0;
    if (found + 1 < checker->pictures.count &&
        middle_us > checker->pictures.items[found + 1].from_us)
        off_us = middle_us - checker->pictures.items[found + 1].from_us;
    checker->worst_us = off_us > checker->worst_us ? off_us : checker->worst_us;
}

static void end_pass(struct checker *checker)
{
    int64_t span_ns = checker->now_ns - checker->pass_ns;
    if (checker->passes == 0 || span_ns < checker->least_pass_ns)
        checker->least_pass_ns = span_ns;
    if (span_ns > checker->most_pass_ns)
        checker->most_pass_ns = span_ns;
    checker->passes++;
    checker->passes_ns += span_ns;
    checker->all_lit_ns += checker->lit_ns;
    int found = NO_PICTURE;
    for (int i = 0; i < checker->pictures.count && found == NO_PICTURE; i++)
        if (shows(checker, &checker->pictures.items[i]))
            found = i;
    if (found == NO_PICTURE)
        return;
    checker->distinct += checker->matched == 0 || found != checker->last;
    checker->matched++;
    checker->last = found;
    measure(checker, found);
}

static int address(const struct checker *checker)
{
    uint32_t rows = test_panel_rows(&checker->panel);
    return rows ? __builtin_ctz(rows) : 0;
}

/* Where rows are clocked in, what their register holds on the way means nothing: a row is what is
 * lit. */
static bool is_clocked(const struct checker *checker)
{
    return checker->module.select != SELECT_BINARY && checker->module.select != SELECT_LINE;
}

/* Exactly one row. */
static bool is_a_row(const struct checker *checker)
{
    uint32_t rows = test_panel_rows(&checker->panel);
    return rows != 0 && (rows & (rows - 1)) == 0;
}

/* A pass begins when the address comes back to the first row; the light of a dimmed one is
 * that of several (hub75/pass.h). */
static void watch_row(struct checker *checker, bool was_dark)
{
    bool lights = was_dark && !checker->panel.levels[LINE_OE];
    if (is_clocked(checker) && (!lights || !is_a_row(checker)))
        return;
    int row = address(checker);
    int before = checker->row;
    checker->row = row;
    if (checker->panel.rises < (unsigned long)checker->panel.columns)
        return; /* the record began within a shift */
    if (row != 0 || before == 0 || ++checker->turn % checker->turns != 0)
        return;
    if (checker->pass_ns >= 0)
        end_pass(checker);
    checker->pass_ns = checker->now_ns;
    checker->lit_ns = 0;
    test_panel_reset_light(&checker->panel);
}

static void watch_light(struct checker *checker, bool was_dark)
{
    bool dark = checker->panel.levels[LINE_OE];
    if (was_dark && !dark) {
        checker->lit_since_ns = checker->now_ns;
        checker->lit_ever = true;
    } else if (!was_dark && dark) {
        checker->lit_ns += checker->now_ns - checker->lit_since_ns;
    }
}

/* A register of the panel's chips is written by a latch over several clocks. */
static void watch_driver(struct checker *checker, uint32_t before, uint32_t levels)
{
    const uint32_t clk = 1u << 11;
    const uint32_t lat = 1u << 12;
    if (levels & ~before & clk) {
        checker->shifted = checker->shifted << 1 | (levels & 1);
        checker->latched_clocks += (levels & lat) != 0;
    }
    if (!(before & ~levels & lat))
        return;
    if (checker->latched_clocks > 0) {
        const struct test_module *module = &checker->module;
        int at = checker->writes++ % TEST_MODULE_WRITES;
        checker->wrong_write |= checker->writes > module->writes ||
                                module->write[at].latch != checker->latched_clocks ||
                                module->write[at].bits != (checker->shifted & 0xffff);
    }
    checker->latched_clocks = 0;
}

/* A latch that counts clocks takes data by them, too, and lines may mean the opposite: then what
 * matters is what the chips hold. */
static int check_driver(const struct checker *checker)
{
    int due = checker->module.writes;
    if (checker->module.latch_clocks > 1 || checker->module.inverse) {
        printf("%lu registers written right, of %d\n", checker->panel.starts, due);
        return !test_panel_is_told(&checker->panel);
    }
    printf("%d registers written of %d\n", checker->writes, due);
    return checker->wrong_write || checker->writes != due;
}

static bool read_pins(struct checker *checker, const char *path)
{
    FILE *file = fopen(path, "rb");
    double ns;
    uint32_t levels, before = 0;
    bool first = true;
    if (!file)
        return false;
    while (fread(&ns, sizeof ns, 1, file) == 1 && fread(&levels, sizeof levels, 1, file) == 1) {
        bool dark = checker->panel.levels[LINE_OE];
        checker->now_ns = (int64_t)ns;
        checker->panel.ignore = first || (is_clocked(checker) && checker->pass_ns < 0);
        test_panel_call(&checker->panel, checker->now_ns);
        for (int i = 0; i < PINS; i++)
            test_panel_set(&checker->panel, lines[i], levels >> i & 1, checker->now_ns);
        watch_driver(checker, before, levels);
        before = levels;
        watch_light(checker, dark);
        watch_row(checker, dark);
        if (first) /* the record may begin in a row that is lit */
            checker->panel.least_blank_ns = INT64_MAX;
        first = false;
    }
    fclose(file);
    return !first;
}

static bool open_checker(struct checker *checker, bool driver, int argc, char **argv)
{
    struct diag diag = {0};
    configuration_init(&checker->config);
    for (int i = 0; i < argc; i++)
        if (!configuration_set(&checker->config, argv[i], &diag))
            return false;
    if (!module_named(&checker->config.panel, &checker->module) ||
        !configuration_check(&checker->config, &diag))
        return false;
    const struct config_panel *panel = &checker->config.panel;
    int scan_rows = panel->scan ? panel->scan : panel->rows / 2;
    int columns = panel->columns * panel->chain * (panel->rows / 2 / scan_rows);
    if (checker->module.led)
        columns = checker->module.places * panel->chain;
    bool turned = panel->rotation % 180 != 0;
    int across = panel->columns * panel->chain / panel->fold;
    int down = panel->rows * panel->fold;
    checker->width = turned ? down : across;
    checker->height = turned ? across : down;
    checker->planes = columns <= 128 ? 10 : 8;
    checker->turns = panel->brightness < 100 ? PASS_TURNS : 1;
    checker->pass_ns = -1;
    test_panel_init(&checker->panel, scan_rows, columns, 1);
    checker->lit = checker->module; /* its chips were told before the record began */
    checker->lit.writes = 0;
    test_panel_become(&checker->panel, driver ? &checker->module : &checker->lit);
    return true;
}

/* How much of its row's time a LED of the highest level would be lit. */
static double white_share(const struct checker *checker)
{
    double white_ns =
        (double)checker->step_ns * ((1 << checker->planes) - 1) * checker->panel.scan_rows;
    return checker->passes > 0 ? white_ns * checker->passes / (double)checker->passes_ns : 0;
}

/* That of full brightness, as the firmware computes it, and what brightness leaves of it;
 * the step of light at full brightness, all turns together, is as near as it comes. */
static bool is_as_bright(const struct checker *checker)
{
    const struct config_panel *panel = &checker->config.panel;
    struct pass pass = {.clock_hz = 125000000,
                        .scan_rows = checker->panel.scan_rows,
                        .columns = checker->panel.columns,
                        .planes = checker->planes,
                        .pixel_cycles = panel->pixel_cycles,
                        .blank_ns = panel->blank_ns,
                        .brightness = panel->brightness};
    pass_wire(&pass, &panel->wiring);
    struct pass_light light = pass_light(&pass);
    double full = pass_lit_ppm(&pass, &light) / 1e6;
    double step = full / (light.unit * (double)checker->turns);
    double off = white_share(checker) - full * panel->brightness / 100;
    return (off < 0 ? -off : off) <= step / 2 + full * 0.005;
}

static void report(const struct checker *checker)
{
    double mean_ns = (double)checker->passes_ns / checker->passes / checker->turns;
    printf("%d passes, %d show a picture (%d different ones); %.1f Hz, lit %.1f %%; pass %lld to "
           "%lld ns; at most %.1f ms from its time; white is lit %.2f %%\n",
           checker->passes, checker->matched, checker->distinct, 1e9 / mean_ns,
           100.0 * (double)checker->all_lit_ns / (double)checker->passes_ns,
           (long long)checker->least_pass_ns, (long long)checker->most_pass_ns,
           (double)checker->worst_us / 1000, 100 * white_share(checker));
}

/* Making a picture and taking pieces of a strip lasts four passes at most on the widest wall:
 * shorter steps are skipped. */
static int64_t most_off_us(const struct checker *checker)
{
    double px_s = checker->config.crawl.pixels_per_second;
    int64_t step_us = (int64_t)(1000000 / (px_s > 0 ? px_s : CRAWL_PX_S));
    int64_t passes_us = 4 * checker->most_pass_ns / 1000;
    return step_us < passes_us ? passes_us : step_us / 2;
}

/* Every level: 64x64 px, a quarter of the values in each 16 lines. */
static int write_ramp(const char *path)
{
    enum {
        SIDE = 64
    };
    static uint8_t grey[SIDE * SIDE];
    png_image image = {.version = PNG_IMAGE_VERSION, .width = SIDE, .height = SIDE};
    image.format = PNG_FORMAT_GRAY;
    for (int i = 0; i < SIDE * SIDE; i++)
        grey[i] = (uint8_t)(i / (SIDE * SIDE / 4) * SIDE + i % SIDE);
    return !png_image_write_to_file(&image, path, 0, grey, 0, NULL);
}

int main(int argc, char **argv)
{
    static struct checker checker;
    if (argc == 3 && strcmp(argv[1], "ramp") == 0)
        return write_ramp(argv[2]);
    bool dark = argc > 2 && strcmp(argv[2], "-") == 0;
    bool driver = argc > 2 && strcmp(argv[2], "driver") == 0;
    if (argc < 4 || !open_checker(&checker, driver, argc - 4, argv + 4))
        return 2;
    checker.first_us = strtoll(argv[3], NULL, 10);
    if (!dark && !driver && !pictures_read(&checker.pictures, argv[2]))
        return 2;
    if (!read_pins(&checker, argv[1]))
        return 2;
    if (driver)
        return check_driver(&checker);
    if (checker.panel.error[0])
        printf("%s\n", checker.panel.error);
    if (dark) {
        printf(checker.lit_ever || !checker.panel.levels[LINE_OE] ? "not dark\n" : "dark\n");
        return checker.lit_ever || !checker.panel.levels[LINE_OE];
    }
    report(&checker);
    return !(checker.passes > 0 && checker.matched == checker.passes && !checker.panel.error[0] &&
             checker.worst_us <= most_off_us(&checker) && is_as_bright(&checker) &&
             checker.panel.least_blank_ns >= checker.config.panel.blank_ns);
}
