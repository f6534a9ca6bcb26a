#include "source.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "invisible.h"
#include "news/entity.h"
#include "windows_1252.h"

#define BOM "\xef\xbb\xbf"
#define ESC 0x1b
#define NO_BREAK_SPACE 0xa0
#define SOFT_HYPHEN 0xad

struct reader {
    struct source *source;
    struct buffer out;
    struct source_piece last;
    uint32_t before; /* the last character that was taken; 0: none */
    size_t removed;  /* control characters taken out */
};

static void add_piece(struct reader *reader, struct source_piece piece)
{
    struct source *source = reader->source;
    if (source->piece_count == source->piece_capacity) {
        source->piece_capacity = 2 * source->piece_capacity + 16;
        source->pieces =
            memory_resize(source->pieces, source->piece_capacity, sizeof *source->pieces);
    }
    source->pieces[source->piece_count++] = piece;
    reader->last = piece;
}

static void emit(struct reader *reader, size_t file, const char *bytes, size_t length)
{
    const struct source *source = reader->source;
    if (file - reader->last.file != reader->out.length - reader->last.text ||
        source->piece_count == 0)
        add_piece(reader, (struct source_piece){reader->out.length, file});
    buffer_add(&reader->out, bytes, length);
}

/* The length of an ECMA-48 control sequence (ESC [ parameters final), else 1. */
static size_t escape_length(const char *bytes, size_t length)
{
    if (length < 2 || bytes[1] != '[')
        return 1;
    size_t at = 2;
    while (at < length && (unsigned char)bytes[at] >= 0x20 && (unsigned char)bytes[at] < 0x40)
        at++;
    return at < length && (unsigned char)bytes[at] < 0x7f ? at + 1 : at;
}

/* Spaces that keep a line together, or are narrow: between two words one is as good as another, and
 * a name is the same name; beside a mark or a figure they stay together. */
static uint32_t plain_space(uint32_t code, uint32_t before, uint32_t behind)
{
    bool special = code == NO_BREAK_SPACE || (code >= 0x2000 && code <= 0x200a) || code == 0x202f ||
                   code == 0x205f;
    if (!special)
        return code;
    bool words = (utf8_is_letter(before) || before == '.') && utf8_is_letter(behind);
    return words ? ' ' : NO_BREAK_SPACE;
}

/* Line ends of all kinds become '\n', a tab a space. `behind`: the character that follows. */
static void take_character(struct reader *reader, size_t file, uint32_t code, uint32_t behind)
{
    char utf8[4];
    code = code == '\t' ? ' ' : plain_space(code, reader->before, behind);
    if (code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029)
        code = '\n';
    if (code != '\n' && utf8_is_control(code)) {
        reader->removed++;
        return;
    }
    bool ends_line = code == SOFT_HYPHEN && (behind == '\n' || behind == '\r'); /* see lines.h */
    if (invisible_is(code) && !ends_line && !invisible_is_kept(code, reader->before, behind))
        return;
    reader->before = code;
    emit(reader, file, utf8, utf8_encode(code, utf8));
}

static size_t decode(const struct source *source, const char *bytes, size_t length, uint32_t *code)
{
    if (source->encoding == ARTICLE_UTF8)
        return utf8_decode(bytes, length, code);
    *code = windows_1252_code((unsigned char)*bytes);
    return length > 0;
}

/* The character at bytes[0], a reference to one (&#8217;) resolved; its length. */
static size_t read_character(const struct source *source, const char *bytes, size_t length,
                             uint32_t *code)
{
    size_t reference = entity_length(bytes, length, code);
    return reference > 0 ? reference : decode(source, bytes, length, code);
}

/* The first character from `at` on that can be seen; 0: there is none. */
static uint32_t next_visible(const struct source *source, const char *bytes, size_t length,
                             size_t at)
{
    enum {
        MOST = 16 /* bytes of invisible ones that are looked behind */
    };
    uint32_t code = 0;
    for (size_t end = at + MOST; at < length && at < end;) {
        size_t size = read_character(source, bytes + at, length - at, &code);
        if (!invisible_is(code))
            return code;
        at += size;
    }
    return 0;
}

/* Bytes that are taken as they are, whatever the encoding: most of every article. */
static size_t plain_length(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && bytes[at] >= ' ' && bytes[at] < 0x7f && bytes[at] != '&')
        at++;
    return at;
}

static void take_all(struct reader *reader, const char *bytes, size_t length, size_t start)
{
    for (size_t at = start; at < length;) {
        size_t plain = plain_length(bytes + at, length - at);
        if (plain > 0) {
            emit(reader, at, bytes + at, plain);
            at += plain;
            reader->before = (unsigned char)bytes[at - 1];
            continue;
        }
        uint32_t code = 0;
        size_t size = read_character(reader->source, bytes + at, length - at, &code);
        if (code == ESC && bytes[at] == ESC) {
            reader->removed++;
            at += escape_length(bytes + at, length - at);
            continue;
        }
        bool crlf = code == '\r' && at + 1 < length && bytes[at + 1] == '\n';
        uint32_t behind =
            code >= NO_BREAK_SPACE ? next_visible(reader->source, bytes, length, at + size) : 0;
        if (!crlf)
            take_character(reader, at, code, behind);
        at += size;
    }
}

