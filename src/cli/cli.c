#include "cli/cli.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/place.h"
#include "config/config.h"
#include "control/ask.h"
#include "control/json.h"
#include "news/banned.h"
#include "store/absence.h"
#include "store/backup.h"
#include "store/mark.h"
#include "store/repair.h"

/* How long a ticker is waited for that only looks, on a busy machine: it looks by itself, too. */
#define LOOK_MS 2000
/* A store that was damaged in this moment is repaired within some seconds; then it is asked again.
 */
#define LOOKS 10
#define LOOK_AGAIN_NS (200 * CLOCK_NS_PER_MS)

const char *cli_value(const struct cli *cli, const char *option)
{
    const struct cli_option *options = cli->command->options;
    for (int i = 0; options[i].name; i++)
        if (strcmp(options[i].name, option) == 0)
            return cli->values[i];
    return NULL;
}

/* Digits, with a minus or without, and nothing else. */
static bool read_whole(const char *text, long long *value)
{
    char *end;
    if (!isdigit((unsigned char)text[text[0] == '-']))
        return false;
    errno = 0;
    *value = strtoll(text, &end, 10);
    return !*end && !errno;
}

bool cli_number(struct cli *cli, const char *option, long long least, long long most,
                long long *number)
{
    const char *text = cli_value(cli, option);
    long long value = 0;
    if (!text)
        return true;
    if (!read_whole(text, &value) || value < least || value > most)
        return diag_error(&cli->diag, "--%s \"%s\": a whole number from %lld to %lld is wanted",
                          option, text, least, most);
    *number = value;
    return true;
}

bool cli_id(struct cli *cli, const char *text, int64_t *id)
{
    long long value = 0;
    if (!read_whole(text, &value) || value < 1)
        return diag_error(&cli->diag, "\"%s\": not an id; `motograph list` shows them", text);
    *id = value;
    return true;
}

/* What leaves room is told back. */
static void tell_understood(struct cli *cli, const char *option, enum asked_time_for purpose,
                            int64_t when_ms)
{
    char shown[ASKED_TIME_SIZE];
    const char *text = cli_value(cli, option);
    bool end = purpose == ASKED_TIME_END || purpose == ASKED_TIME_PAST_END;
    if (cli->json || asked_time_is_exact(text))
        return;
    cli_format_time(cli, when_ms, end, shown);
    diag_add(&cli->diag, DIAG_NOTE, "--%s \"%s\" is %s", option, text, shown);
}

bool cli_when(struct cli *cli, const char *option, enum asked_time_for purpose, int64_t *when_ms)
{
    const char *text = cli_value(cli, option);
    struct diag found = {0};
    struct clock clock;
    clock_init_real(&clock);
    if (!text)
        return true;
    bool good = asked_time_parse(text, clock_wall_ms(&clock), purpose, when_ms, &found);
    for (size_t i = 0; i < found.count; i++)
        diag_error(&cli->diag, "--%s %s", option, found.messages[i].text);
    diag_finish(&found);
    if (good)
        tell_understood(cli, option, purpose, *when_ms);
    return good;
}

void cli_format_time(const struct cli *cli, int64_t when_ms, bool end, char out[ASKED_TIME_SIZE])
{
    asked_time_format(when_ms, end, cli->utc, out);
}

void cli_format_stamp(const struct cli *cli, int64_t when_ms, char out[ASKED_TIME_SIZE])
{
    if (cli->json)
        clock_format_utc(when_ms, out);
    else
        asked_time_stamp(when_ms, cli->utc, out);
}

bool cli_not_both(struct cli *cli, const char *option, const char *other)
{
    return !cli_value(cli, option) || !cli_value(cli, other) ||
           diag_error(&cli->diag, "--%s and --%s exclude each other: one of them is wanted", option,
                      other);
}

char *cli_mark(const struct cli *cli)
{
    return store_mark_path(cli->config->store.mark_folder, cli->config->store.path);
}

static bool is_not_gone(struct cli *cli)
{
    const struct config_store *store = &cli->config->store;
    char *backup = store_backup_path(store->path, store->backup);
    char *mark = cli_mark(cli);
    bool good = store_absence_check(store->path, backup, mark, &cli->diag);
    free(mark);
    free(backup);
    return good;
}

struct store *cli_open_store(struct cli *cli)
{
    const char *path = cli->config->store.path;
    if (!store_is_absent(path))
        return store_open_there(path, &cli->diag);
    return is_not_gone(cli) ? store_open(path, &cli->diag) : NULL;
}

