#include "wires/program.h"

#include <stdio.h>
#include <string.h>

#include "get.h"
#include "reader.h"
#include "run.h"

struct task {
    const char *name;
    int (*run)(int argc, char **argv);
};

static const struct task tasks[] = {
    {"run", run_main},
    {"get", get_main},
    {"read", reader_main},
};

int program_main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof tasks / sizeof *tasks; i++)
        if (strcmp(argv[1], tasks[i].name) == 0)
            return tasks[i].run(argc - 1, argv + 1);
    fputs("This program is started by motograph; `motograph help wires` tells more.\n", stderr);
    return 2;
}
