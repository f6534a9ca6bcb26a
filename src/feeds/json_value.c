#include "json_value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *json_first(const json_t *object, const char *const *names)
{
    for (; *names; names++) {
        const char *text = json_string_value(json_object_get(object, *names));
        if (text && *text)
            return text;
    }
    return NULL;
}

char *json_line(struct source *source, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    const char *text = json_string_value(value);
    if (json_is_integer(value))
        return memory_format("%" PRId64, (int64_t)json_integer_value(value));
    return text ? build_line(source, text, strlen(text), WRITING_PLAIN, NULL) : NULL;
}

char *json_body(struct source *source, const json_t *object, const char *name, enum writing writing)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? build_body(source, text, strlen(text), writing) : NULL;
}

void json_instant(struct source *source, int64_t *place, const json_t *object, const char *name)
{
    char *text = json_line(source, object, name);
    build_instant(source, place, text, 0);
    free(text);
}
