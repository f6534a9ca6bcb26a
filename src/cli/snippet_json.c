#include "cli/snippet_json.h"

#include "base/clock.h"

static void set_text(json_t *object, const char *key, const char *text)
{
    json_t *string = text ? json_string(text) : NULL; /* NULL: no UTF-8, too */
    json_object_set_new(object, key, string ? string : json_null());
}

json_t *snippet_to_json(const struct snippet *snippet)
{
    json_t *object = json_object();
    set_text(object, "kind", snippet_kind_name(snippet->kind));
    set_text(object, "text", snippet->text);
    set_text(object, "quote", snippet->quote);
    set_text(object, "speaker", snippet->speaker);
    set_text(object, "speaker_as_written", snippet->speaker_as_written);
    set_text(object, "cue", snippet->cue);
    set_text(object, "source", snippet->source);
    json_t *pages = json_array();
    for (size_t i = 0; i < snippet->page_count; i++)
        json_array_append_new(pages, json_string(snippet->pages[i]));
    if (snippet->page_count == 0)
        json_array_append_new(pages, json_string(snippet->text ? snippet->text : ""));
    json_object_set_new(object, "pages", pages);
    json_object_set_new(object, "start", json_integer((json_int_t)snippet->start));
    json_object_set_new(object, "end", json_integer((json_int_t)snippet->end));
    json_object_set_new(object, "partial", json_boolean(snippet->partial));
    json_object_set_new(object, "confidence", json_real(snippet->confidence));
    set_text(object, "hold", snippet->hold);
    return object;
}

static void set_time(json_t *object, const char *key, int64_t wall_ms)
{
    char text[CLOCK_TEXT_SIZE];
    if (wall_ms > 0)
        clock_format_utc(wall_ms, text);
    set_text(object, key, wall_ms > 0 ? text : NULL);
}

json_t *store_row_to_json(const struct store_row *row)
{
    json_t *object = snippet_to_json(&row->snippet);
    json_object_set_new(object, "id", json_integer((json_int_t)row->snippet.id));
    set_text(object, "state", store_state_name(row->state));
    set_text(object, "damaged", row->fault);
    set_text(object, "origin", row->snippet.origin);
    set_text(object, "replaced", row->snippet.replaced);
    set_text(object, "category", row->snippet.category);
    set_text(object, "daypart", row->snippet.daypart);
    json_object_set_new(object, "breaking", json_integer(row->snippet.breaking));
    json_object_set_new(object, "page", json_integer(row->snippet.page));
    json_object_set_new(object, "priority", json_integer(row->snippet.priority));
    json_object_set_new(object, "weight", json_integer(row->snippet.weight));
    set_time(object, "created", row->snippet.created_ms);
    set_time(object, "not_before", row->snippet.not_before_ms);
    set_time(object, "expires", row->snippet.expires_ms);
    set_time(object, "last_aired", row->last_aired_ms);
    json_object_set_new(object, "airings", json_integer((json_int_t)row->airings));
    return object;
}
