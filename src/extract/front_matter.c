#include "extract/front_matter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "config/language.h"
#include "line.h"
#include "withheld.h"

#define NAME_WORDS ((size_t)4)
#define ZONE_MAX 5 /* letters of a time zone */

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
    for (size_t at = 0; line_next_word(line, &at, &word); words++)
        if (word.letters)
            return same >= LEAST && strchr(marks, line.text[0]) != NULL;
    return words == 0 || line.length <= DIGITS_MAX;
}

/* A label and nothing else: ADVERTISEMENT, Pressemitteilung, "Live updates". */
static bool is_label(struct line line)
{
    struct line words = line_bare(line);
    return words.length > 0 && line_begins_with(words, LANGUAGE_LABELS, NULL) == words.length;
}

/* What begins as a line of a page or a release does: "Share this", "Read more:", "Notes to". */
static bool is_opening(struct line line)
{
    struct line words = line_behind(line, line_first_letter(line));
    bool sign = line.length > 3 &&
                (memcmp(line.text, "©", 2) == 0 || strncasecmp(line.text, "(c)", 3) == 0);
    return sign || line_begins_with(words, LANGUAGE_OPENINGS, NULL) > 0;
}

/* Photo: NAME; Image source, NAME; Foto von NAME; a phrase that something must follow. */
static bool is_credit(struct line line)
{
    struct line words = line_behind(line, line_first_letter(line));
    size_t length = line_begins_with(words, LANGUAGE_CREDITS, NULL);
    if (length == 0)
        return false;
    struct line rest = line_behind(words, length);
    struct word word;
    size_t at = 0;
    char mark = line_next_mark(rest);
    if (mark == '\0' || strchr(":,|/(=-.", mark) || isdigit((unsigned char)mark) ||
        memmem(rest.text, rest.length, "©", 2))
        return true;
    return line_next_word(rest, &at, &word) && line_has_listed(LANGUAGE_BYLINES, rest, word);
}

