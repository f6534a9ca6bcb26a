#include "config/colour.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/schema.h"

static bool is_hex(const char *text)
{
    return text[0] == '#' && strlen(text) == strlen("#rrggbb") &&
           strspn(text + 1, "0123456789abcdefABCDEF") == strlen("rrggbb");
}

bool colour_parse(const char *text, struct config_colour *colour)
{
    unsigned long rgb = 0;
    bool known = text && is_hex(text);
    if (known)
        rgb = strtoul(text + 1, NULL, 16);
    for (int i = 0; text && schema_colours[i].name; i++)
        if (strcasecmp(text, schema_colours[i].name) == 0) {
            rgb = schema_colours[i].rgb;
            known = true;
        }
    if (known)
        *colour = (struct config_colour){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb};
    return known;
}
