/* A list of groups with the same keys, ( { KEY = VALUE; }, ... ), as `zones` and `feeds` are: read
 * into an array, printed, freed. */
#ifndef CONFIG_GROUP_LIST_H
#define CONFIG_GROUP_LIST_H

#include <libconfig.h>

#include "config/schema.h"
#include "value.h"

struct group_list {
    const struct schema_group *group; /* its name and keys; offsets are in an item */
    size_t item_size;
    size_t line_offset;  /* of the int in an item that says in which line it begins */
    size_t most;         /* items */
    const char *one;     /* "a zone" */
    const char *example; /* "zones = ( { shows = \"news\"; }, ... );" */
};

/* Whether a setting is a list of groups, not too many; false with an error. */
bool group_list_check(const struct group_list *list, const config_setting_t *setting,
                      struct value_place place, struct diag *diag);

/* Fills in an item, which owns nothing yet: defaults first. False with every mistake in diag. */
bool group_list_take_item(const struct group_list *list, const config_setting_t *setting,
                          void *item, struct value_place place, struct diag *diag);

/* Frees what `count` items own. */
void group_list_finish(const struct group_list *list, void *items, size_t count);

/* Writes the items as they stand in a file, by the name of the list. */
void group_list_print(const struct group_list *list, const void *items, size_t count, FILE *stream);

/* Writes each key's help, unit and range as comments. */
void group_list_print_help(const struct group_list *list, FILE *stream);

#endif
