/* What other programs send, as data: a file NAME.hook says by JSON pointers (RFC 6901) where in
 * their documents the words stand, what makes it the same thing again, and whether it is over.
 */
#ifndef CONFIG_HOOK_FILE_H
#define CONFIG_HOOK_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

#define HOOK_RULES_MAX 16
#define HOOK_TEXTS_MAX 8

/* Texts with pointers in braces: "{/labels/alertname}: {/annotations/summary}". The first of them
 * counts of which all pointers lead to something. */
struct hook_texts {
    char *texts[HOOK_TEXTS_MAX];
    size_t count;
};

/* What is done with a document that has what `when` points to. */
struct hook_rule {
    char *when;             /* NULL: with each */
    char *each;             /* points to a list: each of it is a document; NULL: the whole is one */
    struct hook_texts text; /* the words */
    struct hook_texts key;  /* what makes it the same thing again; none: the words do */
    char *state;            /* points to how it stands; NULL: it is on */
    struct hook_texts
        on; /* the states in which it is; none: all that do not mean that it is over */
    struct hook_texts off; /* those that mean that it is over */
    char *level;           /* points to how bad it is; NULL: it is nothing special */
    struct hook_texts
        levels;  /* "critical=5": its priority; of a chief's token the take-over's level */
    int minutes; /* until it is over by itself; 0: as a line of an editor's */
};

struct hook_file {
    char *file, *title, *source;
    struct hook_rule rules[HOOK_RULES_MAX]; /* the first that fits counts */
    size_t count;
};

/* The hook of that name (config/data.h, kind "hooks"); false with an error where there is none or
 * it is not understood. The caller finishes it in any case. */
bool hook_file_read(struct hook_file *hook, const char *name, struct diag *diag);
void hook_file_finish(struct hook_file *hook);

#endif
