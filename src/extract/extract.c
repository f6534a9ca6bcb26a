#include "extract/extract.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "config/weights.h"
#include "config/wordlists.h"
#include "extract/headline.h"
#include "extract/quote.h"
#include "extract/sniff.h"
#include "ranker.h"
#include "withheld.h"

bool extract_begin(struct diag *diag)
{
    bool weighs = weights_load(diag) && ranker_is_whole(diag);
    bool reads = wordlists_load(diag);
    return (weighs && reads) || diag_error(diag, "%s", wordlists_wanted);
}

struct article *extract_read(const char *path, struct diag *diag)
{
    struct buffer bytes = {0};
    struct article *article = NULL;
    if (article_bytes(path, &bytes, diag)) {
        const char *kind = sniff(bytes.data ? bytes.data : "", bytes.length);
        if (kind)
            diag_add_at(diag, DIAG_ERROR, path, 0, "this is %s; an article in plain text is wanted",
                        kind);
        else
            article = article_parse(path, bytes.data ? bytes.data : "", bytes.length, diag);
    }
    buffer_finish(&bytes);
    return article;
}

void extract_article(const struct article *article, size_t max_chars, struct snippets *out)
{
    size_t first = out->count;
    const char *language = article_language(article);
    char *gap = wordlists_gap(language, article_language_is_clear(article));
    if (headline_is_list(article, max_chars)) { /* what a line says is nothing to the next one */
        headline_extract_list(article, max_chars, out);
    } else {
        headline_extract(article, max_chars, out);
        quotes_extract(article, max_chars, out);
    }
    withheld_hold(article, out, first);
    for (size_t i = first; i < out->count; i++) {
        struct snippet *snippet = &out->items[i];
        if (!snippet->hold && snippet->text && sniff_has_markup(snippet->text))
            snippet->hold = memory_copy_string("it has HTML or Markdown in it");
        if (!snippet->hold)
            snippet->hold = memory_copy_string(gap);
        if (strcmp(language, "und") != 0)
            snippet->language = memory_copy_string(language);
        if (!snippet->origin)
            snippet->origin = memory_copy_string(article_name(article));
    }
    free(gap);
}
