/* All of a ribbon moves by one motion: each item tells its place at one common instant, so that
 * words, marks and labels take each step together and never change their distance. */
#include "ribbon.h"

#include <assert.h>
#include <stdlib.h>

#include "config/config.h"
#include "display/crawl.h"
#include "label.h"
#include "look.h"
#include "text/strip_create.h"

/* Tried on walls of 32 and 64 px: a line of 20 px has a gap of 28 with a mark of 7 in it. Less
 * looks like a space with dirt in it. */
#define GAP_OF_LINE(line) ((line)*7 / 5)
#define MARK_OF_LINE(line) (((line)*7 / 20) | 1)
#define MARK_LEAST_PX 5
/* Small letters are so high above the baseline, of a line. */
#define SMALL_OF_LINE(line) ((line)*9 / 20)
#define LABEL_GAP_PX 8 /* between a label and the next one, which pushes it */
#define FULL UINT8_MAX

static int mark_px(const struct layout_zone *from)
{
    int mark = MARK_OF_LINE(fonts_line_height_px(from->fonts));
    return mark > MARK_LEAST_PX ? mark : MARK_LEAST_PX;
}

/* Behind the words, before the mark; and from the mark on to the next words. */
static int rest_px(const struct layout_zone *from)
{
    return (GAP_OF_LINE(fonts_line_height_px(from->fonts)) - mark_px(from)) / 2;
}

static int lead_px(const struct layout_zone *from)
{
    return rest_px(from) + mark_px(from);
}

/* Behind the words, up to the next item's lead; a label that is longer than they are has room
 * above its own item. */
static int tail_px(const struct layout_zone *from, const struct compose_item *item)
{
    int least = rest_px(from);
    int labelled =
        item->label ? item->label_px + LABEL_GAP_PX - item->strip->width - lead_px(from) : least;
    return labelled > least ? labelled : least;
}

/* From its words' front to those of the next one, at least. */
static int whole_px(const struct layout_zone *from, const struct compose_item *item)
{
    return item->strip->width + tail_px(from, item) + lead_px(from);
}

bool ribbon_takes(const struct layout_zones *zones, const struct compose_item *item)
{
    const struct config_crawl *crawl = &zones->config->crawl;
    assert(item->strip && item->snippet);
    return crawl->ribbon && !crawl->apart && !item->still && !item->snippet->breaking &&
           item->strip->page_count == 0;
}

/* --- places in time --- */

/* A strip that is so far behind the words' front. */
static struct motion motion_of(const struct layout_zone *from, int32_t speed_mpx_s,
                               const struct compose_item *item, int behind_px, int width_px)
{
    int place = item->place_px + behind_px;
    bool mirrored = item->strip->right_to_left;
    return (struct motion){.kind = MOTION_CRAWL,
                           .start_ns = item->origin_ns,
                           .start_px = mirrored ? from->config.width - place - width_px : place,
                           .speed_mpx_s = mirrored ? -speed_mpx_s : speed_mpx_s};
}

/* When its words' front is there. */
static int64_t reaches_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                          const struct compose_item *item, int place_px)
{
    struct motion motion = motion_of(from, speed_mpx_s, item, 0, item->strip->width);
    int way = item->place_px - place_px;
    return motion_reaches_ns(&motion, way > 0 ? way : 0);
}

/* What is left of a ribbon tells its places from now on, of the step that was taken last. */
static void move_origin(const struct layout_zone *from, int32_t speed_mpx_s,
                        struct compose_item *item, int64_t now_ns)
{
    struct motion motion = motion_of(from, speed_mpx_s, item, 0, item->strip->width);
    int moved = abs(motion_position(&motion, now_ns) - motion.start_px);
    int64_t origin_ns = motion_reaches_ns(&motion, moved);
    for (; item; item = item->before) {
        item->place_px -= moved;
        item->origin_ns = origin_ns;
    }
}

/* When all that is before it has gone; INT64_MIN where words that run the same way as it does may
 * be followed. */
