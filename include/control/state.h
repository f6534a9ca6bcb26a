/* The state of a running ticker, as a value: what answers every request.
 *
 * Texts are UTF-8, NUL-terminated, of whoever gives the state, and valid until the loop goes
 * on (or as long as the document that the state was read from); NULL where there is none.
 */
#ifndef CONTROL_STATE_H
#define CONTROL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout/zones.h"
#include "news/snippet.h"
#include "output/output.h"

/* What is on air on a zone. */
struct state_airing {
    bool on;    /* false: nothing ever was */
    int64_t id; /* the snippet's, 0: the zone is idle */
    enum snippet_kind kind;
    const char *text;   /* as it is shown */
    const char *reason; /* why it airs, or why nothing does */
    int64_t since_ms;   /* wall time */
};

struct state_zone {
    const char *name; /* NULL where there is only one without a name */
    struct state_airing on_air;
    const char *next; /* what would come next */
};

/* The file that is in force, and what came of reading it again. */
struct state_configuration {
    const char *path;     /* NULL: there is none */
    const char *trouble;  /* why it was not taken when it was last read */
    const char *restart;  /* the keys that have changed in it and need a restart */
    bool waits;           /* it is taken over when an item ends */
    const char *settings; /* what is laid over it (config/laid.h); NULL: nothing */
};

/* What became of an edit. */
struct state_taken {
    bool edit;     /* what is answered was one */
    int64_t id;    /* of the snippet; 0 while it has none, since the disk did not take it yet */
    int64_t ended; /* take-overs */
    bool created;  /* it is new */
    bool known;    /* of an article: the same was there already; the next: it took its place */
    bool corrected;
    int64_t headlines, quotations, held; /* of an article */
};

struct state {
    const char *version; /* of the program */
    struct state_zone zones[ZONES_MAX];
    size_t zone_count; /* at least 1 */
    size_t main;       /* of the zones: a take-over's, else the first that shows a snippet */
    bool paused;
    bool dark;
    bool blanked;           /* dark by the command blank; no wire tells it, but in why_dark */
    const char *why_dark;   /* and how that ends; NULL: it is not */
    const char *why_paused; /* the same */
    const char *time_zone;  /* "CET, UTC+01:00" */
    struct state_configuration configuration;
    bool time_known;
    bool taken_over;
    int64_t due;                /* snippets that may air now */
    int64_t brightness;         /* percent of panel.brightness; 0: dark by the schedule */
    int64_t wanted;             /* percent of the schedule's, by hand; no wire tells it */
    const char *store;          /* its path, absolute */
    const char *store_trouble;  /* why it can't be written */
    const char *store_note;     /* what was lost of it, or wrong with it when the ticker began */
    const char *backup_trouble; /* why the last backup could not be made */
    int64_t unwritten;          /* edits that wait for the disk */
    int64_t store_edition;      /* the last change of a snippet that it knows of; grows */
    struct state_taken taken;
    int64_t running_s;
    struct output_status output;
};

#endif
