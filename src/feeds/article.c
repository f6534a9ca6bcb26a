#include "feeds/article.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "extract/extract.h"
#include "extract/sniff.h"
#include "feeds/read.h"

static bool has_articles(enum feed_kind kind)
{
    return kind == FEED_PAGE || kind == FEED_MARKDOWN || kind == FEED_MAIL || kind == FEED_NITF ||
           kind == FEED_NEWSML || kind == FEED_NINJS || kind == FEED_TELEGRAM;
}

/* As news/when.h reads it. */
static void put_embargo(int64_t instant_ms, struct buffer *out)
{
    static const char *const months[] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                         "MAY",       "JUNE",     "JULY",     "AUGUST",
                                         "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(instant_ms, text); /* 2026-05-01T12:00:00Z */
    int month = atoi(text + 5);         // NOLINT(cert-err34-c): written by clock_format_utc
    int day = atoi(text + 8);           // NOLINT(cert-err34-c): the same
    if (month >= 1 && month <= 12)
        buffer_format(out, "EMBARGOED UNTIL %.5s GMT %d %s %.4s\n\n", text + 11, day,
                      months[month - 1], text);
}

static struct article *article_of(const char *path, const struct feed_item *item, struct diag *diag)
{
    struct buffer text = {0};
    if (item->embargo_ms > 0 && item->embargo_ms <= CLOCK_LAST_MS)
        put_embargo(item->embargo_ms, &text);
    buffer_format(&text, "%s\n\n%s\n", item->title, item->body);
    struct article *article = article_parse(path, text.data, text.length, diag);
    buffer_finish(&text);
    return article;
}

/* Reads what is no plain text; *mine: it is of a kind that is read here, with or without success.
 */
static struct article *from_format(const char *path, const struct buffer *bytes, const char *kind,
                                   bool *mine, struct diag *diag)
{
    struct feed feed;
    struct diag said = {0};
    struct feed_hints hints = {.name = path};
    struct article *article = NULL;
    bool read = feed_read(bytes->data, bytes->length, &hints, &feed, &said);
    *mine = read && has_articles(feed.kind) && feed.count == 1;
    const struct feed_item *item = *mine ? feed.items : NULL;
    if (item)
        diag_take(diag, &said);
    if (item && item->hold)
        diag_add_at(diag, DIAG_ERROR, path, 0, "this is %s, and %s", kind, item->hold);
    else if (item && !item->body)
        diag_add_at(diag, DIAG_ERROR, path, 0, "this is %s without a text; an article is wanted",
                    kind);
    else if (item)
        article = article_of(path, item, diag);
    diag_finish(&said);
    feed_finish(&feed);
    return article;
}

static bool is_plain_file(const char *path)
{
    struct stat status;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool has_stories(const struct feed *feed)
{
    size_t titled = 0;
    for (size_t i = 0; i < feed->count; i++)
        titled += feed->items[i].title != NULL;
    bool list = feed->kind == FEED_RSS || feed->kind == FEED_RDF || feed->kind == FEED_ATOM ||
                feed->kind == FEED_JSON || feed->kind == FEED_ALERT || feed->kind == FEED_TABLE;
    return titled > 0 && (list || (feed->count > 1 && has_articles(feed->kind)));
}

bool feed_list(const char *path, struct feed *feed, struct diag *diag)
{
    struct buffer bytes = {0};
    struct diag said = {0};
    struct feed_hints hints = {.name = path};
    *feed = (struct feed){0};
    bool good = is_plain_file(path) && article_bytes(path, &bytes, &said) && bytes.length > 0 &&
                feed_read(bytes.data, bytes.length, &hints, feed, &said);
    good = good && has_stories(feed);
    if (good)
        diag_take(diag, &said);
    else
        feed_finish(feed);
    diag_finish(&said);
    buffer_finish(&bytes);
    return good;
}

struct article *feed_article(const char *path, struct diag *diag)
{
    bool plain = is_plain_file(path);
    struct buffer bytes = {0};
    struct diag said = {0}; /* extract_read says it, too */
    struct article *article = NULL;
    bool mine = false;
    if (plain && article_bytes(path, &bytes, &said) && bytes.length > 0) {
        const char *kind = sniff(bytes.data, bytes.length);
        if (kind)
            article = from_format(path, &bytes, kind, &mine, diag);
    }
    diag_finish(&said);
    buffer_finish(&bytes);
    return mine ? article : extract_read(path, diag);
}
