#include "change_over.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "changes.h"
#include "leaving.h"
#include "on_air.h"

/* An item has ended and the next one has not begun, or the zones have nothing to end. A take-over
 * is let go to its end first. */
static bool is_between(const struct player *player)
{
    size_t last = player->zones - 1;
    bool has_wall = layout_zones_is_wall(player->setup.zones, last);
    bool airs = false;
    if (player->pause_ns >= 0 || (has_wall && player->air[last].on))
        return false;
    for (size_t i = 0; i < player->zones - has_wall; i++) {
        if (!player->air[i].on && !player->leaving[i])
            return true;
        airs |= player->leaving[i] || player->air[i].snippet.id != 0;
    }
    return !airs;
}

/* What other zones show goes, and airs again from its start: half of a quotation is none. */
static void clear_the_wall(struct player *player)
{
    for (size_t i = 0; i < player->zones; i++) {
        int64_t id = player->air[i].snippet.id;
        if (id && !player->air[i].snippet.breaking)
            player->resume_id[i] = id;
        leaving_cut(player, i, "the configuration changed", true);
        on_air_end(player, i, id ? "the configuration changed" : NULL, id != 0);
        free(player->next_text[i]);
        player->next_text[i] = NULL;
    }
}

static void take_zones(struct player *player, struct layout_zones *zones)
{
    player->setup.zones = zones;
    player->candidates.zones = zones;
    player->zones = layout_zones_count(zones);
    assert(player->zones > 0 && player->zones <= ZONES_MAX);
}

/* Spans and categories have other numbers; credits are of the old ones. */
static void take_timetable(struct player *player, const struct timetable *timetable)
{
    timetable_finish(&player->timetable);
    player->timetable = *timetable;
    for (size_t i = 0; i < ZONES_MAX; i++)
        memset(player->candidates.lists[i].history.credits, 0,
               sizeof player->candidates.lists[i].history.credits);
}

void change_over(struct player *player)
{
    struct player_change *change = player->change;
    if (!change || player->stopped || !is_between(player))
        return;
    player->change = NULL;
    if (change->zones)
        clear_the_wall(player);
    change->taken(change->user);
    if (change->zones)
        take_zones(player, change->zones);
    take_timetable(player, &change->timetable);
    if (player->journal)
        journal_follow(player->journal, player->setup.config);
    free(change);
    changes_load(player);
    changes_look_at_schedule(player);
    player->changed = true;
}

void change_over_forget(struct player *player)
{
    if (player->change)
        timetable_finish(&player->change->timetable);
    free(player->change);
    player->change = NULL;
}
