/* Who is named behind a quotation: "...", said NAME; "...", NAME said; "..." - NAME. */
#ifndef EXTRACT_ATTRIBUTION_BEHIND_H
#define EXTRACT_ATTRIBUTION_BEHIND_H

#include "phrase.h"

/* "..., said NAME" */
struct attribution behind_inverted(const struct view *view, size_t i);

/* Behind the quotation: `"..." NAME said`, `"...", said NAME`. */
struct attribution behind_find(const struct view *view, size_t index);

/* `“A” is what counts, NAME said.`: an attribution further behind, between commas. */
struct attribution behind_trailing(const struct view *view, size_t index);

/* `"...", as NAME put it` */
struct attribution behind_manner(const struct view *view, size_t index);

#endif
