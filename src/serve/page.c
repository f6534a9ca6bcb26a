#include "page.h"

#include <stdint.h>

/* The assembler puts the files there as they are (GNU as, .incbin), from where make stands. */
#define EMBED(name, path)                                                                          \
    __asm__(".section .rodata\n"                                                                   \
            "page_" name "_begin:\n"                                                               \
            ".incbin \"src/serve/page/" path "\"\n"                                                \
            "page_" name "_end:\n"                                                                 \
            ".byte 0\n"                                                                            \
            ".balign 8\n"                                                                          \
            "page_" name "_size:\n"                                                                \
            ".quad page_" name "_end - page_" name "_begin\n"                                      \
            ".previous\n")

EMBED("index", "index.html");
EMBED("style", "style.css");
EMBED("draw", "draw.js");
EMBED("words", "words.js");
EMBED("wall", "wall.js");
EMBED("desk", "desk.js");
EMBED("write", "write.js");

#define FILE_OF(name)                                                                              \
    extern const unsigned char page_##name##_begin[];                                              \
    extern const uint64_t page_##name##_size;                                                      \
    const struct page_file *page_##name(void)                                                      \
    {                                                                                              \
        static struct page_file file;                                                              \
        file = (struct page_file){page_##name##_begin, (size_t)page_##name##_size};                \
        return &file;                                                                              \
    }

FILE_OF(index)
FILE_OF(style)
FILE_OF(draw)
FILE_OF(words)
FILE_OF(wall)
FILE_OF(desk)
FILE_OF(write)
