/* motograph repair, backup: what keeps the store. A running ticker does both by itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "config/config.h"
#include "store/backup.h"
#include "store/generations.h"
#include "store/lock.h"
#include "store/mark.h"
#include "store/repair.h"

static int64_t wall_now_ms(void)
{
    struct clock clock;
    clock_init_real(&clock);
    return clock_wall_ms(&clock);
}

/* A mistyped path must not become an empty store that is called sound, nor an empty backup that
 * takes the place of a good one. */
static bool is_there(struct cli *cli, const char *path)
{
    return !store_is_absent(path) ||
           diag_error(&cli->diag,
                      "%s: there is no store (store.path): no such file, or an empty one", path);
}

/* One that is gone is recovered from its backup, where there is one. */
static bool can_be_had(struct cli *cli, const char *backup)
{
    struct store_generations list = store_generations_list(backup);
    bool any = list.count > 0;
    store_generations_finish(&list);
    return any || is_there(cli, cli->config->store.path);
}

static bool is_agreed(struct cli *cli)
{
    char answer[8] = "";
    if (cli_value(cli, "yes"))
        return true;
    if (!isatty(STDIN_FILENO))
        return diag_error(&cli->diag, "repair --new begins an empty store: --yes says that it is "
                                      "meant");
    printf("%s: the store and its backups are kept under other names, and an empty store begins. "
           "Go on (yes)? ",
           cli->config->store.path);
    fflush(stdout);
    return (fgets(answer, sizeof answer, stdin) && strcmp(answer, "yes\n") == 0) ||
           diag_error(&cli->diag, "nothing was changed");
}

static bool begin_anew(struct cli *cli, const char *backup)
{
    const char *path = cli->config->store.path;
    struct store_lock *lock = NULL;
    if (!is_agreed(cli) || !store_lock_take(path, &lock, &cli->diag))
        return false;
    char *mark = cli_mark(cli);
    bool good = store_generations_set_aside(path, backup, wall_now_ms(), &cli->diag);
    struct store *store = good ? store_open(path, &cli->diag) : NULL;
    good = store && !store_is_read_only(store);
    if (good)
        store_mark_remove(mark);
    store_close(store);
    store_lock_release(lock);
    free(mark);
    if (good)
        puts("an empty store begins");
    return good;
}

static bool repair_store(struct cli *cli, const char *backup)
{
    if (!can_be_had(cli, backup))
        return false;
    struct store *store = cli_open_store_sound(cli, wall_now_ms(), &cli->diag);
    bool written = store && !store_in_memory(store) && !store_is_read_only(store);
    store_close(store);
    bool sound = written && cli->diag.count == 0;
    if (cli->json)
        cli_print_json(json_pack("{s:b}", "sound", sound));
    else if (sound)
        puts("the store is sound");
    return written;
}

static int run_repair(struct cli *cli)
{
    char *backup = store_backup_path(cli->config->store.path, cli->config->store.backup);
    bool good = cli_value(cli, "new") ? begin_anew(cli, backup) : repair_store(cli, backup);
    free(backup);
    return good ? CLI_DONE : CLI_FAULT;
}

static json_t *json_of(const struct store_generation *item, const char *taken)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:s}", "taken", taken, "span", item->span, "snippets",
                     (json_int_t)item->snippets, "bytes", (json_int_t)item->bytes, "path",
                     item->path);
}

static bool list(struct cli *cli, const char *backup)
{
    struct store_generations generations = store_generations_list(backup);
    for (size_t i = 0; i < generations.count; i++) {
        const struct store_generation *item = &generations.items[i];
        char taken[CLOCK_TEXT_SIZE];
        clock_format_utc(item->taken_ms, taken);
        if (cli->json) {
            cli_print_json(json_of(item, taken));
        } else {
            printf("%s  %-4s  %6lld snippets  %8.1f MB  ", taken, item->span,
                   (long long)item->snippets, (double)item->bytes / 1e6);
            cli_print_text(item->path);
        }
    }
    bool any = generations.count > 0;
    store_generations_finish(&generations);
    return any || diag_error(&cli->diag, "%s: there is no backup", backup);
}

static bool restore(struct cli *cli, const char *backup)
{
    int64_t when_ms = 0;
    if (!cli_when(cli, "restore", ASKED_TIME_PAST_END, &when_ms))
        return false;
    /* A list tells whole seconds. */
    char *found = store_generations_newest(backup, when_ms + CLOCK_MS_PER_S - 1);
    if (!found)
        return diag_error(&cli->diag,
                          "%s: no whole backup is from then or before (motograph backup --list)",
                          backup);
    char taken[CLOCK_TEXT_SIZE];
    clock_format_utc(store_backup_time(found), taken);
    bool good =
        store_generations_restore(cli->config->store.path, found, wall_now_ms(), &cli->diag);
    if (good)
        diag_add(&cli->diag, DIAG_NOTE, "%s: the store is as in the backup of %s (%s)",
                 cli->config->store.path, taken, found);
    free(found);
    return good;
}

static bool make(struct cli *cli, const char *backup)
{
    if (!is_there(cli, cli->config->store.path))
        return false;
    struct store *store = cli_open_store(cli);
    bool good = store &&
                store_generations_make(store, backup, wall_now_ms(),
                                       cli->config->store.backup_mb * INT64_C(1000000), &cli->diag);
    store_close(store);
    if (good && cli->json)
        cli_print_json(json_pack("{s:s}", "backup", backup));
    else if (good)
        cli_print_text(backup);
    return good;
}

static int run_backup(struct cli *cli)
{
    char *backup = store_backup_path(cli->config->store.path, cli->config->store.backup);
    bool good =
        cli_not_both(cli, "list", "restore") && (cli_value(cli, "list")      ? list(cli, backup)
                                                 : cli_value(cli, "restore") ? restore(cli, backup)
                                                                             : make(cli, backup));
    free(backup);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_repair = {
    .name = "repair",
    .arguments = "",
    .help = "reads the store through; a damaged one is set aside and what can be read is kept",
    .options =
        {
            {"new", NULL, "sets the store and its backups aside, and begins an empty one", 0},
            {"yes", NULL, "does that without asking", 'y'},
        },
    .run = run_repair,
};

const struct cli_command cli_backup = {
    .name = "backup",
    .arguments = "",
    .help = "makes the store's backup now (store.backup), and checks it",
    .options =
        {
            {"list", NULL, "tells the generations that there are", 'l'},
            {"restore", "TIME", "puts the newest one from then or before in the store's place", 0},
        },
    .run = run_backup,
};
