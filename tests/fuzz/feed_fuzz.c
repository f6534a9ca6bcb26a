/* Any bytes as a document from outside, or with FEED_READER in the environment as what stands
 * within one of that kind: whatever it is taken for, its texts are clean UTF-8 (lines in bodies
 * alone), what would air has a title, and what has a damaged letter in it does not air.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "feeds/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition)
        abort();
}

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

/* What makes it a document of its kind: what stands before, what behind, its file's name. */
static const struct kind {
    const char *name, *before, *behind, *file;
} kinds[] = {
    {"any", "", "", "x"},
    {"rss", "<rss version='2.0'><channel><item>", "</item></channel></rss>", "x"},
    {"atom", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "</entry></feed>", "x"},
    {"date", "<rss><channel><item><title>x</title><pubDate>", "</pubDate></item></channel></rss>",
     "x"},
    {"json", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{", "}]}", "x"},
    {"ninjs", "{\"uri\": \"u\", \"type\": \"text\", ", "}", "x"},
    {"nitf", "<nitf><head>", "</body></nitf>", "x"},
    {"newsml", "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='u'>", "</newsItem>",
     "x"},
    {"cap", "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>", "</alert>", "x"},
    {"telegram", "\x16\x16\x01", "\x03\x04", "x"},
    {"page", "<!DOCTYPE html><html>", "</html>", "x"},
    {"markdown", "", "", "x.md"},
    {"mail", "From: a@example.org\nSubject: x\n", "", "x"},
    {"table", "", "", "x.csv"},
    {"lines", "", "", "x.txt"},
};

/* Once: a name that there is none of is a mistake of whoever runs it. */
static const struct kind *kind_asked_for(void)
{
    static const struct kind *found;
    const char *name = getenv("FEED_READER");
    for (size_t i = 0; !found && i < sizeof kinds / sizeof *kinds; i++)
        if (!name || strcmp(kinds[i].name, name) == 0)
            found = &kinds[i];
    require(found != NULL);
    return found;
}

/* A whole document of the kind stays as it is. */
static void wrap(const struct kind *kind, const char *bytes, size_t size, struct buffer *out)
{
    const size_t same = 4;
    bool whole = strlen(kind->before) < same || (size > same && !memcmp(bytes, kind->before, same));
    buffer_add_string(out, whole ? "" : kind->before);
    buffer_add(out, bytes, size);
    buffer_add_string(out, whole ? "" : kind->behind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed;
    struct diag diag = {0};
    struct buffer document = {0};
    const struct kind *kind = kind_asked_for();
    struct feed_hints hints = {
        .name = kind->file, .base = "https://example.org/a", .language = "de"};
    wrap(kind, (const char *)data, size, &document);
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
