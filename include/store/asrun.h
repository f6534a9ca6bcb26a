/* The as-run log: what the wall has shown, each row chained to the one before by
 * SHA-256 (FIPS 180-4): hash = SHA-256(hash before, every column of the row). A
 * row that was changed, taken out, put in or moved breaks the chain; a tail that
 * was cut does not, and is found with a head that was noted elsewhere.
 */
#ifndef STORE_ASRUN_H
#define STORE_ASRUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/columns.h"
#include "store/store.h"
#include "store/strips.h"

#define ASRUN_HASH_SIZE 32 /* bytes of a SHA-256 */
#define ASRUN_HEX_SIZE (2 * ASRUN_HASH_SIZE + 1)

/* The rule by which a row's hash is made; each row has the number of its own. */
#define ASRUN_CHAIN 1

/* What the reason of a row begins with that tells an edit, and nothing that was shown: it has no
 * length, and no scenes. */
#define ASRUN_EDIT "edit: "

struct asrun_row {
    int64_t id;      /* start in us, greater than every id before; given when appended */
    int64_t snippet; /* 0: what is shown when nothing airs */
    int64_t start_ms, end_ms;
    const char *text;   /* as shown */
    const char *reason; /* why it was chosen */
    const char *cut;    /* why it ended early; NULL: it did not */
    const char *zone;   /* where on the wall; NULL: it has one place only */
    uint64_t config;    /* checksum of the configuration */
    int64_t frames;     /* pictures sent to the output */
    uint64_t pixels;    /* sum of their CRC-32s, modulo 2^64 */
    struct column_bytes
        scenes; /* what stood on the wall (display/scene_bytes.h); empty: not kept */
    /* Only when appended: */
    const struct asrun_strip *strips; /* that the scenes name */
    size_t strip_count;
    bool uncounted; /* not an airing of the snippet */
    bool open;      /* still on the wall at end_ms: not in the chain yet */
    /* Only when read: */
    int64_t chain; /* the rule of its hash */
    uint8_t hash[ASRUN_HASH_SIZE];
};

/* Appends rows in one transaction and counts the airings; all or none. The
 * open rows take the place of all that were open before. The rows stay the caller's; each has a
 * text and a reason (assert). */
bool asrun_append(struct store *store, const struct asrun_row *rows, size_t count,
                  struct diag *diag);

/* What was open when a program died becomes a row, which says so; its end is when
 * it was last seen. To be called before a ticker appends. */
bool asrun_recover(struct store *store, struct diag *diag);

/* Calls fn for each row that starts in [from_ms, to_ms), in order of writing; the
 * row is valid only during the call; fn returns false to stop. */
bool asrun_each(struct store *store, int64_t from_ms, int64_t to_ms,
                bool (*fn)(void *user, const struct asrun_row *row), void *user, struct diag *diag);

/* The same for each row from that id on. A row has a greater id than its start tells where another
 * one was written first: who goes on where it has stopped goes by ids. */
bool asrun_each_from(struct store *store, int64_t id,
                     bool (*fn)(void *user, const struct asrun_row *row), void *user,
                     struct diag *diag);

/* The newest row that this connection knows is in the log, be it its own or told by asrun_know; 0:
 * none. */
int64_t asrun_known(const struct store *store);
void asrun_know(struct store *store, int64_t id);

/* Behind a repair of the store that people know as `path`: false, with a warning that says which,
 * where rows up to that one were lost. */
bool asrun_tell_lost(struct store *store, const char *path, int64_t known, struct diag *diag);

/* When the newest of the rows began that were written up to then; when_ms itself where
 * there is none. */
bool asrun_before(struct store *store, int64_t when_ms, int64_t *start_ms, struct diag *diag);

/* When the oldest row began; otherwise_ms where there is none. */
bool asrun_oldest(struct store *store, int64_t otherwise_ms, int64_t *start_ms, struct diag *diag);

/* The newest row's hash; zeros where there is none. */
bool asrun_head(struct store *store, uint8_t hash[ASRUN_HASH_SIZE], struct diag *diag);

/* The hash before the oldest row that is kept; zeros where none was dropped. */
bool asrun_base(struct store *store, uint8_t hash[ASRUN_HASH_SIZE], struct diag *diag);

/* What a row's hash must be behind that of the one before: of every column, so of a row that was
 * read whole (from here or from elsewhere). */
void asrun_hash(const uint8_t before[ASRUN_HASH_SIZE], const struct asrun_row *row,
                uint8_t hash[ASRUN_HASH_SIZE]);

/* As 64 hexadecimal digits. */
void asrun_hash_print(const uint8_t hash[ASRUN_HASH_SIZE], char out[ASRUN_HEX_SIZE]);

/* The other way round: false, and hash stays, for anything else. */
bool asrun_hash_parse(const char *text, uint8_t hash[ASRUN_HASH_SIZE]);

struct asrun_check {
    int64_t rows;        /* looked at */
    int64_t rows_before; /* rotated away */
    int64_t breaks;      /* of the chain: where rows were lost, or somebody was at it */
    bool broken;         /* there is one ... */
    int64_t broken_ms;   /* ... and the first is at the row that says it started then */
    bool head_found;     /* the head that was asked for is in the chain */
};

/* Follows the chain, behind a break from the row that is there. `head`: a hash that must be in it,
 * or NULL. False only where the store can't be read; what is wrong with the log is in *check. */
bool asrun_verify(struct store *store, const uint8_t *head, struct asrun_check *check,
                  struct diag *diag);

/* Drops the rows that started before before_ms, and strips that have not aired
 * since; the chain goes on from them. */
bool asrun_rotate(struct store *store, int64_t before_ms, int64_t *dropped, struct diag *diag);

/* Rotates away the oldest rows until what the store holds is no more than most_bytes (0: no limit).
 * The file does not shrink, but what is free in it is used again. */
bool asrun_keep_size(struct store *store, int64_t most_bytes, struct diag *diag);

#endif
