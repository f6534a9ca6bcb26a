#include "title.h"

#include <string.h>

#include "base/buffer.h"
#include "html.h"

#define OPEN_MAX 16  /* tags inside of each other that a title has */
#define DECODE_MAX 3 /* times that a title was encoded by mistake */

static const char *const pairs[] = {
    "a",    "abbr", "b", "cite",  "code", "del",    "em",     "font", "i",   "ins", "mark",
    "nobr", "q",    "s", "small", "span", "strike", "strong", "sub",  "sup", "tt",  "u"};
static const char *const singles[] = {"br", "img", "wbr"};
/* Which stand around the whole where somebody took a page's piece for a title. */
static const char *const wrappers[] = {"div", "p", "h1", "h2", "h3", "h4"};

static bool is_one(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}
#define IS_ONE(list, name) is_one(list, sizeof(list) / sizeof *(list), name)

/* Whether the tag's pair follows: <b> has its </b>. */
static bool has_end(const struct html *html, const char *name)
{
    struct html ahead = *html;
    struct html_token token;
    int depth = 1;
    while (html_next(&ahead, &token))
        if ((token.kind == HTML_START || token.kind == HTML_END) && strcmp(token.name, name) == 0) {
            depth += token.kind == HTML_START ? 1 : -1;
            if (depth == 0)
                return true;
        }
    return false;
}

struct open_tags {
    char names[OPEN_MAX][HTML_NAME_SIZE];
    size_t count;
};

static bool opens(struct open_tags *open, const struct html *html, const struct html_token *token)
{
    bool pair =
        IS_ONE(pairs, token->name) || IS_ONE(wrappers, token->name) || html_is_hidden(token->name);
    if (!pair || open->count == OPEN_MAX || !has_end(html, token->name))
        return false;
    memcpy(open->names[open->count++], token->name, HTML_NAME_SIZE);
    return true;
}

static bool closes(struct open_tags *open, const struct html_token *token)
{
    for (size_t i = open->count; i > 0; i--)
        if (strcmp(open->names[i - 1], token->name) == 0) {
            memmove(open->names[i - 1], open->names[i], (open->count - i) * HTML_NAME_SIZE);
            open->count--;
            return true;
        }
    return false;
}

/* The text without its markup, references as they are. */
static bool drop_markup(const char *text, size_t length, struct buffer *out)
{
    struct html html = {.text = text, .length = length};
    struct html_token token;
    struct open_tags open = {.count = 0};
    bool good = true;
    while (html_next(&html, &token)) {
        bool markup = token.kind == HTML_NOTE || token.raw;
        if (token.kind == HTML_START)
            markup = IS_ONE(singles, token.name) || opens(&open, &html, &token);
        else if (token.kind == HTML_END)
            markup = closes(&open, &token);
        bool tag = token.kind == HTML_START || token.kind == HTML_END;
        good = good && !(tag && token.unclosed);
        if (!markup)
            buffer_add(out, token.text, token.length);
        else if (tag && (html_is_block(token.name)))
            buffer_add_byte(out, ' ');
    }
    return good;
}

bool title_read(const char *text, size_t length, struct buffer *out)
{
    struct buffer now = {0}, next = {0};
    bool good = drop_markup(text, length, &now);
    for (int i = 0; i < DECODE_MAX && now.data && memchr(now.data, '&', now.length); i++) {
        struct html_token token = {.text = now.data, .length = now.length};
        buffer_clear(&next);
        html_letters(&token, &next);
        bool same = next.length == now.length;
        bool again = !memchr(next.data, '<', next.length);
        struct buffer other = now;
        now = next;
        next = other;
        if (same || !again)
            break;
    }
    buffer_add(out, now.data ? now.data : "", now.length);
    buffer_finish(&now);
    buffer_finish(&next);
    return good;
}
