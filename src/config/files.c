#include "config/files.h"

#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "config/panel_file.h"
#include "parse.h"
#include "setting.h"

struct walk {
    void (*fn)(void *user, const char *path, const char *key);
    void *user;
};

static void give_own(void *user, const char *path)
{
    const struct walk *walk = user;
    walk->fn(walk->user, path, NULL);
}

static void give_named(const struct walk *walk, const char *path, const char *key)
{
    if (path && *path)
        walk->fn(walk->user, path, key);
}

/* A name of the data (config/data.h), or a file's with a slash. */
static void give_data(const struct walk *walk, const char *name, const char *kind,
                      const char *ending, const char *key)
{
    struct diag ignored = {0}; /* who reads it tells */
    char *path = *name ? setting_path(kind, name, ending, &ignored) : NULL;
    give_named(walk, path, key);
    free(path);
    diag_finish(&ignored);
}

/* What the model's file names in its turn. */
static void give_chip_of_model(const struct walk *walk, const char *model)
{
    struct diag ignored = {0};
    struct panel_file file;
    if (*model && panel_file_read(&file, model, &ignored)) {
        give_data(walk, file.chip ? file.chip : "", "boards/chips", ".chip", "panel.model");
        panel_file_finish(&file);
    }
    diag_finish(&ignored);
}

void files_each(const struct config *config, const char *path,
                void (*fn)(void *user, const char *path, const char *key), void *user)
{
    struct walk walk = {fn, user};
    if (path)
        parse_each_file(path, give_own, &walk);
    give_data(&walk, config->panel.board, "boards", ".board", "panel.board");
    give_data(&walk, config->panel.model, "boards/panels", ".panel", "panel.model");
    give_chip_of_model(&walk, config->panel.model);
    give_data(&walk, config->panel.driver, "boards/chips", ".chip", "panel.driver");
    for (size_t i = 0; i < config->text.font_count; i++)
        if (strchr(config->text.fonts[i], '/'))
            give_named(&walk, config->text.fonts[i], "text.fonts");
    for (size_t i = 0; i < config->zone_count; i++)
        give_named(&walk, config->zones[i].file, "zones");
}
