#include "syntax.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define TEXT_MAX (1u << 20) /* a configuration is no larger */
#define SAID_SIZE 320
#define WORD_MAX 40

static const char byte_order_mark[] = "\xef\xbb\xbf"; /* U+FEFF, RFC 3629, 6 */

/* The file as it is. */
static bool read_all(const char *path, struct buffer *text, struct diag *diag)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "%s", strerror(errno));
    int error = buffer_read_fd(text, fd, TEXT_MAX);
    close(fd);
    if (error == -EFBIG)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "larger than %u bytes: no configuration is",
                           TEXT_MAX);
    return error == 0 || diag_add_at(diag, DIAG_ERROR, path, 0, "%s", strerror(-error));
}

/* U+FEFF as UTF-16 has it, of either order. */
static bool is_utf16(const struct buffer *text)
{
    return text->length >= 2 &&
           (memcmp(text->data, "\xff\xfe", 2) == 0 || memcmp(text->data, "\xfe\xff", 2) == 0);
}

bool syntax_read(const char *path, struct buffer *text, struct diag *diag)
{
    const size_t mark = sizeof byte_order_mark - 1;
    if (!read_all(path, text, diag))
        return false;
    if (is_utf16(text))
        return diag_add_at(diag, DIAG_ERROR, path, 1,
                           "found UTF-16; allowed: UTF-8 (the editor's \"save as\" has it)");
    if (text->length > 0 && strlen(text->data) < text->length)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "found a zero byte; allowed: text in UTF-8");
    if (text->length >= mark && memcmp(text->data, byte_order_mark, mark) == 0) {
        memmove(text->data, text->data + mark, text->length - mark + 1);
        text->length -= mark;
    }
    return true;
}

/* A line of the text: [at, at + length), without the spaces around it, and without what is behind
 * a # outside of quotation marks. */
struct line {
    const char *at;
    size_t length;
    int number;
};

static size_t without_comment(const char *at, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted ^= at[i] == '"';
        if (!quoted && (at[i] == '#' || (at[i] == '/' && i + 1 < length && at[i + 1] == '/')))
            return i;
    }
    return length;
}

static struct line line_at(const char *start, int number)
{
    struct line line = {start, strcspn(start, "\n"), number};
    line.length = without_comment(line.at, line.length);
    while (line.length > 0 && isspace((unsigned char)*line.at)) {
        line.at++;
        line.length--;
    }
    while (line.length > 0 && isspace((unsigned char)line.at[line.length - 1]))
        line.length--;
    return line;
}

/* The next line with something in it; false at the end. */
static bool next_line(const char **at, int *number, struct line *line)
{
    while (**at) {
        *line = line_at(*at, ++*number);
        *at += strcspn(*at, "\n");
        *at += **at == '\n';
        if (line->length > 0)
            return true;
    }
    return false;
}

static size_t word_length(const char *at, size_t length)
{
    size_t count = 0;
    while (count < length && (isalnum((unsigned char)at[count]) || strchr("_-.", at[count])))
        count++;
    return count < WORD_MAX ? count : WORD_MAX;
}

static size_t skip_blanks(const struct line *line, size_t at)
{
    while (at < line->length && (line->at[at] == ' ' || line->at[at] == '\t'))
        at++;
    return at;
}

/* Behind `word =` or `word :`; 0 where the line does not begin so. */
static size_t value_start(const struct line *line, size_t word)
{
    size_t at = skip_blanks(line, word);
    if (word == 0 || at >= line->length || (line->at[at] != '=' && line->at[at] != ':'))
        return 0;
    return skip_blanks(line, at + 1);
}

/* [panel]: INI and TOML. */
static bool is_ini(const struct line *line, char *said)
{
    size_t word = line->at[0] == '[' ? word_length(line->at + 1, line->length - 1) : 0;
    if (word == 0 || word + 2 != line->length || line->at[word + 1] != ']')
        return false;
    snprintf(
        said, SAID_SIZE,
        "found [%.*s], as in an INI or TOML file; allowed: libconfig's groups: %.*s = { ... };",
        (int)word, line->at + 1, (int)word, line->at + 1);
    return true;
}

static bool is_json(const struct line *line, char *said)
{
    if (line->at[0] != '{')
        return false;
    snprintf(said, SAID_SIZE,
             "found { at the beginning, as in JSON; allowed: libconfig's groups, without braces "
             "around all of them and without quotation marks around keys: panel = { rows = 32; };");
    return true;
}

/* Within straight ones they are what somebody wants to see on the wall. */
static bool is_curly(const struct line *line, char *said)
{
    static const char *const marks[] = {"“", "”", "„", "‟", "‘", "’", "«", "»"};
    bool quoted = false;
    for (size_t at = 0; at < line->length; at++)
        quoted ^= line->at[at] == '"';
    bool open = quoted;
    quoted = false;
    for (size_t at = 0; at < line->length; at++) {
        quoted ^= line->at[at] == '"';
        for (size_t i = 0; i < sizeof marks / sizeof *marks && (open || !quoted); i++)
            if (strncmp(line->at + at, marks[i], strlen(marks[i])) == 0) {
                snprintf(said, SAID_SIZE,
                         "found the quotation mark %s, as a word processor writes it; allowed: the "
                         "straight one, \"",
                         marks[i]);
                return true;
            }
    }
    return false;
}

