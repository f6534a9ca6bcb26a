/* What `motograph link` remembers over its end: a file. */
#ifndef LINK_MEMO_H
#define LINK_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/diag.h"

struct config;

struct memo {
    char *path;
    int64_t last_row; /* of the log, that the broker has taken */
    json_t *topics;   /* as of wants_to_json; NULL: none */
    char *place;      /* the store's file that has them (store_place); NULL: not known */
};

/* Whether there can be such a file (mqtt.state); makes nothing. False with an error. */
bool memo_check(const struct config *config, struct diag *diag);

/* Reads mqtt.state, else link.json beside the store; one that is not there, or makes no sense
 * (which goes to the log), is empty. False with an error where
 * memo_check has one, or its folder can't be made. */
bool memo_read(struct memo *memo, const struct config *config, struct diag *diag);

/* Writes it anew in one go, on the disk when it returns. False with an error. */
bool memo_write(const struct memo *memo, struct diag *diag);

void memo_finish(struct memo *memo);

#endif
