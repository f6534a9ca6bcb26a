/* The table behind the configuration: each key with its type, default, range,
 * unit and help. Parsing, --set, checking, printing and the sample come from it.
 */
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include <stddef.h>

enum schema_type {
    SCHEMA_BOOL,
    SCHEMA_INT,
    SCHEMA_REAL,
    SCHEMA_STRING, /* char *, owned by the configuration */
    SCHEMA_NAME,   /* the same; with a '/' it is a file, from the folder of the configuration on */
    SCHEMA_PATH,   /* the same; a path, from the current folder on, "" for none */
    SCHEMA_FILE,   /* the same; always a file, "" for none */
    SCHEMA_CHOICE, /* an enum: the index in `choices` */
    SCHEMA_COLOUR, /* struct config_colour: "#rrggbb" or a name */
    SCHEMA_FONTS,  /* list of names with a count behind it */
};

struct schema_key {
    const char *name;
    enum schema_type type;
    size_t offset;              /* in the group's struct */
    double least, most;         /* SCHEMA_INT, SCHEMA_REAL */
    const char *const *allowed; /* SCHEMA_CHOICE: names up to NULL; SCHEMA_INT: NULL */
    const char *fallback;       /* the default, as it is written in a file */
    const char *help;
};

struct schema_group {
    const char *name;
    size_t offset; /* in struct config */
    const struct schema_key *keys;
    size_t count;
    const char *help;
};

/* All groups, in the order of the file. */
extern const struct schema_group schema_groups[];
extern const size_t schema_group_count;

/* The keys of one zone; offsets are in struct config_zone. */
extern const struct schema_group schema_zone;

/* The keys of one feed; offsets are in struct config_feed. */
extern const struct schema_group schema_feed;

/* "RGB", "RBG", ... by enum config_order, CONFIG_ORDERS of them and a NULL. */
extern const char *const panel_order_names[];

/* The names of the colours that may stand in place of "#rrggbb"; up to NULL. */
struct schema_colour {
    const char *name;
    unsigned rgb; /* 0xrrggbb */
};
extern const struct schema_colour schema_colours[];

#endif
