#include "feed_rules.h"

#include "base/memory.h"

/* The first error; where the document broke off before its first item, the first word on it. */
static const char *first_error(const struct feed *feed, const struct diag *diag)
{
    const char *error = diag_first_error(diag);
    if (error)
        return error;
    return feed->count == 0 && !feed->whole && diag->count > 0 ? diag->messages[0].text : NULL;
}

char *feed_rules_fault(const struct feed *feed, const struct diag *diag)
{
    const char *error = first_error(feed, diag);
    bool is_prose = feed->kind == FEED_PAGE || feed->kind == FEED_MARKDOWN ||
                    feed->kind == FEED_MAIL || feed->kind == FEED_TEXT;
    if (feed->kind == FEED_PAGE && feed->feed_count > 0)
        return memory_format("a web page, no feed; it names one: %s", feed->feeds[0]);
    if (is_prose)
        return memory_copy_string("what came is a text or a web page, no feed");
    if (feed->kind == FEED_NOTHING || (error && feed->count == 0))
        return memory_copy_string(error ? error : "what came is no feed");
    return NULL;
}

char *feed_rules_note(const struct diag *diag)
{
    size_t more = diag->count > 0 ? diag->count - 1 : 0;
    if (diag->count == 0)
        return NULL;
    return more ? memory_format("%s (and %zu more)", diag->messages[0].text, more)
                : memory_copy_string(diag->messages[0].text);
}
