/* Who says it in languages without capitals that mark the subject by a particle behind it and the
 * quotation by another (Japanese 山田市長は「...」と述べた, Korean 김민수 시장은 "..."라고 말했다).
 *
 * Only NAME TITLE PARTICLE is taken, NAME being a known family name alone or with a given one, and
 * only where no second such subject could be meant. Everything else stays without a speaker. */
#ifndef NEWS_PARTICLES_H
#define NEWS_PARTICLES_H

#include <stdbool.h>
#include <stddef.h>

#include "config/language.h"

#define FULL_NAMES_MAX 200

/* The full names of an article, each once. Zero-initialised is empty. */
struct full_names {
    char *items[FULL_NAMES_MAX];
    size_t count; /* FULL_NAMES_MAX: there may be more */
};

/* A sentence as the search wants it: the words of its quotations blanked. */
struct particles {
    const struct language *language;
    const struct full_names *names; /* of the article */
    const char *sentence;           /* NUL-terminated */
    size_t open, close;             /* of the quotation, bytes of the sentence */
    size_t name, name_end;          /* found: the name as written, bytes of the sentence */
    size_t subject_end;             /* its title included */
    size_t cue, cue_end;            /* the verb; cue_end 0: none */
};

/* Whether the language is such a one. */
bool particles_used(const struct language *language);

/* Adds the names that stand before a title. */
void particles_collect(struct full_names *names, const struct language *language, const char *text);
void full_names_finish(struct full_names *names);

/* Looks for verb and subject. The full name of the speaker, for the caller to free; NULL where it
 * is not certain. */
char *particles_find(struct particles *particles);

#endif
