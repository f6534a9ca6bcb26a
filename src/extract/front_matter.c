#include "extract/front_matter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "news/when.h"

#define LINE_MAX_BYTES 200     /* a longer line tells something */
#define HEAD_LINES 10          /* in which a mark that withholds the article may stand, at most */
#define HEAD_OTHERS 1          /* sentences among them */
#define TAIL_LINES ((size_t)4) /* in which a correction or such a mark stands, at the end */
#define CASELESS 0x0590        /* Hebrew, the first of the scripts without capitals */
#define NAME_WORDS ((size_t)4)
#define NOTE 1     /* the number of an editors' note in the lists `corrections` */
#define ZONE_MAX 5 /* letters of a time zone */

/* A paragraph. */
struct line {
    const char *text;
    size_t length;
};

/* A word of a line: letters, or letters and digits. */
struct word {
    size_t start, end;
    bool capital, digits, letters, upper; /* upper: capitals only */
    bool caseless;                        /* of a script without capitals */
};

static struct line line_of(const struct article *article, size_t index)
{
    size_t count = 0, length = 0;
    const struct article_paragraph *at = &article_paragraphs(article, &count)[index];
    return (struct line){article_text(article, &length) + at->start, at->end - at->start};
}

static struct line behind(struct line line, size_t at)
{
    return (struct line){line.text + at, line.length - at};
}

static bool is_word_part(uint32_t code)
{
    return utf8_is_letter(code) || (code >= '0' && code <= '9');
}

/* Chinese, Japanese, Korean: beside figures of ours a word of their own. */
static bool is_eastern(uint32_t code)
{
    return code >= 0x3000;
}

/* The next word from *at on; false at the end. */
static bool next_word(struct line line, size_t *at, struct word *word)
{
    uint32_t code = 0;
    *word = (struct word){.upper = true};
    for (size_t size; *at < line.length; *at += size) {
        size = utf8_decode(line.text + *at, line.length - *at, &code);
        if (size == 0 || is_word_part(code))
            break;
    }
    word->start = word->end = *at;
    word->capital = utf8_lower(code) != code;
    word->caseless = code >= CASELESS;
    bool eastern = is_eastern(code);
    for (size_t size; *at < line.length && is_word_part(code); *at += size) {
        size = utf8_decode(line.text + *at, line.length - *at, &code);
        if (size == 0 || !is_word_part(code) || is_eastern(code) != eastern)
            break;
        word->digits |= code >= '0' && code <= '9';
        word->letters |= utf8_is_letter(code);
        word->upper &= utf8_lower(code) != code || !utf8_is_letter(code);
        word->end = *at + size;
    }
    *at = word->end;
    return word->end > word->start;
}

static size_t first_letter(struct line line)
{
    size_t at = 0;
    struct word word;
    return next_word(line, &at, &word) ? word.start : line.length;
}

static size_t word_count(struct line line)
{
    size_t count = 0;
    struct word word;
    for (size_t at = 0; next_word(line, &at, &word);)
        count++;
    return count;
}

static char last_byte(struct line line)
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

#define IS_IN(codes, code) is_in(codes, sizeof(codes) / sizeof *(codes), code)

/* The last character, marks that close a quotation or a bracket left out; 0: there is none. */
static uint32_t last_character(struct line line)
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

/* Full stops, of all scripts. */
static bool stops(uint32_t code)
{
    static const uint32_t full[] = {'.',    0x3002, 0xff0e, 0xff61, 0x0964, 0x0965,
                                    0x06d4, 0x0589, 0x1362, 0x104b, 0x17d4, 0x0f0d};
    return IS_IN(full, code);
}

static bool ends_sentence(struct line line)
{
    static const uint32_t others[] = {'!', '?', 0xff01, 0xff1f, 0x061f, 0x2026};
    uint32_t last = last_character(line);
    return stops(last) || IS_IN(others, last);
}

