/* motograph replay: what the wall showed, from the log. */
#include <stdio.h>
#include <string.h>

#include "asrun/replay.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "config/config.h"
#include "output/picture_png.h"

#define SECONDS_MAX 86400
#define SECONDS_USUAL 10

enum kind {
    KIND_NONE,
    KIND_PNG, /* one picture */
    KIND_GIF,
};

static enum kind kind_of(const char *path)
{
    const char *dot = path ? strrchr(path, '.') : NULL;
    if (dot && strcmp(dot, ".png") == 0)
        return KIND_PNG;
    return dot && strcmp(dot, ".gif") == 0 ? KIND_GIF : KIND_NONE;
}

static bool write_png(struct cli *cli, const struct replay *replay, int64_t at_ns)
{
    struct frame frame;
    frame_init(&frame, replay->width, replay->height);
    replay_draw(replay, at_ns, &frame);
    bool good = picture_write_png(cli_value(cli, "out"), &frame, cli->config->picture.scale,
                                  cli->config->picture.dots, &cli->diag);
    frame_finish(&frame);
    return good;
}

static bool write_gif(struct cli *cli, const struct replay *replay, int64_t from_ns, int64_t to_ns)
{
    char spec[4096 + sizeof "gif:"];
    struct clock clock;
    clock_init_simulated(&clock, 0);
    clock_advance_to(&clock, from_ns);
    if (snprintf(spec, sizeof spec, "gif:%s", cli_value(cli, "out")) >= (int)sizeof spec)
        return diag_error(&cli->diag, "--out: the name is too long");
    struct output *output =
        output_open(spec, cli->config, &clock, replay->width, replay->height, &cli->diag);
    if (!output)
        return false;
    bool good = replay_play(replay, &clock, output, to_ns, &cli->diag);
    return output->ops->close(output, &cli->diag) && good;
}

/* How the pictures drawn now compare with what the log says was sent. */
static const char *agreement(const struct replay_airing *airing, const struct output_sent *drawn)
{
    if (airing->frames == 0)
        return "not counted";
    if (airing->frames == drawn->frames && airing->pixels == drawn->pixels)
        return "the same";
    return airing->frames < drawn->frames ? "some" : "other";
}

static void print_airing(struct cli *cli, const struct replay_airing *airing,
                         const struct output_sent *drawn)
{
    char start[ASKED_TIME_SIZE];
    const char *sent = agreement(airing, drawn);
    cli_format_stamp(cli, airing->start_ns / CLOCK_NS_PER_MS, start);
    if (cli->json) {
        cli_print_item(cli, json_pack("{s:s, s:s, s:s, s:I, s:I, s:s}", "start", start, "text",
                                      airing->text, "reason", airing->reason, "pictures",
                                      (json_int_t)drawn->frames, "sent", (json_int_t)airing->frames,
                                      "agreement", sent));
        return;
    }
    printf("%s  ", start);
    cli_print_text(*airing->text ? airing->text : "-");
    printf("%*s  %lld pictures; the output sent %lld: %s\n", (int)strlen(start), "",
           (long long)drawn->frames, (long long)airing->frames, sent);
}

static void print_airings(struct cli *cli, const struct replay *replay, int64_t from_ns,
                          int64_t to_ns)
{
    cli_begin_items(cli);
    for (size_t i = 0; i < replay->count; i++) {
        const struct replay_airing *airing = &replay->airings[i];
        struct output_sent drawn;
        if (airing->start_ns >= to_ns || airing->end_ns <= from_ns)
            continue;
        replay_count(replay, airing, &drawn);
        print_airing(cli, airing, &drawn);
    }
}

static bool write_out(struct cli *cli, struct store *store, int64_t from_ns, int64_t to_ns)
{
    struct replay replay;
    bool png = kind_of(cli_value(cli, "out")) == KIND_PNG;
    bool good = replay_load(&replay, store, from_ns, to_ns, &cli->diag) &&
                (png ? write_png(cli, &replay, from_ns) : write_gif(cli, &replay, from_ns, to_ns));
    if (good)
        print_airings(cli, &replay, from_ns, to_ns);
    replay_finish(&replay);
    return good;
}

static bool read_span(struct cli *cli, int64_t *from_ns, int64_t *to_ns)
{
    const char *at = cli_value(cli, "at");
    bool png = kind_of(cli_value(cli, "out")) == KIND_PNG;
    long long seconds = SECONDS_USUAL;
    int64_t at_ms = 0;
    if (!cli_when(cli, "at", ASKED_TIME_PAST, &at_ms))
        return false;
    if (at_ms > INT64_MAX / CLOCK_NS_PER_MS - SECONDS_MAX * CLOCK_MS_PER_S)
        return diag_error(&cli->diag, "--at \"%s\": no picture is of so late a time", at);
    if (!asked_time_is_exact(at) || !clock_parse_ns(at, from_ns)) /* which is finer */
        *from_ns = at_ms * CLOCK_NS_PER_MS;
    if (!cli_number(cli, "seconds", 1, SECONDS_MAX, &seconds))
        return false;
    if (png && cli_value(cli, "seconds"))
        return diag_error(&cli->diag, "--seconds: a PNG is one picture; FILE.gif takes many");
    *to_ns = png ? *from_ns + 1 : *from_ns + seconds * CLOCK_NS_PER_S;
    return true;
}

static int run(struct cli *cli)
{
    int64_t from_ns = 0;
    int64_t to_ns = 0;
    if (!cli_value(cli, "at") || kind_of(cli_value(cli, "out")) == KIND_NONE) {
        diag_error(&cli->diag,
                   "motograph replay: --at TIME and -o FILE.gif or FILE.png are wanted");
        return CLI_USAGE;
    }
    if (!read_span(cli, &from_ns, &to_ns))
        return CLI_FAULT;
    struct store *store = cli_open_store(cli);
    bool good = store && write_out(cli, store, from_ns, to_ns);
    store_close(store);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_replay = {
    .name = "replay",
    .arguments = "",
    .help = "what the wall showed, pixel for pixel, whatever fonts there are now",
    .lists = true,
    .options =
        {
            {"at", "TIME", "from then on", 'a'},
            {"seconds", "N", "so long; 10 unless told", 's'},
            {"out", "FILE", "where to: FILE.gif, or FILE.png for one picture", 'o'},
        },
    .run = run,
};
