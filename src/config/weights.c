#include "config/weights.h"

#include <libconfig.h>
#include <pthread.h>
#include <stdlib.h>

#include "config/data.h"
#include "tree.h"

/* Written once, by whoever asks first; read for as long as the program runs. */
static struct {
    pthread_once_t once;
    config_t table;
    char *path;
    bool good;
    struct diag diag;
} weights = {.once = PTHREAD_ONCE_INIT};

/* A number that is none would count as 0: a feature that says nothing. */
static bool check_group(const config_setting_t *group)
{
    bool good = config_setting_is_group(group);
    for (int i = 0; good && i < config_setting_length(group); i++)
        good = config_setting_type(config_setting_get_elem(group, (unsigned)i)) == CONFIG_TYPE_INT;
    return good ||
           diag_add_at(&weights.diag, DIAG_ERROR, weights.path,
                       (int)config_setting_source_line(group),
                       "%s: names with a whole number each are wanted", config_setting_name(group));
}

static bool check_all(const config_setting_t *root)
{
    bool good = true;
    for (int i = 0; i < config_setting_length(root); i++)
        good &= check_group(config_setting_get_elem(root, (unsigned)i));
    return good;
}

static void load(void)
{
    weights.path = data_find("languages", "speakers", ".weights");
    config_init(&weights.table);
    if (!weights.path) {
        diag_error(&weights.diag, "no languages/speakers.weights below %s: no speaker is certain",
                   data_folder());
        return;
    }
    weights.good = (tree_open(&weights.table, weights.path, "the weights' file", &weights.diag) &&
                    check_all(config_root_setting(&weights.table))) ||
                   diag_error(&weights.diag, "%s: without it no speaker is certain", weights.path);
}

bool weights_load(struct diag *diag)
{
    pthread_once(&weights.once, load);
    for (size_t i = 0; i < weights.diag.count; i++)
        diag_add(diag, weights.diag.messages[i].level, "%s", weights.diag.messages[i].text);
    return weights.good;
}

bool weights_have(const char *group)
{
    const config_setting_t *found =
        weights.good ? config_setting_get_member(config_root_setting(&weights.table), group) : NULL;
    return found && config_setting_length(found) > 0;
}

const char *weights_path(void)
{
    return weights.path;
}

int weights_number(const char *group, const char *name, int missing)
{
    if (!weights.good)
        return missing;
    const config_setting_t *table =
        config_setting_get_member(config_root_setting(&weights.table), group);
    int number = missing;
    if (table)
        config_setting_lookup_int(table, name, &number);
    return number;
}
