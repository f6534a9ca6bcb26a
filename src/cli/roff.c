#include "cli/roff.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* mandoc's lint remarks on longer lines of input. */
#define LINE_MOST 80

/* A backslash begins an escape, and one at the end of a line would join it to the next. */
static int put_sign(FILE *stream, char sign)
{
    if (sign == '\\')
        return fputs("\\e", stream), 2;
    fputc(sign, stream);
    return 1;
}

static void put_argument(FILE *stream, const char *text)
{
    /* A word of punctuation alone, or one that is a macro's name, would be taken for that. */
    fputs(" \"\\&", stream);
    for (; *text; text++)
        if (*text == '"')
            fputs("\\(dq", stream);
        else
            put_sign(stream, *text);
    fputc('"', stream);
}

static bool is_plain(const char *text)
{
    for (const char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("-_.", *at))
            return false;
    return isalnum((unsigned char)*text) && strlen(text) > 2;
}

void roff_macro(FILE *stream, const char *macro, const char *argument)
{
    fprintf(stream, ".%s", macro);
    if (is_plain(argument))
        fprintf(stream, " %s", argument);
    else
        put_argument(stream, argument);
    fputc('\n', stream);
}

static bool ends_sentence(const char *word, size_t length)
{
    return length > 1 && strchr(".?!", word[length - 1]);
}

/* The next word goes into the line that has `at` columns, or begins one. Returns its new columns.
 */
static size_t put_word(FILE *stream, const char *word, size_t length, size_t at)
{
    if (at > 0 && at + 1 + length > LINE_MOST) {
        fputc('\n', stream);
        at = 0;
    } else if (at > 0) {
        fputc(' ', stream);
        at++;
    }
    /* A command begins with one of these, but only at the beginning of a line. */
    if (at == 0 && (*word == '.' || *word == '\''))
        at += (size_t)fprintf(stream, "\\&");
    for (size_t i = 0; i < length; i++)
        at += (size_t)put_sign(stream, word[i]);
    return at;
}

void roff_text(FILE *stream, const char *text)
{
    size_t at = 0;
    while (*(text += strspn(text, " "))) {
        size_t length = strcspn(text, " \n");
        bool breaks = text[length] == '\n';
        if (length > 0)
            at = put_word(stream, text, length, at);
        if (at > 0 && (breaks || ends_sentence(text, length))) {
            fputc('\n', stream);
            at = 0;
        }
        if (breaks)
            fputs(".br\n", stream);
        text += length + breaks;
    }
    if (at > 0)
        fputc('\n', stream);
}
