#include "integers.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/input.h"
#include "base/memory.h"

#define FILE_MAX (1u << 20) /* a configuration is no larger */
#define DEPTH_MAX 10        /* libconfig's own limit of nested includes */

struct scanner {
    const char *name;
    const char *at;
    int line;
    int depth;
    struct diag *diag;
    bool good;
};

static bool check_file(const char *path, int depth, struct diag *diag);

static void skip_to(struct scanner *scanner, const char *end)
{
    for (; scanner->at < end; scanner->at++)
        scanner->line += *scanner->at == '\n';
}

static bool skip_comment(struct scanner *scanner)
{
    const char *at = scanner->at;
    if (at[0] == '#' || (at[0] == '/' && at[1] == '/')) {
        skip_to(scanner, at + strcspn(at, "\n"));
        return true;
    }
    if (at[0] != '/' || at[1] != '*')
        return false;
    const char *end = strstr(at + 2, "*/");
    skip_to(scanner, end ? end + 2 : at + strlen(at));
    return true;
}

static bool skip_string(struct scanner *scanner)
{
    const char *at = scanner->at;
    if (*at != '"')
        return false;
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    skip_to(scanner, *at ? at + 1 : at);
    return true;
}

/* `@include "FILE"`: FILE is sought beside the including one. */
static bool follow_include(struct scanner *scanner)
{
    static const char word[] = "@include";
    if (strncmp(scanner->at, word, sizeof word - 1) != 0)
        return false;
    const char *start = scanner->at + sizeof word - 1;
    start += strspn(start, " \t");
    const char *end = *start == '"' ? strchr(start + 1, '"') : NULL;
    if (!end) {
        scanner->at += sizeof word - 1;
        return true;
    }
    char *file = memory_copy_bytes(start + 1, (size_t)(end - start - 1));
    char *own = memory_copy_string(scanner->name);
    char *path =
        file[0] == '/' ? memory_copy_string(file) : memory_format("%s/%s", dirname(own), file);
    scanner->good &= check_file(path, scanner->depth + 1, scanner->diag);
    free(path);
    free(own);
    free(file);
    scanner->at = end + 1;
    return true;
}

static bool fits(const char *digits, bool negative, bool hexadecimal)
{
    errno = 0;
    uintmax_t value = strtoumax(digits, NULL, hexadecimal ? 16 : 10);
    if (errno == ERANGE)
        return false;
    return hexadecimal ? value <= UINT32_MAX : value <= (uintmax_t)INT32_MAX + negative;
}

/* A word: a key, true, or a number. */
static void take_word(struct scanner *scanner)
{
    const char *start = scanner->at;
    bool negative = *start == '-';
    const char *digits = start + (negative || *start == '+');
    bool hexadecimal = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    const char *end = digits;
    while (isalnum((unsigned char)*end) || strchr("_.*-+", *end ? *end : ' '))
        end++;
    scanner->at = end > start ? end : start + 1;
    size_t whole = hexadecimal ? 2 + strspn(digits + 2, "0123456789abcdefABCDEF")
                               : strspn(digits, "0123456789");
    /* with a suffix L, a point or an exponent it isn't one of those */
    if (whole == 0 || digits + whole != end || fits(digits, negative, hexadecimal))
        return;
    scanner->good = diag_add_at(scanner->diag, DIAG_ERROR, scanner->name, scanner->line,
                                "%.*s: the number " INTEGERS_TOLD, (int)(end - start), start);
}

static bool check_text(const char *name, const char *text, int depth, struct diag *diag)
{
    struct scanner scanner = {
        .name = name, .at = text, .line = 1, .depth = depth, .diag = diag, .good = true};
    while (*scanner.at) {
        if (skip_comment(&scanner) || skip_string(&scanner) || follow_include(&scanner))
            continue;
        if (isalnum((unsigned char)*scanner.at) || strchr("+-_*", *scanner.at))
            take_word(&scanner);
        else
            skip_to(&scanner, scanner.at + 1);
    }
    return scanner.good;
}

static bool check_file(const char *path, int depth, struct diag *diag)
{
    if (depth > DEPTH_MAX)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "included more than %d files deep",
                           DEPTH_MAX);
    if (!input_is_plain(path, "a configuration's file", diag))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true;
    struct buffer text = {0};
    bool good = buffer_read_fd(&text, fd, FILE_MAX) != 0 ||
                check_text(path, text.data ? text.data : "", depth, diag);
    close(fd);
    buffer_finish(&text);
    return good;
}

bool integers_check(const char *name, const char *text, struct diag *diag)
{
    return check_text(name, text, 0, diag);
}

bool integers_check_file(const char *path, struct diag *diag)
{
    return check_file(path, 0, diag);
}
