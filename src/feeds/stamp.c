#include "feeds/stamp.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/local.h"
#include "base/utf8.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define WORD_SIZE 32
#define PARTS_MAX 16

enum {
    MINUTES_A_DAY = 24 * 60,
    MS_A_MINUTE = 60 * 1000,
    MS_A_S = 1000,
    CENTURY_TURN = 50 /* two digits below it are of this century (RFC 5322, 4.3) */
};

struct zone {
    const char *name;
    int minutes;
};
/* RFC 5322, 4.3, and the names in use in feeds; a letter of the military is UTC there. */
static const struct zone zones[] = {
    {"ut", 0},     {"utc", 0},     {"gmt", 0},     {"z", 0},      {"wet", 0},    {"est", -300},
    {"edt", -240}, {"cst", -360},  {"cdt", -300},  {"mst", -420}, {"mdt", -360}, {"pst", -480},
    {"pdt", -420}, {"akst", -540}, {"akdt", -480}, {"hst", -600}, {"ast", -240}, {"adt", -180},
    {"et", -300},  {"ct", -360},   {"mt", -420},   {"pt", -480},  {"nst", -210}, {"ndt", -150},
    {"bst", 60},   {"ist", 330},   {"west", 60},   {"cet", 60},   {"cest", 120}, {"met", 60},
    {"mest", 120}, {"mez", 60},    {"mesz", 120},  {"eet", 120},  {"eest", 180}, {"sast", 120},
    {"msk", 180},  {"msd", 240},   {"jst", 540},   {"kst", 540},  {"hkt", 480},  {"sgt", 480},
    {"awst", 480}, {"acst", 570},  {"acdt", 630},  {"aest", 600}, {"aedt", 660}, {"nzst", 720},
    {"nzdt", 780},
};

/* By what they begin with: English, then others (CLDR's short names). */
struct month {
    const char *start;
    int month;
};
static const struct month months[] = {
    {"jan", 1},  {"feb", 2},  {"mar", 3},  {"apr", 4},        {"may", 5},    {"jun", 6},
    {"jul", 7},  {"aug", 8},  {"sep", 9},  {"oct", 10},       {"nov", 11},   {"dec", 12},
    {"jän", 1},  {"mär", 3},  {"mrz", 3},  {"mai", 5},        {"okt", 10},   {"dez", 12},
    {"fév", 2},  {"fev", 2},  {"avr", 4},  {"juin", 6},       {"juil", 7},   {"aoû", 8},
    {"aou", 8},  {"déc", 12}, {"ene", 1},  {"abr", 4},        {"ago", 8},    {"dic", 12},
    {"gen", 1},  {"mag", 5},  {"giu", 6},  {"lug", 7},        {"set", 9},    {"ott", 10},
    {"out", 10}, {"maa", 3},  {"mrt", 3},  {"mei", 5},        {"maj", 5},    {"ιαν", 1},
    {"φεβ", 2},  {"μαρ", 3},  {"μάρ", 3},  {"μαώ", 3},        {"απρ", 4},    {"μάι", 5},
    {"μαϊ", 5},  {"μαι", 5},  {"ιού", 6},  {"ιον", 6},        {"ιουν", 6},   {"ιολ", 7},
    {"ιουλ", 7}, {"αύγ", 8},  {"αυγ", 8},  {"σεπ", 9},        {"οκτ", 10},   {"νοέ", 11},
    {"νοε", 11}, {"δεκ", 12}, {"már", 3},  {"ápr", 4},        {"áprili", 4}, {"máj", 5},
    {"jún", 6},  {"júl", 7},  {"sze", 9},  {"szeptember", 9}, {"янв", 1},    {"фев", 2},
    {"мар", 3},  {"апр", 4},  {"мая", 5},  {"май", 5},        {"июн", 6},    {"июл", 7},
    {"авг", 8},  {"сен", 9},  {"окт", 10}, {"ноя", 11},       {"дек", 12},
};

/* A stretch of digits or of letters, and what stands before it. */
struct part {
    int64_t number;
    int digits; /* 0: letters */
    char word[WORD_SIZE];
    char before;
};

