/* Languages: what the extraction of quotations must know of each, as words, not
 * grammar. One file a language (libconfig), named by its BCP 47 code (`en.cfg`), in a
 * folder `languages` of the data (config/data.h; the shipped ones are config/language/). They are
 * read once, when first asked for.
 */
#ifndef CONFIG_LANGUAGE_H
#define CONFIG_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum language_list {
    LANGUAGE_FREQUENT,       /* tells the language */
    LANGUAGE_CUES,           /* finite verbs of saying: said, wrote */
    LANGUAGE_PARTICIPLES,    /* saying, adding: their subject is the main clause's */
    LANGUAGE_PRONOUNS,       /* that may stand for a single person: he, she */
    LANGUAGE_TITLES,         /* before a name: President, Sen. */
    LANGUAGE_ABBREVIATIONS,  /* their full stop ends no sentence: Sen., Inc. */
    LANGUAGE_BETWEEN,        /* may stand between subject and verb: also, has */
    LANGUAGE_PREPOSITIONS,   /* what follows is not the subject */
    LANGUAGE_FUNCTION_WORDS, /* capitalised only where a sentence begins */
    LANGUAGE_MALE,           /* first names */
    LANGUAGE_FEMALE,
    LANGUAGE_HE, /* pronouns and titles that tell a man, a woman */
    LANGUAGE_SHE,
    LANGUAGE_BE,    /* before a verb of saying: a passive, or a progressive */
    LANGUAGE_NOUNS, /* verbs of saying that are nouns as well, or other verbs: claims, gab */
    LANGUAGE_SUBORDINATORS, /* a clause begins behind them: that, while, when */
    LANGUAGE_RELAYS,        /* who is named behind them tells it: according_to */
    LANGUAGE_BODIES,        /* words of a name that is no person's: Commission, News */
    LANGUAGE_PEOPLE,        /* nouns for one person: nominee, businessman */
    LANGUAGE_LEANING,       /* a sentence that begins so leans on the one before it */
    LANGUAGE_OPENERS,       /* may go at the beginning of a sentence: but, still */
    LANGUAGE_CONDITIONS,    /* what hangs on them must not be cut off: unless, if */
    LANGUAGE_WORKS,         /* before the title of a work: film, book */
    LANGUAGE_DETERMINERS,   /* begin a noun phrase: the, his, another */
    LANGUAGE_INFINITIVE,    /* stands before an infinitive: to */
    LANGUAGE_SUBJECTS,      /* pronouns that a clause begins with: we, it, there */
    LANGUAGE_OBJECTS,       /* pronouns for somebody who is no subject: him */
    LANGUAGE_BACKWARD,      /* stand for what was said: so, it, that */
    LANGUAGE_HANGING,       /* change what a fragment beside them means: not, may */
    LANGUAGE_DAYS,          /* with numbers, from today on: yesterday=-1 tomorrow=1 */
    LANGUAGE_WEEKDAYS,      /* monday=0 ... sunday=6 */
    LANGUAGE_MONTHS,        /* january=1 jan=1 ... */
    LANGUAGE_LETTERS,    /* where words are not parted by spaces, beyond ASCII: tell the language */
    LANGUAGE_TOPICS,     /* behind the subject: は, 은; see news/particles.h */
    LANGUAGE_QUOTATIVES, /* behind a quotation: と, 라고 */
    LANGUAGE_SURNAMES,   /* family names, which stand first */
    LANGUAGE_TITLE_PREFIXES, /* between a name and its title: 副, 부 */
    LANGUAGE_PLACES,         /* a last syllable that makes of a name a place */
    LANGUAGE_OTHERS,         /* verbs whose subject gives back or denies another's words */
    LANGUAGE_MANNER,         /* "as" somebody put it */
    LANGUAGE_DEFINITE,       /* of the determiners, those that mean one who is known: the */
    LANGUAGE_SPEECHES,       /* nouns of saying: claim, remark */
    LANGUAGE_THEY,           /* pronouns for an organisation, for several: it, they */
    LANGUAGE_SUFFIXES,       /* behind a name, part of it: Jr. */
    LANGUAGE_NEGATIONS,      /* before a verb: not, never */
    LANGUAGE_AGENT,          /* before who does what a passive says: by */
    LANGUAGE_ORIGIN,         /* before whom a letter comes from: from */
    LANGUAGE_CONJUNCTIONS,   /* between two verbs of one subject: and, but */
    LANGUAGE_RELATIVES,      /* begin a clause about what stands before: who, which */
    LANGUAGE_PLURAL_ENDINGS,
    LANGUAGE_PROGRESSIVE_ENDINGS,
    LANGUAGE_NAME_PARTICLES,  /* small words within names: van, de */
    LANGUAGE_ORDINAL_ENDINGS, /* behind the number of a day: st, nd */
    LANGUAGE_DATE_LINKS,      /* before a month or a year: de */
    LANGUAGE_BYLINES,         /* before who wrote the article: by */
    LANGUAGE_PLAIN,           /* verbs of saying that mean nothing else: said */
    LANGUAGE_NOUN_CAPITALS,   /* of a language that writes its nouns with capitals, verb second:
                                 articles of a subject */
    LANGUAGE_FRAMES, /* stems; what makes of a saying somebody's account of it: alleg, rumour */
    LANGUAGE_RETRACTIONS, /* stems; a sentence beside takes the words back: false, fabricat */
    LANGUAGE_INVERTING,   /* that a question or a condition begins with: did, had */
    LANGUAGE_FACT_LABELS, /* before a claim that is checked, or its verdict: claim, verdict */
    LANGUAGE_FUTURE,      /* before a verb of saying: it is not said yet: will, 'll */
    LANGUAGE_FICTIONS,    /* what is said in one is nobody's own words: novel, play */
    LANGUAGE_COURTESIES,  /* of the titles, those that anybody has: Mr. */
    LANGUAGE_WORD_LISTS,
    /* What a line of an article's file begins with, or is: phrases, _ for a blank. */
    LANGUAGE_LABELS = LANGUAGE_WORD_LISTS, /* a line and nothing else: advertisement, live */
    LANGUAGE_OPENINGS,                     /* whatever follows: share_this, follow_us */
    LANGUAGE_CREDITS,                      /* before a colon, a comma, by: photo, image_source */
    LANGUAGE_CONTACTS,                     /* before a colon: contact, tel */
    LANGUAGE_MAIL_HEADERS,                 /* before a colon: from, subject */
    LANGUAGE_DATE_WORDS,  /* beside the figures and names of a date: published, at, ago */
    LANGUAGE_ROLES,       /* behind who wrote it: correspondent */
    LANGUAGE_WITHHELD,    /* with numbers, see extract/front_matter.c: embargo=1 kill=2 */
    LANGUAGE_CORRECTIONS, /* before what was wrong: correction */
    LANGUAGE_MISQUOTED,   /* in a correction, of words: attributed */
    LANGUAGE_COMPOUNDS,   /* first halves whose hyphen is their own: well, long */
    LANGUAGE_LISTS,
};

