#include "text/gate.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "defuse.h"
#include "text/coverage.h"

/* What stands in for a character that no font has. Only signs whose meaning the
 * replacement keeps. */
static const struct replacement {
    uint32_t first, last;
    const char *text;
} replacements[] = {
    {0x2010, 0x2011, "-"},  {0x2012, 0x2013, "-"},   {0x2014, 0x2015, "-"},  {0x2018, 0x2019, "'"},
    {0x201a, 0x201a, ","},  {0x201b, 0x201b, "'"},   {0x201c, 0x201f, "\""}, {0x2022, 0x2023, "*"},
    {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""},  {0x2039, 0x2039, "<"},  {0x203a, 0x203a, ">"},
    {0x2044, 0x2044, "/"},  {0x2190, 0x2190, "<-"},  {0x2191, 0x2191, "^"},  {0x2192, 0x2192, "->"},
    {0x2193, 0x2193, "v"},  {0x2194, 0x2194, "<->"}, {0x21d0, 0x21d0, "<="}, {0x21d2, 0x21d2, "=>"},
    {0x2212, 0x2212, "-"},  {0x2215, 0x2215, "/"},   {0x2217, 0x2217, "*"},  {0x2219, 0x2219, "*"},
    {0x2236, 0x2236, ":"},  {0x223c, 0x223c, "~"},   {0x25cf, 0x25cf, "*"},  {0x279c, 0x279e, "->"},
    {0x27f5, 0x27f5, "<-"}, {0x27f6, 0x27f6, "->"},
};

static const char *table_find(uint32_t code)
{
    for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++)
        if (code >= replacements[i].first && code <= replacements[i].last)
            return replacements[i].text;
    return NULL;
}

/* A superscript is no digit, a circled letter no letter: what would change the
 * meaning is not taken apart. */
static bool keeps_meaning(int tag)
{
    return tag == UC_DECOMP_FONT || tag == UC_DECOMP_NOBREAK || tag == UC_DECOMP_WIDE ||
           tag == UC_DECOMP_NARROW || tag == UC_DECOMP_SMALL || tag == UC_DECOMP_COMPAT ||
           tag == UC_DECOMP_CANONICAL;
}

static void add_code(struct buffer *out, uint32_t code)
{
    char bytes[4];
    buffer_add(out, bytes, utf8_encode(code, bytes));
}

static bool covered(struct fonts *fonts, const char *text, size_t length)
{
    size_t offset;
    uint32_t code;
    return fonts_cover(fonts, text, length, &offset, &code);
}

/* Writes what stands in for the character; false when nothing does. */
static bool replace(struct fonts *fonts, uint32_t code, struct buffer *out)
{
    const char *text = table_find(code);
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag = 0;
    if (text) {
        buffer_add_string(out, text);
        return true;
    }
    int count = uc_decomposition(code, &tag, parts);
    if (count <= 0 || !keeps_meaning(tag))
        return false;
    struct buffer whole = {0};
    for (int i = 0; i < count; i++)
        add_code(&whole, parts[i]);
    bool good = covered(fonts, whole.data, whole.length);
    if (good)
        buffer_add(out, whole.data, whole.length);
    buffer_finish(&whole);
    return good;
}

/* A byte of the old text, and where the new one goes on from there. */
struct mark {
    size_t old_at, new_at;
    bool passed;
};

/* The text on its way through. */
struct passage {
    struct fonts *fonts;
    struct gate_result *result;
    struct diag *diag;
    struct buffer out;
    struct buffer list;
    struct mark start, end; /* of the span */
};

static void tell(struct passage *passage, uint32_t code, size_t from)
{
    struct buffer entry = {0};
    buffer_format(&entry, "U+%04X %.*s", (unsigned)code, (int)(passage->out.length - from),
                  passage->out.data + from);
    diag_add(passage->diag, DIAG_NOTE, "no font has U+%04X; \"%.*s\" is shown for it",
             (unsigned)code, (int)(passage->out.length - from), passage->out.data + from);
    if (!passage->list.length || !strstr(passage->list.data, entry.data)) {
        buffer_add_string(&passage->list, passage->list.length ? ", " : "");
        buffer_add_string(&passage->list, entry.data);
    }
    passage->result->replaced++;
    buffer_finish(&entry);
}

/* What comes next stood at old_at. */
static void pass_mark(struct mark *mark, size_t old_at, size_t new_at)
{
    if (mark->passed || old_at < mark->old_at)
        return;
    mark->passed = true;
    mark->new_at = new_at;
}

