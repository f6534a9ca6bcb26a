/* The page, built into the program: src/serve/page. */
#ifndef SERVE_PAGE_H
#define SERVE_PAGE_H

#include <stddef.h>

struct page_file {
    const unsigned char *bytes;
    size_t size;
};

/* Each file of it. Static. */
const struct page_file *page_index(void);
const struct page_file *page_style(void);
const struct page_file *page_draw(void);
const struct page_file *page_words_en(void);
const struct page_file *page_words_de(void);
const struct page_file *page_say(void);
const struct page_file *page_wall(void);
const struct page_file *page_desk(void);
const struct page_file *page_write(void);

#endif
