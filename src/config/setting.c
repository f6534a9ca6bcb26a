#include "setting.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/alias.h"
#include "config/data.h"

bool setting_refuse(const struct setting_group *in, const char *key, const char *what)
{
    const config_setting_t *member = config_setting_get_member(in->group, key);
    const config_setting_t *at = member ? member : in->group;
    return diag_add_at(in->diag, DIAG_ERROR, in->path, (int)config_setting_source_line(at),
                       "%s: %s", key, what);
}

static char *list_of(const char *const *names, size_t count)
{
    char *text = memory_copy_string("");
    for (size_t i = 0; i < count; i++) {
        char *longer = memory_format("%s%s%s", text, i ? ", " : "", names[i]);
        free(text);
        text = longer;
    }
    return text;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool setting_knows(const struct setting_group *in, const char *const *names, size_t count)
{
    bool good = true;
    for (int i = 0; i < config_setting_length(in->group); i++) {
        const char *name = config_setting_name(config_setting_get_elem(in->group, (unsigned)i));
        if (name && is_among(name, names, count))
            continue;
        char *known = list_of(names, count);
        char *what = memory_format("no such setting; there are %s", known);
        good = setting_refuse(in, name ? name : "", what);
        free(what);
        free(known);
    }
    return good;
}

bool setting_text(const struct setting_group *in, const char *key, bool wanted, char **out)
{
    const config_setting_t *member = config_setting_get_member(in->group, key);
    const char *text = member ? config_setting_get_string(member) : NULL;
    *out = memory_copy_string(text);
    if (text ? *text != '\0' : !member && !wanted)
        return true;
    return setting_refuse(in, key, member ? "a text in quotation marks is wanted" : "is missing");
}

bool setting_int(const struct setting_group *in, const char *key, int least, int most, int fallback,
                 int *out)
{
    const config_setting_t *member = config_setting_get_member(in->group, key);
    *out = member ? config_setting_get_int(member) : fallback;
    bool number = !member || config_setting_type(member) == CONFIG_TYPE_INT;
    if (number && *out >= least && *out <= most)
        return true;
    char *what = !member  ? memory_format("is missing; allowed: %d to %d", least, most)
                 : number ? memory_format("found %d; allowed: %d to %d", *out, least, most)
                          : memory_format("a whole number is wanted, %d to %d", least, most);
    setting_refuse(in, key, what);
    free(what);
    return false;
}

bool setting_choice(const struct setting_group *in, const char *key, const char *const *names,
                    size_t count, int *out)
{
    const config_setting_t *member = config_setting_get_member(in->group, key);
    const char *text = member ? config_setting_get_string(member) : names[0];
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(names[i], text) == 0) {
            *out = (int)i;
            return true;
        }
    char *known = list_of(names, count);
    char *what = memory_format("found %s; allowed: %s", text ? text : "no text", known);
    setting_refuse(in, key, what);
    free(what);
    free(known);
    return false;
}

bool setting_bool(const struct setting_group *in, const char *key, bool *out)
{
    const config_setting_t *member = config_setting_get_member(in->group, key);
    *out = member && config_setting_get_bool(member);
    return !member || config_setting_type(member) == CONFIG_TYPE_BOOL ||
           setting_refuse(in, key, "true or false is wanted");
}

static void add_name(void *user, const struct data_file *file)
{
    char **list = user;
    char *longer = memory_format("%s%s%s", *list ? *list : "", *list ? ", " : "", file->name);
    free(*list);
    *list = longer;
}

char *setting_path(const char *kind, const char *name, const char *ending, struct diag *diag)
{
    if (strchr(name, '/'))
        return memory_copy_string(name);
    char *path = alias_find(kind, name, ending);
    if (path)
        return path;
    char *list = NULL;
    struct diag ignored = {0};
    data_each(kind, ending, add_name, &list, &ignored);
    diag_finish(&ignored);
    diag_error(diag, "there is no %s \"%s\"; there are: %s", ending + 1, name,
               list ? list : "none");
    free(list);
    return NULL;
}

char *setting_name_of(const char *path)
{
    char *copy = memory_copy_string(path);
    char *name = memory_copy_string(basename(copy));
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    free(copy);
    return name;
}
