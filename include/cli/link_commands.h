/* The commands that motograph-link does: what of them the main program's help, manual and
 * completion tell, and what that program reads of them.
 */
#ifndef CLI_LINK_COMMANDS_H
#define CLI_LINK_COMMANDS_H

#include "cli/cli.h"

#define LINK_COMMAND                                                                               \
    .name = "link", .arguments = "",                                                               \
    .help = "tells a broker of messages of the wall, and does what it says (mqtt.broker)"

#define SIGN_COMMAND                                                                               \
    .name = "sign", .arguments = "[TOPIC [CONTENT]]",                                              \
    .help = "signs content for walls that take no other (mqtt.keys)", .most = 2, .text_at = 2,     \
    .bare = true,                                                                                  \
    .options = {                                                                                   \
        {"key", "FILE", "the secret key", 0},                                                      \
        {"new", "NAME", "makes that file, and prints what mqtt.keys must have", 0},                \
        {"until", "WHEN", "when the content is over, which it must be", 0},                        \
        {"number", "N", "above that of the one before; as it comes the time, in ms", 0},           \
    }

#define COLLECT_COMMAND                                                                            \
    .name = "collect", .arguments = "FILE",                                                        \
    .help = "takes the logs of all tickers at the broker into a file: SQLite, or FILE.ndjson",     \
    .least = 1, .most = 1,                                                                         \
    .options = {                                                                                   \
        {"verify", NULL, "follows every chain of it, and names what is missing or changed", 0},    \
        {"seconds", "N", "for so long; without it until it is ended", 0},                          \
    }

#define FLEET_COMMAND                                                                              \
    .name = "fleet", .arguments = "",                                                              \
    .help = "how all tickers at the broker are: who is gone, unwell, dark, behind", .lists = true

/* As motograph-link has them. */
extern const struct cli_command link_sign;
extern const struct cli_command link_collect;
extern const struct cli_command link_fleet;

#endif
