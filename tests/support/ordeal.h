/* What the program goes through in the tests that kill it, or starve it, in the middle of its work:
 * a scenario is one command in a folder of its own, with what must hold afterwards, wherever it
 * broke off. The command runs in a child process of the test's, so that the test can stand between
 * it and the C library.
 */
#ifndef SUPPORT_ORDEAL_H
#define SUPPORT_ORDEAL_H

#include <stdbool.h>

struct ordeal_run {
    char *output; /* what it printed, up to its end; the caller frees */
    int status;   /* of waitpid(2) */
    bool finished;
    long calls; /* of one that finished: what `end` gave */
};

/* What is done to it. */
struct ordeal_way {
    long at;                /* for begin */
    void (*begin)(long at); /* in the child, before the command */
    long (*end)(void);      /* in the child, behind it */
    long kill_us;           /* the child is killed after so long; -1: not */
};

struct found; /* in the store, afterwards */

struct ordeal_scenario {
    const char *name;
    const char *prepare; /* a shell command, in the folder; NULL: nothing more is done */
    const char *arguments[14];
    bool (*check)(const struct ordeal_run *run, const struct found *found);
    bool damaged; /* the store is, and that is told */
    /* What is done in place of a command of the ticker's: with the path of what it keeps, in the
     * folder; an exit code. NULL: the command. */
    int (*act)(const char *path);
};

/* Makes the folder, with a store of some lines and airings, its backup, and one that is damaged;
 * false where that can't be done. */
bool ordeal_set_up(void);

/* Takes the folder away. */
void ordeal_finish(void);

/* NULL: there is none of that name. */
const struct ordeal_scenario *ordeal_find(const char *name);

/* The folder as the scenario begins; false where that can't be done. */
bool ordeal_prepare(const struct ordeal_scenario *scenario);

/* A command that takes a minute has hung, and ends with SIGALRM. */
struct ordeal_run ordeal_run(const struct ordeal_scenario *scenario, const struct ordeal_way *way);

/* Whether what was acknowledged is there, nothing is half-made, and the log verifies; prints what
 * is wrong, a comment of TAP. */
bool ordeal_survives(const struct ordeal_scenario *scenario, const struct ordeal_run *run);

#endif
