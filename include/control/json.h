/* Requests and states as JSON: the only file that knows their names on the wire.
 *
 * A request is an object `{"command": NAME, ...}` with what request_fields names; other
 * members are ignored. A state is an object, whose members the tables of json.c name.
 */
#ifndef CONTROL_JSON_H
#define CONTROL_JSON_H

#include <stdbool.h>

#include <jansson.h>

#include "base/diag.h"
#include "control/request.h"
#include "control/state.h"

/* Reads a request; its texts are the document's. False with an error for people: no object
 * (NULL, too), no such command, a member that is missing or of another type than it should
 * be. Limits are request_check's. */
bool request_from_json(const json_t *json, struct request *request, struct diag *diag);

/* The caller json_decrefs. NULL: a text is not UTF-8. */
json_t *request_to_json(const struct request *request);

/* Adds the state's members to an object. */
void state_to_json(const struct state *state, json_t *json);

/* The other way; what is absent stays zero. Texts are the document's. */
void state_from_json(const json_t *json, struct state *state);

#endif
