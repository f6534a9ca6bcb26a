#include "cli/typed_text.h"

#include <string.h>

#include "base/utf8.h"
#include "config/config.h"
#include "intake/import.h"
#include "news/person_name.h"

bool cli_check_typed(struct cli *cli, const char *what, const char *text)
{
    size_t length = strlen(text);
    size_t broken = utf8_validate(text, length);
    if (broken < length)
        return diag_error(&cli->diag, "%s: not UTF-8 at byte %zu", what, broken);
    size_t control = utf8_find_typed_control(text, length);
    uint32_t code = 0;
    if (utf8_decode(text + control, length - control, &code) > 0)
        return diag_error(&cli->diag,
                          "%s: U+%04X at byte %zu, a control character (of a line, a terminal, or "
                          "the direction of text): take it out",
                          what, (unsigned)code, control);
    if (utf8_is_blank(text, length))
        return diag_error(&cli->diag, "%s: %s", what,
                          strspn(text, " ") == length ? "empty" : "nothing of it can be seen");
    return true;
}

bool cli_check_length(struct cli *cli, const char *what, const char *text)
{
    size_t characters = utf8_count(text, strlen(text));
    return characters <= (size_t)cli->config->snippet.max_chars ||
           diag_error(&cli->diag, "%s: %zu characters; snippet.max_chars allows %d", what,
                      characters, cli->config->snippet.max_chars);
}

bool cli_check_text(struct cli *cli, const char *what, const char *text)
{
    return cli_check_typed(cli, what, text) && cli_check_length(cli, what, text);
}

bool cli_check_name(struct cli *cli, const char *what, const char *name)
{
    const char *one;
    const char *other;
    if (!cli_check_text(cli, what, name))
        return false;
    unsigned hidden = person_name_hidden_end(name);
    if (hidden)
        return diag_error(
            &cli->diag,
            "%s: U+%04X at an end of it, which nobody sees, makes it another name: take "
            "it out",
            what, hidden);
    if (person_name_mixes(name, &one, &other))
        diag_warning(&cli->diag,
                     "%s: %s and %s letters, which look alike: is it the name that it seems to be?",
                     what, one, other);
    return true;
}

static bool begins_with_any(const char *text, size_t length, const char *const *marks)
{
    for (; *marks; marks++)
        if (length >= strlen(*marks) && memcmp(text, *marks, strlen(*marks)) == 0)
            return true;
    return false;
}

bool cli_check_unmarked(struct cli *cli, const char *text)
{
    static const char *const opening[] = {"\"", "“", "„", "«", "»", NULL};
    static const char *const closing[] = {"\"", "”", "“", "»", "«", NULL};
    size_t length = strlen(text);
    bool ends = false;
    for (size_t i = 1; i <= 3 && i < length; i++)
        ends |= begins_with_any(text + length - i, i, closing);
    return !ends || !begins_with_any(text, length, opening) ||
           diag_error(&cli->diag, "TEXT: it has quotation marks; --quote sets them: give the words "
                                  "without");
}

bool cli_pass_fonts(struct cli *cli, struct fonts *fonts, struct snippet *snippet)
{
    import_gate(cli->config, fonts, snippet, &cli->diag);
    return !snippet->hold || diag_error(&cli->diag, "TEXT: %s", snippet->hold);
}

bool cli_pass_gate(struct cli *cli, struct snippet *snippet)
{
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    bool good = fonts && cli_pass_fonts(cli, fonts, snippet);
    fonts_close(fonts);
    return good;
}
