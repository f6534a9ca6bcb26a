/* Import: files become articles, articles snippets, snippets rows of the store,
 * each checked by the glyph gate on its way. */
#ifndef INTAKE_IMPORT_H
#define INTAKE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/diag.h"
#include "news/snippet.h"
#include "store/store.h"
#include "text/font.h"

struct config;

struct import_result {
    const char *path;  /* valid during the call */
    bool known;        /* the same bytes were there already: nothing changed */
    bool corrected;    /* took the place of an earlier version */
    bool retold;       /* ... which had come as another file */
    size_t headlines;  /* airable ones */
    size_t quotations; /* airable ones */
    size_t held;
};

struct import {
    const struct config *config;
    struct store *store;
    struct fonts *fonts;       /* NULL: no gate */
    const struct clock *clock; /* how long a transaction takes */
    int64_t now_ms;
    int64_t dated_ms;   /* of the articles; 0: not known */
    const char *origin; /* what makes it the same article again; NULL: its file's path */
    /* After it is durable. */
    void (*done)(void *user, const struct import_result *result);
    void (*refused)(void *user, const char *path);           /* why is in diag */
    void (*progress)(void *user, size_t file, size_t files); /* before each file */
    void *user;
};

/* A file, every *.txt, *.md, *.html, *.htm, *.eml, *.xml and *.csv of a folder (in order of name),
 * or "-" for standard input: an article each, or the headlines of a feed or a table. A bad file is
 * an error in diag and the rest goes on. False when there was any. */
bool import_path(const struct import *import, const char *path, struct diag *diag);

/* The same of a text in UTF-8 that somebody has sent; what comes again under that name is a
 * correction. */
bool import_text(const struct import *import, const char *name, const char *text,
                 struct diag *diag);

/* Sets `hold` where a word never airs (news/banned.h), or a character has no glyph in any font;
 * what is replaced in the text (text/gate.h) goes into `replaced` and is a note in diag. fonts
 * NULL: only the words. */
void import_gate(const struct config *config, struct fonts *fonts, struct snippet *snippet,
                 struct diag *diag);

#endif
