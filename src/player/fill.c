#include "fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/local.h"
#include "base/log.h"
#include "base/memory.h"
#include "changes.h"
#include "config/config.h"
#include "layout/shown.h"
#include "leaving.h"
#include "news/banned.h"
#include "on_air.h"
#include "refuse.h"

/* The words as the fonts of this day can show them, laid out. NULL, or why they can't be shown;
 * the caller frees. */
static char *prepare(struct player *player, size_t zone, const struct snippet *snippet,
                     struct shown *shown, struct compose_item *item)
{
    struct diag diag = {0};
    const struct layout_zones *zones = player->setup.zones;
    if (refuse_is_banned(player, snippet))
        return memory_copy_string(banned_reason);
    char *why = shown_make(shown, &player->setup.config->layout, layout_zones_fonts(zones, zone),
                           snippet, player_wall_ms(player), &diag);
    item->snippet = snippet;
    item->shown = shown;
    if (!why && !compose_lay_out(zones, zone, item, &diag))
        why = memory_copy_string(diag.count ? diag.messages[diag.count - 1].text
                                            : "nothing of it can be seen");
    player_report(&diag);
    return why;
}

/* For the log; where there are no zones the wall is one. */
static const char *name_of(const struct player *player, size_t zone)
{
    const char *name = layout_zones_name(player->setup.zones, zone);
    return name ? name : "wall";
}

/* Takes what is shown. */
static void put_on_air(struct player *player, size_t zone, struct candidate *chosen,
                       struct shown *shown, const struct compose_item *item,
                       const struct rota_choice *choice)
{
    const struct snippet *snippet = item->snippet;
    candidates_air(&player->candidates, zone, chosen, choice, player_wall_ms(player));
    if (!item->rides) /* a take-over waits for nothing */
        leaving_cut(player, zone, choice->reason, true);
    on_air_begin(player, zone, snippet, shown, item, item->turn_ns, choice->reason);
    player->air[zone].words = chosen->sum;
    log_debug("rota: zone %s airs snippet %lld for %.1f s: %s", name_of(player, zone),
              (long long)snippet->id,
              (double)(item->turn_ns - item->start_ns) / (double)CLOCK_NS_PER_S, choice->reason);
    if (player->setup.on_air)
        player->setup.on_air(player->setup.user, item->start_ns - player->start_ns,
                             layout_zones_name(player->setup.zones, zone), snippet,
                             airing_text(&player->air[zone]), choice->reason);
}

/* False when it can't be shown: it is held then. Where nobody looks it is laid out once, for
 * its length. */
static bool try_to_air(struct player *player, size_t zone, struct candidate *chosen,
                       const struct rota_choice *choice, int64_t now_ns)
{
    bool unseen = player->setup.unseen;
    int64_t *known_ns = candidates_duration_ns(chosen, zone);
    struct shown shown = {0};
    const struct snippet snippet = candidate_snippet(chosen);
    struct compose_item item = {.snippet = &snippet,
                                .start_ns = now_ns,
                                .turn_ns = now_ns + *known_ns,
                                .before = leaving_item(player, zone),
                                .behind = unseen};
    char *why = unseen && *known_ns > 0 ? NULL : prepare(player, zone, &snippet, &shown, &item);
    if (unseen)
        compose_item_finish(&item);
    *known_ns = item.turn_ns - now_ns;
    if (!why)
        put_on_air(player, zone, chosen, &shown, &item, choice);
    else
        refuse(player, chosen, why);
    shown_finish(&shown);
    bool good = !why;
    free(why);
    return good;
}

/* The snippet that is noted in *id, when nothing that breaks in above it is left and it is still
 * due; it is noted no more then. */
static struct candidate *choose_noted(struct player *player, size_t zone, int64_t *id,
                                      const char *why, int64_t wall_ms, struct rota_choice *choice)
{
    struct candidates *candidates = &player->candidates;
    struct candidate *item = *id ? candidates_find(candidates, *id) : NULL;
    if (!*id || candidates_breaking(candidates, zone, wall_ms) > (item ? item->breaking : 0))
        return NULL;
    *id = 0;
    return item && candidates_choose_this(candidates, zone, item, wall_ms, why, choice) ? item
                                                                                        : NULL;
}

/* What was corrected goes on, and what was interrupted airs again from its start: half of a
 * quotation is none. */
static struct candidate *choose_again(struct player *player, size_t zone, int64_t wall_ms,
                                      struct rota_choice *choice)
{
    struct candidate *item =
        choose_noted(player, zone, &player->corrected_id[zone], "corrected", wall_ms, choice);
    return item ? item
                : choose_noted(player, zone, &player->resume_id[zone], "again after the take-over",
                               wall_ms, choice);
}

/* Of the newest, where no more are read yet and one of them may air. */
static struct candidate *choose_next(struct player *player, size_t zone, int64_t wall_ms,
                                     struct rota_choice *choice)
{
    struct candidates *candidates = &player->candidates;
    uint64_t seed = player->setup.seed;
    struct candidate *chosen = candidates_choose(candidates, zone, wall_ms, seed, choice);
    if (!chosen && changes_load_rest(player))
        chosen = candidates_choose(candidates, zone, wall_ms, seed, choice);
    return chosen;
}

