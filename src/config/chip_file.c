#include "config/chip_file.h"

#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "setting.h"
#include "tree.h"

#define CHIPS "boards/chips" /* a kind of data */
#define CHIP_ENDING ".chip"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool take_write(struct panel_wiring *wiring, const config_setting_t *entry,
                       const struct setting_group *in)
{
    static const char *const names[] = {"bits", "latch"};
    const struct setting_group write = {entry, in->path, in->diag};
    int bits = 0;
    int latched = 0;
    if (!config_setting_is_group(entry))
        return setting_refuse(in, "writes", "{ bits = 0x7fff; latch = 11; } is wanted");
    bool good = setting_knows(&write, names, COUNT(names));
    good &= setting_int(&write, "bits", 0, UINT16_MAX, -1, &bits);
    good &= setting_int(&write, "latch", 1, WIRING_LATCH_MAX, -1, &latched);
    if (good)
        wiring->write[wiring->writes++] = (struct wiring_write){(uint16_t)bits, (uint8_t)latched};
    return good;
}

static bool take_writes(struct panel_wiring *wiring, const struct setting_group *in)
{
    const config_setting_t *list = config_setting_get_member(in->group, "writes");
    int count = list ? config_setting_length(list) : 0;
    wiring->writes = 0;
    if (list && (!config_setting_is_list(list) || count > WIRING_WRITES_MAX))
        return setting_refuse(in, "writes",
                              "a list of at most 4 is wanted: ( { bits = 0x7fff; "
                              "latch = 11; }, ... )");
    bool good = true;
    for (int i = 0; i < count; i++)
        good &= take_write(wiring, config_setting_get_elem(list, (unsigned)i), in);
    return good;
}

bool chip_take(struct panel_wiring *wiring, const config_setting_t *group, const char *path,
               struct diag *diag)
{
    static const char *const edges[] = {"rising", "falling"};
    const struct setting_group in = {group, path, diag};
    int clocks = 1;
    int edge = 0;
    bool good = take_writes(wiring, &in);
    good &= setting_int(&in, "latch_clocks", 1, WIRING_LATCH_MAX, 1, &clocks);
    good &= setting_choice(&in, "clock", edges, COUNT(edges), &edge);
    wiring->latch_clocks = (uint8_t)clocks;
    wiring->falling = (uint8_t)edge;
    return good;
}

void chip_put(struct panel_wiring *wiring, const struct panel_wiring *chip)
{
    wiring->writes = chip->writes;
    memcpy(wiring->write, chip->write, sizeof wiring->write);
    wiring->latch_clocks = chip->latch_clocks;
    wiring->falling = chip->falling;
}

static bool read_chip(struct chip_file *chip, const config_t *file, struct diag *diag)
{
    static const char *const names[] = {"title",   "source", "tested",       "refused",
                                        "aliases", "writes", "latch_clocks", "clock"};
    const struct setting_group in = {config_root_setting(file), chip->file, diag};
    bool good = setting_knows(&in, names, COUNT(names));
    good &= setting_text(&in, "title", true, &chip->title);
    good &= setting_text(&in, "source", true, &chip->source);
    good &= setting_text(&in, "tested", true, &chip->tested);
    good &= setting_text(&in, "refused", false, &chip->refused);
    good &= aliases_take(&chip->aliases, file, chip->file, diag);
    good &= chip_take(&chip->wiring, in.group, chip->file, diag);
    return good;
}

bool chip_file_read(struct chip_file *chip, const char *name, struct diag *diag)
{
    *chip = (struct chip_file){.file = setting_path(CHIPS, name, CHIP_ENDING, diag)};
    if (!chip->file)
        return false;
    config_t file;
    config_init(&file);
    chip->name = setting_name_of(chip->file);
    bool good = tree_open(&file, chip->file, "a chip's file", diag) && read_chip(chip, &file, diag);
    config_destroy(&file);
    if (!good)
        chip_file_finish(chip);
    return good;
}

void chip_file_finish(struct chip_file *chip)
{
    free(chip->file);
    free(chip->name);
    free(chip->title);
    free(chip->source);
    free(chip->tested);
    free(chip->refused);
    aliases_finish(&chip->aliases);
    *chip = (struct chip_file){0};
}

bool chip_file_each(void (*fn)(void *user, const struct data_file *file), void *user,
                    struct diag *diag)
{
    return data_each(CHIPS, CHIP_ENDING, fn, user, diag);
}
