/* A strip: a text (or a picture) as one bitmap, ready to move.
 *
 * One line for a crawl; for pages the lines of all pages below each other.
 * Itemised by direction (FriBidi, UAX #9), script and face; shaped by HarfBuzz;
 * rasterised by FreeType. Values only, so that another device can be given it.
 * Reference-counted, since a scene and several outputs may hold it; references
 * are counted in the loop's thread only.
 */
#ifndef TEXT_STRIP_H
#define TEXT_STRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Of one line: columns [x, next span's x) have this role (visual order). */
struct strip_span {
    int x;
    enum text_role role;
};

/* A cluster's left edge, in visual order. */
struct strip_cluster {
    int x;
    size_t offset; /* byte in the text */
};

/* A picture that stands in the strip over its coverage: a colour glyph, a logo. */
struct strip_image {
    int x, y; /* of its top left px */
    int width, height;
    uint8_t *rgba; /* height rows of width * 4 bytes; alpha is not multiplied in */
};

/* Rows [y, y + height). From the first of each kind on, `counts` of them are of
 * this line. */
struct strip_line {
    int y, height;
    size_t span, span_count; /* the first has x 0 */
    size_t cluster, cluster_count;
    size_t image, image_count; /* from left to right, at most as wide as image_width */
};

/* A page of a strip that is shown page by page. */
struct strip_page {
    int y;           /* the strip's row that stands at the zone's top */
    int32_t hold_ms; /* how long it takes to read */
};

struct strip {
    int references;
    int width;                /* px; 0 for an empty text */
    int height;               /* px: fonts_line_height_px for one line */
    int baseline;             /* rows above the first line's baseline */
    uint8_t *coverage;        /* height rows of width bytes: 0 dark to 255 full */
    struct strip_line *lines; /* from top to bottom; at least one */
    size_t line_count;
    struct strip_span *spans;
    size_t span_count;
    struct strip_cluster *clusters;
    size_t cluster_count;
    struct strip_image *images;
    size_t image_count;
    int image_width;          /* of the widest */
    struct strip_page *pages; /* none for a crawl */
    size_t page_count;
    bool right_to_left; /* the paragraph's direction: crawls the other way */
    size_t missing;     /* characters that no face has, or behind a cut; they are left out */
};

#define STRIP_MAX_WIDTH_PX 65535  /* a longer text is cut at a cluster, with a warning */
#define STRIP_MAX_HEIGHT_PX 65535 /* of pages; a longer text is not paged */

/* Puts a picture of at least one px at its place, in the last line; the strip owns rgba then. */
void strip_add_image(struct strip *strip, struct strip_image image);

/* One reference more, which the caller unrefs; the same strip. */
struct strip *strip_ref(struct strip *strip);

/* One less; with the last one the strip is freed. NULL is fine. */
void strip_unref(struct strip *strip);

#endif
