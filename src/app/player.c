#include "app/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/candidates.h"
#include "app/journal.h"
#include "app/still.h"
#include "base/local.h"
#include "base/log.h"
#include "base/memory.h"
#include "display/scene.h"

/* How often the store is asked whether another program changed it: twice in
 * the 100 ms within which an edit must be seen. */
#define STORE_POLL_NS (50 * CLOCK_NS_PER_MS)

/* A clock that is steered moves on by less than this between two looks; one that is set
 * by less does no harm. */
#define CLOCK_JUMP_MS 500

/* A clock that is behind the last airing by more is wrong. */
#define CLOCK_SLACK_MS (3600 * CLOCK_MS_PER_S)

struct airing {
    struct snippet snippet; /* a copy: the store may change under it; id 0: an idle wall */
    char reason[ROTA_REASON_SIZE];
    int64_t start_ms;
    int64_t start_ns; /* later by each pause */
    int64_t end_ns;
    int64_t change_ms;   /* wall time at which the scene is another (a clock's minute) */
    struct scene *scene; /* NULL: nothing is on air */
};

struct player {
    struct player_setup setup;
    struct loop_timer *wake;
    struct loop_timer *poll;
    struct timetable timetable;
    struct candidates candidates;
    struct airing air;
    struct journal *journal; /* NULL: no history is written */
    int64_t resume_id;       /* what a take-over interrupted; 0: nothing */
    int brightness;          /* percent, as shown */
    bool time_known;
    int64_t last_aired_ms; /* at the start: the clock must not be before it */
    char *next_text;       /* what comes next, for people; NULL: nothing */
    int64_t store_version;
    int64_t offset_ms; /* of the wall clock to the monotonic one */
    int64_t start_ns;
    int64_t pause_ns; /* when the pause began, -1: not paused */
    bool begun;       /* the first scene was shown */
    bool stopped;
    bool uncounted; /* the airing that ends does not count */
};

static int64_t now_of(const struct player *player)
{
    return clock_monotonic_ns(player->setup.clock);
}

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What goes wrong with the store is said, and the show goes on with what is in
 * memory. */
static void report(struct diag *diag)
{
    log_diag(diag);
    diag_finish(diag);
}

/* Without the time nothing airs that depends on it. Told once. */
static void look_at_clock(struct player *player)
{
    const struct config_schedule *schedule = &player->setup.config->schedule;
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    bool known =
        schedule->clock == CONFIG_TRUST_ALWAYS ||
        (clock_is_right(player->setup.clock, schedule->clock == CONFIG_TRUST_SYNCHRONISED) &&
         (player->setup.clock->simulated || wall_ms >= player->last_aired_ms - CLOCK_SLACK_MS));
    if (known != player->time_known && known)
        log_info("the time is known: everything may air");
    if (known != player->time_known && !known)
        log_warning("the time is not known yet (schedule.clock): only house lines air, and what "
                    "has neither embargo nor expiry nor daypart");
    if (known != player->time_known)
        player->candidates.seen_ms = INT64_MAX;
    player->time_known = known;
    player->candidates.house_only = !known;
}

static void load_candidates(struct player *player)
{
    struct diag diag = {0};
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    candidates_load(&player->candidates, player->setup.store, wall_ms, &diag);
    report(&diag);
}

static void tell_caption(struct player *player)
{
    struct output *output = player->setup.output;
    if (!output->ops->caption)
        return;
    struct output_caption caption = {
        .on_air = player->air.scene ? player->air.snippet.text : NULL,
        .reason = player->air.scene ? player->air.reason : NULL,
        .next = player->next_text,
    };
    output->ops->caption(output, &caption);
}

static void show(struct player *player, struct scene *scene)
{
    int error = player->setup.output->ops->show(player->setup.output, scene);
    if (error < 0)
        log_error("the output did not take the scene: %s", strerror(-error));
}

