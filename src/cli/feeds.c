/* motograph feeds: how each feed stands, asking for one at once, lists of other readers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/input.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/standing.h"
#include "config/config.h"
#include "wires/book_path.h"
#include "wires/opml.h"
#include "wires/refresh.h"

#define OPML_MAX (4u << 20)
static json_t *instant_or_null(int64_t when_ms)
{
    char text[CLOCK_TEXT_SIZE];
    if (when_ms == 0)
        return json_null();
    clock_format_utc(when_ms, text);
    return json_string(text);
}

static void print_as_json(struct cli *cli, const struct standing *standing)
{
    const struct desk_feed *desk = &standing->desk;
    char *state = standing_words(standing);
    cli_print_item(
        cli,
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:I, s:I, s:i, s:b, s:b, s:s?, s:s?,"
                  " s:s?}",
                  "name", standing->feed->name, "url", standing->feed->url, "state", state, "last",
                  instant_or_null(desk->last_ms), "good", instant_or_null(desk->good_ms), "next",
                  instant_or_null(desk->next_ms), "items", (json_int_t)standing->told.items, "live",
                  (json_int_t)standing->told.live, "waiting", (json_int_t)standing->told.waiting,
                  "failures", desk->failures, "gone", desk->gone, "stale", standing->stale, "fault",
                  desk->fault, "moved", desk->moved, "note", standing->told.note));
    free(state);
}

static void print_for_people(const struct cli *cli, const struct standing *standing)
{
    const struct desk_feed *desk = &standing->desk;
    char last[ASKED_TIME_SIZE] = "never";
    char next[ASKED_TIME_SIZE] = "-";
    char *state = standing_words(standing);
    if (desk->last_ms)
        cli_format_stamp(cli, desk->last_ms, last);
    if (desk->next_ms && !desk->gone)
        cli_format_stamp(cli, desk->next_ms, next);
    printf("%s: ", standing->feed->name);
    cli_print_text(state);
    printf("    last %s, next %s; %lld of its %lld items on the wall", last, next,
           (long long)standing->told.live, (long long)standing->told.items);
    if (standing->told.waiting)
        printf(", %lld wait", (long long)standing->told.waiting);
    putchar('\n');
    if (standing->told.note) {
        printf("    ");
        cli_print_text(standing->told.note);
    }
    free(state);
}

static void print_feed(void *user, const struct standing *standing)
{
    struct cli *cli = user;
    if (cli->json)
        print_as_json(cli, standing);
    else
        print_for_people(cli, standing);
}

static int list_feeds(struct cli *cli)
{
    if (cli->json)
        cli_begin_items(cli);
    bool good = standing_each(cli->config, print_feed, cli, &cli->diag);
    if (!cli->json && cli->config->feed_count == 0)
        puts("no feeds are configured: `motograph check-config --sample` tells how");
    return good ? CLI_DONE : CLI_FAULT;
}

static bool is_configured(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->feed_count; i++)
        if (strcmp(config->feeds[i].name, name) == 0)
            return true;
    return false;
}

static int refresh_feeds(struct cli *cli, const char *name)
{
    char *path = book_path(cli->config);
    bool good = !name || is_configured(cli->config, name) ||
                diag_error(&cli->diag,
                           "%s: no feed of that name is configured; `motograph feeds` "
                           "lists them",
                           name);
    good = good && refresh_ask(path, name, &cli->diag);
    if (good)
        printf("%s asked for\n", name ? name : "all feeds are");
    free(path);
    return good ? CLI_DONE : CLI_FAULT;
}

/* In the syntax of a configuration: no quotation mark ends it early. */
static void print_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar((unsigned char)*text < ' ' ? ' ' : *text);
    }
    putchar('"');
}

struct listing {
    size_t count;
};

static void print_listed(void *user, const char *url, const char *title)
{
    struct listing *listing = user;
    fputs(listing->count++ ? ",\n    { url = " : "feeds = (\n    { url = ", stdout);
    print_quoted(url);
    fputs("; name = ", stdout);
    print_quoted(title ? title : url);
    fputs("; }", stdout);
}

static int import_list(struct cli *cli, const char *path)
{
    struct buffer text = {0};
    struct listing listing = {0};
    int fd = input_open(path, "a list of feeds (OPML)", &cli->diag);
    if (fd < 0)
        return CLI_FAULT;
    int error = input_read(path, fd, OPML_MAX, &text);
    close(fd);
    bool good = error == 0 || diag_error(&cli->diag, "%s: %s", path, strerror(-error));
    size_t found =
        good && text.data ? opml_each(text.data, text.length, print_listed, &listing) : 0;
    if (found > 0)
        puts("\n);");
    else if (good)
        good =
            diag_error(&cli->diag, "%s: no outline element with an xmlUrl: OPML is wanted", path);
    buffer_finish(&text);
    return good ? CLI_DONE : CLI_FAULT;
}

static int run_command(struct cli *cli)
{
    const char *what = cli->argument_count > 0 ? cli->arguments[0] : NULL;
    const char *of = cli->argument_count > 1 ? cli->arguments[1] : NULL;
    if (!what)
        return list_feeds(cli);
    if (strcmp(what, "refresh") == 0)
        return refresh_feeds(cli, of);
    if (strcmp(what, "import") == 0 && of)
        return import_list(cli, of);
    diag_error(&cli->diag, "feeds %s: refresh [NAME] or import FILE.opml is wanted, or nothing",
               what);
    return CLI_USAGE;
}

const struct cli_command cli_feeds = {
    .name = "feeds",
    .arguments = "[refresh [NAME] | import FILE.opml]",
    .help = "how each configured feed stands; asks for one now; a reader's list as configuration",
    .most = 2,
    .lists = true,
    .run = run_command,
};
