#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/memory.h"
#include "config/config.h"
#include "item_json.h"
#include "query.h"
#include "serve/reply.h"

#define HOURS_USUAL 24
#define HOURS_MOST 168

/* What is not of an item is taken out of the document. */
static bool take_extra(json_t *json, const char *name, int64_t most, int64_t *number,
                       struct route_reply *reply)
{
    const json_t *value = json_object_get(json, name);
    *number = json_integer_value(value);
    bool good = !value || (json_is_integer(value) && *number >= 0 && *number <= most);
    if (!good)
        reply_refuse(reply, STATUS_FIELD, "field", "A member is not as it may be.", name, NULL,
                     "a whole number");
    json_object_del(json, name);
    return good;
}

/* As `forecast --item` takes it. */
static char *item_text(const struct written_item *item, int64_t breaking)
{
    json_t *json =
        json_pack("{s:I, s:s, s:s?, s:s?, s:s?, s:s?, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "id",
                  (json_int_t)item->id, "text", item->text, "speaker", item->speaker, "category",
                  item->category, "daypart", item->daypart, "language", item->language, "priority",
                  (json_int_t)item->priority, "weight", (json_int_t)item->weight, "gap_s",
                  (json_int_t)item->gap_s, "most_airings", (json_int_t)item->airings, "not_before",
                  (json_int_t)item->begins, "expires", (json_int_t)item->ends, "breaking",
                  (json_int_t)breaking);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    return text;
}

/* What the command says, of an item (`text`), or of all (NULL). */
static void tell(const struct route_world *world, int64_t hours, const char *text,
                 struct route_reply *reply)
{
    struct diag diag = {0};
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)hours);
    const char *const words[] = {"forecast", "--json", "--hours", number, text ? "--item" : NULL,
                                 text,       NULL};
    json_t *told = world->command ? world->command(world->command_user, words, &diag) : NULL;
    if (told)
        reply_json(reply, STATUS_GOOD, told);
    else
        reply_diag(reply, &diag);
    diag_finish(&diag);
}

void work_forecast(const struct route_world *world, const struct asked *asked,
                   struct route_reply *reply)
{
    int64_t hours = HOURS_USUAL;
    if (query_number(asked, "hours", 1, HOURS_MOST, &hours, reply))
        tell(world, hours, NULL, reply);
}

static void tell_item(const struct route_world *world, int64_t hours,
                      const struct written_item *item, int64_t breaking, struct route_reply *reply)
{
    char *text = item_text(item, breaking);
    if (text)
        tell(world, hours, text, reply);
    else
        reply_refuse(reply, STATUS_FIELD, "field", "The item can't be told.", NULL, NULL, NULL);
    free(text);
}

void work_forecast_item(const struct route_world *world, const struct asked *asked,
                        struct route_reply *reply)
{
    int64_t hours = HOURS_USUAL, id, breaking;
    char key[24] = "";
    struct store_row row;
    struct written_item item;
    if (!query_number(asked, "hours", 1, HOURS_MOST, &hours, reply) ||
        !take_extra(asked->json, "id", INT64_MAX, &id, reply) ||
        !take_extra(asked->json, "breaking", SNIPPET_LEVEL_MAX, &breaking, reply))
        return;
    snprintf(key, sizeof key, "%lld", (long long)id);
    if (id && !item_find(world, key, &row, reply))
        return;
    if (item_written(world, asked->json, id ? &row : NULL, &item, reply))
        tell_item(world, hours, &item, id && !breaking ? row.snippet.breaking : breaking, reply);
    if (id)
        store_row_finish(&row);
}

/* A configured feed, and where its news come from as far as that is no secret. */
static json_t *feed_to_json(const struct config_feed *feed)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:i, s:f, s:b}", "name", feed->name, "category",
                     *feed->category ? feed->category : "news", "kind",
                     *feed->folder ? "folder" : "address", "weight", feed->weight, "priority",
                     feed->priority, "every_minutes", feed->every_minutes, "approval",
                     feed->approval == CONFIG_APPROVAL_MANUAL);
}

void answer_feeds(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    json_t *feeds = json_array();
    (void)asked;
    for (size_t i = 0; i < world->config->feed_count; i++)
        json_array_append_new(feeds, feed_to_json(&world->config->feeds[i]));
    reply_json(reply, STATUS_GOOD, json_pack("{s:o}", "feeds", feeds));
}

void answer_config(const struct route_world *world, const struct asked *asked,
                   struct route_reply *reply)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = memory_stream(&text, &size);
    (void)asked;
    configuration_print(world->config, false, stream);
    memory_stream_end(stream);
    reply_json(reply, STATUS_GOOD, json_pack("{s:s}", "text", text));
    free(text);
}