/* An empty wall, until the next scene. */
static void show_nothing(struct player *player, int64_t now_ns)
{
    struct compose_item nothing[COMPOSE_PLACES_MAX] = {{0}};
    struct diag diag = {0};
    struct scene *scene = compose_scene(player->setup.composer, nothing, now_ns,
                                        clock_wall_ms(player->setup.clock), &diag);
    report(&diag);
    if (scene)
        show(player, scene);
    scene_unref(scene);
}

static void forget_airing(struct player *player)
{
    if (!player->air.scene)
        return;
    scene_unref(player->air.scene);
    snippet_finish(&player->air.snippet);
    player->air = (struct airing){0};
}

/* cut: why it ends before its end; NULL: it is over. */
static void finish_airing(struct player *player, const char *cut)
{
    struct airing *air = &player->air;
    if (!air->scene)
        return;
    if (player->journal)
        journal_end(player->journal, clock_wall_ms(player->setup.clock), cut, player->uncounted);
    player->uncounted = false;
    forget_airing(player);
}

static void foresee(struct player *player)
{
    struct rota_choice choice;
    const struct candidate *next = candidates_choose(
        &player->candidates, clock_wall_ms(player->setup.clock), player->setup.seed, &choice);
    free(player->next_text);
    player->next_text = next ? memory_copy_string(next->row.snippet.text) : NULL;
}

static void begin_airing(struct player *player, const struct snippet *snippet, struct scene *scene,
                         int64_t end_ns, const char *reason, int64_t now_ns)
{
    struct airing *air = &player->air;
    air->scene = scene;
    air->start_ns = now_ns;
    air->end_ns = end_ns;
    air->snippet = snippet_copy(snippet);
    air->start_ms = clock_wall_ms(player->setup.clock);
    air->change_ms = composer_next_change_ms(player->setup.composer, air->start_ms);
    snprintf(air->reason, sizeof air->reason, "%s", reason);
    if (player->journal)
        journal_begin(player->journal, snippet->id, air->start_ms, snippet->text, reason);
    show(player, air->scene);
}

static void put_on_air(struct player *player, struct candidate *chosen, struct scene *scene,
                       int64_t end_ns, const struct rota_choice *choice, int64_t now_ns)
{
    begin_airing(player, &chosen->row.snippet, scene, end_ns, choice->reason, now_ns);
    candidates_air(&player->candidates, chosen, choice, player->air.start_ms);
    foresee(player);
    tell_caption(player);
    if (player->setup.on_air)
        player->setup.on_air(player->setup.user, now_ns - player->start_ns, &player->air.snippet,
                             player->air.reason);
}

/* NULL when it can't be shown. */
static struct scene *scene_of(struct player *player, const struct snippet *snippet,
                              int64_t start_ns, int64_t now_ns, int64_t *end_ns)
{
    struct compose_item items[COMPOSE_PLACES_MAX] = {{.snippet = snippet, .start_ns = start_ns}};
    struct diag diag = {0};
    struct scene *scene = compose_scene(player->setup.composer, items, now_ns,
                                        clock_wall_ms(player->setup.clock), &diag);
    report(&diag);
    if (scene)
        scene_dim(scene, player->brightness);
    *end_ns = items[0].end_ns;
    return scene;
}

static void refuse(struct player *player, struct candidate *candidate)
{
    candidates_refuse(&player->candidates, candidate);
    log_error("snippet %lld is not shown, since no configured font has all of its characters: %s",
              (long long)candidate->row.snippet.id, candidate->row.snippet.text);
}

/* NULL when it can't be shown. */
static struct scene *scene_of_candidate(struct player *player, struct candidate *chosen,
                                        int64_t now_ns, int64_t *end_ns)
{
    const struct player_setup *setup = &player->setup;
    if (setup->unseen && chosen->duration_ns > 0) {
        *end_ns = now_ns + chosen->duration_ns;
        return scene_create(setup->width, setup->height, now_ns);
    }
    struct scene *scene = scene_of(player, &chosen->row.snippet, now_ns, now_ns, end_ns);
    chosen->duration_ns = *end_ns - now_ns;
    return scene;
}