struct stamp {
    int year, month, day; /* 0: not told */
    int64_t hour, minute, second, ms;
    int zone; /* minutes */
    bool timed, afternoon, morning;
};

/* --- the parts --- */

static const char *take_word(const char *at, struct part *part)
{
    size_t count = 0;
    while (*at) {
        uint32_t code = 0;
        char bytes[4];
        size_t size = utf8_decode(at, strlen(at), &code);
        if (size == 0 || !utf8_is_letter(code))
            break;
        size_t put = utf8_encode(utf8_lower(code), bytes);
        if (count + put < WORD_SIZE) {
            memcpy(part->word + count, bytes, put);
            count += put;
        }
        at += size;
    }
    part->word[count] = '\0';
    return at;
}

static const char *take_number(const char *at, struct part *part)
{
    const int most = 15; /* digits that a int64_t of 64 bits holds, and no date needs more */
    for (; isdigit((unsigned char)*at); at++) {
        if (part->digits < most)
            part->number = part->number * 10 + (*at - '0');
        part->digits++;
    }
    return at;
}

static size_t take_parts(const char *text, struct part parts[PARTS_MAX])
{
    size_t count = 0;
    char before = ' ';
    while (*text && count < PARTS_MAX) {
        uint32_t code = 0;
        utf8_decode(text, strlen(text), &code);
        bool digit = isdigit((unsigned char)*text) != 0;
        if (!digit && !utf8_is_letter(code)) {
            before = *text;
            text++;
            continue;
        }
        parts[count] = (struct part){.before = before};
        text = digit ? take_number(text, &parts[count]) : take_word(text, &parts[count]);
        before = digit ? '9' : 'a';
        count++;
    }
    return count;
}

static int month_of(const char *word)
{
    size_t best = 0;
    int month = 0;
    for (size_t i = 0; i < COUNT(months); i++) {
        size_t size = strlen(months[i].start);
        if (size > best && strncmp(word, months[i].start, size) == 0) {
            best = size;
            month = months[i].month;
        }
    }
    return month;
}

static bool zone_of(const char *word, int *minutes)
{
    for (size_t i = 0; i < COUNT(zones); i++)
        if (strcmp(zones[i].name, word) == 0) {
            *minutes = zones[i].minutes;
            return true;
        }
    return false;
}

/* --- the time of the day --- */

static bool follows(const struct part *parts, size_t count, size_t i, char mark)
{
    return i < count && parts[i].digits > 0 && parts[i].before == mark;
}

static int64_t thousandths(const struct part *part)
{
    int64_t value = part->number;
    int digits = part->digits;
    for (; digits > 3; digits--)
        value /= 10;
    for (; digits < 3; digits++)
        value *= 10;
    return value;
}

/* HH:MM[:SS[.FRACTION]], and with points where a colon has been; returns the parts taken. */
static size_t take_clock(const struct part *parts, size_t count, struct stamp *stamp)
{
    const int longest = 15;
    size_t i = 1;
    if (parts[0].digits > 2 || !follows(parts, count, 1, ':') || stamp->timed)
        return 0;
    stamp->timed = true;
    stamp->hour = parts[0].number;
    stamp->minute = parts[i++].number;
    if (follows(parts, count, i, ':'))
        stamp->second = parts[i++].number;
    bool fraction = follows(parts, count, i, '.') || follows(parts, count, i, ',');
    if (fraction && i > 2 && parts[i].digits <= longest)
        stamp->ms = thousandths(&parts[i++]);
    return i;
}

/* Behind a "T" without colons: HHMMSS, HHMM, HH. */
static void set_packed(const struct part *part, struct stamp *stamp)
{
    int64_t number = part->number;
    stamp->timed = true;
    if (part->digits == 6) {
        stamp->second = number % 100;
        number /= 100;
    }
    if (part->digits >= 4) {
        stamp->minute = number % 100;
        number /= 100;
    }
    stamp->hour = number;
}

