#include "label.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/local.h"
#include "base/memory.h"
#include "config/config.h"
#include "look.h"
#include "said.h"
#include "text/strip_create.h"

#define PAGES_MAX 8 /* a name of 200 characters on 64 px */
/* A page of a label stands so long. So many are told: the wall that is longest on one item stands
 * on the first one again. */
#define TURN_MS 2000
#define TURNS_MAX 15
#define LAST_TURN_MS (3600 * 1000)
#define CLOCK_GAP_PX 6
#define CLOCK_FROM_PX 128
#define FIELD_GAP_PX 1 /* dark rows below a take-over's field */

struct pages {
    struct strip *items[PAGES_MAX];
    size_t count;
    bool good;
};

static struct strip *strip_of(struct fonts *fonts, const char *text, size_t length)
{
    struct diag diag = {0};
    struct strip *strip = strip_create(fonts, text, length, TEXT_ROLE_SPEAKER, NULL, 0, &diag);
    diag_finish(&diag); /* what has no letters here has no label */
    if (strip && strip->missing == 0 && strip->width > 0 && strip->image_count == 0)
        return strip;
    strip_unref(strip);
    return NULL;
}

static void add_page(struct pages *pages, struct strip *strip)
{
    pages->good &= strip != NULL && pages->count < PAGES_MAX;
    if (pages->good)
        pages->items[pages->count++] = strip;
    else
        strip_unref(strip);
}

/* As many pieces of the text as fit in `room` px, cut behind any of `cuts`; behind them. NULL: not
 * even one. */
static const char *take_pieces(struct fonts *fonts, const char *text, const char *cuts, int room,
                               struct strip **taken)
{
    const char *end = NULL;
    *taken = NULL;
    for (const char *at = text; *at;) {
        at += strspn(at, " ");
        at += strcspn(at, cuts);
        at += *at && *at != ' ';
        struct strip *strip = strip_of(fonts, text, (size_t)(at - text));
        if (!strip || strip->width > room) {
            strip_unref(strip);
            break;
        }
        strip_unref(*taken);
        *taken = strip;
        end = at;
    }
    return end;
}

/* Whole words; only a double name that is too wide by itself is cut, behind its hyphen. */
static const char *take_words(struct fonts *fonts, const char *text, int room, struct strip **taken)
{
    const char *end = take_pieces(fonts, text, " ", room, taken);
    return end ? end : take_pieces(fonts, text, " -", room, taken);
}

static void add_words(struct pages *pages, struct fonts *fonts, const char *text, int room)
{
    while (text && *text && pages->good) {
        struct strip *strip;
        text = take_words(fonts, text, room, &strip);
        add_page(pages, strip);
        if (text)
            text += strspn(text, " ");
    }
}

/* Strokes of two px, each letter a px further from the one before. */
static struct strip *embolden(const struct strip *strip)
{
    int extra = (int)strip->cluster_count;
    struct strip *bold = strip_create_blank(strip->width + extra, strip->height);
    bold->baseline = strip->baseline;
    for (int y = 0; y < strip->height; y++) {
        const uint8_t *from = strip->coverage + (ptrdiff_t)y * strip->width;
        uint8_t *to = bold->coverage + (ptrdiff_t)y * bold->width;
        size_t cluster = 0;
        for (int x = 0; x < strip->width; x++) {
            while (cluster + 1 < strip->cluster_count && strip->clusters[cluster + 1].x <= x)
                cluster++;
            uint8_t *at = to + x + (ptrdiff_t)cluster;
            at[0] = from[x] > at[0] ? from[x] : at[0];
            at[1] = from[x];
        }
    }
    return bold;
}

static void copy_page(struct strip *all, const struct strip *page, int x, int y)
{
    for (int row = 0; row < page->height; row++)
        memcpy(all->coverage + (ptrdiff_t)(y + row) * all->width + x,
               page->coverage + (ptrdiff_t)row * page->width, (size_t)page->width);
}