/* False when it can't be shown: it is refused then. */
static bool try_to_air(struct player *player, struct candidate *chosen,
                       const struct rota_choice *choice, int64_t now_ns)
{
    int64_t end_ns = 0;
    struct scene *scene = scene_of_candidate(player, chosen, now_ns, &end_ns);
    if (scene)
        put_on_air(player, chosen, scene, end_ns, choice, now_ns);
    else
        refuse(player, chosen);
    return scene != NULL;
}

/* What a take-over interrupted airs again from its start, when nothing breaking
 * is left and it is still due: half of a quotation is none. */
static struct candidate *choose_again(struct player *player, int64_t wall_ms,
                                      struct rota_choice *choice)
{
    struct candidates *candidates = &player->candidates;
    int64_t id = player->resume_id;
    if (!id || candidates_breaking(candidates, wall_ms) > 0)
        return NULL;
    player->resume_id = 0;
    struct candidate *item = candidates_find(candidates, id);
    if (!item || !candidates_choose_this(candidates, item, wall_ms, choice))
        return NULL;
    return item;
}

/* False when nothing may air. */
static bool start_next(struct player *player, int64_t now_ns)
{
    for (;;) {
        struct rota_choice choice;
        int64_t wall_ms = clock_wall_ms(player->setup.clock);
        struct candidate *chosen = choose_again(player, wall_ms, &choice);
        if (!chosen)
            chosen = candidates_choose(&player->candidates, wall_ms, player->setup.seed, &choice);
        if (!chosen)
            return false;
        if (try_to_air(player, chosen, &choice, now_ns))
            return true;
    }
}

static void end(struct player *player)
{
    finish_airing(player, "the program ended");
    player->stopped = true;
    loop_stop(player->setup.loop);
}

/* An idle wall is an airing of snippet 0: the log tells why nothing aired. */
static void show_idle(struct player *player, const char *text, const char *reason, int64_t end_ns,
                      int64_t now_ns)
{
    char copy[8];
    snprintf(copy, sizeof copy, "%s", text);
    struct snippet idle = {.kind = SNIPPET_LINE, .text = copy};
    struct diag diag = {0};
    struct scene *scene = scene_create(player->setup.width, player->setup.height, now_ns);
    scene->background = player->setup.config->colours.background;
    if (*text) {
        struct scene *still = still_text(player->setup.config, player->setup.fonts, text,
                                         player->setup.width, player->setup.height, &diag);
        if (still && still->width == player->setup.width) {
            scene_unref(scene);
            scene = still;
            scene->valid_from_ns = now_ns;
        } else {
            scene_unref(still);
        }
    }
    report(&diag);
    scene_dim(scene, player->brightness);
    begin_airing(player, &idle, scene, end_ns, reason, now_ns);
}

static const char *why_idle(const struct player *player)
{
    if (player->brightness == 0)
        return "dark by the schedule";
    return player->time_known ? "nothing may air" : "nothing may air: the time is not known";
}

/* Local time, until its minute is over. */
static void show_clock(struct player *player, int64_t now_ns)
{
    const int64_t minute_ms = 60 * CLOCK_MS_PER_S;
    char text[8];
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    struct local_time local = local_time_at(wall_ms);
    snprintf(text, sizeof text, "%02d:%02d", local.minute / 60 % 24, local.minute % 60);
    show_idle(player, text, why_idle(player),
              now_ns + (minute_ms - wall_ms % minute_ms) * CLOCK_NS_PER_MS, now_ns);
}

static bool show_house_line(struct player *player, int64_t now_ns)
{
    struct rota_choice choice;
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    struct candidate *chosen = candidates_choose_house(&player->candidates, wall_ms, &choice);
    return chosen && try_to_air(player, chosen, &choice, now_ns);
}

