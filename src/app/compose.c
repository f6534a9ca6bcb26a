#include "app/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "display/crawl.h"

struct composer {
    const struct config *config;
    struct fonts *fonts;
    int width, height;
};

struct composer *composer_create(const struct config *config, struct fonts *fonts, int wall_width,
                                 int wall_height, struct diag *diag)
{
    (void)diag;
    struct composer *composer = memory_alloc(1, sizeof *composer);
    *composer = (struct composer){config, fonts, wall_width, wall_height};
    return composer;
}

void composer_destroy(struct composer *composer)
{
    free(composer);
}

size_t composer_places(const struct composer *composer)
{
    (void)composer;
    return 1;
}

bool composer_takes(const struct composer *composer, size_t place, enum snippet_kind kind)
{
    (void)composer;
    (void)kind;
    return place == 0;
}

static struct strip *strip_of(const struct composer *composer, const struct snippet *snippet,
                              struct diag *diag)
{
    struct text_span span = {snippet->speaker_span.start, snippet->speaker_span.length,
                             TEXT_ROLE_SPEAKER};
    enum text_role role = snippet->kind == SNIPPET_HEADLINE ? TEXT_ROLE_HEADLINE : TEXT_ROLE_TEXT;
    struct strip *strip = strip_create(composer->fonts, snippet->text, strlen(snippet->text), role,
                                       &span, span.length > 0, diag);
    if (strip && (strip->missing > 0 || strip->width == 0)) {
        strip_unref(strip);
        strip = NULL;
    }
    return strip;
}

/* The strip crawls through the whole wall, centred in its height. */
static void add_crawl(const struct composer *composer, struct scene *scene, struct strip *strip,
                      struct compose_item *item)
{
    struct zone *zone = scene_add_zone(scene, 0, 0, composer->width, composer->height, strip);
    zone->strip_y = (composer->height - strip->height) / 2;
    zone_set_colours(zone, &composer->config->colours);
    int32_t speed =
        crawl_speed_mpx_s(&composer->config->crawl, fonts_mean_advance_26_6(composer->fonts));
    zone->motion = crawl_motion(strip, composer->width, speed, item->start_ns);
    item->end_ns = crawl_end_ns(strip, composer->width, &zone->motion);
}

struct scene *compose_scene(const struct composer *composer, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag)
{
    (void)wall_ms;
    struct scene *scene = scene_create(composer->width, composer->height, now_ns);
    scene->background = composer->config->colours.background;
    items[0].end_ns = INT64_MAX;
    if (!items[0].snippet)
        return scene;
    struct strip *strip = strip_of(composer, items[0].snippet, diag);
    if (strip) {
        add_crawl(composer, scene, strip, &items[0]);
        strip_unref(strip);
        return scene;
    }
    scene_unref(scene);
    return NULL;
}

int64_t composer_next_change_ms(const struct composer *composer, int64_t wall_ms)
{
    (void)composer;
    (void)wall_ms;
    return INT64_MAX;
}
