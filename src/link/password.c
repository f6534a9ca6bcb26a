#include "password.h"

#include "config/config.h"
#include "wires/secret.h"

bool password_read(const struct config *config, char **password, struct diag *diag)
{
    struct diag ignored = {0};
    const char *path = config->mqtt.password_file;
    *password = NULL;
    bool good = !*path || secret_read(path, password, &ignored);
    diag_finish(&ignored);
    return good || diag_error(diag,
                              "mqtt.password_file: %s: a file of mode 0600 with the password in "
                              "its first line is wanted",
                              path);
}
