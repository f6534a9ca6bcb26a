#include "asrun/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/asrun.h"
#include "text/strip_bytes.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
/* From one airing to the next it takes less: what stands longer without one is dark. */
#define GAP_NS CLOCK_NS_PER_S

struct loading {
    struct replay *replay;
    struct store *store;
    int64_t from_ns;
    struct diag missing; /* why a strip can't be read */
};

static struct strip *fetch_strip(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    struct loading *loading = user;
    size_t size = 0;
    void *bytes = asrun_strip(loading->store, key, &size, &loading->missing);
    struct strip *strip = bytes ? strip_bytes_read(bytes, size) : NULL;
    free(bytes);
    return strip;
}

static void add_moments(struct replay *replay, const struct scene_moment *moments, size_t count)
{
    if (count == 0)
        return;
    replay->moments =
        memory_resize(replay->moments, replay->moment_count + count, sizeof *replay->moments);
    memcpy(replay->moments + replay->moment_count, moments, count * sizeof *moments);
    replay->moment_count += count;
}

static bool take_row(void *user, const struct asrun_row *row)
{
    struct loading *loading = user;
    struct replay *replay = loading->replay;
    struct replay_airing airing = {.snippet = row->snippet,
                                   .text = memory_copy_string(row->text),
                                   .reason = memory_copy_string(row->reason),
                                   .start_ns = row->start_ms * CLOCK_NS_PER_MS,
                                   .end_ns = row->end_ms * CLOCK_NS_PER_MS,
                                   .frames = row->frames,
                                   .pixels = row->pixels,
                                   .kept = row->scenes.size > 0};
    struct scene_record record = {0};
    if (airing.kept) {
        airing.unreadable = !scene_bytes_read(row->scenes.bytes, row->scenes.size, airing.start_ns,
                                              fetch_strip, loading, &record) ||
                            record.strips_missing;
        airing.end_ns = record.end_ns;
    }
    airing.moment = replay->moment_count;
    airing.moment_count = record.count;
    add_moments(replay, record.moments, record.count);
    free(record.moments); /* what was in them has moved */
    replay->airings = memory_resize(replay->airings, replay->count + 1, sizeof *replay->airings);
    replay->airings[replay->count++] = airing;
    return true;
}

struct span {
    int64_t start_ns, end_ns;
};

static int by_start(const void *a, const void *b)
{
    int64_t start_a = ((const struct span *)a)->start_ns;
    int64_t start_b = ((const struct span *)b)->start_ns;
    return (start_a > start_b) - (start_a < start_b);
}

/* Where no zone had an airing for longer than it takes from one to the next the wall was
 * dark, and after the last. */
static void darken_gaps(struct replay *replay)
{
    struct span *spans = memory_alloc(replay->count, sizeof *spans);
    for (size_t i = 0; i < replay->count; i++)
        spans[i] = (struct span){replay->airings[i].start_ns, replay->airings[i].end_ns};
    if (replay->count > 1)
        qsort(spans, replay->count, sizeof *spans, by_start);
    int64_t end_ns = replay->count ? spans[0].end_ns : 0;
    for (size_t i = 0; i < replay->count; i++) {
        int64_t next_ns = i + 1 < replay->count ? spans[i + 1].start_ns : INT64_MAX;
        end_ns = spans[i].end_ns > end_ns ? spans[i].end_ns : end_ns;
        if (next_ns > end_ns && next_ns - end_ns > GAP_NS)
            add_moments(replay, &(struct scene_moment){.at_ns = end_ns}, 1);
    }
    free(spans);
}

/* The moment that holds at an instant; NULL: nothing was shown yet. */
static const struct scene_moment *moment_at(const struct replay *replay, int64_t t_ns)
{
    const struct scene_moment *found = NULL;
    for (size_t i = 0; i < replay->moment_count; i++)
        if (replay->moments[i].at_ns <= t_ns &&
            (!found || replay->moments[i].at_ns >= found->at_ns))
            found = &replay->moments[i];
    return found;
}

static const struct scene *scene_at(const struct replay *replay, int64_t t_ns)
{
    const struct scene_moment *moment = moment_at(replay, t_ns);
    if (!moment || !moment->scene || moment->scene->width != replay->width ||
        moment->scene->height != replay->height)
        return NULL;
    return moment->scene;
}

/* The wall's size: of what is shown first, from the instant on, else before. */
static void measure(struct replay *replay, int64_t from_ns)
{
    for (size_t i = 0; i < replay->moment_count; i++) {
        const struct scene_moment *moment = &replay->moments[i];
        if (!moment->scene || (moment->at_ns > from_ns && replay->width))
            continue;
        replay->width = moment->scene->width;
        replay->height = moment->scene->height;
    }
}

