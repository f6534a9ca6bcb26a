#include "people.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define PARAGRAPHS_BACK 4 /* a pronoun reaches no further */
#define SENTENCES_BACK 12
#define SENTENCES_NEAR 4 /* further off it is a guess */
/* How much each says for a mention: that a verb follows it, that it speaks, that
 * its gender is known; and against it, each sentence and paragraph between. */
#define SUBJECT_POINTS 6
#define SPEAKER_POINTS 2
#define GENDER_POINTS 2
#define AGAIN_POINTS 1
#define SENTENCE_POINTS 3
#define PARAGRAPH_POINTS 1
#define CLEAR 6 /* points between the best and the next: no doubt */
/* Measured on annotated news (make bench-quotes). */
#define SURE_ONLY 0.92
#define SURE_CLEAR 0.90
#define SURE_KNOWN 0.74
#define SURE_UNKNOWN 0.68
#define SURE_ALONE 0.72 /* its gender is not known, but nobody else is there */

static size_t kept(const struct people *people)
{
    return people->count < PEOPLE_MAX ? people->count : PEOPLE_MAX;
}

static const struct mention *latest(const struct people *people, size_t i)
{
    return &people->items[(people->count - 1 - i) % PEOPLE_MAX];
}

void people_add(struct people *people, struct mention mention)
{
    struct mention *oldest = &people->items[people->count % PEOPLE_MAX];
    mention.leads = people->count == 0 || latest(people, 0)->sentence != mention.sentence;
    mention.full = memory_copy_string(mention.full);
    free((char *)oldest->full);
    *oldest = mention;
    people->count++;
}

void people_finish(struct people *people)
{
    for (size_t i = 0; i < kept(people); i++)
        free((char *)people->items[i].full);
    *people = (struct people){0};
}

/* A name that nothing tells a person's must have done or said something, and be a
 * full one. */
static bool acts(const struct people *people, const char *full)
{
    for (size_t i = 0; i < kept(people); i++) {
        const struct mention *item = &people->items[i];
        if ((item->speaker || (item->subject && strchr(full, ' '))) &&
            strcmp(item->full, full) == 0)
            return true;
    }
    return false;
}

static bool may_be_meant(const struct people *people, const struct mention *mention,
                         enum gender gender, const struct mention *place)
{
    if (mention->paragraph + PARAGRAPHS_BACK < place->paragraph ||
        mention->sentence + SENTENCES_BACK < place->sentence)
        return false;
    if (mention->gender == GENDER_UNKNOWN)
        return !*mention->full ? mention->subject : acts(people, mention->full);
    return gender == GENDER_UNKNOWN || mention->gender == gender;
}

static int points(const struct mention *mention, const struct mention *place)
{
    return (mention->speaker ? SPEAKER_POINTS : 0) + (mention->subject ? SUBJECT_POINTS : 0) +
           (mention->gender != GENDER_UNKNOWN ? GENDER_POINTS : 0) -
           SENTENCE_POINTS * (int)(place->sentence - mention->sentence) -
           PARAGRAPH_POINTS * (int)(place->paragraph - mention->paragraph);
}

struct candidate {
    const struct mention *mention;
    int points;
};

/* The best mention of each person counts, and that he is named again. */
static void consider(struct candidate *best, struct candidate *next, struct candidate item)
{
    if (best->mention && strcmp(best->mention->full, item.mention->full) == 0) {
        best->points = item.points > best->points ? item.points : best->points + AGAIN_POINTS;
    } else if (!best->mention || item.points > best->points) {
        *next = *best;
        *best = item;
    } else if (!next->mention || item.points > next->points) {
        *next = item;
    }
}

/* Whether a full name ends in a short one, or begins with it: family names may come
 * first. */
static bool stands_for(const char *name, const char *full)
{
    size_t size = strlen(name), length = strlen(full);
    if (length <= size)
        return false;
    return (full[length - size - 1] == ' ' && strcmp(full + length - size, name) == 0) ||
           (full[size] == ' ' && strncmp(full, name, size) == 0);
}

const char *people_latest(const struct people *people, const char *name, enum gender gender)
{
    for (size_t i = 0; i < kept(people) && !strchr(name, ' '); i++) {
        const struct mention *item = latest(people, i);
        bool other =
            gender != GENDER_UNKNOWN && item->gender != GENDER_UNKNOWN && item->gender != gender;
        if (item->subject && !other && stands_for(name, item->full))
            return item->full;
    }
    return NULL;
}

