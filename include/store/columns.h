/* The columns of a snippet's row, each known in one place: the SQL that writes and reads it, what
 * is bound and taken, what a value may be, and the JSON of `list --json` all come from this table.
 *
 * A new column is a row of the table and a step of src/store/schema.c (and the member of the struct
 * that holds it).
 */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

/* How a column stands in the struct, and what it may be in the database. */
enum column_type {
    COLUMN_TEXT,      /* char *, the row's: UTF-8 without control characters; NULL: none */
    COLUMN_WORDS,     /* char *, the row's: what is said and by whom, UTF-8; in the row's sum */
    COLUMN_BYTES,     /* char *, the row's: anything, such as a file's name */
    COLUMN_BORROWED,  /* const char *: SQLite's, until the next step */
    COLUMN_CHOICE,    /* int: one of the names that `choice` gives */
    COLUMN_BOOL,      /* bool: 0 or 1 */
    COLUMN_INT,       /* int, from least to most */
    COLUMN_NUMBER,    /* int64_t, from least to most */
    COLUMN_SIZE,      /* size_t, from least to most */
    COLUMN_REAL,      /* double, from least to most */
    COLUMN_TIME,      /* int64_t: wall time, ms since 1970 UTC; 0: none */
    COLUMN_EXPIRY,    /* the same; never is 0 here, and the greatest number in the database */
    COLUMN_REFERENCE, /* int64_t: a row's id; none is 0 here, and NULL in the database */
    COLUMN_BITS,      /* uint64_t: in the database the number with the same 64 bits */
    COLUMN_BLOB,      /* struct column_bytes: SQLite's, until the next step */
    COLUMN_HASH,      /* uint8_t[32]: SHA-256; zeros where the database has none */
    COLUMN_PAGES,     /* char ** of a struct snippet: a list, in JSON only */
};

/* What a column takes part in. */
enum {
    COLUMN_INSERTED = 1 << 0,  /* a new row has it */
    COLUMN_READ = 1 << 1,      /* is read with the row */
    COLUMN_EDITED = 1 << 2,    /* an edit writes it again */
    COLUMN_EXTRACTED = 1 << 3, /* `extract --json` has it, too: it is known before the store */
    COLUMN_JOINED = 1 << 4,    /* of another table's row, which need not be there */
    COLUMN_OPEN = 1 << 5,      /* an airing has it that is not over yet */
    COLUMN_CHAINED = 1 << 6,   /* the chain's hash is of it */
    COLUMN_LATER = 1 << 7,     /* the chain's hash is of it where it is not NULL */
};

struct column_bytes {
    const void *bytes;
    size_t size;
};

struct column {
    const char *name; /* in the database; NULL: not stored */
    enum column_type type;
    unsigned uses; /* COLUMN_INSERTED | ... */
    size_t offset; /* into the row's struct */
    int64_t least, most;
    const char *otherwise;            /* of a text: what is stored for NULL */
    const char *(*choice)(int value); /* of a choice: the value's name; NULL beyond the last */
    int unknown;                      /* of a choice: what any other name is taken for */
    const char *json;                 /* its key in `list --json`; NULL: not told there */
    const char *meaning;              /* for people */
};

struct column_table {
    const char *name; /* in the database */
    const struct column *columns;
    size_t count;
};

/* Of table snippet and, joined, aired; offsets are into struct store_row. In the order of JSON,
 * which is not the database's. */
extern const struct column_table snippet_columns;

#endif
