/* An article: bytes from outside become clean UTF-8 paragraphs that still know
 * which bytes of the file they came from.
 *
 * Encodings: UTF-8 with or without byte order mark; Windows-1252
 * when no valid multi-byte UTF-8 sequence stands anywhere and every byte is
 * defined in that code page (WHATWG Encoding leaves 81 8D 8F 90 9D undefined
 * here). A valid sequence beside a broken one is damaged UTF-8: refused, with
 * the offset. UTF-16 (by its mark or by NULs in every other byte) is named and
 * refused. Control and escape characters are taken out with a warning.
 */
#ifndef NEWS_ARTICLE_H
#define NEWS_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diag.h"
#include "news/snippet.h"

/* The largest article taken; a 10 MB line must still be (and is cut into no
 * snippet longer than the limits of news/). */
#define ARTICLE_MAX_BYTES (16u << 20)

enum article_encoding {
    ARTICLE_UTF8,
    ARTICLE_WINDOWS_1252,
};

/* Opaque: text, paragraphs and the map back to the file's bytes. */
struct article;

/* Takes the bytes of a file (not kept). `name` is for messages and the origin.
 * NULL with an error in diag when they are no article, or where the lists of words
 * (config/wordlists.h) are missing; warnings may be there in both cases. article_destroy(NULL) is
 * fine. */
struct article *article_parse(const char *name, const char *bytes, size_t length,
                              struct diag *diag);
void article_destroy(struct article *article);

/* The bytes of a file, or of standard input when path is "-"; the caller finishes the buffer. A
 * directory, a missing permission, more than ARTICLE_MAX_BYTES: errors that name it. */
bool article_bytes(const char *path, struct buffer *bytes, struct diag *diag);

const char *article_name(const struct article *article);
enum article_encoding article_encoding(const struct article *article);
const char *article_encoding_name(enum article_encoding encoding); /* "UTF-8", "windows-1252" */

/* The cleaned text: valid UTF-8, '\n' between paragraphs' lines, no other
 * control characters. NUL-terminated, owned by the article. */
const char *article_text(const struct article *article, size_t *length);

/* The byte of the original file at which text offset `offset` came to stand;
 * monotone; the end of the text maps to the end of the file. */
size_t article_source_offset(const struct article *article, size_t offset);

/* A hash of the original bytes: the same article again is known by it. */
uint64_t article_checksum(const struct article *article);

/* The language as BCP 47 ("en", "de", "fr", ...), guessed from frequent words
 * and letters; "und" where nothing is certain. Static string. */
const char *article_language(const struct article *article);

/* Whether so many of its words are that language's that it is surely no other. */
bool article_language_is_clear(const struct article *article);

struct article_paragraph {
    size_t start; /* of the cleaned text, without surrounding white space */
    size_t end;
};

/* In order and apart; owned by the article. */
const struct article_paragraph *article_paragraphs(const struct article *article, size_t *count);

#endif