/* The header of a mail: "From: ...". */
static bool is_mail_header(struct line line)
{
    size_t length = line_begins_with(line, LANGUAGE_MAIL_HEADERS, NULL);
    return length > 0 && line_next_mark(line_behind(line, length)) == ':';
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
    struct line words = line_behind(line, line_first_letter(line));
    size_t length = line_begins_with(words, LANGUAGE_CONTACTS, NULL);
    char mark = length > 0 ? line_next_mark(line_behind(words, length)) : 'x';
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
    for (size_t at = 0; line_next_word(line, &at, &word); count++) {
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
    return !line_ends_sentence(line) && codes > 0 &&
           (alone || (figures > 1 && memchr(line.text, ',', line.length)));
}

/* Bytes of the line's beginning that name a month, a day of the week or what stands beside. */
static size_t date_phrase(struct line line)
{
    static const enum language_list lists[] = {LANGUAGE_DATE_WORDS, LANGUAGE_MONTHS,
                                               LANGUAGE_WEEKDAYS};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t length = line_begins_with(line, lists[i], NULL);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* What may stand in a date: figures, its words, a zone in CAPITALS behind them. */
static bool is_date_word(struct line line, struct word word, bool begun)
{
    struct line rest = line_behind(line, word.start);
    size_t length = word.end - word.start, known = 0;
    if (word.digits)
        return true;
    for (size_t taken = 1; known < length && taken > 0; known += taken)
        taken = date_phrase(line_behind(rest, known));
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
    for (size_t at = 0; line_next_word(line, &at, &word);) {
        if (skip_bracket(line, word, &at))
            continue;
        bool date = is_date_word(line, word, begun);
        if (!date && (begun || !word.capital || before == NAME_WORDS - 1))
            return false;
        before += !date;
        begun |= date;
        figures |= word.digits;
        weekday |=
            date && line_begins_with(line_behind(line, word.start), LANGUAGE_WEEKDAYS, NULL) > 0;
        size_t taken = date ? date_phrase(line_behind(line, word.start)) : 0;
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
    for (size_t next = *at; line_next_word(line, &next, &word); *at = next) {
        size_t gap = word.start - *at;
        if (count > 0 && parts_names(line.text + *at, gap))
            return count;
        bool small = line_has_listed(LANGUAGE_NAME_PARTICLES, line, word) ||
                     line_has_listed(LANGUAGE_CONJUNCTIONS, line, word) ||
                     (count > 1 && line_has_listed(LANGUAGE_PREPOSITIONS, line, word));
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
    for (size_t at = 0; line_next_word(line, &at, &word); count++) {
        bool role = line_has_listed(LANGUAGE_PEOPLE, line, word) ||
                    line_has_listed(LANGUAGE_TITLES, line, word) ||
                    line_begins_with(line_behind(line, word.start), LANGUAGE_ROLES, NULL) > 0;
        known += role;
        if (!role && !word.capital && !word.digits &&
            !line_has_listed(LANGUAGE_PREPOSITIONS, line, word) &&
            !line_has_listed(LANGUAGE_DETERMINERS, line, word) &&
            !line_has_listed(LANGUAGE_CONJUNCTIONS, line, word))
            return false;
    }
    return count > 0 && count <= (size_t)2 * NAME_WORDS && known > 0;
}

/* Bytes of the word that a byline begins with, in any language. */
static size_t byline_length(struct line line)
{
    struct word word;
    size_t at = 0;
    bool found = line_next_word(line, &at, &word) && line_has_listed(LANGUAGE_BYLINES, line, word);
    return found ? word.end : 0;
}

static bool is_first_name(struct line line, struct word word)
{
    return line_has_listed(LANGUAGE_MALE, line, word) ||
           line_has_listed(LANGUAGE_FEMALE, line, word);
}

/* By NAME; By NAME, role; Von NAME und NAME. As another language than the article's says it only
 * before a known first name. */
static bool is_byline(const struct article *article, struct line line)
{
    struct line words = line_behind(line, line_first_letter(line));
    const struct language *language = language_named(article_language(article));
    size_t length = byline_length(words), at = 0, first_at = length;
    struct word first;
    if (length == 0 || line_ends_sentence(line) || !line_next_word(words, &first_at, &first))
        return false;
    bool foreign = strcmp(language->code, "und") != 0 &&
                   !language_has(language, LANGUAGE_BYLINES, words.text, length);
    if (foreign && !is_first_name(words, first))
        return false;
    struct line name = line_behind(words, length);
    if (!foreign && is_role(name))
        return true;
    size_t count = name_words(name, &at);
    bool alone = line_bare(line_behind(name, at)).length == 0;
    return count > 0 && (alone || count > 1) && count <= (size_t)3 * NAME_WORDS;
}

/* Jane Fox; Jane Fox, Political Editor: a known first name, and what she is. */
static bool is_name(struct line line)
{
    size_t at = 0, start = 0;
    struct word first;
    if (line_ends_sentence(line) || !line_next_word(line, &start, &first) ||
        !is_first_name(line, first))
        return false;
    size_t count = name_words(line, &at);
    struct line rest = line_behind(line, at);
    if (line_bare(rest).length == 0)
        return count == 2;
    return count > 1 && count <= NAME_WORDS && (is_role(rest) || is_date(line_bare(rest)));
}

static bool has_small_word(struct line line)
{
    struct word word;
    for (size_t at = 0; line_next_word(line, &at, &word);)
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
    for (size_t at = 0; line_next_word(line, &at, &word); count++) {
        bool small = line_has_listed(LANGUAGE_CONJUNCTIONS, line, word) ||
                     line_has_listed(LANGUAGE_PREPOSITIONS, line, word);
        bool role = line_begins_with(line_behind(line, word.start), LANGUAGE_ROLES, NULL) > 0;
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
    char first = line.text[0], last = line_last_byte(line);
    return (first == '(' && last == ')') || (first == '[' && last == ']');
}

/* MILLMOUTH, England; MILLMOUTH (dpa): a place in capitals, and where that is, or who reports. */
static bool is_dateline(struct line line)
{
    struct word word;
    size_t at = 0, count = 1;
    bool bracket = false;
    if (!line_next_word(line, &at, &word) || !word.capital || word.end - word.start < 3)
        return false;
    bool upper = word.upper;
    for (; line_next_word(line, &at, &word); count++) {
        bool skipped = skip_bracket(line, word, &at);
        bracket |= skipped;
        if (!skipped && !word.capital)
            return false;
    }
    bool ends = bracket && line_last_byte(line) == ')';
    return count > 1 && count <= NAME_WORDS && (upper ? !line_ends_sentence(line) : ends) &&
           (bracket || memchr(line.text, ',', line.length));
}

/* A label and a number, a day or an hour: "Comments (12)", "Press release - 2 March 2026". */
static bool is_numbered_label(struct line line)
{
    struct line words = line_bare(line);
    size_t length = line_begins_with(words, LANGUAGE_LABELS, NULL);
    struct line rest = line_behind(words, length);
    struct word word;
    bool letters = false;
    for (size_t at = 0; line_next_word(rest, &at, &word);)
        letters |= word.letters;
    return length > 0 && (!letters || is_date(line_bare(rest)));
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
    *part = line_bare((struct line){line.text + *at, end - *at});
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
        size_t words = line_word_count(part);
        longest = words > longest ? words : longest;
        labels += words == 0 || is_label(part) || is_date(part);
        credited = line_has_capitals_only(part) && (credited || parts == 0);
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
    size_t words = line_word_count(line), start = 0;
    struct word first;
    if (is_name_above_title(line) && line_stands_above_title(article, index))
        return true;
    words -= words > 2 && line_next_word(line, &start, &first) &&
             line_has_listed(LANGUAGE_DETERMINERS, line, first);
    bool kind = !line_has_small(line) ? words <= UPPER_MAX
                                      : line_has_capitals_only(line) && words <= CAPITALS_MAX;
    kind |= words == 1 && line.length <= ONE_WORD_BYTES;
    if (!kind || line_ends_sentence(line) || !line_stands_above_title(article, index))
        return false;
    struct line next = line_of(article, index + 1);
    return line_word_count(next) > words && !is_front_line(article, next);
}

bool front_matter_is(const struct article *article, size_t index)
{
    struct line line = line_of(article, index);
    bool note = false;
    return is_front_line(article, line) || withheld_at(article, index) != WITHHELD_NOT ||
           withheld_is_correction(line, &note) || is_kicker(article, index);
}

bool front_matter_ends_sentence(const struct article *article, size_t index)
{
    return line_ends_sentence(line_of(article, index));
}

bool front_matter_is_like_title(const struct article *article, size_t index, size_t max_chars)
{
    struct line line = line_of(article, index);
    uint32_t last = line_last_character(line);
    return !line_stops(last) && !line_goes_on(last) &&
           utf8_count(line.text, line.length) <= max_chars;
}
