/* The commands that there are, one a row, in the order of the help. A new one is a file that
 * defines its entry, and a row here.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

#define COMMANDS(COMMAND)                                                                          \
    COMMAND(cli_run)                                                                               \
    COMMAND(cli_import)                                                                            \
    COMMAND(cli_add)                                                                               \
    COMMAND(cli_extract)                                                                           \
    COMMAND(cli_feed)                                                                              \
    COMMAND(cli_list)                                                                              \
    COMMAND(cli_show)                                                                              \
    COMMAND(cli_edit)                                                                              \
    COMMAND(cli_remove)                                                                            \
    COMMAND(cli_kill)                                                                              \
    COMMAND(cli_approve)                                                                           \
    COMMAND(cli_status)                                                                            \
    COMMAND(cli_next)                                                                              \
    COMMAND(cli_pause)                                                                             \
    COMMAND(cli_blank)                                                                             \
    COMMAND(cli_reload)                                                                            \
    COMMAND(cli_watch)                                                                             \
    COMMAND(cli_serve)                                                                             \
    COMMAND(cli_link)                                                                              \
    COMMAND(cli_sign)                                                                              \
    COMMAND(cli_collect)                                                                           \
    COMMAND(cli_fleet)                                                                             \
    COMMAND(cli_token)                                                                             \
    COMMAND(cli_pattern)                                                                           \
    COMMAND(cli_render)                                                                            \
    COMMAND(cli_look)                                                                              \
    COMMAND(cli_boards)                                                                            \
    COMMAND(cli_panels)                                                                            \
    COMMAND(cli_fonts)                                                                             \
    COMMAND(cli_init)                                                                              \
    COMMAND(cli_check_config)                                                                      \
    COMMAND(cli_plan)                                                                              \
    COMMAND(cli_breaking)                                                                          \
    COMMAND(cli_clear)                                                                             \
    COMMAND(cli_asrun)                                                                             \
    COMMAND(cli_forecast)                                                                          \
    COMMAND(cli_repair)                                                                            \
    COMMAND(cli_backup)                                                                            \
    COMMAND(cli_replay)                                                                            \
    COMMAND(cli_firmware)                                                                          \
    COMMAND(cli_wires)                                                                             \
    COMMAND(cli_feeds)                                                                             \
    COMMAND(cli_complete)                                                                          \
    COMMAND(cli_help)                                                                              \
    COMMAND(cli_version)

/* Each command's entry, static and constant. */
#define COMMAND_DECLARED(command) extern const struct cli_command command;
COMMANDS(COMMAND_DECLARED)
#undef COMMAND_DECLARED

/* All of the program: reads the command line and runs the command. Returns the exit code. */
int commands_main(int argc, char **argv);

#endif
