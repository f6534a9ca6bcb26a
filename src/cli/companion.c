#include "cli/companion.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

#define INSTALLED "bin"
#define PRINTED_MAX ((size_t)64 << 20)

/* The folder of this program, links followed; for the caller to free. */
static char *own_folder(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return memory_copy_string(".");
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    return memory_copy_bytes(path, slash ? (size_t)(slash - path) : 0);
}

static bool is_installed(const char *folder)
{
    const char *slash = strrchr(folder, '/');
    return slash && strcmp(slash + 1, INSTALLED) == 0;
}

char *companion_path(const char *name)
{
    char *folder = own_folder();
    char *path = is_installed(folder)
                     ? memory_format("%s/../libexec/motograph/motograph-%s", folder, name)
                     : memory_format("%s/motograph-%s", folder, name);
    free(folder);
    return path;
}

bool companion_is_missing(const char *path, struct diag *diag)
{
    return diag_error(diag,
                      errno == ENOENT
                          ? "%s: not there; it is built and installed where its libraries are "
                            "(config/packages.txt)%s"
                          : "%s: %s",
                      path, errno == ENOENT ? "" : strerror(errno));
}

int companion_run(struct cli *cli, const char *name)
{
    return companion_run_with(cli, name, cli->line);
}

int companion_run_with(struct cli *cli, const char *name, char **arguments)
{
    char *path = companion_path(name);
    execv(path, arguments);
    companion_is_missing(path, &cli->diag);
    free(path);
    return CLI_FAULT;
}

/* The main program, for the caller to free. */
static char *main_program(void)
{
    char *folder = own_folder();
    char *beside = memory_format("%s/motograph", folder);
    char *path = access(beside, X_OK) == 0 ? memory_copy_string(beside)
                                           : memory_format("%s/../../bin/motograph", folder);
    free(beside);
    free(folder);
    return path;
}

/* The words, and behind them this program's own options. */
static char **line_of(const struct cli *cli, const char *path, const char *const *words)
{
    size_t count = 0;
    size_t own = 0;
    while (words[count])
        count++;
    while (cli->line[own])
        own++;
    char **line = memory_alloc(count + own + 2, sizeof *line);
    size_t at = 0;
    line[at++] = (char *)path;
    for (size_t i = 0; i < count; i++)
        line[at++] = (char *)words[i];
    for (size_t i = 1; i < own; i++)
        if (strcmp(cli->line[i], cli->command->name) != 0)
            line[at++] = cli->line[i];
    return line;
}

static _Noreturn void become(const char *path, char **line, int out, int err)
{
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(path, line);
    _exit(CLI_FAULT);
}

/* What a pipe says, until its end. */
static void take(int fd, struct buffer *bytes)
{
    if (buffer_read_fd(bytes, fd, PRINTED_MAX) < 0)
        buffer_clear(bytes);
    close(fd);
}

/* Its exit code, as of waitpid(2); what it printed and said. */
static int run_line(const char *path, char **line, struct buffer *printed, struct buffer *said)
{
    int out[2];
    int err[2];
    int status = CLI_FAULT;
    if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0)
        return status; /* the process ends soon, and what is open of them with it */
    pid_t child = fork();
    if (child == 0)
        become(path, line, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    take(out[0], printed);
    take(err[0], said);
    if (child > 0)
        waitpid(child, &status, 0);
    return status;
}

/* What it said went wrong: with --json that is a document, of which the first error is meant. */
static void take_fault(const struct buffer *said, struct diag *diag)
{
    json_t *document = said->length ? json_loads(said->data, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
    const json_t *message;
    size_t i;
    json_array_foreach(json_object_get(document, "messages"), i, message)
    {
        const char *level = json_string_value(json_object_get(message, "level"));
        const char *text = json_string_value(json_object_get(message, "text"));
        if (level && text && strcmp(level, "error") == 0 && diag->count == 0)
            diag_error(diag, "%s", text);
    }
    json_decref(document);
    if (diag->count == 0)
        diag_error(diag, "%.*s", said->length ? (int)strcspn(said->data, "\n") : 0,
                   said->length ? said->data : "");
}

json_t *companion_ask(const struct cli *cli, const char *const *words, struct diag *diag)
{
    struct buffer printed = {0};
    struct buffer said = {0};
    char *path = main_program();
    char **line = line_of(cli, path, words);
    int status = run_line(path, line, &printed, &said);
    json_t *json = status == 0 && printed.length ? json_loads(printed.data, 0, NULL) : NULL;
    if (!json)
        take_fault(&said, diag);
    buffer_finish(&printed);
    buffer_finish(&said);
    free(line);
    free(path);
    return json;
}