/* Whether the running ticker knows of that edition, or there is none of this store. */
static bool ticker_knows(const struct cli *cli, int64_t edition)
{
    json_t *reply = NULL;
    struct state state = {0};
    struct diag ignored = {0}; /* it looks by itself soon */
    bool asked = *cli->config->control.socket &&
                 ask_ticker(cli->config->control.socket, &(struct request){.kind = REQUEST_STATUS},
                            LOOK_MS, &reply, &ignored) == ASK_DONE;
    if (asked)
        state_from_json(reply, &state);
    char *place = place_of(cli->config->store.path);
    bool knows = !asked || !state.store || strcmp(state.store, place) != 0 ||
                 state.store_edition == 0 || state.store_edition >= edition;
    free(place);
    json_decref(reply);
    diag_finish(&ignored);
    return knows;
}

/* It looks when it is asked; where the store was just damaged it sees nothing new in it. */
static bool have_ticker_look(const struct cli *cli, int64_t edition)
{
    const struct timespec pause = {.tv_nsec = LOOK_AGAIN_NS};
    for (int i = 0; i < LOOKS; i++) {
        if (ticker_knows(cli, edition))
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

bool cli_close_edited(struct cli *cli, struct store *store)
{
    struct diag ignored = {0};
    if (!store)
        return true;
    bool good =
        (have_ticker_look(cli, store_own_edition(store)) && store_confirm(store, &ignored)) ||
        diag_error(&cli->diag,
                   "%s: the store was damaged or taken away in this moment: what was stored "
                   "may be lost (motograph list shows it)",
                   store_path(store));
    store_close(store);
    diag_finish(&ignored);
    return good;
}

struct store *cli_open_store_sound(const struct cli *cli, int64_t now_ms, struct diag *diag)
{
    char *backup = store_backup_path(cli->config->store.path, cli->config->store.backup);
    struct store *store = store_open_sound(cli->config->store.path, backup, now_ms, diag);
    free(backup);
    return store;
}

/* No measurement has more digits; whole numbers keep all of theirs. */
#define JSON_DIGITS 9
#define JSON_FORM (JSON_COMPACT | JSON_REAL_PRECISION(JSON_DIGITS))

void cli_print_json(json_t *document)
{
    json_dumpf(document, stdout, JSON_FORM);
    putchar('\n');
    json_decref(document);
}

void cli_begin_items(struct cli *cli)
{
    assert(cli->command->lists && cli->items == CLI_NO_ITEMS);
    cli->items = CLI_ITEMS_BEGUN;
    if (cli->json && !cli->jsonl)
        fputs("{\"items\":[", stdout);
}

void cli_print_item(struct cli *cli, json_t *item)
{
    assert(cli->json && cli->items != CLI_NO_ITEMS);
    if (cli->jsonl) {
        cli_print_json(item);
        return;
    }
    if (cli->items == CLI_ITEMS_FOLLOW)
        fputs(",\n", stdout);
    cli->items = CLI_ITEMS_FOLLOW;
    json_dumpf(item, stdout, JSON_FORM);
    json_decref(item);
}

void cli_end_items(struct cli *cli, json_t *about)
{
    const char *key;
    json_t *value;
    assert(cli->json && cli->items != CLI_NO_ITEMS);
    cli->items = CLI_NO_ITEMS;
    if (cli->jsonl) {
        if (about)
            cli_print_json(about);
        return;
    }
    putchar(']');
    json_object_foreach(about, key, value)
    {
        printf(",\"%s\":", key);
        json_dumpf(value, stdout, JSON_FORM | JSON_ENCODE_ANY);
    }
    fputs("}\n", stdout);
    json_decref(about);
}

const char *cli_words(const struct cli *cli, const struct snippet *snippet)
{
    const char *words = snippet->text ? snippet->text : snippet->quote ? snippet->quote : "";
    return banned_in(cli->config->news.banned, words)
               ? "(a word that never airs; motograph show tells all of them)"
               : words;
}

void cli_print_text(const char *text)
{
    struct diag defused = {0};
    diag_add(&defused, DIAG_NOTE, "%s", text);
    puts(defused.messages[0].text);
    diag_finish(&defused);
}

bool cli_ask(struct cli *cli, const struct request *request, json_t **reply)
{
    return ask_ticker(cli->config->control.socket, request, CLI_ASK_MS, reply, &cli->diag) ==
           ASK_DONE;
}
