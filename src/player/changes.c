/* What may stay on the glass: edits, expiry, dayparts, take-overs, the clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "config/config.h"
#include "player_state.h"

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

void player_look_at_clock(struct player *player)
{
    bool known = is_time_known(player);
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

/* Somebody set the clock: what waits for an instant of wall time waits anew. */
bool player_clock_jumped(struct player *player)
{
    int64_t offset_ms = player_wall_ms(player) - player_now(player) / CLOCK_NS_PER_MS;
    int64_t jump_ms = offset_ms - player->offset_ms;
    if (jump_ms > -CLOCK_JUMP_MS && jump_ms < CLOCK_JUMP_MS)
        return false;
    player->offset_ms = offset_ms;
    log_info("the clock was set %s by %.1f s", jump_ms < 0 ? "back" : "forward",
             (double)llabs(jump_ms) / (double)CLOCK_MS_PER_S);
    return true;
}

void player_follow_clock(struct player *player)
{
    player->changed = player->pause_ns < 0;
    for (size_t i = 0; i < player->places; i++)
        if (player->air[i].on && player->air[i].snippet.id == 0 && player->brightness > 0 &&
            player->pause_ns < 0)
            player_cut(player, i, NULL, false);
}

int player_scheduled_brightness(const struct player *player)
{
    return player->time_known ? timetable_brightness(&player->timetable, player_wall_ms(player))
                              : 100;
}

void player_load(struct player *player)
{
    struct diag diag = {0};
    candidates_load(&player->candidates, player->setup.store, player_wall_ms(player), &diag);
    player_report(&diag);
}

void player_cut(struct player *player, size_t place, const char *why, bool uncounted)
{
    int64_t now_ns = player_now(player);
    player->setup.output->ops->advance(player->setup.output, now_ns);
    player_unfreeze(player, now_ns);
    player_end_airing(player, place, why, uncounted);
}

/* Why what is on air must leave the glass at once; NULL: it may stay. */
static const char *why_leave(struct player *player, size_t place)
{
    const struct airing *air = &player->air[place];
    const struct snippet *snippet = &air->snippet;
    const struct candidate *item = candidates_find(&player->candidates, snippet->id);
    int64_t wall_ms = player_wall_ms(player);
    if (item && candidates_is_due(&player->candidates, item, wall_ms))
        return strcmp(item->row.snippet.text, air->written) == 0 &&
                       composer_takes(player->setup.composer, place, &item->row.snippet)
                   ? NULL
                   : "edited";
    if (item)
        return item->row.snippet.expires_ms && item->row.snippet.expires_ms <= wall_ms
                   ? "expired"
                   : "its time is over";
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

/* A take-over cuts what stands below it on its place; that does not count as an
 * airing. */
static void take_over(struct player *player, size_t place, int64_t wall_ms)
{
    const struct snippet *snippet = &player->air[place].snippet;
    char why[ROTA_REASON_SIZE];
    int level = candidates_breaking(&player->candidates, place, wall_ms);
    if (level <= snippet->breaking)
        return;
    if (snippet->id && !snippet->breaking)
        player->resume_id[place] = snippet->id;
    snprintf(why, sizeof why, "breaking, level %d", level);
    player_cut(player, place, why, snippet->id != 0);
}

static void look_at_place(struct player *player, size_t place, int64_t wall_ms)
{
    const struct snippet *snippet = &player->air[place].snippet;
    if (!player->air[place].on)
        return;
    const char *why = snippet->id ? why_leave(player, place) : NULL;
    if (why)
        player_cut(player, place, why, false);
    else
        take_over(player, place, wall_ms);
}

/* A take-over of the wall ends a pause. */
static void look_at_wall(struct player *player, int64_t wall_ms)
{
    size_t wall = player->places - 1;
    if (!composer_is_wall(player->setup.composer, wall) || player->air[wall].on ||
        candidates_breaking(&player->candidates, wall, wall_ms) == 0)
        return;
    player->setup.output->ops->advance(player->setup.output, player_now(player));
    player_unfreeze(player, player_now(player));
}

void player_look_at_schedule(struct player *player)
{
    int64_t wall_ms = player_wall_ms(player);
    player_look_at_clock(player);
    int before = player->brightness;
    player->brightness = player_scheduled_brightness(player);
    if ((before == 0) != (player->brightness == 0)) {
        for (size_t i = 0; i < player->places; i++)
            player_cut(player, i, player->brightness == 0 ? "dark by the schedule" : NULL, false);
        return;
    }
    if (player->brightness == 0)
        return;
    for (size_t i = 0; i < player->places; i++)
        look_at_place(player, i, wall_ms);
    look_at_wall(player, wall_ms);
    if (before != player->brightness && player->pause_ns < 0)
        player->changed = true;
}
