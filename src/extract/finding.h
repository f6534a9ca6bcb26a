/* What is known of each quotation while an article is read. Shared by the rooms
 * that read it: mention (who is spoken of), quote (who said it), airable (what
 * airs). */
#ifndef EXTRACT_FINDING_H
#define EXTRACT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "frame.h"
#include "full_names.h"
#include "marks.h"
#include "names.h"
#include "news/article.h"
#include "people.h"
#include "sentence.h"
#include "token.h"

/* Confidence of the rules below which no name airs where nothing was fitted. */
#define SURE 0.89

/* Where the rules have the speaker from. */
enum origin {
    ORIGIN_SENTENCE,   /* the quotation's own sentence, or nowhere */
    ORIGIN_JOINED,     /* the quotation before, with nothing to part them */
    ORIGIN_CONTINUED,  /* "A," S said. "B." */
    ORIGIN_TOLD,       /* the subject of the sentence before */
    ORIGIN_INTRODUCED, /* the paragraph before, which ends in a colon */
    ORIGIN_NEXT,       /* the paragraph before, a quotation without a word more */
    ORIGIN_SHARED,     /* the verb behind the next quotation */
    ORIGIN_GOES_ON,    /* the next paragraph, in which the speech goes on */
};

struct finding {
    const struct quotation *quotation;
    struct sentence sentence;
    size_t begin;                /* byte of the sentence where its own words begin, behind "But" */
    size_t verb_end;             /* byte behind the verb of saying, 0: none */
    bool leads;                  /* its sentence begins with it */
    bool whole;                  /* the words are a sentence (or more) of their own */
    bool stands;                 /* its sentence can be read without the one before */
    bool cued;                   /* a verb of saying governs it */
    bool pronoun;                /* the article says "he" or "she" here */
    bool transcript;             /* its words begin with who speaks */
    bool role;                   /* a noun phrase that names nobody */
    bool vague;                  /* one that only points back: "the company" */
    bool bears_title;            /* the only one who bears the title that stands there */
    bool meant;                  /* the nearest whom the title that stands there may mean */
    bool from_pronoun;           /* from a quotation with a pronoun for its speaker */
    bool title;                  /* of a work: nobody says it */
    bool after;                  /* who said it comes behind it */
    enum frame frame;            /* what the article asserts */
    bool leans;                  /* what that hangs on stands in the sentence before */
    struct snippet_span written; /* bytes of the text that the full name may replace */
    char *speaker, *as_written, *cue, *source; /* owned */
    double confidence;
    enum origin origin;
    int inherited;  /* margin of who spoke there, thousandths; see ranker */
    int margin;     /* of the speaker */
    bool ambiguous; /* several bear the name as it is written */
    bool unnamed;   /* its sentence says that it was said, and not by whom */
    bool contested; /* two may be meant: no sentence of it airs */
    bool certain;   /* the name may air */
};

struct reading {
    const struct article *article;
    const char *text;
    const struct language *language;
    struct quotations quotations;
    struct names names;
    struct tokens *kept;      /* of each paragraph, for the second reading; of a book none */
    struct tokens tokens;     /* of the paragraph at hand */
    struct finding *findings; /* one for each quotation */
    struct people people;
    char *spoke_last; /* NULL: nobody yet */
    size_t sentence_in_paragraph;
    struct mention place; /* where in the article the reading is */
    char *introducer;     /* who the paragraph before says will speak: `NAME said:` */
    double introducer_confidence;
    struct buffer *why;           /* NULL, or what is told of the candidates */
    struct full_names full_names; /* where a language marks the subject by a particle */
};

/* Bytes of the article's text as a string of one line, for the caller to free. */
char *reading_copy(const struct reading *reading, size_t start, size_t end);

/* Whether words begin as a sentence does: a capital, a figure. */
bool starts_sentence(const char *words);

#endif
