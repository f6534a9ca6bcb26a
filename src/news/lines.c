#include "lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"

#define WRAPPED_MAX 100        /* characters: a longer line was not wrapped */
#define KNOWN_BYTES (1u << 20) /* of the text, whose words are known ones */
#define SOFT_HYPHEN "\xc2\xad" /* at a line's end; elsewhere there is none (invisible.h) */
#define HYPHEN "\xe2\x80\x90"  /* U+2010 */
#define WORD_BYTES 64          /* a longer one is no word */
#define PARTS_NO_WORDS 0x0e00  /* Thai, the first of the scripts without blanks */
#define CASELESS 0x0590        /* Hebrew, the first of the scripts without small letters */

/* A line without the blanks at its ends. */
struct line {
    const char *text;
    size_t start, end;
};

/* Two lines, the second directly below the first. */
struct pair {
    struct line above, below;
};

struct words {
    uint64_t *hashes; /* 0: a free place */
    size_t places;    /* a power of two; 0: there are none */
};

struct joining {
    struct source *source;
    const struct language *language;
    size_t width; /* characters that a full line has */
    bool wrapped;
    struct words words;
    struct source_cut *cuts;
    size_t cut_count, cut_capacity;
};

static struct line line_at(const struct source *source, size_t start)
{
    const char *text = source->text;
    const char *stop = memchr(text + start, '\n', source->length - start);
    struct line line = {text, start, stop ? (size_t)(stop - text) : source->length};
    while (line.end > line.start && text[line.end - 1] == ' ')
        line.end--;
    while (line.start < line.end && text[line.start] == ' ')
        line.start++;
    return line;
}

/* The next pair from *at on; false: there is none. */
static bool next_pair(const struct source *source, size_t *at, struct pair *pair)
{
    while (*at < source->length) {
        const char *stop = memchr(source->text + *at, '\n', source->length - *at);
        size_t below = stop ? (size_t)(stop + 1 - source->text) : source->length;
        *pair = (struct pair){line_at(source, *at), {source->text, below, below}};
        *at = below;
        if (below < source->length)
            pair->below = line_at(source, below);
        if (pair->above.end > pair->above.start && pair->below.end > pair->below.start)
            return true;
    }
    return false;
}

static size_t characters(struct line line)
{
    return utf8_count(line.text + line.start, line.end - line.start);
}

static uint32_t first_of(struct line line)
{
    uint32_t code = 0;
    utf8_decode(line.text + line.start, line.end - line.start, &code);
    return code;
}

static uint32_t last_of(struct line line)
{
    uint32_t code = 0;
    utf8_decode_before(line.text, line.end, &code);
    return code;
}

static bool is_small(uint32_t code)
{
    return code < CASELESS && utf8_is_letter(code) && utf8_lower(code) == code;
}

static bool is_capital(uint32_t code)
{
    return utf8_lower(code) != code;
}

static bool ends_sentence(struct line line)
{
    uint32_t last = last_of(line);
    static const uint32_t ends[] = {'.',    '!',    '?',    ':',    '"',    '\'',
                                    ')',    0x201d, 0x2019, 0xbb,   0x3002, 0xff01,
                                    0xff1f, 0x300d, 0x0964, 0x061f, 0x2026};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] == last)
            return true;
    return false;
}

/* The letters before `end`, or from `start` on. */
static size_t word_start(const char *text, size_t from, size_t end)
{
    uint32_t code = 0;
    for (size_t size; end > from && (size = utf8_decode_before(text, end, &code)) > 0; end -= size)
        if (!utf8_is_letter(code))
            break;
    return end;
}

static size_t word_end(const char *text, size_t start, size_t to)
{
    uint32_t code = 0;
    for (size_t size; start < to && (size = utf8_decode(text + start, to - start, &code)) > 0;
         start += size)
        if (!utf8_is_letter(code))
            break;
    return start;
}

/* Whether the line ends with a word that nothing ends with: the, der, una. */
static bool ends_open(const struct joining *joining, struct line line)
{
    size_t start = word_start(line.text, line.start, line.end);
    return language_has(joining->language, LANGUAGE_DETERMINERS, line.text + start,
                        line.end - start);
}

/* Whether the line below goes on in the middle of the sentence. */
static bool goes_on(const struct joining *joining, const struct pair *pair)
{
    return (is_small(first_of(pair->below)) && !ends_sentence(pair->above)) ||
           last_of(pair->above) == ',' || ends_open(joining, pair->above);
}

/* Characters of the first word; in a script that parts no words those that may not stand first. */
static size_t first_word(struct line line)
{
    enum {
        TOGETHER = 2
    };
    if (first_of(line) >= PARTS_NO_WORDS)
        return TOGETHER;
    const char *blank = memchr(line.text + line.start, ' ', line.end - line.start);
    struct line word = line;
    word.end = blank ? (size_t)(blank - line.text) : line.end;
    return characters(word);
}

