/* text: letters. */
#ifndef CONFIG_TEXT_KEYS_H
#define CONFIG_TEXT_KEYS_H

#include <stddef.h>

#define CONFIG_FONTS_MAX 16

enum config_antialias {
    CONFIG_ANTIALIAS_OFF,  /* one level: sharp edges */
    CONFIG_ANTIALIAS_FOUR, /* four levels */
};

enum config_zero {
    CONFIG_ZERO_PLAIN,
    CONFIG_ZERO_SLASHED, /* in our own faces, and those of OpenType that have the feature `zero` */
};

struct config_text {
    char *fonts[CONFIG_FONTS_MAX]; /* the chain: file paths or fontconfig names, first wins */
    size_t font_count;
    int size_px; /* em or strike height asked of each face; 0: what suits the wall */
    int scale;   /* whole-pixel enlargement, 1 to 8 */
    enum config_antialias antialias;
    enum config_zero zero;
};

#endif
