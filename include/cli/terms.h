/* The terms on which a snippet airs, as options of `add` and `edit`. */
#ifndef CLI_TERMS_H
#define CLI_TERMS_H

#include <stdbool.h>

#include "cli/cli.h"
#include "news/snippet.h"

#define CLI_TERMS                                                                                  \
    {"priority", "N", "0 to 9: N times more often than a normal one, 0, and first", 'p'},          \
        {"weight", "N", "share in the rota, 1 to 100; 10 is normal", 'w'},                         \
        {"expires", "WHEN", "14:00, tomorrow 9:00, 90m, 3d, 2026-11-30 (its end), or never", 'e'}, \
        {"category", "NAME", "news unless told; house: a house line", 'k'},                        \
        {"daypart", "WHEN", "a configured name, hours (mon-fri 06:00-10:00), or always", 0},       \
        {"gap", "S", "seconds at least between two airings", 'g'},                                 \
        {"airings", "N", "no more than so many; 0: no limit", 'a'},                                \
    {                                                                                              \
        "not-before", "WHEN", "embargo: a span, an instant, or now", 'n'                           \
    }

/* Sets what the options tell and leaves the rest; false with an error in cli->diag, the snippet
 * then half changed. */
bool cli_terms(struct cli *cli, struct snippet *snippet);

/* Whether any of them is given. */
bool cli_terms_given(const struct cli *cli);

#endif
