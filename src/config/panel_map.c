#include "config/panel_map.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 24 /* letters of what was found */

struct reader {
    const char *at;
    struct panel_wiring *wiring;
    char *why;
};

static void skip_space(struct reader *reader)
{
    while (isspace((unsigned char)*reader->at))
        reader->at++;
}

static bool refuse(struct reader *reader, const char *allowed)
{
    snprintf(reader->why, PANEL_MAP_WHY_SIZE, "found \"%.*s\"; allowed: %s", SHOWN, reader->at,
             allowed);
    return false;
}

static bool take(struct reader *reader, const char *word)
{
    skip_space(reader);
    size_t length = strlen(word);
    if (strncmp(reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static bool take_number(struct reader *reader, int most, int *number)
{
    skip_space(reader);
    char *end;
    if (!isdigit((unsigned char)*reader->at))
        return false;
    long value = strtol(reader->at, &end, 10);
    if (value > most)
        return false;
    *number = (int)value;
    reader->at = end;
    return true;
}

/* [DY +] or [DY -], behind the bracket. */
static bool take_short_run(struct reader *reader, int width, struct wiring_run *run)
{
    int dy;
    const char *sides = "a row below the base row with + (columns rise) or - (fall), as [4 +]";
    if (!take_number(reader, WIRING_ROWS_MAX - 1, &dy))
        return refuse(reader, sides);
    bool rises = take(reader, "+");
    if (!rises && !take(reader, "-"))
        return refuse(reader, sides);
    uint8_t last = (uint8_t)(width - 1);
    *run = (struct wiring_run){(uint8_t)dy, rises ? 0 : last, rises ? last : 0};
    return take(reader, "]") || refuse(reader, "] after + or -");
}

/* DY[FROM..TO]. */
static bool take_long_run(struct reader *reader, int width, struct wiring_run *run)
{
    int dy;
    int from;
    int to;
    if (!take_number(reader, WIRING_ROWS_MAX - 1, &dy))
        return refuse(reader, "[ROW +], [ROW -] or ROW[FROM..TO], with a row from 0 to 63");
    if (!take(reader, "[") || !take_number(reader, width - 1, &from) || !take(reader, "..") ||
        !take_number(reader, width - 1, &to) || !take(reader, "]"))
        return refuse(reader, "[FROM..TO], columns of the block, from 0 on");
    *run = (struct wiring_run){(uint8_t)dy, (uint8_t)from, (uint8_t)to};
    return true;
}

/* "8:", "8 right to left:", or nothing: the whole panel is one block. */
static bool take_width(struct reader *reader, int *width, bool *backward)
{
    const char *begin = reader->at;
    *width = reader->wiring->columns;
    *backward = false;
    if (!take_number(reader, reader->wiring->columns, width))
        return true;
    *backward = take(reader, "right to left");
    if (take(reader, ":"))
        return *width > 0 || refuse(reader, "a block of 1 column or more");
    reader->at = begin;
    *width = reader->wiring->columns;
    return !*backward || refuse(reader, "a block: 8 right to left: ...");
}

static int runs_used(const struct panel_wiring *wiring)
{
    int used = 0;
    for (int i = 0; i < wiring->sweeps; i++)
        used += wiring->sweep[i].runs;
    return used;
}

static bool take_sweep(struct reader *reader)
{
    struct panel_wiring *wiring = reader->wiring;
    const int first = runs_used(wiring);
    int runs = 0;
    int width;
    bool backward;
    skip_space(reader);
    if (!take_width(reader, &width, &backward))
        return false;
    for (skip_space(reader); *reader->at && *reader->at != ';'; skip_space(reader)) {
        if (first + runs == WIRING_RUNS_MAX)
            return refuse(reader, "64 runs in all");
        struct wiring_run *run = &wiring->run[first + runs++];
        if (!(take(reader, "[") ? take_short_run(reader, width, run)
                                : take_long_run(reader, width, run)))
            return false;
    }
    if (runs == 0)
        return refuse(reader, "runs, as 8: [4 +][0 +]");
    return wiring_add_sweep(wiring, width, backward, runs) || refuse(reader, "8 sweeps in all");
}

bool panel_map_parse(const char *text, struct panel_wiring *wiring, char why[PANEL_MAP_WHY_SIZE])
{
    struct reader reader = {text, wiring, why};
    do {
        if (!take_sweep(&reader))
            return false;
    } while (take(&reader, ";"));
    return true;
}
