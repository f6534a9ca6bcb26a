/* What another program has sent becomes lines: by a hook's rules (config/hook_file.h). */
#ifndef CONTROL_HOOK_H
#define CONTROL_HOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "config/hook_file.h"

#define HOOK_LINES_MAX 50 /* of one document */
#define HOOK_KEY_SIZE 100

/* A line: firing twice is one, and it goes when it is over. */
struct hook_line {
    char *text;              /* one line, without pictures and marks for screens */
    char key[HOOK_KEY_SIZE]; /* "hook-NAME-0123456789abcdef" */
    bool over;
    int level;   /* 0: nothing special */
    int minutes; /* 0: not told */
};

/* Zero-initialised is empty. */
struct hook_lines {
    struct hook_line *items;
    size_t count;
    size_t ignored; /* of what was sent: neither on nor over, or without words */
};

/* A text as one line for a wall, without pictures, marks that nobody sees and addresses, most_chars
 * long at most; NULL: no words are left. The caller frees. */
char *hook_clean(const char *text, size_t most_chars);

/* The pointer's value in a document (RFC 6901); NULL: it leads to nothing. */
const json_t *hook_point(const json_t *json, const char *pointer);

/* Reads a body as what it is: an object of JSON, a form with `payload` (as Slack's senders and
 * GitHub may), or words alone, which become {"message": words}; a list becomes {"list": [...]}. The
 * caller json_decrefs; NULL: it is none of these in UTF-8. */
json_t *hook_document(const char *body, size_t size, const char *type);

/* The lines of a document, no longer than most_chars each. The caller finishes them. */
void hook_read(const struct hook_file *hook, const char *name, const json_t *json,
               size_t most_chars, struct hook_lines *lines);
void hook_lines_finish(struct hook_lines *lines);

#endif
