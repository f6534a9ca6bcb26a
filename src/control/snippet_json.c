#include "control/snippet_json.h"

#include "base/clock.h"
#include "store/columns.h"

static json_t *text_to_json(const char *text)
{
    json_t *string = text ? json_string(text) : NULL; /* NULL: no UTF-8, too */
    return string ? string : json_null();
}

static json_t *time_to_json(int64_t wall_ms)
{
    char text[CLOCK_TEXT_SIZE];
    if (wall_ms <= 0)
        return json_null();
    clock_format_utc(wall_ms, text);
    return json_string(text);
}

static json_t *pages_to_json(const struct snippet *snippet)
{
    json_t *pages = json_array();
    for (size_t i = 0; i < snippet->page_count; i++)
        json_array_append_new(pages, json_string(snippet->pages[i].text));
    if (snippet->page_count == 0)
        json_array_append_new(pages, json_string(snippet->text ? snippet->text : ""));
    return pages;
}

static json_t *value_to_json(const struct store_row *row, const struct column *column)
{
    const void *field = (const char *)row + column->offset;
    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_WORDS:
    case COLUMN_BYTES:
    case COLUMN_BORROWED:
        return text_to_json(*(const char *const *)field);
    case COLUMN_CHOICE:
        return text_to_json(column->choice(*(const int *)field));
    case COLUMN_BOOL:
        return json_boolean(*(const bool *)field);
    case COLUMN_INT:
        return json_integer(*(const int *)field);
    case COLUMN_SIZE:
        return json_integer((json_int_t) * (const size_t *)field);
    case COLUMN_REAL:
        return json_real(*(const double *)field);
    case COLUMN_TIME:
    case COLUMN_EXPIRY:
        return time_to_json(*(const int64_t *)field);
    case COLUMN_PAGES:
        return pages_to_json(&row->snippet);
    default:
        return json_integer(*(const int64_t *)field);
    }
}

static json_t *row_to_json(const struct store_row *row, unsigned uses)
{
    json_t *object = json_object();
    for (size_t i = 0; i < snippet_columns.count; i++) {
        const struct column *column = &snippet_columns.columns[i];
        if (column->json && (column->uses & uses) == uses)
            json_object_set_new(object, column->json, value_to_json(row, column));
    }
    return object;
}

json_t *snippet_to_json(const struct snippet *snippet)
{
    struct store_row row = {.snippet = *snippet}; /* its strings stay the snippet's */
    return row_to_json(&row, COLUMN_EXTRACTED);
}

json_t *store_row_to_json(const struct store_row *row)
{
    return row_to_json(row, 0);
}
