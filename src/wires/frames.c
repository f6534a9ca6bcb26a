#include "wires/frames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "feeds/read.h"

#define LINES_MAX (1 << 24) /* of a document of 4 MiB */
#define LIST_MAX 1000       /* of an alert's areas and codes, of an item's earlier ones */
#define POINTS_MAX 100000   /* of a polygon */
#define MESSAGE_MAX 2000
#define DEGREE_PART 1000000 /* a millionth of a degree is a tenth of a metre */

/* Texts may have several lines where `lines`. */
struct text_member {
    size_t offset;
    bool lines;
};

static const struct text_member item_texts[] = {
    {offsetof(struct feed_item, id), false},      {offsetof(struct feed_item, link), false},
    {offsetof(struct feed_item, title), false},   {offsetof(struct feed_item, summary), true},
    {offsetof(struct feed_item, body), true},     {offsetof(struct feed_item, language), false},
    {offsetof(struct feed_item, source), false},  {offsetof(struct feed_item, author), false},
    {offsetof(struct feed_item, rights), true},   {offsetof(struct feed_item, note), true},
    {offsetof(struct feed_item, version), false}, {offsetof(struct feed_item, category), false},
    {offsetof(struct feed_item, speaker), false}, {offsetof(struct feed_item, hold), true},
};

static const struct text_member alert_texts[] = {
    {offsetof(struct feed_alert, sender), false},
    {offsetof(struct feed_alert, event), false},
    {offsetof(struct feed_alert, urgency), false},
    {offsetof(struct feed_alert, certainty), false},
    {offsetof(struct feed_alert, instruction), true},
    {offsetof(struct feed_alert, area), true},
};

static const struct text_member feed_texts[] = {
    {offsetof(struct feed, title), true},       {offsetof(struct feed, link), false},
    {offsetof(struct feed, description), true}, {offsetof(struct feed, language), false},
    {offsetof(struct feed, rights), true},
};

static const size_t item_instants[] = {
    offsetof(struct feed_item, published_ms), offsetof(struct feed_item, updated_ms),
    offsetof(struct feed_item, expires_ms), offsetof(struct feed_item, embargo_ms)};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* --- out --- */

static void put_text(struct buffer *out, const char *text)
{
    bytes_put(out, text ? strlen(text) + 1 : 0);
    if (text)
        bytes_put_block(out, text, strlen(text));
}

static void put_texts(struct buffer *out, const void *of, const struct text_member *members,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_text(out, *(char *const *)(const void *)((const char *)of + members[i].offset));
}

static void put_shape(struct buffer *out, const struct feed_shape *shape)
{
    bytes_put(out, shape->count);
    bytes_put_signed(out, llround(shape->radius_km * DEGREE_PART));
    for (size_t i = 0; i < shape->count; i++) {
        bytes_put_signed(out, llround(shape->points[i].latitude * DEGREE_PART));
        bytes_put_signed(out, llround(shape->points[i].longitude * DEGREE_PART));
    }
}

static void put_alert(struct buffer *out, const struct feed_alert *alert)
{
    bytes_put(out, alert != NULL);
    if (!alert)
        return;
    bytes_put(out, alert->status);
    bytes_put(out, alert->type);
    bytes_put(out, alert->scope);
    bytes_put(out, alert->severity);
    bytes_put_signed(out, alert->effective_ms);
    bytes_put_signed(out, alert->onset_ms);
    put_texts(out, alert, alert_texts, COUNT(alert_texts));
    bytes_put(out, alert->code_count);
    for (size_t i = 0; i < alert->code_count; i++) {
        put_text(out, alert->codes[i].name);
        put_text(out, alert->codes[i].value);
    }
    bytes_put(out, alert->shape_count);
    for (size_t i = 0; i < alert->shape_count; i++)
        put_shape(out, &alert->shapes[i]);
}

static void put_list(struct buffer *out, char *const *texts, size_t count)
{
    bytes_put(out, count);
    for (size_t i = 0; i < count; i++)
        put_text(out, texts[i]);
}

