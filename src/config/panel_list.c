#include "panel_list.h"

#include <string.h>

struct one_panel {
    int order; /* 0: as the wall's, else 1 + enum config_order */
};

static const char *const orders[] = {"default", "RGB", "RBG", "GRB", "GBR", "BRG", "BGR", NULL};

static const struct schema_key keys[] = {
    {"order", SCHEMA_CHOICE, offsetof(struct one_panel, order), 0, 0, orders, "\"default\"",
     "which colours its lines R, G, B really light; default: panel.order"},
};

static const struct schema_group group = {"panels", 0, keys, sizeof keys / sizeof *keys,
                                          "What is different about single panels"};

static bool take_one(struct one_panel *one, const config_setting_t *setting,
                     struct value_place place, struct diag *diag)
{
    bool good = true;
    value_default(&keys[0], one);
    for (int i = 0; i < config_setting_length(setting); i++) {
        const config_setting_t *value = config_setting_get_elem(setting, (unsigned)i);
        const char *name = config_setting_name(value);
        place.line = (int)config_setting_source_line(value);
        if (name && strcmp(name, keys[0].name) == 0)
            good &= value_take(&group, &keys[0], value, one, place, diag);
        else
            good = diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                               "panels: there is no %s; a panel has order", name ? name : "value");
    }
    return good;
}

static bool is_list(const config_setting_t *list)
{
    bool good = config_setting_is_list(list) && config_setting_length(list) <= CONFIG_PANELS_MAX;
    for (int i = 0; good && i < config_setting_length(list); i++)
        good = config_setting_is_group(config_setting_get_elem(list, (unsigned)i));
    return good;
}

bool panel_list_take(struct config_panel *panel, const config_setting_t *list,
                     struct value_place place, struct diag *diag)
{
    bool good = true;
    memset(panel->orders, 0, sizeof panel->orders);
    if (!is_list(list))
        return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                           "panels: a list of at most %d groups is wanted: panels = ( { order = "
                           "\"RBG\"; }, { } );",
                           CONFIG_PANELS_MAX);
    for (int i = 0; i < config_setting_length(list); i++) {
        struct one_panel one;
        good &= take_one(&one, config_setting_get_elem(list, (unsigned)i), place, diag);
        panel->orders[i] = good ? (uint8_t)one.order : 0;
    }
    if (!good)
        memset(panel->orders, 0, sizeof panel->orders);
    return good;
}

/* Panels up to the last one that is different. */
static int count(const struct config_panel *panel)
{
    int last = CONFIG_PANELS_MAX;
    while (last > 0 && panel->orders[last - 1] == 0)
        last--;
    return last;
}

bool panel_list_check(const struct config_panel *panel, struct diag *diag)
{
    int panels = panel->chain * panel->parallel;
    return count(panel) <= panels ||
           diag_error(diag,
                      "panels: number %d has an order; allowed: %d panels, as panel.chain "
                      "and panel.parallel say",
                      count(panel), panels);
}

void panel_list_print(const struct config_panel *panel, bool sample, FILE *stream)
{
    if (sample)
        fputs("\n# Single panels that are different, from the connector on, chain after chain:\n"
              "#   panels = ( { }, { order = \"RBG\"; } );\n"
              "# order: which colours its lines R, G, B really light; default: panel.order\n",
              stream);
    if (count(panel) == 0 && !sample)
        return;
    fputs("panels = (", stream);
    for (int i = 0; i < count(panel); i++) {
        const struct one_panel one = {panel->orders[i]};
        fputs(i ? ",\n    { order = " : "\n    { order = ", stream);
        value_print(&keys[0], &one, stream);
        fputs("; }", stream);
    }
    fputs(count(panel) ? "\n);\n" : ");\n", stream);
}
