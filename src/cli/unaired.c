#include "cli/unaired.h"

#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "player/timetable.h"

/* Whether the span, or the light where it is below 0, comes between two instants. */
static bool comes(struct timetable *timetable, int span, int64_t from_ms, int64_t to_ms)
{
    for (int64_t at_ms = from_ms; at_ms < to_ms;) {
        timetable_look(timetable, at_ms);
        if (span >= 0 ? timetable->holds[span] : timetable_brightness(timetable, at_ms) > 0)
            return true;
        int64_t next_ms = timetable_next_change(timetable, at_ms);
        if (next_ms <= at_ms)
            break;
        at_ms = next_ms;
    }
    return false;
}

static char *by_schedule(const struct cli *cli, const struct snippet *snippet, int64_t from_ms,
                         int64_t to_ms)
{
    struct timetable timetable;
    struct diag ignored = {0}; /* check-config tells it */
    char *why = NULL;
    if (timetable_init(&timetable, cli->config, &ignored)) {
        int span = snippet->daypart ? timetable_span(&timetable, snippet->daypart, &ignored) : -1;
        if (snippet->daypart && span < 0)
            why = memory_format("its daypart \"%s\" is not understood", snippet->daypart);
        else if (snippet->daypart && !comes(&timetable, span, from_ms, to_ms))
            why = memory_format("its daypart \"%s\" does not come in that time", snippet->daypart);
        else if (!comes(&timetable, -1, from_ms, to_ms))
            why = memory_copy_string("the wall is dark by the schedule (schedule.dayparts)");
    }
    timetable_finish(&timetable);
    diag_finish(&ignored);
    return why;
}

static char *by_state(const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    if (row->fault)
        return memory_format("it is damaged, column %s (motograph repair)", row->fault);
    if (row->state == STORE_HELD)
        return memory_format("held: %s",
                             snippet->hold ? snippet->hold : "an editor must approve it");
    if (row->state != STORE_LIVE && row->state != STORE_APPROVED)
        return memory_format("it is %s", store_state_name(row->state));
    return NULL;
}

static char *by_terms(const struct cli *cli, const struct store_row *row, int64_t from_ms,
                      int64_t to_ms)
{
    const struct snippet *snippet = &row->snippet;
    char when[ASKED_TIME_SIZE];
    if (snippet->expires_ms && snippet->expires_ms <= from_ms) {
        cli_format_time(cli, snippet->expires_ms, true, when);
        return memory_format("it expired: %s", when);
    }
    if (snippet->not_before_ms >= to_ms) {
        cli_format_time(cli, snippet->not_before_ms, false, when);
        return memory_format("under embargo until %s", when);
    }
    if (snippet->most_airings > 0 && row->airings >= snippet->most_airings)
        return memory_format("it has had its %lld airing%s (motograph edit %lld --airings 0)",
                             (long long)row->airings, row->airings == 1 ? "" : "s",
                             (long long)snippet->id);
    return NULL;
}

static char *by_zones(const struct layout_zones *zones, const struct snippet *snippet)
{
    for (size_t i = 0; zones && i < layout_zones_count(zones); i++)
        if (layout_zones_take(zones, i, snippet))
            return NULL;
    return zones ? memory_format("no zone takes a %s of category %s (zones)",
                                 snippet_kind_name(snippet->kind),
                                 snippet->category ? snippet->category : "news")
                 : NULL;
}

static char *by_rota(const struct cli *cli, const struct snippet *snippet)
{
    const struct config *config = cli->config;
    bool house = snippet->category && strcmp(snippet->category, "house") == 0;
    if (house && config->rota.house_every == 0)
        return memory_copy_string(
            "a house line airs where nothing else may (rota.house_every is 0)");
    if (snippet->page)
        return memory_copy_string("a page of a quotation airs with all of its pages, or not");
    return memory_copy_string("others go before it: its turn does not come");
}

char *unaired_reason(const struct cli *cli, const struct layout_zones *zones,
                     const struct store_row *row, int64_t from_ms, int64_t to_ms)
{
    const struct snippet *snippet = &row->snippet;
    int64_t last_ms =
        snippet->expires_ms && snippet->expires_ms < to_ms ? snippet->expires_ms : to_ms;
    char *why = by_state(row);
    if (!why)
        why = by_terms(cli, row, from_ms, to_ms);
    if (!why)
        why = by_zones(zones, snippet);
    if (!why)
        why = by_schedule(cli, snippet,
                          snippet->not_before_ms > from_ms ? snippet->not_before_ms : from_ms,
                          last_ms);
    return why ? why : by_rota(cli, snippet);
}
