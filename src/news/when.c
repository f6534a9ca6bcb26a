#include "news/when.h"

#include <ctype.h>
#include <string.h>

#include "base/local.h"
#include "base/utf8.h"
#include "config/language.h"

#define DAYS_A_WEEK 7
#define MINUTES_A_DAY INT64_C(1440)
#define MS_A_MINUTE INT64_C(60000)
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

/* 05.03.2026 */
static bool take_dotted(struct reader *reader, struct date *date)
{
    return take_digits(reader, 2, &date->day) && take_text(reader, ".") &&
           take_digits(reader, 2, &date->month) && take_text(reader, ".") &&
           take_digits(reader, 4, &date->year);
}

/* Any of them; the reader stands behind it then. */
static bool take_date(struct reader *reader, int64_t *day)
{
    static bool (*const kinds[])(struct reader *, struct date *) = {
        take_iso, take_east_asian, take_dotted, take_day_first, take_month_first};
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

/* Minutes east of Greenwich that a zone's name stands for; names that mean several are left out. */
static const struct zone {
    const char *name;
    int minutes;
} zones[] = {
    {"GMT", 0},    {"UTC", 0},    {"Z", 0},      {"BST", 60},   {"CET", 60},  {"CEST", 120},
    {"MEZ", 60},   {"MESZ", 120}, {"WET", 0},    {"WEST", 60},  {"EET", 120}, {"EEST", 180},
    {"EST", -300}, {"EDT", -240}, {"PST", -480}, {"PDT", -420}, {"MSK", 180}, {"JST", 540},
    {"KST", 540},  {"AEST", 600}, {"NZST", 720},
};

struct hour {
    int minutes; /* since midnight */
    bool zoned;
    int zone_minutes;
};

/* a.m., PM: adds what they mean to the hour. False: it is no hour of twelve. */
static bool take_half_day(struct reader *reader, int *hour, bool *found)
{
    static const char *const halves[][4] = {{"am", "AM", "a.m.", "A.M."},
                                            {"pm", "PM", "p.m.", "P.M."}};
    struct reader ahead = *reader;
    skip_any(&ahead, " ");
    for (int half = 0; half < 2; half++)
        for (int i = 0; i < 4; i++)
            if (take_text(&ahead, halves[half][i])) {
                *reader = ahead;
                *found = true;
                bool good = *hour >= 1 && *hour <= 12;
                *hour = *hour % 12 + 12 * half;
                return good;
            }
    return true;
}

/* A zone behind the hour; false where a word in CAPITALS stands there that is none that is known.
 */
static bool take_zone(struct reader *reader, struct hour *hour)
{
    struct reader ahead = *reader;
    skip_any(&ahead, " (");
    size_t start = ahead.at;
    while (ahead.at < ahead.length && isupper((unsigned char)ahead.text[ahead.at]))
        ahead.at++;
    size_t length = ahead.at - start;
    const char *name = ahead.text + start;
    int number = 0;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strlen(zones[i].name) == length && memcmp(zones[i].name, name, length) == 0) {
            hour->zoned = true;
            hour->zone_minutes = zones[i].minutes;
            *reader = ahead;
            return true;
        }
    size_t rest = ahead.length - start;
    return length < 2 || languages_phrase(LANGUAGE_DATE_WORDS, name, rest, NULL) > 0 ||
           languages_phrase(LANGUAGE_MONTHS, name, rest, &number) > 0 ||
           languages_phrase(LANGUAGE_WEEKDAYS, name, rest, &number) > 0;
}

/* 00:01, 18.30, 18h30, 0001 GMT, 6 PM, 18 Uhr: from a digit on. */
static bool take_hour(struct reader *reader, struct hour *hour)
{
    int hours = 0, minutes = 0;
    bool half = false;
    size_t start = reader->at;
    *hour = (struct hour){0};
    if (!take_digits(reader, 4, &hours))
        return false;
    bool four = reader->at - start == 4, parted = false;
    if (four) {
        minutes = hours % 100;
        hours /= 100;
    } else if (take_text(reader, ":") || take_text(reader, ".") || take_text(reader, "h")) {
        parted = take_digits(reader, 2, &minutes);
    }
    if (parted && take_text(reader, ":"))
        take_digits(reader, 2, &(int){0});
    if (!take_half_day(reader, &hours, &half) || hours > 24 || minutes > 59 ||
        !take_zone(reader, hour))
        return false;
    hour->minutes = 60 * hours + minutes;
    skip_any(reader, " ");
    size_t word = languages_phrase(LANGUAGE_DATE_WORDS, reader->text + reader->at,
                                   reader->length - reader->at, NULL);
    reader->at += word;
    bool known = hour->zoned || take_zone(reader, hour); /* 18.00 Uhr MEZ */
    return known && (parted || half || hour->zoned || (!four && word > 0));
}

/* The only hour of the text beside bytes [start, end), which are the date. */
static bool find_hour(const struct reader *line, size_t start, size_t end, struct hour *hour)
{
    size_t found = 0;
    for (size_t at = 0; at < line->length; at++) {
        struct reader reader = *line;
        struct hour here;
        at = at >= start && at < end ? end : at;
        reader.at = at;
        reader.length = at < start ? start : line->length;
        if (at >= line->length || !isdigit((unsigned char)line->text[at]))
            continue;
        if (take_hour(&reader, &here)) {
            *hour = here;
            found++;
        }
        while (at + 1 < line->length && isdigit((unsigned char)line->text[at + 1]))
            at++;
        at = reader.at > at + 1 && found ? reader.at - 1 : at;
    }
    return found == 1;
}

bool when_instant(const char *text, size_t length, int64_t *instant_ms)
{
    size_t count = 0;
    const struct language *all = languages_all(&count);
    for (size_t i = 0; i < count; i++) {
        struct reader line = {.text = text, .length = length, .language = &all[i]};
        size_t start = 0, end = 0;
        int64_t day = 0;
        struct hour hour = {0};
        if (!find_date(&line, &start, &end, &day))
            continue;
        end += end < length && text[end] == 'T'; /* 2026-03-05T00:01Z */
        if (!find_hour(&line, start, end, &hour))
            return false;
        *instant_ms =
            hour.zoned
                ? (day * MINUTES_A_DAY + (int64_t)hour.minutes - hour.zone_minutes) * MS_A_MINUTE
                : local_instant_ms(day, hour.minutes);
        return true;
    }
    return false;
}