/* What a title does not end with: it would go on. */
static bool goes_on(uint32_t last)
{
    static const uint32_t marks[] = {':', ',', 0xff1a, 0xff0c, 0x3001, 0x060c};
    return IS_IN(marks, last);
}

/* The line from its first word on, to its last; what stands around are marks. */
static struct line bare(struct line line)
{
    size_t start = first_letter(line), end = start;
    struct word word;
    for (size_t at = start; next_word(line, &at, &word);)
        end = word.end;
    return (struct line){line.text + start, end - start};
}

/* Bytes of the line's beginning that are a phrase of the list. */
static size_t begins_with(struct line line, enum language_list list, int *number)
{
    return languages_phrase(list, line.text, line.length, number);
}

/* The first character that is no blank, as its like in ASCII; 0 at the end. */
static char next_mark(struct line line)
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

/* Rules and their kin: "---", "* * *", "- 30 -", "-----Original Message-----", "(3/7)". */
static bool is_rule(struct line line)
{
    enum {
        DIGITS_MAX = 8,
        LEAST = 3
    };
    static const char marks[] = "-=_*~#<>+";
    size_t same = 0, words = 0;
    struct word word;
    while (same < line.length && line.text[same] == line.text[0])
        same++;
    for (size_t at = 0; next_word(line, &at, &word); words++)
        if (word.letters)
            return same >= LEAST && strchr(marks, line.text[0]) != NULL;
    return words == 0 || line.length <= DIGITS_MAX;
}

/* A label and nothing else: ADVERTISEMENT, Pressemitteilung, "Live updates". */
static bool is_label(struct line line)
{
    struct line words = bare(line);
    return words.length > 0 && begins_with(words, LANGUAGE_LABELS, NULL) == words.length;
}

/* What begins as a line of a page or a release does: "Share this", "Read more:", "Notes to". */
static bool is_opening(struct line line)
{
    struct line words = behind(line, first_letter(line));
    bool sign = line.length > 3 &&
                (memcmp(line.text, "©", 2) == 0 || strncasecmp(line.text, "(c)", 3) == 0);
    return sign || begins_with(words, LANGUAGE_OPENINGS, NULL) > 0;
}

static bool any_language_has(enum language_list list, struct line line, struct word word)
{
    return languages_word(list, line.text + word.start, word.end - word.start);
}

/* Photo: NAME; Image source, NAME; Foto von NAME; a phrase that something must follow. */
static bool is_credit(struct line line)
{
    struct line words = behind(line, first_letter(line));
    size_t length = begins_with(words, LANGUAGE_CREDITS, NULL);
    if (length == 0)
        return false;
    struct line rest = behind(words, length);
    struct word word;
    size_t at = 0;
    char mark = next_mark(rest);
    if (mark == '\0' || strchr(":,|/(=-.", mark) || isdigit((unsigned char)mark) ||
        memmem(rest.text, rest.length, "©", 2))
        return true;
    return next_word(rest, &at, &word) && any_language_has(LANGUAGE_BYLINES, rest, word);
}

/* The header of a mail: "From: ...". */
static bool is_mail_header(struct line line)
{
    size_t length = begins_with(line, LANGUAGE_MAIL_HEADERS, NULL);
    return length > 0 && next_mark(behind(line, length)) == ':';
}

