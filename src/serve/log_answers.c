#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "asrun/table.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "query.h"
#include "serve/reply.h"
#include "shown.h"

#define ROWS_USUAL 100
#define ROWS_MOST 1000
/* How far back is looked where nobody has told. */
#define LOOK_NS (INT64_C(24) * 3600 * CLOCK_NS_PER_S)

/* What of the log is asked for. */
struct wanted {
    const struct route_world *world;
    enum token_role role;
    int64_t from_ns, to_ns;
    char *search; /* folded; NULL: anything */
    size_t folded;
    size_t limit;
    json_t *rows;       /* the newest `limit` of them, the newest first */
    bool more;          /* there are older ones */
    struct buffer *csv; /* NULL: rows */
};

static bool has(const char *text, const struct wanted *wanted)
{
    size_t length;
    if (!wanted->search)
        return true;
    char *folded = utf8_fold(text, strlen(text), &length);
    bool found = memmem(folded, length, wanted->search, wanted->folded) != NULL;
    free(folded);
    return found;
}

static json_t *row_to_json(const struct asrun_row *row, bool whole)
{
    char start[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE], hash[ASRUN_HEX_SIZE];
    clock_format_utc_exact(row->start_ms, start);
    clock_format_utc_exact(row->end_ms, end);
    asrun_hash_print(row->hash, hash);
    json_t *json = json_pack("{s:I, s:s, s:s, s:s, s:s?}", "id", (json_int_t)row->snippet, "start",
                             start, "end", end, "text", row->text, "zone", row->zone);
    if (whole)
        json_object_update_new(json, json_pack("{s:s, s:s?, s:s}", "reason", row->reason, "cut",
                                               row->cut, "hash", hash));
    return json;
}

static bool take_row(void *user, const struct asrun_row *row)
{
    struct wanted *wanted = user;
    if (!has(row->text, wanted) ||
        !shown_to(wanted->world, wanted->role, row->snippet, row->reason))
        return true;
    if (wanted->csv) {
        table_add_row(row, wanted->csv);
        return true;
    }
    json_array_insert_new(wanted->rows, 0, row_to_json(row, wanted->role > TOKEN_NOBODY));
    if (json_array_size(wanted->rows) > wanted->limit) {
        json_array_remove(wanted->rows, wanted->limit);
        wanted->more = true;
    }
    return true;
}

static bool read_query(const struct route_world *world, const struct asked *asked,
                       struct wanted *wanted, struct route_reply *reply)
{
    int64_t limit = ROWS_USUAL;
    const char *search = asked->query(asked->user, "search");
    *wanted = (struct wanted){
        .world = world, .role = asked->role, .to_ns = (world->now_ms + 1) * CLOCK_NS_PER_MS};
    if (!query_time(world, asked, "to", &wanted->to_ns, reply) ||
        !query_time(world, asked, "before", &wanted->to_ns, reply))
        return false;
    wanted->from_ns = wanted->to_ns - LOOK_NS;
    if (!query_time(world, asked, "from", &wanted->from_ns, reply) ||
        !query_number(asked, "limit", 1, ROWS_MOST, &limit, reply))
        return false;
    wanted->limit = (size_t)limit;
    if (search && *search)
        wanted->search = utf8_fold(search, strlen(search), &wanted->folded);
    return true;
}

static bool read_rows(struct wanted *wanted, struct route_reply *reply)
{
    struct diag diag = {0};
    struct store *store = wanted->world->store;
    bool good = store && asrun_each(store, wanted->from_ns / CLOCK_NS_PER_MS,
                                    wanted->to_ns / CLOCK_NS_PER_MS, take_row, wanted, &diag);
    if (!good)
        reply_refuse(reply, STATUS_UNAVAILABLE, "store", "The store can't be read.", NULL, NULL,
                     NULL);
    diag_finish(&diag);
    return good;
}

void work_asrun(const struct route_world *world, const struct asked *asked,
                struct route_reply *reply)
{
    struct wanted wanted;
    if (!read_query(world, asked, &wanted, reply))
        return;
    wanted.rows = json_array();
    if (read_rows(&wanted, reply)) {
        const json_t *oldest =
            wanted.more ? json_array_get(wanted.rows, json_array_size(wanted.rows) - 1) : NULL;
        json_t *next = json_incref(json_object_get(oldest, "start"));
        reply_json(reply, STATUS_GOOD,
                   json_pack("{s:O, s:o}", "rows", wanted.rows, "next", next ? next : json_null()));
    }
    json_decref(wanted.rows);
    free(wanted.search);
}

void work_asrun_csv(const struct route_world *world, const struct asked *asked,
                    struct route_reply *reply)
{
    struct wanted wanted;
    if (!read_query(world, asked, &wanted, reply))
        return;
    table_add_head(&reply->body);
    wanted.csv = &reply->body;
    read_rows(&wanted, reply);
    free(wanted.search);
}
