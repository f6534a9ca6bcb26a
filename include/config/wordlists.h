/* Whether the lists of words and the weights (config/weights.h) are all there. A list that is
 * missing is not one that is empty: without the words that mark an embargo, satire or an
 * advertisement nothing of an article may air by itself.
 */
#ifndef CONFIG_WORDLISTS_H
#define CONFIG_WORDLISTS_H

#include <stdbool.h>

#include "base/diag.h"

/* What a person must do where they are not: a sentence. */
extern const char wordlists_wanted[];

/* Reads the languages (config/language.h) the first time, and says what they lack: a file that
 * can't be read, one that comes with the program and is missing, a list without which its language
 * can't be judged. False where no article at all may be read. */
bool wordlists_load(struct diag *diag);

/* The same without the words. */
bool wordlists_ready(void);

/* Why nothing of an article in a language (its code, "und" for none) may air by itself: the
 * language lacks a list, or it is not clearly this one and another could not be read. The caller
 * frees; NULL: nothing is missing. Behind wordlists_load. */
char *wordlists_gap(const char *language, bool clear);

#endif
