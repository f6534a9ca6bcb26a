#include "page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "html.h"

#define DEPTH_MAX 256
#define FEEDS_MAX 16

/* An element that is open: whether it is furniture, and whether it is the article's. */
struct open {
    char name[HTML_NAME_SIZE];
    bool aside, main;
};

struct page {
    struct source *source;
    struct open open[DEPTH_MAX];
    size_t depth;
    int hidden;             /* depth of elements that are never seen */
    struct buffer text;     /* of the block that is being read */
    struct buffer all, own; /* paragraphs of the page, and of its article */
    char *heading, *own_heading, *document_title, *shared_title, *site, *canonical, *language;
    int64_t published_ms;
    bool password;
};

static const char *const void_names[] = {"area",  "base",   "br",    "col",  "embed",
                                         "hr",    "img",    "input", "link", "meta",
                                         "param", "source", "track", "wbr"};
static const char *const aside_names[] = {
    "nav",    "header",   "footer", "aside",  "form", "figure", "button", "select",
    "dialog", "noscript", "iframe", "object", "svg",  "table",  "menu",   "template"};
/* Words of a class or an id of what stands around the text. */
static const char *const aside_words[] = {
    "nav",    "menu",   "footer",     "sidebar",   "comment",   "share",   "social",     "related",
    "promo",  "advert", "newsletter", "subscribe", "cookie",    "consent", "breadcrumb", "caption",
    "byline", "credit", "banner",     "paywall",   "recommend", "toolbar", "tags",       "teaser"};
static const char *const text_names[] = {"p",          "h2",  "h3", "h4", "li",
                                         "blockquote", "pre", "dd", "dt"};

static bool is_one(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}
#define IS_ONE(list, name) is_one(list, sizeof(list) / sizeof *(list), name)

static char *attribute(const struct html_token *tag, const char *name)
{
    struct buffer value = {0};
    if (html_attribute(tag, name, &value))
        return buffer_detach(&value);
    buffer_finish(&value);
    return NULL;
}

static char *clean_line(struct page *page, const char *text)
{
    return text ? build_line(page->source, text, strlen(text), WRITING_PLAIN, NULL) : NULL;
}

/* A word stands for itself: "nav" in "main-nav", not in "navy". */
static bool has_word(const char *text, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = text; (at = strcasestr(at, word)); at++) {
        bool begins = at == text || !isalnum((unsigned char)at[-1]);
        const char *end = at + size + (at[size] == 's');
        if (begins && !isalnum((unsigned char)*end))
            return true;
    }
    return false;
}

static bool is_aside_tag(const struct html_token *tag)
{
    static const char *const keys[] = {"class", "id", "role"};
    bool aside = IS_ONE(aside_names, tag->name);
    bool holder = strcmp(tag->name, "html") == 0 || strcmp(tag->name, "body") == 0 ||
                  strcmp(tag->name, "article") == 0 || strcmp(tag->name, "main") == 0;
    for (size_t i = 0; !aside && !holder && i < sizeof keys / sizeof *keys; i++) {
        char *value = attribute(tag, keys[i]);
        for (size_t k = 0; value && !aside && k < sizeof aside_words / sizeof *aside_words; k++)
            aside = has_word(value, aside_words[k]);
        free(value);
    }
    char *hidden = attribute(tag, "hidden");
    aside = aside || hidden != NULL;
    free(hidden);
    return aside;
}

static bool in_aside(const struct page *page)
{
    return page->depth > 0 && page->open[page->depth - 1].aside;
}

static bool in_main(const struct page *page)
{
    return page->depth > 0 && page->open[page->depth - 1].main;
}

/* --- blocks of text --- */

static void add_paragraph(struct buffer *out, const char *line)
{
    if (out->length > FEED_TEXT_MAX)
        return;
    buffer_add_string(out, out->length > 0 ? "\n\n" : "");
    buffer_add_string(out, line);
}

