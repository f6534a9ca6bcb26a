/* Settings of a data file, each checked: its place, what was found, what is allowed. Private. */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* A group of an open file, and where messages go. */
struct setting_group {
    const config_setting_t *group;
    const char *path;
    struct diag *diag;
};

/* False with an error for each member that is not among the names. */
bool setting_knows(const struct setting_group *in, const char *const *names, size_t count);

/* Adds an error at a member, or at the group where there is no such member. */
bool setting_refuse(const struct setting_group *in, const char *key, const char *what);

/* Takes a text, a copy; without the member NULL, and an error where it is wanted. */
bool setting_text(const struct setting_group *in, const char *key, bool wanted, char **out);

/* Takes a whole number; without the member the fallback, or an error where that is below least. */
bool setting_int(const struct setting_group *in, const char *key, int least, int most, int fallback,
                 int *out);

/* Takes one of `count` names as its index; without the member 0. */
bool setting_choice(const struct setting_group *in, const char *key, const char *const *names,
                    size_t count, int *out);

/* Takes true or false; without the member false. */
bool setting_bool(const struct setting_group *in, const char *key, bool *out);

/* The path of a data file: `name` itself with a '/', else what alias_find finds; NULL with an error
 * that lists what there is. The caller frees. */
char *setting_path(const char *kind, const char *name, const char *ending, struct diag *diag);

/* "NAME" of /folder/NAME.ending; the caller frees. */
char *setting_name_of(const char *path);

#endif
