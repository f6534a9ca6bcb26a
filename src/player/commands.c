#include "player/commands.h"

#include <assert.h>
#include <string.h>

#include "changes.h"
#include "edits.h"
#include "foresee.h"
#include "go_on.h"
#include "on_air.h"
#include "player_state.h"
#include "wire_items.h"
#include "written_items.h"

#include "config/config.h"
#include "news/banned.h"

static void freeze(struct player *player, int64_t now_ns)
{
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (player->pause_ns < 0)
        on_air_freeze(player, now_ns);
}

static void unfreeze(struct player *player, int64_t now_ns)
{
    player->setup.output->ops->advance(player->setup.output, now_ns);
    on_air_unfreeze(player, now_ns);
    changes_look_at_schedule(player); /* what was left while it was dark */
    go_on(player, now_ns);
}

static void set_paused(struct player *player, bool paused)
{
    int64_t now_ns = player_now_ns(player);
    if (paused) {
        freeze(player, now_ns);
        player->held = true;
        go_on(player, now_ns);
    } else if (player->blanked) {
        player->held = false; /* it stays dark until blank off */
    } else if (player->pause_ns >= 0) {
        unfreeze(player, now_ns);
    }
}

/* A wall that was paused before stands still again. */
static void set_blanked(struct player *player, bool blanked)
{
    int64_t now_ns = player_now_ns(player);
    if (blanked) {
        freeze(player, now_ns);
        player->blanked = true;
        player->setup.output->ops->blank(player->setup.output);
        return;
    }
    bool held = player->held;
    if (!player->blanked)
        return;
    unfreeze(player, now_ns);
    if (held)
        set_paused(player, true);
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

static const char *why_dark(const struct player *player)
{
    return player->blanked           ? "by the command blank; motograph blank off ends it"
           : player->away            ? "nobody is there (kiosk.absence_s)"
           : player->brightness == 0 ? "by the schedule (schedule.dayparts)"
                                     : NULL;
}

/* A notice passes by itself, and whatever is to take the wall over does so at once: nobody has
 * paused it. */
static bool is_paused(const struct player *player)
{
    return player->held || player->blanked;
}

static const char *why_paused(const struct player *player)
{
    return !is_paused(player) ? NULL
           : player->blanked  ? "it is dark by the command blank; motograph blank off ends it"
                              : "by the command pause; motograph pause off ends it";
}

/* What is wrong with the store, or else what its last writing said (a quota). */
static const char *store_trouble(const struct player *player)
{
    const char *trouble = player->setup.care ? store_care_trouble(player->setup.care) : NULL;
    return trouble ? trouble : journal_trouble(player->journal);
}

static void tell(struct player *player, struct state *state)
{
    const struct player_setup *setup = &player->setup;
    local_zone_text(player_wall_ms(player), player->time_zone);
    *state = (struct state){
        .version = MOTOGRAPH_VERSION,
        .paused = is_paused(player),
        .dark = why_dark(player) != NULL,
        .blanked = player->blanked,
        .why_dark = why_dark(player),
        .why_paused = why_paused(player),
        .time_zone = player->time_zone,
        .time_known = player->time_known,
        .due = (int64_t)player->candidates.due_count,
        .brightness = player->brightness,
        .wanted = player->wanted_percent ? player->wanted_percent : 100,
        .store = player->store_place,
        .store_trouble = store_trouble(player),
        .store_note = store_loss(setup->store) ? store_loss(setup->store) : setup->store_note,
        .backup_trouble = store_care_backup_trouble(setup->care),
        .unwritten = (int64_t)player->candidates.unwritten.count,
        .store_edition = store_known_edition(setup->store),
        .running_s = (player_now_ns(player) - player->start_ns) / CLOCK_NS_PER_S,
        .output.healthy = true,
    };
    if (setup->configuration)
        state->configuration = *setup->configuration;
    state->configuration.waits = player->change != NULL;
    tell_zones(player, state);
    state->taken_over = player->air[state->main].snippet.breaking > 0;
    setup->output->ops->status(setup->output, &state->output);
    if (setup->output->ops->beats)
        state->output.beats = (int64_t)setup->output->ops->beats(setup->output);
}

static bool dim(struct player *player, int64_t percent)
{
    player->wanted_percent = (int)percent;
    changes_look_at_schedule(player);
    go_on(player, player_now_ns(player));
    return true;
}

static bool lay(struct player *player, const struct request *request, struct diag *diag)
{
    if (!player->setup.lay)
        return diag_error(diag, "this ticker has no configuration that settings are laid over");
    if (!player->setup.lay(player->setup.reload_user, request->settings.lines, diag))
        return false;
    int64_t percent = request->settings.percent;
    bool was_said = player->dimmed_by_settings;
    player->dimmed_by_settings = percent > 0;
    return (percent == 0 && !was_said) || dim(player, percent ? percent : 100);
}

static bool is_edit(enum request_kind kind)
{
    return kind == REQUEST_KILL || kind == REQUEST_BREAKING || kind == REQUEST_CLEAR ||
           kind == REQUEST_PUT || kind == REQUEST_APPROVE || kind == REQUEST_REMOVE ||
           kind == REQUEST_ARTICLE;
}

static bool obey(struct player *player, const struct request *request, struct diag *diag)
{
    switch (request->kind) {
    case REQUEST_NEXT:
        return go_on_to_next(player, request->next.zone, diag);
    case REQUEST_PAUSE:
        set_paused(player, request->pause.on == REQUEST_TOGGLE ? !player->held
                                                               : request->pause.on == REQUEST_ON);
        return true;
    case REQUEST_BLANK:
        set_blanked(player, request->blank.on != REQUEST_OFF);
        return true;
    case REQUEST_RELOAD:
        return player->setup.reload
                   ? player->setup.reload(player->setup.reload_user, diag)
                   : diag_error(diag, "this ticker does not read its configuration again");
    case REQUEST_KILL:
    case REQUEST_BREAKING:
    case REQUEST_CLEAR:
        return edits_take(player, request, diag);
    case REQUEST_ITEM:
    case REQUEST_WITHDRAW:
        return wire_items_take(player, request, diag);
    case REQUEST_PUT:
    case REQUEST_APPROVE:
    case REQUEST_REMOVE:
    case REQUEST_ARTICLE:
        return written_items_take(player, request, diag);
    case REQUEST_BRIGHTNESS:
        player->dimmed_by_settings = false;
        return dim(player, request->brightness.percent);
    case REQUEST_SETTINGS:
        return lay(player, request, diag);
    case REQUEST_STATUS:
    case REQUEST_WATCH:
    case REQUEST_KINDS:
        break;
    }
    return true;
}

void commands_dim(void *user, int percent)
{
    struct player *player = user;
    assert(percent >= 1 && percent <= 100);
    player->room_percent = percent;
    changes_look_at_schedule(player);
    go_on(player, player_now_ns(player));
}

void commands_there(void *user, bool there)
{
    struct player *player = user;
    player->away = !there;
    changes_look_at_schedule(player);
    go_on(player, player_now_ns(player));
}

bool commands_notice(void *user, struct scene *scene)
{
    struct player *player = user;
    int64_t now_ns = player_now_ns(player);
    size_t wall = player->zones - 1;
    bool taken_over = layout_zones_is_wall(player->setup.zones, wall) && player->air[wall].on &&
                      player->air[wall].snippet.breaking;
    if (player->pause_ns >= 0 || player->brightness == 0 || taken_over || player->stopped)
        return false;
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (scene->valid_from_ns < now_ns)
        scene->valid_from_ns = now_ns; /* never before the last advance */
    on_air_notice(player, scene, now_ns);
    player->notice = true;
    go_on(player, now_ns);
    return true;
}

void commands_end_notice(void *user)
{
    struct player *player = user;
    bool held = player->held;
    if (!player->notice || player->pause_ns < 0 || player->blanked) {
        player->notice = false;
        return;
    }
    player->notice = false;
    unfreeze(player, player_now_ns(player));
    if (held)
        set_paused(player, true);
}

const char *commands_on_air(const void *user)
{
    const struct player *player = user;
    const struct airing *air = &player->air[main_zone(player)];
    return air->on && air->snippet.id && !why_dark(player) ? airing_text(air) : NULL;
}

bool commands_take(void *user, const struct request *request, struct state *state,
                   struct diag *diag)
{
    struct player *player = user;
    assert(player && request->kind < REQUEST_KINDS);
    if (!request_check(request, (size_t)player->setup.config->snippet.max_chars, diag))
        return false;
    if (request->kind == REQUEST_BREAKING &&
        banned_in(player->setup.config->news.banned, request->breaking.text))
        return diag_error(diag, "breaking: \"text\": %s", banned_reason);
    player_look(player);
    if (!is_edit(request->kind))
        player->taken = (struct state_taken){0};
    if (!obey(player, request, diag))
        return false;
    written_items_note(player, request);
    if (is_edit(request->kind))
        foresee_anew(player); /* what was next may have been killed */
    tell(player, state);
    state->taken = player->taken;
    state->taken.edit = is_edit(request->kind);
    return true;
}