/* Words in a hash table, each with bits. */
struct language_table {
    struct language_word {
        const char *word; /* NULL: a free place */
        size_t length;    /* of it, bytes */
        uint64_t bits;
    } * items;
    size_t places;  /* a power of two */
    size_t longest; /* bytes; 0: there is no word */
};

struct language {
    char *code; /* BCP 47, "und" for the language that knows no word */
    struct language_words {
        char **items; /* sorted by strcmp */
        size_t count;
        uint64_t first[4]; /* a bit for each byte that one of them begins with */
    } lists[LANGUAGE_LISTS];
    struct language_table table; /* the lists of words: bits 1 << enum language_list */
};

/* As the files name it: "cues". */
const char *language_list_name(enum language_list list);

/* Reads the files the first time, of two of one code a user's own. False with errors, FILE:LINE,
 * then and whenever it is asked again; the languages that are good are there. */
bool languages_load(struct diag *diag);

/* "und" where nothing is certain; never NULL. Before languages_load: "und". *clear: so many of its
 * words are there that it is no other, not even one that could not be read. */
const struct language *language_guess(const char *text, size_t length, bool *clear);

/* The lists that the word, its first letter and those of ASCII in any case, its apostrophes
 * straight or curly, stands in: bits 1 << enum language_list. One look at a hash table: asked once
 * a word. */
uint64_t language_lists(const struct language *language, const char *word, size_t length);

/* The same of one list. */
bool language_has(const struct language *language, enum language_list list, const char *word,
                  size_t length);

/* Whether the word, its ASCII letters in any case, begins with one of a list of stems. */
bool language_has_stem(const struct language *language, enum language_list list, const char *word,
                       size_t length);

/* The number behind the word (`tomorrow=1`) in a list of such, where `text`
 * begins with the word. *length: its bytes; a word ends where its letters end,
 * one of a script without spaces (from U+0800 on) anywhere. */
bool language_number(const struct language *language, enum language_list list, const char *text,
                     size_t size, size_t *length, int *number);

/* Bytes of the text that are the longest phrase of the list in any language, in whatever case, a
 * _ of it being blanks; 0: the text begins with none. *number: behind the phrase's `=`; may be
 * NULL. For lists of phrases and of numbers. */
size_t languages_phrase(enum language_list list, const char *text, size_t size, int *number);

/* Whether any language has the word in the list. */
bool languages_word(enum language_list list, const char *word, size_t length);

/* All that were read; none before languages_load. */
const struct language *languages_all(size_t *count);

/* The codes of languages that should be there and could not be read, "de, fr"; NULL: none. Static;
 * NULL before languages_load. */
const char *languages_unread(void);

/* By its code; "und" for one that is not there, and for NULL. */
const struct language *language_named(const char *code);

#endif
