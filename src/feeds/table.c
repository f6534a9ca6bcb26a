#include "table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"

#define COLUMNS_MAX 64

enum column {
    COLUMN_NONE,
    COLUMN_TEXT,
    COLUMN_QUOTE,
    COLUMN_SPEAKER,
    COLUMN_CATEGORY,
    COLUMN_FROM,
    COLUMN_UNTIL,
    COLUMN_PRIORITY,
    COLUMN_LINK,
    COLUMN_ID,
    COLUMN_SUMMARY,
    COLUMN_LANGUAGE,
};

struct heading {
    const char *name;
    enum column column;
};
static const struct heading headings[] = {
    {"text", COLUMN_TEXT},
    {"headline", COLUMN_TEXT},
    {"title", COLUMN_TEXT},
    {"message", COLUMN_TEXT},
    {"quote", COLUMN_QUOTE},
    {"quotation", COLUMN_QUOTE},
    {"speaker", COLUMN_SPEAKER},
    {"who", COLUMN_SPEAKER},
    {"category", COLUMN_CATEGORY},
    {"from", COLUMN_FROM},
    {"not before", COLUMN_FROM},
    {"start", COLUMN_FROM},
    {"until", COLUMN_UNTIL},
    {"expires", COLUMN_UNTIL},
    {"end", COLUMN_UNTIL},
    {"priority", COLUMN_PRIORITY},
    {"link", COLUMN_LINK},
    {"url", COLUMN_LINK},
    {"id", COLUMN_ID},
    {"summary", COLUMN_SUMMARY},
    {"description", COLUMN_SUMMARY},
    {"language", COLUMN_LANGUAGE},
};

struct table {
    struct source *source;
    size_t at;
    int line;
    char separator;
    bool torn; /* the row has no line's end behind it ... */
    bool open; /* ... nor its last field a quotation mark */
    char *cells[COLUMNS_MAX];
    size_t count;
};

static void clear(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    table->count = 0;
}

/* A field; quoted, it may have separators, line ends and doubled quotation marks. */
static void take_cell(struct table *table, struct buffer *cell)
{
    const char *text = table->source->text;
    size_t length = table->source->length;
    bool quoted = table->at < length && text[table->at] == '"';
    table->at += quoted;
    while (table->at < length) {
        char c = text[table->at];
        bool doubled = c == '"' && table->at + 1 < length && text[table->at + 1] == '"';
        if (!quoted && (c == table->separator || c == '\n' || c == '\r'))
            return;
        table->line += c == '\n';
        table->at += quoted && doubled ? 2 : 1;
        if (quoted && c == '"' && !doubled)
            quoted = false;
        else
            buffer_add_byte(cell, c);
    }
    table->torn = true;
    table->open = quoted;
}

/* The next row; false at the end. */
static bool next_row(struct table *table)
{
    const char *text = table->source->text;
    size_t length = table->source->length;
    clear(table);
    if (table->at >= length)
        return false;
    for (;;) {
        struct buffer cell = {0};
        take_cell(table, &cell);
        if (table->count < COLUMNS_MAX)
            table->cells[table->count++] = buffer_detach(&cell);
        buffer_finish(&cell);
        if (table->at >= length || text[table->at] != table->separator)
            break;
        table->at++;
    }
    table->at += table->at < length && text[table->at] == '\r';
    if (table->at < length && text[table->at] == '\n') {
        table->at++;
        table->line++;
    }
    return true;
}

static enum column column_of(const char *cell)
{
    cell += strspn(cell, " \t");
    size_t length = strlen(cell);
    while (length > 0 && isspace((unsigned char)cell[length - 1]))
        length--;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strlen(headings[i].name) == length && strncasecmp(headings[i].name, cell, length) == 0)
            return headings[i].column;
    return COLUMN_NONE;
}

/* The separator with which the first row has most fields. */
static char separator_of(const struct source *source)
{
    static const char separators[] = ",;\t";
    size_t best = 0, end = strcspn(source->text, "\r\n");
    char found = ',';
    for (const char *at = separators; *at; at++) {
        size_t count = 0;
        for (size_t i = 0; i < end; i++)
            count += source->text[i] == *at;
        if (count > best) {
            best = count;
            found = *at;
        }
    }
    return found;
}