/* Whether the first word of the line below had no room in the one above. */
static bool is_full(const struct joining *joining, const struct pair *pair)
{
    bool blank = first_of(pair->below) < PARTS_NO_WORDS;
    return characters(pair->above) + blank + first_word(pair->below) > joining->width;
}

/* Whether no line is too long to be of a wrapped text; an address may be. */
static bool has_short_lines(const struct source *source)
{
    for (size_t at = 0; at < source->length;) {
        struct line line = line_at(source, at);
        const char *stop = memchr(source->text + at, '\n', source->length - at);
        if (line.end - line.start > WRAPPED_MAX && characters(line) > WRAPPED_MAX &&
            memchr(line.text + line.start, ' ', line.end - line.start))
            return false;
        at = stop ? (size_t)(stop + 1 - source->text) : source->length;
    }
    return true;
}

/* The width: of the longest line that goes on in the one below; where no line begins with a
 * small letter, of the longest with one below it. */
static void find_width(struct joining *joining)
{
    size_t going = 0, any = 0;
    struct pair pair;
    for (size_t at = 0; next_pair(joining->source, &at, &pair);) {
        size_t width = characters(pair.above);
        any = width > any ? width : any;
        if (goes_on(joining, &pair))
            going = width > going ? width : going;
    }
    joining->width = going > 0 ? going : any;
}

/* Whether somebody has wrapped the text: lines go on below, or, in a script without small letters,
 * nearly all are full. */
static bool is_wrapped(const struct joining *joining)
{
    size_t pairs = 0, going = 0, full = 0, caseless = 0, capitals = 0;
    struct pair pair;
    for (size_t at = 0; next_pair(joining->source, &at, &pair); pairs++) {
        bool goes = goes_on(joining, &pair);
        going += goes;
        full += goes || is_full(joining, &pair);
        caseless += first_of(pair.below) >= CASELESS;
        capitals += is_capital(first_of(pair.above)) || is_capital(first_of(pair.below));
    }
    if (2 * caseless > pairs)
        return pairs > 1 && 4 * full >= 3 * pairs;
    return going > 0 && capitals > 0 && 2 * full >= pairs;
}

static bool is_item(struct line line)
{
    const char *text = line.text + line.start;
    size_t length = line.end - line.start;
    return length > 2 &&
           ((strchr("-*+", text[0]) && text[1] == ' ') || strncmp(text, "\xe2\x80\xa2", 3) == 0);
}

static bool belong_together(const struct joining *joining, const struct pair *pair)
{
    return joining->wrapped && !is_item(pair->below) &&
           (goes_on(joining, pair) || is_full(joining, pair));
}

static void cut(struct joining *joining, size_t start, size_t end)
{
    if (joining->cut_count == joining->cut_capacity) {
        joining->cut_capacity = 2 * joining->cut_capacity + 16;
        joining->cuts = memory_resize(joining->cuts, joining->cut_capacity, sizeof *joining->cuts);
    }
    joining->cuts[joining->cut_count++] = (struct source_cut){start, end};
}

/* A word in small letters; its length, 0 where it is too long. */
static size_t small_word(const char *text, size_t length, char small[WORD_BYTES])
{
    size_t out = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (size == 0 || out + 4 > WORD_BYTES)
            return 0;
        out += utf8_encode(utf8_lower(code), small + out);
        at += size;
    }
    return out;
}

static uint64_t *place_of(const struct words *words, uint64_t hash)
{
    for (size_t i = (size_t)hash;; i++) {
        uint64_t *place = &words->hashes[i & (words->places - 1)];
        if (*place == 0 || *place == hash)
            return place;
    }
}

static uint64_t word_hash(const char *small, size_t length)
{
    return hash_bytes(HASH_START, small, length) | 1; /* never the free place's */
}

/* Calls for each word of the text, hyphens inside of it being letters: the count is returned. */
static size_t each_word(const struct source *source, struct words *into)
{
    size_t most = source->length < KNOWN_BYTES ? source->length : KNOWN_BYTES;
    size_t count = 0;
    for (size_t at = 0; at < most;) {
        size_t end = word_end(source->text, at, most);
        while (end > at && end + 1 < most && source->text[end] == '-' &&
               word_end(source->text, end + 1, most) > end + 1)
            end = word_end(source->text, end + 1, most);
        char small[WORD_BYTES];
        size_t length = small_word(source->text + at, end - at, small);
        bool parted = end + 1 < most && source->text[end] == '-' && source->text[end + 1] == '\n';
        bool second = at > 1 && source->text[at - 1] == '\n' && source->text[at - 2] == '-';
        if (length > 0 && !parted && !second) {
            count++;
            if (into)
                *place_of(into, word_hash(small, length)) = word_hash(small, length);
        }
        at = end > at ? end : at + 1;
    }
    return count;
}

