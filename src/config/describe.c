#include "config/describe.h"

#include <stdio.h>

#include "config/config.h"

static void describe_choices(const char *const *allowed, char *out, size_t size)
{
    size_t at = (size_t)snprintf(out, size, "one of");
    for (size_t i = 0; allowed[i] && at < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s \"%s\"", i ? "," : "", allowed[i]);
}

void describe_allowed(const struct schema_key *key, char *out, size_t size)
{
    switch (key->type) {
    case SCHEMA_BOOL:
        snprintf(out, size, "true or false");
        break;
    case SCHEMA_INT:
        snprintf(out, size, "a whole number from %.0f to %.0f", key->least, key->most);
        break;
    case SCHEMA_REAL:
        snprintf(out, size, "a number from %g to %g", key->least, key->most);
        break;
    case SCHEMA_STRING:
    case SCHEMA_NAME:
        snprintf(out, size, "a text in quotation marks");
        break;
    case SCHEMA_PATH:
    case SCHEMA_FILE:
        snprintf(out, size, "a path in quotation marks (~ is the home)");
        break;
    case SCHEMA_CHOICE:
        describe_choices(key->allowed, out, size);
        break;
    case SCHEMA_COLOUR:
        snprintf(out, size, "\"#rrggbb\" or a colour's name (amber, white, red, ...)");
        break;
    case SCHEMA_FONTS:
        snprintf(out, size, "a list of 1 to %d texts: ( \"DejaVu Sans\", \"Unifont\" )",
                 CONFIG_FONTS_MAX);
        break;
    }
}
