/* Our own faces as they are built: what their drawings promise each other. */
#include <ft2build.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include FT_FREETYPE_H

#include "base/utf8.h"
#include "check.h"

#define GLYPHS_MAX 2048
#define PX_MAX 3072
#define SIDE_MAX_PX 64
#define LINE_MAX_BYTES 1024
#define REPLACEMENT 0xfffd
#define SLASHED_ZERO 0xfdd0
#define ENGLISH "tests/corpus/court-ferry-fraud.txt"
#define ARTICLE_MOST_BYTES 16384

struct drawn {
    uint32_t code;
    int left, top, width, height, advance;
    unsigned char bits[PX_MAX]; /* one byte a px */
};

struct face {
    const char *path;
    int gap_px;          /* of its .face: dark px between two letters */
    double most_advance; /* px of a letter of English, in the mean: what fonts/README.md says, and 2
                            % */
    int ascent, descent;
    size_t count;
    struct drawn glyphs[GLYPHS_MAX];
};

static struct face faces[] = {
    {.path = "build/fonts/motograph-7.bdf", .gap_px = 1, .most_advance = 4.4},
    {.path = "build/fonts/motograph-13.bdf", .gap_px = 2, .most_advance = 7.0},
    {.path = "build/fonts/motograph-13-bold.bdf", .gap_px = 2, .most_advance = 7.45},
    {.path = "build/fonts/motograph-16.bdf", .gap_px = 2, .most_advance = 7.75},
    {.path = "build/fonts/motograph-26.bdf", .gap_px = 3, .most_advance = 13.3},
    {.path = "build/fonts/motograph-26-bold.bdf", .gap_px = 3, .most_advance = 12.75},
    {.path = "build/fonts/motograph-40.bdf", .gap_px = 4, .most_advance = 17.8}};
#define FACES (sizeof faces / sizeof *faces)

static void take(struct drawn *to, FT_ULong code, const FT_GlyphSlot slot)
{
    const FT_Bitmap *bitmap = &slot->bitmap;
    *to = (struct drawn){(uint32_t)code,
                         slot->bitmap_left,
                         slot->bitmap_top,
                         (int)bitmap->width,
                         (int)bitmap->rows,
                         (int)(slot->advance.x / 64),
                         {0}};
    assert_true(to->width <= SIDE_MAX_PX && to->width * to->height <= PX_MAX);
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++)
            to->bits[y * to->width + x] =
                bitmap->buffer[y * bitmap->pitch + x / 8] >> (7 - x % 8) & 1;
}

static int load_faces(void **state)
{
    (void)state;
    FT_Library library;
    FT_Init_FreeType(&library);
    for (size_t i = 0; i < FACES; i++) {
        FT_Face face;
        FT_UInt index;
        if (FT_New_Face(library, faces[i].path, 0, &face) != 0)
            return -1;
        FT_Select_Size(face, 0);
        faces[i].ascent = (int)(face->size->metrics.ascender / 64);
        faces[i].descent = (int)(face->size->metrics.descender / -64);
        for (FT_ULong code = FT_Get_First_Char(face, &index); index;
             code = FT_Get_Next_Char(face, code, &index)) {
            assert_true(faces[i].count < GLYPHS_MAX);
            assert_int_equal(FT_Load_Glyph(face, index, FT_LOAD_DEFAULT), 0);
            take(&faces[i].glyphs[faces[i].count++], code, face->glyph);
        }
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
    return 0;
}

static const struct drawn *find(const struct face *face, uint32_t code)
{
    for (size_t i = 0; i < face->count; i++)
        if (face->glyphs[i].code == code)
            return &face->glyphs[i];
    return NULL;
}

static bool lit(const struct drawn *glyph, int x, int y)
{
    return x >= 0 && y >= 0 && x < glyph->width && y < glyph->height &&
           glyph->bits[y * glyph->width + x];
}

static bool column_lit(const struct drawn *glyph, int x)
{
    bool any = false;
    for (int y = 0; y < glyph->height; y++)
        any |= lit(glyph, x, y);
    return any;
}

static bool is_figure(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static void letters_stand_as_far_apart_as_the_face_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++)
        for (size_t k = 0; k < faces[i].count; k++) {
            const struct drawn *glyph = &faces[i].glyphs[k];
            if (glyph->width == 0)
                continue;
            bool full = column_lit(glyph, 0) && column_lit(glyph, glyph->width - 1);
            if (glyph->left != faces[i].gap_px / 2 ||
                glyph->advance != glyph->width + faces[i].gap_px ||
                (!full && !is_figure(glyph->code)))
                fail_msg("%s: U+%04X has dark columns at its side, or another gap", faces[i].path,
                         (unsigned)glyph->code);
        }
}

