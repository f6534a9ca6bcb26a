#include "layout/samples.h"

#include <string.h>

#include "base/clock.h"
#include "display/scene.h"
#include "layout/compose.h"

/* A page that stands, a take-over whose dark is over and whose words stand still; what crawls is in
 * its middle. */
#define STANDING_NS (CLOCK_NS_PER_S * 6 / 5)
/* Any instant that is not midnight. */
#define WALL_MS INT64_C(1790798880000)

enum {
    HEADLINE = 1,
    URGENT = 6,
    RIBBON = 12,
};

struct sample {
    const char *caption;
    struct snippet snippet;
    const struct shown *shown;  /* with a note; NULL: none */
    const struct snippet *next; /* gives way to it, where items follow each other; NULL: alone */
};

/* A quotation whose speaker stands behind it, as snippet_compose_quote writes it. */
static struct sample quoted(const char *caption, char *text, char *speaker)
{
    struct sample sample = {.caption = caption,
                            .snippet = {.kind = SNIPPET_QUOTE, .text = text, .speaker = speaker}};
    const char *at = speaker ? strstr(text, speaker) : NULL;
    if (at)
        sample.snippet.speaker_span = (struct snippet_span){(size_t)(at - text), strlen(speaker)};
    return sample;
}

static char quote[] = "“Every year that we wait costs us a bridge” - Ines Calloway";
static char calloway[] = "Ines Calloway";
static char headline[] = "Northport council votes to rebuild the old harbour bridge";
static char line[] = "Open house on Sunday, 10:00 to 16:00, in the reading room";
static char report[] = "She said that the estimate was \"a guess with a euro sign in front of it\"";
static char breaking[] = "Bridge closed after a ship strikes the northern pier";
static char hyphened[] = "“We will be heard” - Maximiliane Rautenberg-Hohenlohe";
static char rautenberg[] = "Maximiliane Rautenberg-Hohenlohe";
static char unnamed[] = "\"Nobody counts bolts at night,\" he said in the corridor.";
static char tones[] = "“Cầu sẽ mở vào tháng tám” - Ấu Ỷ Ẫm";
static char am[] = "Ấu Ỷ Ẫm";
static char arabic[] = "“الجسر لنا جميعا” - هند الشامي";
static char shami[] = "هند الشامي";
static char hebrew[] = "“הגשר הוא של כולנו” - תמר לוין";
static char levin[] = "תמר לוין";
static char news[] = "Northport";
static char note[] = "CORRECTED";
static char noted[] = "Northport council votes to rebuild the old harbour bridge (CORRECTED)";
static const struct shown corrected = {.text = noted, .bare = sizeof headline - 1, .note = note};

static void fill_samples(struct sample samples[SAMPLES])
{
    const struct sample all[SAMPLES] = {
        quoted("quotation", quote, calloway),
        {.caption = "headline", .snippet = {.text = headline, .category = news}},
        {.caption = "corrected",
         .snippet = {.text = headline, .category = news},
         .shown = &corrected},
        {.caption = "line", .snippet = {.kind = SNIPPET_LINE, .text = line}},
        quoted("reported", report, calloway),
        {.caption = "take-over",
         .snippet = {.kind = SNIPPET_LINE, .text = breaking, .breaking = 1}},
        quoted("urgent", quote, calloway),
        quoted("long name", hyphened, rautenberg),
        quoted("no name", unnamed, NULL),
        quoted("tones", tones, am),
        quoted("rtl", arabic, shami),
        quoted("rtl", hebrew, levin),
        quoted("ribbon", quote, calloway),
        {.caption = "idle", .snippet = {.text = NULL}},
    };
    memcpy(samples, all, sizeof all);
    samples[URGENT].snippet.breaking = 1;
    samples[RIBBON].next = &samples[HEADLINE].snippet;
}

/* The item on the first zone that takes it; false where none does. */
static bool place_item(const struct layout_zones *zones, const struct snippet *snippet,
                       const struct shown *shown, bool still, struct compose_item items[ZONES_MAX],
                       size_t *zone)
{
    *zone = 0;
    while (!still && *zone < layout_zones_count(zones) && !layout_zones_take(zones, *zone, snippet))
        ++*zone;
    if (*zone == layout_zones_count(zones))
        return false;
    items[*zone] = (struct compose_item){.snippet = snippet, .shown = shown, .still = still};
    return true;
}

/* When the picture of a scene with the item is taken. */
static int64_t instant_of(const struct compose_item *item)
{
    bool crawls = !item->still && item->strip->page_count == 0;
    return !crawls || item->snippet->breaking ? STANDING_NS : item->end_ns / 2;
}

/* The zone's item gives way to the next one, both in sight. */
static struct scene *ribbon_of(struct layout_zones *zones, const struct snippet *next,
                               struct compose_item items[ZONES_MAX], size_t zone, int64_t *at_ns,
                               struct diag *diag)
{
    struct compose_item before = items[zone];
    items[zone] =
        (struct compose_item){.snippet = next, .start_ns = before.turn_ns, .before = &before};
    *at_ns = before.turn_ns + (before.end_ns - before.turn_ns) / 2;
    struct scene *scene = compose_lay_out(zones, zone, &items[zone], diag)
                              ? compose_scene(zones, items, *at_ns, WALL_MS, diag)
                              : NULL;
    compose_item_finish(&before);
    items[zone].before = NULL;
    return scene;
}

/* The wall with the item, and when its picture is taken; NULL where the ticker does not show it,
 * either: no zone takes it, its clock is wider than the wall, no font has its letters. */
static struct scene *scene_of(struct layout_zones *zones, struct sample *sample, int64_t *at_ns,
                              struct diag *diag)
{
    struct compose_item items[ZONES_MAX] = {{0}};
    char clock[] = "20:08";
    const struct snippet idle = {.text = clock};
    size_t zone;
    bool is_idle = !sample->snippet.text;
    if (!place_item(zones, is_idle ? &idle : &sample->snippet, sample->shown, is_idle, items,
                    &zone))
        return NULL;
    struct scene *scene = compose_scene(zones, items, STANDING_NS, WALL_MS, diag);
    *at_ns = scene ? instant_of(&items[zone]) : 0;
    if (scene && items[zone].rides) { /* a clock comes with a label that stands */
        scene_unref(scene);
        scene = sample->next ? ribbon_of(zones, sample->next, items, zone, at_ns, diag)
                             : compose_scene(zones, items, *at_ns, WALL_MS, diag);
    }
    if (scene && sample->next && !items[zone].rides) {
        sample->caption = "its end"; /* nothing follows before it is over */
        *at_ns = items[zone].end_ns - 1;
    }
    if (!scene && !is_idle)
        diag_warning(diag, "look: \"%s\" can't be shown; its row is dark", sample->snippet.text);
    compose_item_finish(&items[zone]);
    return scene;
}

void samples_each(struct layout_zones *zones, samples_fn *each, void *user, struct diag *diag)
{
    struct sample samples[SAMPLES];
    fill_samples(samples);
    for (int i = 0; i < SAMPLES; i++) {
        int64_t at_ns = 0;
        struct scene *scene = scene_of(zones, &samples[i], &at_ns, diag);
        each(user, samples[i].caption, scene, at_ns);
        scene_unref(scene);
    }
}
