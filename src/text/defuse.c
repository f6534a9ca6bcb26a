#include "defuse.h"

#include "face.h"

/* More marks on one base than any language writes are taken off. */
#define MARKS_MAX 8
/* Joiner and selector between two parts of an emoji are two; flags of regions
 * are written with seven tags. */
#define INVISIBLE_MAX 8

/* A line break or a tab in a line of text is a space. */
static bool is_space(uint32_t code)
{
    return (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xfff9 && code <= 0xfffc) ||
           code == 0xfeff;
}

/* Embeddings and overrides (UAX #9, 2.1, 2.2) could reorder what others wrote;
 * isolates stay. */
static bool is_override(uint32_t code)
{
    return code >= 0x202a && code <= 0x202e;
}

static bool is_mark(uint32_t code)
{
    if (code < 0x300) /* the first mark there is */
        return false;
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

bool defuse_next(struct defuse *defuse, uint32_t *code)
{
    if (is_space(*code)) {
        *code = ' ';
        defuse->spaced++;
    }
    bool invisible = code_is_ignorable(*code);
    defuse->invisible = invisible ? defuse->invisible + 1 : 0;
    if (!invisible)
        defuse->marks = is_mark(*code) ? defuse->marks + 1 : 0;
    bool stays = !is_control(*code) && !is_override(*code) && defuse->marks <= MARKS_MAX &&
                 defuse->invisible <= INVISIBLE_MAX;
    defuse->removed += !stays;
    return stays;
}
