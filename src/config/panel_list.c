#include "panel_list.h"

#include <string.h>

#include "config/panel_ranges.h"

#define NOWHERE (-1) /* no x, no y */
#define QUARTER 90

struct one_panel {
    int order; /* 0: as the wall's, else 1 + enum config_order */
    int x, y;  /* NOWHERE: in the grid */
    int rotation;
    bool mirrored;
};

static const char *const orders[] = {"default", "RGB", "RBG", "GRB", "GBR", "BRG", "BGR", NULL};

#define FIELD(member) offsetof(struct one_panel, member)

static const struct schema_key keys[] = {
    {"order", SCHEMA_CHOICE, FIELD(order), 0, 0, orders, "\"default\"",
     "which colours its lines R, G, B really light; default: panel.order"},
    {"x", SCHEMA_INT, FIELD(x), NOWHERE, PANEL_PLACE_MAX, NULL, "-1",
     "its left edge on the wall; -1: its place in the grid"},
    {"y", SCHEMA_INT, FIELD(y), NOWHERE, PANEL_PLACE_MAX, NULL, "-1", "its upper edge"},
    {"rotation", SCHEMA_INT, FIELD(rotation), 0, 3 * QUARTER, NULL, "0",
     "clockwise: 0, 90, 180, 270"},
    {"mirrored", SCHEMA_BOOL, FIELD(mirrored), 0, 0, NULL, "false",
     "left and right are exchanged, before it is turned"},
};

#define KEYS (sizeof keys / sizeof *keys)

static const struct schema_group group = {"panels", 0, keys, KEYS,
                                          "What is different about single panels"};

static const struct schema_key *find_key(const char *name)
{
    for (size_t i = 0; name && i < KEYS; i++)
        if (strcmp(name, keys[i].name) == 0)
            return &keys[i];
    return NULL;
}

static bool check_one(const struct one_panel *one, struct value_place place, struct diag *diag)
{
    if (one->rotation % QUARTER != 0)
        return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                           "panels: rotation: found %d; allowed: 0, 90, 180, 270", one->rotation);
    return (one->x == NOWHERE) == (one->y == NOWHERE) ||
           diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                       "panels: a panel that has x or y wants both");
}

static bool take_one(struct one_panel *one, const config_setting_t *setting,
                     struct value_place place, struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; i < KEYS; i++)
        value_default(&keys[i], one);
    for (int i = 0; i < config_setting_length(setting); i++) {
        const config_setting_t *value = config_setting_get_elem(setting, (unsigned)i);
        const char *name = config_setting_name(value);
        const struct schema_key *key = find_key(name);
        place.line = (int)config_setting_source_line(value);
        if (key)
            good &= value_take(&group, key, value, one, place, diag);
        else
            good = diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                               "panels: there is no %s; a panel has order, x, y, rotation, "
                               "mirrored",
                               name ? name : "value");
    }
    place.line = (int)config_setting_source_line(setting);
    return good && check_one(one, place, diag);
}

static bool is_list(const config_setting_t *list)
{
    bool good = config_setting_is_list(list) && config_setting_length(list) <= CONFIG_PANELS_MAX;
    for (int i = 0; good && i < config_setting_length(list); i++)
        good = config_setting_is_group(config_setting_get_elem(list, (unsigned)i));
    return good;
}

static void forget(struct config_panel *panel)
{
    memset(panel->orders, 0, sizeof panel->orders);
    memset(panel->places, 0, sizeof panel->places);
    panel->placed = false;
}

static void put(struct config_panel *panel, int index, const struct one_panel *one)
{
    panel->orders[index] = (uint8_t)one->order;
    panel->places[index] = (struct config_place){
        .x = (uint16_t)(one->x == NOWHERE ? 0 : one->x),
        .y = (uint16_t)(one->y == NOWHERE ? 0 : one->y),
        .turned = (uint8_t)(one->rotation / QUARTER),
        .mirrored = one->mirrored,
    };
}

/* Either all of the list have a place, or none. */
static bool tell_mixed(const config_setting_t *list, struct value_place place, struct diag *diag)
{
    place.line = (int)config_setting_source_line(list);
    return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                       "panels: some have x and y, others have not: each needs them, or none");
}

