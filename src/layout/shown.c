#include "layout/shown.h"

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

/* Whole hours or days, in brackets behind the words; the caller frees. */
static char *with_age(const struct snippet *snippet, int64_t now_ms)
{
    long long hours = (long long)(age_ms(snippet, now_ms) / HOUR_MS);
    bool days = hours >= HOURS_TOLD;
    return memory_format("%s (%lld %s)", snippet->text, days ? hours / HOURS_PER_DAY : hours,
                         days ? "d" : "h");
}

char *shown_make(struct shown *shown, const struct config_layout *layout, struct fonts *fonts,
                 const struct snippet *snippet, int64_t now_ms, struct diag *diag)
{
    struct gate_result gate;
    bool old = is_old(layout, snippet, now_ms);
    char *told = old && layout->age == CONFIG_AGE_SHOWN ? with_age(snippet, now_ms) : NULL;
    *shown = (struct shown){
        .speaker_span = snippet->speaker_span,
        .dimmed = old && layout->age == CONFIG_AGE_DIM ? layout->age_percent : 0,
    };
    gate_text(fonts, told ? told : snippet->text, &shown->speaker_span, &gate, diag);
    char *refusal = gate.refusal;
    if (!refusal) {
        shown->text = gate.text;
        gate.text = NULL;
    }
    gate.refusal = NULL;
    gate_finish(&gate);
    free(told);
    return refusal;
}

void shown_finish(struct shown *shown)
{
    free(shown->text);
    *shown = (struct shown){0};
}
