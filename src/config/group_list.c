#include "group_list.h"

#include <string.h>

#include "base/buffer.h"
#include "config/describe.h"

static const struct schema_key *find_key(const struct group_list *list, const char *name)
{
    for (size_t k = 0; name && k < list->group->count; k++)
        if (strcmp(list->group->keys[k].name, name) == 0)
            return &list->group->keys[k];
    return NULL;
}

static bool tell_unknown(const struct group_list *list, const char *name, struct value_place place,
                         struct diag *diag)
{
    struct buffer known = {0};
    for (size_t k = 0; k < list->group->count; k++)
        buffer_format(&known, "%s%s", k ? ", " : "", list->group->keys[k].name);
    diag_add_at(diag, DIAG_ERROR, place.file, place.line, "%s: there is no %s; %s has %s",
                list->group->name, name, list->one, known.data);
    buffer_finish(&known);
    return false;
}

bool group_list_check(const struct group_list *list, const config_setting_t *setting,
                      struct value_place place, struct diag *diag)
{
    int count = config_setting_length(setting);
    bool good = config_setting_is_list(setting) && (size_t)count <= list->most;
    for (int i = 0; good && i < count; i++)
        good = config_setting_is_group(config_setting_get_elem(setting, (unsigned)i));
    return good || diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                               "%s: a list of at most %zu groups is wanted: %s", list->group->name,
                               list->most, list->example);
}

bool group_list_take_item(const struct group_list *list, const config_setting_t *setting,
                          void *item, struct value_place place, struct diag *diag)
{
    bool good = true;
    for (size_t k = 0; k < list->group->count; k++)
        value_default(&list->group->keys[k], item);
    *(int *)(void *)((char *)item + list->line_offset) = (int)config_setting_source_line(setting);
    for (int i = 0; i < config_setting_length(setting); i++) {
        const config_setting_t *value = config_setting_get_elem(setting, (unsigned)i);
        const struct schema_key *key = find_key(list, config_setting_name(value));
        place.line = (int)config_setting_source_line(value);
        good &= key ? value_take(list->group, key, value, item, place, diag)
                    : tell_unknown(list, config_setting_name(value), place, diag);
    }
    return good;
}

void group_list_finish(const struct group_list *list, void *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list->group->count; k++)
            value_free(&list->group->keys[k], (char *)items + i * list->item_size);
}

static void print_item(const struct group_list *list, const void *item, FILE *stream)
{
    fputs("{ ", stream);
    for (size_t k = 0; k < list->group->count; k++) {
        fprintf(stream, "%s = ", list->group->keys[k].name);
        value_print(&list->group->keys[k], item, stream);
        fputs("; ", stream);
    }
    fputs("}", stream);
}

void group_list_print(const struct group_list *list, const void *items, size_t count, FILE *stream)
{
    fprintf(stream, "%s = (", list->group->name);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ",\n    " : "\n    ", stream);
        print_item(list, (const char *)items + i * list->item_size, stream);
    }
    fputs(count ? "\n);\n" : ");\n", stream);
}

void group_list_print_help(const struct group_list *list, FILE *stream)
{
    for (size_t k = 0; k < list->group->count; k++) {
        const struct schema_key *key = &list->group->keys[k];
        char allowed[256];
        describe_allowed(key, allowed, sizeof allowed);
        fprintf(stream, "# %s: %s; %s\n", key->name, key->help, allowed);
    }
}
