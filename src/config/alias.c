#include "config/alias.h"

#include <ctype.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/data.h"
#include "tree.h"

static int plain(char letter)
{
    return letter && strchr(" _:", letter) ? '-' : tolower((unsigned char)letter);
}

static bool is_same(const char *one, const char *other)
{
    while (*one && plain(*one) == plain(*other)) {
        one++;
        other++;
    }
    return *one == *other;
}

bool aliases_take(struct aliases *aliases, const config_t *file, const char *path,
                  struct diag *diag)
{
    const config_setting_t *list = config_lookup(file, "aliases");
    int count = list ? config_setting_length(list) : 0;
    bool good = !list || (config_setting_is_aggregate(list) && count <= ALIASES_MAX);
    for (int i = 0; good && i < count; i++) {
        const char *name = config_setting_get_string_elem(list, i);
        good = name && *name && !strchr(name, '/');
        if (good)
            aliases->names[aliases->count++] = memory_copy_string(name);
    }
    return good ||
           diag_add_at(diag, DIAG_ERROR, path, (int)config_setting_source_line(list),
                       "aliases: at most %d names are wanted: [ \"NAME\", ... ]", ALIASES_MAX);
}

void aliases_finish(struct aliases *aliases)
{
    for (size_t i = 0; i < aliases->count; i++)
        free(aliases->names[i]);
    *aliases = (struct aliases){0};
}

char *aliases_text(const struct aliases *aliases)
{
    char *text = memory_copy_string("");
    for (size_t i = 0; i < aliases->count; i++) {
        char *longer = memory_format("%s%s%s", text, i ? ", " : "", aliases->names[i]);
        free(text);
        text = longer;
    }
    return text;
}

struct wanted {
    const char *name;
    char *path;
};

/* A file that can't be read is told when somebody asks for it by its own name. */
static void look_into(void *user, const struct data_file *data)
{
    struct wanted *wanted = user;
    struct aliases aliases = {0};
    struct diag ignored = {0};
    config_t file;
    config_init(&file);
    bool found = is_same(data->name, wanted->name);
    if (!wanted->path && !found && tree_open(&file, data->path, "a data file", &ignored) &&
        aliases_take(&aliases, &file, data->path, &ignored))
        for (size_t i = 0; i < aliases.count; i++)
            found |= is_same(aliases.names[i], wanted->name);
    if (!wanted->path && found)
        wanted->path = memory_copy_string(data->path);
    aliases_finish(&aliases);
    diag_finish(&ignored);
    config_destroy(&file);
}

char *alias_find(const char *kind, const char *name, const char *ending)
{
    struct wanted wanted = {name, data_find(kind, name, ending)};
    struct diag ignored = {0};
    if (!wanted.path)
        data_each(kind, ending, look_into, &wanted, &ignored);
    diag_finish(&ignored);
    return wanted.path;
}
