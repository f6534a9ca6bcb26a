#include "json.h"

#include <jansson.h>

#include "json_feed.h"
#include "json_ninjs.h"

bool json_read(struct source *source)
{
    json_error_t error;
    json_t *root = json_loadb(source->text, source->length, 0, &error);
    if (!root)
        return diag_add_at(source->diag, DIAG_ERROR, source->hints->name, error.line,
                           "is no good JSON: %s", error.text);
    source->feed->whole = true;
    bool read = json_feed_read(source, root) || json_ninjs_read(source, root);
    if (!read)
        diag_add_at(source->diag, DIAG_ERROR, source->hints->name, 0,
                    "is JSON of no format of news that is known: a JSON Feed or ninjs is wanted");
    json_decref(root);
    return read;
}
