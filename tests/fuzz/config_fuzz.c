/* Any bytes as a configuration's file: what is refused is told with its place, what is taken is
 * printed, and read again it is the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"

#include "fuzz.h"

/* What libconfig's scanner has of a text that ends in its middle stays behind (1.5). */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig";
}

/* A file of this process, in memory: no disk is waited for. */
static const char *path(void)
{
    static char name[64];
    if (!*name)
        snprintf(name, sizeof name, "/dev/shm/motograph-config-fuzz-%ld.cfg", (long)getpid());
    return name;
}

static void write_bytes(const void *data, size_t size)
{
    FILE *file = fopen(path(), "w");
    require(file != NULL && fwrite(data, 1, size, file) == size);
    require(fclose(file) == 0);
}

static char *printed(const struct config *config, size_t *size)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);
    require(stream != NULL);
    configuration_print(config, false, stream);
    require(fclose(stream) == 0);
    return text;
}

/* A mistake of the file stands in the file. */
static void check_refused(const struct diag *diag)
{
    require(diag->errors > 0);
    for (size_t i = 0; i < diag->count; i++)
        require(strchr(diag->messages[i].text, ':') != NULL);
}

static void check_taken(const struct config *config)
{
    struct config again;
    struct diag diag = {0};
    size_t size = 0;
    size_t size_again = 0;
    char *text = printed(config, &size);
    write_bytes(text, size);
    configuration_init(&again);
    require(configuration_read(&again, path(), &diag));
    char *text_again = printed(&again, &size_again);
    require(size == size_again && memcmp(text, text_again, size) == 0);
    free(text_again);
    free(text);
    configuration_finish(&again);
    diag_finish(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct diag diag = {0};
    write_bytes(data, size);
    configuration_init(&config);
    bool good = configuration_read(&config, path(), &diag);
    require(good == (diag.errors == 0));
    if (!good)
        check_refused(&diag);
    good &= configuration_check(&config, &diag);
    if (good)
        check_taken(&config);
    configuration_finish(&config);
    diag_finish(&diag);
    unlink(path());
    return 0;
}
