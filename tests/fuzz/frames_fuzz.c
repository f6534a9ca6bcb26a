/* What the reading process hands back, as a stranger might write it: all of it is refused, or each
 * text is valid and within its limit, and the same feed comes out of its own frames.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "feeds/read.h"
#include "wires/frames.h"

#include "fuzz.h"

static void check_text(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    require(length <= FEED_TEXT_MAX && (length == 0 || utf8_validate(text, length) == length));
}

/* What was taken once is taken again, and means the same bytes. */
static void check_again(const struct feed *feed, const struct diag *diag, bool shut_in)
{
    struct buffer first = {0}, second = {0};
    struct feed again = {0};
    struct diag said = {0};
    bool same_shut_in = !shut_in;
    frames_put(&first, feed, diag, shut_in);
    require(frames_take(first.data, first.length, &again, &said, &same_shut_in));
    require(same_shut_in == shut_in && again.count == feed->count);
    frames_put(&second, &again, &said, shut_in);
    require(first.length == second.length && memcmp(first.data, second.data, first.length) == 0);
    buffer_finish(&first);
    buffer_finish(&second);
    feed_finish(&again);
    diag_finish(&said);
}

/* An input that begins with an "<" or "{" is a document, whose own frames are tried. */
static void try_document(const char *bytes, size_t size)
{
    struct feed feed;
    struct diag diag = {0};
    struct feed_hints hints = {.name = "x"};
    feed_read(bytes, size, &hints, &feed, &diag);
    if (diag.count <= FRAMES_MESSAGES_MAX)
        check_again(&feed, &diag, true);
    feed_finish(&feed);
    diag_finish(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = {0};
    struct diag diag = {0};
    bool shut_in = false;
    if (size > 0 && (*data == '<' || *data == '{'))
        try_document((const char *)data, size);
    if (frames_take(data, size, &feed, &diag, &shut_in)) {
        for (size_t i = 0; i < feed.count; i++) {
            check_text(feed.items[i].title);
            check_text(feed.items[i].body);
        }
        check_again(&feed, &diag, shut_in);
    }
    feed_finish(&feed);
    diag_finish(&diag);
    return 0;
}
