/* motograph import FILE|DIR|-: articles into the store. */
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "config/config.h"
#include "extract/extract.h"
#include "intake/import.h"

/* What became of the articles of one call. */
struct tally {
    struct cli *cli;
    size_t stored, known, refused;
};

/* On a terminal the count is written over itself. */
static void show_progress(void *user, size_t file, size_t files)
{
    (void)user;
    if (isatty(STDERR_FILENO) && files > 1)
        fprintf(stderr, "\r%zu of %zu articles\033[K\r", file, files);
}

static const char *prefix_of(const struct import_result *result)
{
    return result->retold      ? "in place of the same story, which had come as another file: "
           : result->corrected ? "a correction: "
                               : "";
}

/* A correction leaves what has the same words as it was: approved, or killed. */
static void print_held(const struct import_result *result)
{
    size_t count = result->headlines + result->quotations + result->held;
    printf("%s: %s%zu snippet%s, %zu held%s: `motograph list --held` says why\n", result->path,
           prefix_of(result), count, count == 1 ? "" : "s", result->held,
           result->corrected ? " (not those that were decided on before, with the same words)"
                             : "");
}

/* An article has one headline, a feed's file many. */
static void print_aired(const struct import_result *result)
{
    printf("%s: %s", result->path, prefix_of(result));
    if (result->headlines > 1)
        printf("%zu headlines", result->headlines);
    else
        fputs(result->headlines ? "a headline" : "no headline", stdout);
    printf(", %zu quotation%s, none held\n", result->quotations,
           result->quotations == 1 ? "" : "s");
}

static void print_result(void *user, const struct import_result *result)
{
    struct tally *tally = user;
    struct cli *cli = tally->cli;
    tally->known += result->known;
    tally->stored += !result->known;
    if (cli->json) {
        cli_print_item(
            cli, json_pack("{s:s, s:b, s:b, s:b, s:I, s:I, s:I}", "file", result->path, "known",
                           result->known, "corrected", result->corrected, "retold", result->retold,
                           "headlines", (json_int_t)result->headlines, "quotations",
                           (json_int_t)result->quotations, "held", (json_int_t)result->held));
        return;
    }
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (result->known)
        printf("%s: known already, nothing changed\n", result->path);
    else if (result->held)
        print_held(result);
    else if (result->headlines + result->quotations == 0)
        printf("%s: nothing of it airs: no headline, no quotation\n", result->path);
    else
        print_aired(result);
}

static void count_refused(void *user, const char *path)
{
    struct tally *tally = user;
    (void)path;
    tally->refused++;
}

static void print_json_tally(const struct tally *tally, size_t count)
{
    json_t *numbers = json_pack("{s:I, s:I, s:I}", "stored", (json_int_t)tally->stored, "refused",
                                (json_int_t)tally->refused, "known", (json_int_t)tally->known);
    if (!tally->cli->jsonl)
        numbers = json_pack("{s:o}", "tally", numbers);
    if (!tally->cli->jsonl || count > 1) {
        cli_end_items(tally->cli, numbers);
    } else {
        cli_end_items(tally->cli, NULL);
        json_decref(numbers);
    }
}

/* After more than one article. */
static void print_tally(const struct tally *tally)
{
    size_t count = tally->stored + tally->known + tally->refused;
    if (tally->cli->json)
        print_json_tally(tally, count);
    else if (count > 1)
        printf("%zu articles: %zu stored, %zu refused, %zu known already\n", count, tally->stored,
               tally->refused, tally->known);
}

static int run(struct cli *cli)
{
    struct tally tally = {.cli = cli};
    memory_keep();
    struct store *store = extract_begin(&cli->diag) ? cli_open_store(cli) : NULL;
    if (!store)
        return CLI_FAULT;
    cli_begin_items(cli);
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    struct clock clock;
    clock_init_real(&clock);
    struct import import = {
        .config = cli->config,
        .store = store,
        .fonts = fonts,
        .clock = &clock,
        .now_ms = clock_wall_ms(&clock),
        .done = print_result,
        .refused = count_refused,
        .progress = show_progress,
        .user = &tally,
    };
    int code = CLI_DONE;
    if (!cli_when(cli, "date", ASKED_TIME_PAST, &import.dated_ms)) {
        fonts_close(fonts);
        fonts = NULL;
    }
    for (int i = 0; fonts && i < cli->argument_count; i++)
        if (!import_path(&import, cli->arguments[i], &cli->diag))
            code = CLI_FAULT;
    print_tally(&tally);
    if (!fonts)
        code = CLI_FAULT;
    fonts_close(fonts);
    if (!cli_close_edited(cli, store))
        code = CLI_FAULT;
    return code;
}

const struct cli_command cli_import = {
    .name = "import",
    .arguments = "FILE|DIR|-...",
    .help = "takes articles (plain text) into the store",
    .least = 1,
    .most = -1,
    .lists = true,
    .options = {{"date", "DAY", "when the articles were written, for what says today or Monday",
                 0}},
    .run = run,
};
