#include "parse.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/input.h"
#include "base/memory.h"
#include "syntax.h"
#include "tree.h"

/* More mistakes than these are one: it is no configuration. */
#define MISTAKES_MAX 20

/* Where a line of the text begins, counted from 1; its end where there are fewer. */
static char *line_start(char *text, int number)
{
    for (; number > 1 && *text; number--) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return text;
}

/* Whether a line opens as much as it closes: only then what follows means the same without it. */
static bool is_balanced(const char *line, size_t length)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            quoted = !quoted;
        if (!quoted && strchr("({[", line[i]))
            depth++;
        if (!quoted && strchr(")}]", line[i]) && --depth < 0)
            return false;
    }
    return depth == 0;
}

/* Blanks in place of the line; false where it can't be left out. */
static bool leave_out(char *text, int number)
{
    char *line = line_start(text, number);
    size_t length = strcspn(line, "\n");
    if (strspn(line, " \t\r") == length || !is_balanced(line, length))
        return false;
    memset(line, ' ', length);
    return true;
}

/* The name of the file that a line includes, and its length; NULL: it includes none. */
static const char *included_by(const char *line, size_t *named)
{
    static const char word[] = "@include";
    const char *start = line + strspn(line, " \t");
    const char *end = line + strcspn(line, "\n");
    const char *name = strchr(start, '"');
    if (strncmp(start, word, sizeof word - 1) != 0 || !name || name >= end)
        return NULL;
    *named = strcspn(name + 1, "\"\n");
    return name + 1 + *named < end ? name + 1 : NULL;
}

/* The line that includes a file of which libconfig tells; 0: another file does. */
static int line_that_includes(const char *text, const char *file)
{
    int number = 1;
    for (const char *at = text; *at; at += *at == '\n', number++) {
        size_t named = 0;
        const char *name = included_by(at, &named);
        if (name && named > 0 && named <= strlen(file) &&
            memcmp(file + strlen(file) - named, name, named) == 0)
            return number;
        at += strcspn(at, "\n");
    }
    return 0;
}

const char *parse_included(const char *path, const char *file, char room[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    if (file[0] == '/' || !slash)
        return file;
    snprintf(room, PATH_MAX, "%.*s/%s", (int)(slash - path), path, file);
    return room;
}

/* Tells what libconfig gave up at. The line that is to be left out; 0: none can be. */
static int tell(const config_t *file, const char *path, const char *text, struct diag *diag)
{
    const char *included = config_error_file(file);
    int line = config_error_line(file);
    char room[PATH_MAX];
    if (!included)
        return syntax_tell(path, text, line, config_error_text(file), diag);
    syntax_tell_file(parse_included(path, included, room), line, config_error_text(file), diag);
    return line_that_includes(text, included);
}

/* How deep libconfig follows includes; how many files are looked at, where each includes others
 * again. */
#define DEPTH_MAX 10
#define FILES_MAX 100

struct walk {
    void (*fn)(void *user, const char *path);
    void *user;
    int files;
};

static void each_file(struct walk *walk, const char *path, int depth)
{
    struct buffer text = {0};
    struct diag ignored = {0}; /* whoever reads it tells */
    if (walk->files++ >= FILES_MAX)
        return;
    walk->fn(walk->user, path);
    bool read = depth < DEPTH_MAX && input_is_plain(path, "a configuration's file", &ignored) &&
                syntax_read(path, &text, &ignored);
    for (const char *at = read && text.data ? text.data : ""; *at; at += *at == '\n') {
        size_t named = 0;
        char room[PATH_MAX];
        const char *name = included_by(at, &named);
        at += strcspn(at, "\n");
        if (!name)
            continue;
        char *file = memory_copy_bytes(name, named);
        each_file(walk, parse_included(path, file, room), depth + 1);
        free(file);
    }
    diag_finish(&ignored);
    buffer_finish(&text);
}

void parse_each_file(const char *path, void (*fn)(void *user, const char *path), void *user)
{
    struct walk walk = {fn, user, 0};
    each_file(&walk, path, 0);
}

static void check_plain(void *user, const char *path)
{
    input_is_plain(path, "a configuration's file", user);
}

/* On a tree of its own each time: libconfig 1.8 goes on telling a tree's first mistake. */
static bool read_anew(config_t *file, const char *path, const char *text)
{
    char *copy = memory_copy_string(path);
    config_destroy(file);
    config_init(file);
    config_set_include_dir(file, dirname(copy));
    free(copy);
    if (config_read_string(file, text) != CONFIG_TRUE)
        return false;
    tree_must(file);
    return true;
}

bool parse_file(config_t *file, const char *path, bool *tree, struct diag *diag)
{
    struct buffer text = {0};
    *tree = false;
    size_t before = diag->errors;
    parse_each_file(path, check_plain, diag); /* libconfig would wait for a pipe that is included */
    if (diag->errors > before)
        return false;
    bool good = syntax_read(path, &text, diag);
    char *rest = good ? memory_copy_bytes(text.data ? text.data : "", text.length) : NULL;
    bool more = good;
    for (int mistakes = 0; more && mistakes < MISTAKES_MAX; mistakes++) {
        *tree = read_anew(file, path, rest);
        if (*tree)
            break;
        good = false;
        int line = tell(file, path, rest, diag);
        more = line > 0 && leave_out(rest, line);
    }
    free(rest);
    buffer_finish(&text);
    return good;
}
