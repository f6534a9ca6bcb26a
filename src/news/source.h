/* Bytes of a file become clean UTF-8 that remembers where each byte came from. */
#ifndef NEWS_SOURCE_H
#define NEWS_SOURCE_H

#include "config/language.h"
#include "news/article.h"

/* From text offset `text` on, up to the next piece, text and file run side by
 * side; `file` is the first byte's place. */
struct source_piece {
    size_t text, file;
};

struct source {
    char *text; /* NUL-terminated, owned */
    size_t length;
    size_t file_length;
    enum article_encoding encoding;
    struct source_piece *pieces; /* owned */
    size_t piece_count, piece_capacity;
};

/* False with an error when the bytes are no text; see news/article.h. */
bool source_read(struct source *source, const char *name, const char *bytes, size_t length,
                 struct diag *diag);
void source_finish(struct source *source);

/* Bytes [start, end) of the text. */
struct source_cut {
    size_t start, end;
};

/* Takes stretches out of the text, in order and apart; the rest keeps its places in the file. */
void source_cut_out(struct source *source, const struct source_cut *cuts, size_t count);

size_t source_offset(const struct source *source, size_t text_offset);

#endif