static void go_idle(struct player *player, int64_t now_ns)
{
    enum config_idle idle = player->setup.config->rota.idle;
    bool dark = player->brightness == 0 || idle == CONFIG_IDLE_DARK;
    free(player->next_text);
    player->next_text = NULL;
    if (!dark && idle == CONFIG_IDLE_HOUSE && show_house_line(player, now_ns))
        return;
    if (!dark && player->time_known)
        show_clock(player, now_ns);
    else
        show_idle(player, "", why_idle(player), INT64_MAX, now_ns);
    if (player->brightness == 0)
        player->setup.output->ops->blank(player->setup.output);
    tell_caption(player);
}

/* The airing is over (or cut, and why): what comes now. */
static void step_on(struct player *player, int64_t now_ns, const char *cut)
{
    player->begun = true;
    finish_airing(player, cut);
    if (clock_wall_ms(player->setup.clock) >= player->candidates.next_change_ms)
        load_candidates(player);
    if (player->setup.one_round &&
        candidates_round_done(&player->candidates, clock_wall_ms(player->setup.clock)))
        end(player);
    else if (player->brightness == 0 || !start_next(player, now_ns))
        go_idle(player, now_ns);
}

/* An instant of the wall clock in monotonic time; one that has passed is now. */
static int64_t monotonic_of(const struct player *player, int64_t when_ms, int64_t now_ns)
{
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    if (when_ms == INT64_MAX)
        return INT64_MAX;
    int64_t wait_ms = when_ms > wall_ms ? when_ms - wall_ms : 0;
    if (wait_ms > INT64_MAX / CLOCK_NS_PER_MS - now_ns / CLOCK_NS_PER_MS)
        return INT64_MAX;
    return now_ns + wait_ms * CLOCK_NS_PER_MS;
}

/* When something becomes due. */
static int64_t due_again_ns(const struct player *player, int64_t now_ns)
{
    return monotonic_of(player, player->candidates.next_change_ms, now_ns);
}

/* When the airing ends, or something becomes due or ceases to be. */
static int64_t next_event_ns(const struct player *player, int64_t now_ns)
{
    if (!player->begun)
        return now_ns;
    int64_t due_ns = due_again_ns(player, now_ns);
    if (player->pause_ns >= 0)
        return due_ns;
    if (!player->air.scene)
        return due_ns;
    return min_i64(min_i64(player->air.end_ns, due_ns),
                   monotonic_of(player, player->air.change_ms, now_ns));
}

static void look_at_schedule(struct player *player, int64_t now_ns);
static void show_again(struct player *player, int64_t now_ns);

static void wake(void *user, int64_t now_ns)
{
    struct player *player = user;
    struct output *output = player->setup.output;
    int64_t wanted = output->ops->advance(output, now_ns);
    if (now_ns >= player->setup.end_ns) {
        end(player);
        return;
    }
    if (player->begun && now_ns >= due_again_ns(player, now_ns)) {
        load_candidates(player);
        look_at_schedule(player, now_ns);
    }
    bool over = !player->begun || (player->pause_ns < 0 && now_ns >= player->air.end_ns);
    if (over && !player->stopped) {
        step_on(player, now_ns, NULL);
        wanted = output->ops->advance(output, now_ns);
    } else if (player->pause_ns < 0 &&
               clock_wall_ms(player->setup.clock) >= player->air.change_ms) {
        show_again(player, now_ns);
    }
    int64_t next = min_i64(min_i64(wanted, next_event_ns(player, now_ns)), player->setup.end_ns);
    if (next != INT64_MAX && !player->stopped)
        loop_set_timer(player->wake, next > now_ns ? next : now_ns);
}

/* Does at once what a command or an edit asks for. */
static void wake_now(struct player *player)
{
    loop_set_timer(player->wake, now_of(player));
}

static void cut(struct player *player, const char *why)
{
    int64_t now_ns = now_of(player);
    player->setup.output->ops->advance(player->setup.output, now_ns);
    player->pause_ns = -1;
    step_on(player, now_ns, why);
    wake_now(player);
}

