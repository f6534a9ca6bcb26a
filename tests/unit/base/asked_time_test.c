#include "base/asked_time.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "check.h"

/* POSIX rules, so that no zone file is needed. It is Saturday, 28 November 2026, 15:30. */
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NOW "2026-11-28T14:30:00Z"

static int in_berlin(void **state)
{
    (void)state;
    setenv("TZ", BERLIN, 1);
    tzset();
    return 0;
}

static int64_t utc(const char *text)
{
    int64_t ms = 0;
    assert_true(clock_parse(text, &ms));
    return ms;
}

/* What each text means, as asked_time_format shows it; an end as 24:00. */
static const struct {
    enum asked_time_for purpose;
    const char *text, *means;
} times[] = {
    /* A clock time alone: the next one, or the last one. */
    {ASKED_TIME_BEGIN, "16:00", "Sat 2026-11-28 16:00 CET"},
    {ASKED_TIME_BEGIN, "14:00", "Sun 2026-11-29 14:00 CET"},
    {ASKED_TIME_END, "14:00", "Sun 2026-11-29 14:00 CET"},
    {ASKED_TIME_BEGIN, "15:30", "Sun 2026-11-29 15:30 CET"},
    {ASKED_TIME_PAST, "15:30", "Sat 2026-11-28 15:30 CET"},
    {ASKED_TIME_PAST, "14:00", "Sat 2026-11-28 14:00 CET"},
    {ASKED_TIME_PAST, "16:00", "Fri 2026-11-27 16:00 CET"},
    {ASKED_TIME_BEGIN, "9:00", "Sun 2026-11-29 09:00 CET"},
    {ASKED_TIME_BEGIN, "at 18:30", "Sat 2026-11-28 18:30 CET"},
    {ASKED_TIME_BEGIN, "18.30", "Sat 2026-11-28 18:30 CET"},
    {ASKED_TIME_BEGIN, "16:00:30", "Sat 2026-11-28 16:00:30 CET"},
    {ASKED_TIME_BEGIN, "6pm", "Sat 2026-11-28 18:00 CET"},
    {ASKED_TIME_BEGIN, "6 PM", "Sat 2026-11-28 18:00 CET"},
    {ASKED_TIME_BEGIN, "6:30 p.m.", "Sat 2026-11-28 18:30 CET"},
    {ASKED_TIME_BEGIN, "6am", "Sun 2026-11-29 06:00 CET"},
    {ASKED_TIME_BEGIN, "12am", "Sun 2026-11-29 00:00 CET"},
    {ASKED_TIME_BEGIN, "12pm", "Sun 2026-11-29 12:00 CET"},
    {ASKED_TIME_BEGIN, "noon", "Sun 2026-11-29 12:00 CET"},
    {ASKED_TIME_PAST, "noon", "Sat 2026-11-28 12:00 CET"},
    {ASKED_TIME_BEGIN, "midnight", "Sun 2026-11-29 00:00 CET"},
    {ASKED_TIME_END, "midnight", "Sat 2026-11-28 24:00 CET"},
    {ASKED_TIME_PAST, "midnight", "Sat 2026-11-28 00:00 CET"},
    {ASKED_TIME_BEGIN, "18 Uhr", "Sat 2026-11-28 18:00 CET"},
    {ASKED_TIME_BEGIN, "18:00 UTC", "Sat 2026-11-28 19:00 CET"},
    {ASKED_TIME_BEGIN, "18:00Z", "Sat 2026-11-28 19:00 CET"},
    /* Days by name: their beginning, or their end. */
    {ASKED_TIME_BEGIN, "now", "Sat 2026-11-28 15:30 CET"},
    {ASKED_TIME_BEGIN, "today", "Sat 2026-11-28 00:00 CET"},
    {ASKED_TIME_END, "today", "Sat 2026-11-28 24:00 CET"},
    {ASKED_TIME_END, "midnight tonight", "Sat 2026-11-28 24:00 CET"},
    {ASKED_TIME_BEGIN, "tonight", "Sat 2026-11-28 18:00 CET"},
    {ASKED_TIME_END, "tonight", "Sat 2026-11-28 24:00 CET"},
    {ASKED_TIME_BEGIN, "tonight 8", "Sat 2026-11-28 20:00 CET"},
    {ASKED_TIME_END, "tonight at 22:15", "Sat 2026-11-28 22:15 CET"},
    {ASKED_TIME_END, "tonight 1:00", "Sun 2026-11-29 01:00 CET"},
    {ASKED_TIME_BEGIN, "tomorrow", "Sun 2026-11-29 00:00 CET"},
    {ASKED_TIME_END, "tomorrow", "Sun 2026-11-29 24:00 CET"},
    {ASKED_TIME_BEGIN, "tomorrow 9:00", "Sun 2026-11-29 09:00 CET"},
    {ASKED_TIME_BEGIN, "Tomorrow at 9:00", "Sun 2026-11-29 09:00 CET"},
    {ASKED_TIME_BEGIN, "9:00 tomorrow", "Sun 2026-11-29 09:00 CET"},
    {ASKED_TIME_BEGIN, "tomorrow, 6 pm", "Sun 2026-11-29 18:00 CET"},
    {ASKED_TIME_BEGIN, "tomorrow 18", "Sun 2026-11-29 18:00 CET"},
    {ASKED_TIME_BEGIN, "tomorrow noon", "Sun 2026-11-29 12:00 CET"},
    {ASKED_TIME_PAST, "yesterday", "Fri 2026-11-27 00:00 CET"},
    {ASKED_TIME_PAST_END, "yesterday", "Fri 2026-11-27 24:00 CET"},
    {ASKED_TIME_PAST, "yesterday 14:32", "Fri 2026-11-27 14:32 CET"},
    {ASKED_TIME_BEGIN, "monday", "Mon 2026-11-30 00:00 CET"},
    {ASKED_TIME_END, "monday", "Mon 2026-11-30 24:00 CET"},
    {ASKED_TIME_PAST, "monday", "Mon 2026-11-23 00:00 CET"},
    {ASKED_TIME_PAST_END, "monday", "Mon 2026-11-23 24:00 CET"},
    {ASKED_TIME_BEGIN, "mon 18:00", "Mon 2026-11-30 18:00 CET"},
    {ASKED_TIME_BEGIN, "on friday at 6pm", "Fri 2026-12-04 18:00 CET"},
    {ASKED_TIME_BEGIN, "this friday 10:15", "Fri 2026-12-04 10:15 CET"},
    {ASKED_TIME_BEGIN, "sat 18:00", "Sat 2026-11-28 18:00 CET"},
    {ASKED_TIME_BEGIN, "sat 9:00", "Sat 2026-12-05 09:00 CET"},
    {ASKED_TIME_PAST, "saturday", "Sat 2026-11-28 00:00 CET"},
    {ASKED_TIME_PAST, "sat 18:00", "Sat 2026-11-21 18:00 CET"},
    /* Spans: from now on, or back. */
    {ASKED_TIME_END, "90m", "Sat 2026-11-28 17:00 CET"},
    {ASKED_TIME_END, "in 2 hours", "Sat 2026-11-28 17:30 CET"},
    {ASKED_TIME_END, "2 hours", "Sat 2026-11-28 17:30 CET"},
    {ASKED_TIME_END, "in an hour", "Sat 2026-11-28 16:30 CET"},
    {ASKED_TIME_END, "18h30m", "Sun 2026-11-29 10:00 CET"},
    {ASKED_TIME_END, "1h and 30 min", "Sat 2026-11-28 17:00 CET"},
    {ASKED_TIME_END, "3d", "Tue 2026-12-01 15:30 CET"},
    {ASKED_TIME_END, "1w", "Sat 2026-12-05 15:30 CET"},
    {ASKED_TIME_END, "2 weeks", "Sat 2026-12-12 15:30 CET"},
    {ASKED_TIME_END, "30s", "Sat 2026-11-28 15:30:30 CET"},
    {ASKED_TIME_PAST, "2h", "Sat 2026-11-28 13:30 CET"},
    {ASKED_TIME_PAST, "3 days ago", "Wed 2026-11-25 15:30 CET"},
    {ASKED_TIME_BEGIN, "1h ago", "Sat 2026-11-28 14:30 CET"},
    /* Dates. */
    {ASKED_TIME_BEGIN, "2026-11-30", "Mon 2026-11-30 00:00 CET"},
    {ASKED_TIME_END, "2026-11-30", "Mon 2026-11-30 24:00 CET"},
    {ASKED_TIME_BEGIN, "2026-11-30 14:00", "Mon 2026-11-30 14:00 CET"},
    {ASKED_TIME_BEGIN, "2026-11-30T14:00Z", "Mon 2026-11-30 15:00 CET"},
    {ASKED_TIME_BEGIN, "2026-11-30 6pm", "Mon 2026-11-30 18:00 CET"},
    {ASKED_TIME_BEGIN, "30.11.2026 14:00", "Mon 2026-11-30 14:00 CET"},
    {ASKED_TIME_END, "30.11.2026", "Mon 2026-11-30 24:00 CET"},
    {ASKED_TIME_END, "30.11.", "Mon 2026-11-30 24:00 CET"},
    {ASKED_TIME_BEGIN, "10.11. 8:00", "Wed 2027-11-10 08:00 CET"},
    {ASKED_TIME_PAST, "10.11. 8:00", "Tue 2026-11-10 08:00 CET"},
    {ASKED_TIME_BEGIN, "30/11/2026", "Mon 2026-11-30 00:00 CET"},
    {ASKED_TIME_BEGIN, "12/24", "Thu 2026-12-24 00:00 CET"},
    {ASKED_TIME_BEGIN, "04/04", "Sun 2027-04-04 00:00 CEST"},
    {ASKED_TIME_BEGIN, "24 December 18:00", "Thu 2026-12-24 18:00 CET"},
    {ASKED_TIME_BEGIN, "Dec 24th, 2027", "Fri 2027-12-24 00:00 CET"},
    {ASKED_TIME_BEGIN, "29 february", "Tue 2028-02-29 00:00 CET"},
    {ASKED_TIME_BEGIN, "1 June 2027 14:00", "Tue 2027-06-01 14:00 CEST"},
    {ASKED_TIME_BEGIN, "@1796052600", "Mon 2026-11-30 16:30 CET"},
};

