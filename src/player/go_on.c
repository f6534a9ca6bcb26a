#include "go_on.h"

#include "change_over.h"
#include "fill.h"
#include "leaving.h"
#include "on_air.h"

/* How often an idle zone looks whether a gap between two airings is over. */
#define IDLE_LOOK_NS CLOCK_NS_PER_S

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* When to look at the zone again: its airing is over, or it is idle while something
 * is due that waits for its turn. */
static int64_t zone_event_ns(const struct player *player, size_t zone, int64_t now_ns)
{
    const struct airing *air = &player->air[zone];
    int64_t end_ns = min_i64(air->on ? air->end_ns : INT64_MAX, leaving_end_ns(player, zone));
    bool waits = (!air->on || !air->snippet.id) && player->brightness > 0 &&
                 player->candidates.lists[zone].due.count > 0;
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

int64_t go_on_due_ns(const struct player *player, int64_t now_ns)
{
    return monotonic_of(player, player->candidates.next_change_ms, now_ns);
}

/* When an airing ends, or something becomes due or ceases to be. */
static int64_t next_event_ns(const struct player *player, int64_t now_ns)
{
    if (!player->begun)
        return now_ns;
    int64_t next_ns = go_on_due_ns(player, now_ns);
    if (player->pause_ns >= 0)
        return next_ns;
    for (size_t i = 0; i < player->zones; i++)
        next_ns = min_i64(next_ns, zone_event_ns(player, i, now_ns));
    next_ns = min_i64(next_ns, player->change_ns);
    return min_i64(next_ns, monotonic_of(player, player->change_ms, now_ns));
}

void go_on(struct player *player, int64_t now_ns)
{
    struct output *output = player->setup.output;
    if (player->stopped)
        return;
    change_over(player);
    if (player->pause_ns < 0)
        fill_zones(player, now_ns);
    if (player->changed && player->pause_ns < 0)
        on_air_show(player, now_ns);
    if (player->brightness == 0)
        output->ops->blank(output);
    int64_t wanted_ns = output->ops->advance(output, now_ns);
    int64_t next_ns =
        min_i64(min_i64(wanted_ns, next_event_ns(player, now_ns)), player->setup.end_ns);
    if (next_ns != INT64_MAX)
        loop_set_timer(player->wake, next_ns > now_ns ? next_ns : now_ns);
}
