#include "text/strip_create.h"

#include <assert.h>

#include "builder.h"

/* A too long line ends with the last cluster that fits, in the order of reading: how
 * many characters are left out. */
static size_t layout_bounded(const struct fonts *fonts, const struct paragraph *paragraph,
                             struct layout *layout, struct diag *diag)
{
    const int width_max = STRIP_MAX_WIDTH_PX / fonts->scale;
    size_t to = paragraph->count;
    layout_line(fonts, paragraph, 0, to, layout);
    if (layout->width <= width_max)
        return 0;
    while (layout->width > width_max) {
        to = to * (size_t)width_max / ((size_t)layout->width + 1);
        while (to > 0 && !paragraph->graphemes[to])
            to--;
        layout_finish(layout);
        layout_line(fonts, paragraph, 0, to, layout);
    }
    diag_warning(diag, "a text of %zu characters is cut after %zu: %d px are allowed",
                 paragraph->count, to, width_max);
    return paragraph->count - to;
}

struct strip *strip_create(struct fonts *fonts, const char *text, size_t length,
                           enum text_role role, const struct text_span *spans, size_t span_count,
                           struct diag *diag)
{
    assert(role < TEXT_ROLES && (spans || span_count == 0));
    const struct strip_text what = {text, length, role, spans, span_count};
    struct paragraph paragraph;
    struct layout layout;
    int left;
    int right;
    paragraph_init(&paragraph, fonts, text, length, diag);
    size_t cut = layout_bounded(fonts, &paragraph, &layout, diag);
    builder_ink_extent(fonts, &layout, &left, &right);
    int height = fonts->ascent_px + fonts->descent_px;
    struct strip *strip =
        builder_create(layout.count > 0 ? right - left : 0, height, 1, layout.count);
    strip->baseline = fonts->ascent_px;
    strip->right_to_left = paragraph.right_to_left;
    strip->missing = paragraph.missing + layout.missing + cut;
    builder_add_line(strip, fonts, &layout, -left, 0, &what);
    builder_enlarge(strip, fonts->scale);
    layout_finish(&layout);
    paragraph_finish(&paragraph);
    return strip;
}

struct strip *strip_create_blank(int width, int height)
{
    assert(width <= STRIP_MAX_WIDTH_PX && height <= STRIP_MAX_HEIGHT_PX);
    struct strip *strip = builder_create(width, height, 1, 1);
    strip->span_count = 1;
    strip->line_count = 1;
    strip->lines[0] = (struct strip_line){.height = height, .span_count = 1};
    return strip;
}
