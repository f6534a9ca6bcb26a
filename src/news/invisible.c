#include "invisible.h"

#include <stddef.h>

#include "base/utf8.h"

#define ZERO_WIDTH_SPACE 0x200b
#define LEFT_TO_RIGHT 0x200e
#define RIGHT_TO_LEFT 0x200f
#define ARABIC_MARK 0x061c
#define NON_JOINER 0x200c
#define JOINER 0x200d
#define EMOJI_SELECTOR 0xfe0f
#define OBJECT 0xfffc
#define KEYCAP 0x20e3
#define BLACK_FLAG 0x1f3f4

struct range {
    uint32_t first, last;
};

static const struct range annotation = {0xfff9, 0xfffb};

static bool is_in(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

#define IS_IN(ranges, code) is_in(ranges, sizeof(ranges) / sizeof *(ranges), code)

bool invisible_is(uint32_t code)
{
    return utf8_is_ignorable(code) || code == OBJECT || is_in(&annotation, 1, code);
}

/* Arabic and its kin, Syriac, N'Ko, Mandaic; the scripts of India and beyond; Mongolian. */
static bool joins(uint32_t code)
{
    static const struct range ranges[] = {
        {0x0600, 0x08ff},   {0x0900, 0x0dff},   {0x0f00, 0x109f},   {0x1780, 0x18af},
        {0x1900, 0x1cff},   {0xa800, 0xabff},   {0xfb50, 0xfdff},   {0xfe70, 0xfefe},
        {0x10a00, 0x10fff}, {0x11000, 0x11fff}, {0x1e900, 0x1e95f},
    };
    return IS_IN(ranges, code);
}

/* Thai, Lao, Tibetan, Burmese, Khmer, Javanese and others part no words by spaces. */
static bool parts_no_words(uint32_t code)
{
    static const struct range ranges[] = {
        {0x0e00, 0x0fff}, {0x1000, 0x109f}, {0x1780, 0x17ff}, {0x1900, 0x1aff},
        {0x1b00, 0x1b7f}, {0xa980, 0xaa7f}, {0x3040, 0x9fff}, {0x20000, 0x3ffff},
    };
    return IS_IN(ranges, code);
}

static bool is_ideograph(uint32_t code)
{
    static const struct range ranges[] = {
        {0x3000, 0x303f}, {0x3400, 0x9fff}, {0xf900, 0xfaff}, {0x20000, 0x3ffff}};
    return IS_IN(ranges, code);
}

/* Symbols and pictures; digits and signs of a keycap only before its selector. */
static bool has_variants(uint32_t code)
{
    static const struct range ranges[] = {
        {0x00a9, 0x00a9}, {0x00ae, 0x00ae}, {0x203c, 0x2049},   {0x2100, 0x2bff},
        {0x3030, 0x303d}, {0x3297, 0x3299}, {0x1f000, 0x1faff},
    };
    return IS_IN(ranges, code);
}

static bool selects(uint32_t code, uint32_t before, uint32_t behind)
{
    if (code >= 0xe0100)
        return is_ideograph(before);
    if (code == EMOJI_SELECTOR && behind == KEYCAP)
        return true;
    return has_variants(before) || is_ideograph(before) || joins(before);
}

/* A letter of a script that runs to the right: beside it a mark of direction does nothing. */
static bool runs_rightwards(uint32_t code)
{
    static const struct range ranges[] = {
        {0x0590, 0x08ff},   {0xfb1d, 0xfdff},   {0xfe70, 0xfefe},
        {0x10800, 0x10fff}, {0x1e800, 0x1efff},
    };
    return utf8_is_letter(code) && !IS_IN(ranges, code);
}

bool invisible_is_kept(uint32_t code, uint32_t before, uint32_t behind)
{
    static const struct range tags = {0xe0020, 0xe007f};
    if (code == LEFT_TO_RIGHT || code == RIGHT_TO_LEFT || code == ARABIC_MARK)
        return !runs_rightwards(before) && !runs_rightwards(behind);
    if (code == ZERO_WIDTH_SPACE)
        return parts_no_words(before) && parts_no_words(behind);
    if (code == NON_JOINER)
        return joins(before) && joins(behind);
    if (code == JOINER) /* at the end of a word it asks for a form of its last letter */
        return joins(before) || joins(behind) ||
               ((has_variants(before) || before == EMOJI_SELECTOR) && has_variants(behind));
    if (code >= 0x180b && code <= 0x180f)
        return before >= 0x1800 && before <= 0x18af;
    if ((code >= 0xfe00 && code <= EMOJI_SELECTOR) || code >= 0xe0100)
        return selects(code, before, behind);
    return is_in(&tags, 1, code) && (before == BLACK_FLAG || is_in(&tags, 1, before));
}