static int64_t gone_ns(const struct compose_item *item)
{
    int64_t last_ns = INT64_MIN;
    bool same = true;
    for (const struct compose_item *other = item->before; other; other = other->before) {
        same &= other->strip->right_to_left == item->strip->right_to_left;
        last_ns = other->end_ns > last_ns ? other->end_ns : last_ns;
    }
    return same ? INT64_MIN : last_ns;
}

void ribbon_place(const struct layout_zone *from, int32_t speed_mpx_s, struct compose_item *item)
{
    struct compose_item *before = item->before;
    const int edge = from->config.width;
    int64_t wait_ns = gone_ns(item);
    assert(!item->placed && item->strip);
    item->placed = true;
    item->follows = before && wait_ns == INT64_MIN;
    if (wait_ns > item->start_ns)
        item->start_ns = wait_ns;
    item->origin_ns = item->start_ns;
    item->place_px = edge + (item->follows || item->behind ? lead_px(from) : 0);
    if (!item->follows)
        return;
    move_origin(from, speed_mpx_s, before, item->start_ns);
    int next = before->place_px + whole_px(from, before);
    item->origin_ns = before->origin_ns;
    item->place_px = next > item->place_px ? next : item->place_px;
}

/* The label has gone when the next one would push it out, be there a next one or not. */
static int way_out_px(const struct layout_zone *from, const struct compose_item *item)
{
    int words = item->strip->width;
    int label = item->label ? whole_px(from, item) - LABEL_GAP_PX : words;
    return label > words ? label : words;
}

void ribbon_times(const struct layout_zone *from, int32_t speed_mpx_s, struct compose_item *item)
{
    int end = item->strip->width + tail_px(from, item);
    item->turn_ns = reaches_ns(from, speed_mpx_s, item, from->config.width - end);
    item->end_ns = reaches_ns(from, speed_mpx_s, item, -way_out_px(from, item));
}

/* --- the label --- */

/* How long it stands, as the way of its words meanwhile. */
static int stand_px(const struct layout_zone *from, const struct compose_item *item)
{
    int stand = whole_px(from, item) - LABEL_GAP_PX - item->label_px;
    assert(stand >= 0);
    return stand;
}

int64_t ribbon_docks_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                        const struct compose_item *item)
{
    return reaches_ns(from, speed_mpx_s, item, LABEL_MARGIN_PX);
}

/* It goes on its way. */
static int64_t leaves_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                         const struct compose_item *item)
{
    return reaches_ns(from, speed_mpx_s, item, LABEL_MARGIN_PX - stand_px(from, item) - 1);
}

int64_t ribbon_next_change_ns(const struct layout_zone *from, int32_t speed_mpx_s,
                              const struct compose_item *item, int64_t now_ns)
{
    if (!item->rides || !item->strip || !item->label)
        return INT64_MAX;
    int64_t docks_ns = ribbon_docks_ns(from, speed_mpx_s, item);
    int64_t next_ns = leaves_ns(from, speed_mpx_s, item);
    if (docks_ns > now_ns)
        return docks_ns;
    return item->label->page_count > 0 && next_ns > now_ns ? next_ns : INT64_MAX;
}

/* The row of the page of a label that it shows at t_ns. */
static int page_row(const struct strip *label, int64_t t_ns)
{
    const int64_t ns_per_ms = 1000000;
    size_t i = 0;
    for (; i + 1 < label->page_count && t_ns >= label->pages[i].hold_ms * ns_per_ms; i++)
        t_ns -= label->pages[i].hold_ms * ns_per_ms;
    return label->page_count > 0 ? label->pages[i].y : 0;
}

