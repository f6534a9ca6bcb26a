/* The names of an article: which full name a short one stands for. */
#ifndef EXTRACT_NAMES_H
#define EXTRACT_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "news/article.h"
#include "token.h"

#define NAME_TITLE_SIZE 24

enum gender {
    GENDER_UNKNOWN,
    GENDER_MALE,
    GENDER_FEMALE,
};

struct name {
    char *styled;     /* a name of one word with its title before it: "Lord Holm"; NULL; owned */
    char *text;       /* tokens parted by single spaces, titles taken off; owned */
    size_t base;      /* bytes of it before "Jr." */
    size_t words;     /* of those */
    uint32_t letters; /* that its words begin with: bits, see names.c */
    size_t mentions;
    size_t speaks;               /* mentions with a verb of saying beside, as far as was read */
    size_t initials;             /* mentions at the beginning of a sentence */
    bool word;                   /* its first word is a common one: "Again Brunner" */
    enum gender titled;          /* Mr., Mrs. stood before it */
    enum gender gender;          /* as names_know found out */
    bool person, body;           /* of one, of several people */
    char title[NAME_TITLE_SIZE]; /* the last one before it, lower case; "" */
};

struct names {
    struct name *items;
    size_t count, capacity;
};

/* Adds the names that stand in these tokens (outside of quotations). */
void names_collect(struct names *names, const char *text, const struct tokens *tokens,
                   const struct language *language);
/* When all are collected: what is known of each. */
void names_know(struct names *names, const struct language *language);
void names_finish(struct names *names);

/* The name at tokens [first, end), its titles taken off, as one string for the
 * caller to free; NULL when nothing but titles stands there. */
char *name_text(const char *text, const struct tokens *tokens, size_t first, size_t end);

/* The first token of the name at [first, end) behind its titles. */
size_t name_first(const char *text, const struct tokens *tokens, size_t first, size_t end);

/* How many tokens from `first` on belong to one name; 0: none. */
size_t name_length(const char *text, const struct tokens *tokens, size_t first);

enum name_match {
    NAME_UNKNOWN,   /* no longer form is known */
    NAME_UNIQUE,    /* *full is the only name that it may stand for */
    NAME_LIKELY,    /* *full is by far the most mentioned one of several */
    NAME_AMBIGUOUS, /* several have */
};

/* *full is owned by names, the most mentioned one; NULL where NAME_UNKNOWN. A short name is the
 * last word of the full one; where it is nobody's last, the first (family names may come first). */
enum name_match names_resolve(const struct names *names, const char *name, enum gender gender,
                              const char **full);

/* What the title before a name, or in it, tells: Mr., the businesswoman. */
enum gender name_titled(const char *text, const struct tokens *tokens, size_t first, size_t end);

/* Whether it is a name of several people: Commission, News. */
bool name_is_body(const char *name, const struct language *language);

/* A name that has no longer form here but is a person's: it bears a title, or is a
 * first name. The text is owned by names; NULL: it may be anything. */
const char *names_person(const struct names *names, const char *name,
                         const struct language *language);

/* What is known of a name; NULL: no such name was collected. */
const struct name *names_find(const struct names *names, const char *text);

/* Two full names for one person: each word of the shorter is in the longer; father and son are
 * two. */
bool names_are_one(const struct name *a, const struct name *b);

/* Keeps in mind that whoever bears the name said something. */
void names_speak(struct names *names, const char *text);

/* Who has no longer name in the article is called by the title that it gives him: "Lord Holm" of
 * "Holm"; owned by names. NULL: a longer name is known, or no title but Mr. and the like. */
const char *names_styled(const struct names *names, const char *name);

/* The same text owned by names; NULL: no such name was collected. */
const char *names_known(const struct names *names, const char *name);

/* Who bears a title in this article ("the president"); NULL: nobody, or several. */
const char *names_titled(const struct names *names, const char *title);

/* Of a full name: by its first name, or by a title that the article gives it. */
enum gender names_gender(const struct names *names, const char *full,
                         const struct language *language);

#endif
