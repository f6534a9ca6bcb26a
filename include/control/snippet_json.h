/* Snippets as JSON, for --json. */
#ifndef CONTROL_SNIPPET_JSON_H
#define CONTROL_SNIPPET_JSON_H

#include <jansson.h>

#include "news/snippet.h"
#include "store/store.h"

/* As `extract --json` shows it. A new reference. */
json_t *snippet_to_json(const struct snippet *snippet);

/* As `list --json` shows it: with id, state, times and airings. */
json_t *store_row_to_json(const struct store_row *row);

#endif
