#include "news/when.h"

#include <ctype.h>
#include <string.h>

#include "base/local.h"
#include "base/utf8.h"
#include "config/language.h"

#define DAYS_A_WEEK 7
#define WEEKDAYS_ON 3        /* the nearest weekday is so many days on, or up to three behind */
#define EDGE_PARAGRAPHS 6    /* where a line with the date may stand, from both ends */
#define DATE_LINE_BYTES 72   /* a line longer than that tells more than a date */
#define BESIDE_DATE_BYTES 40 /* "Published by the Harbour Gazette," and the like */
#define DATELINE_BYTES 60    /* from the paragraph's beginning to the date's end */
#define FIRST_YEAR 1900
#define LAST_YEAR 2999
/* First byte of a three-byte sequence (RFC 3629): U+0800 on, where many scripts part no words. */
#define THREE_BYTES 0xe0

/* Not inside of a word, in a script that parts them, and not inside of a character. */
static bool may_begin(const char *text, size_t at)
{
    uint32_t before = 0;
    if ((unsigned char)text[at] >= THREE_BYTES || at == 0)
        return true;
    return ((unsigned char)text[at] & 0xc0) != 0x80 &&
           !(utf8_decode_before(text, at, &before) && utf8_is_letter(before));
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return (a % b + b) % b;
}

/* 1970-01-01 was a Thursday, which is 3 where Monday is 0. */
static int weekday_of(int64_t day)
{
    return (int)floor_mod(day + 3, DAYS_A_WEEK);
}

static int64_t last_day_of_weekday(int weekday, int64_t said_on)
{
    int64_t on = floor_mod(weekday - weekday_of(said_on), DAYS_A_WEEK);
    return on <= WEEKDAYS_ON ? said_on + on : said_on + on - 1;
}

static bool stale_word_at(const struct language *language, const char *text, size_t size,
                          int64_t said_on, struct when *when)
{
    int number = 0;
    if (language_number(language, LANGUAGE_DAYS, text, size, &when->length, &number))
        when->last_day = said_on;
    else if (language_number(language, LANGUAGE_WEEKDAYS, text, size, &when->length, &number))
        when->last_day = last_day_of_weekday(number, said_on);
    else
        return false;
    return true;
}

static bool stale_in(const struct language *language, const char *text, size_t length,
                     int64_t said_on, struct when *when)
{
    bool found = false;
    for (size_t at = 0; at < length; at++) {
        struct when here = {.start = at};
        if (!may_begin(text, at) ||
            !stale_word_at(language, text + at, length - at, said_on, &here))
            continue;
        if (!found)
            *when = here;
        else if (here.last_day < when->last_day)
            when->last_day = here.last_day;
        found = true;
    }
    return found;
}

bool when_goes_stale(const char *text, size_t length, const char *language, int64_t said_on,
                     struct when *when)
{
    if (language)
        return stale_in(language_named(language), text, length, said_on, when);
    size_t count = 0;
    const struct language *all = languages_all(&count);
    for (size_t i = 0; i < count; i++)
        if (stale_in(&all[i], text, length, said_on, when))
            return true;
    return false;
}

/* A stretch of text that is read from its beginning on. */
struct reader {
    const char *text;
    size_t length, at;
    const struct language *language;
};

struct date {
    int year, month, day;
};

static bool take_digits(struct reader *reader, size_t most, int *number)
{
    size_t start = reader->at;
    *number = 0;
    while (reader->at < reader->length && isdigit((unsigned char)reader->text[reader->at])) {
        if (reader->at - start == most)
            return false;
        *number = *number * 10 + reader->text[reader->at++] - '0';
    }
    return reader->at > start;
}

