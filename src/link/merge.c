#include "merge.h"

#include <string.h>

static bool is_over(const struct want *want, int64_t now_ms)
{
    return want->number != 0 && want->until_ms <= now_ms;
}

static bool holds(const struct want *want, const struct want *asked, int64_t now_ms)
{
    bool told = want->topic.kind == TOPIC_SET && want->payload && !want->gone;
    bool done = want->hash == want->done_hash && !want->refused;
    return told && (want == asked || done) && !is_over(want, now_ms);
}

static void add_of(json_t *all, const struct wants *wants, const char *who,
                   const struct want *asked, int64_t now_ms)
{
    for (size_t i = 0; i < wants->count; i++) {
        const struct want *want = &wants->items[i];
        if (!holds(want, asked, now_ms) || strcmp(want->topic.who, who) != 0)
            continue;
        json_t *said = json_loadb(want->payload, want->size, JSON_REJECT_DUPLICATES, NULL);
        if (json_is_object(said))
            json_object_update(all, said);
        json_decref(said);
    }
}

json_t *merge_settings(const struct wants *wants, const struct topic_names *names,
                       const struct want *asked, int64_t now_ms)
{
    json_t *all = json_object();
    add_of(all, wants, TOPIC_ALL, asked, now_ms);
    for (size_t i = 0; i < names->group_count; i++)
        add_of(all, wants, names->groups[i], asked, now_ms);
    add_of(all, wants, names->name, asked, now_ms);
    json_object_del(all, "id"); /* the message's, for its result */
    return all;
}

int64_t merge_next_end(const struct wants *wants, int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < wants->count; i++) {
        const struct want *want = &wants->items[i];
        if (holds(want, want, now_ms) && want->number != 0 && want->until_ms < next_ms)
            next_ms = want->until_ms;
    }
    return next_ms;
}
