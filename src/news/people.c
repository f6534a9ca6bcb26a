#include "people.h"

#include <string.h>

#define PARAGRAPHS_BACK 4 /* a pronoun reaches no further */
/* How much each says for a mention: that it spoke, that a sentence begins with
 * it, that its gender is known; and against it, each paragraph between. */
#define SPEAKER_POINTS 4
#define SUBJECT_POINTS 3
#define GENDER_POINTS 2
#define PARAGRAPH_POINTS 2
/* Measured on annotated news: nobody else could be meant, or somebody could. */
#define SURE_ONLY 0.88
#define SURE_KNOWN 0.74
#define SURE_UNKNOWN 0.68

void people_add(struct people *people, struct mention mention)
{
    people->items[people->count++ % PEOPLE_MAX] = mention;
}

static bool may_be_meant(const struct mention *mention, enum gender gender, size_t paragraph)
{
    if (mention->paragraph + PARAGRAPHS_BACK < paragraph)
        return false;
    if (mention->gender == GENDER_UNKNOWN)
        return mention->speaker;
    return gender == GENDER_UNKNOWN || mention->gender == gender;
}

static int points(const struct mention *mention, size_t paragraph)
{
    return (mention->speaker ? SPEAKER_POINTS : 0) + (mention->subject ? SUBJECT_POINTS : 0) +
           (mention->gender != GENDER_UNKNOWN ? GENDER_POINTS : 0) -
           PARAGRAPH_POINTS * (int)(paragraph - mention->paragraph);
}

const char *people_meant(const struct people *people, enum gender gender, size_t paragraph,
                         double *confidence)
{
    const struct mention *best = NULL;
    bool rival = false;
    size_t count = people->count < PEOPLE_MAX ? people->count : PEOPLE_MAX;
    for (size_t i = 0; i < count; i++) { /* the latest first */
        const struct mention *mention = &people->items[(people->count - 1 - i) % PEOPLE_MAX];
        if (!may_be_meant(mention, gender, paragraph))
            continue;
        rival |= best && strcmp(best->full, mention->full) != 0;
        if (!best || points(mention, paragraph) > points(best, paragraph))
            best = mention;
    }
    if (!best)
        return NULL;
    bool known = best->gender != GENDER_UNKNOWN;
    *confidence = !known ? SURE_UNKNOWN : rival ? SURE_KNOWN : SURE_ONLY;
    return best->full;
}