static bool check(const struct replay *replay, int64_t from_ns, int64_t to_ns, struct diag *diag)
{
    bool any = false;
    bool kept = false;
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_airing *airing = &replay->airings[i];
        bool inside = airing->start_ns < to_ns && airing->end_ns > from_ns;
        any |= inside;
        kept |= inside && airing->kept;
        if (inside && airing->unreadable)
            return diag_error(diag, "what was shown then is damaged in the log: \"%s\"",
                              airing->text);
    }
    if (!any)
        return diag_error(diag, "nothing was on the wall then; `motograph asrun` tells when there "
                                "was");
    if (!kept || replay->width == 0)
        return diag_error(diag, "the log has no pictures of that time: an older program wrote it");
    return true;
}

bool replay_load(struct replay *replay, struct store *store, int64_t from_ns, int64_t to_ns,
                 struct diag *diag)
{
    struct loading loading = {.replay = replay, .store = store, .from_ns = from_ns};
    int64_t before_ms = 0;
    *replay = (struct replay){0};
    bool good = asrun_before(store, from_ns / CLOCK_NS_PER_MS, &before_ms, diag) &&
                asrun_each(store, before_ms - HOUR_MS, (to_ns - 1) / CLOCK_NS_PER_MS + 1, take_row,
                           &loading, diag);
    darken_gaps(replay);
    measure(replay, from_ns);
    good = good && check(replay, from_ns, to_ns, diag);
    if (!good)
        diag_take(diag, &loading.missing);
    diag_finish(&loading.missing);
    return good;
}

void replay_finish(struct replay *replay)
{
    for (size_t i = 0; i < replay->moment_count; i++)
        scene_unref(replay->moments[i].scene);
    for (size_t i = 0; i < replay->count; i++) {
        free(replay->airings[i].text);
        free(replay->airings[i].reason);
    }
    free(replay->moments);
    free(replay->airings);
    *replay = (struct replay){0};
}

void replay_draw(const struct replay *replay, int64_t t_ns, struct frame *frame)
{
    const struct scene *scene = scene_at(replay, t_ns);
    if (scene)
        scene_draw(scene, t_ns, frame);
    else
        memset(frame->rgb, 0, (size_t)frame->width * (size_t)frame->height * 3);
}

static int hand_over(const struct replay *replay, struct output *output, int64_t t_ns)
{
    const struct scene *scene = scene_at(replay, t_ns);
    if (!scene)
        return output->ops->blank(output);
    struct scene *shown = scene_copy(scene);
    shown->valid_from_ns = t_ns;
    int error = output_show(output, shown);
    scene_unref(shown);
    return error;
}

/* The airings of several zones overlap, and so do their moments. */
static int64_t next_moment_ns(const struct replay *replay, int64_t t_ns)
{
    int64_t next_ns = INT64_MAX;
    for (size_t i = 0; i < replay->moment_count; i++)
        if (replay->moments[i].at_ns > t_ns && replay->moments[i].at_ns < next_ns)
            next_ns = replay->moments[i].at_ns;
    return next_ns;
}

bool replay_play(const struct replay *replay, struct clock *clock, struct output *output,
                 int64_t to_ns, struct diag *diag)
{
    int64_t from_ns = clock_monotonic_ns(clock);
    int error = hand_over(replay, output, from_ns);
    for (int64_t at_ns = next_moment_ns(replay, from_ns); at_ns < to_ns && error >= 0;
         at_ns = next_moment_ns(replay, at_ns)) {
        clock_advance_to(clock, at_ns);
        output->ops->advance(output, at_ns);
        error = hand_over(replay, output, at_ns);
    }
    clock_advance_to(clock, to_ns);
    output->ops->advance(output, to_ns);
    return error >= 0 || diag_error(diag, "the output did not take a scene: %s", strerror(-error));
}

/* The steps of one moment, until its end. */
static void count_steps(const struct scene_moment *moment, int64_t end_ns, struct frame *frame,
                        struct output_sent *sent)
{
    for (int64_t t_ns = moment->at_ns; t_ns < end_ns; t_ns = scene_next_step(moment->scene, t_ns)) {
        scene_draw(moment->scene, t_ns, frame);
        sent_count(sent, frame);
    }
}

void replay_count(const struct replay *replay, const struct replay_airing *airing,
                  struct output_sent *sent)
{
    const struct scene_moment *moments = replay->moments + airing->moment;
    *sent = (struct output_sent){0};
    for (size_t i = 0; i < airing->moment_count; i++) {
        int64_t end_ns = i + 1 < airing->moment_count ? moments[i + 1].at_ns : airing->end_ns;
        struct frame frame;
        if (!moments[i].scene)
            continue;
        sent->fresh = true; /* as for an output, see sent_count */
        frame_init(&frame, moments[i].scene->width, moments[i].scene->height);
        count_steps(&moments[i], end_ns, &frame, sent);
        frame_finish(&frame);
    }
}
