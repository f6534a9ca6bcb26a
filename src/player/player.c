/* The player's life: what wakes it, and in which order it does what is due. */
#include "player/player.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "player_state.h"

/* How often the store is asked whether another program changed it: twice in
 * the 100 ms within which an edit must be seen. */
#define STORE_POLL_NS (50 * CLOCK_NS_PER_MS)

/* How long the loop waits for another program's transaction: the picture is planned
 * ahead by more. */
#define WRITE_WAIT_MS 50

/* How often an idle zone looks whether a gap between two airings is over. */
#define IDLE_LOOK_NS CLOCK_NS_PER_S

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* When to look at the place again: its airing is over, or it is idle while something
 * is due that waits for its turn. */
static int64_t place_event_ns(const struct player *player, size_t place, int64_t now_ns)
{
    const struct airing *air = &player->air[place];
    int64_t end_ns = air->on ? air->end_ns : INT64_MAX;
    bool waits = air->on && !air->snippet.id && player->brightness > 0 &&
                 player->candidates.lists[place].count > 0;
    return waits ? min_i64(end_ns, now_ns + IDLE_LOOK_NS) : end_ns;
}

/* An instant of the wall clock in monotonic time; one that has passed is now. */
static int64_t monotonic_of(const struct player *player, int64_t when_ms, int64_t now_ns)
{
    int64_t wall_ms = player_wall_ms(player);
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

/* When an airing ends, or something becomes due or ceases to be. */
static int64_t next_event_ns(const struct player *player, int64_t now_ns)
{
    if (!player->begun)
        return now_ns;
    int64_t next_ns = due_again_ns(player, now_ns);
    if (player->pause_ns >= 0)
        return next_ns;
    for (size_t i = 0; i < player->places; i++)
        next_ns = min_i64(next_ns, place_event_ns(player, i, now_ns));
    return min_i64(next_ns, monotonic_of(player, player->change_ms, now_ns));
}

static void end(struct player *player)
{
    for (size_t i = 0; i < player->places; i++)
        player_end_airing(player, i, "the program ended", false);
    player->stopped = true;
    loop_stop(player->setup.loop);
}

static bool round_is_done(struct player *player)
{
    return player->setup.one_round &&
           candidates_round_done(&player->candidates, player_wall_ms(player));
}

void player_go_on(struct player *player, int64_t now_ns)
{
    struct output *output = player->setup.output;
    if (player->stopped)
        return;
    if (player->pause_ns < 0)
        player_fill(player, now_ns);
    if (player->changed && player->pause_ns < 0)
        player_show(player, now_ns);
    if (player->brightness == 0)
        output->ops->blank(output);
    int64_t wanted_ns = output->ops->advance(output, now_ns);
    int64_t next_ns =
        min_i64(min_i64(wanted_ns, next_event_ns(player, now_ns)), player->setup.end_ns);
    if (next_ns != INT64_MAX)
        loop_set_timer(player->wake, next_ns > now_ns ? next_ns : now_ns);
}

static void end_what_is_over(struct player *player, int64_t now_ns)
{
    bool any = !player->begun;
    for (size_t i = 0; i < player->places; i++)
        if (player->air[i].on && now_ns >= player->air[i].end_ns) {
            player_end_airing(player, i, NULL, false);
            any = true;
        }
    player->begun = true;
    if (any && round_is_done(player))
        end(player);
}

static void wake(void *user, int64_t now_ns)
{
    struct player *player = user;
    struct output *output = player->setup.output;
    output->ops->advance(output, now_ns);
    if (now_ns >= player->setup.end_ns) {
        end(player);
        return;
    }
    if (player->begun && now_ns >= due_again_ns(player, now_ns)) {
        player_load(player);
        player_look_at_schedule(player);
    }
    if (player->pause_ns < 0)
        end_what_is_over(player, now_ns);
    if (player->pause_ns < 0 && player_wall_ms(player) >= player->change_ms)
        player->changed = true;
    player_go_on(player, now_ns);
}

void player_look(struct player *player)
{
    struct diag diag = {0};
    int64_t version = player->store_version;
    bool known = store_version(player->setup.store, &version, &diag);
    player_report(&diag);
    player_try_pending(player, player_now(player));
    bool time_known = player->time_known;
    player_look_at_clock(player);
    bool jumped = player_clock_jumped(player);
    if ((!known || version == player->store_version) && time_known == player->time_known && !jumped)
        return;
    player->store_version = version;
    player_load(player);
    player_look_at_schedule(player);
    if (jumped)
        player_follow_clock(player);
    player_go_on(player, player_now(player));
    for (size_t i = 0; i < player->places && player->brightness > 0; i++)
        player_foresee(player, i);
}

static void poll_store(void *user, int64_t now_ns)
{
    struct player *player = user;
    player_look(player);
    loop_set_timer(player->poll, now_ns + STORE_POLL_NS);
}

static void open_store(struct player *player)
{
    const struct player_setup *setup = &player->setup;
    struct diag diag = {0};
    if (setup->write_history) {
        player->journal =
            journal_create(setup->loop, setup->clock, setup->store, setup->output, setup->config);
        player->setup.output = journal_output(player->journal);
    }
    store_version(setup->store, &player->store_version, &diag);
    store_last_aired(setup->store, &player->last_aired_ms, &diag);
    player_report(&diag);
}

struct player *player_create(const struct player_setup *setup, struct diag *diag)
{
    struct player *player = memory_alloc(1, sizeof *player);
    player->setup = *setup;
    player->places = composer_places(setup->composer);
    player->pause_ns = -1;
    player->change_ms = INT64_MAX;
    player->time_known = true;
    player->start_ns = player_now(player);
    player->offset_ms = player_wall_ms(player) - player->start_ns / CLOCK_NS_PER_MS;
    player->wake = loop_add_timer(setup->loop, wake, player);
    player->poll = loop_add_timer(setup->loop, poll_store, player);
    player->candidates.timetable = &player->timetable;
    player->candidates.composer = setup->composer;
    if (!timetable_init(&player->timetable, setup->config, diag)) {
        player_destroy(player);
        return NULL;
    }
    open_store(player);
    player_look_at_clock(player);
    player->brightness = player_scheduled_brightness(player);
    player_load(player);
    player_show(player, player->start_ns);
    loop_set_timer(player->wake, player->start_ns);
    if (setup->watch_store)
        loop_set_timer(player->poll, player->start_ns + STORE_POLL_NS);
    if (!setup->clock->simulated)
        store_set_wait(setup->store, WRITE_WAIT_MS);
    return player;
}

void player_destroy(struct player *player)
{
    if (!player)
        return;
    for (size_t i = 0; i < player->places; i++) {
        player_end_airing(player, i, "the program ended", false);
        free(player->next_text[i]);
    }
    journal_destroy(player->journal);
    loop_remove_timer(player->setup.loop, player->wake);
    loop_remove_timer(player->setup.loop, player->poll);
    scene_unref(player->scene);
    candidates_finish(&player->candidates);
    timetable_finish(&player->timetable);
    free(player);
}