/* Why what is on air must leave the glass at once; NULL: it may stay. */
static const char *why_leave(struct player *player)
{
    const struct candidate *item = candidates_find(&player->candidates, player->air.snippet.id);
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    if (item && candidates_is_due(&player->candidates, item, wall_ms))
        return strcmp(item->row.snippet.text, player->air.snippet.text) == 0 ? NULL : "edited";
    if (item)
        return item->row.snippet.expires_ms && item->row.snippet.expires_ms <= wall_ms
                   ? "expired"
                   : "its time is over";
    struct store_row row;
    struct diag diag = {0};
    const char *why = "removed";
    if (store_get(player->setup.store, player->air.snippet.id, &row, &diag)) {
        bool live = row.state == STORE_LIVE || row.state == STORE_APPROVED;
        why = !live                                 ? store_state_name(row.state)
              : row.snippet.not_before_ms > wall_ms ? "its embargo holds again"
                                                    : "expired";
        store_row_finish(&row);
    }
    diag_finish(&diag); /* that it is not there any more is the answer */
    return why;
}

/* A take-over cuts what stands below it; that does not count as an airing. */
static bool take_over(struct player *player, int64_t wall_ms)
{
    int level = candidates_breaking(&player->candidates, wall_ms);
    if (level <= player->air.snippet.breaking)
        return false;
    if (player->air.snippet.id && !player->air.snippet.breaking)
        player->resume_id = player->air.snippet.id;
    if (player->air.snippet.id) {
        candidates_uncount(&player->candidates, player->air.snippet.id);
        player->uncounted = true;
    }
    char why[ROTA_REASON_SIZE];
    snprintf(why, sizeof why, "breaking, level %d", level);
    cut(player, why);
    return true;
}

/* The same in another light, or with another minute on a clock. */
static void show_again(struct player *player, int64_t now_ns)
{
    struct airing *air = &player->air;
    air->change_ms =
        composer_next_change_ms(player->setup.composer, clock_wall_ms(player->setup.clock));
    if (air->snippet.id == 0)
        return;
    int64_t end_ns = 0;
    struct scene *scene = scene_of(player, &air->snippet, air->start_ns, now_ns, &end_ns);
    if (!scene)
        return;
    scene_unref(air->scene);
    air->scene = scene;
    air->end_ns = end_ns;
    show(player, scene);
}

/* Whether what is on air may stay, in which light, or something must come at once. */
static void look_at_schedule(struct player *player, int64_t now_ns)
{
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    look_at_clock(player);
    int before = player->brightness;
    player->brightness =
        player->time_known ? timetable_brightness(&player->timetable, wall_ms) : 100;
    const char *why = player->air.snippet.id ? why_leave(player) : NULL;
    if (player->brightness == 0) {
        if (before != 0)
            cut(player, "dark by the schedule");
        return;
    }
    if (before == 0 || why)
        cut(player, before == 0 ? NULL : why);
    else if (take_over(player, wall_ms))
        return;
    else if (player->air.snippet.id == 0 && player->pause_ns < 0 &&
             candidates_any(&player->candidates, player->setup.seed, wall_ms))
        cut(player, NULL);
    else if (before != player->brightness && player->pause_ns < 0)
        show_again(player, now_ns);
}

/* Somebody set the clock: what waits for an instant of wall time waits anew. */
static bool clock_jumped(struct player *player, int64_t now_ns)
{
    int64_t offset_ms = clock_wall_ms(player->setup.clock) - now_ns / CLOCK_NS_PER_MS;
    int64_t jump_ms = offset_ms - player->offset_ms;
    if (jump_ms > -CLOCK_JUMP_MS && jump_ms < CLOCK_JUMP_MS)
        return false;
    player->offset_ms = offset_ms;
    log_info("the clock was set %s by %.1f s", jump_ms < 0 ? "back" : "forward",
             (double)llabs(jump_ms) / (double)CLOCK_MS_PER_S);
    return true;
}

