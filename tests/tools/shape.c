/* shape FONT SIZE TEXT: the glyphs of a text in visual order, as strips have
 * them: face, glyph id and place in px (y up), one a line. tests/bench/shaping.sh
 * compares them with an independent shaper's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/text/layout.h"
#include "config/text_keys.h"

int main(int argc, char **argv)
{
    struct diag diag = {0};
    if (argc != 4)
        return 2;
    struct config_text config = {
        .size_px = atoi(argv[2]), .scale = 1, .font_count = 1, .fonts = {argv[1]}};
    struct fonts *fonts = fonts_open(&config, &diag);
    struct paragraph paragraph;
    struct layout layout = {0};
    if (fonts) {
        paragraph_init(&paragraph, fonts, argv[3], strlen(argv[3]), &diag);
        layout_line(fonts, &paragraph, 0, paragraph.count, &layout);
        for (size_t i = 0; i < layout.count; i++)
            printf("%zu %u %d %d\n", layout.glyphs[i].face, (unsigned)layout.glyphs[i].glyph,
                   layout.glyphs[i].x, layout.glyphs[i].y);
        layout_finish(&layout);
        paragraph_finish(&paragraph);
    }
    diag_print(&diag, stderr);
    diag_finish(&diag);
    fonts_close(fonts);
    return fonts ? 0 : 1;
}
