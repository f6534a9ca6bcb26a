/* HTML cut into tags and text, by the states of the HTML Standard (13.2.5) that matter for text. */
#ifndef FEEDS_HTML_H
#define FEEDS_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

#define HTML_NAME_SIZE 16 /* of a tag's name; a longer one is none that HTML has */

enum html_kind {
    HTML_TEXT,
    HTML_START,
    HTML_END,
    HTML_NOTE, /* a comment, a declaration: nothing of it is seen */
};

struct html_token {
    enum html_kind kind;
    char name[HTML_NAME_SIZE]; /* of a tag, in small letters */
    const char *text;          /* what was read, with its marks; of the HTML */
    size_t length;
    bool raw;      /* a text without references: of a script */
    bool unclosed; /* the end came before its end */
};

struct html {
    const char *text;
    size_t length, at;
    char inside[HTML_NAME_SIZE]; /* of script or style: until its end tag all is text */
};

/* The next token; false at the end. What no ">" ends is a text where it begins no tag of HTML. */
bool html_next(struct html *html, struct html_token *token);

/* Adds a tag's attribute, references resolved; false where it has none of that name. */
bool html_attribute(const struct html_token *tag, const char *name, struct buffer *out);

/* Whether it is an element that begins a line of its own. */
bool html_is_block(const char *name);

/* Whether what is inside of it is never seen: script, style, ... */
bool html_is_hidden(const char *name);

/* Adds a text's letters, references resolved. */
void html_letters(const struct html_token *text, struct buffer *out);

/* What is seen of HTML. In one line: blanks between its blocks. Else a paragraph a line, blank
 * lines between them. White space is collapsed (in <pre>, too). False where it ends inside of a tag
 * or a script: what is there may be half of it. */
bool html_line(const char *html, size_t length, struct buffer *out);
bool html_paragraphs(const char *html, size_t length, struct buffer *out);

#endif