static void put_item(struct buffer *out, const struct feed_item *item)
{
    bytes_put(out, (uint64_t)item->line);
    put_texts(out, item, item_texts, COUNT(item_texts));
    for (size_t i = 0; i < COUNT(item_instants); i++)
        bytes_put_signed(out,
                         *(const int64_t *)(const void *)((const char *)item + item_instants[i]));
    bytes_put_signed(out, item->urgency);
    bytes_put_signed(out, item->priority);
    bytes_put(out, item->status);
    put_list(out, item->replaces, item->replace_count);
    put_alert(out, item->alert);
}

void frames_put(struct buffer *out, const struct feed *feed, const struct diag *diag, bool shut_in)
{
    size_t messages = diag->count < FRAMES_MESSAGES_MAX ? diag->count : FRAMES_MESSAGES_MAX;
    bytes_put(out, shut_in);
    bytes_put(out, messages);
    for (size_t i = 0; i < messages; i++) {
        bytes_put(out, diag->messages[i].level);
        put_text(out, diag->messages[i].text);
    }
    bytes_put(out, feed->kind);
    put_texts(out, feed, feed_texts, COUNT(feed_texts));
    bytes_put_signed(out, feed->updated_ms);
    bytes_put_signed(out, feed->ttl_s);
    bytes_put(out, feed->whole);
    bytes_put(out, feed->count);
    for (size_t i = 0; i < feed->count; i++)
        put_item(out, &feed->items[i]);
    put_list(out, feed->feeds, feed->feed_count);
}

/* --- and back --- */

/* Valid UTF-8 without control characters, but for the ends of lines where there may be some. */
static bool is_clean(const char *text, size_t length, bool lines)
{
    if (memchr(text, '\0', length) || utf8_validate(text, length) < length)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == 0x7f || (c < 0x20 && !(lines && (c == '\n' || c == '\t'))))
            return false;
    }
    return true;
}

static char *take_text(struct bytes *bytes, size_t most, bool lines)
{
    size_t length = (size_t)bytes_take(bytes, most + 1);
    if (bytes->bad || length == 0)
        return NULL;
    const char *text = (const char *)bytes_take_block(bytes, length - 1);
    if (bytes->bad || !is_clean(text, length - 1, lines)) {
        bytes->bad = true;
        return NULL;
    }
    return memory_copy_bytes(text, length - 1);
}

static void take_texts(struct bytes *bytes, void *of, const struct text_member *members,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        *(char **)(void *)((char *)of + members[i].offset) =
            take_text(bytes, FEED_TEXT_MAX, members[i].lines);
}

/* A list's length, no longer than what is left could hold. */
static size_t take_count(struct bytes *bytes, size_t most)
{
    size_t count = (size_t)bytes_take(bytes, most);
    if (count > (size_t)(bytes->end - bytes->at))
        bytes->bad = true;
    return bytes->bad ? 0 : count;
}

static int64_t take_instant(struct bytes *bytes)
{
    return bytes_take_signed(bytes, INT64_MIN, INT64_MAX);
}

static double take_degrees(struct bytes *bytes, int most)
{
    int64_t parts = (int64_t)most * DEGREE_PART;
    return (double)bytes_take_signed(bytes, -parts, parts) / DEGREE_PART;
}

static void take_shape(struct bytes *bytes, struct feed_shape *shape)
{
    size_t count = take_count(bytes, POINTS_MAX);
    shape->radius_km = (double)bytes_take_signed(bytes, 0, INT64_MAX) / DEGREE_PART;
    shape->points = memory_alloc(count + 1, sizeof *shape->points);
    shape->count = count;
    for (size_t i = 0; i < count; i++) {
        shape->points[i].latitude = take_degrees(bytes, 90);
        shape->points[i].longitude = take_degrees(bytes, 180);
    }
}