/* +0100, +01:00, +1 */
static size_t take_offset(const struct part *parts, size_t count, struct stamp *stamp)
{
    char sign = parts[0].before;
    if (!stamp->timed || (sign != '+' && sign != '-') || parts[0].digits > 4)
        return 0;
    int64_t minutes = parts[0].digits > 2 ? parts[0].number / 100 * 60 + parts[0].number % 100
                                          : parts[0].number * 60;
    size_t taken = 1;
    if (parts[0].digits <= 2 && follows(parts, count, 1, ':'))
        minutes += parts[taken++].number;
    const int64_t most = MINUTES_A_DAY;
    if (minutes > most)
        return 0;
    stamp->zone = (int)(sign == '-' ? -minutes : minutes);
    return taken;
}

/* --- the day --- */

static int full_year(const struct part *part)
{
    if (part->digits > 2)
        return (int)part->number;
    return (int)part->number + (part->number < CENTURY_TURN ? 2000 : 1900);
}

/* 20040131 and 040131 */
static bool set_packed_day(const struct part *part, struct stamp *stamp)
{
    if (part->digits != 8 && part->digits != 14)
        return false;
    int64_t number = part->number;
    if (part->digits == 14) {
        set_packed(&(struct part){.number = number % 1000000, .digits = 6}, stamp);
        number /= 1000000;
    }
    stamp->year = (int)(number / 10000);
    stamp->month = (int)(number / 100 % 100);
    stamp->day = (int)(number % 100);
    return true;
}

/* 2004-001, 2004001: the day of the year (ISO 8601). */
static bool set_ordinal(int64_t year, int64_t day, struct stamp *stamp)
{
    int64_t first;
    const int64_t most = 366;
    if (day < 1 || day > most || !local_day_of((int)year, 1, 1, &first))
        return false;
    for (int month = 12; month >= 1; month--) {
        int64_t start;
        if (local_day_of((int)year, month, 1, &start) && start - first < day) {
            *stamp = (struct stamp){
                .year = (int)year, .month = month, .day = (int)(day - (start - first))};
            return true;
        }
    }
    return false;
}

/* 2004-01-31, 2004/1/31, 2004-01, 2004; returns the parts taken. */
static size_t take_year_first(const struct part *parts, size_t count, struct stamp *stamp)
{
    if (parts[0].digits != 4)
        return 0;
    char mark = count > 1 ? parts[1].before : ' ';
    bool marked = mark == '-' || mark == '/' || mark == '.';
    if (marked && follows(parts, count, 1, mark) && parts[1].digits == 3)
        return set_ordinal(parts[0].number, parts[1].number, stamp) ? 2 : 0;
    stamp->year = (int)parts[0].number;
    if (!marked || !follows(parts, count, 1, mark) || parts[1].digits > 2) {
        bool month_follows = count > 1 && month_of(parts[1].word) > 0;
        stamp->month = month_follows ? 0 : 1;
        stamp->day = month_follows ? 0 : 1;
        return 1;
    }
    stamp->month = (int)parts[1].number;
    stamp->day = 1;
    if (!follows(parts, count, 2, mark) || parts[2].digits > 2)
        return 2;
    stamp->day = (int)parts[2].number;
    return 3;
}

/* 31.01.2004; 01/31/2004, 31/01/2004: with slashes the month stands first unless it can't. */
static size_t take_year_last(const struct part *parts, size_t count, struct stamp *stamp)
{
    char mark = count > 2 ? parts[1].before : ' ';
    bool marked = mark == '.' || mark == '/' || mark == '-';
    if (!marked || parts[0].digits > 2 || !follows(parts, count, 1, mark) || parts[1].digits > 2 ||
        !follows(parts, count, 2, mark) || (parts[2].digits != 4 && parts[2].digits != 2))
        return 0;
    bool month_first = mark == '/' && parts[0].number <= 12;
    stamp->month = (int)parts[month_first ? 0 : 1].number;
    stamp->day = (int)parts[month_first ? 1 : 0].number;
    stamp->year = full_year(&parts[2]);
    return 3;
}

/* A number beside a month's name: the day comes before the year. */
static void set_number(const struct part *part, struct stamp *stamp)
{
    if (stamp->day == 0 && part->digits <= 2 && part->number > 0 && part->number <= 31)
        stamp->day = (int)part->number;
    else if (stamp->year == 0 && (part->digits == 2 || part->digits == 4))
        stamp->year = full_year(part);
}

