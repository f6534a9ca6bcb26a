#include "tree.h"

#include <libgen.h>
#include <stdlib.h>

#include "base/input.h"
#include "base/memory.h"
#include "integers.h"

bool tree_open(config_t *file, const char *path, const char *what, struct diag *diag)
{
    if (!input_is_plain(path, what, diag) || !integers_check_file(path, diag))
        return false;
    char *copy = memory_copy_string(path);
    config_set_include_dir(file, dirname(copy)); /* where integers_check_file has looked */
    free(copy);
    if (config_read_file(file, path) == CONFIG_TRUE)
        return true;
    return diag_add_at(diag, DIAG_ERROR, path, config_error_line(file), "%s",
                       config_error_type(file) == CONFIG_ERR_PARSE ? config_error_text(file)
                                                                   : "can't be read");
}
