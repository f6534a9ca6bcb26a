#include "config/laid.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "config/schema.h"
#include "value.h"

#define FROM "settings"

/* Of these groups: all keys, or the one. */
static const struct {
    const char *group;
    const char *key; /* NULL: all */
} laid[] = {{"rota", NULL}, {"schedule", "dayparts"}};

#define LAID (sizeof laid / sizeof *laid)

static bool has_laid(const struct schema_group *group)
{
    for (size_t i = 0; i < LAID; i++)
        if (strcmp(laid[i].group, group->name) == 0)
            return true;
    return false;
}

static bool may_be_laid(const struct schema_group *group, const struct schema_key *key)
{
    for (size_t i = 0; i < LAID; i++)
        if (strcmp(laid[i].group, group->name) == 0)
            return !laid[i].key || strcmp(laid[i].key, key->name) == 0;
    return false;
}

char *laid_keys(void)
{
    char *names = memory_copy_string("");
    for (size_t g = 0; g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        for (size_t k = 0; k < group->count; k++) {
            if (!may_be_laid(group, &group->keys[k]))
                continue;
            char *longer = memory_format("%s%s%s.%s", names, *names ? ", " : "", group->name,
                                         group->keys[k].name);
            free(names);
            names = longer;
        }
    }
    return names;
}

bool laid_is_key(const char *name)
{
    for (size_t g = 0; g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        size_t length = strlen(group->name);
        if (strncmp(name, group->name, length) != 0 || name[length] != '.')
            continue;
        for (size_t k = 0; k < group->count; k++)
            if (strcmp(name + length + 1, group->keys[k].name) == 0)
                return may_be_laid(group, &group->keys[k]);
    }
    return false;
}

/* As it would be written, so as it would be read. */
static void copy_value(const struct schema_group *group, const struct schema_key *key,
                       const struct config *config, struct config *copy)
{
    char *text = NULL;
    size_t size = 0;
    struct diag diag = {0};
    FILE *stream = memory_stream(&text, &size);
    fprintf(stream, "%s.%s=", group->name, key->name);
    value_print(key, (const char *)config + group->offset, stream);
    memory_stream_end(stream);
    bool good = configuration_assign(copy, text, FROM, &diag);
    assert(good);
    (void)good;
    diag_finish(&diag);
    free(text);
}

void laid_copy(const struct config *config, struct config *copy)
{
    configuration_init(copy);
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; has_laid(&schema_groups[g]) && k < schema_groups[g].count; k++)
            copy_value(&schema_groups[g], &schema_groups[g].keys[k], config, copy);
}

void laid_swap(struct config *one, struct config *other)
{
    for (size_t g = 0; g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        for (size_t k = 0; k < group->count; k++)
            if (may_be_laid(group, &group->keys[k]))
                value_swap(&group->keys[k], (char *)one + group->offset,
                           (char *)other + group->offset);
    }
}

static bool set_line(struct config *config, const char *line, struct diag *diag)
{
    char *name = memory_copy_bytes(line, strcspn(line, "="));
    bool good = laid_is_key(name);
    if (good) {
        good = configuration_assign(config, line, FROM, diag);
    } else {
        char *keys = laid_keys();
        diag_error(diag, FROM ": found %.60s; what may be laid over the configuration is %s", name,
                   keys);
        free(keys);
    }
    free(name);
    return good;
}

bool laid_set(struct config *config, const char *settings, struct diag *diag)
{
    bool good = true;
    while (*settings) {
        size_t length = strcspn(settings, "\n");
        char *line = memory_copy_bytes(settings, length);
        good &= !*line || set_line(config, line, diag);
        free(line);
        settings += length + (settings[length] == '\n');
    }
    return good;
}
