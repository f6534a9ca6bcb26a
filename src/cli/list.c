/* motograph list, show: what the store holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "control/snippet_json.h"

/* What of the store is asked for, and how it is shown. */
struct listing {
    struct cli *cli;
    int64_t now_ms;
    int64_t since_ms;
    char *search; /* in small letters; NULL: anything */
    const char *category, *state;
    bool held_only;
    int width;
    size_t count;
};

/* In small letters; the caller frees. */
static char *folded(const char *text)
{
    struct buffer out = {0};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        char letter[4];
        size_t size = utf8_decode(text + at, length - at, &code);
        if (size)
            buffer_add(&out, letter, utf8_encode(utf8_lower(code), letter));
        at += size ? size : 1;
    }
    return buffer_detach(&out);
}

static bool has(const char *text, const char *wanted)
{
    if (!text)
        return false;
    char *small = folded(text);
    bool found = strstr(small, wanted) != NULL;
    free(small);
    return found;
}

static const char *category_of(const struct snippet *snippet)
{
    const char *category = snippet->category ? snippet->category : "news";
    size_t length = strlen(category);
    bool plain =
        utf8_validate(category, length) == length && utf8_find_control(category, length) == length;
    return plain ? category : "?"; /* this program writes no other */
}

static bool is_asked_for(const struct listing *listing, const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    return !(listing->held_only && row->state != STORE_HELD) &&
           !(listing->state && strcmp(store_state_name(row->state), listing->state) != 0) &&
           !(listing->category && strcasecmp(category_of(snippet), listing->category) != 0) &&
           snippet->created_ms >= listing->since_ms &&
           (!listing->search || has(snippet->text, listing->search) ||
            has(snippet->quote, listing->search) || has(snippet->speaker, listing->search));
}

/* "45s", "23h", "6d": of what is left. */
static void format_span(int64_t span_ms, char *out, size_t size)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}};
    size_t i = 0;
    while (i < 3 && span_ms < 2 * units[i].ms) /* 47h says more than 1d */
        i++;
    snprintf(out, size, "%lld%s", (long long)((span_ms + units[i].ms / 2) / units[i].ms),
             units[i].unit);
}

/* How long it may still air. */
static void format_left(const struct listing *listing, const struct snippet *snippet, char *out,
                        size_t size)
{
    char span[24];
    if (snippet->expires_ms && snippet->expires_ms <= listing->now_ms) {
        snprintf(out, size, "over");
    } else if (snippet->not_before_ms > listing->now_ms) {
        format_span(snippet->not_before_ms - listing->now_ms, span, sizeof span);
        snprintf(out, size, "in %s", span);
    } else if (snippet->expires_ms) {
        format_span(snippet->expires_ms - listing->now_ms, out, size);
    } else {
        snprintf(out, size, "ever");
    }
}

/* On a terminal words that do not fit go on in the next line. */
static void print_words(const struct listing *listing, int at, int indent, const char *text)
{
    columns_print(stdout, text, at, indent, listing->width);
}

#define WORDS_INDENT 9 /* behind the id */

static void print_people(const struct listing *listing, const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    char left[32];
    format_left(listing, snippet, left, sizeof left);
    int at =
        printf("%6lld %-8s %-6s %4lld", (long long)snippet->id, snippet_kind_name(snippet->kind),
               store_state_name(row->state), (long long)row->airings);
    fputs("× ", stdout);
    at += 2 + printf("%6s %s ", left, category_of(snippet));
    if (snippet->priority)
        at += printf("p%d ", snippet->priority);
    print_words(listing, at, WORDS_INDENT, cli_words(listing->cli, snippet));
    if (row->state == STORE_HELD && snippet->hold)
        print_words(listing, printf("%*sheld: ", WORDS_INDENT, ""), WORDS_INDENT + 2,
                    snippet->hold);
    if (row->fault)
        printf("%*sdoes not air: damaged, column %s\n", WORDS_INDENT, "", row->fault);
}

static bool print_row(void *user, const struct store_row *row)
{
    struct listing *listing = user;
    if (!is_asked_for(listing, row))
        return true;
    listing->count++;
    if (listing->cli->json)
        cli_print_item(listing->cli, store_row_to_json(row));
    else
        print_people(listing, row);
    return true;
}

/* A state that there is none of would find nothing, in silence. */
static bool read_state(struct listing *listing)
{
    const char *names[STORE_STATES];
    listing->state = cli_value(listing->cli, "state");
    for (int i = 0; i < STORE_STATES; i++) {
        names[i] = store_state_name((enum store_state)i);
        if (!listing->state || strcmp(names[i], listing->state) == 0)
            return true;
    }
    struct buffer list = {0};
    for (int i = 0; i < STORE_REMOVED; i++) /* what is removed is not listed */
        buffer_format(&list, "%s%s", i ? ", " : "", names[i]);
    diag_error(&listing->cli->diag, "--state \"%s\": one of %s is wanted", listing->state,
               list.data);
    buffer_finish(&list);
    return false;
}

static bool is_filtered(const struct listing *listing)
{
    return listing->held_only || listing->state || listing->category || listing->search ||
           listing->since_ms != INT64_MIN;
}

