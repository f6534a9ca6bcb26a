#include "config/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "config/data.h"
#include "parse.h"

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

/* Its name, or a file's with a slash. */
static void give_board(const struct walk *walk, const char *name)
{
    char *path = strchr(name, '/') ? memory_copy_string(name) : data_find("boards", name, ".board");
    give_named(walk, path, "panel.board");
    free(path);
}

void files_each(const struct config *config, const char *path,
                void (*fn)(void *user, const char *path, const char *key), void *user)
{
    struct walk walk = {fn, user};
    if (path)
        parse_each_file(path, give_own, &walk);
    give_board(&walk, config->panel.board);
    for (size_t i = 0; i < config->text.font_count; i++)
        if (strchr(config->text.fonts[i], '/'))
            give_named(&walk, config->text.fonts[i], "text.fonts");
    for (size_t i = 0; i < config->zone_count; i++)
        give_named(&walk, config->zones[i].file, "zones");
}
