#include "particles.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

#define CUE_BYTES 90            /* a verb further away belongs to something else */
#define GIVEN_MAX 3             /* Chinese characters of a Japanese given name */
#define GIVEN_HANGUL 2          /* syllables of nearly every Korean one */
#define SENTENCE_BYTES_MAX 3000 /* a longer one is none, and would cost its square */
#define SURE_PARTICLES 0.95     /* NAME, title, particle, "...", particle, verb of saying */

/* A sentence as the search wants it: the words of its quotations blanked. */
struct particles {
    const struct language *language;
    const struct full_names *names; /* of the article */
    const char *sentence;
    size_t open, close;    /* of the quotation, bytes of the sentence */
    size_t name, name_end; /* found: the name as written, bytes of the sentence */
    size_t subject_end;    /* its title included */
    size_t cue, cue_end;   /* the verb; cue_end 0: none */
};

struct match {
    size_t start, end;
};

bool particles_used(const struct language *language)
{
    return language->lists[LANGUAGE_TOPICS].count > 0;
}

/* Not in the middle of a character of UTF-8. */
static bool begins_letter(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

/* The longest word of the list that stands at `text`; its length. */
static size_t longest_at(const struct language *language, enum language_list list, const char *text)
{
    const struct language_words *words = &language->lists[list];
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++) {
        size_t length = strlen(words->items[i]);
        if (length > longest && strncmp(text, words->items[i], length) == 0)
            longest = length;
    }
    return longest;
}

static bool is_hangul(uint32_t code)
{
    return code >= 0xac00 && code <= 0xd7a3;
}

/* Chinese characters (々 repeats one), Hangul syllables. */
static bool is_name_letter(uint32_t code)
{
    return (code >= 0x4e00 && code <= 0x9fff) || code == 0x3005 || is_hangul(code);
}

/* Where the run of letters of a name begins that ends at `end`. */
static size_t run_start(const char *text, size_t end)
{
    enum {
        LETTER_BYTES = 3
    };
    size_t start = end;
    uint32_t code = 0;
    while (start >= LETTER_BYTES &&
           utf8_decode(text + start - LETTER_BYTES, LETTER_BYTES, &code) == LETTER_BYTES &&
           is_name_letter(code))
        start -= LETTER_BYTES;
    return start;
}

/* Whether text[start, end) is a family name, alone or with a given one. */
static bool is_name(const struct language *language, const char *text, size_t start, size_t end)
{
    size_t family = longest_at(language, LANGUAGE_SURNAMES, text + start);
    if (family == 0 || start + family > end)
        return false;
    size_t given = utf8_count(text + start + family, end - start - family);
    uint32_t code = 0;
    utf8_decode(text + start, end - start, &code);
    if (given == 0 || !is_hangul(code))
        return given <= GIVEN_MAX;
    const size_t syllable = strlen("시");
    return given == GIVEN_HANGUL &&
           !language_has(language, LANGUAGE_PLACES, text + end - syllable, syllable);
}

/* Where the word begins that makes of the title at `at` a deputy's, a former one: 副市長. */
static size_t before_prefix(const struct language *language, const char *text, size_t at)
{
    const struct language_words *prefixes = &language->lists[LANGUAGE_TITLE_PREFIXES];
    for (size_t i = 0; i < prefixes->count; i++) {
        size_t length = strlen(prefixes->items[i]);
        if (length <= at && memcmp(text + at - length, prefixes->items[i], length) == 0)
            return at - length;
    }
    return at;
}

/* The name before a title at `at`, a space between them or none. */
static bool name_before(const struct language *language, const char *text, size_t at,
                        struct match *name)
{
    at = before_prefix(language, text, at);
    name->end = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
    name->start = run_start(text, name->end);
    return name->start < name->end && is_name(language, text, name->start, name->end);
}

/* Every NAME TITLE PARTICLE of sentence[from, end): how many; the last is kept. */
static size_t subjects(struct particles *particles, size_t from, size_t end)
{
    const struct language *language = particles->language;
    size_t count = 0;
    for (size_t at = from; at < end; at++) {
        if (!begins_letter(particles->sentence[at]))
            continue;
        struct match name;
        size_t title = longest_at(language, LANGUAGE_TITLES, particles->sentence + at);
        size_t topic =
            title ? longest_at(language, LANGUAGE_TOPICS, particles->sentence + at + title) : 0;
        if (topic == 0 || at + title + topic > end)
            continue;
        count++; /* somebody with a title, even where the name is not known */
        if (!name_before(language, particles->sentence, at, &name))
            continue;
        particles->name = name.start;
        particles->name_end = name.end;
        particles->subject_end = at + title;
        at += title + topic - 1;
    }
    return count;
}