/* The word of a take-over, in strokes of two px. NULL where it has no letters. */
static struct strip *alarm_of(const struct label_place *place, const char *text)
{
    struct strip *strip = strip_of(place->fonts, text, strlen(text));
    if (!strip || place->bold)
        return strip;
    struct strip *bold = embolden(strip);
    strip_unref(strip);
    return bold;
}

/* Two side by side. */
static struct strip *beside(const struct strip *left, const struct strip *right)
{
    const int gap = CLOCK_GAP_PX;
    struct strip *both = strip_create_blank(left->width + gap + right->width, left->height);
    assert(left->height == right->height);
    both->baseline = left->baseline;
    copy_page(both, left, 0, 0);
    copy_page(both, right, left->width + gap, 0);
    return both;
}

/* The word alone, and behind it whoever says it where both have room; true then. */
static bool add_alarm(struct pages *pages, const struct label_place *place, const struct said *said,
                      int room)
{
    struct strip *word = alarm_of(place, said->alarm);
    struct strip *name =
        word && said->text ? strip_of(place->fonts, said->text, strlen(said->text)) : NULL;
    struct strip *both = !name                 ? NULL
                         : name->right_to_left ? beside(name, word)
                                               : beside(word, name);
    bool fit = both && both->width <= room;
    if (fit)
        add_page(pages, strip_ref(both));
    else if (word && word->width <= room)
        add_page(pages, strip_ref(word));
    else
        add_words(pages, place->fonts, said->alarm, room);
    strip_unref(word);
    strip_unref(name);
    strip_unref(both);
    return fit;
}

/* With its note where both fit, else the note alone. */
static void add_said(struct pages *pages, const struct label_place *place, const struct said *said,
                     int room)
{
    struct strip *whole =
        said->brief ? strip_of(place->fonts, said->text, strlen(said->text)) : NULL;
    bool fits = whole && whole->width <= room;
    add_words(pages, place->fonts, said->brief && !fits ? said->brief : said->text, room);
    strip_unref(whole);
}

/* One strip as wide as the zone, its pages taken in turns; no row of the next one is below one. */
static struct strip *stack(const struct pages *pages, int width, int band, bool mirrored,
                           bool centred)
{
    const struct strip *first = pages->items[0];
    const int step = first->height > band ? first->height : band;
    assert(pages->count > 0 && pages->count <= PAGES_MAX);
    struct strip *all = strip_create_blank(width, step * (int)pages->count);
    all->baseline = first->baseline;
    all->right_to_left = mirrored;
    all->spans[0].role = TEXT_ROLE_SPEAKER;
    for (size_t i = 0; i < pages->count; i++) {
        const struct strip *page = pages->items[i];
        int left = all->right_to_left ? width - LABEL_MARGIN_PX - page->width : LABEL_MARGIN_PX;
        copy_page(all, page, centred ? (width - page->width) / 2 : left, step * (int)i);
    }
    if (pages->count < 2)
        return all;
    all->pages = memory_alloc(TURNS_MAX, sizeof *all->pages);
    all->page_count = TURNS_MAX;
    for (size_t i = 0; i < TURNS_MAX; i++)
        all->pages[i] = (struct strip_page){step * (int)(i % pages->count), TURN_MS};
    all->pages[TURNS_MAX - 1] = (struct strip_page){0, LAST_TURN_MS};
    return all;
}

/* Columns of the label that have ink, from its own side on. */
static int ink_end(const struct strip *label)
{
    int end = 0;
    for (int y = 0; label && y < label->height; y++)
        for (int x = 0; x < label->width; x++)
            if (label->coverage[(ptrdiff_t)y * label->width + x]) {
                int reach = label->right_to_left ? label->width - x : x + 1;
                end = reach > end ? reach : end;
            }
    return end;
}

