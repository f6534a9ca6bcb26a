#include "base/asked_time.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/local.h"

#define WORDS_MAX 12
#define WORD_SIZE 24
#define S_A_MINUTE 60
#define S_AN_HOUR 3600
#define S_A_DAY 86400
#define DAYS_A_WEEK 7
#define EVENING_MINUTE (18 * 60)
#define NIGHT_ENDS_MINUTE (5 * 60)
#define YEARS_AHEAD 8 /* 29 February comes again within so many */

static const char asked_time_allowed[] =
    "14:00, 6pm, noon, tonight, tomorrow 9:00, mon 18:00, in 2 hours, 90m, 18h30m, 3d, 1w, "
    "2026-11-30, 30.11.2026 14:00 or 2026-11-30T14:00Z";

/* The text in lower case, cut at blanks and commas. */
struct words {
    char items[WORDS_MAX][WORD_SIZE];
    size_t count;
};

/* What was read so far. */
struct asked {
    int64_t now_ms;
    struct local_time now;
    enum asked_time_for purpose;
    bool has_day, has_time, utc;
    int64_t day;
    int weekday;     /* 0: Monday; -1: none */
    int month, date; /* without a year; 0: none */
    int second;      /* of the day */
    int bare_hour;   /* a number alone; -1: none */
    bool tonight, midnight;
    const char *text;
    struct diag *diag;
};

static bool is_past(const struct asked *asked)
{
    return asked->purpose >= ASKED_TIME_PAST;
}

static bool is_end(const struct asked *asked)
{
    return asked->purpose == ASKED_TIME_END || asked->purpose == ASKED_TIME_PAST_END;
}

static bool refuse(const struct asked *asked, const char *why)
{
    return diag_error(asked->diag, "\"%.60s\": %s; allowed: %s", asked->text, why,
                      asked_time_allowed);
}

static bool two_readings(const struct asked *asked, const char *one, const char *other)
{
    return diag_error(asked->diag,
                      "\"%.60s\" has two readings: %s, or %s; write the one that is "
                      "meant",
                      asked->text, one, other);
}

static bool split(const char *text, struct words *words)
{
    static const char blanks[] = " \t,";
    words->count = 0;
    while (*(text += strspn(text, blanks))) {
        size_t length = strcspn(text, blanks);
        if (words->count == WORDS_MAX || length >= WORD_SIZE)
            return false;
        char *word = words->items[words->count++];
        for (size_t i = 0; i < length; i++)
            word[i] = (char)tolower((unsigned char)text[i]);
        word[length] = '\0';
        text += length;
    }
    return words->count > 0;
}

static bool is_word(const struct words *words, size_t at, const char *wanted)
{
    return at < words->count && strcmp(words->items[at], wanted) == 0;
}

static bool one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* A number from the beginning of a text; how many digits there were. */
static size_t take_digits(const char **at, int *number)
{
    size_t count = 0;
    *number = 0;
    for (; isdigit((unsigned char)**at) && count < 9; count++)
        *number = *number * 10 + *(*at)++ - '0';
    return count;
}

/* --- spans --- */

