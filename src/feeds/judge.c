#include "judge.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "extract/sniff.h"
#include "reference.h"

/* "Ferry runs again | Harbour News": only where what stands behind the mark is the name itself. */
static void cut_name(char *title, const char *name)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " · ", " » "};
    size_t length = strlen(title), size = name ? strlen(name) : 0;
    if (size == 0 || length <= size || strcmp(title + length - size, name) != 0)
        return;
    size_t end = length - size;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t mark = strlen(marks[i]);
        if (end > mark && memcmp(title + end - mark, marks[i], mark) == 0) {
            title[end - mark] = '\0';
            return;
        }
    }
}

/* What wires send to newsrooms, never to readers. */
static bool is_notice(const char *title)
{
    static const char *const starts[] = {
        "ADVISORY", "EDITORS:", "EDITORS NOTE", "EDITOR'S NOTE:", "ATTN", "BUDGET:", "BC-", "Eds:"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(title, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static bool has_word(const char *text, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = text; (at = strcasestr(at, word)); at += size)
        if ((at == text || !isalpha((unsigned char)at[-1])) && !isalpha((unsigned char)at[size]))
            return true;
    return false;
}

/* A kill stands in the title or in the note to editors (as wires write it, in capitals). */
static bool is_kill(const char *text)
{
    static const char *const words[] = {"MANDATORY KILL", "KILL:", "WITHDRAWN:", "KILL ADVISORY",
                                        "ADVISORY KILL"};
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++) {
        const char *found = strstr(text, words[i]);
        if (found && (found == text || !isalpha((unsigned char)found[-1])))
            return true;
    }
    return text && strncmp(text, "ADVISORY", 8) == 0 && has_word(text, "kill");
}

/* Whether a plain text has what none has: a tag, a reference, the brace of a template. Formats that
 * say what their titles are may have them as letters. */
static bool is_broken(const char *title)
{
    char expansion[REFERENCE_SIZE];
    for (const char *at = title; (at = strchr(at, '&')); at++) {
        size_t length = reference_read(at, strlen(at), false, expansion);
        if (length > 0 && at[length - 1] == ';')
            return true;
    }
    for (const char *at = title; (at = strchr(at, '<')); at++)
        if (isalpha((unsigned char)at[1]) && strchr(at, '>'))
            return true;
    return *title == '<' || strpbrk(title, "{}") || strstr(title, "</") || strstr(title, "<!") ||
           sniff_has_markup(title);
}

static void judge_item(enum feed_kind kind, struct feed_item *item)
{
    bool plain = kind == FEED_TEXT || kind == FEED_LINES || kind == FEED_TABLE ||
                 kind == FEED_MAIL || kind == FEED_MARKDOWN || kind == FEED_TELEGRAM;
    if (is_kill(item->title) || is_kill(item->note))
        item->status = FEED_CANCELED;
    if (item->status == FEED_CANCELED)
        build_hold(item, "its publisher has taken it back");
    else if (item->status == FEED_WITHHELD)
        build_hold(item, "its publisher withholds it");
    else if (item->embargo_ms == FEED_NEVER)
        build_hold(item, "it is under embargo, and no end of that is told");
    else if (!item->title)
        build_hold(item, "it has no title");
    else if (is_notice(item->title))
        build_hold(item, "it is a notice to editors");
    else if (strstr(item->title, "\xef\xbf\xbd"))
        build_hold(item, "its title has bytes that are no characters");
    else if (plain && is_broken(item->title))
        build_hold(item, "its title has markup, or is a piece of another document");
}

void judge(struct source *source)
{
    struct feed *feed = source->feed;
    for (size_t i = 0; i < feed->count; i++) {
        struct feed_item *item = &feed->items[i];
        if (item->title) {
            cut_name(item->title, feed->title);
            cut_name(item->title, item->source);
        }
        build_default(&item->language, memory_copy_string(feed->language));
        build_default(&item->rights, memory_copy_string(feed->rights));
        judge_item(feed->kind, item);
    }
}