static void each_text_means_what_people_mean(void **state)
{
    (void)state;
    assert_true(sizeof times / sizeof *times >= 80);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct diag diag = {0};
        char found[ASKED_TIME_SIZE];
        int64_t when_ms = 0;
        enum asked_time_for purpose = times[i].purpose;
        if (!asked_time_parse(times[i].text, utc(NOW), purpose, &when_ms, &diag))
            fail_msg("\"%s\" is refused: %s", times[i].text, diag.messages[0].text);
        bool end = purpose == ASKED_TIME_END || purpose == ASKED_TIME_PAST_END;
        asked_time_format(when_ms, end, false, found);
        if (strcmp(found, times[i].means) != 0)
            fail_msg("\"%s\" (%d): %s, not %s", times[i].text, (int)purpose, found, times[i].means);
        assert_int_equal(diag.count, 0);
        diag_finish(&diag);
    }
}

/* What is no time, or may be two, and the words that say so. */
static const char *const refused[][2] = {
    {"03/04", "2026-04-03 (day first), or 2026-03-04 (month first)"},
    {"03/04/2027", "2027-04-03 (day first), or 2027-03-04"},
    {"10.11", "10.11. (a date), or 10:11"},
    {"18h30", "18:30, or 18h30m from now"},
    {"saturday", "today, or this day in a week"},
    {"next friday", "Fri 2026-12-04, or Fri 2026-12-11"},
    {"tomorrow midnight", "that day 00:00, or that day 24:00"},
    {"tomorrow 9", "9:00, or 21:00"},
    {"", "nothing was said"},
    {"soon", "no time that is understood; allowed: 14:00"},
    {"9", "a number alone"},
    {"25:00", "00:00 to 24:00"},
    {"13pm", "1 to 12"},
    {"14:00 15:00", "two times"},
    {"monday tomorrow", "two days"},
    {"30.02.2027", "no such day"},
    {"2027-02-30", "no such day"},
    {"32.12.2027", "no such day"},
    {"0h", "no span"},
    {"-5h", "allowed: 14:00"},
    {"1.5h", "allowed: 14:00"},
    {"14:00 CET", "allowed: 14:00"},
    {"28.03.2027 02:30", "the clocks skip"},
    {"1400", "allowed: 14:00"},
    {"on", "no time"},
    {"in 2 hours ago", "no time of the calendar"},
};