/* What shows a clock shows the new time at once. */
static void follow_clock(struct player *player, int64_t now_ns)
{
    if (player->pause_ns >= 0 || player->brightness == 0 || !player->air.scene)
        return;
    if (player->air.snippet.id == 0)
        cut(player, NULL);
    else
        show_again(player, now_ns);
}

void player_look(struct player *player)
{
    struct diag diag = {0};
    int64_t now_ns = now_of(player);
    int64_t version = player->store_version;
    bool known = store_version(player->setup.store, &version, &diag);
    report(&diag);
    bool time_known = player->time_known;
    look_at_clock(player);
    bool jumped = clock_jumped(player, now_ns);
    if ((known && version != player->store_version) || time_known != player->time_known || jumped) {
        player->store_version = version;
        load_candidates(player);
        look_at_schedule(player, now_ns);
        if (jumped)
            follow_clock(player, now_ns);
        if (!player->stopped && player->brightness > 0)
            foresee(player);
        wake_now(player);
    }
}

static void poll_store(void *user, int64_t now_ns)
{
    struct player *player = user;
    player_look(player);
    loop_set_timer(player->poll, now_ns + STORE_POLL_NS);
}

/* One airing at a time, of any kind: a second place would stay empty, which is
 * refused rather than shown. */
static bool check_places(const struct composer *composer, struct diag *diag)
{
    bool good = composer_places(composer) == 1;
    for (int kind = SNIPPET_HEADLINE; good && kind <= SNIPPET_LINE; kind++)
        good = composer_takes(composer, 0, (enum snippet_kind)kind);
    return good || diag_error(diag, "zones: found several for the news, or one for a part of it; "
                                    "allowed is one with shows = \"news\", beside clocks and "
                                    "logos");
}

struct player *player_create(const struct player_setup *setup, struct diag *diag)
{
    if (!check_places(setup->composer, diag))
        return NULL;
    struct player *player = memory_alloc(1, sizeof *player);
    player->setup = *setup;
    player->pause_ns = -1;
    player->time_known = true;
    player->start_ns = now_of(player);
    player->offset_ms = clock_wall_ms(setup->clock) - player->start_ns / CLOCK_NS_PER_MS;
    player->wake = loop_add_timer(setup->loop, wake, player);
    player->poll = loop_add_timer(setup->loop, poll_store, player);
    player->candidates.timetable = &player->timetable;
    if (!timetable_init(&player->timetable, setup->config, diag)) {
        player_destroy(player);
        return NULL;
    }
    if (setup->write_history) {
        player->journal =
            journal_create(setup->loop, setup->clock, setup->store, setup->output, setup->config);
        player->setup.output = journal_output(player->journal);
    }
    struct diag told = {0};
    store_version(setup->store, &player->store_version, &told);
    store_last_aired(setup->store, &player->last_aired_ms, &told);
    report(&told);
    look_at_clock(player);
    player->brightness = player->time_known
                             ? timetable_brightness(&player->timetable, clock_wall_ms(setup->clock))
                             : 100;
    load_candidates(player);
    show_nothing(player, player->start_ns);
    loop_set_timer(player->wake, player->start_ns);
    if (!setup->clock->simulated)
        loop_set_timer(player->poll, player->start_ns + STORE_POLL_NS);
    return player;
}

void player_destroy(struct player *player)
{
    if (!player)
        return;
    finish_airing(player, "the program ended");
    journal_destroy(player->journal);
    loop_remove_timer(player->setup.loop, player->wake);
    loop_remove_timer(player->setup.loop, player->poll);
    candidates_finish(&player->candidates);
    timetable_finish(&player->timetable);
    free(player->next_text);
    free(player);
}

/* The scene as it stands at the instant, held still. */
static void freeze(struct player *player, int64_t now_ns)
{
    struct scene *still = scene_frozen(player->air.scene, now_ns);
    show(player, still);
    scene_unref(still);
}

