#include "on_air.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "foresee.h"
#include "leaving.h"

static void send(struct player *player, struct scene *scene)
{
    struct output *output = player->setup.output;
    int error = output_show(output, scene);
    if (error < 0)
        log_error("the output did not take the scene: %s", strerror(-error));
}

void on_air_show(struct player *player, int64_t now_ns)
{
    struct diag diag = {0};
    player->changed = false;
    if (player->setup.unseen)
        return;
    int64_t wall_ms = player_wall_ms(player);
    player->change_ms = compose_next_change_ms(player->setup.zones, wall_ms);
    player->change_ns = compose_next_change_ns(player->setup.zones, player->items, now_ns);
    struct scene *scene = compose_scene(player->setup.zones, player->items, now_ns, wall_ms, &diag);
    player_report(&diag);
    if (!scene)
        return;
    scene_dim(scene, player->brightness);
    send(player, scene);
    scene_unref(player->scene);
    player->scene = scene;
}

static void tell_caption(struct player *player, size_t zone)
{
    struct output *output = player->setup.output;
    if (!output->ops->caption)
        return;
    struct output_caption caption = {
        .on_air = airing_text(&player->air[zone]),
        .reason = player->air[zone].reason,
        .next = player->next_text[zone],
    };
    output->ops->caption(output, &caption);
}

void on_air_begin(struct player *player, size_t zone, const struct snippet *snippet,
                  struct shown *shown, const struct compose_item *item, int64_t end_ns,
                  const char *reason)
{
    struct airing *air = &player->air[zone];
    assert(zone < player->zones && !air->on && end_ns >= item->start_ns);
    *air = (struct airing){.snippet = snippet_copy(snippet),
                           .shown = *shown,
                           .start_ms = player_wall_ms(player),
                           .end_ns = end_ns,
                           .on = true};
    *shown = (struct shown){0};
    snprintf(air->reason, sizeof air->reason, "%s", reason);
    player->items[zone] = *item;
    player->items[zone].before = leaving_item(player, zone);
    player->items[zone].snippet = item->snippet ? &air->snippet : NULL;
    player->items[zone].shown = air->shown.text ? &air->shown : NULL;
    player->changed = true;
    if (player->journal)
        air->place = journal_begin(player->journal, layout_zones_name(player->setup.zones, zone),
                                   snippet->id, air->start_ms, airing_text(air), reason);
    foresee(player, zone);
    tell_caption(player, zone);
}

void on_air_end(struct player *player, size_t zone, const char *cut, bool uncounted)
{
    struct airing *air = &player->air[zone];
    assert(zone < player->zones);
    if (!air->on)
        return;
    if (player->journal)
        journal_end(player->journal, air->place, player_wall_ms(player), cut, uncounted);
    candidates_end(&player->candidates, air->snippet.id, uncounted);
    compose_item_finish(&player->items[zone]);
    player->items[zone] = (struct compose_item){.before = leaving_item(player, zone)};
    snippet_finish(&air->snippet);
    shown_finish(&air->shown);
    *air = (struct airing){0};
    player->changed = true;
}

void on_air_notice(struct player *player, struct scene *scene, int64_t now_ns)
{
    assert(player->pause_ns < 0);
    player->pause_ns = now_ns;
    send(player, scene);
}

void on_air_freeze(struct player *player, int64_t now_ns)
{
    assert(player->pause_ns < 0);
    player->pause_ns = now_ns;
    if (!player->scene)
        return;
    struct scene *still = scene_frozen(player->scene, now_ns);
    send(player, still);
    scene_unref(still);
}

void on_air_unfreeze(struct player *player, int64_t now_ns)
{
    if (player->pause_ns < 0)
        return;
    int64_t pause_ns = now_ns - player->pause_ns;
    assert(pause_ns >= 0);
    for (size_t i = 0; i < player->zones; i++) {
        compose_item_delay(&player->items[i], pause_ns);
        leaving_delay(player, i, pause_ns);
        if (player->air[i].snippet.id)
            player->air[i].end_ns += pause_ns;
    }
    player->pause_ns = -1;
    player->held = player->blanked = false;
    player->changed = true;
}

void on_air_break(struct player *player)
{
    int64_t now_ns = player_now_ns(player);
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (!player->blanked)
        on_air_unfreeze(player, now_ns);
}

void on_air_cut(struct player *player, size_t zone, const char *why, bool uncounted)
{
    on_air_break(player);
    on_air_end(player, zone, why, uncounted);
}
