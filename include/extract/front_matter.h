/* Front matter: what stands in an article's file and is no news. Headers of mails, contacts, press
 * lines, datelines, bylines, captions, advertisements, rules, dates and addresses never air, nor do
 * marks that withhold the article and corrections.
 *
 * Told by shape first, then by the lists of all languages (config/language: `labels`, `openings`,
 * `credits`, `withheld`, ...): a line has too few words to guess its language.
 */
#ifndef EXTRACT_FRONT_MATTER_H
#define EXTRACT_FRONT_MATTER_H

#include <stdbool.h>
#include <stddef.h>

#include "news/article.h"

/* Whether the paragraph at `index` never airs. */
bool front_matter_is(const struct article *article, size_t index);

/* Whether the paragraph, where it is no front matter, looks as a title does: no end of a sentence,
 * and at most max_chars characters. */
bool front_matter_is_like_title(const struct article *article, size_t index, size_t max_chars);

/* Whether the paragraph ends as a sentence does, in any script, marks that close a quotation left
 * out. */
bool front_matter_ends_sentence(const struct article *article, size_t index);

#endif