static bool starts_with(const char *bytes, size_t length, const char *what, size_t what_length)
{
    return length >= what_length && memcmp(bytes, what, what_length) == 0;
}

/* By its mark, or since every other byte of the beginning is NUL. */
static bool is_utf16(const char *bytes, size_t length)
{
    enum {
        LOOKED_AT = 64
    };
    if (starts_with(bytes, length, "\xff\xfe", 2) || starts_with(bytes, length, "\xfe\xff", 2))
        return true;
    size_t nuls[2] = {0};
    size_t count = (length < LOOKED_AT ? length : LOOKED_AT) / 2;
    for (size_t i = 0; i < 2 * count; i++)
        nuls[i % 2] += bytes[i] == '\0';
    return count >= 2 && (nuls[0] == count) != (nuls[1] == count);
}

/* Whether any valid sequence of several bytes stands anywhere. */
static bool has_multibyte(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = utf8_decode(bytes + at, length - at, &code);
        if (size > 1)
            return true;
        at++;
    }
    return false;
}

static bool fits_windows_1252(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x80 && byte < 0xa0 && !windows_1252_code(byte))
            return false;
    }
    return true;
}

static bool find_encoding(struct source *source, const char *name, const char *bytes, size_t length,
                          struct diag *diag)
{
    if (is_utf16(bytes, length))
        return diag_add_at(diag, DIAG_ERROR, name, 0,
                           "this is UTF-16; UTF-8 is wanted (iconv -f UTF-16 -t UTF-8)");
    const char *nul = memchr(bytes, '\0', length);
    if (nul)
        return diag_add_at(diag, DIAG_ERROR, name, 0, "a NUL at byte %zu: this is no text",
                           (size_t)(nul - bytes));
    size_t broken = utf8_validate(bytes, length);
    source->encoding = ARTICLE_UTF8;
    if (broken == length)
        return true;
    if (has_multibyte(bytes, length))
        return diag_add_at(diag, DIAG_ERROR, name, 0,
                           "damaged UTF-8: byte 0x%02x at offset %zu belongs to no character",
                           (unsigned char)bytes[broken], broken);
    if (!fits_windows_1252(bytes, length))
        return diag_add_at(diag, DIAG_ERROR, name, 0,
                           "neither UTF-8 nor Windows-1252 (byte 0x%02x at offset %zu)",
                           (unsigned char)bytes[broken], broken);
    source->encoding = ARTICLE_WINDOWS_1252;
    return true;
}

bool source_read(struct source *source, const char *name, const char *bytes, size_t length,
                 struct diag *diag)
{
    *source = (struct source){.file_length = length};
    if (!find_encoding(source, name, bytes, length, diag))
        return false;
    struct reader reader = {.source = source};
    take_all(&reader, bytes, length, starts_with(bytes, length, BOM, 3) ? 3 : 0);
    if (reader.removed > 0)
        diag_add_at(diag, DIAG_WARNING, name, 0,
                    "%zu control character%s taken out (escape sequences, marks of direction)",
                    reader.removed, reader.removed == 1 ? "" : "s");
    source->length = reader.out.length;
    source->text = buffer_detach(&reader.out);
    return true;
}

/* Keeps text[start, end) behind what was kept already. `next`: the piece that start is in, at first
 * the first one. */
static void keep(struct reader *kept, const struct source *old, size_t *next, size_t start,
                 size_t end)
{
    while (start < end) {
        while (*next + 1 < old->piece_count && old->pieces[*next + 1].text <= start)
            ++*next;
        size_t stop = *next + 1 < old->piece_count ? old->pieces[*next + 1].text : end;
        stop = stop < end ? stop : end;
        size_t file = old->pieces[*next].file + (start - old->pieces[*next].text);
        emit(kept, file, old->text + start, stop - start);
        start = stop;
    }
}

void source_cut_out(struct source *source, const struct source_cut *cuts, size_t count)
{
    struct source old = *source;
    struct reader kept = {.source = source};
    size_t at = 0, piece = 0;
    if (count == 0)
        return;
    source->pieces = NULL;
    source->piece_count = source->piece_capacity = 0;
    for (size_t i = 0; i < count; i++) {
        assert(cuts[i].start >= at && cuts[i].end <= old.length);
        keep(&kept, &old, &piece, at, cuts[i].start);
        at = cuts[i].end;
    }
    keep(&kept, &old, &piece, at, old.length);
    source->length = kept.out.length;
    source->text = buffer_detach(&kept.out);
    source_finish(&old);
}

void source_finish(struct source *source)
{
    free(source->text);
    free(source->pieces);
    *source = (struct source){0};
}

size_t source_offset(const struct source *source, size_t text_offset)
{
    size_t low = 0;
    size_t high = source->piece_count;
    if (text_offset >= source->length || high == 0)
        return source->file_length;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->pieces[middle].text <= text_offset)
            low = middle;
        else
            high = middle;
    }
    return source->pieces[low].file + (text_offset - source->pieces[low].text);
}
