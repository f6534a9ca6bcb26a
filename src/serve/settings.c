#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/laid.h"
#include "serve/reply.h"

#define BRIGHTNESS "brightness"
#define BRIGHTNESS_MOST 100

static bool refuse(struct route_reply *reply, const char *name, const json_t *value,
                   const char *allowed)
{
    char *found = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    reply_refuse(reply, STATUS_FIELD, "field", "A member is not as it may be.", name, found,
                 allowed);
    free(found);
    return false;
}

static bool refuse_name(struct route_reply *reply, const char *name, const json_t *value)
{
    char *keys = laid_keys();
    char *allowed = memory_format(BRIGHTNESS ", %s", keys);
    refuse(reply, name, value, allowed);
    free(allowed);
    free(keys);
    return false;
}

/* As libconfig reads a text: in quotation marks. The caller frees. */
static char *quoted(const char *text)
{
    char *out = memory_alloc(2 * strlen(text) + 3, 1);
    size_t size = 0;
    out[size++] = '"';
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            out[size++] = '\\';
        out[size++] = *text;
    }
    out[size] = '"';
    return out;
}

/* The value as it would stand in the file; NULL: it can't. The caller frees. */
static char *written(const json_t *value)
{
    const char *text = json_string_value(value);
    if (json_is_number(value) || json_is_boolean(value))
        return json_dumps(value, JSON_ENCODE_ANY);
    if (!text || utf8_find_typed_control(text, strlen(text)) < strlen(text))
        return NULL;
    return quoted(text);
}

static bool add_line(char **lines, const char *name, const json_t *value, struct route_reply *reply)
{
    if (!laid_is_key(name))
        return refuse_name(reply, name, value);
    if (json_is_null(value))
        return true;
    char *text = written(value);
    if (!text)
        return refuse(reply, name, value,
                      "a text without control characters, a number, true, false or null");
    char *longer = memory_format("%s%s=%s\n", *lines, name, text);
    free(text);
    free(*lines);
    *lines = longer;
    return true;
}

static bool take_brightness(const json_t *value, int64_t *percent, struct route_reply *reply)
{
    if (json_is_null(value))
        return true;
    *percent = json_integer_value(value);
    return (json_is_integer(value) && *percent >= 1 && *percent <= BRIGHTNESS_MOST) ||
           refuse(reply, BRIGHTNESS, value, "a whole number from 1 to 100");
}

bool ask_settings(const struct route_world *world, const struct asked *asked,
                  struct request *request, json_t *keep, struct route_reply *reply)
{
    char *lines = memory_copy_string("");
    const char *name;
    json_t *value;
    bool good = true;
    (void)world;
    *request = (struct request){.kind = REQUEST_SETTINGS, .editor = asked->name};
    json_object_foreach((json_t *)asked->json, name, value)
    {
        good = strcmp(name, BRIGHTNESS) == 0
                   ? take_brightness(value, &request->settings.percent, reply)
                   : add_line(&lines, name, value, reply);
        if (!good)
            break;
    }
    json_t *kept = json_string(lines);
    json_array_append_new(keep, kept);
    request->settings.lines = json_string_value(kept);
    free(lines);
    return good;
}