/* The verb of saying behind the quotation's particle. */
static bool find_cue(struct particles *particles)
{
    const struct language *language = particles->language;
    size_t mark = longest_at(language, LANGUAGE_QUOTATIVES, particles->sentence + particles->close);
    size_t length = strlen(particles->sentence);
    if (mark == 0)
        return false;
    for (size_t at = particles->close + mark; at < length && at < particles->close + CUE_BYTES;
         at++) {
        size_t cue = longest_at(language, LANGUAGE_CUES, particles->sentence + at);
        if (cue > 0) {
            particles->cue = at;
            particles->cue_end = at + cue;
            return true;
        }
    }
    return false;
}

void particles_collect(struct full_names *names, const struct language *language, const char *text)
{
    for (size_t at = 0; text[at] && names->count < FULL_NAMES_MAX; at++) {
        struct match name;
        if (!begins_letter(text[at]) || longest_at(language, LANGUAGE_TITLES, text + at) == 0 ||
            !name_before(language, text, at, &name))
            continue;
        char *full = memory_copy_bytes(text + name.start, name.end - name.start);
        bool known = longest_at(language, LANGUAGE_SURNAMES, full) == strlen(full);
        for (size_t i = 0; i < names->count && !known; i++)
            known = strcmp(names->items[i], full) == 0;
        if (known)
            free(full);
        else
            names->items[names->count++] = full;
    }
}

/* The only full name that begins with this family name; NULL where there is
 * none or more than one, or where there may be ones that were not kept. */
static const char *only_full(const struct full_names *names, const char *family)
{
    const char *full = NULL;
    if (names->count == FULL_NAMES_MAX)
        return NULL;
    for (size_t i = 0; i < names->count; i++) {
        if (strncmp(names->items[i], family, strlen(family)) != 0)
            continue;
        if (full)
            return NULL;
        full = names->items[i];
    }
    return full;
}

/* The full name of the speaker, for the caller to free; NULL where it is not certain. */
static char *find(struct particles *particles)
{
    const struct language *language = particles->language;
    const char *sentence = particles->sentence;
    if (!find_cue(particles))
        return NULL;
    size_t count = subjects(particles, 0, particles->open) +
                   subjects(particles, particles->close, particles->cue);
    if (count != 1 || particles->name_end == 0)
        return NULL;
    char *name =
        memory_copy_bytes(sentence + particles->name, particles->name_end - particles->name);
    if (longest_at(language, LANGUAGE_SURNAMES, name) < strlen(name))
        return name;
    char *full = memory_copy_string(only_full(particles->names, name));
    free(name);
    return full;
}

/* The sentence without the words of its quotations, for the caller to free. */
static char *blanked(const struct reading *reading, const struct sentence *sentence)
{
    char *copy =
        memory_copy_bytes(reading->text + sentence->start, sentence->end - sentence->start);
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &reading->tokens.items[sentence->first + i];
        if (token->kind == TOKEN_QUOTATION)
            memset(copy + token->start - sentence->start, '\n', token->end - token->start);
    }
    return copy;
}

static void set_speaker(struct reading *reading, struct finding *finding,
                        const struct particles *particles)
{
    size_t start = finding->sentence.start;
    finding->as_written =
        reading_copy(reading, start + particles->name, start + particles->subject_end);
    finding->written =
        (struct snippet_span){start + particles->name, particles->name_end - particles->name};
    finding->after = particles->name > particles->open;
    finding->confidence = SURE_PARTICLES;
}

void particles_attribute(struct reading *reading, struct finding *finding)
{
    size_t start = finding->sentence.start;
    if (finding->sentence.end - start > SENTENCE_BYTES_MAX)
        return;
    char *sentence = blanked(reading, &finding->sentence);
    struct particles particles = {.language = reading->language,
                                  .names = &reading->full_names,
                                  .sentence = sentence,
                                  .open = finding->quotation->open - start,
                                  .close = finding->quotation->close - start};
    finding->speaker = find(&particles);
    finding->cued = particles.cue_end > 0;
    if (finding->cued) {
        finding->verb_end = start + particles.cue_end;
        finding->cue = reading_copy(reading, start + particles.cue, finding->verb_end);
    }
    if (finding->speaker)
        set_speaker(reading, finding, &particles);
    free(sentence);
}
