#include "asrun/journal.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "config/config.h"
#include "output/recorder.h"
#include "writer.h"

/* How long what was shown may be lost; an airing that is over for as long as hardly another lasts.
 */
#define AT_RISK_NS (5 * CLOCK_NS_PER_S)
#define OVER_AT_RISK_NS (CLOCK_NS_PER_S / 2)
/* Scenes of one airing: a day of minutes of a clock beside a line that stands. */
#define MOMENTS_MOST 1440
/* What is on air in each zone, and what leaves a ribbon. */
#define OPEN_MOST (ZONES_MAX + SCENE_ZONES_MAX)
/* And of an idle zone beside others: those tell what was shown, and sooner let go of it. */
#define IDLE_MOMENTS_MOST 16

struct journal {
    struct loop *loop;
    struct loop_timer *timer;
    struct loop_timer *look; /* at what the writer's thread has to say */
    const struct clock *clock;
    struct output *output;   /* the real one */
    struct output *recorder; /* in front of it */
    struct writer *writer;
    uint64_t config;                    /* its checksum */
    struct airing_row *open[OPEN_MOST]; /* what is on air; NULL: nothing */
    struct output_sent sent[OPEN_MOST]; /* when each began */
    struct airing_row *last;            /* the newest that is over, not handed over yet; NULL */
    int64_t due_ns;                     /* the timer's; INT64_MAX: it is not set */
};

/* Of the configuration as it is printed. */
static uint64_t checksum_of(const struct config *config)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = memory_stream(&text, &size);
    configuration_print(config, false, stream);
    memory_stream_end(stream);
    uint64_t hash = hash_bytes(HASH_START, text, size);
    free(text);
    return hash;
}

static void hand_over_last(struct journal *journal)
{
    if (journal->last)
        writer_take(journal->writer, journal->last);
    journal->last = NULL;
}

/* Pictures since it began. */
static void tally(const struct journal *journal, struct airing_row *airing)
{
    const struct output_sent *now = &journal->output->sent;
    const struct output_sent *then = &journal->sent[airing->place];
    airing->row.frames = airing->partial ? 0 : now->frames - then->frames;
    airing->row.pixels = airing->partial ? 0 : now->pixels - then->pixels;
}

/* A copy of what is on air, as it stands. */
static void hand_over_open(struct journal *journal, const struct airing_row *open)
{
    if (!open)
        return;
    struct airing_row *copy = airing_row_copy(open);
    copy->row.open = true;
    copy->row.end_ms = clock_wall_ms(journal->clock);
    copy->end_ns = clock_monotonic_ns(journal->clock);
    tally(journal, copy);
    writer_take(journal->writer, copy);
}

/* Once a second until it is done: of what goes on for hours nothing else is written meanwhile. */
static void look_at_writer(void *user, int64_t now_ns)
{
    struct journal *journal = user;
    writer_collect(journal->writer);
    if (writer_is_behind(journal->writer))
        loop_set_timer(journal->look, loop_next_second_ns(now_ns));
}

static void flush(void *user, int64_t now_ns)
{
    struct journal *journal = user;
    journal->due_ns = INT64_MAX;
    hand_over_last(journal);
    for (size_t i = 0; i < OPEN_MOST; i++)
        hand_over_open(journal, journal->open[i]);
    writer_write(journal->writer);
    look_at_writer(journal, now_ns);
}

static void arm(struct journal *journal, int64_t at_risk_ns)
{
    int64_t due_ns = loop_now_ns(journal->loop) + at_risk_ns;
    if (journal->due_ns <= due_ns)
        return;
    journal->due_ns = due_ns;
    loop_set_timer(journal->timer, due_ns);
}

static void add_moment(struct journal *journal, struct airing_row *airing, int64_t at_ns,
                       struct scene *scene)
{
    if (airing->count == MOMENTS_MOST)
        return;
    airing->moments = memory_resize(airing->moments, airing->count + 1, sizeof *airing->moments);
    airing->moments[airing->count++] =
        (struct scene_moment){at_ns, scene ? scene_ref(scene) : NULL};
    arm(journal, AT_RISK_NS);
}

static bool has_news(const struct journal *journal)
{
    for (size_t i = 0; i < OPEN_MOST; i++)
        if (journal->open[i] && journal->open[i]->row.snippet)
            return true;
    return false;
}

