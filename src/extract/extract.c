#include "extract/extract.h"

#include <string.h>

#include "base/memory.h"
#include "extract/headline.h"
#include "extract/quote.h"

void extract_article(const struct article *article, size_t max_chars, struct snippets *out)
{
    size_t first = out->count;
    const char *language = article_language(article);
    headline_extract(article, max_chars, out);
    quotes_extract(article, max_chars, out);
    for (size_t i = first; i < out->count; i++) {
        struct snippet *snippet = &out->items[i];
        if (strcmp(language, "und") != 0)
            snippet->language = memory_copy_string(language);
        if (!snippet->origin)
            snippet->origin = memory_copy_string(article_name(article));
    }
}
