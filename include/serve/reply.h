/* Replies: documents, and errors that say what was found and what is allowed. */
#ifndef SERVE_REPLY_H
#define SERVE_REPLY_H

#include <jansson.h>

#include "base/diag.h"
#include "serve/route.h"

#define REPLY_JSON "application/json"

/* The document, which is dropped. */
void reply_json(struct route_reply *reply, int status, json_t *json);

/* An error as a document: code, message, field (NULL: none), found (any bytes; NULL), allowed. */
void reply_refuse(struct route_reply *reply, int status, const char *code, const char *message,
                  const char *field, const char *found, const char *allowed);

/* The errors of diag as one: of what names a member in quotation marks (control/request.h) the
 * field is told. Status 422, or what the words are known for: 412 for a tag. */
void reply_diag(struct route_reply *reply, const struct diag *diag);

/* The same of what the ticker says. */
void reply_error(struct route_reply *reply, const char *text);

#endif
