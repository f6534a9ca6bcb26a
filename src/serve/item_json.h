/* Items as documents, and what an editor writes of one. */
#ifndef SERVE_ITEM_JSON_H
#define SERVE_ITEM_JSON_H

#include <jansson.h>

#include "intake/written.h"
#include "serve/route.h"
#include "store/store.h"

/* As `motograph list --json` has it, and the key, the rest of the terms, the tag. */
json_t *item_to_json(const struct store_row *row);

/* Looks the item up that a path names: an id, or a key. False: the reply says why not. The caller
 * finishes the row. */
bool item_find(const struct route_world *world, const char *key, struct store_row *row,
               struct route_reply *reply);

/* The same; a key that names nothing is none (*there false). */
bool item_look(const struct route_world *world, const char *key, bool *there, struct store_row *row,
               struct route_reply *reply);

/* The reply is that item, with its tag. */
void item_reply(int status, const struct store_row *row, struct route_reply *reply);

/* The members of a document over what stands there (`row`; NULL: it is new). Texts are the row's
 * and the document's. False: the reply says which is wrong. */
bool item_written(const struct route_world *world, json_t *json, const struct store_row *row,
                  struct written_item *item, struct route_reply *reply);

/* Whether a text is a key: a letter, then letters, digits, . _ -, WRITTEN_KEY_MAX at most. */
bool item_is_key(const char *text);

/* Whether the row (NULL: there is none) is as If-Match and If-None-Match have it; *match is what
 * the ticker must find. False: 412. */
bool item_matches(const struct asked *asked, const struct store_row *row, json_t *keep,
                  const char **match, struct route_reply *reply);

#endif