/* One grapheme cluster. */
static void pass_cluster(struct passage *passage, const uint32_t *codes, const size_t *offsets,
                         size_t count)
{
    struct buffer cluster = {0};
    for (size_t i = 0; i < count; i++) {
        pass_mark(&passage->start, offsets[i], passage->out.length + cluster.length);
        pass_mark(&passage->end, offsets[i], passage->out.length + cluster.length);
        add_code(&cluster, codes[i]);
    }
    bool whole = covered(passage->fonts, cluster.data, cluster.length);
    if (whole)
        buffer_add(&passage->out, cluster.data, cluster.length);
    buffer_finish(&cluster);
    for (size_t i = 0; i < count && !whole; i++) {
        char bytes[4];
        size_t from = passage->out.length;
        if (covered(passage->fonts, bytes, utf8_encode(codes[i], bytes)))
            add_code(&passage->out, codes[i]);
        else if (replace(passage->fonts, codes[i], &passage->out))
            tell(passage, codes[i], from);
        else if (!passage->result->missing)
            passage->result->missing = codes[i];
    }
}

static size_t decode(const char *text, uint32_t *codes, size_t *offsets, struct defuse *defuse)
{
    size_t length = strlen(text);
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (defuse_next(defuse, &code)) {
            codes[count] = code;
            offsets[count++] = at;
        }
        at += size ? size : 1;
    }
    return count;
}

static bool is_blank(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (!uc_is_property_white_space(code) && !uc_is_property_default_ignorable_code_point(code))
            return false;
        at += size ? size : 1;
    }
    return true;
}

/* What came out of it, or why nothing did. */
static void conclude(struct passage *passage, const struct defuse *defuse)
{
    struct gate_result *result = passage->result;
    size_t broken;
    buffer_add(&passage->out, "", 0);
    if (!result->missing)
        fonts_cover(passage->fonts, passage->out.data, passage->out.length, &broken,
                    &result->missing);
    if (!result->missing)
        result->text = buffer_detach(&passage->out);
    result->blank = result->text && is_blank(result->text);
    if (result->text && passage->list.length)
        result->list = buffer_detach(&passage->list);
    result->changed = result->replaced + result->removed + defuse->spaced > 0;
    if (result->missing)
        result->refusal = memory_format("no font has U+%04X", (unsigned)result->missing);
    else if (result->blank)
        result->refusal = memory_copy_string("nothing of it can be seen");
    buffer_finish(&passage->list);
    buffer_finish(&passage->out);
}

static size_t end_of(const struct mark *mark, const struct passage *passage)
{
    return mark->passed ? mark->new_at : passage->out.length;
}

static void move_span(const struct passage *passage, struct snippet_span *span)
{
    size_t start = end_of(&passage->start, passage);
    size_t end = end_of(&passage->end, passage);
    *span = (struct snippet_span){start, end > start ? end - start : 0};
}

void gate_text(struct fonts *fonts, const char *text, struct snippet_span *span,
               struct gate_result *result, struct diag *diag)
{
    size_t length = strlen(text);
    struct passage passage = {.fonts = fonts, .result = result, .diag = diag};
    if (span) {
        passage.start.old_at = span->start;
        passage.end.old_at = span->start + span->length;
    }
    uint32_t *codes = memory_alloc(length, sizeof *codes);
    size_t *offsets = memory_alloc(length, sizeof *offsets);
    char *breaks = memory_alloc(length, 1);
    struct defuse defuse = {0};
    *result = (struct gate_result){0};
    size_t count = decode(text, codes, offsets, &defuse);
    result->removed = defuse.removed;
    u32_grapheme_breaks(codes, count, breaks);
    for (size_t at = 0, end = 0; at < count && !result->missing; at = end) {
        for (end = at + 1; end < count && !breaks[end];)
            end++;
        pass_cluster(&passage, codes + at, offsets + at, end - at);
    }
    if (defuse.removed > 0)
        diag_add(diag, DIAG_NOTE, "%zu character%s that no line of text has: left out",
                 defuse.removed, defuse.removed == 1 ? "" : "s");
    if (span && !result->missing)
        move_span(&passage, span);
    conclude(&passage, &defuse);
    free(breaks);
    free(offsets);
    free(codes);
}

void gate_finish(struct gate_result *result)
{
    free(result->text);
    free(result->list);
    free(result->refusal);
    *result = (struct gate_result){0};
}
