#include "zones.h"

#include <string.h>

void zones_finish(struct config *config)
{
    for (size_t i = 0; i < config->zone_count; i++)
        for (size_t k = 0; k < schema_zone.count; k++)
            value_free(&schema_zone.keys[k], &config->zones[i]);
    config->zone_count = 0;
}

static const struct schema_key *find_key(const char *name)
{
    for (size_t k = 0; name && k < schema_zone.count; k++)
        if (strcmp(schema_zone.keys[k].name, name) == 0)
            return &schema_zone.keys[k];
    return NULL;
}

static bool tell_unknown(const char *name, struct value_place place, struct diag *diag)
{
    char known[256] = "";
    size_t at = 0;
    for (size_t k = 0; k < schema_zone.count && at < sizeof known; k++)
        at += (size_t)snprintf(known + at, sizeof known - at, "%s%s", k ? ", " : "",
                               schema_zone.keys[k].name);
    return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                       "zones: there is no %s; a zone has %s", name, known);
}

static bool take_zone(struct config_zone *zone, const config_setting_t *setting,
                      struct value_place place, struct diag *diag)
{
    bool good = true;
    for (int i = 0; i < config_setting_length(setting); i++) {
        const config_setting_t *value = config_setting_get_elem(setting, (unsigned)i);
        const struct schema_key *key = find_key(config_setting_name(value));
        place.line = (int)config_setting_source_line(value);
        good &= key ? value_take(&schema_zone, key, value, zone, place, diag)
                    : tell_unknown(config_setting_name(value), place, diag);
    }
    return good;
}

static bool check_list(const config_setting_t *list, struct value_place place, struct diag *diag)
{
    int count = config_setting_length(list);
    bool good = config_setting_is_list(list) && count <= CONFIG_ZONES_MAX;
    for (int i = 0; good && i < count; i++)
        good = config_setting_is_group(config_setting_get_elem(list, (unsigned)i));
    return good || diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                               "zones: a list of at most %d groups is wanted: zones = ( { shows = "
                               "\"news\"; }, ... );",
                               CONFIG_ZONES_MAX);
}

bool zones_take(struct config *config, const config_setting_t *list, struct value_place place,
                struct diag *diag)
{
    if (!check_list(list, place, diag))
        return false;
    bool good = true;
    zones_finish(config);
    for (int i = 0; i < config_setting_length(list); i++) {
        const config_setting_t *setting = config_setting_get_elem(list, (unsigned)i);
        struct config_zone *zone = &config->zones[config->zone_count++];
        *zone = (struct config_zone){0};
        for (size_t k = 0; k < schema_zone.count; k++)
            value_default(&schema_zone.keys[k], zone);
        zone->line = (int)config_setting_source_line(setting);
        good &= take_zone(zone, setting, place, diag);
    }
    if (!good)
        zones_finish(config);
    return good;
}

static void print_zone(const struct config_zone *zone, FILE *stream)
{
    fputs("{ ", stream);
    for (size_t k = 0; k < schema_zone.count; k++) {
        fprintf(stream, "%s = ", schema_zone.keys[k].name);
        value_print(&schema_zone.keys[k], zone, stream);
        fputs("; ", stream);
    }
    fputs("}", stream);
}

/* The sample explains a zone's keys without making one. */
static void print_help(FILE *stream)
{
    fputs(
        "\n# Rectangles of the wall, later ones over earlier ones; without any, the news has all "
        "of it:\n#   zones = ( { shows = \"news\"; height = 16; }, { shows = \"clock\"; y = 16; } "
        ");\n",
        stream);
    for (size_t k = 0; k < schema_zone.count; k++) {
        char allowed[256];
        value_describe(&schema_zone.keys[k], allowed, sizeof allowed);
        fprintf(stream, "# %s: %s; %s\n", schema_zone.keys[k].name, schema_zone.keys[k].help,
                allowed);
    }
}

void zones_print(const struct config *config, bool sample, FILE *stream)
{
    if (sample)
        print_help(stream);
    if (config->zone_count == 0 && !sample)
        return;
    fputs("zones = (", stream);
    for (size_t i = 0; i < config->zone_count; i++) {
        fputs(i ? ",\n    " : "\n    ", stream);
        print_zone(&config->zones[i], stream);
    }
    fputs(config->zone_count ? "\n);\n" : ");\n", stream);
}