static void add_label(const struct layout_zones *zones, const struct layout_zone *from,
                      int32_t speed_mpx_s, struct scene *scene, const struct compose_item *item)
{
    const struct label_place *place = &from->label;
    const int64_t now_ns = scene->valid_from_ns;
    int64_t docks_ns = ribbon_docks_ns(from, speed_mpx_s, item);
    int64_t leaves = leaves_ns(from, speed_mpx_s, item);
    struct zone *zone = scene_add_zone(scene, from->config.x, place->y, from->config.width,
                                       place->height, item->label);
    zone_set_colours(zone, &zones->config->colours);
    zone->colours[TEXT_ROLE_SPEAKER] = zones->config->colours.label;
    zone->ink = true;
    zone->motion = motion_of(from, speed_mpx_s, item, -LABEL_MARGIN_PX, item->label->width);
    zone->motion.kind = MOTION_DOCK;
    zone->motion.stand_px = stand_px(from, item);
    if (item->label->page_count == 0 || now_ns < docks_ns || leaves <= docks_ns)
        return;
    if (now_ns < leaves)
        zone->motion = (struct motion){
            .kind = MOTION_PAGES, .start_ns = docks_ns, .transition = TRANSITION_CUT};
    else
        zone->strip_y = -page_row(item->label, leaves - 1 - docks_ns);
}

/* --- the rest of an item --- */

static struct zone *add_piece(const struct layout_zones *zones, const struct layout_zone *from,
                              struct scene *scene, struct strip *strip)
{
    const struct config_zone *at = &from->config;
    struct zone *zone = scene_add_zone(scene, at->x, at->y, at->width, at->height, strip);
    zone_set_colours(zone, &zones->config->colours);
    zone->ink = true;
    return zone;
}

/* On the middle of the small letters. */
static void add_mark(const struct layout_zones *zones, const struct layout_zone *from,
                     int32_t speed_mpx_s, struct scene *scene, const struct compose_item *item)
{
    const int line = fonts_line_height_px(from->fonts);
    const struct strip *words = item->strip;
    struct zone *zone = add_piece(zones, from, scene, from->mark);
    zone->colours[TEXT_ROLE_SPEAKER] = zones->config->colours.label;
    zone->motion = motion_of(from, speed_mpx_s, item, -lead_px(from), from->mark->width);
    zone->strip_y = (from->config.height - words->height) / 2 + words->baseline -
                    (SMALL_OF_LINE(line) + from->mark->height) / 2;
}

/* A bar is as long as the words below it. */
static void add_bar(const struct layout_zones *zones, const struct layout_zone *from,
                    int32_t speed_mpx_s, struct scene *scene, const struct compose_item *item)
{
    const struct label_place *place = &from->label;
    const int width = item->strip->width;
    struct strip *bar = strip_create_blank(width, place->height);
    for (int i = 0; i < width * place->height; i++)
        bar->coverage[i] = FULL;
    struct zone *zone =
        scene_add_zone(scene, from->config.x, place->y, from->config.width, place->height, bar);
    zone_set_colours(zone, &zones->config->colours);
    zone->colours[TEXT_ROLE_TEXT] = look_colour(&zones->config->colours, item->snippet);
    zone->ink = true;
    zone->motion = motion_of(from, speed_mpx_s, item, 0, width);
    strip_unref(bar);
}

void ribbon_add(const struct layout_zones *zones, const struct layout_zone *from,
                int32_t speed_mpx_s, struct scene *scene, const struct compose_item *item)
{
    struct strip *strip = item->strip;
    assert(item->rides && item->placed);
    struct zone *words = add_piece(zones, from, scene, strip);
    look_colours(words, &zones->config->colours, item->snippet);
    words->motion = motion_of(from, speed_mpx_s, item, 0, strip->width);
    words->strip_y = (from->config.height - strip->height) / 2;
    if (item->follows)
        add_mark(zones, from, speed_mpx_s, scene, item);
    if (item->label)
        add_label(zones, from, speed_mpx_s, scene, item);
    if (from->label.kind == LABEL_BAR)
        add_bar(zones, from, speed_mpx_s, scene, item);
}

/* A diamond. */
struct strip *ribbon_mark(int line_px)
{
    int size = MARK_OF_LINE(line_px);
    size = size > MARK_LEAST_PX ? size : MARK_LEAST_PX;
    struct strip *mark = strip_create_blank(size, size);
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++)
            if (abs(2 * x + 1 - size) + abs(2 * y + 1 - size) <= size)
                mark->coverage[(ptrdiff_t)y * size + x] = FULL;
    mark->spans[0].role = TEXT_ROLE_SPEAKER;
    return mark;
}