/* The nearest open element that begins a block. */
static const char *block_name(const struct page *page)
{
    for (size_t i = page->depth; i > 0; i--)
        if (html_is_block(page->open[i - 1].name))
            return page->open[i - 1].name;
    return "";
}

/* What was read since the last block began is done: a title, a paragraph, or nothing. */
static void end_block(struct page *page)
{
    const char *name = block_name(page);
    char *line = build_line(page->source, page->text.data ? page->text.data : "", page->text.length,
                            WRITING_PLAIN, NULL);
    buffer_clear(&page->text);
    if (!line)
        return;
    if (strcmp(name, "title") == 0) {
        build_default(&page->document_title, line);
        return;
    }
    if (strcmp(name, "h1") == 0 && (in_main(page) || !in_aside(page))) {
        if (in_main(page))
            build_default(&page->own_heading, memory_copy_string(line));
        build_default(&page->heading, line);
        return;
    }
    if (IS_ONE(text_names, name) && !in_aside(page)) {
        add_paragraph(&page->all, line);
        if (in_main(page))
            add_paragraph(&page->own, line);
    }
    free(line);
}

/* --- the head --- */

static void read_meta(struct page *page, const struct html_token *tag)
{
    char *key = attribute(tag, "property");
    if (!key)
        key = attribute(tag, "name");
    char *value = attribute(tag, "content");
    if (key && value && strcasecmp(key, "og:title") == 0)
        build_default(&page->shared_title, clean_line(page, value));
    else if (key && value && strcasecmp(key, "og:site_name") == 0)
        build_default(&page->site, clean_line(page, value));
    else if (key && value && strcasecmp(key, "article:published_time") == 0)
        build_instant(page->source, &page->published_ms, value, 0);
    free(key);
    free(value);
}

static void add_feed(struct feed *feed, char *address)
{
    if (!address || feed->feed_count == FEEDS_MAX) {
        free(address);
        return;
    }
    feed->feeds = memory_resize(feed->feeds, feed->feed_count + 1, sizeof *feed->feeds);
    feed->feeds[feed->feed_count++] = address;
}

static void read_link(struct page *page, const struct html_token *tag)
{
    char *relation = attribute(tag, "rel"), *type = attribute(tag, "type");
    char *address = attribute(tag, "href");
    const char *base = page->source->hints->base;
    bool feed =
        type && (strstr(type, "rss+xml") || strstr(type, "atom+xml") || strstr(type, "feed+json"));
    if (relation && address && has_word(relation, "alternate") && feed)
        add_feed(page->source->feed, address_absolute(address, base));
    else if (relation && address && strcasecmp(relation, "canonical") == 0)
        build_default(&page->canonical, address_absolute(address, base));
    free(relation);
    free(type);
    free(address);
}

static void read_special(struct page *page, const struct html_token *tag)
{
    if (strcmp(tag->name, "meta") == 0) {
        read_meta(page, tag);
    } else if (strcmp(tag->name, "link") == 0) {
        read_link(page, tag);
    } else if (strcmp(tag->name, "html") == 0) {
        char *language = attribute(tag, "lang");
        build_default(&page->language, clean_line(page, language));
        free(language);
    } else if (strcmp(tag->name, "time") == 0 && in_main(page)) {
        char *instant = attribute(tag, "datetime");
        if (instant && !page->published_ms)
            build_instant(page->source, &page->published_ms, instant, 0);
        free(instant);
    } else if (strcmp(tag->name, "input") == 0) {
        char *type = attribute(tag, "type");
        page->password = page->password || (type && strcasecmp(type, "password") == 0);
        free(type);
    }
}

/* --- the tree --- */

static void close_to(struct page *page, size_t depth)
{
    page->depth = depth;
}

