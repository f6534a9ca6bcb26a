#include "changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "config/config.h"
#include "leaving.h"
#include "on_air.h"
#include "player/candidates_load.h"

/* A clock that is behind the last airing by more is wrong. */
#define CLOCK_SLACK_MS (3600 * CLOCK_MS_PER_S)

/* A clock that is steered moves on by less than this between two looks; one that is set
 * by less does no harm. */
#define CLOCK_JUMP_MS 500

/* A clock that the network has set is right, whatever the log says: an earlier one may have been
 * ahead. One that a chip has set may be wrong: it is where it is behind the last airing. */
static bool is_time_known(const struct player *player)
{
    const struct clock *clock = player->setup.clock;
    enum config_trust trust = player->setup.config->schedule.clock;
    if (trust == CONFIG_TRUST_ALWAYS || clock_is_right(clock, true))
        return true;
    return trust == CONFIG_TRUST_AUTO && clock_is_right(clock, false) &&
           player_wall_ms(player) >= player->last_aired_ms - CLOCK_SLACK_MS;
}

void changes_look_at_clock(struct player *player)
{
    bool known = is_time_known(player);
    if (known != player->time_known && known)
        log_info("the time is known: everything may air");
    if (known != player->time_known && !known)
        log_warning("the time is not known yet (schedule.clock): only house lines without an "
                    "embargo air, and what has neither embargo nor expiry nor daypart");
    if (known != player->time_known)
        player->candidates.seen_ms = INT64_MAX;
    player->time_known = known;
    player->candidates.house_only = !known;
}

/* Somebody set the clock: what waits for an instant of wall time waits anew. */
bool changes_clock_jumped(struct player *player)
{
    int64_t offset_ms = player_wall_ms(player) - player_now_ns(player) / CLOCK_NS_PER_MS;
    int64_t jump_ms = offset_ms - player->offset_ms;
    if (jump_ms > -CLOCK_JUMP_MS && jump_ms < CLOCK_JUMP_MS)
        return false;
    player->offset_ms = offset_ms;
    log_info("the clock was set %s by %.1f s", jump_ms < 0 ? "back" : "forward",
             (double)llabs(jump_ms) / (double)CLOCK_MS_PER_S);
    return true;
}

void changes_follow_clock(struct player *player)
{
    player->changed = player->pause_ns < 0;
    for (size_t i = 0; i < player->zones; i++)
        if (player->air[i].on && player->air[i].snippet.id == 0 && player->brightness > 0 &&
            player->pause_ns < 0)
            on_air_cut(player, i, NULL, false);
}

int changes_brightness(const struct player *player)
{
    int given =
        player->time_known ? timetable_brightness(&player->timetable, player_wall_ms(player)) : 100;
    if (player->away)
        return 0;
    int most[] = {player->wanted_percent, player->room_percent};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++)
        if (most[i] && most[i] < given)
            given = most[i];
    return given;
}

const char *changes_why_dark(const struct player *player)
{
    return player->away              ? "dark: nobody is there"
           : player->brightness == 0 ? "dark by the schedule"
                                     : NULL;
}

/* So many edits are read one by one: more come at once only from an import, where all is read. */
#define CHANGED_MOST 64

/* What changes while it is read is read again then. */
static void note_version(struct player *player, struct diag *diag)
{
    size_t ignored = 0;
    store_changed(player->setup.store, &player->loaded_version, NULL, 0, &ignored, diag);
}

void changes_load(struct player *player)
{
    struct diag diag = {0};
    player->partly = false;
    note_version(player, &diag);
    candidates_load(&player->candidates, player->setup.store, player_wall_ms(player), &diag);
    player_report(&diag);
}

void changes_load_first(struct player *player)
{
    bool all = false;
    struct diag diag = {0};
    if (!player->setup.hurry) {
        changes_load(player);
        return;
    }
    note_version(player, &diag);
    player->partly = !candidates_load_newest(&player->candidates, player->setup.store,
                                             player_wall_ms(player), &all, &diag) ||
                     !all;
    if (!player->partly)
        log_diag(&diag); /* else it is read again, and told then */
    diag_finish(&diag);
}

bool changes_load_rest(struct player *player)
{
    if (!player->partly)
        return false;
    changes_load(player);
    return true;
}

void changes_load_new(struct player *player)
{
    int64_t ids[CHANGED_MOST];
    size_t count = 0;
    struct diag diag = {0};
    struct store *store = player->setup.store;
    int64_t now_ms = player_wall_ms(player);
    bool good = store_changed(store, &player->loaded_version, ids, CHANGED_MOST, &count, &diag) &&
                candidates_load_changed(&player->candidates, store, ids, count, now_ms, &diag);
    if (good)
        player_report(&diag);
    diag_finish(&diag); /* all of it is read, which tells it again */
    if (!good)
        changes_load(player);
}

