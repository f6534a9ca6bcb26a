#include "html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "reference.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const blocks[] = {
    "address", "article", "aside",   "blockquote", "body",   "br",    "center",   "dd",
    "details", "dialog",  "dir",     "div",        "dl",     "dt",    "fieldset", "figcaption",
    "figure",  "footer",  "form",    "h1",         "h2",     "h3",    "h4",       "h5",
    "h6",      "head",    "header",  "hgroup",     "hr",     "html",  "legend",   "li",
    "main",    "menu",    "nav",     "ol",         "option", "p",     "pre",      "search",
    "section", "select",  "summary", "table",      "tbody",  "td",    "tfoot",    "th",
    "thead",   "title",   "tr",      "ul",         "video",  "audio", "caption",
};
static const char *const inlines[] = {
    "a",        "abbr",     "acronym",  "applet",   "area",     "b",        "base",     "bdi",
    "bdo",      "big",      "blink",    "button",   "canvas",   "cite",     "code",     "col",
    "colgroup", "data",     "datalist", "del",      "dfn",      "em",       "embed",    "font",
    "frame",    "frameset", "i",        "iframe",   "image",    "img",      "input",    "ins",
    "kbd",      "label",    "link",     "map",      "mark",     "marquee",  "math",     "meta",
    "meter",    "nobr",     "noembed",  "noframes", "noscript", "object",   "optgroup", "output",
    "param",    "picture",  "progress", "q",        "rp",       "rt",       "ruby",     "s",
    "samp",     "script",   "slot",     "small",    "source",   "span",     "strike",   "strong",
    "style",    "sub",      "sup",      "svg",      "template", "textarea", "time",     "track",
    "tt",       "u",        "var",      "wbr",
};
static const char *const hidden[] = {"script", "style", "template"};

