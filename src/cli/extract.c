/* motograph extract FILE...: an article's snippets, nothing stored. */
#include <stdio.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "config/config.h"
#include "control/snippet_json.h"
#include "extract/extract.h"
#include "extract/quote.h"
#include "feeds/article.h"
#include "news/article.h"

static void print_people(const struct article *article, const struct snippets *snippets)
{
    printf("%s: %s, %zu snippet%s\n", article_name(article),
           article_encoding_name(article_encoding(article)), snippets->count,
           snippets->count == 1 ? "" : "s");
    for (size_t i = 0; i < snippets->count; i++) {
        const struct snippet *snippet = &snippets->items[i];
        printf("  %-8s %6zu-%-6zu ", snippet_kind_name(snippet->kind), snippet->start,
               snippet->end);
        cli_print_text(snippet->text ? snippet->text : snippet->quote);
        for (size_t page = 0; page < snippet->page_count; page++) {
            printf("           page %zu: ", page + 1);
            cli_print_text(snippet->pages[page].text);
        }
        if (snippet->hold)
            printf("           held: %s\n", snippet->hold);
    }
}

/* Whether an embargo is over is for who has a clock: here it is a reason to hold. */
static void hold_embargoed(struct snippets *snippets)
{
    char instant[CLOCK_TEXT_SIZE];
    for (size_t i = 0; i < snippets->count; i++) {
        struct snippet *snippet = &snippets->items[i];
        if (snippet->hold || !snippet->not_before_ms)
            continue;
        clock_format_utc(snippet->not_before_ms, instant);
        snippet->hold = memory_format("it is under embargo until %s", instant);
    }
}

static json_t *document_of(const struct article *article, const struct snippets *snippets)
{
    json_t *list = json_array();
    for (size_t i = 0; i < snippets->count; i++)
        json_array_append_new(list, snippet_to_json(&snippets->items[i]));
    return json_pack("{s:s, s:s, s:o}", "file", article_name(article), "encoding",
                     article_encoding_name(article_encoding(article)), "snippets", list);
}

static void print_why(const struct article *article)
{
    struct buffer why = {0};
    quotes_explain(article, &why);
    printf("%s\n", article_name(article));
    fwrite(why.data, 1, why.length, stdout);
    buffer_finish(&why);
}

static bool extract_file(struct cli *cli, const char *path)
{
    struct article *article = feed_article(path, &cli->diag);
    if (!article)
        return false;
    if (cli_value(cli, "why")) {
        print_why(article);
        article_destroy(article);
        return true;
    }
    struct snippets snippets = {0};
    extract_article(article, (size_t)cli->config->snippet.max_chars, &snippets);
    hold_embargoed(&snippets);
    if (cli->json)
        cli_print_json(document_of(article, &snippets));
    else
        print_people(article, &snippets);
    snippets_finish(&snippets);
    article_destroy(article);
    return true;
}

static int run(struct cli *cli)
{
    memory_keep();
    int code = extract_begin(&cli->diag) ? CLI_DONE : CLI_FAULT;
    if (code != CLI_DONE)
        return code;
    for (int i = 0; i < cli->argument_count; i++)
        if (!extract_file(cli, cli->arguments[i]))
            code = CLI_FAULT;
    return code;
}

const struct cli_command cli_extract = {
    .name = "extract",
    .arguments = "FILE...",
    .help = "shows an article's headline and quotations; stores nothing",
    .least = 1,
    .most = -1,
    .options = {{"why", NULL, "tells who was weighed for each quotation, and why", 0}},
    .run = run,
};
