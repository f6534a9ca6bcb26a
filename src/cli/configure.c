#include "cli/configure.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/local.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"

/* What --log tells comes after the other keys. */
static bool set_log_level(struct config *config, const char *level, struct diag *diag)
{
    if (!level)
        return true;
    char *assignment = memory_format("log.level=%s", level);
    bool good = configuration_set(config, assignment, diag);
    free(assignment);
    return good;
}

bool cli_configure(const struct cli_source *source, struct config *config, struct diag *diag)
{
    configuration_init(config);
    bool good = !source->path || configuration_read(config, source->path, diag);
    good &= !source->over || configuration_read(config, source->over, diag);
    for (size_t i = 0; i < source->set_count; i++)
        good &= configuration_set(config, source->sets[i], diag);
    good &= set_log_level(config, source->log_level, diag);
    return configuration_check(config, diag) && good;
}

void cli_configure_over(struct cli_source *source, struct config *config, char **wrong)
{
    const char *path = config->kiosk.first_boot;
    struct config both = {0};
    struct diag diag = {0};
    *wrong = NULL;
    if (!*path || access(path, F_OK) != 0)
        return;
    char *over = memory_copy_string(path);
    source->over = over;
    if (cli_configure(source, &both, &diag)) {
        configuration_finish(config);
        *config = both;
    } else {
        const char *error = diag_first_error(&diag);
        *wrong = memory_copy_string(error ? error : "it can't be read");
        configuration_finish(&both);
        source->over = NULL;
        free(over);
    }
    diag_finish(&diag);
}

void cli_use_configuration(const struct config *config)
{
    static const enum log_level levels[] = {[CONFIG_LOG_ERROR] = LOG_LEVEL_ERROR,
                                            [CONFIG_LOG_WARNING] = LOG_LEVEL_WARNING,
                                            [CONFIG_LOG_INFO] = LOG_LEVEL_INFO,
                                            [CONFIG_LOG_DEBUG] = LOG_LEVEL_DEBUG};
    log_set_level(levels[config->log.level]);
    local_zone_set(config->schedule.time_zone);
}
