/* The command line: `motograph COMMAND [options]`. One file a command in
 * src/cli, each a row in cli/commands.h.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/asked_time.h"
#include "base/diag.h"
#include "cli/configure.h"
#include "control/request.h"
#include "store/store.h"

struct config;

/* Exit codes. */
enum {
    CLI_DONE = 0,
    CLI_FAULT = 1, /* the input or the state is at fault */
    CLI_USAGE = 2,
};

#define CLI_OPTIONS_MAX 16

struct cli_option {
    const char *name;  /* long, without dashes; NULL ends the table */
    const char *value; /* name of its value for the help, NULL: a switch */
    const char *help;
    char letter; /* short form, 0: none */
};

struct cli;

struct cli_command {
    const char *name;
    const char *arguments; /* for the usage line: "FILE...", "" */
    const char *help;      /* one line */
    int least, most;       /* how many arguments; most -1: any number */
    bool asks;             /* a running ticker, which has a configuration of its own */
    bool judges;           /* the configuration, and runs where it is bad */
    int text_at;           /* which argument is a text, from 1: "-" reads it; 0: none */
    bool lists;            /* may print items (cli_print_item): --jsonl has each on a line */
    bool bare;             /* works without a configuration */
    struct cli_option options[CLI_OPTIONS_MAX];
    int (*run)(struct cli *cli);
};

/* How far a list of items is. */
enum cli_items {
    CLI_NO_ITEMS,
    CLI_ITEMS_BEGUN,
    CLI_ITEMS_FOLLOW, /* one is printed, at least */
};

/* What was asked. */
struct cli {
    const struct cli_command *command;
    const struct cli_command *const *commands; /* all that there are; NULL behind the last */
    struct config *config;                     /* read, set and checked */
    struct cli_source source;                  /* of it */
    char *wrong_over;                          /* what is wrong with source.over; NULL: nothing */
    char **line;                               /* the whole command line: argv of main */
    bool json;
    bool jsonl; /* a document an item, no document around them; json is set, too */
    enum cli_items items;
    bool utc;             /* people are told times in UTC */
    bool unconfigured;    /* the configuration is bad; of a command that asks, or judges */
    bool text_from_input; /* the argument at text_at was "-" */
    char **arguments;
    int argument_count;
    const char *values[CLI_OPTIONS_MAX]; /* by option; "" for a switch that is set */
    struct diag diag;                    /* printed and freed when the command returns */
};

/* The value of an option, NULL where it was not given. */
const char *cli_value(const struct cli *cli, const char *option);

/* Reads a whole number from an option; false with an error when it is none or
 * out of range; *number stays when the option was not given. */
bool cli_number(struct cli *cli, const char *option, long long least, long long most,
                long long *number);

/* Reads a time (base/asked_time.h) from an option, and tells people how it was understood; false
 * with an error that says why it is none; *when_ms stays when it was not given. */
bool cli_when(struct cli *cli, const char *option, enum asked_time_for purpose, int64_t *when_ms);

/* A time for people, in local time or, with --utc, in UTC; of an end as asked_time_format. */
void cli_format_time(const struct cli *cli, int64_t when_ms, bool end, char out[ASKED_TIME_SIZE]);

/* The same of asked_time_stamp; with --json as clock_format_utc. */
void cli_format_stamp(const struct cli *cli, int64_t when_ms, char out[ASKED_TIME_SIZE]);

/* False with an error where two options are given that contradict each other. */
bool cli_not_both(struct cli *cli, const char *option, const char *other);

/* An id given as an argument; false with an error. */
bool cli_id(struct cli *cli, const char *text, int64_t *id);

/* The configured store's mark (store/mark.h), for the caller to free; NULL: it can have none. */
char *cli_mark(const struct cli *cli);

/* The configured store, opened, or begun where there never was one; NULL with an error in
 * cli->diag. */
struct store *cli_open_store(struct cli *cli);

/* The same, read through and repaired where it is damaged or gone, or for reading where it
 * can't be written (store/repair.h). */
struct store *cli_open_store_sound(const struct cli *cli, int64_t now_ms, struct diag *diag);

/* Closes a store that was edited, and has a running ticker look at it before the edit is told to a
 * person: from then on two know of it. One that does not answer soon is not waited for. False with
 * an error where the store was damaged or taken away in that moment: what was stored may be lost.
 * NULL is fine. */
bool cli_close_edited(struct cli *cli, struct store *store);

/* Prints a JSON document as a line on stdout and drops it. Numbers have nine digits. */
void cli_print_json(json_t *document);

/* A command that lists prints one document, {"items": [...]} with a line an item, what it tells
 * beside them last; with
 * --jsonl each item is a document, and so is what is told beside them. begin before the first item
 * (and where there is none); about: an object, which is dropped, or NULL. Who does not end the list
 * has it ended when the command returns. */
void cli_begin_items(struct cli *cli);
void cli_print_item(struct cli *cli, json_t *item);
void cli_end_items(struct cli *cli, json_t *about);

/* The words of a snippet in a list or a message: in place of those with a word that never airs
 * (news.banned) it is said where they stand, since lists are seen by others, too. */
const char *cli_words(const struct cli *cli, const struct snippet *snippet);

/* Prints text for people: control characters replaced, then a line end. */
void cli_print_text(const char *text);

/* A busy ticker answers within a frame; a stopped one never. */
#define CLI_ASK_MS 5000

/* Asks a running ticker; false with an error in cli->diag. The caller json_decrefs *reply,
 * which state_from_json reads. */
bool cli_ask(struct cli *cli, const struct request *request, json_t **reply);

#endif
