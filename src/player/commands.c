#include "player/commands.h"

#include <assert.h>
#include <string.h>

#include "edits.h"
#include "go_on.h"
#include "on_air.h"
#include "player_state.h"

#include "config/config.h"

static void set_paused(struct player *player, bool paused)
{
    int64_t now_ns = player_now_ns(player);
    if (paused == (player->pause_ns >= 0))
        return;
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (paused)
        on_air_freeze(player, now_ns);
    else
        on_air_unfreeze(player, now_ns);
    go_on(player, now_ns);
}

/* The zone of that name, of all that there are without one. */
static bool go_on_to_next(struct player *player, const char *name, struct diag *diag)
{
    bool found = false;
    for (size_t i = 0; i < player->zones; i++) {
        const char *called = layout_zones_name(player->setup.zones, i);
        if (name && (!called || strcmp(name, called) != 0))
            continue;
        found = true;
        if (player->air[i].snippet.id)
            on_air_cut(player, i, "the command next", false);
    }
    go_on(player, player_now_ns(player));
    return found ||
           diag_error(diag, "no zone of that name shows news; `motograph status` names them");
}

static struct state_airing tell_airing(const struct airing *air)
{
    return (struct state_airing){
        .on = air->on,
        .id = air->snippet.id,
        .kind = air->snippet.kind,
        .text = airing_text(air),
        .reason = air->reason,
        .since_ms = air->start_ms,
    };
}

/* What a person would call the thing on air: a take-over, else what the first zone
 * that has something shows. */
static size_t main_zone(const struct player *player)
{
    size_t last = player->zones - 1;
    if (layout_zones_is_wall(player->setup.zones, last) && player->air[last].on)
        return last;
    for (size_t i = 0; i < player->zones; i++)
        if (player->air[i].snippet.id)
            return i;
    return 0;
}

static void tell_zones(const struct player *player, struct state *state)
{
    state->zone_count = player->zones;
    state->main = main_zone(player);
    for (size_t i = 0; i < player->zones; i++)
        state->zones[i] = (struct state_zone){
            .name = layout_zones_name(player->setup.zones, i),
            .on_air = tell_airing(&player->air[i]),
            .next = player->next_text[i],
        };
}

static void tell(const struct player *player, struct state *state)
{
    const struct player_setup *setup = &player->setup;
    *state = (struct state){
        .version = MOTOGRAPH_VERSION,
        .paused = player->pause_ns >= 0,
        .time_known = player->time_known,
        .due = (int64_t)player->candidates.due_count,
        .brightness = player->brightness,
        .store = player->store_place,
        .store_trouble = setup->care ? store_care_trouble(setup->care) : NULL,
        .store_note = setup->store_note,
        .unwritten = (int64_t)player->candidates.unwritten.count,
        .running_s = (player_now_ns(player) - player->start_ns) / CLOCK_NS_PER_S,
        .output.healthy = true,
    };
    tell_zones(player, state);
    state->taken_over = player->air[state->main].snippet.breaking > 0;
    setup->output->ops->status(setup->output, &state->output);
}

static bool is_edit(enum request_kind kind)
{
    return kind == REQUEST_KILL || kind == REQUEST_BREAKING || kind == REQUEST_CLEAR;
}

static bool obey(struct player *player, const struct request *request, struct diag *diag)
{
    switch (request->kind) {
    case REQUEST_NEXT:
        return go_on_to_next(player, request->next.zone, diag);
    case REQUEST_PAUSE:
        set_paused(player, request->pause.on == REQUEST_TOGGLE ? player->pause_ns < 0
                                                               : request->pause.on == REQUEST_ON);
        return true;
    case REQUEST_BLANK:
        set_paused(player, true);
        player->setup.output->ops->blank(player->setup.output);
        return true;
    case REQUEST_KILL:
    case REQUEST_BREAKING:
    case REQUEST_CLEAR:
        return edits_take(player, request, diag);
    case REQUEST_STATUS:
    case REQUEST_KINDS:
        break;
    }
    return true;
}

bool commands_take(void *user, const struct request *request, struct state *state,
                   struct diag *diag)
{
    struct player *player = user;
    assert(player && request->kind < REQUEST_KINDS);
    if (!request_check(request, (size_t)player->setup.config->snippet.max_chars, diag))
        return false;
    player_look(player);
    if (!obey(player, request, diag))
        return false;
    tell(player, state);
    state->taken.edit = is_edit(request->kind);
    state->taken.id = player->taken_id;
    state->taken.ended = player->taken_ended;
    return true;
}