/* panel.rows = 32: as --set and messages write it. */
static bool is_dotted(const struct line *line, char *said)
{
    size_t word = word_length(line->at, line->length);
    const char *dot = memchr(line->at, '.', word);
    if (!dot || dot == line->at || isdigit((unsigned char)*line->at) || !value_start(line, word))
        return false;
    snprintf(said, SAID_SIZE, "found %.*s; allowed in a file: %.*s = { %.*s = ...; };", (int)word,
             line->at, (int)(dot - line->at), line->at, (int)(line->at + word - dot - 1), dot + 1);
    return true;
}

/* rows =, and in the next line another key. */
static bool is_valueless(const struct line *line, const struct line *next, char *said)
{
    size_t word = word_length(line->at, line->length);
    if (word == 0 || line->at[line->length - 1] != '=' || value_start(line, word) != line->length ||
        !value_start(next, word_length(next->at, next->length)))
        return false;
    snprintf(said, SAID_SIZE, "found %.*s = without a value; allowed: %.*s = VALUE;", (int)word,
             line->at, (int)word, line->at);
    return true;
}

static bool is_unclosed(const struct line *line, char *said)
{
    size_t marks = 0;
    for (size_t i = 0; i < line->length; i++)
        marks += line->at[i] == '"' && (i == 0 || line->at[i - 1] != '\\');
    if (marks % 2 == 0)
        return false;
    snprintf(said, SAID_SIZE, "found one \" without another; allowed: a text between two of them");
    return true;
}

/* ---, `- item`, or a key with a colon and nothing behind it, on whose next line no bracket opens.
 */
static bool is_yaml(const struct line *line, const struct line *next, char *said)
{
    size_t word = word_length(line->at, line->length);
    bool key = word > 0 && word + 1 == line->length && line->at[word] == ':' && next->length > 0 &&
               !strchr("{([\"", next->at[0]);
    bool item = line->length > 1 && line->at[0] == '-' &&
                (line->at[1] == ' ' || strncmp(line->at, "---", 3) == 0);
    if (!key && !item)
        return false;
    snprintf(said, SAID_SIZE,
             "found %.*s, as in YAML; allowed: libconfig's groups, in braces: panel = { rows = "
             "32; };",
             (int)(line->length < WORD_MAX ? line->length : WORD_MAX), line->at);
    return true;
}

/* Where a value begins behind the next = outside of quotation marks; `length` of the line at its
 * end. */
static size_t next_value(const struct line *line, size_t at)
{
    bool quoted = false;
    for (; at < line->length; at++) {
        quoted ^= line->at[at] == '"';
        if (!quoted && line->at[at] == '=')
            return skip_blanks(line, at + 1);
    }
    return at;
}

static bool is_bare_value(const char *value, size_t length)
{
    bool truth = (length == 4 && strncasecmp(value, "true", 4) == 0) ||
                 (length == 5 && strncasecmp(value, "false", 5) == 0);
    return length > 0 && isalpha((unsigned char)*value) && !truth;
}

/* board = regular */
static bool is_bare(const struct line *line, char *said)
{
    for (size_t at = next_value(line, 0); at < line->length; at = next_value(line, at)) {
        size_t length = word_length(line->at + at, line->length - at);
        if (!is_bare_value(line->at + at, length))
            continue;
        snprintf(said, SAID_SIZE, "found %.*s; allowed: a text in quotation marks: \"%.*s\"",
                 (int)length, line->at + at, (int)length, line->at + at);
        return true;
    }
    return false;
}

/* What a text looks like. */
enum look {
    LOOK_UNKNOWN,
    LOOK_FOREIGN, /* all of it another program's syntax */
    LOOK_MISTAKE, /* of one line */
};

/* Up to the line in which libconfig gave up. */
static enum look recognise(const char *text, int limit, int *number, char *said)
{
    struct line line = {0};
    struct line next = {0};
    int ahead = 0;
    const char *at = text;
    bool first = true;
    for (bool more = next_line(&at, &ahead, &next); more && next.number <= limit; first = false) {
        line = next;
        more = next_line(&at, &ahead, &next);
        if (!more)
            next = (struct line){.at = "", .number = line.number};
        *number = line.number;
        if (is_ini(&line, said) || (first && is_json(&line, said)) || is_yaml(&line, &next, said))
            return LOOK_FOREIGN;
        if (is_dotted(&line, said) || is_curly(&line, said) || is_unclosed(&line, said) ||
            is_valueless(&line, &next, said))
            return LOOK_MISTAKE;
    }
    return line.number == limit && is_bare(&line, said) ? LOOK_MISTAKE : LOOK_UNKNOWN;
}

int syntax_tell(const char *path, const char *text, int line, const char *error, struct diag *diag)
{
    char said[SAID_SIZE] = "";
    int number = line;
    enum look look = recognise(text, line, &number, said);
    if (look != LOOK_UNKNOWN) {
        diag_add_at(diag, DIAG_ERROR, path, number, "%s", said);
        return look == LOOK_MISTAKE ? number : 0;
    }
    diag_add_at(diag, DIAG_ERROR, path, line,
                "%s (libconfig: NAME = VALUE; and NAME = { ... };, a text in straight quotation "
                "marks; this line, or the end of the one before)",
                error);
    return line;
}

void syntax_tell_file(const char *path, int line, const char *error, struct diag *diag)
{
    struct buffer text = {0};
    struct diag ignored = {0}; /* it was read before */
    bool read = read_all(path, &text, &ignored);
    if (read && text.length > 2 && memcmp(text.data, byte_order_mark, 3) == 0)
        diag_add_at(diag, DIAG_ERROR, path, 1,
                    "found a byte order mark in an included file; allowed: none");
    else
        syntax_tell(path, read && text.data ? text.data : "", line, error, diag);
    diag_finish(&ignored);
    buffer_finish(&text);
}