static void all_figures_are_as_wide(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++) {
        int advance = find(&faces[i], '0')->advance;
        for (uint32_t code = '1'; code <= '9'; code++)
            assert_int_equal(find(&faces[i], code)->advance, advance);
        assert_int_equal(find(&faces[i], 0x2007)->advance, advance);
        assert_int_equal(find(&faces[i], SLASHED_ZERO)->advance, advance);
    }
}

static void each_has_what_the_others_have(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++)
        for (size_t m = 0; m < FACES; m++)
            for (size_t k = 0; k < faces[i].count; k++)
                if (!find(&faces[m], faces[i].glyphs[k].code))
                    fail_msg("%s has U+%04X, %s has not", faces[i].path,
                             (unsigned)faces[i].glyphs[k].code, faces[m].path);
}

static double mean_advance(const struct face *face, const char *text)
{
    size_t length = strlen(text);
    long px = 0;
    long letters = 0;
    uint32_t code = 0;
    for (size_t at = 0; at < length; at += utf8_decode(text + at, length - at, &code)) {
        utf8_decode(text + at, length - at, &code);
        const struct drawn *glyph = find(face, code);
        px += glyph ? glyph->advance : 0;
        letters += glyph != NULL;
    }
    assert_true(letters > 0);
    return (double)px / (double)letters;
}

static void as_many_letters_stand_on_a_wall_as_is_said(void **state)
{
    (void)state;
    static char text[ARTICLE_MOST_BYTES];
    FILE *file = fopen(ENGLISH, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (size_t i = 0; i < FACES; i++) {
        double mean = mean_advance(&faces[i], text);
        printf("%s: %.2f px a letter, %.1f on 64 px\n", faces[i].path, mean, 64 / mean);
        if (mean > faces[i].most_advance)
            fail_msg("%s: more than %.2f px a letter", faces[i].path, faces[i].most_advance);
    }
}

static void no_glyph_leaves_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++)
        for (size_t k = 0; k < faces[i].count; k++) {
            const struct drawn *glyph = &faces[i].glyphs[k];
            if (glyph->top > faces[i].ascent || glyph->height - glyph->top > faces[i].descent)
                fail_msg("%s: U+%04X leaves the line", faces[i].path, (unsigned)glyph->code);
        }
}

/* Characters that are one shape in print as well. */
static const char *const one_shape[] = {
    "AΑА", "BΒВ", "CС",   "EΕЕ", "HΗН", "IΙІ", "JЈ",  "KΚК", "MΜМ",  "NΝ",  "OΟО", "PΡР", "SЅ",
    "TΤТ", "XΧХ", "YΥУҮ", "ZΖ",  "aа",  "cс",  "eе",  "iі",  "jј",   "oοо", "pр",  "sѕ",  "vν",
    "xх",  "yу",  "ĸκк",  "µμ",  "ÈЀ",  "ËЁ",  "ÏΪЇ", "ŸΫ",  "èѐ",   "ëё",  "ïї",  "óό",  "ÐĐ",
    "ħћ",  "ΓГ",  "ΘӨ",   "ƏӘ",  "əә",  "hһ",  "γү",  "ΠП",  "ΦФ",   "Δ∆",  "^ˆ",  "~˜",  "·⋅",
    "•∙",  "■▪",  "/⁄",   ",‚",  "'ˈ′", "ʻ‘‛", "ʼ’",  "“‟",  "-‐‑⁃", "‒–",  "—―",
};

static bool has(const char *characters, uint32_t wanted)
{
    size_t length = strlen(characters);
    uint32_t code = 0;
    for (size_t at = 0; at < length; at += utf8_decode(characters + at, length - at, &code)) {
        uint32_t here = 0;
        utf8_decode(characters + at, length - at, &here);
        if (here == wanted)
            return true;
    }
    return false;
}

static bool may_look_alike(uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < sizeof one_shape / sizeof *one_shape; i++)
        if (has(one_shape[i], a) && has(one_shape[i], b))
            return true;
    return false;
}