static bool is_one(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

bool html_is_block(const char *name)
{
    return is_one(blocks, COUNT(blocks), name);
}

static bool is_known(const char *name)
{
    return html_is_block(name) || is_one(inlines, COUNT(inlines), name);
}

bool html_is_hidden(const char *name)
{
    return is_one(hidden, COUNT(hidden), name);
}

static bool has_at(const struct html *html, size_t at, const char *what)
{
    size_t size = strlen(what);
    return at <= html->length && html->length - at >= size &&
           strncasecmp(html->text + at, what, size) == 0;
}

static bool is_letter_at(const struct html *html, size_t at)
{
    return at < html->length && isalpha((unsigned char)html->text[at]) &&
           (html->text[at] & 0x80) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* Behind the ">" of the tag at `at`; quoted values may have one. length + 1: nothing ends it. */
static size_t tag_end(const struct html *html, size_t at)
{
    char before = ' ', quote = '\0';
    for (; at < html->length; at++) {
        char c = html->text[at];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '>')
            return at + 1;
        else if ((c == '"' || c == '\'') && before == '=')
            quote = c;
        if (!is_space(c))
            before = c;
    }
    return html->length + 1;
}

static size_t find(const struct html *html, size_t from, const char *what)
{
    for (size_t at = from; at < html->length; at++)
        if (html->text[at] == what[0] && has_at(html, at, what))
            return at;
    return html->length;
}

/* Behind a comment, "-->" or "--!>"; what nothing ends is one up to the first ">": of a piece of a
 * page the rest is more likely seen than not. */
static size_t comment_end(const struct html *html, size_t at)
{
    if (has_at(html, at, "<!-->") || has_at(html, at, "<!--->"))
        return find(html, at, ">") + 1;
    size_t end = find(html, at + 4, "-->"), other = find(html, at + 4, "--!>");
    if (other < end)
        return other + 4;
    return end < html->length ? end + 3 : find(html, at, ">") + 1;
}

static void take_name(const struct html *html, size_t at, char name[HTML_NAME_SIZE])
{
    size_t count = 0;
    for (; at < html->length && !is_space(html->text[at]) && !strchr("/>", html->text[at]); at++) {
        if (count == HTML_NAME_SIZE - 1) {
            count = 0; /* none that HTML has */
            break;
        }
        name[count++] = (char)tolower((unsigned char)html->text[at]);
    }
    name[count] = '\0';
}

static bool give(struct html *html, struct html_token *token, enum html_kind kind, size_t end)
{
    token->unclosed = end > html->length;
    end = end > html->length ? html->length : end;
    token->kind = kind;
    token->text = html->text + html->at;
    token->length = end - html->at;
    html->at = end;
    return true;
}

/* Of a script: all up to its end tag. */
static bool next_raw(struct html *html, struct html_token *token)
{
    char mark[HTML_NAME_SIZE + 2] = "</";
    strcat(mark, html->inside); // NOLINT: it has room
    size_t end = find(html, html->at, mark);
    html->inside[0] = '\0';
    token->raw = true;
    return give(html, token, HTML_TEXT, end == html->length ? end + 1 : end);
}

static bool next_text(struct html *html, struct html_token *token, size_t from)
{
    size_t at = from;
    for (; at < html->length; at++) {
        if (html->text[at] != '<')
            continue;
        bool special = has_at(html, at, "<!") || has_at(html, at, "<?");
        bool end =
            has_at(html, at, "</") && (is_letter_at(html, at + 2) || has_at(html, at, "</>"));
        if (special || end || is_letter_at(html, at + 1))
            break;
    }
    return give(html, token, HTML_TEXT, at);
}

static bool next_note(struct html *html, struct html_token *token)
{
    bool comment = has_at(html, html->at, "<!--");
    size_t end = comment ? comment_end(html, html->at) : find(html, html->at, ">") + 1;
    if (end > html->length)
        return next_text(html, token, html->at + 2);
    if (has_at(html, html->at, "<![CDATA["))
        end = find(html, html->at, "]]>") + 3;
    return give(html, token, HTML_NOTE, end);
}

static bool next_tag(struct html *html, struct html_token *token)
{
    bool end = html->text[html->at + 1] == '/';
    take_name(html, html->at + (end ? 2 : 1), token->name);
    size_t stop = tag_end(html, html->at + 1);
    if (stop > html->length && !is_known(token->name))
        return next_text(html, token, html->at + 1);
    if (!end && (strcmp(token->name, "script") == 0 || strcmp(token->name, "style") == 0))
        memcpy(html->inside, token->name, sizeof html->inside);
    return give(html, token, end ? HTML_END : HTML_START, stop);
}

bool html_next(struct html *html, struct html_token *token)
{
    *token = (struct html_token){0};
    if (html->at >= html->length)
        return false;
    if (html->inside[0])
        return next_raw(html, token);
    if (has_at(html, html->at, "<!") || has_at(html, html->at, "<?") ||
        has_at(html, html->at, "</>"))
        return next_note(html, token);
    bool end = has_at(html, html->at, "</") && is_letter_at(html, html->at + 2);
    if (html->text[html->at] == '<' && (end || is_letter_at(html, html->at + 1)))
        return next_tag(html, token);
    return next_text(html, token, html->at + (html->text[html->at] == '<'));
}

static void put_letters(const char *text, size_t length, bool in_attribute, struct buffer *out)
{
    char expansion[REFERENCE_SIZE];
    for (size_t at = 0; at < length;) {
        const char *mark = memchr(text + at, '&', length - at);
        size_t plain = mark ? (size_t)(mark - text) : length;
        buffer_add(out, text + at, plain - at);
        at = plain;
        if (at == length)
            break;
        size_t size = reference_read(text + at, length - at, in_attribute, expansion);
        if (size > 0)
            buffer_add_string(out, expansion);
        else
            buffer_add_byte(out, '&');
        at += size ? size : 1;
    }
}

void html_letters(const struct html_token *text, struct buffer *out)
{
    put_letters(text->text, text->length, false, out);
}

/* The value behind a name's "=": of what is quoted without its marks. */
static size_t value_end(const char *text, size_t at, size_t end, size_t *start)
{
    if (at < end && (text[at] == '"' || text[at] == '\'')) {
        char quote = text[at++];
        *start = at;
        while (at < end && text[at] != quote)
            at++;
        return at;
    }
    *start = at;
    while (at < end && !is_space(text[at]))
        at++;
    return at;
}

bool html_attribute(const struct html_token *tag, const char *name, struct buffer *out)
{
    const char *text = tag->text;
    size_t end = tag->length, at = 1;
    end -= end > 0 && text[end - 1] == '>';
    while (at < end && !is_space(text[at]) && text[at] != '/')
        at++;
    while (at < end) {
        while (at < end && (is_space(text[at]) || text[at] == '/'))
            at++;
        size_t key = at;
        while (at < end && !is_space(text[at]) && text[at] != '=' && text[at] != '/')
            at++;
        size_t size = at - key, start = at, stop = at;
        while (at < end && is_space(text[at]))
            at++;
        if (at < end && text[at] == '=') {
            do
                at++;
            while (at < end && is_space(text[at]));
            stop = value_end(text, at, end, &start);
            at = stop + (stop < end && (text[stop] == '"' || text[stop] == '\''));
        }
        if (size == strlen(name) && strncasecmp(text + key, name, size) == 0) {
            put_letters(text + start, stop - start, true, out);
            return true;
        }
        if (size == 0 && at < end && at == key)
            at++;
    }
    return false;
}

/* --- what is seen of it --- */

/* The letters with their white space collapsed, and the breaks between them. */
struct sight {
    struct buffer *out;
    size_t start;
    bool blank, break_; /* one is due before the next letter */
    bool lines;
};

static void put_seen(struct sight *sight, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (is_space(text[i])) {
            sight->blank = true;
            continue;
        }
        bool begun = sight->out->length > sight->start;
        if (begun && sight->break_)
            buffer_add_string(sight->out, sight->lines ? "\n\n" : " ");
        else if (begun && sight->blank)
            buffer_add_byte(sight->out, ' ');
        sight->blank = sight->break_ = false;
        buffer_add_byte(sight->out, text[i]);
    }
}

static bool see(const char *text, size_t length, struct sight *sight)
{
    struct html html = {.text = text, .length = length};
    struct html_token token;
    struct buffer letters = {0};
    bool good = true;
    while (html_next(&html, &token)) {
        good = good && !token.unclosed;
        if (token.kind == HTML_TEXT && !token.raw) {
            buffer_clear(&letters);
            html_letters(&token, &letters);
            put_seen(sight, letters.data ? letters.data : "", letters.length);
        } else if (token.kind != HTML_NOTE && html_is_block(token.name)) {
            sight->break_ = true;
        }
    }
    buffer_finish(&letters);
    return good;
}

bool html_line(const char *html, size_t length, struct buffer *out)
{
    struct sight sight = {.out = out, .start = out->length};
    return see(html, length, &sight);
}

bool html_paragraphs(const char *html, size_t length, struct buffer *out)
{
    struct sight sight = {.out = out, .start = out->length, .lines = true};
    return see(html, length, &sight);
}
