#include "layout/quoted.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* A mark that opens and those that close it (CLDR's marks of the languages we know). A straight or
 * single mark may be an apostrophe: it opens only before a word and closes only behind one. */
struct pair {
    uint32_t open;
    uint32_t close[2];
    bool apostrophe;
};

static const struct pair pairs[] = {
    {0x201c, {0x201d, 0}, false},      /* “ ” */
    {0x201e, {0x201c, 0x201d}, false}, /* „ “ or „ ” */
    {0x201d, {0x201d, 0}, false},      /* ” ” */
    {0xab, {0xbb, 0}, false},          /* « » */
    {0xbb, {0xab, 0xbb}, false},       /* » « or » » */
    {0x300c, {0x300d, 0}, false},      /* 「 」 */
    {0x300e, {0x300f, 0}, false},      /* 『 』 */
    {'"', {'"', 0}, false},
    {0x2018, {0x2019, 0}, true},      /* ‘ ’ */
    {0x201a, {0x2018, 0x2019}, true}, /* ‚ ‘ */
    {0x2039, {0x203a, 0}, false},     /* ‹ › */
    {'\'', {'\'', 0}, true},
};

/* A character, and its neighbours: 0 at an end. */
struct place {
    size_t at, size;
    uint32_t code, before, behind;
};

static struct place look(const char *text, size_t end, size_t at)
{
    struct place place = {.at = at};
    place.size = utf8_decode(text + at, end - at, &place.code);
    if (place.size == 0)
        place.size = 1; /* a broken byte is no mark */
    utf8_decode_before(text, at, &place.before);
    utf8_decode(text + at + place.size, end - at - place.size, &place.behind);
    return place;
}

static const struct pair *opened_by(const struct place *place)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].open == place->code &&
            (!pairs[i].apostrophe ||
             (!utf8_is_letter(place->before) && utf8_is_letter(place->behind))))
            return &pairs[i];
    return NULL;
}

static bool closes(const struct pair *pair, const struct place *place)
{
    return place->code != 0 && (place->code == pair->close[0] || place->code == pair->close[1]) &&
           (!pair->apostrophe || !utf8_is_letter(place->behind));
}

/* Behind the mark that closes what the pair opened; `end` where none does. */
static size_t find_close(const char *text, size_t end, size_t from, const struct pair *pair)
{
    size_t depth = 1;
    for (size_t at = from; at < end;) {
        struct place place = look(text, end, at);
        at += place.size;
        if (closes(pair, &place) && --depth == 0)
            return at;
        bool again = place.code == pair->open && pair->open != pair->close[0] &&
                     pair->open != pair->close[1];
        depth += again;
    }
    return end;
}

/* Behind the first mark, where it only closes; 0: there is none. */
static size_t find_lone_close(const char *text, size_t end)
{
    for (size_t at = 0; at < end;) {
        struct place place = look(text, end, at);
        at += place.size;
        bool closing = place.code == 0x201d || place.code == 0xbb || place.code == 0x300d ||
                       place.code == 0x300f;
        if (closing && !utf8_is_letter(place.behind))
            return at;
        if (opened_by(&place))
            return 0;
    }
    return 0;
}

size_t quoted_parts(const char *text, size_t end, struct snippet_span parts[QUOTED_PARTS_MAX])
{
    assert(end <= strlen(text));
    size_t count = 0;
    size_t at = find_lone_close(text, end);
    if (at > 0)
        parts[count++] = (struct snippet_span){0, at};
    while (at < end && count < QUOTED_PARTS_MAX) {
        struct place place = look(text, end, at);
        const struct pair *pair = opened_by(&place);
        size_t to = at + place.size;
        if (pair) {
            to = find_close(text, end, to, pair);
            parts[count++] = (struct snippet_span){at, to - at};
        }
        at = to;
    }
    if (count == 0 && end > 0)
        parts[count++] = (struct snippet_span){0, end};
    return count;
}