void people_meet(struct people *people, size_t sentence)
{
    for (size_t i = 0; i < kept(people); i++) {
        struct mention *item = &people->items[(people->count - 1 - i) % PEOPLE_MAX];
        if (item->sentence != sentence)
            return;
        item->meets = true;
    }
}

bool people_lately(const struct people *people, const char *full, const struct mention *place)
{
    for (size_t i = 0; i < kept(people); i++) {
        const struct mention *item = latest(people, i);
        if (item->paragraph + PARAGRAPHS_BACK < place->paragraph)
            return false;
        if (strcmp(item->full, full) == 0)
            return true;
    }
    return false;
}

const char *people_meant(const struct people *people, enum gender gender,
                         const struct mention *place, double *confidence)
{
    struct candidate best = {0}, next = {0};
    for (size_t i = 0; i < kept(people); i++) {
        const struct mention *mention = latest(people, i);
        if (may_be_meant(people, mention, gender, place))
            consider(&best, &next, (struct candidate){mention, points(mention, place)});
    }
    if (!best.mention || !*best.mention->full)
        return NULL;
    bool known = best.mention->gender != GENDER_UNKNOWN;
    bool near = best.mention->sentence + SENTENCES_NEAR >= place->sentence &&
                (best.mention->subject || best.mention->speaker);
    bool clear = near && (!next.mention || best.points >= next.points + CLEAR);
    if (!known)
        *confidence = next.mention ? SURE_UNKNOWN : SURE_ALONE;
    else if (!clear)
        *confidence = SURE_KNOWN;
    else
        *confidence = next.mention ? SURE_CLEAR : SURE_ONLY;
    return best.mention->full;
}

static struct person *find(struct persons *persons, const char *full)
{
    for (size_t i = 0; i < persons->count; i++)
        if (strcmp(persons->items[i].mention->full, full) == 0)
            return &persons->items[i];
    return NULL;
}

/* The points of the second best. */
static int second_of(const struct persons *persons)
{
    int next = persons->unnamed_points;
    for (size_t i = 0; i < persons->count; i++)
        if (i != persons->best && persons->items[i].points > next)
            next = persons->items[i].points;
    return next;
}

/* Whether another person whose gender fits as well is named in the sentence of a mention. */
static bool is_rivalled(const struct people *people, const struct mention *mention,
                        enum gender gender)
{
    for (size_t i = 0; i < kept(people); i++) {
        const struct mention *other = latest(people, i);
        bool fits = gender == GENDER_UNKNOWN || other->gender == gender;
        if (other->sentence < mention->sentence)
            return false;
        if (other->sentence == mention->sentence && fits && !other->pronoun &&
            strcmp(other->full, mention->full) != 0)
            return true;
    }
    return false;
}

/* Who is the best, who the second, and how often anybody is mentioned. */
static void compare(const struct people *people, enum gender gender, struct persons *out)
{
    for (size_t i = 0; i < out->count; i++) {
        struct person *person = &out->items[i];
        person->rivalled = is_rivalled(people, person->mention, gender);
        if (person->points > out->items[out->best].points)
            out->best = i;
        if (person->times > out->most)
            out->most = person->times;
    }
    out->next = second_of(out);
}

void people_list(const struct people *people, enum gender gender, const struct mention *place,
                 struct persons *out)
{
    *out = (struct persons){.unnamed_points = INT_MIN / 2};
    for (size_t i = 0; i < kept(people); i++) {
        const struct mention *mention = latest(people, i);
        bool itself = mention->pronoun && mention->sentence == place->sentence;
        if (itself || !may_be_meant(people, mention, gender, place))
            continue;
        int score = points(mention, place);
        if (!*mention->full) {
            out->unnamed_age = out->unnamed ? out->unnamed_age : i;
            out->unnamed = true;
            out->unnamed_points = score > out->unnamed_points ? score : out->unnamed_points;
            continue;
        }
        struct person *person = find(out, mention->full);
        if (!person && out->count == PERSONS_MAX)
            continue;
        if (!person) {
            person = &out->items[out->count++];
            *person = (struct person){mention, score, 0, i, false};
            out->fitting += gender != GENDER_UNKNOWN && mention->gender == gender;
        }
        person->times++;
        if (score > person->points) {
            person->points = score;
            person->mention = mention;
        }
    }
    compare(people, gender, out);
}