bool panel_list_take(struct config_panel *panel, const config_setting_t *list,
                     struct value_place place, struct diag *diag)
{
    bool good = true;
    int placed = 0;
    forget(panel);
    if (!is_list(list))
        return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                           "panels: a list of at most %d groups is wanted: panels = ( { order = "
                           "\"RBG\"; }, { } );",
                           CONFIG_PANELS_MAX);
    int count = config_setting_length(list);
    for (int i = 0; i < count; i++) {
        struct one_panel one;
        good &= take_one(&one, config_setting_get_elem(list, (unsigned)i), place, diag);
        placed += good && one.x != NOWHERE;
        if (good)
            put(panel, i, &one);
    }
    panel->placed = placed > 0;
    if (good && placed > 0 && placed < count)
        good = tell_mixed(list, place, diag);
    if (!good)
        forget(panel);
    panel->listed = good ? count : 0;
    return good;
}

static bool is_different(const struct config_panel *panel, int index)
{
    const struct config_place *place = &panel->places[index];
    return panel->orders[index] != 0 || place->turned != 0 || place->mirrored != 0;
}

/* Panels up to the last one that is different. */
static int count_of(const struct config_panel *panel)
{
    int last = CONFIG_PANELS_MAX;
    if (panel->placed)
        return panel->listed;
    while (last > 0 && !is_different(panel, last - 1))
        last--;
    return last;
}

static bool check_places(const struct config_panel *panel, int panels, struct diag *diag)
{
    if (panel->placed && panel->listed != panels)
        return diag_error(diag,
                          "panels: %d have x and y; allowed: all of the %d panels that "
                          "panel.chain and panel.parallel say",
                          panel->listed, panels);
    if (panel->placed && (panel->fold != 1 || panel->serpentine || panel->beside))
        return diag_error(diag, "panels: x and y say where panels hang: leave panel.fold, "
                                "panel.serpentine and panel.beside out");
    for (int i = 0; i < panels; i++) {
        int other = panel->placed ? panel_overlaps(panel, i) : -1;
        if (other >= 0)
            return diag_error(diag,
                              "panels: number %d (x %d, y %d, %d wide, %d high) lies over number "
                              "%d",
                              i + 1, panel->places[i].x, panel->places[i].y,
                              panel_width_at(panel, i), panel_height_at(panel, i), other + 1);
        if (!panel->placed && panel->places[i].turned % 2 == 1 && panel->rows != panel->columns)
            return diag_error(diag,
                              "panels: number %d lies on its side (rotation %d) and leaves its "
                              "place in the grid: give each panel x and y",
                              i + 1, panel->places[i].turned * QUARTER);
    }
    return true;
}

bool panel_list_check(const struct config_panel *panel, struct diag *diag)
{
    int panels = panel->chain * panel->parallel;
    if (count_of(panel) > panels)
        return diag_error(diag,
                          "panels: number %d is listed; allowed: %d panels, as panel.chain "
                          "and panel.parallel say",
                          count_of(panel), panels);
    return check_places(panel, panels, diag);
}

bool panel_list_differs(const struct config_panel *one, const struct config_panel *other)
{
    return one->placed != other->placed ||
           memcmp(one->orders, other->orders, sizeof one->orders) != 0 ||
           memcmp(one->places, other->places, sizeof one->places) != 0;
}

static void print_one(const struct config_panel *panel, int index, FILE *stream)
{
    const struct config_place *place = &panel->places[index];
    const struct one_panel one = {
        .order = panel->orders[index],
        .x = panel->placed ? place->x : NOWHERE,
        .y = panel->placed ? place->y : NOWHERE,
        .rotation = place->turned * QUARTER,
        .mirrored = place->mirrored,
    };
    const bool shown[KEYS] = {one.order != 0, panel->placed, panel->placed, one.rotation != 0,
                              one.mirrored};
    fputs(index ? ",\n    {" : "\n    {", stream);
    for (size_t i = 0; i < KEYS; i++) {
        if (!shown[i])
            continue;
        fprintf(stream, " %s = ", keys[i].name);
        value_print(&keys[i], &one, stream);
        fputs(";", stream);
    }
    fputs(" }", stream);
}

void panel_list_print(const struct config_panel *panel, bool sample, FILE *stream)
{
    int count = count_of(panel);
    if (sample)
        fputs("\n# Single panels that are different, from the connector on, chain after chain:\n"
              "#   panels = ( { }, { order = \"RBG\"; } );\n"
              "# order: which colours its lines R, G, B really light; default: panel.order\n"
              "# x, y: its corner on the wall, of each panel or of none; then they are no grid\n"
              "# rotation: clockwise, 0, 90, 180, 270; mirrored: left and right exchanged first\n",
              stream);
    if (count == 0 && !sample)
        return;
    fputs("panels = (", stream);
    for (int i = 0; i < count; i++)
        print_one(panel, i, stream);
    fputs(count ? "\n);\n" : ");\n", stream);
}
