/* The numbers behind the words of a language's lists: embargo=1 may=5. Private. */
#ifndef CONFIG_LANGUAGE_NUMBERS_H
#define CONFIG_LANGUAGE_NUMBERS_H

#include <stdbool.h>

#include "config/language.h"

#define LANGUAGE_NUMBERS_WHY_SIZE 80

/* Whether the word has the number that the list wants behind its `=`; one of a list without numbers
 * is right. False with what is wanted. */
bool language_numbers_check(enum language_list list, const char *word,
                            char why[LANGUAGE_NUMBERS_WHY_SIZE]);

#endif
