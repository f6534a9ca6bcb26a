/* Any bytes as an article: each quotation's words must stand in the file where it
 * says, in order and not overlapping, and all that airs must be clean UTF-8; each byte of the text
 * has its place in the file. What kind of thing the bytes are is asked as well. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "extract/extract.h"
#include "extract/sniff.h"
#include "news/article.h"

#include "fuzz.h"
#include "splice.h"

#define MAX_CHARS 200

static void check_clean(const char *text)
{
    size_t length = strlen(text);
    require(utf8_validate(text, length) == length);
    for (size_t i = 0; i < length; i++)
        require((unsigned char)text[i] >= 0x20 && text[i] != 0x7f);
}

/* The words, as long as the file needed no conversion between the marks. */
static void check_words(const struct snippet *snippet, const char *bytes, size_t size)
{
    require(snippet->start <= snippet->end && snippet->end <= size);
    size_t length = snippet->end - snippet->start;
    if (strlen(snippet->quote) != length)
        return;
    for (size_t i = 0; i < length; i++) {
        char there = bytes[snippet->start + i];
        bool space = there == '\n' || there == '\t' || there == '\r';
        require(snippet->quote[i] == there || (space && snippet->quote[i] == ' '));
    }
}

static void check_snippets(const struct snippets *snippets, const char *bytes, size_t size,
                           bool utf8)
{
    size_t last = 0;
    /* A page is no longer than what airs. */
    for (size_t i = 0; i < snippets->count; i++)
        for (size_t page = 0; page < snippets->items[i].page_count; page++) {
            const char *text = snippets->items[i].pages[page].text;
            check_clean(text);
            require(utf8_count(text, strlen(text)) <= MAX_CHARS);
        }
    for (size_t i = 0; i < snippets->count; i++) {
        const struct snippet *snippet = &snippets->items[i];
        check_clean(snippet->text);
        require(snippet->hold || snippet->page_count > 1 ||
                utf8_count(snippet->text, strlen(snippet->text)) <= MAX_CHARS);
        if (snippet->kind != SNIPPET_QUOTE)
            continue;
        check_clean(snippet->quote);
        require(snippet->start >= last);
        last = snippet->end;
        if (utf8)
            check_words(snippet, bytes, size);
    }
}

/* Each byte of the text came from a place of its own, in order. */
static void check_places(const struct article *article, size_t size)
{
    size_t length = 0;
    size_t last = 0;
    article_text(article, &length);
    for (size_t i = 0; i <= length; i++) {
        size_t there = article_source_offset(article, i);
        require(there <= size && (i == 0 || there > last));
        last = there;
    }
    require(last == size);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two,
                                 size_t two_size, uint8_t *out, size_t max_size, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    return splice_mutate(data, size, max_size, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two,
                                 size_t two_size, uint8_t *out, size_t max_size, unsigned seed)
{
    return splice_cross(one, one_size, two, two_size, out, max_size, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    const char *bytes = (const char *)data;
    struct article *article = article_parse("fuzz.txt", bytes, size, &diag);
    sniff(bytes, size);
    if (article) {
        if (article_encoding(article) == ARTICLE_UTF8)
            check_places(article, size);
        extract_article(article, MAX_CHARS, &snippets);
        check_snippets(&snippets, bytes, size, article_encoding(article) == ARTICLE_UTF8);
    }
    snippets_finish(&snippets);
    article_destroy(article);
    diag_finish(&diag);
    return 0;
}
