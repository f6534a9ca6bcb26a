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
/* So long it is told that an embargo has ended. */
#define LIFTED_MS HOUR_MS

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
static char *tell_age(const struct snippet *snippet, int64_t now_ms)
{
    long long hours = (long long)(age_ms(snippet, now_ms) / HOUR_MS);
    bool days = hours >= HOURS_TOLD;
    return memory_format("%lld %s", days ? hours / HOURS_PER_DAY : hours, days ? "d" : "h");
}

/* A line that was typed for later had none, and above a quotation stands a name. */
static bool is_just_lifted(const struct snippet *snippet, int64_t now_ms)
{
    return snippet->kind == SNIPPET_HEADLINE && snippet->not_before_ms > snippet->created_ms &&
           now_ms - snippet->not_before_ms < LIFTED_MS;
}

/* The word where it is one. */
static char *word_of(const char *word)
{
    return word && *word ? memory_copy_string(word) : NULL;
}

static char *note_of(const struct config_layout *layout, const struct snippet *snippet,
                     int64_t now_ms)
{
    char *note = NULL;
    if (snippet->breaking || snippet->page)
        return NULL;
    if (snippet->corrected)
        note = word_of(layout->corrected_word);
    if (!note && is_just_lifted(snippet, now_ms))
        note = word_of(layout->lifted_word);
    if (!note && layout->age == CONFIG_AGE_SHOWN && is_old(layout, snippet, now_ms))
        note = tell_age(snippet, now_ms);
    return note;
}

/* As this zone's letters can show it; a note that they can't show is none. */
static char *gated(struct fonts *fonts, char *note)
{
    struct gate_result gate;
    struct snippet_span none = {0};
    struct diag ignored = {0};
    if (!note)
        return NULL;
    gate_text(fonts, note, &none, &gate, &ignored);
    diag_finish(&ignored);
    free(note);
    note = gate.refusal ? NULL : memory_copy_string(gate.text);
    gate_finish(&gate);
    return note;
}

/* The words, with the note in brackets behind them. */
static void take_words(struct shown *shown, struct gate_result *gate)
{
    shown->bare = strlen(gate->text);
    shown->text = shown->note ? memory_format("%s (%s)", gate->text, shown->note) : gate->text;
    if (!shown->note)
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
    shown->note = gated(fonts, note_of(layout, snippet, now_ms));
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
    free(shown->note);
    *shown = (struct shown){0};
}
