#include "paragraph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "defuse.h"
#include "find_face.h"
#include "text/strip.h"

/* No glyph is less than a px wide, so more can't be in a strip. */
#define CODES_MAX STRIP_MAX_WIDTH_PX

static void allocate(struct paragraph *paragraph, size_t length)
{
    size_t most = length < CODES_MAX ? length : CODES_MAX;
    *paragraph = (struct paragraph){
        .codes = memory_alloc(most, sizeof *paragraph->codes),
        .offsets = memory_alloc(most, sizeof *paragraph->offsets),
        .faces = memory_alloc(most, sizeof *paragraph->faces),
        .scripts = memory_alloc(most, sizeof *paragraph->scripts),
        .levels = memory_alloc(most, sizeof *paragraph->levels),
        .graphemes = memory_alloc(most, 1),
    };
}

void paragraph_finish(struct paragraph *paragraph)
{
    free(paragraph->codes);
    free(paragraph->offsets);
    free(paragraph->faces);
    free(paragraph->scripts);
    free(paragraph->levels);
    free(paragraph->graphemes);
    *paragraph = (struct paragraph){0};
}

static void decode(struct paragraph *paragraph, const char *text, size_t length, struct diag *diag)
{
    struct defuse defuse = {0};
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (paragraph->count == CODES_MAX) {
            paragraph->missing++;
            diag_warning(diag, "a text of %zu bytes is cut after %d characters", length, CODES_MAX);
            break;
        }
        if (defuse_next(&defuse, &code)) {
            paragraph->codes[paragraph->count] = code;
            paragraph->offsets[paragraph->count++] = at;
        }
        at += size ? size : 1;
    }
    if (defuse.removed > 0)
        diag_warning(diag,
                     "%zu character%s of control or in too long a row of marks %s left out of a "
                     "text of %zu bytes",
                     defuse.removed, defuse.removed == 1 ? "" : "s",
                     defuse.removed == 1 ? "is" : "are", length);
}

/* UAX #9 by FriBidi; left to right when there is no strong character. */
static void find_levels(struct paragraph *paragraph)
{
    FriBidiStrIndex count = (FriBidiStrIndex)paragraph->count;
    FriBidiCharType *types = memory_alloc(paragraph->count, sizeof *types);
    FriBidiBracketType *brackets = memory_alloc(paragraph->count, sizeof *brackets);
    FriBidiParType direction = FRIBIDI_PAR_ON;
    fribidi_get_bidi_types(paragraph->codes, count, types);
    fribidi_get_bracket_types(paragraph->codes, count, types, brackets);
    if (!fribidi_get_par_embedding_levels_ex(types, brackets, count, &direction, paragraph->levels))
        memset(paragraph->levels, 0, paragraph->count); /* as it was written */
    paragraph->right_to_left = FRIBIDI_IS_RTL(direction);
    free(brackets);
    free(types);
}

/* Below the first right-to-left block nothing turns: the common case is cheap. */
static bool is_plain(const struct paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->count; i++)
        if (paragraph->codes[i] >= 0x590 &&
            !(paragraph->codes[i] >= 0x2010 && paragraph->codes[i] <= 0x2027))
            return false;
    return true;
}

static bool is_weak_script(hb_script_t script)
{
    return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
           script == HB_SCRIPT_UNKNOWN;
}

/* Punctuation takes the script before it, at the start the one behind it
 * (UAX #24, 5.1). */
static void find_scripts(struct paragraph *paragraph)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    hb_script_t last = HB_SCRIPT_COMMON;
    for (size_t i = 0; i < paragraph->count; i++) {
        hb_script_t script = hb_unicode_script(unicode, paragraph->codes[i]);
        last = is_weak_script(script) ? last : script;
        paragraph->scripts[i] = last;
    }
    size_t first = 0;
    while (first < paragraph->count && paragraph->scripts[first] == HB_SCRIPT_COMMON)
        first++;
    for (size_t i = 0; i < first; i++)
        paragraph->scripts[i] =
            first < paragraph->count ? paragraph->scripts[first] : HB_SCRIPT_LATIN;
}

static size_t cluster_end(const struct paragraph *paragraph, size_t at)
{
    size_t end = at + 1;
    while (end < paragraph->count && !paragraph->graphemes[end])
        end++;
    return end;
}

static void find_faces(struct paragraph *paragraph, struct fonts *fonts, struct diag *diag)
{
    const char *language = codes_language(paragraph->codes, paragraph->count);
    for (size_t at = 0; at < paragraph->count;) {
        size_t end = cluster_end(paragraph, at);
        size_t face = find_face(fonts, paragraph->codes + at, end - at, language);
        if (face == FACE_NONE) {
            paragraph->missing++;
            diag_warning(diag, "no font has U+%04X; it is left out",
                         (unsigned)paragraph->codes[at]);
        }
        for (; at < end; at++)
            paragraph->faces[at] = face;
    }
}

/* The glyphs of a cluster must stand together: one script, one level. */
static void unite_clusters(struct paragraph *paragraph)
{
    for (size_t i = 1; i < paragraph->count; i++)
        if (!paragraph->graphemes[i]) {
            paragraph->scripts[i] = paragraph->scripts[i - 1];
            paragraph->levels[i] = paragraph->levels[i - 1];
        }
}

void paragraph_init(struct paragraph *paragraph, struct fonts *fonts, const char *text,
                    size_t length, struct diag *diag)
{
    allocate(paragraph, length);
    decode(paragraph, text, length, diag);
    if (paragraph->count == 0)
        return;
    u32_grapheme_breaks(paragraph->codes, paragraph->count, paragraph->graphemes);
    assert(paragraph->count <= CODES_MAX);
    paragraph->graphemes[0] = 1;
    if (!is_plain(paragraph))
        find_levels(paragraph);
    find_scripts(paragraph);
    find_faces(paragraph, fonts, diag);
    unite_clusters(paragraph);
}
