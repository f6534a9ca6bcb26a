/* Who is spoken of, outside of quotations, as the article goes on: it tells whom
 * "he" means. */
#ifndef EXTRACT_MENTION_H
#define EXTRACT_MENTION_H

#include "finding.h"

/* Somebody is named at reading->place; `full` outlives the reading. GENDER_UNKNOWN: as the
 * name has it. */
void mention_add(struct reading *reading, const char *full, enum gender gender, bool subject,
                 bool speaker);

/* The name that begins at a token of the paragraph at hand is kept in mind; how
 * many tokens it has, 0: none begins there. */
size_t mention_name(struct reading *reading, size_t index);

/* "The woman" is kept in mind as nobody whose name is known. */
void mention_noun(struct reading *reading, size_t index);

/* "he" outside of a quotation keeps whom it means in mind. */
void mention_pronoun(struct reading *reading, size_t index);

/* Whether a verb seems to follow the tokens [first, end), which no preposition governs. */
bool mention_is_subject(const struct reading *reading, size_t first, size_t end);

/* He or she, as the language has it. */
enum gender pronoun_gender(const struct token *token);

#endif