/* What is shown stands in the row of each airing of its time. */
static void add_everywhere(struct journal *journal, int64_t at_ns, struct scene *scene)
{
    bool news = has_news(journal);
    for (size_t i = 0; i < OPEN_MOST; i++) {
        struct airing_row *open = journal->open[i];
        if (!open)
            continue;
        bool full = news && !open->row.snippet && open->count >= IDLE_MOMENTS_MOST;
        if (full)
            open->partial = true;
        else
            add_moment(journal, open, at_ns, scene);
    }
}

static void note_scene(void *user, struct scene *scene)
{
    struct journal *journal = user;
    add_everywhere(journal, scene->valid_from_ns, scene);
}

static void note_dark(void *user)
{
    struct journal *journal = user;
    add_everywhere(journal, clock_monotonic_ns(journal->clock), NULL);
}

struct journal *journal_create(struct loop *loop, const struct clock *clock, struct store *store,
                               struct output *output, const struct config *config)
{
    struct journal *journal = memory_alloc(1, sizeof *journal);
    *journal = (struct journal){.loop = loop,
                                .clock = clock,
                                .output = output,
                                .due_ns = INT64_MAX,
                                .config = checksum_of(config)};
    bool threaded = !clock->simulated && !store_in_memory(store);
    journal->writer = writer_create(store, threaded, config->store.asrun_days);
    journal->recorder =
        recorder_create(output, &(struct recorder_told){note_scene, note_dark, journal});
    journal->timer = loop_add_timer(loop, flush, journal);
    journal->look = loop_add_timer(loop, look_at_writer, journal);
    return journal;
}

void journal_follow(struct journal *journal, const struct config *config)
{
    journal->config = checksum_of(config);
}

const char *journal_trouble(const struct journal *journal)
{
    return journal ? writer_trouble(journal->writer) : NULL;
}

void journal_destroy(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->last)
        add_moment(journal, journal->last, clock_monotonic_ns(journal->clock), NULL);
    hand_over_last(journal);
    for (size_t i = 0; i < OPEN_MOST; i++)
        airing_row_destroy(journal->open[i]);
    writer_destroy(journal->writer);
    journal->recorder->ops->close(journal->recorder, NULL);
    loop_remove_timer(journal->loop, journal->timer);
    loop_remove_timer(journal->loop, journal->look);
    free(journal);
}

struct output *journal_output(struct journal *journal)
{
    return journal->recorder;
}

/* The wall clock's instant start_ms by the monotonic clock. */
static int64_t origin_of(const struct journal *journal, int64_t start_ms)
{
    return clock_monotonic_ns(journal->clock) -
           (clock_wall_ns(journal->clock) - start_ms * CLOCK_NS_PER_MS);
}

size_t journal_begin(struct journal *journal, const char *name, int64_t snippet, int64_t start_ms,
                     const char *text, const char *reason)
{
    size_t place = 0;
    while (place < OPEN_MOST && journal->open[place])
        place++;
    assert(place < OPEN_MOST);
    struct airing_row *open = journal->open[place] = memory_alloc(1, sizeof *open);
    open->origin_ns = origin_of(journal, start_ms);
    open->place = place;
    open->row = (struct asrun_row){.snippet = snippet,
                                   .start_ms = start_ms,
                                   .text = memory_copy_string(text),
                                   .reason = memory_copy_string(reason),
                                   .zone = memory_copy_string(name),
                                   .config = journal->config};
    journal->sent[place] = journal->output->sent;
    arm(journal, AT_RISK_NS);
    return place;
}

void journal_end(struct journal *journal, size_t place, int64_t end_ms, const char *cut,
                 bool uncounted)
{
    struct airing_row *open = journal->open[place];
    if (!open)
        return;
    bool waited = journal->last != NULL; /* an airing is durable when the next one is over */
    hand_over_last(journal);
    if (waited)
        writer_write(journal->writer);
    tally(journal, open);
    open->row.end_ms = end_ms;
    open->end_ns = clock_monotonic_ns(journal->clock);
    open->row.cut = memory_copy_string(cut);
    open->row.uncounted = uncounted;
    journal->last = open;
    journal->open[place] = NULL;
    arm(journal, OVER_AT_RISK_NS);
}
