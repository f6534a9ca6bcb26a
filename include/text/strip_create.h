/* Strips of one line, laid out from a text. */
#ifndef TEXT_STRIP_CREATE_H
#define TEXT_STRIP_CREATE_H

#include "base/diag.h"
#include "text/font.h"
#include "text/strip.h"

/* What is to be laid out: valid UTF-8. Bytes outside of the spans have `role`. */
struct strip_text {
    const char *text;
    size_t length;
    enum text_role role;
    const struct text_span *spans;
    size_t span_count;
};

/* Lays a text out as one line. NULL with an error when shaping fails; warnings
 * (a character left out, a text cut) may be there with a strip. The caller
 * unrefs. */
struct strip *strip_create(struct fonts *fonts, const char *text, size_t length,
                           enum text_role role, const struct text_span *spans, size_t span_count,
                           struct diag *diag);

/* A strip of one empty line, at most STRIP_MAX_WIDTH_PX x STRIP_MAX_HEIGHT_PX, to be filled by the
 * caller, which unrefs it. */
struct strip *strip_create_blank(int width, int height);

#endif