/* A person's own clock is meant where no zone stands. */
static void read_instant(struct table *table, int64_t *place, const char *cell)
{
    if (!clock_parse(cell, place))
        build_instant(table->source, place, cell, table->line);
}

static void read_priority(struct table *table, const char *cell, struct feed_item *item)
{
    char *end;
    long value = strtol(cell, &end, 10);
    const long most = 9;
    if (end == cell || *end || value < 0 || value > most)
        diag_add_at(table->source->diag, DIAG_WARNING, table->source->hints->name, item->line,
                    "\"%.20s\" is no priority: a number from 0 to 9 is wanted", cell);
    else
        item->priority = (int)value;
}

static void fill(struct table *table, enum column column, const char *cell, struct feed_item *item)
{
    char **places[] = {[COLUMN_TEXT] = &item->title,      [COLUMN_QUOTE] = &item->title,
                       [COLUMN_SPEAKER] = &item->speaker, [COLUMN_CATEGORY] = &item->category,
                       [COLUMN_LINK] = &item->link,       [COLUMN_ID] = &item->id,
                       [COLUMN_SUMMARY] = &item->summary, [COLUMN_LANGUAGE] = &item->language};
    if (cell[strspn(cell, " \t\r\n")] == '\0' || column == COLUMN_NONE)
        return;
    if (column == COLUMN_FROM)
        read_instant(table, &item->embargo_ms, cell);
    else if (column == COLUMN_UNTIL)
        read_instant(table, &item->expires_ms, cell);
    else if (column == COLUMN_PRIORITY)
        read_priority(table, cell, item);
    else if (places[column])
        build_default(places[column],
                      build_line(table->source, cell, strlen(cell), WRITING_PLAIN, &item->hold));
}

/* The last row of a document that broke off; one that only lacks its line's end is whole. */
static bool is_cut(const struct table *table, size_t count)
{
    return table->torn && (table->open || table->count < count);
}

static void read_row(struct table *table, const enum column *columns, size_t count)
{
    bool empty = true;
    for (size_t i = 0; i < table->count; i++)
        empty = empty && table->cells[i][strspn(table->cells[i], " \t")] == '\0';
    struct feed_item *item = empty ? NULL : build_item(table->source, table->line);
    for (size_t i = 0; item && i < table->count && i < count; i++)
        fill(table, columns[i], table->cells[i], item);
    if (item && is_cut(table, count)) {
        build_hold(item, "its row has no end: half of it may be missing");
        table->source->feed->whole = false;
    }
}

/* What the fields of the first row are called; how many of them have names that we know, 0 where
 * none of those is what would air. */
static size_t read_head(struct table *table, enum column *columns)
{
    bool airs = false;
    size_t known = 0;
    if (!next_row(table))
        return 0;
    for (size_t i = 0; i < table->count; i++) {
        columns[i] = column_of(table->cells[i]);
        airs |= columns[i] == COLUMN_TEXT || columns[i] == COLUMN_QUOTE;
        known += columns[i] != COLUMN_NONE;
    }
    return airs ? known : 0;
}

bool table_has_head(struct source *source)
{
    enum column columns[COLUMNS_MAX];
    struct table table = {.source = source, .line = 1, .separator = separator_of(source)};
    size_t known = read_head(&table, columns);
    clear(&table);
    return known > 1;
}

bool table_read(struct source *source)
{
    enum column columns[COLUMNS_MAX];
    struct table table = {.source = source, .line = 1, .separator = separator_of(source)};
    bool known = read_head(&table, columns) > 0;
    size_t count = table.count;
    source->feed->kind = FEED_TABLE;
    source->feed->format = "CSV";
    source->feed->whole = true;
    for (int line = table.line; known && next_row(&table); line = table.line) {
        int next = table.line;
        table.line = line;
        read_row(&table, columns, count);
        table.line = next;
    }
    clear(&table);
    return known || diag_add_at(source->diag, DIAG_ERROR, source->hints->name, 1,
                                "a table without a column \"text\" or \"quote\" in its first row");
}
