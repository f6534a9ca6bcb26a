#include "tree.h"

#include <libgen.h>
#include <stdlib.h>

#include "base/input.h"
#include "base/memory.h"
#include "integers.h"

/* Only a group's members have names (libconfig's manual, 3). */
static void must(const config_setting_t *setting, bool named)
{
    if (named)
        memory_must((char *)config_setting_name(setting));
    if (config_setting_type(setting) == CONFIG_TYPE_STRING)
        memory_must((char *)config_setting_get_string(setting));
    if (!config_setting_is_aggregate(setting))
        return;
    bool names = config_setting_is_group(setting);
    for (int i = 0; i < config_setting_length(setting); i++)
        must(config_setting_get_elem(setting, (unsigned)i), names);
}

void tree_must(const config_t *file)
{
    must(config_root_setting(file), false);
}

bool tree_open(config_t *file, const char *path, const char *what, struct diag *diag)
{
    if (!input_is_plain(path, what, diag) || !integers_check_file(path, diag))
        return false;
    char *copy = memory_copy_string(path);
    config_set_include_dir(file, dirname(copy)); /* where integers_check_file has looked */
    free(copy);
    if (config_read_file(file, path) == CONFIG_TRUE) {
        tree_must(file);
        return true;
    }
    return diag_add_at(diag, DIAG_ERROR, path, config_error_line(file), "%s",
                       config_error_type(file) == CONFIG_ERR_PARSE ? config_error_text(file)
                                                                   : "can't be read");
}
