#include "page.h"

#include <stdint.h>

/* The assembler puts the files there (GNU as, .incbin), squeezed by make (page/squeeze.pl), which
 * says where they lie. */
#define EMBED(name, path)                                                                          \
    __asm__(".section .rodata\n"                                                                   \
            "page_" name "_begin:\n"                                                               \
            ".incbin \"" path "\"\n"                                                               \
            "page_" name "_end:\n"                                                                 \
            ".byte 0\n"                                                                            \
            ".balign 8\n"                                                                          \
            "page_" name "_size:\n"                                                                \
            ".quad page_" name "_end - page_" name "_begin\n"                                      \
            ".previous\n")

EMBED("index", "index.html");
EMBED("style", "style.css");
EMBED("draw", "draw.js");
EMBED("words_en", "words_en.js");
EMBED("words_de", "words_de.js");
EMBED("say", "say.js");
EMBED("wall", "wall.js");
EMBED("desk", "desk.js");
EMBED("write", "write.js");

/* They are this object's own: through the table of others' addresses (GOT), to which a compiler for
 * ARM turns for what it knows nothing of, binutils lose the place within the section. */
#define HIDDEN __attribute__((visibility("hidden")))

#define FILE_OF(name)                                                                              \
    extern const unsigned char page_##name##_begin[] HIDDEN;                                       \
    extern const uint64_t page_##name##_size HIDDEN;                                               \
    const struct page_file *page_##name(void)                                                      \
    {                                                                                              \
        static struct page_file file;                                                              \
        file = (struct page_file){page_##name##_begin, (size_t)page_##name##_size};                \
        return &file;                                                                              \
    }

FILE_OF(index)
FILE_OF(style)
FILE_OF(draw)
FILE_OF(words_en)
FILE_OF(words_de)
FILE_OF(say)
FILE_OF(wall)
FILE_OF(desk)
FILE_OF(write)