/* Goes on from where it was frozen: the same scene, later by the pause. */
static void unfreeze(struct player *player, int64_t now_ns)
{
    struct airing *air = &player->air;
    air->start_ns += now_ns - player->pause_ns;
    struct scene *scene = scene_of(player, &air->snippet, air->start_ns, now_ns, &air->end_ns);
    if (!scene)
        return;
    show(player, scene);
    scene_unref(air->scene);
    air->scene = scene;
}

static void set_paused(struct player *player, bool paused)
{
    int64_t now_ns = now_of(player);
    if (paused == (player->pause_ns >= 0))
        return;
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (paused && player->air.scene)
        freeze(player, now_ns);
    if (!paused && player->air.scene)
        unfreeze(player, now_ns);
    player->pause_ns = paused ? now_ns : -1;
    wake_now(player);
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *airing_to_json(const struct airing *air)
{
    if (!air->scene)
        return json_null();
    char since[CLOCK_TEXT_SIZE];
    clock_format_utc(air->start_ms, since);
    return json_pack("{s:I, s:s, s:s, s:s, s:s}", "id", (json_int_t)air->snippet.id, "kind",
                     snippet_kind_name(air->snippet.kind), "text", air->snippet.text, "reason",
                     air->reason, "since", since);
}

static json_t *plan_to_json(const struct output_plan *plan)
{
    json_t *help = json_array();
    for (size_t i = 0; i < plan->help_count; i++)
        json_array_append_new(help, json_string(plan->help[i]));
    return json_pack("{s:I, s:f, s:f, s:f, s:b, s:o}", "slots", (json_int_t)plan->slots,
                     "refresh_hz", plan->refresh_hz, "unit_share", plan->unit_share, "delta_e",
                     plan->delta_e, "renamed", plan->renamed, "would_help", help);
}

static json_t *output_to_json(struct output *output)
{
    struct output_status status = {.healthy = true};
    output->ops->status(output, &status);
    json_t *json = json_pack("{s:s, s:f, s:f, s:b, s:s}", "name", status.name, "refresh_hz",
                             status.refresh_hz, "frames_per_second", status.frames_per_second,
                             "healthy", status.healthy, "note", status.note);
    if (status.plan.made)
        json_object_set_new(json, "plan", plan_to_json(&status.plan));
    return json;
}

static void fill_status(struct player *player, json_t *reply)
{
    json_object_set_new(reply, "version", json_string(MOTOGRAPH_VERSION));
    json_object_set_new(reply, "on_air", airing_to_json(&player->air));
    json_object_set_new(reply, "next", text_or_null(player->next_text));
    json_object_set_new(reply, "paused", json_boolean(player->pause_ns >= 0));
    json_object_set_new(reply, "due", json_integer((json_int_t)player->candidates.due_count));
    json_object_set_new(reply, "time_known", json_boolean(player->time_known));
    json_object_set_new(reply, "brightness", json_integer(player->brightness));
    json_object_set_new(reply, "taken_over", json_boolean(player->air.snippet.breaking > 0));
    json_object_set_new(reply, "store", text_or_null(player->setup.config->store.path));
    json_object_set_new(
        reply, "running_s",
        json_integer((json_int_t)((now_of(player) - player->start_ns) / CLOCK_NS_PER_S)));
    json_object_set_new(reply, "output", output_to_json(player->setup.output));
}

const char *player_control(void *user, const char *command, const json_t *request, json_t *reply)
{
    struct player *player = user;
    if (strcmp(command, "next") == 0) {
        cut(player, "the command next");
    } else if (strcmp(command, "pause") == 0) {
        const json_t *on = json_object_get(request, "on");
        set_paused(player, on ? json_is_true(on) : player->pause_ns < 0);
    } else if (strcmp(command, "blank") == 0) {
        set_paused(player, true);
        player->setup.output->ops->blank(player->setup.output);
    } else if (strcmp(command, "status") != 0) {
        return "unknown command; there are: status, next, pause, blank";
    }
    fill_status(player, reply);
    return NULL;
}
