/* Any bytes as what a person or a file says in words: an instant, a daypart, a head of the log, a
 * key of the configuration with its value, a whole configuration. What is taken is in its range,
 * and what is printed of it is read back as the same. The first byte says which. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "config/config.h"
#include "schedule/daypart.h"
#include "schedule/daypart_parse.h"
#include "store/asrun.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

static void require(int condition)
{
    if (!condition)
        abort();
}

static void try_instant(const char *text)
{
    int64_t ms = 0;
    int64_t again = 0;
    int64_t ns = 0;
    char out[CLOCK_TEXT_SIZE];
    clock_why_not(text);
    clock_parse_ns(text, &ns);
    if (!clock_parse(text, &ms))
        return;
    require(ms >= 0 && ms <= CLOCK_LAST_MS + CLOCK_NS_PER_S);
    require(clock_why_not(text) == NULL);
    clock_format_utc(ms, out);
    if (ms <= CLOCK_LAST_MS)
        require(clock_parse(out, &again) && again == ms / CLOCK_MS_PER_S * CLOCK_MS_PER_S);
}

static void try_daypart(const char *text)
{
    struct diag diag = {0};
    struct daypart daypart;
    const struct sun_place place = {52.5, 13.4};
    const int64_t now_ms = INT64_C(1767225600000);
    if (daypart_parse(text, &daypart, &diag)) {
        require(daypart.brightness >= -1 && daypart.brightness <= 100);
        daypart_holds(&daypart, place, now_ms);
        require(daypart_next_change_ms(&daypart, place, now_ms) > now_ms);
    } else {
        require(diag.errors == 1);
    }
    diag_finish(&diag);
}

static char *printed(const struct config *config)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    configuration_print(config, false, stream);
    fclose(stream);
    return text;
}

static bool read_text(struct config *config, const char *text, size_t length, struct diag *diag)
{
    char path[32];
    int fd = memfd_create("configuration", MFD_CLOEXEC);
    require(fd >= 0 && write(fd, text, length) == (ssize_t)length);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    configuration_init(config);
    bool good = configuration_read(config, path, diag);
    good = configuration_check(config, diag) && good;
    close(fd);
    return good;
}

/* What was taken is printed, and read back as the same. */
static void check_print(const struct config *config)
{
    struct diag diag = {0};
    struct config again;
    char *once = printed(config);
    require(read_text(&again, once, strlen(once), &diag));
    char *twice = printed(&again);
    require(strcmp(once, twice) == 0);
    free(once);
    free(twice);
    diag_finish(&diag);
    configuration_finish(&again);
}

static void try_configuration(const char *text, size_t length)
{
    struct diag diag = {0};
    struct config config;
    if (strstr(text, "@include")) /* of any file of this machine */
        return;
    if (read_text(&config, text, length, &diag))
        check_print(&config);
    else
        require(diag.errors > 0);
    diag_finish(&diag);
    configuration_finish(&config);
}

static void try_set(const char *text)
{
    struct diag diag = {0};
    struct config config;
    if (strstr(text, "@include"))
        return;
    configuration_init(&config);
    if (configuration_set(&config, text, &diag) && configuration_check(&config, &diag))
        check_print(&config);
    else
        require(diag.errors > 0);
    diag_finish(&diag);
    configuration_finish(&config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char zone[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    uint8_t hash[ASRUN_HASH_SIZE];
    if (size == 0)
        return 0;
    setenv("TZ", zone, 1);
    tzset();
    char *text = memory_copy_bytes((const char *)data + 1, size - 1);
    switch (data[0] % 5) {
    case 0:
        try_instant(text);
        break;
    case 1:
        try_daypart(text);
        break;
    case 2:
        asrun_hash_parse(text, hash);
        break;
    case 3:
        try_set(text);
        break;
    default:
        try_configuration(text, size - 1);
    }
    free(text);
    return 0;
}
