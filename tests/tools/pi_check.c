/* pi_check MMIO PNG_DIR BOARD KEY=VALUE...: decodes every register write of a
 * Raspberry Pi's GPIO block (BCM2835 ARM Peripherals, 6.1) with the test panel,
 * and compares each refresh with the PNG pictures (picture.scale 1, squares, one
 * colour) of the same show: it must show one of them, in their order.
 * PNG_DIR "-": only that the registers are empty in the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/board.h"
#include "config/config.h"
#include "module.h"
#include "pictures.h"
#include "test_panel.h"

#define PINS 54
#define TICK_NS 1000 /* the record has no times: a write is a tick */
#define PULLED_UP 9  /* GPIO 0 to 8 are pulled up after reset, 9 to 27 down (6.2) */

/* Register offsets (6.1). */
enum {
    GPFSEL0 = 0x00,
    GPFSEL5 = 0x14,
    GPSET0 = 0x1c,
    GPCLR0 = 0x28,
};

struct decoder {
    struct config config;
    struct board board;
    struct test_panel panel;
    enum test_line connected[PINS]; /* LINES: nothing */
    bool output[PINS], level[PINS];
    int64_t now_ns;
    bool fresh;    /* no line has changed by the write at hand */
    uint8_t *lit;  /* of this refresh: width x height x 3 */
    bool seen[32]; /* scan rows of this refresh */
    int last_row;
    int width, height;
    struct pictures pictures;
    int at;
    int refreshes, matched, wrong, distinct;
};

static enum test_line line_of(int line)
{
    const char *name = board_line_name((enum board_line)line);
    char plain[8] = "";
    size_t length = strcspn(name, ".");
    memcpy(plain, name, length < sizeof plain ? length : sizeof plain - 1);
    return (enum test_line)test_line_named(plain,
                                           line < BOARD_LANE2 ? 0 : 1 + (line - BOARD_LANE2) / 6);
}

static bool same_picture(const struct decoder *decoder, const uint8_t *picture)
{
    for (int i = 0; i < decoder->width * decoder->height * 3; i++)
        if ((picture[i] > 0) != decoder->lit[i])
            return false;
    return true;
}

static bool is_blank(const struct decoder *decoder)
{
    for (int i = 0; i < decoder->width * decoder->height * 3; i++)
        if (decoder->lit[i])
            return false;
    return true;
}

/* A refresh is over: its picture must be the one before or a later one. */
static void end_refresh(struct decoder *decoder)
{
    if (is_blank(decoder))
        return;
    decoder->refreshes++;
    int found = -1;
    for (int i = decoder->at; i < decoder->pictures.count && found < 0; i++)
        if (same_picture(decoder, decoder->pictures.items[i].rgb))
            found = i;
    if (found < 0) {
        decoder->wrong++;
    } else {
        decoder->matched++;
        decoder->distinct += found > decoder->at || decoder->matched == 1;
        decoder->at = found;
    }
    memset(decoder->lit, 0, (size_t)(decoder->width * decoder->height * 3));
    memset(decoder->seen, 0, sizeof decoder->seen);
}

static int address(const struct decoder *decoder)
{
    int row = 0;
    for (int bit = 0; bit < 5; bit++)
        row |= decoder->panel.levels[LINE_A + bit] << bit;
    return row % decoder->panel.scan_rows;
}

/* Output enable goes low: what is latched shines on the row. */
static void light_row(struct decoder *decoder)
{
    int row = address(decoder);
    if (decoder->seen[row] && row != decoder->last_row)
        end_refresh(decoder);
    decoder->seen[row] = true;
    decoder->last_row = row;
    const struct test_panel *panel = &decoder->panel;
    for (int y = 0; y < decoder->height; y++)
        for (int x = 0; x < decoder->width; x++) {
            struct module_place p = module_place(&decoder->config.panel, x, y);
            for (int colour = 0; colour < 3 && p.row == row; colour++) {
                int channel = p.half * 3 + colour;
                int place = (p.lane * 6 + channel) * panel->columns + panel->columns - 1 - p.column;
                decoder->lit[(y * decoder->width + x) * 3 + colour] |= panel->latched[place];
            }
        }
}

static void set_level(struct decoder *decoder, int pin, bool level)
{
    enum test_line line = decoder->connected[pin];
    if (line == LINES || decoder->panel.levels[line] == level)
        return;
    if (decoder->fresh) { /* what a write changes, changes at once */
        decoder->now_ns += TICK_NS;
        test_panel_call(&decoder->panel, decoder->now_ns);
        decoder->fresh = false;
    }
    test_panel_set(&decoder->panel, line, level, decoder->now_ns);
    if (line == LINE_OE && !level)
        light_row(decoder);
}

