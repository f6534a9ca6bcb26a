/* Tokens: who may ask over the network, and what. A file has a line for each, "ROLE NAME SHA256" of
 * the token's text, of which nothing else is kept: it is shown once, when it is made.
 */
#ifndef CONTROL_TOKEN_H
#define CONTROL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* A role may what the ones before it may. */
enum token_role {
    TOKEN_NOBODY, /* without a token */
    TOKEN_VIEWER, /* reads all */
    TOKEN_EDITOR, /* writes items and approves */
    TOKEN_CHIEF,  /* takes over, kills, and stops the wall */
    TOKEN_ROLES,
};

#define TOKEN_BITS 256
#define TOKEN_DIGITS (TOKEN_BITS / 4) /* of its text, hexadecimal */
#define TOKEN_TEXT_SIZE (TOKEN_DIGITS + 1)
#define TOKEN_HASH_SIZE 32   /* bytes of a SHA-256 (FIPS 180-4) */
#define TOKEN_NAME_MAX 64    /* bytes: letters, digits, . _ - */
#define TOKEN_COUNT_MAX 1000 /* in a file: each is compared with what is shown */
#define TOKEN_MODE 0640

struct token {
    char name[TOKEN_NAME_MAX + 1];
    enum token_role role;
    unsigned char hash[TOKEN_HASH_SIZE];
};

/* Zero-initialised is empty. */
struct token_list {
    struct token *items;
    size_t count;
};

/* "viewer", "editor", "chief"; "" for nobody: a literal. The other way false for anything else. */
const char *token_role_name(enum token_role role);
bool token_role_parse(const char *name, enum token_role *role);

/* Reads a file; one that is not there has none. A line that makes no sense is an error, which tells
 * its number, and counts for nobody; the others count. False with an error. The caller finishes. */
bool token_list_read(struct token_list *tokens, const char *path, struct diag *diag);
void token_list_finish(struct token_list *tokens);

/* Writes the file anew in one go (mode 0640, of the group of what stands there or of its folder),
 * on the disk when it returns. False with an error: what was there stays. */
bool token_list_write(const struct token_list *tokens, const char *path, struct diag *diag);

/* A new token of that name, which has none yet (else false with an error); its text, which is kept
 * nowhere, comes from the kernel (getrandom(2)). */
bool token_list_add(struct token_list *tokens, const char *name, enum token_role role,
                    char text[TOKEN_TEXT_SIZE], struct diag *diag);

/* Takes the one of that name out; false with an error that names those that there are. */
bool token_list_remove(struct token_list *tokens, const char *name, struct diag *diag);

/* Whose text it is; NULL: nobody's. How long it takes tells nothing of the hashes. */
const struct token *token_list_find(const struct token_list *tokens, const char *text);

#endif
