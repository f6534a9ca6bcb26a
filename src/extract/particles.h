/* Who says it in languages without capitals that mark the subject by a particle behind it and the
 * quotation by another (Japanese 山田太郎市長は「...」と述べた, Korean 김민수 시장은 "..."라고
 * 말했다).
 *
 * Only NAME TITLE PARTICLE is taken, NAME being a known family name with a given one (or alone,
 * where the article has just one full name with it), and only where no second such subject could be
 * meant. Everything else stays without a speaker. */
#ifndef EXTRACT_PARTICLES_H
#define EXTRACT_PARTICLES_H

#include <stdbool.h>

#include "config/language.h"
#include "finding.h"

/* Whether the language is such a one. */
bool particles_used(const struct language *language);

/* Adds the full names that stand before a title. */
void particles_collect(struct full_names *names, const struct language *language, const char *text);

/* Sets verb and speaker of a finding whose sentence is known. */
void particles_attribute(struct reading *reading, struct finding *finding);

#endif
