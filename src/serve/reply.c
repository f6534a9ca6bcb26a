#include "serve/reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void reply_json(struct route_reply *reply, int status, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    reply->status = status;
    reply->type = REPLY_JSON;
    reply->cache = "no-store";
    buffer_clear(&reply->body);
    buffer_add_string(&reply->body, text ? text : "{}");
    buffer_add_byte(&reply->body, '\n');
    free(text);
    json_decref(json);
}

/* What was found may be any bytes. */
static json_t *text_or_null(const char *text)
{
    json_t *json = text ? json_string(text) : NULL;
    return json ? json : json_null();
}

void reply_refuse(struct route_reply *reply, int status, const char *code, const char *message,
                  const char *field, const char *found, const char *allowed)
{
    json_t *error = json_object();
    json_object_set_new(error, "code", json_string(code));
    json_object_set_new(error, "message", text_or_null(message));
    json_object_set_new(error, "field", text_or_null(field));
    json_object_set_new(error, "found", text_or_null(found));
    json_object_set_new(error, "allowed", text_or_null(allowed));
    reply_json(reply, status, json_pack("{s:o}", "error", error));
}

/* The text between two marks, for the caller to free; NULL: they do not stand there. */
static char *between(const char *text, const char *open, const char *close)
{
    const char *begin = strstr(text, open);
    const char *end = begin ? strstr(begin + strlen(open), close) : NULL;
    return end ? memory_copy_bytes(begin + strlen(open), (size_t)(end - begin) - strlen(open))
               : NULL;
}

struct meaning {
    const char *words;
    int status;
    const char *code;
};

/* What an error is known for; the first that fits. */
static const struct meaning meanings[] = {
    {"\"match\":", STATUS_OTHER, "changed"},
    {"\"key\":", STATUS_NOT_FOUND, "no_such_item"},
    {"no snippet", STATUS_NOT_FOUND, "no_such_item"},
    {"and stays so", STATUS_CONFLICT, "over"},
    {"stays held", STATUS_CONFLICT, "never_airs"},
    {"can't be approved", STATUS_CONFLICT, "over"},
    {"never air", STATUS_FIELD, "never_airs"},
    {"\"", STATUS_FIELD, "field"},
    {"no zone", STATUS_FIELD, "field"},
    {"settings: ", STATUS_FIELD, "field"},
};

void reply_error(struct route_reply *reply, const char *text)
{
    struct meaning meaning = {"", STATUS_CONFLICT, "refused"};
    for (size_t i = sizeof meanings / sizeof *meanings; i-- > 0;)
        if (strstr(text, meanings[i].words))
            meaning = meanings[i];
    char *field = between(text, ": \"", "\":");
    char *found = field ? between(text, "\": found ", "; ") : NULL;
    const char *rest = found ? strstr(strstr(text, "\": found "), "; ") : NULL;
    char *allowed = rest ? memory_copy_string(rest + 2) : NULL;
    char *wanted = allowed ? strstr(allowed, " is wanted") : NULL;
    if (wanted)
        *wanted = '\0';
    reply_refuse(reply, meaning.status, meaning.code, text, field, found, allowed);
    free(field);
    free(found);
    free(allowed);
}

void reply_diag(struct route_reply *reply, const struct diag *diag)
{
    const char *error = diag_first_error(diag);
    reply_error(reply, error ? error : "it can't be done");
}
