/* Who is named behind a quotation: "...", said NAME; "...", NAME said; "..." - NAME. */
#ifndef EXTRACT_ATTRIBUTION_BEHIND_H
#define EXTRACT_ATTRIBUTION_BEHIND_H

#include "phrase.h"

/* "..., said NAME" */
struct attribution attribution_behind_inverted(const struct sentence_view *view, size_t i);

/* Behind the quotation: `"..." NAME said`, `"...", said NAME`. */
struct attribution attribution_behind_find(const struct sentence_view *view, size_t index);

/* `“A” is what counts, NAME said.`: an attribution further behind, between commas. */
struct attribution attribution_behind_trailing(const struct sentence_view *view, size_t index);

/* `"...", as NAME put it` */
struct attribution attribution_behind_manner(const struct sentence_view *view, size_t index);

#endif
