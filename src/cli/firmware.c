/* motograph firmware [TTY]: the device that drives the panel, its firmware, and how often it
 * refreshes. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "config/config.h"
#include "config/panel_ranges.h"
#include "hub75/geometry.h"
#include "hub75/pass.h"
#include "rp2040/firmware.h"

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

/* --- what a refresh takes --- */

#define MHZ 1000000u
#define USUAL_HZ (125 * MHZ)
#define QUICK_HZ (200 * MHZ)
#define PIXELS_MOST_HZ (25 * MHZ) /* panels' chips are sure to follow */

struct timing {
    struct pass pass;
    struct pass_light light;
    double refresh_hz, lit, pixels_hz;
};

static struct timing time_pass(struct pass pass, struct pass_light light)
{
    return (struct timing){
        .pass = pass,
        .light = light,
        .refresh_hz = (double)pass.clock_hz / light.cycles,
        .lit = pass_lit_ppm(&pass, &light) / 1e6,
        .pixels_hz = (double)pass.clock_hz / pass.pixel_cycles,
    };
}

static struct pass pass_of(const struct config_panel *panel)
{
    int columns = geometry_columns(panel);
    struct pass pass = {
        .clock_hz = USUAL_HZ,
        .scan_rows = panel_scan_rows(panel),
        .columns = columns,
        .planes = pass_planes(columns),
        .pixel_cycles = panel->pixel_cycles,
        .blank_ns = panel->blank_ns,
        .brightness = panel->brightness,
    };
    pass_wire(&pass, &panel->wiring);
    return pass;
}

static void print_timing(const struct timing *timing, const struct timing *usual)
{
    printf("  %3u MHz, %4.1f MHz a pixel: %7.1f Hz, lit %.1f %%", timing->pass.clock_hz / MHZ,
           timing->pixels_hz / MHZ, timing->refresh_hz, 100 * timing->lit);
    if (timing != usual)
        printf(", %.2f times the refresh", timing->refresh_hz / usual->refresh_hz);
    printf("\n");
}

/* Each plane is shifted once a pass. With the same share lit all times of a pass are as
 * long as the shifts make them: it gains what they gain, and the few cycles beside. */
static void print_timings(const struct timing *usual, const struct timing *quick)
{
    const struct pass *pass = &usual->pass;
    printf("%d scan rows, %d columns, %d bits a channel; computed\n", pass->scan_rows,
           pass->columns, pass->planes);
    print_timing(usual, usual);
    print_timing(quick, usual);
    const double wished = 1.3;
    printf("  at the same lit share the pixel clock bounds the gain: %.2f times; %.1f times would "
           "need %.1f MHz\n",
           quick->pixels_hz / usual->pixels_hz, wished, wished * usual->pixels_hz / MHZ);
}

static json_t *timing_to_json(const struct timing *timing)
{
    return json_pack("{s:I, s:f, s:f, s:f, s:I}", "clock_hz", (json_int_t)timing->pass.clock_hz,
                     "pixels_hz", timing->pixels_hz, "refresh_hz", timing->refresh_hz, "lit",
                     timing->lit, "unit_cycles", (json_int_t)timing->light.unit);
}

static int tell_timing(struct cli *cli)
{
    struct pass pass = pass_of(&cli->config->panel);
    struct timing usual = time_pass(pass, pass_light(&pass));
    pass.clock_hz = QUICK_HZ;
    pass.pixel_cycles = QUICK_HZ / PIXELS_MOST_HZ;
    uint32_t lit_ppm = pass_lit_ppm(&usual.pass, &usual.light);
    struct timing quick = time_pass(pass, pass_light_at(&pass, lit_ppm));
    cli_begin_items(cli);
    if (cli->json) {
        cli_print_item(cli, timing_to_json(&usual));
        cli_print_item(cli, timing_to_json(&quick));
    } else {
        print_timings(&usual, &quick);
    }
    return CLI_DONE;
}

static int run(struct cli *cli)
{
    const char *uf2 = cli_value(cli, "write");
    struct wire_caps caps;
    bool boot = cli_value(cli, "boot") != NULL;
    if (!cli_not_both(cli, "write", "boot") || !cli_not_both(cli, "write", "timing") ||
        !cli_not_both(cli, "boot", "timing"))
        return CLI_FAULT;
    if (!uf2 && cli_value(cli, "drive")) {
        diag_error(&cli->diag, "--drive goes with --write FILE.uf2");
        return CLI_FAULT;
    }
    if (uf2)
        return write_firmware(cli, uf2);
    if (cli_value(cli, "timing"))
        return tell_timing(cli);
    if (!firmware_ask(cli->argument_count > 0 ? cli->arguments[0] : NULL, boot, &caps, &cli->diag))
        return CLI_FAULT;
    if (cli->json)
        cli_print_json(caps_to_json(&caps));
    else
        print_caps(&caps);
    if (boot && !cli->json)
        printf("It restarts as a boot drive: mount it, then motograph firmware --write FILE.uf2\n");
    return CLI_DONE;
}

const struct cli_command cli_firmware = {
    .name = "firmware",
    .arguments = "[TTY|NUMBER]",
    .help = "what the RP2040 on a USB cable is and can do; writes its firmware",
    .most = 1,
    .lists = true,
    .options = {{"write", "UF2", "writes that file to the mounted boot drive", 0},
                {"drive", "DIR", "where the boot drive is mounted", 0},
                {"boot", NULL, "restarts the device as a boot drive", 0},
                {"timing", NULL, "computes the panel's refresh at 125 and 200 MHz", 0}},
    .run = run,
};
