#include "line.h"

#include <ctype.h>

#include "base/utf8.h"

#define CASELESS 0x0590 /* Hebrew, the first of the scripts without capitals */
#define IS_IN(codes, code) is_in(codes, sizeof(codes) / sizeof *(codes), code)

struct line line_of(const struct article *article, size_t index)
{
    size_t count = 0, length = 0;
    const struct article_paragraph *at = &article_paragraphs(article, &count)[index];
    return (struct line){article_text(article, &length) + at->start, at->end - at->start};
}

struct line line_behind(struct line line, size_t at)
{
    return (struct line){line.text + at, line.length - at};
}

static bool is_word_part(uint32_t code)
{
    if (code < 0x80)
        return isalnum((int)code) != 0;
    return utf8_is_letter(code);
}

/* Chinese, Japanese, Korean: beside figures of ours a word of their own. */
static bool is_eastern(uint32_t code)
{
    return code >= 0x3000;
}

/* The character at byte `at`; most are ASCII. */
static size_t character(struct line line, size_t at, uint32_t *code)
{
    unsigned char byte = (unsigned char)line.text[at];
    if (byte >= 0x80)
        return utf8_decode(line.text + at, line.length - at, code);
    *code = byte;
    return 1;
}

/* What one more character makes of a word. */
static void add_character(struct word *word, uint32_t code)
{
    bool plain = code < 0x80, letter = plain ? isalpha((int)code) != 0 : utf8_is_letter(code);
    bool upper = plain ? isupper((int)code) != 0 : utf8_lower(code) != code;
    word->digits |= code >= '0' && code <= '9';
    word->letters |= letter;
    word->upper &= upper || !letter;
}

bool line_next_word(struct line line, size_t *at, struct word *word)
{
    uint32_t code = 0;
    *word = (struct word){.upper = true};
    for (size_t size; *at < line.length; *at += size) {
        size = character(line, *at, &code);
        if (size == 0 || is_word_part(code))
            break;
    }
    word->start = word->end = *at;
    word->capital = utf8_lower(code) != code;
    word->caseless = code >= CASELESS;
    bool eastern = is_eastern(code);
    for (size_t size; *at < line.length && is_word_part(code); *at += size) {
        size = character(line, *at, &code);
        if (size == 0 || !is_word_part(code) || is_eastern(code) != eastern)
            break;
        add_character(word, code);
        word->end = *at + size;
    }
    *at = word->end;
    return word->end > word->start;
}

size_t line_first_letter(struct line line)
{
    size_t at = 0;
    struct word word;
    return line_next_word(line, &at, &word) ? word.start : line.length;
}

size_t line_word_count(struct line line)
{
    size_t count = 0;
    struct word word;
    for (size_t at = 0; line_next_word(line, &at, &word);)
        count++;
    return count;
}

char line_last_byte(struct line line)
{
    return line.length > 0 ? line.text[line.length - 1] : '\0';
}

static bool is_in(const uint32_t *codes, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (codes[i] == code)
            return true;
    return false;
}

uint32_t line_last_character(struct line line)
{
    static const uint32_t closing[] = {'"',  '\'', ')',    ']',    0x201d, 0x2019,
                                       0xbb, 0xab, 0x201c, 0x300d, 0x300f, 0xff09};
    uint32_t code = 0;
    for (size_t size; (size = utf8_decode_before(line.text, line.length, &code)) > 0;
         line.length -= size)
        if (!IS_IN(closing, code))
            return code;
    return 0;
}

bool line_stops(uint32_t code)
{
    static const uint32_t full[] = {'.',    0x3002, 0xff0e, 0xff61, 0x0964, 0x0965,
                                    0x06d4, 0x0589, 0x1362, 0x104b, 0x17d4, 0x0f0d};
    return IS_IN(full, code);
}

bool line_ends_sentence(struct line line)
{
    static const uint32_t others[] = {'!', '?', 0xff01, 0xff1f, 0x061f, 0x2026};
    uint32_t last = line_last_character(line);
    return line_stops(last) || IS_IN(others, last);
}

bool line_goes_on(uint32_t last)
{
    static const uint32_t marks[] = {':', ',', 0xff1a, 0xff0c, 0x3001, 0x060c};
    return IS_IN(marks, last);
}

struct line line_bare(struct line line)
{
    size_t start = line_first_letter(line), end = start;
    struct word word;
    for (size_t at = start; line_next_word(line, &at, &word);)
        end = word.end;
    return (struct line){line.text + start, end - start};
}

size_t line_begins_with(struct line line, enum language_list list, int *number)
{
    return languages_phrase(list, line.text, line.length, number);
}

char line_next_mark(struct line line)
{
    static const struct {
        uint32_t code;
        char like;
    } marks[] = {{0xff1a, ':'}, {0xff0c, ','}, {0x3001, ','}, {0x060c, ','}, {0xff0f, '/'},
                 {0x30fb, ':'}, {0x2013, '-'}, {0x2014, '-'}, {0x2212, '-'}, {0xff09, ')'},
                 {0x3011, ']'}, {0xff08, '('}, {0x3010, '['}, {0x3002, '.'}, {0xff5c, '|'}};
    uint32_t code = ' ';
    for (size_t at = 0, size = 1; at < line.length && size > 0; at += size) {
        size = utf8_decode(line.text + at, line.length - at, &code);
        if (code != ' ' && code != 0xa0)
            break;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].code == code)
            return marks[i].like;
    if (code == ' ' || code == 0xa0)
        return '\0';
    return code < 0x80 ? (char)code : 'x';
}

bool line_has_listed(enum language_list list, struct line line, struct word word)
{
    return languages_word(list, line.text + word.start, word.end - word.start);
}

bool line_has_capitals_only(struct line line)
{
    struct word word;
    for (size_t at = 0; line_next_word(line, &at, &word);)
        if (!word.capital)
            return false;
    return true;
}

bool line_has_small(struct line line)
{
    struct word word;
    for (size_t at = 0; line_next_word(line, &at, &word);)
        if (word.letters && !word.upper)
            return true;
    return false;
}

bool line_stands_above_title(const struct article *article, size_t index)
{
    size_t count = 0;
    article_paragraphs(article, &count);
    if (index + 1 >= count)
        return false;
    struct line below = line_of(article, index + 1);
    return !line_ends_sentence(below) && below.length <= LINE_MAX_BYTES &&
           line_word_count(below) > 2;
}