static int64_t unit_s(const char *unit)
{
    static const struct {
        const char *const names[6];
        int64_t s;
    } units[] = {
        {{"s", "sec", "secs", "second", "seconds"}, 1},
        {{"m", "min", "mins", "minute", "minutes"}, S_A_MINUTE},
        {{"h", "hr", "hrs", "hour", "hours"}, S_AN_HOUR},
        {{"d", "day", "days"}, S_A_DAY},
        {{"w", "wk", "week", "weeks"}, (int64_t)DAYS_A_WEEK * S_A_DAY},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (one_of(unit, units[i].names))
            return units[i].s;
    return 0;
}

/* `18h30m`, `2 hours`, `an hour`, `1h 30m`: the words [from, to), all of them. */
static bool read_span(const struct words *words, size_t from, size_t to, int64_t *span_s)
{
    char joined[WORDS_MAX * WORD_SIZE] = "";
    size_t length = 0;
    for (size_t i = from; i < to; i++) {
        const char *word = words->items[i];
        bool one = strcmp(word, "a") == 0 || strcmp(word, "an") == 0;
        if (strcmp(word, "and") != 0)
            length +=
                (size_t)snprintf(joined + length, sizeof joined - length, "%s", one ? "1" : word);
    }
    *span_s = 0;
    const char *at = joined;
    while (*at) {
        char unit[WORD_SIZE] = "";
        int number;
        size_t letters = 0;
        if (!take_digits(&at, &number))
            return false;
        while (isalpha((unsigned char)*at) && letters < sizeof unit - 1)
            unit[letters++] = *at++;
        if (unit_s(unit) == 0)
            return false;
        *span_s += number * unit_s(unit);
    }
    return at > joined;
}

/* 18h30: a clock time in French, a span that lacks its last letter. */
static bool is_hours_and_minutes(const char *word)
{
    int hours;
    int minutes;
    const char *at = word;
    return take_digits(&at, &hours) && *at++ == 'h' && take_digits(&at, &minutes) == 2 && !*at;
}

/* False where it is none; *good tells whether what is one can be. */
static bool take_span(const struct asked *asked, const struct words *words, int64_t *when_ms,
                      bool *good)
{
    size_t from = is_word(words, 0, "in");
    size_t to = words->count;
    bool ago = to > 1 && is_word(words, to - 1, "ago");
    int64_t span_s;
    if (words->count == 1 && is_hours_and_minutes(words->items[0])) {
        char time[WORD_SIZE];
        char span[WORD_SIZE + 24];
        snprintf(time, sizeof time, "%.*s:%s", (int)strcspn(words->items[0], "h"), words->items[0],
                 strchr(words->items[0], 'h') + 1);
        snprintf(span, sizeof span, "%.20sm from now", words->items[0]);
        *good = two_readings(asked, time, span);
        return true;
    }
    if (!read_span(words, from, to - ago, &span_s))
        return false;
    bool back = ago || (is_past(asked) && !from);
    int64_t span_ms = span_s * CLOCK_MS_PER_S;
    *good = span_s > 0 && span_ms <= (back ? asked->now_ms : CLOCK_LAST_MS - asked->now_ms) &&
            !(ago && from);
    if (!*good)
        refuse(asked, span_s > 0 ? "that is no time of the calendar" : "no span at all");
    else
        *when_ms = asked->now_ms + (back ? -span_ms : span_ms);
    return true;
}

/* --- days --- */

static bool set_day(struct asked *asked, int64_t day)
{
    if (asked->has_day)
        return refuse(asked, "two days");
    asked->has_day = true;
    asked->day = day;
    return true;
}

static int weekday_of(const char *word)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    static const char *const more[] = {"tues", "thur", "thurs", "weds"};
    static const int more_days[] = {1, 3, 3, 2};
    for (int i = 0; i < DAYS_A_WEEK; i++)
        if (strcmp(word, names[i]) == 0 || (strlen(word) == 3 && strncmp(word, names[i], 3) == 0))
            return i;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (strcmp(word, more[i]) == 0)
            return more_days[i];
    return -1;
}

/* 1 to 12; 0: none. */
static int month_of(const char *word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t length = strlen(word);
    length -= length > 3 && word[length - 1] == '.';
    for (int i = 0; i < 12; i++)
        if (length >= 3 && (length == strlen(names[i]) || length <= 4) &&
            strncmp(word, names[i], length) == 0)
            return i + 1;
    return 0;
}

static bool set_date(struct asked *asked, int year, int month, int date)
{
    int64_t day = 0;
    bool yearless = year == 0;
    if (year > 0 && year < 100)
        year += 2000;
    if (!local_day_of(yearless ? 2024 : year, month, date, &day) ||
        (!yearless && (year < 1970 || year > 9998)))
        return refuse(asked, "no such day is in the calendar");
    if (!set_day(asked, day))
        return false;
    asked->month = yearless ? month : 0;
    asked->date = date;
    return true;
}

/* 03/04: a day of April, of March. */
static bool two_dates(const struct asked *asked, int year, int a, int b)
{
    char one[48];
    char other[48];
    int said = year ? year : asked->now.year;
    snprintf(one, sizeof one, "%04d-%02d-%02d (day first)", said, b, a);
    snprintf(other, sizeof other, "%04d-%02d-%02d (month first)", said, a, b);
    return two_readings(asked, one, other);
}

