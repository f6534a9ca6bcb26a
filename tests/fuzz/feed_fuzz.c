/* Any bytes as a document from outside: whatever it is taken for, its texts are clean UTF-8 (lines
 * in bodies alone), what would air has a title, and what has a damaged letter in it does not air.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed;
    struct diag diag = {0};
    struct feed_hints hints = {.name = "x", .base = "https://example.org/a", .language = "de"};
    int read = feed_read((const char *)data, size, &hints, &feed, &diag);
    require(read || diag.errors > 0);
    require(feed.count <= FEED_ITEMS_MAX);
    for (size_t i = 0; i < feed.count; i++)
        check_item(&feed.items[i]);
    feed_finish(&feed);
    diag_finish(&diag);
    return 0;
}
