#include "config/places.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/input.h"

/* The part of a zone's name behind its last slash; a blank is as good as an underscore. */
static bool is_named(const char *zone, const char *name)
{
    const char *slash = strrchr(zone, '/');
    const char *city = slash && !strchr(name, '/') ? slash + 1 : zone;
    for (; *city && *name; city++, name++)
        if (tolower((unsigned char)*city) != tolower((unsigned char)*name) &&
            !(*city == '_' && *name == ' '))
            return false;
    return !*city && !*name;
}

/* +DDMM, +DDDMM or with seconds behind them (zone.tab's own words, ISO 6709). */
static double degrees_of(const char *digits, size_t length, size_t degree_digits)
{
    double parts[3] = {0};
    size_t at = 0;
    for (int i = 0; i < 3 && at < length; i++) {
        size_t count = i == 0 ? degree_digits : 2;
        for (size_t k = 0; k < count && at < length; k++)
            parts[i] = parts[i] * 10 + (digits[at++] - '0');
    }
    return parts[0] + parts[1] / 60 + parts[2] / 3600;
}

/* +5230+01322 */
static bool take_coordinates(const char *text, struct place_found *place)
{
    size_t north = strspn(text + 1, "0123456789");
    const char *east = text + 1 + north;
    if ((*text != '+' && *text != '-') || (*east != '+' && *east != '-') || north < 4)
        return false;
    size_t length = strspn(east + 1, "0123456789");
    place->latitude = degrees_of(text + 1, north, 2) * (*text == '-' ? -1 : 1);
    place->longitude = degrees_of(east + 1, length, 3) * (*east == '-' ? -1 : 1);
    return length >= 5 && fabs(place->latitude) <= 90 && fabs(place->longitude) <= 180;
}

bool places_find(const char *name, struct place_found *place)
{
    const char *folder = getenv("TZDIR");
    char path[4096];
    char line[512];
    snprintf(path, sizeof path, "%s/zone.tab", folder && *folder ? folder : "/usr/share/zoneinfo");
    FILE *file = input_open_lines(path);
    bool found = false;
    while (file && !found && fgets(line, sizeof line, file)) {
        char coordinates[32];
        found = *line != '#' && sscanf(line, "%*s %31s %63s", coordinates, place->zone) == 2 &&
                is_named(place->zone, name) && take_coordinates(coordinates, place);
    }
    if (file)
        fclose(file);
    return found;
}