/* 30/11, 30/11/2026, 2026/11/30. */
static bool take_slashed(struct asked *asked, const int *numbers, int count, size_t first_digits)
{
    if (count == 3 && first_digits == 4)
        return set_date(asked, numbers[0], numbers[1], numbers[2]);
    int a = numbers[0];
    int b = numbers[1];
    int year = count == 3 ? numbers[2] : 0;
    if (a <= 12 && b <= 12 && a != b)
        return two_dates(asked, year, a, b);
    return a > 12 ? set_date(asked, year, b, a) : set_date(asked, year, a, b);
}

/* 30.11.2026, 30.11.: a day before its month. 18.30 is a time, 10.11 may be either. */
static bool take_dotted(struct asked *asked, const int *numbers, int count, bool dot_behind)
{
    int a = numbers[0];
    int b = numbers[1];
    bool time = count == 2 && !dot_behind && a <= 24 && b < 60;
    bool date = a >= 1 && a <= 31 && b >= 1 && b <= 12;
    if (time && date && !asked->has_day && !asked->has_time) {
        char one[32];
        char other[32];
        snprintf(one, sizeof one, "%d.%d. (a date)", a, b);
        snprintf(other, sizeof other, "%02d:%02d", a, b);
        return two_readings(asked, one, other);
    }
    if (time && (!date || asked->has_day)) {
        if (asked->has_time)
            return refuse(asked, "two times");
        asked->has_time = true;
        asked->second = a * S_AN_HOUR + b * S_A_MINUTE;
        return true;
    }
    return set_date(asked, count == 3 ? numbers[2] : 0, b, a);
}

/* A word of numbers that dots, slashes or hyphens part. False: none; *good: whether it can be. */
static bool take_numeric_date(struct asked *asked, const char *word, bool *good)
{
    int numbers[3] = {0};
    int count = 0;
    char separator = 0;
    size_t first_digits = 0;
    const char *at = word;
    while (count < 3) {
        size_t digits = take_digits(&at, &numbers[count]);
        if (digits == 0)
            break;
        first_digits = count == 0 ? digits : first_digits;
        count++;
        if (!*at || !strchr("./-", *at) || (separator && *at != separator))
            break;
        separator = *at++;
    }
    bool behind = at > word && *word && at[-1] == '.' && !*at;
    if (*at || count < 2 || (separator == '-' && (count < 3 || first_digits != 4)) ||
        (separator == '/' && at[-1] == '/'))
        return false;
    *good = separator == '-'   ? set_date(asked, numbers[0], numbers[1], numbers[2])
            : separator == '/' ? take_slashed(asked, numbers, count, first_digits)
                               : take_dotted(asked, numbers, count, behind);
    return true;
}

/* 30, 30., 30th: the day of a month. */
static bool is_date_number(const char *word, int *date)
{
    static const char *const endings[] = {"", ".", "st", "nd", "rd", "th", NULL};
    size_t digits = take_digits(&word, date);
    return digits >= 1 && digits <= 2 && one_of(word, endings);
}

static bool is_year(const struct words *words, size_t at, int *year)
{
    const char *word = at < words->count ? words->items[at] : "";
    return take_digits(&word, year) == 4 && !*word;
}

/* 30 November 2026, Nov 30: how many words it took; 0: none. */
static size_t take_named_date(struct asked *asked, const struct words *words, size_t at, bool *good)
{
    int date = 0;
    int year = 0;
    const char *next = at + 1 < words->count ? words->items[at + 1] : "";
    int month = month_of(words->items[at]);
    if (month ? !is_date_number(next, &date)
              : !is_date_number(words->items[at], &date) || !(month = month_of(next)))
        return 0;
    bool yearly = !is_year(words, at + 2, &year);
    *good = set_date(asked, yearly ? 0 : year, month, date);
    return yearly ? 2 : 3;
}

static bool take_day_word(struct asked *asked, const struct words *words, size_t at, bool *good)
{
    static const struct {
        const char *word;
        int days;
    } days[] = {{"today", 0}, {"tonight", 0}, {"tomorrow", 1}, {"yesterday", -1}};
    const char *word = words->items[at];
    int weekday = weekday_of(word);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (strcmp(word, days[i].word) == 0) {
            asked->tonight |= strcmp(word, "tonight") == 0;
            *good = set_day(asked, asked->now.day + days[i].days);
            return true;
        }
    if (weekday < 0)
        return false;
    *good = set_day(asked, asked->now.day);
    asked->weekday = weekday;
    return true;
}

