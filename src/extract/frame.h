/* What an article asserts about a saying: that it was said, or only that somebody alleges, denies
 * or dreams it. Words that nobody asserts air with all of their sentence or not at all. */
#ifndef EXTRACT_FRAME_H
#define EXTRACT_FRAME_H

#include "attribution.h"
#include "token.h"

enum frame {
    FRAME_SAID,       /* the article says so itself */
    FRAME_DOUBT,      /* a word of its sentence may change what it asserts: not, if, may */
    FRAME_ACCOUNT,    /* it is an account of somebody's: alleged, heard in court, a fiction, told by
                         another; words that go on in the next sentence are as well */
    FRAME_QUESTION,   /* nobody asserts it: a question, a condition contrary to fact */
    FRAME_TAKEN_BACK, /* a sentence beside it, or a label, does */
};

/* Of the quotation at tokens->items[index], whose attribution is given. */
enum frame frame_of(const char *text, const struct tokens *tokens, size_t index,
                    const struct language *language, const struct attribution *attribution);

/* Whether the noun phrase at the tokens [first, end) says itself that it is nobody's voice: "a
 * parody account in the name of NAME". */
bool frame_in_role(const char *text, const struct tokens *tokens, size_t first, size_t end,
                   const struct language *language);

#endif
