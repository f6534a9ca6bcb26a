#include "cli/commands.h"

#include "cli/command.h"

#define ROW(command) &(command),
static const struct cli_command *const commands[] = {COMMANDS(ROW) NULL};
#undef ROW

int commands_main(int argc, char **argv)
{
    return command_main(commands, argc, argv);
}
