/* What an item's words look like: a role for each piece of them, and the roles' colours. */
#ifndef LAYOUT_LOOK_H
#define LAYOUT_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "config/colours_keys.h"
#include "display/zone.h"
#include "layout/quoted.h"
#include "news/snippet.h"

#define LOOK_SPANS_MAX (QUOTED_PARTS_MAX + 1)

/* Of a snippet's words, as they are shown, with the speaker at `speaker`: its exact words are
 * TEXT_ROLE_TEXT, who said it TEXT_ROLE_SPEAKER, and all that is in no span, which the house says,
 * TEXT_ROLE_HEADLINE. How many spans, in order. */
size_t look_spans(const struct snippet *snippet, const char *words,
                  const struct snippet_span *speaker, struct text_span spans[LOOK_SPANS_MAX]);

/* Where the words end before a speaker who stands behind them, " - " left out; the length of the
 * text where nobody does. */
size_t look_words_end(const char *words, const struct snippet_span *speaker);

/* The zone's colours for a snippet. */
void look_colours(struct zone *zone, const struct config_colours *colours,
                  const struct snippet *snippet);

/* The colour of the snippet's kind: of a bar that stands for it. */
struct config_colour look_colour(const struct config_colours *colours,
                                 const struct snippet *snippet);

/* Whether colours.categories can be understood; else an error that tells what is allowed. */
bool look_check(const struct config_colours *colours, struct diag *diag);

#endif
