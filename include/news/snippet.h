/* A snippet: a headline, a quotation or a line, ready to air.
 *
 * An open value type. All strings are UTF-8 (RFC 3629), NUL-terminated, without
 * control characters, owned by the snippet; NULL where there is none.
 */
#ifndef NEWS_SNIPPET_H
#define NEWS_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum snippet_kind {
    SNIPPET_HEADLINE,
    SNIPPET_QUOTE,
    SNIPPET_LINE, /* typed by an editor */
};

/* Bytes [start, start + length) of a text; length 0 means none. */
struct snippet_span {
    size_t start;
    size_t length;
};

/* A page: words that air by themselves. */
struct snippet_page {
    char *text;
    struct snippet_span speaker_span; /* where in it the speaker stands */
};

/* What an editor may say; a higher priority airs first. */
#define SNIPPET_PRIORITY_MAX 9
#define SNIPPET_WEIGHT_MAX 100
#define SNIPPET_LEVEL_MAX 9 /* of a take-over */

struct snippet {
    int64_t id;         /* the store's, 0 before it is stored */
    int64_t article_id; /* 0: not of an article */
    enum snippet_kind kind;
    bool partial;                     /* a fragment inside of a sentence */
    bool corrected;                   /* by an editor, after its words had been on air */
    char *text;                       /* as aired */
    struct snippet_span speaker_span; /* where in text the speaker stands, for its colour */
    char *quote;                      /* the words verbatim, without their marks */
    char *speaker;                    /* full name, NULL where it is not certain */
    char *speaker_as_written;
    char *cue;      /* verb of saying */
    char *source;   /* publication or report relayed through */
    char *language; /* BCP 47, "en" */
    char *hold;     /* why it must not air by itself, NULL when it may */
    char *replaced; /* "U+2192 ->, ...": what text shows something else for; NULL: nothing */
    char *origin;   /* file name, "editor", a feed's address */
    char *rights;   /* whose it is, on what terms, as its publisher says it */
    struct snippet_page *pages; /* where text is too long to air at once: what airs in */
    size_t page_count;          /* its place, one after the other; 0: text airs whole */
    size_t start;               /* bytes of the original file between the marks, */
    size_t end;                 /* any byte order mark counted */
    double confidence;          /* 0 to 1: that the speaker is right */
    int priority;               /* 0 normal, higher airs first */
    int weight;                 /* 1 to 100, share in the rota; 10 is normal */
    int64_t created_ms;         /* wall time, see base/clock.h */
    int64_t not_before_ms;      /* 0: at once */
    int64_t expires_ms;         /* 0: never */
    char *category;             /* "news", "sport", "house", ...; NULL: "news" */
    char *daypart;        /* a configured name or a span, see schedule/daypart.h; NULL: always */
    int64_t gap_ms;       /* at least this between two airings; 0: the configured gap */
    int64_t most_airings; /* 0: no limit */
    int page;             /* 1, 2, ... where it is one of a quotation's pages; 0: whole */
    int breaking;         /* level of a take-over, 1 to 9; 0: none */
    int64_t page_of;      /* id of the first page; 0 for the first itself */
};

/* Several of them, in order. Zero-initialised is empty. */
struct snippets {
    struct snippet *items;
    size_t count;
    size_t capacity;
};

/* An empty snippet at the end, with weight 10, owned by the list; valid until
 * the next call. */
struct snippet *snippets_add(struct snippets *snippets);
void snippets_finish(struct snippets *snippets);

/* Adds a page: a copy of it. */
void snippet_add_page(struct snippet *snippet, const struct snippet_page *page);

/* Adds what airs of a snippet: a copy of it, or of each of its pages a snippet with that
 * page's words, numbered from 1. */
void snippets_add_airing(struct snippets *snippets, const struct snippet *snippet);

/* Frees the strings and zeroes the rest. */
void snippet_finish(struct snippet *snippet);

/* A deep copy; the caller finishes it. */
struct snippet snippet_copy(const struct snippet *snippet);

/* "headline", "quote", "line"; the other way false for anything else. */
const char *snippet_kind_name(enum snippet_kind kind);
bool snippet_kind_parse(const char *name, enum snippet_kind *kind);

/* The text that airs for words and who said them: `“words” - Speaker`, with
 * the marks as given (NULL: “ ”); the speaker's span is set. `words` without
 * its own marks. Replaces text, quote and speaker. */
void snippet_compose_quote(struct snippet *snippet, const char *words, const char *speaker,
                           const char *open, const char *close);

/* Gives a snippet the words of another, with their kind and who said them; that one has none then.
 */
void snippet_take_words(struct snippet *snippet, struct snippet *next);

#endif