/* --- times --- */

static bool set_time(struct asked *asked, int hours, int minutes, int seconds)
{
    if (asked->has_time)
        return refuse(asked, "two times");
    if (hours > 24 || minutes > 59 || seconds > 59 || (hours == 24 && minutes + seconds > 0))
        return refuse(asked, "a clock goes from 00:00 to 24:00");
    asked->has_time = true;
    asked->second = hours * S_AN_HOUR + minutes * S_A_MINUTE + seconds;
    return true;
}

/* am, p.m.: 0 or 12 hours; -1: neither. */
static int half_of(const char *word)
{
    return strcmp(word, "am") == 0 || strcmp(word, "a.m.") == 0   ? 0
           : strcmp(word, "pm") == 0 || strcmp(word, "p.m.") == 0 ? 12
                                                                  : -1;
}

static bool set_half(struct asked *asked, int hours, int minutes, int half)
{
    if (hours < 1 || hours > 12)
        return refuse(asked, "am and pm go with 1 to 12");
    return set_time(asked, hours % 12 + half, minutes, 0);
}

/* 14:00, 14:00:30, 6pm, 6:30 p.m., 18 Uhr: how many words it took; 0: none. */
static size_t take_clock(struct asked *asked, const struct words *words, size_t at, bool *good)
{
    const char *word = words->items[at];
    const char *next = at + 1 < words->count ? words->items[at + 1] : "";
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    size_t digits = take_digits(&word, &hours);
    bool colon = digits > 0 && digits <= 2 && *word == ':';
    if (digits == 0 || digits > 2 || (colon && (word++, take_digits(&word, &minutes) != 2)))
        return 0;
    if (colon && *word == ':' && (word++, take_digits(&word, &seconds) != 2))
        return 0;
    bool utc = colon && strcmp(word, "z") == 0;
    int half = *word ? half_of(word) : half_of(next);
    if (*word && half < 0 && !utc)
        return 0;
    asked->utc |= utc;
    if (half >= 0 && seconds == 0) {
        *good = set_half(asked, hours, minutes, half);
        return *word ? 1 : 2;
    }
    bool named = strcmp(next, "uhr") == 0 || strcmp(next, "o'clock") == 0;
    if (colon || named)
        *good = set_time(asked, hours, minutes, seconds);
    else if (asked->bare_hour >= 0 || asked->has_time)
        *good = refuse(asked, "two times");
    else
        asked->bare_hour = hours;
    return named ? 2 : 1;
}

static bool take_time_word(struct asked *asked, const char *word, bool *good)
{
    static const char *const zones[] = {"utc", "gmt", "z", NULL};
    bool midnight = strcmp(word, "midnight") == 0;
    if (midnight || strcmp(word, "noon") == 0 || strcmp(word, "midday") == 0) {
        asked->midnight |= midnight;
        *good = set_time(asked, midnight ? 24 : 12, 0, 0);
    } else if (one_of(word, zones)) {
        asked->utc = true;
    } else {
        return false;
    }
    return true;
}

/* --- all of it --- */

/* "next friday" is this week's for some, and the week after's for others. */
static bool refuse_next(const struct asked *asked, int weekday)
{
    char one[ASKED_TIME_SIZE];
    char other[ASKED_TIME_SIZE];
    int64_t ahead = (weekday - asked->now.weekday + DAYS_A_WEEK - 1) % DAYS_A_WEEK + 1;
    asked_time_format(local_instant_ms(asked->now.day + ahead, 0), false, false, one);
    asked_time_format(local_instant_ms(asked->now.day + ahead + DAYS_A_WEEK, 0), false, false,
                      other);
    one[strlen("Mon 2026-11-30")] = other[strlen("Mon 2026-11-30")] = '\0';
    return two_readings(asked, one, other);
}

static bool read_words(struct asked *asked, const struct words *words)
{
    static const char *const fillers[] = {"at", "on", "until", "till", "by", "of", "this", NULL};
    bool good = true;
    for (size_t i = 0; good && i < words->count;) {
        const char *word = words->items[i];
        size_t taken = 1;
        if (is_word(words, i, "next") && i + 1 < words->count &&
            weekday_of(words->items[i + 1]) >= 0)
            return refuse_next(asked, weekday_of(words->items[i + 1]));
        if (!one_of(word, fillers) && !take_day_word(asked, words, i, &good) &&
            !take_time_word(asked, word, &good) &&
            !(taken = take_named_date(asked, words, i, &good)) &&
            !(taken = take_numeric_date(asked, word, &good)) &&
            !(taken = take_clock(asked, words, i, &good)))
            return refuse(asked, "no time that is understood");
        i += taken;
    }
    return good &&
           (asked->has_day || asked->has_time || asked->bare_hour >= 0 || refuse(asked, "no time"));
}