/* The words of the text itself, looked at when the first one is asked for. */
static bool is_in_text(struct joining *joining, const char *small, size_t length)
{
    struct words *words = &joining->words;
    if (words->places == 0) {
        size_t count = each_word(joining->source, NULL);
        for (words->places = 2; words->places < 2 * count + 2;)
            words->places *= 2;
        words->hashes = memory_alloc(words->places, sizeof *words->hashes);
        each_word(joining->source, words);
    }
    return length > 0 && *place_of(words, word_hash(small, length)) != 0;
}

static bool is_known(struct joining *joining, const char *small, size_t length)
{
    return is_in_text(joining, small, length) ||
           language_lists(joining->language, small, length) != 0;
}

enum hyphen {
    HYPHEN_GOES,  /* it only parted a word */
    HYPHEN_STAYS, /* it is the word's own: well-known */
    HYPHEN_HANGS, /* and a blank behind it: pre- and postwar */
};

/* What the hyphen between two halves in small letters is. */
static enum hyphen judge(struct joining *joining, const char *first, size_t first_length,
                         const char *second, size_t second_length)
{
    char whole[2 * WORD_BYTES + 1];
    memcpy(whole, first, first_length);
    memcpy(whole + first_length, second, second_length);
    if (is_known(joining, whole, first_length + second_length))
        return HYPHEN_GOES;
    whole[first_length] = '-';
    memcpy(whole + first_length + 1, second, second_length);
    bool own = is_in_text(joining, whole, first_length + 1 + second_length) ||
               languages_phrase(LANGUAGE_COMPOUNDS, first, first_length, NULL) == first_length ||
               (is_known(joining, first, first_length) && is_known(joining, second, second_length));
    return own ? HYPHEN_STAYS : HYPHEN_GOES;
}

/* The hyphen at the end of the line above, in bytes; 0: there is none behind a letter. */
static size_t hyphen_length(struct line line)
{
    static const char *const hyphens[] = {"-", SOFT_HYPHEN, HYPHEN};
    uint32_t before = 0;
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        size_t size = strlen(hyphens[i]);
        if (line.end - line.start > size &&
            memcmp(line.text + line.end - size, hyphens[i], size) == 0 &&
            utf8_decode_before(line.text, line.end - size, &before) && utf8_is_letter(before))
            return size;
    }
    return 0;
}

static enum hyphen hyphen_of(struct joining *joining, const struct pair *pair, size_t size)
{
    char first[WORD_BYTES], second[WORD_BYTES];
    const char *text = pair->above.text;
    size_t end = pair->above.end - size;
    size_t start = word_start(text, pair->above.start, end);
    size_t stop = word_end(text, pair->below.start, pair->below.end);
    size_t length = 0;
    if (memcmp(text + end, SOFT_HYPHEN, 2) == 0)
        return HYPHEN_GOES;
    if (!is_small(first_of(pair->below)))
        return HYPHEN_STAYS;
    size_t second_length = small_word(text + pair->below.start, stop - pair->below.start, second);
    if (languages_word(LANGUAGE_CONJUNCTIONS, second, second_length))
        return HYPHEN_HANGS;
    length = small_word(text + start, end - start, first);
    return length && second_length ? judge(joining, first, length, second, second_length)
                                   : HYPHEN_GOES;
}

/* Chinese and Japanese part no words: nothing stands for the end of a line. */
static bool needs_no_blank(const struct pair *pair)
{
    uint32_t before = last_of(pair->above), behind = first_of(pair->below);
    return before >= 0x3000 && before < 0xac00 && behind >= 0x3000 && behind < 0xac00;
}

static void join_hyphen(struct joining *joining, const struct pair *pair, size_t size)
{
    enum hyphen hyphen = hyphen_of(joining, pair, size);
    if (hyphen == HYPHEN_HANGS)
        memset(joining->source->text + pair->above.end, ' ', pair->below.start - pair->above.end);
    else
        cut(joining, pair->above.end - (hyphen == HYPHEN_GOES ? size : 0), pair->below.start);
}

static void join(struct joining *joining, const struct pair *pair)
{
    size_t size = hyphen_length(pair->above);
    uint32_t behind = first_of(pair->below);
    bool word = utf8_is_letter(behind) || (behind >= '0' && behind <= '9');
    if (size > 0 && word)
        join_hyphen(joining, pair, size);
    else if (!belong_together(joining, pair))
        return;
    else if (needs_no_blank(pair))
        cut(joining, pair->above.end, pair->below.start);
    else
        memset(joining->source->text + pair->above.end, ' ', pair->below.start - pair->above.end);
}

void lines_join(struct source *source, const struct language *language)
{
    struct joining joining = {.source = source, .language = language};
    struct pair pair;
    if (has_short_lines(source)) {
        find_width(&joining);
        joining.wrapped = is_wrapped(&joining);
    }
    for (size_t at = 0; next_pair(source, &at, &pair);)
        join(&joining, &pair);
    source_cut_out(source, joining.cuts, joining.cut_count);
    free(joining.cuts);
    free(joining.words.hashes);
}
