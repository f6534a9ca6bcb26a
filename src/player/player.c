/* The player's life: what wakes it, and in which order it does what is due. */
#include "player/player.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/place.h"
#include "change_over.h"
#include "changes.h"
#include "config/config.h"
#include "edits.h"
#include "foresee.h"
#include "go_on.h"
#include "kiosk/store_watch.h"
#include "leaving.h"
#include "on_air.h"
#include "output/recorder.h"
#include "player_state.h"

/* How long the loop waits for another program's transaction: the picture is planned
 * ahead by more. */
#define WRITE_WAIT_MS 50

static void end(struct player *player)
{
    for (size_t i = 0; i < player->zones; i++) {
        leaving_cut(player, i, "the program ended", false);
        on_air_end(player, i, "the program ended", false);
    }
    player->stopped = true;
    loop_stop(player->setup.loop);
}

static bool round_is_done(struct player *player)
{
    return player->setup.one_round &&
           candidates_round_done(&player->candidates, player_wall_ms(player));
}

/* What is on air is over, or leaves a ribbon. */
static bool end_turn(struct player *player, size_t zone, int64_t now_ns)
{
    if (!player->air[zone].on || now_ns < player->air[zone].end_ns)
        return false;
    if (player->items[zone].rides)
        return leaving_begin(player, zone);
    on_air_end(player, zone, NULL, false);
    return true;
}

static void end_what_is_over(struct player *player, int64_t now_ns)
{
    bool any = !player->begun;
    for (size_t i = 0; i < player->zones; i++) {
        any |= leaving_end_due(player, i, now_ns);
        any |= end_turn(player, i, now_ns);
    }
    player->begun = true;
    if (any && round_is_done(player) && !leaving_any(player))
        end(player);
}

/* What there is now is other than it was. */
static void take_up(struct player *player)
{
    go_on(player, player_now_ns(player));
    foresee_anew(player);
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
    if (player->begun && now_ns >= go_on_due_ns(player, now_ns)) {
        changes_load_new(player);
        changes_look_at_schedule(player);
    }
    if (player->pause_ns < 0)
        end_what_is_over(player, now_ns);
    if (player->pause_ns < 0 &&
        (player_wall_ms(player) >= player->change_ms || now_ns >= player->change_ns))
        player->changed = true;
    go_on(player, now_ns);
    if (!player->stopped && changes_load_rest(player))
        take_up(player);
}

void player_look(struct player *player)
{
    struct diag diag = {0};
    int64_t version = player->store_version;
    bool known = store_version(player->setup.store, &version, &diag);
    player_report(&diag);
    edits_write_waiting(player, player_now_ns(player));
    bool time_known = player->time_known;
    changes_look_at_clock(player);
    bool jumped = changes_clock_jumped(player);
    if ((!known || version == player->store_version) && time_known == player->time_known && !jumped)
        return;
    player->store_version = version;
    if (jumped)
        changes_load(player); /* what was over may be due again */
    else
        changes_load_new(player);
    changes_look_at_schedule(player);
    if (jumped)
        changes_follow_clock(player);
    take_up(player);
}

static bool look_at_store(void *user)
{
    struct player *player = user;
    int64_t before = store_commits(player->setup.store);
    player_look(player);
    return store_commits(player->setup.store) != before;
}

static void tell_scene(void *user, struct scene *scene)
{
    const struct player *player = user;
    player->setup.on_scene(player->setup.user, scene);
}

static void tell_dark(void *user)
{
    tell_scene(user, NULL);
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
    if (setup->on_scene) {
        player->recorder = recorder_create(player->setup.output,
                                           &(struct recorder_told){tell_scene, tell_dark, player});
        player->setup.output = player->recorder;
    }
    store_version(setup->store, &player->store_version, &diag);
    store_last_aired(setup->store, &player->last_aired_ms, &diag);
    player_report(&diag);
}

struct player *player_create(const struct player_setup *setup, struct diag *diag)
{
    struct player *player = memory_alloc(1, sizeof *player);
    player->setup = *setup;
    player->zones = layout_zones_count(setup->zones);
    assert(player->zones > 0 && player->zones <= ZONES_MAX);
    player->pause_ns = -1;
    player->store_place = place_of(setup->config->store.path);
    player->change_ms = INT64_MAX;
    player->change_ns = INT64_MAX;
    player->time_known = true;
    player->start_ns = player_now_ns(player);
    player->offset_ms = player_wall_ms(player) - player->start_ns / CLOCK_NS_PER_MS;
    player->wake = loop_add_timer(setup->loop, wake, player);
    player->candidates.timetable = &player->timetable;
    player->candidates.zones = setup->zones;
    if (!timetable_init(&player->timetable, setup->config, diag)) {
        player_destroy(player);
        return NULL;
    }
    open_store(player);
    changes_look_at_clock(player);
    player->brightness = changes_brightness(player);
    changes_load_first(player);
    on_air_show(player, player->start_ns);
    loop_set_timer(player->wake, player->start_ns);
    if (setup->watch_store)
        player->watch = store_watch_create(setup->loop, setup->clock, store_path(setup->store),
                                           look_at_store, player);
    if (!setup->clock->simulated)
        store_set_wait(setup->store, WRITE_WAIT_MS);
    return player;
}

void player_go_over(struct player *player, const struct player_change *change)
{
    change_over_forget(player);
    player->change = memory_alloc(1, sizeof *player->change);
    *player->change = *change;
    go_on(player, player_now_ns(player));
}

void player_destroy(struct player *player)
{
    if (!player)
        return;
    change_over_forget(player);
    for (size_t i = 0; i < player->zones; i++) {
        leaving_cut(player, i, "the program ended", false);
        on_air_end(player, i, "the program ended", false);
        free(player->next_text[i]);
    }
    if (player->recorder)
        player->recorder->ops->close(player->recorder, NULL);
    journal_destroy(player->journal);
    loop_remove_timer(player->setup.loop, player->wake);
    store_watch_destroy(player->watch);
    scene_unref(player->scene);
    candidates_finish(&player->candidates);
    timetable_finish(&player->timetable);
    free(player->store_place);
    free(player);
}
