/* Text that a person has typed, for the wall. */
#ifndef CLI_TYPED_TEXT_H
#define CLI_TYPED_TEXT_H

#include "cli/cli.h"
#include "text/font.h"

struct snippet;

/* Whether a text is as a person types it: UTF-8, not empty, one line, nothing that controls a
 * terminal or turns the direction of what stands beside it; false with an error that names `what`.
 */
bool cli_check_typed(struct cli *cli, const char *what, const char *text);

/* Whether it is not longer than what airs (snippet.max_chars); false with an error that names
 * `what`. */
bool cli_check_length(struct cli *cli, const char *what, const char *text);

/* Both. */
bool cli_check_text(struct cli *cli, const char *what, const char *text);

/* Both, and for a person's name, too: false where it begins or ends with what nobody sees, a
 * warning where it has letters of two alphabets that look alike. */
bool cli_check_name(struct cli *cli, const char *what, const char *name);

/* Whether the words of a quotation stand without quotation marks of their own, which would air
 * twice; false with an error. */
bool cli_check_unmarked(struct cli *cli, const char *text);

/* Whether the configured fonts can show the snippet, replacements of the glyph gate made in
 * it; false with an error that says why it would be held. */
bool cli_pass_gate(struct cli *cli, struct snippet *snippet);

/* The same with fonts that are open. */
bool cli_pass_fonts(struct cli *cli, struct fonts *fonts, struct snippet *snippet);

#endif