/* A number alone is an hour from 13 on, and this evening; else it may be two. */
static bool settle_hour(struct asked *asked)
{
    char one[16];
    char other[16];
    int hour = asked->bare_hour;
    if (hour < 0)
        return true;
    if (asked->tonight && hour >= 5 && hour <= 11)
        return set_time(asked, hour + 12, 0, 0);
    if (!asked->has_day)
        return refuse(asked, "a number alone is no time");
    if (hour == 0 || hour > 12)
        return set_time(asked, hour, 0, 0);
    snprintf(one, sizeof one, "%d:00", hour);
    snprintf(other, sizeof other, "%d:00", hour % 12 + 12);
    return two_readings(asked, one, other);
}

/* The instant of a day and a second of it; false where the clocks skip it. */
static bool instant_of(const struct asked *asked, int64_t day, int second, int64_t *when_ms)
{
    if (asked->utc) {
        *when_ms = (day * S_A_DAY + second) * CLOCK_MS_PER_S;
        return true;
    }
    int minute = second / S_A_MINUTE;
    int64_t begin_ms = local_instant_ms(day, minute);
    *when_ms = begin_ms + second % S_A_MINUTE * CLOCK_MS_PER_S;
    return local_time_at(begin_ms).minute == minute % LOCAL_MINUTES_A_DAY ||
           refuse(asked, "the clocks skip that time on that day (summer time begins)");
}

/* The second of the day that is meant where none was said. */
static int usual_second(const struct asked *asked)
{
    if (is_end(asked))
        return S_A_DAY;
    if (!asked->tonight)
        return 0;
    int now = asked->now.minute;
    return (now > EVENING_MINUTE ? now : EVENING_MINUTE) * S_A_MINUTE;
}

/* Of instants that come again every so many days the next one, or the last one: from `day` on,
 * `step` days apart. */
static bool nearest(const struct asked *asked, int64_t day, int step, int second, int64_t *when_ms)
{
    int64_t next_ms = 0;
    for (int i = -1; i <= 1; i++) {
        if (!instant_of(asked, day + (int64_t)i * step, second, &next_ms))
            return false;
        if (is_past(asked) ? next_ms <= asked->now_ms : next_ms > asked->now_ms) {
            *when_ms = next_ms;
            if (!is_past(asked))
                return true;
        }
    }
    return true;
}

/* A weekday alone, on that day: today's, or the next one. */
static bool settle_weekday(const struct asked *asked, int64_t *when_ms)
{
    int ahead = (asked->weekday - asked->now.weekday + DAYS_A_WEEK) % DAYS_A_WEEK;
    int64_t day = asked->now.day + ahead;
    if (ahead == 0 && !asked->has_time && !is_past(asked))
        return two_readings(asked, "today", "this day in a week (1w)");
    if (is_past(asked) && !asked->has_time && ahead == 0) /* as far as it has come */
        return instant_of(asked, day, usual_second(asked), when_ms);
    int second = asked->has_time ? asked->second : usual_second(asked);
    return nearest(asked, day, DAYS_A_WEEK, second, when_ms);
}

/* The nearest year that has that date. */
static bool settle_year(const struct asked *asked, int64_t *when_ms)
{
    int second = asked->has_time ? asked->second : usual_second(asked);
    int way = is_past(asked) ? -1 : 1;
    for (int i = 0; i <= YEARS_AHEAD; i++) {
        int64_t day = 0;
        if (!local_day_of(asked->now.year + way * i, asked->month, asked->date, &day))
            continue;
        if (!instant_of(asked, day, second, when_ms))
            return false;
        bool past = is_past(asked)
                        ? day <= asked->now.day && (!asked->has_time || *when_ms <= asked->now_ms)
                        : *when_ms > asked->now_ms;
        if (past)
            return true;
    }
    return refuse(asked, "no such day is near");
}

