#include "language_numbers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What config/language/ says of each list: whoever reads it takes the number for a day, a month or
 * a kind without asking again. */
static const struct numbers {
    enum language_list list;
    int least, most;
    int more;    /* may be added to it; 0: nothing */
    bool wanted; /* by every word */
} numbers[] = {
    {LANGUAGE_DAYS, -7, 7, 0, true},    /* from today on */
    {LANGUAGE_WEEKDAYS, 0, 6, 0, true}, /* Monday is 0 */
    {LANGUAGE_MONTHS, 1, 12, 0, true},
    {LANGUAGE_WITHHELD, 1, 5, 10, true},    /* kinds (extract/withheld.c); 10: wherever it stands */
    {LANGUAGE_CORRECTIONS, 1, 1, 0, false}, /* a note of the editors */
};

static const struct numbers *numbers_of(enum language_list list)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].list == list)
            return &numbers[i];
    return NULL;
}

static bool is_within(const struct numbers *of, const char *digits)
{
    char *end;
    errno = 0;
    long number = strtol(digits, &end, 10);
    if (end == digits || *end || errno)
        return false;
    return (number >= of->least && number <= of->most) ||
           (number >= of->least + of->more && number <= of->most + of->more);
}

bool language_numbers_check(enum language_list list, const char *word,
                            char why[LANGUAGE_NUMBERS_WHY_SIZE])
{
    const struct numbers *of = numbers_of(list);
    const char *equals = strchr(word, '=');
    if (!of || (equals ? equals > word && is_within(of, equals + 1) : !of->wanted))
        return true;
    int length = snprintf(why, LANGUAGE_NUMBERS_WHY_SIZE, "WORD=NUMBER is wanted, %d to %d",
                          of->least, of->most);
    if (of->more)
        snprintf(why + length, LANGUAGE_NUMBERS_WHY_SIZE - (size_t)length, " or %d more", of->more);
    return false;
}