static struct feed_alert *take_alert(struct bytes *bytes)
{
    if (!bytes_take(bytes, 1) || bytes->bad)
        return NULL;
    struct feed_alert *alert = memory_alloc(1, sizeof *alert);
    alert->status = (enum feed_alert_status)bytes_take(bytes, FEED_ALERT_DRAFT);
    alert->type = (enum feed_alert_type)bytes_take(bytes, FEED_ALERT_ERROR);
    alert->scope = (enum feed_alert_scope)bytes_take(bytes, FEED_ALERT_PRIVATE);
    alert->severity = (enum feed_severity)bytes_take(bytes, FEED_EXTREME);
    alert->effective_ms = take_instant(bytes);
    alert->onset_ms = take_instant(bytes);
    take_texts(bytes, alert, alert_texts, COUNT(alert_texts));
    size_t codes = take_count(bytes, LIST_MAX);
    alert->codes = memory_alloc(codes + 1, sizeof *alert->codes);
    for (; alert->code_count < codes && !bytes->bad; alert->code_count++) {
        struct feed_code *code = &alert->codes[alert->code_count];
        code->name = take_text(bytes, FEED_TEXT_MAX, false);
        code->value = take_text(bytes, FEED_TEXT_MAX, false);
        bytes->bad |= !code->name || !code->value;
    }
    size_t shapes = take_count(bytes, LIST_MAX);
    alert->shapes = memory_alloc(shapes + 1, sizeof *alert->shapes);
    for (; alert->shape_count < shapes && !bytes->bad; alert->shape_count++)
        take_shape(bytes, &alert->shapes[alert->shape_count]);
    return alert;
}

static char **take_list(struct bytes *bytes, size_t *count)
{
    size_t most = take_count(bytes, LIST_MAX);
    char **texts = memory_alloc(most + 1, sizeof *texts);
    for (*count = 0; *count < most && !bytes->bad; ++*count) {
        texts[*count] = take_text(bytes, FEED_TEXT_MAX, false);
        bytes->bad |= !texts[*count];
    }
    return texts;
}

static void take_item(struct bytes *bytes, struct feed_item *item)
{
    item->line = (int)bytes_take(bytes, LINES_MAX);
    take_texts(bytes, item, item_texts, COUNT(item_texts));
    for (size_t i = 0; i < COUNT(item_instants); i++)
        *(int64_t *)(void *)((char *)item + item_instants[i]) = take_instant(bytes);
    item->urgency = (int)bytes_take_signed(bytes, 0, 9);
    item->priority = (int)bytes_take_signed(bytes, 0, 9);
    item->status = (enum feed_status)bytes_take(bytes, FEED_CANCELED);
    item->replaces = take_list(bytes, &item->replace_count);
    item->alert = take_alert(bytes);
}

static void take_messages(struct bytes *bytes, struct diag *diag)
{
    size_t count = take_count(bytes, FRAMES_MESSAGES_MAX);
    for (size_t i = 0; i < count && !bytes->bad; i++) {
        enum diag_level level = (enum diag_level)bytes_take(bytes, DIAG_ERROR);
        char *text = take_text(bytes, MESSAGE_MAX, false);
        if (text)
            diag_add(diag, level, "%s", text);
        free(text);
    }
}

static const char *const kinds[] = {
    [FEED_NOTHING] = "nothing", [FEED_RSS] = "RSS",          [FEED_RDF] = "RSS 1.0",
    [FEED_ATOM] = "Atom",       [FEED_JSON] = "JSON Feed",   [FEED_NINJS] = "ninjs",
    [FEED_NITF] = "NITF",       [FEED_NEWSML] = "NewsML-G2", [FEED_TELEGRAM] = "telegram",
    [FEED_ALERT] = "CAP",       [FEED_PAGE] = "a web page",  [FEED_MARKDOWN] = "Markdown",
    [FEED_MAIL] = "mail",       [FEED_TABLE] = "CSV",        [FEED_LINES] = "lines",
    [FEED_TEXT] = "text",
};

bool frames_take(const void *bytes, size_t size, struct feed *feed, struct diag *diag,
                 bool *shut_in)
{
    struct bytes left = bytes_of(bytes, size);
    *shut_in = bytes_take(&left, 1) != 0;
    take_messages(&left, diag);
    feed->kind = (enum feed_kind)bytes_take(&left, FEED_TEXT);
    feed->format = kinds[feed->kind]; /* its own would be static, with its version */
    feed->encoding = "UTF-8";
    take_texts(&left, feed, feed_texts, COUNT(feed_texts));
    feed->updated_ms = take_instant(&left);
    feed->ttl_s = bytes_take_signed(&left, 0, INT64_MAX);
    feed->whole = bytes_take(&left, 1) != 0;
    size_t count = take_count(&left, FEED_ITEMS_MAX);
    feed->items = memory_alloc(count + 1, sizeof *feed->items);
    for (; feed->count < count && !left.bad; feed->count++)
        take_item(&left, &feed->items[feed->count]);
    feed->feeds = take_list(&left, &feed->feed_count);
    return !left.bad && left.at == left.end;
}