static void apply(struct decoder *decoder, int pin)
{
    set_level(decoder, pin, decoder->output[pin] ? decoder->level[pin] : pin < PULLED_UP);
}

/* The invariants hold while the program has all lines; before and after, pulls
 * make of them what they like. */
static void watch_when_held(struct decoder *decoder)
{
    decoder->panel.ignore = false;
    for (int pin = 0; pin < PINS; pin++)
        if (decoder->connected[pin] != LINES && !decoder->output[pin])
            decoder->panel.ignore = true;
}

static void write_register(struct decoder *decoder, unsigned offset, uint32_t value)
{
    decoder->fresh = true;
    decoder->panel.ignore |= offset <= GPFSEL5;
    if (offset <= GPFSEL5)
        for (int i = 0; i < 10; i++) {
            int pin = (int)(offset - GPFSEL0) / 4 * 10 + i;
            if (pin < PINS) {
                decoder->output[pin] = (value >> (3 * i) & 7) == 1;
                apply(decoder, pin);
            }
        }
    if (offset <= GPFSEL5)
        watch_when_held(decoder);
    bool set = offset == GPSET0 || offset == GPSET0 + 4;
    bool clear = offset == GPCLR0 || offset == GPCLR0 + 4;
    for (int i = 0; i < 32 && (set || clear); i++) {
        int pin = i + (offset == GPSET0 || offset == GPCLR0 ? 0 : 32);
        if (value >> i & 1 && pin < PINS) {
            decoder->level[pin] = set;
            apply(decoder, pin);
        }
    }
}

static bool read_record(struct decoder *decoder, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        const char *at = strstr(line, "addr 0x");
        unsigned long address_read, value;
        if (at && sscanf(at, "addr 0x%lx value 0x%lx", &address_read, &value) == 2)
            write_register(decoder, (unsigned)(address_read & 0xff), (uint32_t)value);
    }
    if (file)
        fclose(file);
    return file != NULL;
}

static bool open_decoder(struct decoder *decoder, const char *board, int argc, char **argv)
{
    struct diag diag = {0};
    configuration_init(&decoder->config);
    for (int i = 0; i < argc; i++)
        if (!configuration_set(&decoder->config, argv[i], &diag))
            return false;
    if (!board_read(&decoder->board, board, &diag))
        return false;
    const struct config_panel *panel = &decoder->config.panel;
    decoder->width = panel->columns * panel->chain;
    decoder->height = panel->rows * panel->parallel;
    decoder->lit = calloc((size_t)(decoder->width * decoder->height), 3);
    test_panel_init(&decoder->panel, panel->rows / 2, decoder->width, panel->parallel);
    for (int pin = 0; pin < PINS; pin++)
        decoder->connected[pin] = LINES;
    for (int line = 0; line < BOARD_LINES; line++)
        if (decoder->board.pins[line].chip >= 0 &&
            (line < BOARD_LANE2 || (line - BOARD_LANE2) / 6 + 2 <= panel->parallel))
            decoder->connected[decoder->board.pins[line].offset] = line_of(line);
    return true;
}

/* Nothing is in the registers that any line could light. */
static bool is_empty(const struct test_panel *panel)
{
    for (int i = 0; i < panel->lanes * 6 * panel->columns; i++)
        if (panel->shifted[i] || panel->latched[i])
            return false;
    return true;
}

int main(int argc, char **argv)
{
    static struct decoder decoder;
    if (argc < 4 || !open_decoder(&decoder, argv[3], argc - 4, argv + 4))
        return 2;
    bool pictures = strcmp(argv[2], "-") != 0;
    if (pictures && !pictures_read(&decoder.pictures, argv[2]))
        return 2;
    if (!read_record(&decoder, argv[1]))
        return 2;
    bool dark = is_empty(&decoder.panel);
    printf("%d refreshes, %d show a picture (%d different ones), %d do not; %s in the end%s%s\n",
           decoder.refreshes, decoder.matched, decoder.distinct, decoder.wrong,
           dark ? "deeply dark" : "not dark", decoder.panel.error[0] ? "; " : "",
           decoder.panel.error);
    bool good = dark && !decoder.panel.error[0];
    return good && (!pictures || (decoder.wrong == 0 && decoder.distinct >= 5)) ? 0 : 1;
}
