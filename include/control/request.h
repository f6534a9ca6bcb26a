/* Requests: what may be asked of a running ticker, as values. Whoever asks makes one, by
 * whatever wire it came; whoever obeys reads no wire.
 *
 * One table says what each kind takes and within which limits. Reading, checking and every
 * refusal come from it: a refusal says the kind, and in quotation marks the field.
 */
#ifndef CONTROL_REQUEST_H
#define CONTROL_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "news/wire_item.h"
#include "news/written_item.h"

enum request_kind {
    REQUEST_STATUS,   /* nothing but the state, which answers the others, too */
    REQUEST_NEXT,     /* to the next snippet */
    REQUEST_PAUSE,    /* the picture stands still, or goes on */
    REQUEST_BLANK,    /* dark and paused, or lit again */
    REQUEST_KILL,     /* a snippet never airs again */
    REQUEST_BREAKING, /* a take-over */
    REQUEST_CLEAR,    /* every take-over ends */
    REQUEST_RELOAD,   /* the configuration is read again */
    REQUEST_WATCH,    /* what changes is told from now on (control/stream.h) */
    REQUEST_ITEM,     /* what a feed brings airs, or airs in these words from now on */
    REQUEST_WITHDRAW, /* what a feed brought never airs again */
    REQUEST_PUT,      /* what an editor writes airs, or airs in these words from now on */
    REQUEST_APPROVE,  /* what is held may air */
    REQUEST_REMOVE,   /* a snippet is taken out of the store */
    REQUEST_ARTICLE,  /* an article becomes snippets */
    REQUEST_BRIGHTNESS,
    REQUEST_SETTINGS, /* what is laid over the configuration, and how bright the wall is */
    REQUEST_KINDS,
};

#define REQUEST_EDITOR_MAX 64 /* bytes of an editor's name */

enum request_switch {
    REQUEST_TOGGLE, /* on where it is off, and the other way */
    REQUEST_OFF,
    REQUEST_ON,
};

/* Texts are UTF-8, NUL-terminated, of whoever made the request. Zero-initialised asks for the
 * status. */
struct request {
    enum request_kind kind;
    const char *editor; /* who asks for it, for the log; NULL: not told */
    union {
        struct {
            const char *zone; /* its name; NULL: all of them */
        } next;
        struct {
            enum request_switch on;
        } pause;
        struct {
            enum request_switch on; /* toggle: on */
        } blank;
        struct {
            int64_t id;
        } kill;
        struct {
            const char *text; /* snippet.max_chars at most, no control characters */
            int64_t level;    /* a higher one interrupts a lower one */
            int64_t airings;  /* 0: no limit */
            int64_t minutes;  /* until it ends; 0: never */
            int64_t ends;     /* wall ms, in place of minutes; 0: not told */
            const char *key;  /* the one of this key makes place for it; NULL: it has none */
        } breaking;
        struct wire_item item; /* text: as breaking.text */
        struct {
            const char *feed, *key;
            enum request_switch over; /* on: it ends, but nobody takes the story back */
        } withdraw;
        struct written_item put; /* text: as breaking.text */
        struct {
            int64_t id;        /* 0: it is known by its key */
            const char *key;   /* NULL: by its id */
            const char *match; /* as of written_item */
        } decide;              /* of approve and remove */
        struct {
            const char *name;  /* for people, and what makes it the same when it comes again */
            const char *bytes; /* all of it: text, HTML, Markdown or mail, in UTF-8 */
        } article;
        struct {
            int64_t percent; /* of what the schedule gives; no daypart is made brighter */
        } brightness;
        struct {
            const char *lines; /* all of them, as of config/laid.h; "": the configuration's hold */
            int64_t percent;   /* as of brightness; 0: as it was before settings said one */
        } settings;
    };
};

enum request_type {
    REQUEST_NAME,   /* const char *, any */
    REQUEST_TEXT,   /* const char *, words to air */
    REQUEST_NUMBER, /* int64_t within least and most */
    REQUEST_SWITCH, /* enum request_switch */
};

/* A row of the table: what a kind of request takes. */
struct request_field {
    enum request_kind kind;
    enum request_type type;
    const char *name; /* on a wire */
    size_t offset;    /* in struct request */
    int64_t least, most;
    const char *what; /* for a refusal: "a level" */
    bool needed;      /* else zero stands for it where it is absent */
};

/* "status", "next", ...; the other way false for anything else. */
const char *request_name(enum request_kind kind);
bool request_parse(const char *name, enum request_kind *kind);

/* A comma and a space between the names of all kinds: a literal. */
const char *request_names(void);

/* The rows of a kind, one after the other: the first one and how many there are, which may
 * be none. Literals. */
const struct request_field *request_fields(enum request_kind kind, size_t *count);

/* Refuses what was found for a field (NULL: nothing was): an error in diag that tells what
 * is allowed. Always false. */
bool request_refuse(const struct request_field *field, const char *found, struct diag *diag);

/* Whether every field is within its limits; a text has at most max_chars characters, of which
 * one can be seen, and no control characters. False with an error for the first that is not. */
bool request_check(const struct request *request, size_t max_chars, struct diag *diag);

#endif
