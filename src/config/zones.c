#include "zones.h"

#include "group_list.h"

static const struct group_list zones = {&schema_zone,
                                        sizeof(struct config_zone),
                                        offsetof(struct config_zone, line),
                                        CONFIG_ZONES_MAX,
                                        "a zone",
                                        "zones = ( { shows = \"news\"; }, ... );"};

void zones_finish(struct config *config)
{
    group_list_finish(&zones, config->zones, config->zone_count);
    config->zone_count = 0;
}

bool zones_take(struct config *config, const config_setting_t *list, struct value_place place,
                struct diag *diag)
{
    if (!group_list_check(&zones, list, place, diag))
        return false;
    bool good = true;
    zones_finish(config);
    for (int i = 0; i < config_setting_length(list); i++) {
        struct config_zone *zone = &config->zones[config->zone_count++];
        *zone = (struct config_zone){0};
        good &= group_list_take_item(&zones, config_setting_get_elem(list, (unsigned)i), zone,
                                     place, diag);
    }
    if (!good)
        zones_finish(config);
    return good;
}

/* The sample explains a zone's keys without making one. */
void zones_print(const struct config *config, bool sample, FILE *stream)
{
    if (sample) {
        fputs(
            "\n# Rectangles of the wall, later ones over earlier ones; without any, the news has "
            "all of it:\n#   zones = ( { shows = \"news\"; height = 16; }, { shows = \"clock\"; y "
            "= 16; } );\n",
            stream);
        group_list_print_help(&zones, stream);
    }
    if (config->zone_count > 0 || sample)
        group_list_print(&zones, config->zones, config->zone_count, stream);
}
