/* Any bytes as a document from outside; a first byte of SELECTOR and above makes the others what
 * stands within a document of one kind, so that one fuzzer reaches the depths of each reader.
 * Whatever it is taken for, its texts are clean UTF-8 (lines in bodies alone), what would air has a
 * title, and what has a damaged letter in it does not air.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "feeds/read.h"

#include "fuzz.h"

static void check_text(const char *text, int lines)
{
    if (!text)
        return;
    size_t length = strlen(text);
    require(length > 0 && length <= FEED_TEXT_MAX);
    require(utf8_validate(text, length) == length);
    for (size_t i = 0; i < length; i++)
        require(((unsigned char)text[i] >= 0x20 && text[i] != 0x7f) || (lines && text[i] == '\n'));
}

static void check_item(const struct feed_item *item)
{
    check_text(item->title, 0);
    check_text(item->id, 0);
    check_text(item->summary, 1);
    check_text(item->body, 1);
    check_text(item->source, 0);
    check_text(item->author, 0);
    check_text(item->language, 0);
    require(item->hold || (item->title && !strstr(item->title, "\xef\xbf\xbd")));
    require(item->hold || item->status == FEED_USABLE);
}

/* Such a byte begins no text in UTF-8. */
#define SELECTOR 0x80

/* What makes it a document of its kind: what stands before, what behind, its file's name. */
static const struct kind {
    const char *before, *behind, *file;
} kinds[] = {
    {"", "", "x"},
    {"<rss version='2.0'><channel><item>", "</item></channel></rss>", "x"},
    {"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "</entry></feed>", "x"},
    {"<rss><channel><item><title>x</title><pubDate>", "</pubDate></item></channel></rss>", "x"},
    {"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{", "}]}", "x"},
    {"{\"uri\": \"u\", \"type\": \"text\", ", "}", "x"},
    {"<nitf><head>", "</body></nitf>", "x"},
    {"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='u'>", "</newsItem>", "x"},
    {"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>", "</alert>", "x"},
    {"\x16\x16\x01", "\x03\x04", "x"},
    {"<!DOCTYPE html><html>", "</html>", "x"},
    {"", "", "x.md"},
    {"From: a@example.org\nSubject: x\n", "", "x"},
    {"", "", "x.csv"},
    {"", "", "x.txt"},
};

/* The kind of an input, whose first byte is taken off where it tells that. */
static const struct kind *take_kind(const uint8_t **data, size_t *size)
{
    if (*size == 0 || **data < SELECTOR || **data - SELECTOR >= (int)(sizeof kinds / sizeof *kinds))
        return &kinds[0];
    const struct kind *kind = &kinds[**data - SELECTOR];
    ++*data;
    --*size;
    return kind;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed;
    struct diag diag = {0};
    struct buffer document = {0};
    const struct kind *kind = take_kind(&data, &size);
    struct feed_hints hints = {
        .name = kind->file, .base = "https://example.org/a", .language = "de"};
    buffer_add_string(&document, kind->before);
    buffer_add(&document, (const char *)data, size);
    buffer_add_string(&document, kind->behind);
    int read = feed_read(document.data ? document.data : "", document.length, &hints, &feed, &diag);
    require(read || diag.errors > 0);
    require(feed.count <= FEED_ITEMS_MAX);
    for (size_t i = 0; i < feed.count; i++)
        check_item(&feed.items[i]);
    feed_finish(&feed);
    diag_finish(&diag);
    buffer_finish(&document);
    return 0;
}
