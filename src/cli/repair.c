/* motograph repair, backup: what keeps the store. A running ticker does both by itself. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "config/config.h"
#include "store/backup.h"
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
    return access(path, F_OK) == 0 ||
           diag_error(&cli->diag, "%s: there is no store (store.path): %s", path, strerror(errno));
}

static int run_repair(struct cli *cli)
{
    if (!is_there(cli, cli->config->store.path))
        return CLI_FAULT;
    struct store *store = cli_open_store_sound(cli, wall_now_ms(), &cli->diag);
    bool written = store && !store_in_memory(store) && !store_is_read_only(store);
    store_close(store);
    bool sound = written && cli->diag.count == 0;
    if (cli->json)
        cli_print_json(json_pack("{s:b}", "sound", sound));
    else if (sound)
        puts("the store is sound");
    return written ? CLI_DONE : CLI_FAULT;
}

static int run_backup(struct cli *cli)
{
    if (!is_there(cli, cli->config->store.path))
        return CLI_FAULT;
    char *path = store_backup_path(cli->config->store.path, cli->config->store.backup);
    struct store *store = cli_open_store(cli);
    bool good = store && store_backup(store, path, wall_now_ms(), &cli->diag);
    store_close(store);
    if (good && cli->json)
        cli_print_json(json_pack("{s:s}", "backup", path));
    else if (good)
        cli_print_text(path);
    free(path);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_repair = {
    .name = "repair",
    .arguments = "",
    .help = "reads the store through; a damaged one is set aside and what can be read is kept",
    .run = run_repair,
};

const struct cli_command cli_backup = {
    .name = "backup",
    .arguments = "",
    .help = "makes the store's backup now (store.backup), and checks it",
    .run = run_backup,
};
