#include "cli/ids.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "news/article.h"

/* From an id to another; one by itself is both. */
struct range {
    int64_t first, last;
};

struct ids {
    struct range *ranges;
    size_t range_count;
    int64_t *found; /* in the range that is looked through */
    size_t found_count;
};

static void add_range(struct ids *ids, struct range range)
{
    ids->ranges = memory_resize(ids->ranges, ids->range_count + 1, sizeof *ids->ranges);
    ids->ranges[ids->range_count++] = range;
}

/* `3` or `3-7`. */
static bool take_part(struct cli *cli, struct ids *ids, const char *part)
{
    struct range range;
    const char *minus = *part ? strchr(part + 1, '-') : NULL;
    char *first = memory_copy_bytes(part, minus ? (size_t)(minus - part) : strlen(part));
    bool good = cli_id(cli, first, &range.first);
    range.last = range.first;
    if (good && minus)
        good = cli_id(cli, minus + 1, &range.last);
    if (good && range.last < range.first)
        good = diag_error(&cli->diag, "\"%s\": a range goes from the smaller id to the greater one",
                          part);
    if (good)
        add_range(ids, range);
    free(first);
    return good;
}

static bool take_list(struct cli *cli, struct ids *ids, const char *list)
{
    for (;;) {
        size_t length = strcspn(list, ",");
        char *part = memory_copy_bytes(list, length);
        bool good = take_part(cli, ids, part);
        free(part);
        if (!good)
            return false;
        if (!list[length])
            return true;
        list += length + 1;
    }
}

/* Lists between white space. */
static bool take_input(struct cli *cli, struct ids *ids)
{
    struct buffer bytes = {0};
    if (!article_bytes("-", &bytes, &cli->diag))
        return false;
    bool good = true;
    for (const char *at = bytes.length ? bytes.data : ""; good && *(at += strspn(at, " \t\r\n"));) {
        size_t length = strcspn(at, " \t\r\n");
        char *list = memory_copy_bytes(at, length);
        good = take_list(cli, ids, list);
        free(list);
        at += length;
    }
    buffer_finish(&bytes);
    return good &&
           (ids->range_count || diag_error(&cli->diag, "-: no id stands on standard input"));
}

static bool take_all(struct cli *cli, struct ids *ids, const char *list)
{
    return strcmp(list, "-") == 0 ? take_input(cli, ids) : take_list(cli, ids, list);
}

static void finish(struct ids *ids)
{
    free(ids->ranges);
    free(ids->found);
}

static bool note_id(void *user, const struct store_row *row)
{
    struct ids *ids = user;
    int64_t id = row->snippet.id;
    const struct range *range = &ids->ranges[0];
    if (id < range->first || id > range->last)
        return true;
    ids->found = memory_resize(ids->found, ids->found_count + 1, sizeof *ids->found);
    ids->found[ids->found_count++] = id;
    return true;
}

/* Whether one of the ranges before has it. */
static bool is_done(const struct ids *ids, size_t before, int64_t id)
{
    for (size_t i = 0; i < before; i++)
        if (id >= ids->ranges[i].first && id <= ids->ranges[i].last)
            return true;
    return false;
}

static bool look_through(struct cli *cli, struct store *store, struct range range,
                         struct ids *found)
{
    add_range(found, range);
    if (!store)
        return diag_error(&cli->diag,
                          "%lld-%lld: without the store it is not known which there are: "
                          "name each",
                          (long long)range.first, (long long)range.last);
    if (!store_each(store, note_id, found, &cli->diag))
        return false;
    return found->found_count ||
           diag_error(&cli->diag,
                      "%lld-%lld: no snippet has such an id (motograph list shows them)",
                      (long long)range.first, (long long)range.last);
}

static bool do_range(struct cli *cli, struct store *store, const struct ids *ids, size_t at,
                     bool (*fn)(struct cli *, struct store *, int64_t))
{
    struct range range = ids->ranges[at];
    struct ids found = {0};
    if (range.first == range.last)
        return is_done(ids, at, range.first) || fn(cli, store, range.first);
    bool good = look_through(cli, store, range, &found);
    for (size_t i = 0; i < found.found_count; i++)
        if (!is_done(ids, at, found.found[i]))
            good &= fn(cli, store, found.found[i]);
    finish(&found);
    return good;
}

bool ids_each(struct cli *cli, struct store *store, const char *list,
              bool (*fn)(struct cli *cli, struct store *store, int64_t id))
{
    struct ids ids = {0};
    bool good = take_all(cli, &ids, list);
    for (size_t i = 0, count = good ? ids.range_count : 0; i < count; i++)
        good &= do_range(cli, store, &ids, i, fn);
    finish(&ids);
    return good;
}
