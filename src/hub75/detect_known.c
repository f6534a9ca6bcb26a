#include "hub75/detect_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/chip_file.h"
#include "config/panel_file.h"

struct loading {
    struct detect_panel *panels;
    struct detect_chip *chips;
    int panel_count, chip_count;
    struct diag *diag;
};

static void load_panel(void *user, const struct data_file *data)
{
    struct loading *loading = user;
    struct panel_file file;
    if (loading->panel_count == DETECT_PANELS_MAX ||
        !panel_file_read(&file, data->name, loading->diag))
        return;
    loading->panels[loading->panel_count++] =
        (struct detect_panel){memory_copy_string(file.name), file.wiring};
    panel_file_finish(&file);
}

/* Whether two chips are told by as many clocks, and take data alike. */
static bool looks_alike(const struct panel_wiring *one, const struct panel_wiring *other)
{
    bool same = one->writes == other->writes && one->latch_clocks == other->latch_clocks &&
                one->falling == other->falling;
    for (int i = 0; same && i < one->writes; i++)
        same = one->write[i].latched == other->write[i].latched;
    return same;
}

static bool is_known(const struct loading *loading, const struct panel_wiring *wiring)
{
    for (int i = 0; i < loading->chip_count; i++)
        if (looks_alike(&loading->chips[i].wiring, wiring))
            return true;
    return false;
}

static void load_chip(void *user, const struct data_file *data)
{
    struct loading *loading = user;
    struct chip_file file;
    if (loading->chip_count == DETECT_CHIPS_MAX ||
        !chip_file_read(&file, data->name, loading->diag))
        return;
    if (!file.refused && !is_known(loading, &file.wiring))
        loading->chips[loading->chip_count++] =
            (struct detect_chip){memory_copy_string(file.name), file.wiring};
    chip_file_finish(&file);
}

bool detect_known_load(struct detect_known *known, struct diag *diag)
{
    struct loading loading = {
        .panels = memory_alloc(DETECT_PANELS_MAX, sizeof *loading.panels),
        .chips = memory_alloc(DETECT_CHIPS_MAX, sizeof *loading.chips),
        .diag = diag,
    };
    load_chip(&loading, &(struct data_file){.name = "plain"});
    bool good = panel_file_each(load_panel, &loading, diag);
    good &= chip_file_each(load_chip, &loading, diag);
    *known = (struct detect_known){loading.panels, loading.panel_count, loading.chips,
                                   loading.chip_count};
    return good && diag->errors == 0;
}

void detect_known_finish(struct detect_known *known)
{
    for (int i = 0; i < known->panel_count; i++)
        free(known->panels[i].name);
    for (int i = 0; i < known->chip_count; i++)
        free(known->chips[i].name);
    free(known->panels);
    free(known->chips);
    *known = (struct detect_known){0};
}
