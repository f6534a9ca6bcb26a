#include "cli/columns.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/utf8.h"

/* A terminal with less is not for reading. */
#define COLUMNS_LEAST 20
#define COLUMNS_MOST 10000
/* By how much the rest of a line stands in, as against its beginning. */
#define REST_INDENT 4

static int sensible(long columns)
{
    if (columns < COLUMNS_LEAST || columns > COLUMNS_MOST)
        return 0;
    return (int)columns;
}

int columns_of(FILE *stream)
{
    struct winsize size;
    const char *given = getenv("COLUMNS");
    if (given && sensible(strtol(given, NULL, 10)))
        return sensible(strtol(given, NULL, 10));
    if (!isatty(fileno(stream)) || ioctl(fileno(stream), TIOCGWINSZ, &size) < 0)
        return 0;
    return size.ws_col ? sensible(size.ws_col) : COLUMNS_USUAL;
}

/* One character, and what it takes. */
struct letter {
    uint32_t code;
    size_t size;
    int columns;
};

static struct letter letter_at(const char *text, size_t length)
{
    struct letter letter = {.columns = 1};
    letter.size = utf8_decode(text, length, &letter.code);
    if (letter.size == 0) /* broken: it is printed as one sign */
        return (struct letter){.code = '?', .size = 1, .columns = 1};
    letter.columns = utf8_columns(letter.code);
    return letter;
}

static int width_of(const char *text, size_t length)
{
    int columns = 0;
    for (size_t at = 0; at < length;) {
        struct letter letter = letter_at(text + at, length - at);
        columns += letter.columns;
        at += letter.size;
    }
    return columns;
}

/* How much of the text fits into the room: up to a space, if there is one that far. */
static size_t fitting(const char *text, size_t length, int room, bool may_wait)
{
    int columns = 0;
    size_t space = 0;
    size_t at = 0;
    while (at < length) {
        struct letter letter = letter_at(text + at, length - at);
        columns += letter.columns;
        if (columns > room)
            break;
        at += letter.size;
        if (at == length || text[at] == ' ')
            space = at;
    }
    if (at == length)
        return length;
    return space || may_wait ? space : at;
}

static void print_defused(FILE *stream, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        struct letter letter = letter_at(text + at, length - at);
        if (letter.code < ' ' || (letter.code >= 0x7f && letter.code < 0xa0) ||
            (letter.size == 1 && (unsigned char)text[at] >= 0x80))
            fputc('?', stream);
        else
            fwrite(text + at, 1, letter.size, stream);
        at += letter.size;
    }
}

/* One line of the text; what does not fit follows. */
static void print_line(FILE *stream, const char *text, size_t length, int at, int indent, int width)
{
    size_t fits = width ? fitting(text, length, width - at, at > indent) : length;
    while (fits < length) {
        print_defused(stream, text, fits);
        text += fits;
        length -= fits;
        while (length > 0 && *text == ' ') {
            text++;
            length--;
        }
        fprintf(stream, "\n%*s", length ? indent : 0, "");
        fits = fitting(text, length, width - indent, false);
        if (fits == 0 && length > 0) /* a letter that is wider than the room */
            fits = letter_at(text, length).size;
    }
    print_defused(stream, text, length);
}

void columns_print(FILE *stream, const char *text, int at, int indent, int width)
{
    if (width && indent > width / 2)
        indent = width / 2;
    for (;;) {
        size_t length = strcspn(text, "\n");
        print_line(stream, text, length, at, indent, width);
        text += length;
        if (!*text)
            break;
        text += strspn(text, "\n ");
        fprintf(stream, "\n%*s", indent, "");
        at = indent;
    }
    fputc('\n', stream);
}

/* Standard output as it was, and what stands in its place. */
static struct {
    FILE *plain;
    FILE *folded;
    int width;
    struct buffer line; /* its end has not come yet */
} folding;

static void fold_line(void)
{
    const char *text = folding.line.length ? folding.line.data : "";
    int indent = (int)strspn(text, " ") + REST_INDENT;
    if (width_of(text, folding.line.length) <= folding.width)
        fprintf(folding.plain, "%s\n", text);
    else
        columns_print(folding.plain, text, 0, indent, folding.width);
    buffer_clear(&folding.line);
}

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
    (void)cookie;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '\n')
            fold_line();
        else
            buffer_add_byte(&folding.line, bytes[i]);
    return ferror(folding.plain) ? 0 : (ssize_t)size;
}

void columns_begin(void)
{
    int width = columns_of(stdout);
    if (width == 0 || folding.folded)
        return;
    folding.folded = fopencookie(NULL, "w", (cookie_io_functions_t){.write = take});
    if (!folding.folded)
        return;
    setvbuf(folding.folded, NULL, _IOLBF, 0);
    folding.width = width;
    folding.plain = stdout;
    stdout = folding.folded;
}

bool columns_end(void)
{
    if (!folding.folded)
        return true;
    stdout = folding.plain;
    bool good = fclose(folding.folded) == 0;
    if (folding.line.length)
        fprintf(folding.plain, "%s", folding.line.data);
    buffer_finish(&folding.line);
    folding.folded = folding.plain = NULL;
    return good;
}
