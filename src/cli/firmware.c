/* motograph firmware [TTY]: the device that drives the panel, and its firmware. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "output/firmware.h"

static int write_firmware(struct cli *cli, const char *uf2)
{
    const char *named = cli_value(cli, "drive");
    char *found = named ? NULL : firmware_find_drive(&cli->diag);
    const char *drive = named ? named : found;
    bool good = drive && firmware_write(uf2, drive, &cli->diag);
    if (good && !cli->json)
        printf("%s is on %s; the board restarts with it.\n", uf2, drive);
    free(found);
    return good ? CLI_DONE : CLI_FAULT;
}

static void print_caps(const struct wire_caps *caps)
{
    printf("%s, wire version %d\n", caps->name, WIRE_VERSION);
    printf("  at most %u columns a scan row, %u bits a channel, %u zones, %u pages a zone\n",
           caps->columns_max, caps->planes_max, caps->zones_max, caps->pages_max);
    printf("  %u bytes for pictures and strips, %u of them for a scene's strips now\n",
           (unsigned)caps->memory, (unsigned)caps->strips);
    printf("  %u MHz\n", (unsigned)(caps->clock_hz / 1000000));
}

static json_t *caps_to_json(const struct wire_caps *caps)
{
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:i, s:I, s:I, s:I}", "name", caps->name, "wire",
                     WIRE_VERSION, "columns_max", caps->columns_max, "bits_max", caps->planes_max,
                     "zones_max", caps->zones_max, "pages_max", caps->pages_max, "memory",
                     (json_int_t)caps->memory, "strips", (json_int_t)caps->strips, "clock_hz",
                     (json_int_t)caps->clock_hz);
}

static int run(struct cli *cli)
{
    const char *uf2 = cli_value(cli, "write");
    struct wire_caps caps;
    bool boot = cli_value(cli, "boot") != NULL;
    if (!cli_not_both(cli, "write", "boot"))
        return CLI_FAULT;
    if (!uf2 && cli_value(cli, "drive")) {
        diag_error(&cli->diag, "--drive goes with --write FILE.uf2");
        return CLI_FAULT;
    }
    if (uf2)
        return write_firmware(cli, uf2);
    if (!firmware_ask(cli->argument_count > 0 ? cli->arguments[0] : NULL, boot, &caps, &cli->diag))
        return CLI_FAULT;
    if (cli->json)
        cli_print_json(caps_to_json(&caps));
    else
        print_caps(&caps);
    return CLI_DONE;
}

const struct cli_command cli_firmware = {
    .name = "firmware",
    .arguments = "[TTY|NUMBER]",
    .help = "what the RP2040 on a USB cable is and can do; writes its firmware",
    .most = 1,
    .options = {{"write", "UF2", "writes that file to the mounted boot drive", 0},
                {"drive", "DIR", "where the boot drive is mounted", 0},
                {"boot", NULL, "restarts the device as a boot drive", 0}},
    .run = run,
};
