/* A strip: a text as one long bitmap of coverage, ready to crawl.
 *
 * Itemised by direction (FriBidi, UAX #9), script and face; shaped by HarfBuzz;
 * rasterised by FreeType. Reference-counted, since a scene and several outputs
 * may hold it; references are counted in the loop's thread only.
 */
#ifndef TEXT_STRIP_H
#define TEXT_STRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/font.h"

/* What a piece of text is; the scene gives each role its colour. */
enum text_role {
    TEXT_ROLE_TEXT,
    TEXT_ROLE_HEADLINE,
    TEXT_ROLE_SPEAKER,
    TEXT_ROLES,
};

/* Bytes of the text that have a role. Ordered, not overlapping. */
struct text_span {
    size_t start;
    size_t length;
    enum text_role role;
};

/* Columns [x, next span's x) have this role (visual order). */
struct strip_span {
    int x;
    enum text_role role;
};

/* A cluster's left edge, in visual order. */
struct strip_cluster {
    int x;
    size_t offset; /* byte in the text */
};

struct strip {
    int references;
    int width;                /* px; 0 for an empty text */
    int height;               /* px: fonts_line_height_px */
    int baseline;             /* rows above the baseline */
    uint8_t *coverage;        /* height rows of width bytes: 0 dark to 255 full */
    struct strip_span *spans; /* the first has x 0 (where width > 0) */
    size_t span_count;
    struct strip_cluster *clusters;
    size_t cluster_count;
    bool right_to_left; /* the paragraph's direction: crawls the other way */
    size_t missing;     /* characters that no face has; they are left out */
};

#define STRIP_MAX_WIDTH_PX 65535 /* a longer text is cut at a cluster, with a warning */

/* Lays out a valid UTF-8 text. Bytes outside of the spans have `role`. NULL
 * with an error when shaping fails; warnings (a character left out, a text cut)
 * may be there with a strip. The caller unrefs. */
struct strip *strip_create(struct fonts *fonts, const char *text, size_t length,
                           enum text_role role, const struct text_span *spans, size_t span_count,
                           struct diag *diag);
struct strip *strip_ref(struct strip *strip);
void strip_unref(struct strip *strip); /* NULL is fine */

#endif