static bool print_all(struct listing *listing)
{
    struct cli *cli = listing->cli;
    struct store *store = cli_open_store(cli);
    if (!store)
        return false;
    cli_begin_items(cli);
    bool good = store_each(store, print_row, listing, &cli->diag);
    store_close(store);
    if (good && listing->count == 0 && !cli->json)
        puts(is_filtered(listing) ? "nothing of that kind is here; `motograph list` shows all"
                                  : "nothing here; `motograph import FILE` or `motograph add TEXT` "
                                    "puts something in");
    return good;
}

static int run_list(struct cli *cli)
{
    struct clock clock;
    clock_init_real(&clock);
    struct listing listing = {.cli = cli,
                              .now_ms = clock_wall_ms(&clock),
                              .since_ms = INT64_MIN,
                              .held_only = cli_value(cli, "held") != NULL,
                              .category = cli_value(cli, "category"),
                              .width = columns_end() ? columns_of(stdout) : 0};
    const char *search = cli_value(cli, "search");
    listing.search = search ? folded(search) : NULL;
    bool good = read_state(&listing) &&
                cli_when(cli, "since", ASKED_TIME_PAST, &listing.since_ms) && print_all(&listing);
    free(listing.search);
    return good ? CLI_DONE : CLI_FAULT;
}

/* Opens the store and reads the id for a command on one snippet. */
static bool begin(struct cli *cli, struct store **store, int64_t *id)
{
    if (!cli_id(cli, cli->arguments[0], id))
        return false;
    *store = cli_open_store(cli);
    return *store != NULL;
}

static int finish(struct store *store, bool good)
{
    store_close(store);
    return good ? CLI_DONE : CLI_FAULT;
}

static void print_field(const char *name, const char *text)
{
    if (!text)
        return;
    printf("%-12s ", name);
    cli_print_text(text);
}

static void print_time(const struct cli *cli, const char *name, int64_t wall_ms)
{
    char text[ASKED_TIME_SIZE];
    if (wall_ms <= 0)
        return;
    cli_format_time(cli, wall_ms, strcmp(name, "expires") == 0, text);
    print_field(name, text);
}

static void print_whole(const struct cli *cli, const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    printf("%-12s %lld\n", "id", (long long)snippet->id);
    print_field("kind", snippet_kind_name(snippet->kind));
    print_field("state", store_state_name(row->state));
    print_field("damaged", row->fault);
    print_field("text", snippet->text);
    print_field("quote", snippet->quote);
    print_field("speaker", snippet->speaker);
    print_field("as written", snippet->speaker_as_written);
    print_field("cue", snippet->cue);
    print_field("source", snippet->source);
    print_field(row->state == STORE_HELD ? "held" : "was held", snippet->hold);
    print_field("corrected", snippet->corrected ? "after it had been on air" : NULL);
    print_field("replaced", snippet->replaced);
    print_field("origin", snippet->origin);
    print_field("rights", snippet->rights);
    print_field("category", snippet->category);
    print_field("daypart", snippet->daypart);
    if (snippet->gap_ms)
        printf("%-12s %lld s\n", "gap", (long long)(snippet->gap_ms / CLOCK_MS_PER_S));
    if (snippet->most_airings)
        printf("%-12s %lld airings\n", "at most", (long long)snippet->most_airings);
    if (snippet->breaking)
        printf("%-12s level %d\n", "breaking", snippet->breaking);
    printf("%-12s %d\n%-12s %d\n", "priority", snippet->priority, "weight", snippet->weight);
    print_time(cli, "created", snippet->created_ms);
    print_time(cli, "not before", snippet->not_before_ms);
    print_time(cli, "expires", snippet->expires_ms);
    print_time(cli, "last aired", row->last_aired_ms);
    printf("%-12s %lld\n", "airings", (long long)row->airings);
}

static int run_show(struct cli *cli)
{
    struct store *store = NULL;
    int64_t id = 0;
    struct store_row row;
    if (!begin(cli, &store, &id))
        return CLI_FAULT;
    bool good = store_get(store, id, &row, &cli->diag);
    if (good && cli->json)
        cli_print_json(store_row_to_json(&row));
    else if (good)
        print_whole(cli, &row);
    if (good)
        store_row_finish(&row);
    return finish(store, good);
}

const struct cli_command cli_list = {
    .name = "list",
    .arguments = "",
    .help = "what the store holds",
    .lists = true,
    .options = {{"held", NULL, "only what waits for an editor, and why", 0},
                {"category", "NAME", "only that category", 'k'},
                {"state", "STATE", "only live, approved, held, killed, expired or corrected ones",
                 0},
                {"since", "WHEN", "only what came in since then: 2h (ago), 3d, 2026-11-30", 0},
                {"search", "TEXT", "only what has that in its words, in small letters or capitals",
                 0}},
    .run = run_list,
};

const struct cli_command cli_show = {
    .name = "show",
    .arguments = "ID",
    .help = "one snippet, whole",
    .least = 1,
    .most = 1,
    .run = run_show,
};
