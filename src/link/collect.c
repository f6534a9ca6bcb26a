#include "link/collect.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "visit.h"

#define LINES ".ndjson"
#define CLIENT_SIZE 40

static bool is_lines(const char *path)
{
    size_t length = strlen(path);
    return strcmp(path, "-") == 0 ||
           (length > strlen(LINES) && strcmp(path + length - strlen(LINES), LINES) == 0);
}

struct collecting {
    struct ledger *ledger; /* or: */
    FILE *lines;
    bool failed;
};

static void fail(struct collecting *collecting, struct diag *diag)
{
    if (!collecting->failed)
        log_diag(diag);
    collecting->failed = true;
}

/* On one line, however it came. */
static void print_line(FILE *lines, const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    if (text)
        fprintf(lines, "%s\n", text);
    free(text);
}

/* What is no row is told, and left. */
static void on_row(void *user, const char *topic, const char *bytes, size_t size)
{
    struct collecting *collecting = user;
    struct told_row row;
    struct diag diag = {0};
    json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL);
    bool good = json && row_from_json(json, &row, &diag);
    if (!good)
        log_warning("%s: it is no row of a log: %s", topic,
                    diag.count ? diag.messages[0].text : "no JSON");
    else if (collecting->lines)
        print_line(collecting->lines, json);
    else if (ledger_take(collecting->ledger, &row, &diag) == LEDGER_FAILED)
        fail(collecting, &diag);
    if (json)
        told_row_finish(&row);
    json_decref(json);
    diag_finish(&diag);
}

static void on_turn(void *user)
{
    struct collecting *collecting = user;
    struct diag diag = {0};
    if (collecting->lines)
        fflush(collecting->lines);
    else if (!ledger_sync(collecting->ledger, &diag))
        fail(collecting, &diag);
    diag_finish(&diag);
}

static bool open_target(struct collecting *collecting, const char *path, struct diag *diag)
{
    if (!is_lines(path)) {
        collecting->ledger = ledger_open(path, diag);
        return collecting->ledger != NULL;
    }
    collecting->lines = strcmp(path, "-") == 0 ? stdout : fopen(path, "ae");
    return collecting->lines || diag_error(diag, "%s: %s", path, strerror(errno));
}

bool collect_run(const struct config *config, const char *path, int seconds, struct diag *diag)
{
    struct collecting collecting = {0};
    char client[CLIENT_SIZE];
    /* The broker keeps what comes for it under this name: one a file. */
    snprintf(client, sizeof client, "motograph-collect-%016" PRIx64, hash_text(HASH_START, path));
    const struct visit visit = {.client = client,
                                .waits = true,
                                .topic = "+/asrun",
                                .seconds = seconds,
                                .message = on_row,
                                .turn = on_turn,
                                .user = &collecting};
    if (!open_target(&collecting, path, diag))
        return false;
    bool good = visit_broker(config, &visit, diag);
    ledger_close(collecting.ledger);
    if (collecting.lines && collecting.lines != stdout)
        good = fclose(collecting.lines) == 0 && good;
    return good && !collecting.failed;
}

/* --- looking at what was collected --- */

static bool take_line(struct ledger *ledger, const char *line, long number, struct diag *diag)
{
    struct told_row row = {0};
    struct diag why = {0};
    json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    bool good =
        json && row_from_json(json, &row, &why) && ledger_take(ledger, &row, &why) != LEDGER_FAILED;
    if (!good)
        diag_error(diag, "line %ld: %s", number, why.count ? why.messages[0].text : "no JSON");
    told_row_finish(&row);
    json_decref(json);
    diag_finish(&why);
    return good;
}

static bool take_lines(struct ledger *ledger, const char *path, struct diag *diag)
{
    FILE *in = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;
    long number = 0;
    bool good = in || diag_error(diag, "%s: %s", path, strerror(errno));
    while (good && getline(&line, &room, in) > 0)
        good = take_line(ledger, line, ++number, diag);
    free(line);
    if (in)
        fclose(in);
    return good;
}

bool collect_verify(const char *path, struct ledger_report *report,
                    void (*fault)(void *user, const char *ticker, int64_t number,
                                  enum ledger_fault fault),
                    void *user, struct diag *diag)
{
    bool lines = is_lines(path);
    FILE *there = fopen(path, "re");
    if (!there)
        return diag_error(diag, "%s: %s", path, strerror(errno));
    fclose(there);
    struct ledger *ledger = ledger_open(lines ? "" : path, diag);
    bool good = ledger && (!lines || take_lines(ledger, path, diag)) &&
                ledger_verify(ledger, report, fault, user, diag);
    ledger_close(ledger);
    return good;
}
