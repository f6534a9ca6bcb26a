#include "ordeal_books.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "link/ledger.h"
#include "wires/book.h"

#define BEFORE 3 /* rows, and stories, that are there when it begins */
#define ALL 6
#define FIRST_MS INT64_C(1795950000000)
#define AIRING_MS 10000
#define FEED "hall"
#define ETAG "as it was read"

static bool says(const struct ordeal_run *run, const char *what, int number)
{
    char *line = memory_format("%s %d\n", what, number);
    bool said = strstr(run->output, line) != NULL;
    free(line);
    return said;
}

static bool wrong(const char *what, const struct diag *diag)
{
    printf("# %s%s%s\n", what, diag && diag->count ? ": " : "",
           diag && diag->count ? diag->messages[0].text : "");
    return false;
}

/* --- rows --- */

static bool take_row(struct ledger *ledger, int number, struct told_row *told, struct diag *diag)
{
    static uint8_t scenes[] = {3, 2, 1};
    told->row = (struct asrun_row){.id = number + 1,
                                   .snippet = 1,
                                   .start_ms = FIRST_MS + number * AIRING_MS,
                                   .end_ms = FIRST_MS + (number + 1) * AIRING_MS,
                                   .text = "The harbour opens at noon",
                                   .reason = "its turn",
                                   .scenes = {scenes, sizeof scenes},
                                   .chain = ASRUN_CHAIN};
    asrun_hash(told->before, &told->row, told->row.hash);
    bool good = ledger_take(ledger, told, diag) != LEDGER_FAILED && ledger_sync(ledger, diag);
    memcpy(told->before, told->row.hash, sizeof told->before);
    return good;
}

/* The first time, those that are there then; the next, all: some come again. */
int ordeal_take_rows(const char *path)
{
    struct diag diag = {0};
    struct told_row told = {.ticker = FEED};
    struct ledger_report there = {0};
    struct ledger *ledger = ledger_open(path, &diag);
    bool good = ledger && ledger_verify(ledger, &there, NULL, NULL, &diag);
    int count = there.rows ? ALL : BEFORE;
    for (int i = 0; good && i < count; i++) {
        good = take_row(ledger, i, &told, &diag);
        if (good)
            printf("taken %d\n", i);
        fflush(stdout);
    }
    if (!good && diag.errors == 0)
        abort(); /* no error is without a word */
    ledger_close(ledger);
    return good ? 0 : 1;
}

bool ordeal_has_rows(const char *path, const struct ordeal_run *run)
{
    struct diag diag = {0};
    struct ledger_report report = {0};
    struct ledger *ledger = ledger_open(path, &diag);
    int wanted = BEFORE;
    for (int i = BEFORE; i < ALL; i++)
        wanted += says(run, "taken", i);
    bool good =
        (ledger && ledger_verify(ledger, &report, NULL, NULL, &diag)) || wrong("the ledger", &diag);
    good = good && (report.rows >= wanted || wrong("an acknowledged row is lost", NULL));
    good = good && ((report.missing == 0 && report.changed == 0) ||
                    wrong("a row is not as it was told", NULL));
    ledger_close(ledger);
    diag_finish(&diag);
    return good;
}

/* --- stories --- */

static void name_story(int number, char key[32])
{
    snprintf(key, 32, "story %d", number);
}

static bool put_story(struct book *book, const char *key, enum book_state state, struct diag *diag)
{
    const struct book_item item = {.feed = (char *)FEED,
                                   .key = (char *)key,
                                   .link = (char *)key,
                                   .title = (char *)key,
                                   .hash = 7,
                                   .state = state,
                                   .first_ms = FIRST_MS};
    return book_put(book, &item, diag);
}

/* What is known is left as it is. */
static bool read_story(struct book *book, int number, bool first, struct diag *diag)
{
    struct book_item known;
    char key[32];
    name_story(number, key);
    bool found = book_find(book, BOOK_BY_KEY, FEED, "", key, &known);
    book_item_finish(&known);
    if (found)
        return true;
    printf("airs %d\n", number);
    fflush(stdout);
    if (!put_story(book, key, first && number == 0 ? BOOK_WITHDRAWN : BOOK_LIVE, diag))
        return false;
    printf("kept %d\n", number);
    fflush(stdout);
    return true;
}

int ordeal_read_feed(const char *path)
{
    struct diag diag = {0};
    struct desk_feed feed = {.name = (char *)FEED, .url = (char *)"https://example.org/feed"};
    struct book_feed told = {0};
    struct book *book = book_open(path, false, &diag);
    bool good = book && book_load(book, &feed, &told, &diag);
    bool first = !feed.etag;
    for (int i = 0; good && i < (first ? BEFORE : ALL); i++)
        good = read_story(book, i, first, &diag);
    if (first)
        feed.etag = memory_copy_string(ETAG);
    feed.last_ms = FIRST_MS;
    good = good && book_save(book, &feed, &told, &diag);
    book_close(book);
    return good ? 0 : 1;
}

static bool has_story(struct book *book, int number, enum book_state state)
{
    struct book_item item;
    char key[32];
    name_story(number, key);
    bool good = book_find(book, BOOK_BY_KEY, FEED, "", key, &item) && item.state == state &&
                item.link && item.title && strcmp(item.title, key) == 0;
    book_item_finish(&item);
    return good;
}

bool ordeal_has_stories(const char *path, const struct ordeal_run *run)
{
    struct diag diag = {0};
    struct desk_feed feed = {.name = (char *)FEED, .url = (char *)"https://example.org/feed"};
    struct book_feed told = {0};
    struct book *book = book_open(path, false, &diag);
    bool good = (book && book_load(book, &feed, &told, &diag)) || wrong("the book", &diag);
    for (int i = 0; good && i < ALL; i++) {
        good = i >= BEFORE || !says(run, "airs", i) || wrong("a known story airs again", NULL);
        if (i < BEFORE || says(run, "kept", i))
            good = good && (has_story(book, i, i == 0 ? BOOK_WITHDRAWN : BOOK_LIVE) ||
                            wrong("an acknowledged story is lost, or not whole", NULL));
    }
    good = good && ((feed.etag && strcmp(feed.etag, ETAG) == 0) ||
                    wrong("how the feed stood is lost", NULL));
    book_close(book);
    diag_finish(&diag);
    return good;
}
