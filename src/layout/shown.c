#include "layout/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "config/layout_keys.h"
#include "text/gate.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define HOURS_PER_DAY 24
/* Below two days hours tell more. */
#define HOURS_TOLD 48

/* House lines and take-overs have no age; a page of several is told whole. */
static bool has_age(const struct snippet *snippet)
{
    return !snippet->breaking && !snippet->page &&
           !(snippet->category && strcmp(snippet->category, "house") == 0);
}

/* What was under embargo is new when that ends. */
static int64_t age_ms(const struct snippet *snippet, int64_t now_ms)
{
    return now_ms - (snippet->not_before_ms > snippet->created_ms ? snippet->not_before_ms
                                                                  : snippet->created_ms);
}

static bool is_old(const struct config_layout *layout, const struct snippet *snippet,
                   int64_t now_ms)
{
    return has_age(snippet) &&
           (double)age_ms(snippet, now_ms) >= layout->age_hours * (double)HOUR_MS;
}

/* Whole hours or days. */
static void tell_age(struct shown *shown, const struct snippet *snippet, int64_t now_ms)
{
    long long hours = (long long)(age_ms(snippet, now_ms) / HOUR_MS);
    bool days = hours >= HOURS_TOLD;
    snprintf(shown->age, sizeof shown->age, "%lld %s", days ? hours / HOURS_PER_DAY : hours,
             days ? "d" : "h");
}

/* The words, with the age in brackets behind them. */
static void take_words(struct shown *shown, struct gate_result *gate)
{
    shown->bare = strlen(gate->text);
    shown->text = *shown->age ? memory_format("%s (%s)", gate->text, shown->age) : gate->text;
    if (!*shown->age)
        gate->text = NULL;
}

char *shown_make(struct shown *shown, const struct config_layout *layout, struct fonts *fonts,
                 const struct snippet *snippet, int64_t now_ms, struct diag *diag)
{
    struct gate_result gate;
    bool old = is_old(layout, snippet, now_ms);
    *shown = (struct shown){
        .speaker_span = snippet->speaker_span,
        .dimmed = old && layout->age == CONFIG_AGE_DIM ? layout->age_percent : 0,
    };
    if (old && layout->age == CONFIG_AGE_SHOWN)
        tell_age(shown, snippet, now_ms);
    gate_text(fonts, snippet->text, &shown->speaker_span, &gate, diag);
    char *refusal = gate.refusal;
    if (!refusal)
        take_words(shown, &gate);
    gate.refusal = NULL;
    gate_finish(&gate);
    return refusal;
}

void shown_finish(struct shown *shown)
{
    free(shown->text);
    *shown = (struct shown){0};
}