static void take_letters(const struct part *part, struct stamp *stamp)
{
    int month = month_of(part->word);
    if (strcmp(part->word, "pm") == 0 || strcmp(part->word, "오후") == 0)
        stamp->afternoon = true;
    else if (strcmp(part->word, "am") == 0 || strcmp(part->word, "오전") == 0)
        stamp->morning = true;
    else if (zone_of(part->word, &stamp->zone))
        return;
    else if (month > 0)
        stamp->month = month; /* the last one: mardi and martes begin as March does */
}

/* 2004년 05월 28일: what the number is stands behind it. */
static bool take_counted(const struct part *parts, size_t count, struct stamp *stamp)
{
    const char *unit = count > 1 && !parts[1].digits && parts[1].before == '9' ? parts[1].word : "";
    if (strcmp(unit, "년") == 0 || strcmp(unit, "年") == 0)
        stamp->year = (int)parts[0].number;
    else if (strcmp(unit, "월") == 0 || strcmp(unit, "月") == 0)
        stamp->month = (int)parts[0].number;
    else if (strcmp(unit, "일") == 0 || strcmp(unit, "日") == 0)
        stamp->day = (int)parts[0].number;
    else
        return false;
    return true;
}

/* The parts that begin at parts[0]; how many they are. */
static size_t take_one(const struct part *parts, size_t count, struct stamp *stamp)
{
    if (parts[0].digits == 0) {
        take_letters(&parts[0], stamp);
        return 1;
    }
    if (take_counted(parts, count, stamp))
        return 2;
    size_t taken = take_clock(parts, count, stamp);
    if (taken == 0)
        taken = take_offset(parts, count, stamp);
    if (taken == 0 && stamp->year == 0 && stamp->month == 0 && set_packed_day(&parts[0], stamp))
        taken = 1;
    if (taken == 0 && stamp->year == 0 && stamp->month == 0)
        taken = take_year_first(parts, count, stamp);
    if (taken == 0 && stamp->year == 0 && stamp->month == 0)
        taken = take_year_last(parts, count, stamp);
    if (taken > 0)
        return taken;
    if (stamp->year && stamp->month && stamp->day && !stamp->timed && parts[0].digits % 2 == 0 &&
        parts[0].digits <= 6)
        set_packed(&parts[0], stamp);
    else
        set_number(&parts[0], stamp);
    return 1;
}

static bool instant_of(const struct stamp *stamp, int64_t *instant_ms)
{
    int64_t day;
    int64_t hour = stamp->hour;
    if (stamp->afternoon && hour < 12)
        hour += 12;
    if (stamp->morning && hour == 12)
        hour = 0;
    bool clock_good = hour <= 24 && stamp->minute < 60 && stamp->second <= 60 &&
                      (hour < 24 || (stamp->minute == 0 && stamp->second == 0));
    if (!clock_good || !local_day_of(stamp->year, stamp->month, stamp->day, &day))
        return false;
    int64_t minutes = day * MINUTES_A_DAY + hour * 60 + stamp->minute - stamp->zone;
    *instant_ms = minutes * MS_A_MINUTE + stamp->second * MS_A_S + stamp->ms;
    return *instant_ms > 0;
}

/* Seconds since 1970, or thousandths. */
static bool is_counted(const char *text, int64_t *instant_ms)
{
    char *end;
    long long number = strtoll(text, &end, 10);
    while (isspace((unsigned char)*end))
        end++;
    size_t digits = strspn(text, "0123456789");
    if (*end || (digits != 9 && digits != 10 && digits != 13))
        return false;
    *instant_ms = digits == 13 ? number : number * MS_A_S;
    return true;
}

bool stamp_read(const char *text, int64_t *instant_ms)
{
    struct part parts[PARTS_MAX];
    struct stamp stamp = {0};
    while (isspace((unsigned char)*text))
        text++;
    if (is_counted(text, instant_ms))
        return true;
    size_t count = take_parts(text, parts);
    if (count == 1 && parts[0].digits == 7)
        return set_ordinal(parts[0].number / 1000, parts[0].number % 1000, &stamp) &&
               instant_of(&stamp, instant_ms);
    for (size_t i = 0; i < count;)
        i += take_one(parts + i, count - i, &stamp);
    return instant_of(&stamp, instant_ms);
}