static bool settle(struct asked *asked, int64_t *when_ms)
{
    if (!settle_hour(asked))
        return false;
    if (!asked->has_day) {
        int64_t day = asked->utc ? asked->now_ms / CLOCK_MS_PER_S / S_A_DAY : asked->now.day;
        return nearest(asked, day, 1, asked->second % S_A_DAY, when_ms);
    }
    if (asked->midnight && (asked->weekday >= 0 || asked->day != asked->now.day))
        return two_readings(asked, "that day 00:00", "that day 24:00");
    if (asked->month)
        return settle_year(asked, when_ms);
    if (asked->weekday >= 0)
        return settle_weekday(asked, when_ms);
    if (asked->tonight && asked->has_time && asked->second < NIGHT_ENDS_MINUTE * S_A_MINUTE)
        asked->day++;
    return instant_of(asked, asked->day, asked->has_time ? asked->second : usual_second(asked),
                      when_ms);
}

/* What programs write, and a day alone, which may mean its end. False: it is none of it. */
static bool take_exact(const char *text, int64_t *when_ms)
{
    return strlen(text) > strlen("2026-11-30") || *text == '@' ? clock_parse(text, when_ms) : false;
}

static bool take_now(int64_t now_ms, int64_t *when_ms)
{
    *when_ms = now_ms;
    return true;
}

bool asked_time_is_exact(const char *text)
{
    int64_t ignored;
    return take_exact(text, &ignored);
}

bool asked_time_parse(const char *text, int64_t now_ms, enum asked_time_for purpose,
                      int64_t *when_ms, struct diag *diag)
{
    struct words words;
    bool good = false;
    int64_t found_ms = 0;
    struct asked asked = {.now_ms = now_ms,
                          .now = local_time_at(now_ms),
                          .purpose = purpose,
                          .weekday = -1,
                          .bare_hour = -1,
                          .text = text,
                          .diag = diag};
    const char *why = clock_why_not(text);
    if (why)
        return refuse(&asked, why);
    if (take_exact(text, &found_ms))
        good = true;
    else if (!split(text, &words))
        refuse(&asked, *text ? "no time that is understood" : "nothing was said");
    else if (words.count == 1 && is_word(&words, 0, "now"))
        good = take_now(now_ms, &found_ms);
    else if (!take_span(&asked, &words, &found_ms, &good))
        good = read_words(&asked, &words) && settle(&asked, &found_ms);
    if (good && found_ms < 0)
        good = refuse(&asked, "before 1970");
    if (good)
        *when_ms = found_ms;
    return good;
}

void asked_time_format(int64_t when_ms, bool end, bool utc, char out[ASKED_TIME_SIZE])
{
    static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    struct tm parts = {0};
    struct tm day = {0};
    time_t seconds = (time_t)(when_ms / CLOCK_MS_PER_S);
    time_t before = seconds - 1;
    struct tm *(*split_time)(const time_t *, struct tm *) = utc ? gmtime_r : localtime_r;
    split_time(&seconds, &parts);
    split_time(&before, &day);
    bool last = end && parts.tm_hour == 0 && parts.tm_min == 0 && parts.tm_sec == 0;
    char rest[8] = "";
    const struct tm *shown = last ? &day : &parts;
    if (parts.tm_sec)
        snprintf(rest, sizeof rest, ":%02d", parts.tm_sec % 100);
    snprintf(out, ASKED_TIME_SIZE, "%s %04d-%02d-%02d %02d:%02d%s %.20s", weekdays[shown->tm_wday],
             shown->tm_year + 1900, shown->tm_mon + 1, shown->tm_mday, last ? 24 : parts.tm_hour,
             parts.tm_min, rest, utc ? "UTC" : parts.tm_zone);
}

void asked_time_stamp(int64_t when_ms, bool utc, char out[ASKED_TIME_SIZE])
{
    struct tm parts = {0};
    time_t seconds = (time_t)(when_ms / CLOCK_MS_PER_S);
    size_t length = (utc ? gmtime_r : localtime_r)(&seconds, &parts)
                        ? strftime(out, ASKED_TIME_SIZE / 2, "%F %T ", &parts)
                        : 0;
    snprintf(out + length, ASKED_TIME_SIZE - length, "%.20s", utc ? "UTC" : parts.tm_zone);
}