void label_make(const struct layout_zones *zones, const struct layout_zone *from,
                struct compose_item *item)
{
    const struct label_place *place = &from->label;
    const int room = from->config.width - 2 * LABEL_MARGIN_PX;
    struct pages pages = {.good = true};
    assert(item->snippet && !item->label);
    if (place->kind != LABEL_BAND)
        return;
    struct said said =
        said_of(&zones->config->layout, item->snippet, item->shown ? item->shown->note : NULL);
    bool both = said.alarm && add_alarm(&pages, place, &said, room);
    if (said.text && !both)
        add_said(&pages, place, &said, room);
    if (pages.good && pages.count > 0) {
        const struct strip *side = item->strip ? item->strip : pages.items[0];
        item->label = stack(&pages, from->config.width, place->height, side->right_to_left,
                            said.alarm != NULL);
        item->label_px = ink_end(item->label) - LABEL_MARGIN_PX;
        item->named = said.names;
        item->noted = said.brief != NULL;
    }
    for (size_t i = 0; i < pages.count; i++)
        strip_unref(pages.items[i]);
    said_finish(&said);
}

bool label_has_clock(const struct layout_zones *zones, const struct layout_zone *from)
{
    enum config_label label = zones->config->layout.label;
    return from->label.kind == LABEL_BAND &&
           (label == CONFIG_LABEL_CLOCK ||
            (label == CONFIG_LABEL_AUTO && from->config.width >= CLOCK_FROM_PX));
}

/* The time at the far side, where the name leaves room; alone it stands where a name would. */
void label_add_clock(const struct layout_zones *zones, const struct layout_zone *from,
                     struct scene *scene, const struct strip *label, int64_t wall_ms)
{
    const struct label_place *place = &from->label;
    struct local_time local = local_time_at(wall_ms);
    char text[8];
    snprintf(text, sizeof text, "%02d:%02d", local.minute / 60 % 24, local.minute % 60);
    struct strip *strip = strip_of(place->fonts, text, strlen(text));
    int room = from->config.width - ink_end(label) - CLOCK_GAP_PX - LABEL_MARGIN_PX;
    if (strip && (!label ? strip->width < from->config.width : strip->width <= room)) {
        bool left = !label || label->right_to_left;
        int x = left ? LABEL_MARGIN_PX : from->config.width - LABEL_MARGIN_PX - strip->width;
        struct zone *zone =
            scene_add_zone(scene, from->config.x + x, place->y, strip->width, place->height, strip);
        zone_set_colours(zone, &zones->config->colours);
        zone->colours[TEXT_ROLE_SPEAKER] = zones->config->colours.headline;
        zone->strip_y = (place->height - strip->height) / 2;
    }
    strip_unref(strip);
}

static void add_bar(const struct layout_zones *zones, const struct layout_zone *from,
                    struct scene *scene, const struct compose_item *item)
{
    const struct label_place *place = &from->label;
    struct zone *zone =
        scene_add_zone(scene, from->config.x, place->y, from->config.width, place->height, NULL);
    zone->background = look_colour(&zones->config->colours, item->snippet);
}

static void add_band(const struct layout_zones *zones, const struct layout_zone *from,
                     struct scene *scene, const struct compose_item *item)
{
    const struct label_place *place = &from->label;
    const struct config_colours *colours = &zones->config->colours;
    bool field = item->snippet->breaking > 0;
    struct zone *zone = scene_add_zone(scene, from->config.x, place->y, from->config.width,
                                       place->height - field * FIELD_GAP_PX, item->label);
    zone_set_colours(zone, colours);
    zone->colours[TEXT_ROLE_SPEAKER] = field ? colours->breaking_text : colours->label;
    zone->strip_y = 0;
    if (field)
        zone->background = colours->breaking;
    if (item->label->page_count > 0)
        zone->motion = (struct motion){
            .kind = MOTION_PAGES, .start_ns = item->start_ns, .transition = TRANSITION_CUT};
}

void label_add(const struct layout_zones *zones, const struct layout_zone *from,
               struct scene *scene, const struct compose_item *item, int64_t wall_ms)
{
    bool airs = item->snippet && !item->still;
    if (!airs || from->label.kind == LABEL_NONE)
        return;
    if (from->label.kind == LABEL_BAR) {
        add_bar(zones, from, scene, item);
        return;
    }
    if (item->label)
        add_band(zones, from, scene, item);
    if (!item->snippet->breaking && label_has_clock(zones, from))
        label_add_clock(zones, from, scene, item->label, wall_ms);
}
