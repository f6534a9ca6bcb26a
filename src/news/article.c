#include "news/article.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "config/wordlists.h"
#include "lines.h"
#include "source.h"

struct article {
    char *name;
    struct source source;
    uint64_t checksum;
    const struct language *language;
    bool language_is_clear;
    struct article_paragraph *paragraphs;
    size_t paragraph_count, paragraph_capacity;
};

static void add_paragraph(struct article *article, size_t start, size_t end)
{
    const char *text = article->source.text;
    while (start < end && (text[start] == ' ' || text[start] == '\n'))
        start++;
    while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\n'))
        end--;
    if (start == end)
        return;
    if (article->paragraph_count == article->paragraph_capacity) {
        article->paragraph_capacity =
            article->paragraph_capacity ? 2 * article->paragraph_capacity : 16;
        article->paragraphs = memory_resize(article->paragraphs, article->paragraph_capacity,
                                            sizeof *article->paragraphs);
    }
    article->paragraphs[article->paragraph_count++] = (struct article_paragraph){start, end};
}

static size_t line_end(const char *text, size_t length, size_t start)
{
    const char *end = memchr(text + start, '\n', length - start);
    return end ? (size_t)(end - text) : length;
}

static void find_paragraphs(struct article *article)
{
    const char *text = article->source.text;
    size_t length = article->source.length;
    for (size_t at = 0; at < length;) {
        size_t end = line_end(text, length, at);
        add_paragraph(article, at, end);
        at = end + 1;
    }
}

struct article *article_parse(const char *name, const char *bytes, size_t length, struct diag *diag)
{
    struct article *article = memory_alloc(1, sizeof *article);
    article->name = memory_copy_string(name);
    bool good = (wordlists_ready() ||
                 diag_add_at(diag, DIAG_ERROR, name, 0, "not read: %s", wordlists_wanted)) &&
                source_read(&article->source, name, bytes, length, diag);
    if (good) {
        article->checksum = hash_bytes(HASH_START, bytes, length);
        article->language = language_guess(article->source.text, article->source.length,
                                           &article->language_is_clear);
        lines_join(&article->source, article->language);
        find_paragraphs(article);
        if (article->paragraph_count == 0)
            good = diag_add_at(diag, DIAG_ERROR, name, 0, "empty: an article is wanted");
    }
    if (good)
        return article;
    article_destroy(article);
    return NULL;
}

void article_destroy(struct article *article)
{
    if (!article)
        return;
    free(article->name);
    source_finish(&article->source);
    free(article->paragraphs);
    free(article);
}

bool article_bytes(const char *path, struct buffer *bytes, struct diag *diag)
{
    int fd = input_open(path, "an article's file", diag);
    if (fd < 0)
        return false;
    int error = input_read(path, fd, ARTICLE_MAX_BYTES, bytes);
    close(fd);
    if (error == -EFBIG)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "longer than %u MiB: no article is",
                           ARTICLE_MAX_BYTES >> 20);
    return error == 0 ||
           diag_add_at(diag, DIAG_ERROR, path, 0, "%s",
                       error == -ETIMEDOUT ? "nothing came for too long: its end is wanted"
                                           : strerror(-error));
}

const char *article_name(const struct article *article)
{
    return article->name;
}

enum article_encoding article_encoding(const struct article *article)
{
    return article->source.encoding;
}

const char *article_encoding_name(enum article_encoding encoding)
{
    return encoding == ARTICLE_UTF8 ? "UTF-8" : "windows-1252";
}

const char *article_text(const struct article *article, size_t *length)
{
    *length = article->source.length;
    return article->source.text;
}

size_t article_source_offset(const struct article *article, size_t offset)
{
    return source_offset(&article->source, offset);
}

uint64_t article_checksum(const struct article *article)
{
    return article->checksum;
}

const char *article_language(const struct article *article)
{
    return article->language->code;
}

bool article_language_is_clear(const struct article *article)
{
    return article->language_is_clear;
}

const struct article_paragraph *article_paragraphs(const struct article *article, size_t *count)
{
    *count = article->paragraph_count;
    return article->paragraphs;
}
