/* Any bytes as what a person, a file or another program says in words: an instant, a daypart, a
 * head of the log, a key of the configuration with its value, a whole configuration, a time as
 * people write it, keys of a keyboard, a panel's map, a host, what an asker would rather have, who
 * asks. What is taken is in its range, and what is printed of it is read back as the same. The
 * first byte says which: 'A' the first, and round and round. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../../src/serve/who.h"
#include "../../src/wires/cache_control.h"
#include "base/asked_time.h"
#include "base/clock.h"
#include "base/memory.h"
#include "config/config.h"
#include "config/panel_map.h"
#include "config/panel_wiring.h"
#include "kiosk/keys.h"
#include "schedule/daypart.h"
#include "schedule/daypart_parse.h"
#include "serve/host.h"
#include "serve/preference.h"
#include "store/asrun.h"
#include "wires/address.h"

#include "fuzz.h"

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
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

static void try_configuration_text(const char *text)
{
    try_configuration(text, strlen(text));
}

static void try_hash(const char *text)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    asrun_hash_parse(text, hash);
}

/* What is read as a time is a time that can be written, and what is not says why. */
static void try_asked(const char *text)
{
    const int64_t now_ms = INT64_C(1795950000000);
    for (enum asked_time_for purpose = ASKED_TIME_BEGIN; purpose <= ASKED_TIME_PAST_END;
         purpose++) {
        struct diag diag = {0};
        char out[ASKED_TIME_SIZE];
        int64_t when_ms = -1;
        if (asked_time_parse(text, now_ms, purpose, &when_ms, &diag)) {
            require(diag.errors == 0 && when_ms >= 0 && when_ms <= CLOCK_LAST_MS + CLOCK_NS_PER_S);
            asked_time_format(when_ms, purpose == ASKED_TIME_END, false, out);
            asked_time_stamp(when_ms, true, out);
        } else {
            require(diag.errors > 0 && when_ms == -1);
        }
        diag_finish(&diag);
    }
    asked_time_is_exact(text);
}

static void try_keys(const char *text)
{
    struct diag diag = {0};
    struct keys keys;
    bool good = keys_parse(&keys, text, &diag);
    require(good == (diag.errors == 0));
    require(keys.count <= KEYS_MAX);
    for (size_t i = 0; good && i < keys.count; i++) {
        require(keys.rows[i].deed < KEYS_DEEDS);
        require(keys_find(&keys, keys.rows[i].type, keys.rows[i].code) < keys.count);
    }
    diag_finish(&diag);
}

static void try_map(const char *text)
{
    char why[PANEL_MAP_WHY_SIZE] = "";
    struct panel_wiring wiring = {.columns = 32, .rows = 16, .scan = 4, .halves = 2};
    wiring_set_bases(&wiring);
    if (!panel_map_parse(text, &wiring, why)) {
        require(*why);
        return;
    }
    if (wiring_check(&wiring).fault != WIRING_IS_WHOLE)
        return;
    for (int place = 0; place < wiring_registers(&wiring); place++) {
        struct wiring_led led = wiring_led(&wiring, 0, 0, place);
        require(led.x >= 0 && led.x < wiring.columns && led.y >= 0 && led.y < wiring.rows);
    }
}

/* Of a host without its port, of an address, and as a list of one's own names. */
static void try_host(const char *text)
{
    host_is_ours(text, "wall", "wall.example; other.example");
    host_is_ours("wall.example:80", "wall", text);
    host_is_listed("wall.example", text);
    require(address_of_host(text) <= ADDRESS_NAME);
}

static void try_preference(const char *text)
{
    static const char *const names[] = {"de", "en", "fr"};
    preference_takes(text, "gzip");
    require(preference_choose(text, names, 3) < 3);
    int64_t age_s = cache_control_max_age(text, strlen(text));
    require(age_s >= 0 && age_s <= INT32_MAX);
}

static void try_who(const char *text)
{
    bool by_cookie;
    for (int kind = 0; kind < 3; kind++) {
        char *token = who_token(kind < 2 ? text : NULL, text, kind == 1, &by_cookie);
        require(!by_cookie || token);
        free(token);
    }
}

static void (*const tries[])(const char *text) = {
    try_instant, try_daypart, try_hash,       try_set, try_configuration_text, try_asked, try_keys,
    try_map,     try_host,    try_preference, try_who,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char zone[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    if (size == 0)
        return 0;
    setenv("TZ", zone, 1);
    tzset();
    char *text = memory_copy_bytes((const char *)data + 1, size - 1);
    tries[(uint8_t)(data[0] - 'A') % (sizeof tries / sizeof *tries)](text);
    free(text);
    return 0;
}
