#include "leaving.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

struct compose_item *leaving_item(const struct player *player, size_t zone)
{
    assert(zone < ZONES_MAX);
    return player->leaving[zone] ? &player->leaving[zone]->item : NULL;
}

bool leaving_any(const struct player *player)
{
    for (size_t i = 0; i < player->zones; i++)
        if (player->leaving[i])
            return true;
    return false;
}

int64_t leaving_end_ns(const struct player *player, size_t zone)
{
    int64_t first_ns = INT64_MAX;
    for (const struct leaving *at = player->leaving[zone]; at; at = at->older)
        first_ns = at->item.end_ns < first_ns ? at->item.end_ns : first_ns;
    return first_ns;
}

/* Each item knows the one before it. */
static void link_items(struct player *player, size_t zone)
{
    player->items[zone].before = leaving_item(player, zone);
    for (struct leaving *at = player->leaving[zone]; at; at = at->older)
        at->item.before = at->older ? &at->older->item : NULL;
}

bool leaving_begin(struct player *player, size_t zone)
{
    struct airing *air = &player->air[zone];
    size_t count = 0;
    assert(air->on && player->items[zone].rides);
    for (const struct leaving *at = player->leaving[zone]; at; at = at->older)
        count++;
    if (count >= compose_ribbon_room(player->setup.zones)) {
        air->end_ns = leaving_end_ns(player, zone);
        return false;
    }
    struct leaving *leaving = memory_alloc(1, sizeof *leaving);
    *leaving = (struct leaving){*air, player->items[zone], player->leaving[zone]};
    leaving->item.snippet = &leaving->air.snippet;
    leaving->item.shown = leaving->air.shown.text ? &leaving->air.shown : NULL;
    player->leaving[zone] = leaving;
    *air = (struct airing){0};
    player->items[zone] = (struct compose_item){0};
    link_items(player, zone);
    candidates_end(&player->candidates, leaving->air.snippet.id, false);
    player->changed = true;
    return true;
}

void leaving_drop(struct player *player, size_t zone, struct leaving *leaving, const char *cut,
                  bool uncounted)
{
    struct leaving **at = &player->leaving[zone];
    while (*at != leaving)
        at = &(*at)->older;
    *at = leaving->older;
    if (player->journal)
        journal_end(player->journal, leaving->air.place, player_wall_ms(player), cut, uncounted);
    if (uncounted)
        candidates_uncount(&player->candidates, leaving->air.snippet.id);
    compose_item_finish(&leaving->item);
    snippet_finish(&leaving->air.snippet);
    shown_finish(&leaving->air.shown);
    free(leaving);
    link_items(player, zone);
    player->changed = true;
}

void leaving_cut(struct player *player, size_t zone, const char *cut, bool uncounted)
{
    while (player->leaving[zone])
        leaving_drop(player, zone, player->leaving[zone], cut, uncounted);
}

bool leaving_end_due(struct player *player, size_t zone, int64_t now_ns)
{
    bool any = false;
    for (struct leaving *at = player->leaving[zone], *older; at; at = older) {
        older = at->older;
        if (now_ns < at->item.end_ns)
            continue;
        leaving_drop(player, zone, at, NULL, false);
        any = true;
    }
    return any;
}

void leaving_delay(struct player *player, size_t zone, int64_t ns)
{
    for (struct leaving *at = player->leaving[zone]; at; at = at->older)
        compose_item_delay(&at->item, ns);
}
