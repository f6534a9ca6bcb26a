/* When: the day of an article, and words that are wrong on another day.
 *
 * "The council votes tonight" is news today and a lie tomorrow. What says today,
 * tomorrow or a weekday is right up to a last day, which is known where the
 * article's day is. The words are a language's (config/language/: `days`,
 * `weekdays`, `months`); an unknown language's text is taken to have none.
 *
 * Days are numbers, as in base/local.h.
 */
#ifndef NEWS_WHEN_H
#define NEWS_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "news/article.h"

/* The day that the article itself tells: a line of its own near its beginning or
 * its end ("Published 3 May 2026", "May 3, 2026", "3. Mai 2026", "2026-05-03",
 * "2026년 5월 3일"), or a dateline (HARBOUR CITY, May 3, 2026 -). False where
 * none does, or where two tell different ones. Dates in the running text are the
 * story's, not the article's. */
bool when_article_day(const struct article *article, int64_t *day);

/* The instant that a line tells with a date, an hour and, where one is named, a zone: "until 00:01
 * GMT 5 March 2026", "5. März 2026, 18.30 Uhr". Without a zone it is the local one. False where the
 * day, the year or the hour is missing, two hours are there, or a zone is not known. */
bool when_instant(const char *text, size_t length, int64_t *instant_ms);

struct when {
    size_t start, length; /* the first such word, bytes of the text */
    int64_t last_day;     /* on which the text is right */
};

/* Whether the text says a word that another day makes wrong. said_on: the day of
 * which it speaks as today. Yesterday, today and tomorrow hold on that day alone. A
 * weekday is the nearest one: up to three days on it is right until its end, behind
 * (most news is told of the days before) until that weekday comes again.
 * language: BCP 47; NULL for a text whose language is not known: any language's
 * words count then. */
bool when_goes_stale(const char *text, size_t length, const char *language, int64_t said_on,
                     struct when *when);

#endif