static void what_is_no_time_or_two_is_refused_with_both(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct diag diag = {0};
        int64_t when_ms = 7;
        if (asked_time_parse(refused[i][0], utc(NOW), ASKED_TIME_BEGIN, &when_ms, &diag))
            fail_msg("\"%s\" is taken", refused[i][0]);
        assert_int_equal(diag.count, 1);
        assert_int_equal(when_ms, 7);
        if (!strstr(diag.messages[0].text, refused[i][1]))
            fail_msg("\"%s\": %s", refused[i][0], diag.messages[0].text);
        diag_finish(&diag);
    }
}

static void times_are_told_in_the_zone_that_is_asked_for(void **state)
{
    (void)state;
    char text[ASKED_TIME_SIZE];
    asked_time_format(utc(NOW), false, true, text);
    assert_string_equal(text, "Sat 2026-11-28 14:30 UTC");
    asked_time_stamp(utc(NOW), false, text);
    assert_string_equal(text, "2026-11-28 15:30:00 CET");
    asked_time_stamp(utc(NOW), true, text);
    assert_string_equal(text, "2026-11-28 14:30:00 UTC");
    assert_true(asked_time_is_exact(NOW));
    assert_false(asked_time_is_exact("2026-11-30"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each of 80 texts means what people mean by it", each_text_means_what_people_mean),
        TEST("What is no time is refused, what may be two with both",
             what_is_no_time_or_two_is_refused_with_both),
        TEST("Times are told in local time, or in UTC",
             times_are_told_in_the_zone_that_is_asked_for),
    };
    return cmocka_run_group_tests_name("base/asked_time", tests, in_berlin, NULL);
}