/* False when nothing may air there. */
static bool start_next(struct player *player, size_t zone, int64_t now_ns)
{
    for (;;) {
        struct rota_choice choice;
        int64_t wall_ms = player_wall_ms(player);
        struct candidate *chosen = choose_again(player, zone, wall_ms, &choice);
        if (!chosen)
            chosen = choose_next(player, zone, wall_ms, &choice);
        if (!chosen)
            return false;
        if (try_to_air(player, zone, chosen, &choice, now_ns))
            return true;
    }
}

/* An idle zone is an airing of snippet 0: the log tells why nothing aired. */
static void show_idle(struct player *player, size_t zone, const char *text, int64_t end_ns,
                      int64_t now_ns)
{
    char copy[8];
    struct diag diag = {0};
    snprintf(copy, sizeof copy, "%s", text);
    const struct snippet idle = {.kind = SNIPPET_HEADLINE, .text = copy};
    struct compose_item item = {.snippet = &idle, .still = true, .start_ns = now_ns};
    if (!*text || !compose_lay_out(player->setup.zones, zone, &item, &diag))
        item.snippet = NULL;
    player_report(&diag);
    const char *dark = changes_why_dark(player);
    const char *why = dark                 ? dark
                      : player->time_known ? "nothing may air"
                                           : "nothing may air: the time is not known";
    on_air_begin(player, zone, &idle, &(struct shown){0}, &item, end_ns, why);
    log_debug("rota: zone %s is idle: %s", name_of(player, zone), why);
    if (player->setup.on_idle)
        player->setup.on_idle(player->setup.user, layout_zones_name(player->setup.zones, zone),
                              why);
}

/* Local time, until its minute is over. */
static void show_clock(struct player *player, size_t zone, int64_t now_ns)
{
    const int64_t minute_ms = 60 * CLOCK_MS_PER_S;
    char text[8];
    int64_t wall_ms = player_wall_ms(player);
    struct local_time local = local_time_at(wall_ms);
    snprintf(text, sizeof text, "%02d:%02d", local.minute / 60 % 24, local.minute % 60);
    show_idle(player, zone, text, now_ns + (minute_ms - wall_ms % minute_ms) * CLOCK_NS_PER_MS,
              now_ns);
}

static bool show_house_line(struct player *player, size_t zone, int64_t now_ns)
{
    struct rota_choice choice;
    struct candidate *chosen =
        candidates_choose_house(&player->candidates, zone, player_wall_ms(player), &choice);
    return chosen && try_to_air(player, zone, chosen, &choice, now_ns);
}

static void go_idle(struct player *player, size_t zone, int64_t now_ns)
{
    enum config_idle idle = player->setup.config->rota.idle;
    bool dark = player->brightness == 0 || idle == CONFIG_IDLE_DARK;
    if (!dark && idle == CONFIG_IDLE_HOUSE && show_house_line(player, zone, now_ns))
        return;
    if (player->leaving[zone])
        return; /* nothing is on air while the last words go */
    if (!dark && player->time_known)
        show_clock(player, zone, now_ns);
    else
        show_idle(player, zone, "", INT64_MAX, now_ns);
}

static bool is_idle(const struct player *player, size_t zone)
{
    return player->air[zone].on && player->air[zone].snippet.id == 0;
}

/* A take-over on the wall of all zones; what they showed airs again afterwards. */
static bool take_the_wall(struct player *player, size_t wall, int64_t now_ns)
{
    char why[ROTA_REASON_SIZE];
    int level = candidates_breaking(&player->candidates, wall, player_wall_ms(player));
    if (level == 0 || player->brightness == 0 || !start_next(player, wall, now_ns))
        return false;
    snprintf(why, sizeof why, "breaking, level %d", level);
    for (size_t i = 0; i < wall; i++) {
        if (player->air[i].snippet.id) {
            player->resume_id[i] = player->air[i].snippet.id;
        }
        leaving_cut(player, i, why, true);
        on_air_end(player, i, why, player->air[i].snippet.id != 0);
    }
    return true;
}

/* Whether nothing more comes: the wall is to be empty. */
static bool runs_out(struct player *player)
{
    return player->change || (player->setup.one_round &&
                              candidates_round_done(&player->candidates, player_wall_ms(player)));
}

static void fill_zone(struct player *player, size_t zone, int64_t now_ns)
{
    if (is_idle(player, zone) && player->brightness > 0 &&
        candidates_any(&player->candidates, zone, player->setup.seed, player_wall_ms(player)))
        on_air_end(player, zone, NULL, false);
    if (player->air[zone].on || (player->leaving[zone] && runs_out(player)))
        return;
    if (player->brightness == 0 || !start_next(player, zone, now_ns))
        go_idle(player, zone, now_ns);
}

void fill_zones(struct player *player, int64_t now_ns)
{
    size_t wall = player->zones - 1;
    bool has_wall = layout_zones_is_wall(player->setup.zones, wall);
    if (has_wall && (player->air[wall].on || take_the_wall(player, wall, now_ns)))
        return;
    for (size_t i = 0; i < player->zones - has_wall; i++)
        fill_zone(player, i, now_ns);
}