/* <p> ends where a block begins, <li> at the next one (HTML Standard, 13.1.2.4). */
static void close_implied(struct page *page, const char *name)
{
    while (page->depth > 0) {
        const char *top = page->open[page->depth - 1].name;
        bool paragraph = strcmp(top, "p") == 0 || (top[0] == 'h' && isdigit((unsigned char)top[1]));
        bool same = strcmp(top, name) == 0 &&
                    (strcmp(name, "li") == 0 || strcmp(name, "dd") == 0 || strcmp(name, "dt") == 0);
        bool head = strcmp(top, "head") == 0 && strcmp(name, "title") != 0;
        if (!paragraph && !same && !head)
            return;
        page->depth--;
    }
}

static void open_tag(struct page *page, const struct html_token *tag)
{
    bool block = html_is_block(tag->name);
    if (block)
        end_block(page);
    read_special(page, tag);
    if (IS_ONE(void_names, tag->name))
        return;
    if (block)
        close_implied(page, tag->name);
    if (page->depth == DEPTH_MAX)
        return;
    bool main = strcmp(tag->name, "article") == 0 || strcmp(tag->name, "main") == 0;
    struct open *open = &page->open[page->depth];
    /* an article's own header has its title and its first words */
    bool own_header = strcmp(tag->name, "header") == 0 && in_main(page);
    *open = (struct open){.aside = in_aside(page) || (!own_header && is_aside_tag(tag)),
                          .main = in_main(page) || main};
    memcpy(open->name, tag->name, sizeof open->name);
    page->depth++;
}

static void close_tag(struct page *page, const struct html_token *tag)
{
    if (html_is_block(tag->name))
        end_block(page);
    for (size_t i = page->depth; i > 0; i--)
        if (strcmp(page->open[i - 1].name, tag->name) == 0) {
            close_to(page, i - 1);
            return;
        }
}

static void walk(struct page *page)
{
    struct html html = {.text = page->source->text, .length = page->source->length};
    struct html_token token;
    while (html_next(&html, &token)) {
        if (token.kind == HTML_START)
            open_tag(page, &token);
        else if (token.kind == HTML_END)
            close_tag(page, &token);
        else if (token.kind == HTML_TEXT && !token.raw)
            html_letters(&token, &page->text);
    }
    end_block(page);
}

/* The article's heading, the page's, what it wants to be called elsewhere, its own title. */
static char *take_title(struct page *page)
{
    char **places[] = {&page->own_heading, &page->heading, &page->shared_title,
                       &page->document_title};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (*places[i]) {
            char *title = *places[i];
            *places[i] = NULL;
            return title;
        }
    return NULL;
}

static void fill(struct page *page, struct feed_item *item)
{
    struct buffer *text = page->own.length > 0 ? &page->own : &page->all;
    item->title = take_title(page);
    item->body =
        build_body(page->source, text->data ? text->data : "", text->length, WRITING_PLAIN);
    item->summary = memory_copy_string(item->body);
    item->published_ms = page->published_ms;
    build_set(&item->link, page->canonical);
    build_set(&item->language, page->language);
    page->canonical = page->language = NULL;
    if (!item->link)
        item->link = address_absolute(page->source->hints->base, NULL);
    item->id = memory_copy_string(item->link);
    item->source = memory_copy_string(page->site);
    if (page->password)
        build_hold(item, "it is a page to log in at");
    else if (!item->body)
        build_hold(item, "the page has no text of an article");
}

static void finish(struct page *page)
{
    char *texts[] = {page->heading, page->own_heading, page->document_title, page->shared_title,
                     page->site,    page->canonical,   page->language};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    buffer_finish(&page->text);
    buffer_finish(&page->all);
    buffer_finish(&page->own);
    free(page);
}

bool page_read(struct source *source)
{
    struct page *page = memory_alloc(1, sizeof *page);
    page->source = source;
    source->feed->kind = FEED_PAGE;
    source->feed->format = "HTML";
    source->feed->whole = true;
    walk(page);
    source->feed->title = memory_copy_string(page->site);
    struct feed_item *item = build_item(source, 1);
    if (item)
        fill(page, item);
    finish(page);
    return true;
}
