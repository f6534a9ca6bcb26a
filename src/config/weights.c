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
    bool good;
    struct diag diag;
} weights = {.once = PTHREAD_ONCE_INIT};

static void load(void)
{
    char *path = data_find("languages", "speakers", ".weights");
    config_init(&weights.table);
    if (!path) {
        diag_error(&weights.diag, "no languages/speakers.weights below %s: no speaker is certain",
                   data_folder());
        return;
    }
    weights.good = tree_open(&weights.table, path, "the weights' file", &weights.diag) ||
                   diag_error(&weights.diag, "%s: without it no speaker is certain", path);
    free(path);
}

bool weights_load(struct diag *diag)
{
    pthread_once(&weights.once, load);
    for (size_t i = 0; i < weights.diag.count; i++)
        diag_add(diag, weights.diag.messages[i].level, "%s", weights.diag.messages[i].text);
    return weights.good;
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
