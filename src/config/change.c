#include "config/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "config/schema.h"
#include "panel_list.h"
#include "value.h"
#include "zones.h"

#include "feeds.h"

/* What is made of these stands until the program ends: files, lines, sizes. */
static const char *const fixed_groups[] = {"store", "panel",   "picture",
                                           "hub75", "control", "kiosk"};
/* Of them the output asks at each picture. */
static const char *const live_keys[] = {"max_amperes", "pitch_mm", "viewing_m", "reload"};
/* What is seen of them is laid out anew. */
static const char *const look_groups[] = {"text", "crawl", "layout", "colours"};

#define IS_IN(list, name) is_in(list, sizeof(list) / sizeof *(list), name)

static bool is_in(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

static bool is_live(const struct schema_group *group, const struct schema_key *key, bool light)
{
    return !IS_IN(fixed_groups, group->name) || IS_IN(live_keys, key->name) ||
           (light && strcmp(key->name, "brightness") == 0);
}

static bool differ(const char *one, const char *other)
{
    return strcmp(one, other) != 0;
}

/* As it stands in a file; the caller frees. */
static char *printed_value(const struct schema_key *key, const void *values)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = memory_stream(&text, &size);
    value_print(key, values, stream);
    memory_stream_end(stream);
    return text;
}

/* A list as it stands in a file; the caller frees. */
typedef void (*print_fn)(const struct config *config, bool sample, FILE *stream);

static char *printed_list(const struct config *config, print_fn print)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = memory_stream(&text, &size);
    print(config, false, stream);
    memory_stream_end(stream);
    return text;
}

static bool key_differs(const struct schema_group *group, const struct schema_key *key,
                        const struct config *running, const struct config *fresh)
{
    char *one = printed_value(key, (const char *)running + group->offset);
    char *other = printed_value(key, (const char *)fresh + group->offset);
    bool different = differ(one, other);
    free(one);
    free(other);
    return different;
}

static bool lists_differ(const struct config *running, const struct config *fresh, print_fn print)
{
    char *one = printed_list(running, print);
    char *other = printed_list(fresh, print);
    bool different = differ(one, other);
    free(one);
    free(other);
    return different;
}

static bool zones_differ(const struct config *running, const struct config *fresh)
{
    return lists_differ(running, fresh, zones_print);
}

static bool feeds_differ(const struct config *running, const struct config *fresh)
{
    return lists_differ(running, fresh, feeds_print);
}

static void add_restart(const char *group, const char *key, struct configuration_change *change)
{
    char *longer = memory_format("%s%s%s.%s", change->restart ? change->restart : "",
                                 change->restart ? ", " : "", group, key);
    free(change->restart);
    change->restart = longer;
}

static void note_key(const struct schema_group *group, const struct schema_key *key, bool light,
                     struct configuration_change *change)
{
    if (!is_live(group, key, light)) {
        add_restart(group->name, key->name, change);
        return;
    }
    change->taken++;
    change->look |= IS_IN(look_groups, group->name);
}

static void note_zones(struct configuration_change *change)
{
    change->taken++;
    change->look = true;
}

void configuration_compare(const struct config *running, const struct config *fresh, bool light,
                           struct configuration_change *change)
{
    *change = (struct configuration_change){.taken = feeds_differ(running, fresh)};
    for (size_t g = 0; g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        for (size_t k = 0; k < group->count; k++)
            if (key_differs(group, &group->keys[k], running, fresh))
                note_key(group, &group->keys[k], light, change);
    }
    if (zones_differ(running, fresh))
        note_zones(change);
    if (panel_list_differs(&running->panel, &fresh->panel))
        add_restart("panels", "order", change);
}

void configuration_touch(const char *key, bool light, struct configuration_change *change)
{
    const char *dot = strchr(key, '.');
    if (!dot)
        note_zones(change);
    for (size_t g = 0; dot && g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        size_t length = strlen(group->name);
        if (length != (size_t)(dot - key) || strncmp(group->name, key, length) != 0)
            continue;
        for (size_t k = 0; k < group->count; k++)
            if (strcmp(group->keys[k].name, dot + 1) == 0)
                note_key(group, &group->keys[k], light, change);
    }
}

void configuration_change_finish(struct configuration_change *change)
{
    free(change->restart);
    *change = (struct configuration_change){0};
}

static void swap_zones(struct config *running, struct config *fresh)
{
    struct config_zone zones[CONFIG_ZONES_MAX];
    size_t count = running->zone_count;
    memcpy(zones, running->zones, sizeof zones);
    memcpy(running->zones, fresh->zones, sizeof zones);
    memcpy(fresh->zones, zones, sizeof zones);
    running->zone_count = fresh->zone_count;
    fresh->zone_count = count;
}

static void swap_feeds(struct config *running, struct config *fresh)
{
    struct config_feed *feeds = running->feeds;
    size_t count = running->feed_count;
    running->feeds = fresh->feeds;
    running->feed_count = fresh->feed_count;
    fresh->feeds = feeds;
    fresh->feed_count = count;
}

void configuration_take(struct config *running, struct config *fresh, bool light, bool look)
{
    for (size_t g = 0; g < schema_group_count; g++) {
        const struct schema_group *group = &schema_groups[g];
        for (size_t k = 0; k < group->count; k++)
            if (is_live(group, &group->keys[k], light) &&
                key_differs(group, &group->keys[k], running, fresh))
                value_swap(&group->keys[k], (char *)running + group->offset,
                           (char *)fresh + group->offset);
    }
    swap_feeds(running, fresh);
    struct configuration_places *places = running->places;
    running->places = fresh->places;
    fresh->places = places;
    if (look)
        swap_zones(running, fresh);
}