static bool look_alike(const struct drawn *a, const struct drawn *b)
{
    return a->width > 0 && a->width == b->width && a->height == b->height && a->top == b->top &&
           memcmp(a->bits, b->bits, (size_t)(a->width * a->height)) == 0;
}

static void no_two_characters_look_the_same_but_those_that_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++)
        for (size_t k = 1; k < faces[i].count; k++)
            for (size_t m = 0; m < k; m++) {
                const struct drawn *a = &faces[i].glyphs[m];
                const struct drawn *b = &faces[i].glyphs[k];
                if (look_alike(a, b) && !may_look_alike(a->code, b->code))
                    fail_msg("%s: U+%04X and U+%04X are the same", faces[i].path, (unsigned)a->code,
                             (unsigned)b->code);
            }
}

static void no_character_is_shown_as_the_box(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACES; i++) {
        const struct drawn *box = find(&faces[i], REPLACEMENT);
        assert_non_null(box);
        for (size_t k = 0; k < faces[i].count; k++)
            assert_true(&faces[i].glyphs[k] == box || !look_alike(&faces[i].glyphs[k], box));
    }
}

/* How many separate shapes there are; px that touch at a corner are one. */
static int count_shapes(const struct drawn *glyph)
{
    struct drawn left = *glyph;
    int stack[PX_MAX];
    int shapes = 0;
    for (int start = 0; start < glyph->width * glyph->height; start++) {
        int depth = 0;
        if (!left.bits[start])
            continue;
        shapes++;
        left.bits[start] = 0;
        stack[depth++] = start;
        while (depth > 0) {
            int at = stack[--depth];
            for (int near = 0; near < 9; near++) {
                int x = at % glyph->width + near % 3 - 1;
                int y = at / glyph->width + near / 3 - 1;
                if (!lit(&left, x, y))
                    continue;
                left.bits[y * glyph->width + x] = 0;
                stack[depth++] = y * glyph->width + x;
            }
        }
    }
    return shapes;
}

/* A pair of the composing file: the letter, then its base. */
static void check_pair(const struct face *face, const char *pair)
{
    uint32_t code = 0;
    uint32_t base_code = 0;
    size_t length = strlen(pair);
    size_t used = utf8_decode(pair, length, &code);
    utf8_decode(pair + used, length - used, &base_code);
    const struct drawn *letter = find(face, code);
    const struct drawn *base = find(face, base_code);
    assert_true(letter && base);
    if (count_shapes(letter) <= count_shapes(base))
        fail_msg("%s: the mark of %s touches its letter", face->path, pair);
}

/* Cedillas, ogoneks and horns touch; a ring does on A, which is drawn so. */
static bool touches(const char *mark)
{
    static const char *const marks[] = {"cedilla", "ogonek", "horn", "Horn", "ring"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(mark, marks[i]) == 0)
            return true;
    return false;
}

static void marks_keep_away_from_their_letters(void **state)
{
    (void)state;
    FILE *file = fopen("fonts/compose.txt", "r");
    char line[LINE_MAX_BYTES];
    int pairs = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        const char *rule = strsep(&rest, " ");
        const char *mark = strsep(&rest, " \n");
        bool marked = strcmp(rule, "above") == 0 || strcmp(rule, "below") == 0 ||
                      strcmp(rule, "left") == 0 || strcmp(rule, "right") == 0;
        if (!marked || touches(mark))
            continue;
        for (const char *pair; (pair = strsep(&rest, " \n"));)
            for (size_t i = 0; *pair && i < FACES; i++, pairs++)
                check_pair(&faces[i], pair);
    }
    fclose(file);
    assert_true(pairs > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Letters stand as far apart as the face says, no more",
             letters_stand_as_far_apart_as_the_face_says),
        TEST("All figures are as wide as each other, and so is the figure space",
             all_figures_are_as_wide),
        TEST("Each face has what the others have", each_has_what_the_others_have),
        TEST("As many letters of English stand on a wall as fonts/README.md says",
             as_many_letters_stand_on_a_wall_as_is_said),
        TEST("No glyph leaves its line", no_glyph_leaves_its_line),
        TEST("No two characters look the same but those that do in print",
             no_two_characters_look_the_same_but_those_that_should),
        TEST("No character is shown as the box", no_character_is_shown_as_the_box),
        TEST("Marks keep away from their letters", marks_keep_away_from_their_letters),
    };
    return cmocka_run_group_tests(tests, load_faces, NULL);
}
