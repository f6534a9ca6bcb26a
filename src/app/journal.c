#include "app/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/asrun.h"

#define AT_RISK_NS (5 * CLOCK_NS_PER_S)
#define RETRY_NS (60 * CLOCK_NS_PER_S)
#define ROWS_MOST 10000
#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define DAY_MS (24 * HOUR_MS)

struct journal {
    struct loop *loop;
    struct loop_timer *timer;
    struct store *store;
    struct output *output;
    int keep_days;
    uint64_t config; /* its checksum */
    struct asrun_row *rows;
    size_t count, room;
    struct asrun_row open[COMPOSE_PLACES_MAX]; /* what is on air; text NULL: nothing */
    bool armed;
    bool failing; /* told */
    int64_t head_ms;
    int64_t rotated_ms;
};

static void free_row(struct asrun_row *row)
{
    free((char *)row->text);
    free((char *)row->reason);
    free((char *)row->cut);
    free((char *)row->zone);
    *row = (struct asrun_row){0};
}

/* Each hour, so that a log whose tail is cut can be told from what a person has
 * noted or the journal of the system keeps. */
static void tell_head(struct journal *journal, int64_t now_ms)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    char text[ASRUN_HEX_SIZE];
    struct diag diag = {0};
    if (now_ms - journal->head_ms < HOUR_MS && now_ms >= journal->head_ms)
        return;
    journal->head_ms = now_ms;
    if (asrun_head(journal->store, hash, &diag)) {
        asrun_hash_print(hash, text);
        log_info("the as-run log's head is %s", text);
    }
    log_diag(&diag);
    diag_finish(&diag);
}

static void rotate(struct journal *journal, int64_t now_ms)
{
    int64_t dropped = 0;
    struct diag diag = {0};
    if (now_ms - journal->rotated_ms < DAY_MS && now_ms >= journal->rotated_ms)
        return;
    journal->rotated_ms = now_ms;
    if (asrun_rotate(journal->store, now_ms - journal->keep_days * DAY_MS, &dropped, &diag) &&
        dropped > 0)
        log_info("%lld rows of the as-run log are older than %d days and gone", (long long)dropped,
                 journal->keep_days);
    log_diag(&diag);
    diag_finish(&diag);
}

static bool write_rows(struct journal *journal)
{
    struct diag diag = {0};
    bool good = asrun_append(journal->store, journal->rows, journal->count, &diag);
    if (!good && !journal->failing) {
        log_diag(&diag);
        log_error(
            "the as-run log can't be written; what is shown is kept in memory, and tried again "
            "each minute");
    }
    if (good && journal->failing)
        log_info("the as-run log can be written again");
    journal->failing = !good;
    diag_finish(&diag);
    for (size_t i = 0; good && i < journal->count; i++)
        free_row(&journal->rows[i]);
    if (good)
        journal->count = 0;
    return good;
}

static void flush(void *user, int64_t now_ns)
{
    struct journal *journal = user;
    journal->armed = false;
    if (journal->count == 0)
        return;
    int64_t now_ms = journal->rows[journal->count - 1].end_ms;
    if (write_rows(journal)) {
        tell_head(journal, now_ms);
        rotate(journal, now_ms);
        return;
    }
    journal->armed = true;
    loop_set_timer(journal->timer, now_ns + RETRY_NS);
}

/* FNV-1a of the configuration as it is printed. */
static uint64_t checksum_of(const struct config *config)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    if (!stream)
        return 0;
    configuration_print(config, false, stream);
    fclose(stream);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    free(text);
    return hash;
}

struct journal *journal_create(struct loop *loop, struct store *store, struct output *output,
                               const struct config *config)
{
    struct journal *journal = memory_alloc(1, sizeof *journal);
    *journal = (struct journal){.loop = loop,
                                .store = store,
                                .output = output,
                                .keep_days = config->store.asrun_days,
                                .config = checksum_of(config)};
    journal->timer = loop_add_timer(loop, flush, journal);
    return journal;
}

void journal_destroy(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->count > 0 && !write_rows(journal))
        log_error("%zu rows of the as-run log are lost", journal->count);
    for (size_t i = 0; i < journal->count; i++)
        free_row(&journal->rows[i]);
    for (size_t i = 0; i < COMPOSE_PLACES_MAX; i++)
        free_row(&journal->open[i]);
    free(journal->rows);
    loop_remove_timer(journal->loop, journal->timer);
    free(journal);
}

void journal_begin(struct journal *journal, size_t place, const char *zone, int64_t snippet,
                   int64_t start_ms, const char *text, const char *reason)
{
    journal->open[place] = (struct asrun_row){.snippet = snippet,
                                              .start_ms = start_ms,
                                              .text = memory_copy_string(text),
                                              .reason = memory_copy_string(reason),
                                              .config = journal->config,
                                              .zone = memory_copy_string(zone)};
}

/* The oldest goes where there is no room: told by `failing` long ago. */
static struct asrun_row *add_row(struct journal *journal)
{
    if (journal->count == ROWS_MOST) {
        free_row(&journal->rows[0]);
        memmove(journal->rows, journal->rows + 1, (ROWS_MOST - 1) * sizeof *journal->rows);
        journal->count--;
    }
    if (journal->count == journal->room) {
        journal->room = journal->room ? 2 * journal->room : 8;
        journal->rows = memory_resize(journal->rows, journal->room, sizeof *journal->rows);
    }
    return &journal->rows[journal->count++];
}

void journal_end(struct journal *journal, size_t place, int64_t end_ms, const char *cut,
                 bool uncounted)
{
    struct asrun_row *open = &journal->open[place];
    if (!open->text)
        return;
    open->end_ms = end_ms;
    open->cut = memory_copy_string(cut);
    open->uncounted = uncounted;
    *add_row(journal) = *open;
    *open = (struct asrun_row){0};
    if (journal->armed)
        return;
    journal->armed = true;
    loop_set_timer(journal->timer, loop_now_ns(journal->loop) + AT_RISK_NS);
}
