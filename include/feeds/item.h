/* What a document from outside says, whatever its format: a feed of items.
 *
 * Texts are plain: valid UTF-8, entities resolved, no markup, no control characters but the line
 * ends between the paragraphs of a body. NULL is what the document does not say, never "". All of
 * it is the feed's: feed_finish frees it. Instants are wall time in ms (base/clock.h), 0 where none
 * is told.
 */
#ifndef FEEDS_ITEM_H
#define FEEDS_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the bytes are. */
enum feed_kind {
    FEED_NOTHING, /* nothing that can be read */
    FEED_RSS,     /* RSS 0.9x and 2.0; a sitemap of news */
    FEED_RDF,     /* RSS 1.0 and 0.90 */
    FEED_ATOM,    /* Atom 0.3 and 1.0; an index of alerts, too */
    FEED_JSON,    /* JSON Feed 1.x */
    FEED_NINJS,   /* ninjs 1.x, 2.x and 3.x */
    FEED_NITF,
    FEED_NEWSML,   /* NewsML-G2: a message, an item */
    FEED_TELEGRAM, /* IPTC 7901 and ANPA 1312 */
    FEED_ALERT,    /* CAP 1.1 and 1.2, alone or in an EDXL distribution */
    FEED_PAGE,     /* an article's web page */
    FEED_MARKDOWN,
    FEED_MAIL,
    FEED_TABLE, /* CSV with a header row */
    FEED_LINES, /* a headline a line, or between asterisks */
    FEED_TEXT,  /* an article as plain text */
};

/* What its publisher says of an item (ninjs' pubStatus, NewsML-G2's stat:). */
enum feed_status {
    FEED_USABLE,
    FEED_WITHHELD,
    FEED_CANCELED,
};

/* An embargo without a known end. */
#define FEED_NEVER INT64_MAX

/* Of an alert (CAP 1.2, 3.2.1), in the order of the standard; 0 is what is none of them. */
enum feed_alert_status {
    FEED_ALERT_STATUS_UNKNOWN,
    FEED_ALERT_ACTUAL,
    FEED_ALERT_EXERCISE,
    FEED_ALERT_SYSTEM,
    FEED_ALERT_TEST,
    FEED_ALERT_DRAFT,
};

enum feed_alert_type {
    FEED_ALERT_TYPE_UNKNOWN,
    FEED_ALERT_ALERT,
    FEED_ALERT_UPDATE,
    FEED_ALERT_CANCEL,
    FEED_ALERT_ACK,
    FEED_ALERT_ERROR,
};

enum feed_alert_scope {
    FEED_ALERT_SCOPE_UNKNOWN,
    FEED_ALERT_PUBLIC,
    FEED_ALERT_RESTRICTED,
    FEED_ALERT_PRIVATE,
};

/* Ascending: a limit is "at least". */
enum feed_severity {
    FEED_SEVERITY_UNKNOWN,
    FEED_MINOR,
    FEED_MODERATE,
    FEED_SEVERE,
    FEED_EXTREME,
};

/* A name and a value, both never NULL: <geocode>. */
struct feed_code {
    char *name, *value;
};

/* WGS 84, degrees. */
struct feed_point {
    double latitude, longitude;
};

/* A polygon of `count` points, the last of which is the first again; or, with one point, a circle
 * of radius_km. */
struct feed_shape {
    struct feed_point *points;
    size_t count;
    double radius_km;
};

/* Of the language that was asked for where the alert has it, else of its first. */
struct feed_alert {
    enum feed_alert_status status;
    enum feed_alert_type type;
    enum feed_alert_scope scope;
    enum feed_severity severity;
    char *sender;
    char *event, *urgency, *certainty;
    char *instruction;
    char *area; /* <areaDesc>, several with "; " between them */
    int64_t effective_ms, onset_ms;
    struct feed_code *codes;
    size_t code_count;
    struct feed_shape *shapes;
    size_t shape_count;
};

struct feed_item {
    int line;       /* of the document, where it begins; 0: not known */
    char *id;       /* as it is written: <guid>, atom:id, uri, doc-id, identifier, keyword line */
    char *link;     /* absolute where a base is known */
    char *title;    /* one line, verbatim, white space collapsed */
    char *summary;  /* <description>, atom:summary; of what has none, its text */
    char *body;     /* the whole text; a line a paragraph, blank lines between them */
    char *language; /* BCP 47 as it is written; the feed's where it says none */
    char *source;   /* whom it came from: <source>, provider, the agency */
    char *author;   /* "By ..." without the By */
    char *rights;   /* usage terms, copyright */
    char *note;     /* to editors, never for the wall: ednote */
    char *version;
    char *category;
    char *speaker; /* who said the title's words: of a table's column alone */
    int64_t published_ms, updated_ms, expires_ms;
    int64_t embargo_ms; /* not to be shown before; FEED_NEVER: held without a known end */
    int urgency;        /* 1 (most) to 9; 0: none */
    int priority;       /* of a table's column; 0: none */
    enum feed_status status;
    char **replaces; /* ids of those that it takes the place of, or takes back */
    size_t replace_count;
    char *hold; /* why it would not air; NULL: nothing speaks against it */
    struct feed_alert *alert;
};

struct feed {
    enum feed_kind kind;
    const char *format;   /* for people, with its version: "RSS 2.0", "ninjs 3.0"; static */
    const char *encoding; /* what the bytes were decoded as, "UTF-8"; static */
    char *title, *link, *description, *language, *rights;
    int64_t updated_ms;
    int64_t ttl_s; /* how long it asks not to be read again; 0: it says nothing */
    bool whole;    /* it was read to its end; what a cut one lacks is not gone from the feed */
    struct feed_item *items; /* whole ones alone, in the document's order */
    size_t count;
    char **feeds; /* of a page: the feeds that it names, absolute where a base is known */
    size_t feed_count;
};

/* Frees what an item holds. */
void feed_item_finish(struct feed_item *item);

/* Frees what the feed holds; a zeroed one is fine, and it is zeroed afterwards. */
void feed_finish(struct feed *feed);

#endif
