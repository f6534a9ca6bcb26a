/* Noun phrases that name somebody, or tell what he is. */
#ifndef EXTRACT_PHRASE_H
#define EXTRACT_PHRASE_H

#include "attribution.h"
#include "sentence_view.h"

/* How sure each pattern is; measured on annotated news (make bench-quotes). */
#define SURE_BESIDE 0.97 /* "...", said NAME / NAME said: "..." */
#define SURE_CLAUSE 0.90 /* NAME said that ... "..." */
#define SURE_RELAY 0.85  /* according to NAME */
#define SURE_SECOND 0.89 /* the nearest verb's subject is unknown: the one before it */
#define SURE_NESTED 0.89 /* a clause of saying within another */
#define SURE_APPOSITION 0.90
#define SURE_PARTICIPLE 0.90 /* NAME did this, saying "..." */
#define SURE_FAR 0.70        /* through an apposition, a conjunction, a participle */

/* Each gives `nobody` where there is no such phrase; confidence as above, for the caller to lower.
 */
static const struct attribution nobody = {.cue = SIZE_MAX};

/* The name or pronoun that begins at `i`. */
struct attribution phrase_name(const struct sentence_view *view, size_t i, double confidence);

/* Articles and the like that begin a noun phrase. */
bool phrase_is_determiner(const struct sentence_view *view, size_t i);

/* A noun phrase without a name: "the report", "a spokesman for the ministry". */
struct attribution phrase_role(const struct sentence_view *view, size_t i, size_t end);

/* Behind lower-case words that tell what somebody is: "campaign manager NAME". */
struct attribution phrase_named(const struct sentence_view *view, size_t i);

/* The name between commas behind a noun phrase that ends at `end`: "the chief
 * executive, NAME". */
struct attribution phrase_apposed(const struct sentence_view *view, size_t end);

/* Where the noun phrase that ends before `end` begins: back to a determiner or
 * to whatever is no word. */
size_t phrase_start(const struct sentence_view *view, size_t end);

/* A noun before a name that tells what somebody is: "campaign manager NAME". */
bool phrase_tells_who(const struct sentence_view *view, size_t i);

/* The name that ends at `end` (exclusive) and is the head of its phrase: not
 * "the leader of NAME", whose head stands before the preposition. */
struct attribution phrase_speaker(const struct sentence_view *view, size_t start, size_t end);

/* Whether a name has a word in it that no person's has: Commission. */
bool phrase_is_body(const struct sentence_view *view, const struct attribution *found);

/* The name of an organisation behind its article: not the owner of a noun ("the Senate vote"). */
struct attribution phrase_body(const struct sentence_view *view, size_t i);

/* The name before a possessive: "NAME's saying", "NAME's repeated claim". */
struct attribution phrase_owner(const struct sentence_view *view, size_t noun);

#endif