static bool is_host(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* example.org, and nothing else. */
static bool is_host_name(struct line line)
{
    const char *dot = memchr(line.text, '.', line.length);
    for (size_t i = 0; i < line.length; i++)
        if (!is_host(line.text[i]) && !strchr("./", line.text[i]))
            return false;
    return dot && dot > line.text && dot + 2 < line.text + line.length &&
           isalpha((unsigned char)dot[1]) && isalpha((unsigned char)dot[2]);
}

static bool has_address(struct line line)
{
    static const char *const links[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (memmem(line.text, line.length, links[i], strlen(links[i])))
            return true;
    const char *sign = memchr(line.text, '@', line.length);
    if (!sign || sign == line.text)
        return line.length > 1 && sign == line.text && is_host(sign[1]);
    const char *end = line.text + line.length, *at = sign + 1;
    while (at < end && is_host(*at))
        at++;
    return is_host(sign[-1]) && at > sign + 1 && at + 1 < end && *at == '.' && is_host(at[1]);
}

/* Figures of a telephone: +44 20 5550 1234, (030) 123 456, 212-555-0123. */
static bool has_telephone(struct line line)
{
    enum {
        LEAST = 7,
        MANY = 9
    };
    for (size_t at = 0; at < line.length; at++) {
        size_t digits = 0, start = at;
        if (!isdigit((unsigned char)line.text[at]) && line.text[at] != '+' && line.text[at] != '(')
            continue;
        while (at < line.length &&
               (isdigit((unsigned char)line.text[at]) || strchr("+ ()/-", line.text[at])))
            digits += isdigit((unsigned char)line.text[at++]) != 0;
        bool begins = strchr("+(0", line.text[start]) != NULL;
        if (digits >= MANY || (begins && digits >= LEAST))
            return true;
    }
    return false;
}

/* Who is to be asked, and where. */
static bool is_contact(struct line line)
{
    struct line words = behind(line, first_letter(line));
    size_t length = begins_with(words, LANGUAGE_CONTACTS, NULL);
    char mark = length > 0 ? next_mark(behind(words, length)) : 'x';
    return mark == '\0' || mark == ':' || has_address(line) || has_telephone(line) ||
           is_host_name(line);
}

/* MB1 2AB: a British postal code's two halves. */
static bool is_postcode(struct line line, struct word a, struct word b)
{
    size_t first = a.end - a.start, second = b.end - b.start;
    return a.upper && b.upper && a.letters && a.digits && b.letters && second == 3 && first >= 2 &&
           first <= 4 && isalpha((unsigned char)line.text[a.start]) &&
           isdigit((unsigned char)line.text[b.start]);
}

/* Hauptstraße 5, 10115 Berlin; 12 Harbour Street, Millmouth MB1 2AB: capitals and figures, one of
 * them a postal code. */
static bool is_place(struct line line)
{
    enum {
        CODE_LEAST = 4,
        CODE_MOST = 6
    };
    struct word word, last = {0};
    size_t figures = 0, codes = 0, count = 0;
    for (size_t at = 0; next_word(line, &at, &word); count++) {
        size_t length = word.end - word.start;
        if (!word.capital && !word.digits && length > 3)
            return false;
        figures += word.digits;
        codes += word.digits && !word.letters && length >= CODE_LEAST && length <= CODE_MOST;
        if (count > 0 && is_postcode(line, last, word))
            return true;
        last = word;
    }
    bool alone = count <= 3 && isdigit((unsigned char)line.text[0]) && figures == 1;
    return !ends_sentence(line) && codes > 0 &&
           (alone || (figures > 1 && memchr(line.text, ',', line.length)));
}

/* Bytes of the line's beginning that name a month, a day of the week or what stands beside. */
static size_t date_phrase(struct line line)
{
    static const enum language_list lists[] = {LANGUAGE_DATE_WORDS, LANGUAGE_MONTHS,
                                               LANGUAGE_WEEKDAYS};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t length = begins_with(line, lists[i], NULL);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* What may stand in a date: figures, its words, a zone in CAPITALS behind them. */
static bool is_date_word(struct line line, struct word word, bool begun)
{
    struct line rest = behind(line, word.start);
    size_t length = word.end - word.start, known = 0;
    if (word.digits)
        return true;
    for (size_t taken = 1; known < length && taken > 0; known += taken)
        taken = date_phrase(behind(rest, known));
    return known >= length || (begun && word.upper && length <= ZONE_MAX);
}

/* Whether the word stands behind an opening bracket; *at is then behind the closing one. */
static bool skip_bracket(struct line line, struct word word, size_t *at)
{
    const char *close = memchr(line.text + word.start, ')', line.length - word.start);
    if (word.start == 0 || line.text[word.start - 1] != '(' || !close)
        return false;
    *at = (size_t)(close - line.text);
    return true;
}

/* Only a day or an hour: "Monday 2 March 2026", "Published at 10:30 GMT", "3 hours ago". A place
 * or a name of capitals and a comma may stand before it. */
static bool is_date(struct line line)
{
    struct word word;
    bool figures = false, weekday = false, begun = false;
    size_t before = 0;
    for (size_t at = 0; next_word(line, &at, &word);) {
        if (skip_bracket(line, word, &at))
            continue;
        bool date = is_date_word(line, word, begun);
        if (!date && (begun || !word.capital || before == NAME_WORDS - 1))
            return false;
        before += !date;
        begun |= date;
        figures |= word.digits;
        weekday |= date && begins_with(behind(line, word.start), LANGUAGE_WEEKDAYS, NULL) > 0;
        size_t taken = date ? date_phrase(behind(line, word.start)) : 0;
        if (taken > word.end - word.start)
            at = word.start + taken;
    }
    bool parted =
        before == 0 || memchr(line.text, ',', line.length) || memchr(line.text, '|', line.length);
    return (figures || weekday) && begun && parted && !(before > 0 && !figures);
}

/* Whether what stands between two words ends a name: a comma, a bar, a dash between blanks. */
static bool parts_names(const char *gap, size_t length)
{
    return memchr(gap, ',', length) || memchr(gap, '|', length) || memchr(gap, ';', length) ||
           memmem(gap, length, " - ", 3) || memmem(gap, length, "–", 3) ||
           memmem(gap, length, "—", 3);
}

/* Words of a name: capitals, with small particles between them. Those up to a comma, a bar or the
 * end are counted; 0: something else stands there. *at: behind them. */
static size_t name_words(struct line line, size_t *at)
{
    size_t count = 0;
    struct word word;
    for (size_t next = *at; next_word(line, &next, &word); *at = next) {
        size_t gap = word.start - *at;
        if (count > 0 && parts_names(line.text + *at, gap))
            return count;
        bool small = any_language_has(LANGUAGE_NAME_PARTICLES, line, word) ||
                     any_language_has(LANGUAGE_CONJUNCTIONS, line, word) ||
                     (count > 1 && any_language_has(LANGUAGE_PREPOSITIONS, line, word));
        if (word.digits || (!word.capital && !small && !word.caseless))
            return 0;
        count += word.capital || word.caseless;
    }
    return count;
}

/* Whether all of the rest says what somebody is, or where: roles, capitals, short words. */
static bool is_role(struct line line)
{
    struct word word;
    size_t known = 0, count = 0;
    for (size_t at = 0; next_word(line, &at, &word); count++) {
        bool role = any_language_has(LANGUAGE_PEOPLE, line, word) ||
                    any_language_has(LANGUAGE_TITLES, line, word) ||
                    begins_with(behind(line, word.start), LANGUAGE_ROLES, NULL) > 0;
        known += role;
        if (!role && !word.capital && !word.digits &&
            !any_language_has(LANGUAGE_PREPOSITIONS, line, word) &&
            !any_language_has(LANGUAGE_DETERMINERS, line, word) &&
            !any_language_has(LANGUAGE_CONJUNCTIONS, line, word))
            return false;
    }
    return count > 0 && count <= (size_t)2 * NAME_WORDS && known > 0;
}

/* Bytes of the word that a byline begins with, in any language. */
static size_t byline_length(struct line line)
{
    struct word word;
    size_t at = 0;
    bool found = next_word(line, &at, &word) && any_language_has(LANGUAGE_BYLINES, line, word);
    return found ? word.end : 0;
}

static bool is_first_name(struct line line, struct word word)
{
    return any_language_has(LANGUAGE_MALE, line, word) ||
           any_language_has(LANGUAGE_FEMALE, line, word);
}

/* By NAME; By NAME, role; Von NAME und NAME. As another language than the article's says it only
 * before a known first name. */
static bool is_byline(const struct article *article, struct line line)
{
    struct line words = behind(line, first_letter(line));
    const struct language *language = language_named(article_language(article));
    size_t length = byline_length(words), at = 0, first_at = length;
    struct word first;
    if (length == 0 || ends_sentence(line) || !next_word(words, &first_at, &first))
        return false;
    bool foreign = strcmp(language->code, "und") != 0 &&
                   !language_has(language, LANGUAGE_BYLINES, words.text, length);
    if (foreign && !is_first_name(words, first))
        return false;
    struct line name = behind(words, length);
    if (!foreign && is_role(name))
        return true;
    size_t count = name_words(name, &at);
    bool alone = bare(behind(name, at)).length == 0;
    return count > 0 && (alone || count > 1) && count <= (size_t)3 * NAME_WORDS;
}

/* Jane Fox; Jane Fox, Political Editor: a known first name, and what she is. */
static bool is_name(struct line line)
{
    size_t at = 0, start = 0;
    struct word first;
    if (ends_sentence(line) || !next_word(line, &start, &first) || !is_first_name(line, first))
        return false;
    size_t count = name_words(line, &at);
    struct line rest = behind(line, at);
    if (bare(rest).length == 0)
        return count == 2;
    return count > 1 && count <= NAME_WORDS && (is_role(rest) || is_date(bare(rest)));
}

static bool has_small_word(struct line line)
{
    struct word word;
    for (size_t at = 0; next_word(line, &at, &word);)
        if (word.letters && !word.capital && !word.caseless)
            return true;
    return false;
}

/* Above a title more shapes are names: Jane Fox and Tom Reed; Jane Fox Political Editor; NAME
 * reporter, in a script without capitals. */
static bool is_name_above_title(struct line line)
{
    struct word word, last = {0};
    size_t count = 0, first_names = 0, roles = 0;
    for (size_t at = 0; next_word(line, &at, &word); count++) {
        bool small = any_language_has(LANGUAGE_CONJUNCTIONS, line, word) ||
                     any_language_has(LANGUAGE_PREPOSITIONS, line, word);
        bool role = begins_with(behind(line, word.start), LANGUAGE_ROLES, NULL) > 0;
        if (!word.capital && !word.caseless && !small)
            return false;
        first_names += count == 0 && is_first_name(line, word);
        roles += role;
        last = word;
    }
    bool caseless = last.caseless && roles > 0 && count <= 3;
    return caseless || (first_names > 0 && count > 2 && count <= NAME_WORDS + 1 &&
                        (roles > 0 || has_small_word(line)));
}

/* All of it between brackets: (dpa), [Photo: Ivo Grant]. */
static bool is_bracketed(struct line line)
{
    char first = line.text[0], last = last_byte(line);
    return (first == '(' && last == ')') || (first == '[' && last == ']');
}

/* MILLMOUTH, England; MILLMOUTH (dpa): a place in capitals, and where that is, or who reports. */
static bool is_dateline(struct line line)
{
    struct word word;
    size_t at = 0, count = 1;
    bool bracket = false;
    if (!next_word(line, &at, &word) || !word.capital || word.end - word.start < 3)
        return false;
    bool upper = word.upper;
    for (; next_word(line, &at, &word); count++) {
        bool skipped = skip_bracket(line, word, &at);
        bracket |= skipped;
        if (!skipped && !word.capital)
            return false;
    }
    bool ends = bracket && last_byte(line) == ')';
    return count > 1 && count <= NAME_WORDS && (upper ? !ends_sentence(line) : ends) &&
           (bracket || memchr(line.text, ',', line.length));
}

static bool has_capitals_only(struct line line)
{
    struct word word;
    for (size_t at = 0; next_word(line, &at, &word);)
        if (!word.capital)
            return false;
    return true;
}

/* A label and a number, a day or an hour: "Comments (12)", "Press release - 2 March 2026". */
static bool is_numbered_label(struct line line)
{
    struct line words = bare(line);
    size_t length = begins_with(words, LANGUAGE_LABELS, NULL);
    struct line rest = behind(words, length);
    struct word word;
    bool letters = false;
    for (size_t at = 0; next_word(rest, &at, &word);)
        letters |= word.letters;
    return length > 0 && (!letters || is_date(bare(rest)));
}

/* The next part of a line between bars: "Print | Email", "Home > News > Local". */
static bool next_part(struct line line, size_t *at, struct line *part)
{
    static const char *const bars[] = {"|", ">", "›", "»", "•", "·", "/"};
    size_t end = line.length, size = 0;
    if (*at >= line.length)
        return false;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        const char *bar = memmem(line.text + *at, line.length - *at, bars[i], strlen(bars[i]));
        if (bar && (size_t)(bar - line.text) < end) {
            end = (size_t)(bar - line.text);
            size = strlen(bars[i]);
        }
    }
    *part = bare((struct line){line.text + *at, end - *at});
    *at = end + size;
    return true;
}

/* Parts of a page's head: labels, or three and more of few words each. */
static bool is_bar(struct line line)
{
    enum {
        MANY = 3,
        FEW = 3
    };
    size_t parts = 0, labels = 0, longest = 0;
    bool credited = false;
    struct line part;
    for (size_t at = 0; next_part(line, &at, &part); parts++) {
        size_t words = word_count(part);
        longest = words > longest ? words : longest;
        labels += words == 0 || is_label(part) || is_date(part);
        credited = has_capitals_only(part) && (credited || parts == 0);
    }
    return parts > 1 && (labels == parts || (parts >= MANY && longest <= FEW) ||
                         (credited && labels > 0)); /* NAME / agency */
}

static bool is_front_line(const struct article *article, struct line line)
{
    if (is_rule(line))
        return true;
    if (line.length > LINE_MAX_BYTES)
        return false;
    return is_label(line) || is_opening(line) || is_credit(line) || is_mail_header(line) ||
           is_contact(line) || is_place(line) || is_date(line) || is_byline(article, line) ||
           is_name(line) || is_bracketed(line) || is_dateline(line) || is_bar(line) ||
           is_numbered_label(line);
}

/* Marks that withhold an article, by the numbers of the lists `withheld`. */
enum withheld {
    WITHHELD_NOT,
    WITHHELD_EMBARGO,
    WITHHELD_KILL,
    WITHHELD_ADVISORY,
    WITHHELD_SATIRE,
    WITHHELD_UNPUBLISHED,
    WITHHELD_KINDS,
    WITHHELD_ANYWHERE = 10, /* added to a phrase that means it wherever it stands in such a line */
};

static const char *const withheld_names[WITHHELD_KINDS] = {
    [WITHHELD_EMBARGO] = "it is under embargo",
    [WITHHELD_KILL] = "its sender has killed it",
    [WITHHELD_ADVISORY] = "it is an advisory to editors",
    [WITHHELD_SATIRE] = "it is satire",
    [WITHHELD_UNPUBLISHED] = "it is not for publication",
};

static bool has_small(struct line line)
{
    struct word word;
    for (size_t at = 0; next_word(line, &at, &word);)
        if (word.letters && !word.upper)
            return true;
    return false;
}

/* Whether the phrase at the line's beginning is a mark, and not a title's first word: nothing or a
 * mark behind it, or CAPITALS before small letters. */
static bool is_mark(struct line line, size_t length, bool above_title)
{
    struct line rest = behind(line, length), phrase = {line.text, length};
    char mark = next_mark(rest);
    if (mark == '\0' || strchr(":-])|*.!/", mark))
        return true;
    if (isdigit((unsigned char)mark))
        return true;
    return !has_small(phrase) &&
           (has_small(rest) || above_title || memchr(phrase.text, ' ', length));
}

static enum withheld withheld_by(struct line line, bool above_title)
{
    struct word word;
    bool first = true;
    if (line.length > LINE_MAX_BYTES)
        return WITHHELD_NOT;
    for (size_t at = 0; next_word(line, &at, &word); first = false) {
        int number = 0;
        struct line rest = behind(line, word.start);
        size_t length = begins_with(rest, LANGUAGE_WITHHELD, &number);
        if (length > 0 && number >= WITHHELD_ANYWHERE)
            return (enum withheld)(number - WITHHELD_ANYWHERE);
        if (length > 0 && first && is_mark(rest, length, above_title))
            return (enum withheld)number;
    }
    return WITHHELD_NOT;
}

/* Whether the paragraph below looks as a title does, by its shape alone. */
static bool stands_above_title(const struct article *article, size_t index)
{
    size_t count = 0;
    article_paragraphs(article, &count);
    if (index + 1 >= count)
        return false;
    struct line below = line_of(article, index + 1);
    return !ends_sentence(below) && below.length <= LINE_MAX_BYTES && word_count(below) > 2;
}

static enum withheld withheld_at(const struct article *article, size_t index)
{
    return withheld_by(line_of(article, index), stands_above_title(article, index));
}

/* The mark that withholds the article, and its line: in the head, which ends where paragraphs
 * begin, or in the last lines. WITHHELD_NOT: none. */
static enum withheld find_mark(const struct article *article, struct line *line)
{
    size_t count = 0, others = 0;
    bool head = true;
    article_paragraphs(article, &count);
    for (size_t i = 0; i < count; i++) {
        if (!head && i + TAIL_LINES < count)
            i = count - TAIL_LINES;
        *line = line_of(article, i);
        enum withheld kind = withheld_at(article, i);
        if (kind != WITHHELD_NOT)
            return kind;
        others += ends_sentence(*line);
        head =
            head && i + 1 < HEAD_LINES && others <= HEAD_OTHERS && line->length <= LINE_MAX_BYTES;
    }
    return WITHHELD_NOT;
}

static void hold(struct snippet *snippet, const char *reason)
{
    if (!snippet->hold)
        snippet->hold = memory_copy_string(reason);
}

static void hold_all(const struct article *article, struct snippets *out, size_t first)
{
    struct line line = {0};
    int64_t instant_ms = 0;
    enum withheld kind = find_mark(article, &line);
    if (kind == WITHHELD_NOT)
        return;
    bool timed = kind == WITHHELD_EMBARGO && when_instant(line.text, line.length, &instant_ms);
    char *reason = memory_format("%s: \"%.*s\"", withheld_names[kind], (int)line.length, line.text);
    for (size_t i = first; i < out->count; i++) {
        if (timed)
            out->items[i].not_before_ms = instant_ms;
        else
            hold(&out->items[i], reason);
    }
    free(reason);
}

/* "Correction:", "An earlier version of this": before what was wrong. *note: a note of the editors,
 * which may tell anything. */
static bool is_correction(struct line line, bool *note)
{
    struct line words = behind(line, first_letter(line));
    int number = 0;
    size_t length = begins_with(words, LANGUAGE_CORRECTIONS, &number);
    *note = number == NOTE;
    if (length > 0 && memchr(words.text, ' ', length)) /* no title begins so */
        return true;
    char mark = length > 0 ? next_mark(behind(words, length)) : 'x';
    return length > 0 && (mark == '\0' || strchr(":.-([", mark));
}

/* Whether the line gives the words again, but for the mark at their end. */
static bool repeats(struct line line, const char *quote)
{
    size_t length = quote ? strlen(quote) : 0;
    while (length > 0 && strchr(".,!?;", quote[length - 1]))
        length--;
    return length > 0 && memmem(line.text, line.length, quote, length) != NULL;
}

static bool names(struct line line, const char *speaker)
{
    const char *surname = strrchr(speaker, ' ');
    surname = surname ? surname + 1 : speaker;
    return memmem(line.text, line.length, surname, strlen(surname)) != NULL;
}

/* Whether the line tells of sayings: said, attributed, quotation. */
static bool tells_of_words(struct line line)
{
    struct word word;
    for (size_t at = 0; next_word(line, &at, &word);)
        if (any_language_has(LANGUAGE_SPEECHES, line, word) ||
            begins_with(behind(line, word.start), LANGUAGE_MISQUOTED, NULL) > 0)
            return true;
    return false;
}

/* What a correction takes back: what it gives back of it, or whom it names; all quotations, where
 * it tells of words and names nobody who speaks. */
static void hold_corrected(struct line line, bool note, struct snippets *out, size_t first)
{
    static const char reason[] = "a correction in the article may take it back";
    bool named = false, of_words = tells_of_words(line);
    for (size_t i = first; i < out->count; i++) {
        struct snippet *snippet = &out->items[i];
        bool speaker = snippet->speaker && (of_words || !note) && names(line, snippet->speaker);
        bool words = repeats(line, snippet->quote);
        named |= speaker || words;
        if (speaker || words)
            hold(snippet, reason);
    }
    for (size_t i = first; !named && of_words && i < out->count; i++)
        if (out->items[i].kind == SNIPPET_QUOTE)
            hold(&out->items[i], reason);
}

void front_matter_hold(const struct article *article, struct snippets *out, size_t first)
{
    size_t count = 0;
    article_paragraphs(article, &count);
    hold_all(article, out, first);
    for (size_t i = 0; i < count; i++) {
        if (i == TAIL_LINES && count > (size_t)2 * TAIL_LINES)
            i = count - TAIL_LINES;
        struct line line = line_of(article, i);
        bool note = false;
        if (is_correction(line, &note))
            hold_corrected(line, note, out, first);
    }
}

/* A word or few in CAPITALS, one or two with capitals, or a name, above a longer title: what kind
 * of news it is, or whose. */
static bool is_kicker(const struct article *article, size_t index)
{
    enum {
        UPPER_MAX = 3,
        CAPITALS_MAX = 2,
        ONE_WORD_BYTES = 24
    };
    struct line line = line_of(article, index);
    size_t words = word_count(line), start = 0;
    struct word first;
    if (is_name_above_title(line) && stands_above_title(article, index))
        return true;
    words -= words > 2 && next_word(line, &start, &first) &&
             any_language_has(LANGUAGE_DETERMINERS, line, first);
    bool kind =
        !has_small(line) ? words <= UPPER_MAX : has_capitals_only(line) && words <= CAPITALS_MAX;
    kind |= words == 1 && line.length <= ONE_WORD_BYTES;
    if (!kind || ends_sentence(line) || !stands_above_title(article, index))
        return false;
    struct line next = line_of(article, index + 1);
    return word_count(next) > words && !is_front_line(article, next);
}

bool front_matter_is(const struct article *article, size_t index)
{
    struct line line = line_of(article, index);
    bool note = false;
    return is_front_line(article, line) || withheld_at(article, index) != WITHHELD_NOT ||
           is_correction(line, &note) || is_kicker(article, index);
}

bool front_matter_ends_sentence(const struct article *article, size_t index)
{
    return ends_sentence(line_of(article, index));
}

bool front_matter_may_be_title(const struct article *article, size_t index, size_t max_chars)
{
    struct line line = line_of(article, index);
    uint32_t last = last_character(line);
    return !stops(last) && !goes_on(last) && utf8_count(line.text, line.length) <= max_chars &&
           !front_matter_is(article, index);
}
