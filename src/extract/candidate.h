/* Who may have said a quotation, and what speaks for and against each: features, which the ranker
 * weighs. */
#ifndef EXTRACT_CANDIDATE_H
#define EXTRACT_CANDIDATE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CANDIDATES_MAX 12

/* How a candidate came to be one. */
enum speaker_class {
    SPEAKER_CLASS_BESIDE,    /* named, the verb between him and the quotation or beside both */
    SPEAKER_CLASS_NAMED,     /* named in the sentence */
    SPEAKER_CLASS_PRONOUN,   /* "he said" */
    SPEAKER_CLASS_ROLE,      /* "the report said" */
    SPEAKER_CLASS_INHERITED, /* nothing in the sentence tells */
    SPEAKER_CLASSES
};

/* Each is there or not. The names are those of config/language/speakers.weights. In rows: what any
 * candidate has; a name in the sentence; somebody mentioned before; who is taken from another
 * quotation. */
/* clang-format off */
#define CANDIDATE_FEATURES(X) \
    X(bias) X(rule) X(rule_sure) X(rule_clause) X(rule_lower) X(rule_low) X(rule_unsure) \
    X(whole) X(leads) X(term) X(fragment) X(cue_none) X(cue_noun) X(cue_plain) X(cue_participle) X(behind) \
    X(full) X(single) X(first_known) X(titled) X(body) X(shouted) X(person) X(once) X(often) X(speaks) \
    X(ambiguous) X(likely) X(doubt) X(account) X(taken_back) \
    X(initial) X(governed) X(owner) X(rule_owner) X(subject) X(before) X(verb_beside) X(verb_near) X(verb_far) \
    X(comma_between) X(name_between) X(clause_between) X(quotation_between) X(comma_follows) \
    X(in_brackets) X(determined) X(cue_beside) X(cue_near) X(cue_far) \
    X(rivals_none) X(rivals_one) X(rivals_many) \
    X(same_sentence) X(sentence_before) X(two_before) X(further) \
    X(same_paragraph) X(paragraph_before) X(paragraphs_before) X(paragraph_begins) \
    X(was_subject) X(was_speaker) X(subject_near) X(speaker_near) X(spoke_last) X(latest) X(named_again) \
    X(gender_fits) X(gender_unknown) X(gender_asked) X(fits_near) X(fits_alone) X(fits_best) \
    X(unknown_rivalled) X(best) X(clear) X(close) X(alone) X(others_one) X(others_many) \
    X(unnamed_near) X(unnamed_between) X(unnamed_subject) X(chained) \
    X(joined) X(continued) X(told) X(introduced) X(next) X(shared) X(goes_on) \
    X(before_sure) X(before_likely) X(before_unsure) X(person_between) X(noun_between) \
    X(same_sentence_quoted) X(word_follows) X(capital_follows) X(nothing_follows) \
    X(words_between) X(many_words_between) \
    X(named_inside) X(asked_pronoun) X(addressed) X(fits_rival) X(led_sentence) X(most_named) \
    X(bearer_near) X(bearers) X(definite) X(asked_before) X(before_pronoun) X(bears_title) X(meant) \
    X(bare) X(bare_rivalled) X(bare_latest) X(stranger) X(meets)
/* clang-format on */

enum feature {
#define X(name) FEATURE_##name,
    CANDIDATE_FEATURES(X)
#undef X
    FEATURES
};

#define FEATURE_WORDS 2
static_assert(FEATURES <= 64 * FEATURE_WORDS, "a bit for each feature");

struct candidate {
    char *speaker; /* owned */
    enum speaker_class class;
    uint64_t features[FEATURE_WORDS];
    size_t first, end; /* tokens of the name; equal: none of the paragraph at hand */
};

struct candidates {
    struct candidate items[CANDIDATES_MAX];
    size_t count;
};

/* The name of a feature, of a class: as the table of weights has it. */
const char *feature_name(enum feature feature);
const char *speaker_class_name(enum speaker_class class);

void candidate_set(struct candidate *candidate, enum feature feature, bool there);
bool candidate_has(const struct candidate *candidate, enum feature feature);

/* The candidate of that name, a new one of that class where there was none (the name is copied);
 * NULL where there are too many. */
struct candidate *candidate_add(struct candidates *candidates, const char *speaker,
                                enum speaker_class class);
void candidate_finish_all(struct candidates *candidates);

#endif