static bool take_text(struct reader *reader, const char *wanted)
{
    size_t length = strlen(wanted);
    if (reader->length - reader->at < length ||
        memcmp(reader->text + reader->at, wanted, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static void skip_any(struct reader *reader, const char *set)
{
    while (reader->at < reader->length && strchr(set, reader->text[reader->at]))
        reader->at++;
}

static void skip_one_of(struct reader *reader, enum language_list list)
{
    const struct language_words *words = &reader->language->lists[list];
    for (size_t i = 0; i < words->count; i++)
        if (take_text(reader, words->items[i]))
            return;
}

static bool take_month(struct reader *reader, int *month)
{
    size_t length = 0;
    if (!language_number(reader->language, LANGUAGE_MONTHS, reader->text + reader->at,
                         reader->length - reader->at, &length, month))
        return false;
    reader->at += length;
    return true;
}

/* 2026-05-03 */
static bool take_iso(struct reader *reader, struct date *date)
{
    return take_digits(reader, 4, &date->year) && take_text(reader, "-") &&
           take_digits(reader, 2, &date->month) && take_text(reader, "-") &&
           take_digits(reader, 2, &date->day);
}

/* 2026年5月3日, 2026년 5월 3일 */
static bool take_east_asian(struct reader *reader, struct date *date)
{
    static const char *const units[][2] = {{"年", "년"}, {"月", "월"}, {"日", "일"}};
    int *const numbers[] = {&date->year, &date->month, &date->day};
    for (int i = 0; i < 3; i++) {
        skip_any(reader, " ");
        if (!take_digits(reader, 4, numbers[i]))
            return false;
        skip_any(reader, " ");
        if (!take_text(reader, units[i][0]) && !take_text(reader, units[i][1]))
            return false;
    }
    return true;
}

/* 3 May 2026, 3. Mai 2026, 3 de mayo de 2026, 1er mai 2026 */
static bool take_day_first(struct reader *reader, struct date *date)
{
    if (!take_digits(reader, 2, &date->day))
        return false;
    skip_one_of(reader, LANGUAGE_ORDINAL_ENDINGS);
    skip_any(reader, ". ");
    skip_one_of(reader, LANGUAGE_DATE_LINKS);
    skip_any(reader, " ");
    if (!take_month(reader, &date->month))
        return false;
    skip_any(reader, "., ");
    skip_one_of(reader, LANGUAGE_DATE_LINKS);
    skip_any(reader, " ");
    return take_digits(reader, 4, &date->year);
}

/* May 3, 2026 */
static bool take_month_first(struct reader *reader, struct date *date)
{
    if (!take_month(reader, &date->month))
        return false;
    skip_any(reader, ". ");
    if (!take_digits(reader, 2, &date->day))
        return false;
    skip_any(reader, ", ");
    return take_digits(reader, 4, &date->year);
}

/* Any of them; the reader stands behind it then. */
static bool take_date(struct reader *reader, int64_t *day)
{
    static bool (*const kinds[])(struct reader *, struct date *) = {
        take_iso, take_east_asian, take_day_first, take_month_first};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct reader ahead = *reader;
        struct date date = {0};
        if (!kinds[i](&ahead, &date) || date.year < FIRST_YEAR || date.year > LAST_YEAR ||
            !local_day_of(date.year, date.month, date.day, day))
            continue;
        *reader = ahead;
        return true;
    }
    return false;
}

static bool may_begin_date(const char *text, size_t at)
{
    return may_begin(text, at) && (at == 0 || !isdigit((unsigned char)text[at - 1]));
}

/* The first date of the paragraph: [*start, *end). */
static bool find_date(const struct reader *paragraph, size_t *start, size_t *end, int64_t *day)
{
    for (size_t at = 0; at < paragraph->length; at++) {
        struct reader reader = *paragraph;
        reader.at = at;
        if (!may_begin_date(reader.text, at) || !take_date(&reader, day))
            continue;
        *start = at;
        *end = reader.at;
        return true;
    }
    return false;
}

/* HARBOUR CITY, May 3, 2026 - The ferry ... : capitals before it, a dash behind. */
static bool is_dateline(const struct reader *paragraph, size_t start, size_t end)
{
    struct reader rest = *paragraph;
    rest.at = end;
    skip_any(&rest, " )");
    bool dash = take_text(&rest, "-") || take_text(&rest, "–") || take_text(&rest, "—");
    for (size_t i = 0; i < start; i++)
        if (islower((unsigned char)paragraph->text[i]))
            return false;
    return dash && end <= DATELINE_BYTES;
}

static bool is_date_line(const struct reader *paragraph, size_t start, size_t end, bool first)
{
    size_t beside = paragraph->length - (end - start);
    if (first) /* a headline may have a date in it */
        return beside == 0;
    return paragraph->length <= DATE_LINE_BYTES && beside <= BESIDE_DATE_BYTES;
}

static bool paragraph_day(const struct article *article, size_t index, int64_t *day)
{
    size_t count = 0;
    size_t length = 0;
    const struct article_paragraph *at = &article_paragraphs(article, &count)[index];
    struct reader paragraph = {.text = article_text(article, &length) + at->start,
                               .length = at->end - at->start,
                               .language = language_named(article_language(article))};
    if (paragraph.length > DATELINE_BYTES + DATE_LINE_BYTES)
        paragraph.length = DATELINE_BYTES + DATE_LINE_BYTES; /* no more is of interest */
    size_t start = 0;
    size_t end = 0;
    return find_date(&paragraph, &start, &end, day) &&
           (is_date_line(&paragraph, start, end, index == 0) ||
            is_dateline(&paragraph, start, end));
}

bool when_article_day(const struct article *article, int64_t *day)
{
    size_t count = 0;
    bool found = false;
    article_paragraphs(article, &count);
    for (size_t i = 0; i < count; i++) {
        int64_t here = 0;
        if ((i >= EDGE_PARAGRAPHS && i + EDGE_PARAGRAPHS < count) ||
            !paragraph_day(article, i, &here))
            continue;
        if (found && here != *day)
            return false;
        *day = here;
        found = true;
    }
    return found;
}