/* The reason of a cut that is followed by the same snippet with other words. */
static const char corrected[] = "corrected";

/* Why what went on air there is not the same any more; NULL: it is. */
static const char *why_other(struct player *player, size_t zone, struct airing *air,
                             const struct candidate *item)
{
    const struct snippet snippet = candidate_snippet(item);
    bool same = candidate_same_words(item->sum, air->words);
    air->words = item->sum; /* it may be in the store by now */
    if (!layout_zones_take(player->setup.zones, zone, &snippet))
        return "edited"; /* another zone shows it */
    return same ? NULL : corrected;
}

/* Why what is on the zone must leave the glass at once; NULL: it may stay. */
static const char *why_leave(struct player *player, size_t zone, struct airing *air)
{
    const struct snippet *snippet = &air->snippet;
    const struct candidate *item = candidates_find(&player->candidates, snippet->id);
    int64_t wall_ms = player_wall_ms(player);
    if (item && candidates_is_due(&player->candidates, item, wall_ms))
        return why_other(player, zone, air, item);
    if (item)
        return item->expires_ms && item->expires_ms <= wall_ms ? "expired" : "its time is over";
    struct store_row row;
    struct diag diag = {0};
    const char *why = "removed";
    if (store_get(player->setup.store, snippet->id, &row, &diag)) {
        bool live = row.state == STORE_LIVE || row.state == STORE_APPROVED;
        why = !live                                 ? store_state_name(row.state)
              : row.snippet.not_before_ms > wall_ms ? "its embargo holds again"
                                                    : "expired";
        store_row_finish(&row);
    }
    diag_finish(&diag); /* that it is not there any more is the answer */
    return why;
}

/* A take-over cuts what stands below it on its zone; that does not count as an
 * airing. */
static void take_over(struct player *player, size_t zone, int64_t wall_ms)
{
    const struct snippet *snippet = &player->air[zone].snippet;
    char why[ROTA_REASON_SIZE];
    int level = candidates_breaking(&player->candidates, zone, wall_ms);
    if (level <= snippet->breaking)
        return;
    if (snippet->id && !snippet->breaking)
        player->resume_id[zone] = snippet->id;
    snprintf(why, sizeof why, "breaking, level %d", level);
    on_air_break(player);
    leaving_cut(player, zone, why, true);
    on_air_end(player, zone, why, snippet->id != 0);
}

/* Its words are not those on the glass any more: it begins anew, in the same turn, which is one
 * airing. */
static void correct(struct player *player, size_t zone)
{
    player->corrected_id[zone] = player->air[zone].snippet.id;
    on_air_cut(player, zone, corrected, true);
}

/* Its last words go at once; other ones come. */
static void look_at_leaving(struct player *player, size_t zone, struct leaving *leaving)
{
    int64_t id = leaving->air.snippet.id;
    const char *why = why_leave(player, zone, &leaving->air);
    if (!why)
        return;
    if (why == corrected)
        player->corrected_id[zone] = id;
    on_air_break(player);
    leaving_drop(player, zone, leaving, why, why == corrected);
}

static void look_at_zone(struct player *player, size_t zone, int64_t wall_ms)
{
    const struct snippet *snippet = &player->air[zone].snippet;
    for (struct leaving *at = player->leaving[zone], *older; at; at = older) {
        older = at->older;
        look_at_leaving(player, zone, at);
    }
    if (!player->air[zone].on)
        return;
    const char *why = snippet->id ? why_leave(player, zone, &player->air[zone]) : NULL;
    if (why == corrected)
        correct(player, zone);
    else if (why)
        on_air_cut(player, zone, why, false);
    else
        take_over(player, zone, wall_ms);
}

/* A take-over of the wall ends a pause. */
static void look_at_wall(struct player *player, int64_t wall_ms)
{
    size_t wall = player->zones - 1;
    if (!layout_zones_is_wall(player->setup.zones, wall) || player->air[wall].on ||
        player->blanked || candidates_breaking(&player->candidates, wall, wall_ms) == 0)
        return;
    player->setup.output->ops->advance(player->setup.output, player_now_ns(player));
    on_air_unfreeze(player, player_now_ns(player));
}

void changes_look_at_schedule(struct player *player)
{
    int64_t wall_ms = player_wall_ms(player);
    changes_look_at_clock(player);
    int before = player->brightness;
    player->brightness = changes_brightness(player);
    if ((before == 0) != (player->brightness == 0)) {
        const char *why = changes_why_dark(player);
        for (size_t i = 0; i < player->zones; i++) {
            on_air_break(player);
            leaving_cut(player, i, why, false);
            on_air_end(player, i, why, false);
        }
        return;
    }
    if (player->brightness == 0)
        return;
    for (size_t i = 0; i < player->zones; i++)
        look_at_zone(player, i, wall_ms);
    look_at_wall(player, wall_ms);
    if (before != player->brightness && player->pause_ns < 0)
        player->changed = true;
}
