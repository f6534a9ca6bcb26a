/* Any bytes as one of the small files and texts that others write: a list of feeds, tokens, a
 * password, firmware, what a boot drive says of itself, a sensor of light, the mark of a store, the
 * system's cities, a hook, a chip, the rows of many logs, what was on air when the program died,
 * what the link remembers, a ticker's events, a keyboard,
 * settings. What is taken is what it may be, and what
 * is not is refused with a reason. The first byte says which: 'A' the first, and round and round.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/link/memo.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/chip_file.h"
#include "config/config.h"
#include "config/laid.h"
#include "config/places.h"
#include "control/hook.h"
#include "control/token.h"
#include "kiosk/deaths.h"
#include "kiosk/hands.h"
#include "kiosk/lux.h"
#include "link/collect.h"
#include "link/wants.h"
#include "rp2040/firmware.h"
#include "serve/visible.h"
#include "store/mark.h"
#include "store/store.h"
#include "wires/opml.h"
#include "wires/secret.h"

#include "fuzz.h"

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

#define MOST 120
#define PATH_SIZE 96

/* --- a folder in memory, made once; each file in it stays open and is written anew --- */

static char folder[] = "/dev/shm/motograph-file-fuzz-XXXXXX";

static const char *const folders[] = {"hooks", "boards", "boards/chips", "iio:device0", "input"};

static void path_of(const char *name, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
}

static void take_away(void)
{
    char command[PATH_SIZE];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    (void)!system(command);
}

static void put(const char *name, const void *bytes, size_t size)
{
    char path[PATH_SIZE];
    path_of(name, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
}

static void ignore(void *user, enum log_level level, const char *line)
{
    (void)user, (void)level, (void)line;
}

static void begin(void)
{
    static const char board[] = "UF2 Bootloader v3.0\r\nBoard-ID: RPI-RP2\r\n";
    char path[PATH_SIZE];
    require(mkdtemp(folder) != NULL);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        path_of(folders[i], path);
        require(mkdir(path, 0700) == 0);
    }
    require(setenv("MOTOGRAPH_DATA", folder, 1) == 0 && setenv("TZDIR", folder, 1) == 0);
    put("INFO_UF2.TXT", board, sizeof board - 1);
    log_set_sink(ignore, NULL);
    atexit(take_away);
}

/* --- texts --- */

static void check_line(const char *text)
{
    size_t length = strlen(text);
    require(utf8_validate(text, length) == length && utf8_find_control(text, length) == length);
}

static void see_feed(void *user, const char *url, const char *title)
{
    ++*(size_t *)user;
    require(*url);
    check_line(url);
    if (title)
        check_line(title);
}

static void try_opml(const char *text, size_t size)
{
    size_t seen = 0;
    require(opml_each(text, size, see_feed, &seen) == seen);
}

/* --- files --- */

static void try_tokens(const char *text, size_t size)
{
    struct token_list tokens;
    struct diag diag = {0};
    char path[PATH_SIZE];
    put("tokens", text, size);
    path_of("tokens", path);
    require(token_list_read(&tokens, path, &diag) == (diag.errors == 0));
    require(tokens.count <= TOKEN_COUNT_MAX);
    for (size_t i = 0; i < tokens.count; i++) {
        enum token_role role;
        require(token_role_parse(token_role_name(tokens.items[i].role), &role) &&
                role == tokens.items[i].role && role != TOKEN_NOBODY);
        check_line(tokens.items[i].name);
    }
    require(!token_list_find(&tokens, text) || tokens.count > 0);
    token_list_finish(&tokens);
    diag_finish(&diag);
}

static void try_secret(const char *text, size_t size)
{
    struct diag diag = {0};
    char *line = NULL;
    char path[PATH_SIZE];
    put("secret", text, size);
    path_of("secret", path);
    const struct secret_file file = {"secret", path, "the password"};
    bool good = secret_read(&file, &line, &diag);
    require(good == (diag.errors == 0) && good == (line != NULL));
    if (good)
        require(*line && !strpbrk(line, "\r\n"));
    if (good)
        secret_is_header(line);
    free(line);
    diag_finish(&diag);
}

static void try_firmware(const char *text, size_t size)
{
    struct diag diag = {0};
    char path[PATH_SIZE];
    put("firmware.uf2", text, size);
    path_of("firmware.uf2", path);
    require(firmware_write(path, folder, &diag) == (diag.errors == 0));
    diag_finish(&diag);
}

static void try_drive(const char *text, size_t size)
{
    struct diag diag = {0};
    char path[PATH_SIZE];
    put("iio:device0/INFO_UF2.TXT", text, size);
    path_of("iio:device0", path);
    require(!firmware_write("/dev/null", path, &diag) && diag.errors > 0);
    diag_finish(&diag);
}

/* A line of its own for each file of the sensor. */
static void try_light(const char *text, size_t size)
{
    const struct light_curve curve = {
        .dim_lux = 1, .full_lux = 1000, .dim_percent = 5, .slew_s = 10};
    static const char *const names[] = {"iio:device0/in_illuminance_input",
                                        "iio:device0/in_illuminance_raw",
                                        "iio:device0/in_illuminance_scale"};
    struct light_level level = {0};
    double lux = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;
        put(names[i], text, length);
        text += length + (end != NULL);
        size -= length + (end != NULL);
    }
    for (int i = 0; i < 2 && light_read(folder, &lux); i++) {
        int percent = light_level_see(&level, &curve, lux, 1);
        require(percent >= 1 && percent <= 100);
    }
}

static void try_mark(const char *text, size_t size)
{
    int64_t since_ms;
    char *id = NULL;
    char path[PATH_SIZE];
    put("mark", text, size);
    path_of("mark", path);
    require(store_mark_read(path, &since_ms, &id) == (id != NULL));
    free(id);
}

static void try_places(const char *text, size_t size)
{
    struct place_found place;
    put("zone.tab", text, size);
    if (!places_find("Berlin", &place))
        return;
    require(place.latitude >= -90 && place.latitude <= 90);
    require(place.longitude >= -180 && place.longitude <= 180 && *place.zone);
}

static void try_hook(const char *text, size_t size)
{
    static const char document[] =
        "{\"a\": [{\"text\": \"x {y}\", \"state\": \"on\", \"level\": 5}, {\"text\": null}],"
        " \"text\": \"The river is low\", \"state\": \"ok\", \"level\": \"critical\"}";
    struct hook_file hook;
    struct hook_lines lines = {0};
    struct diag diag = {0};
    put("hooks/fuzz.hook", text, size);
    bool good = hook_file_read(&hook, "fuzz", &diag);
    require(good == (diag.errors == 0));
    if (good) {
        json_t *json = hook_document(document, sizeof document - 1, "application/json");
        hook_read(&hook, "fuzz", json, MOST, &lines);
        for (size_t i = 0; i < lines.count; i++) {
            check_line(lines.items[i].text);
            require(utf8_count(lines.items[i].text, strlen(lines.items[i].text)) <= MOST);
        }
        json_decref(json);
    }
    hook_lines_finish(&lines);
    hook_file_finish(&hook);
    diag_finish(&diag);
}

static void try_chip(const char *text, size_t size)
{
    struct chip_file chip = {0};
    struct diag diag = {0};
    put("boards/chips/fuzz.chip", text, size);
    if (chip_file_read(&chip, "fuzz", &diag)) {
        require(chip.title && chip.source && chip.tested);
        chip_file_finish(&chip);
    } else {
        require(diag.errors > 0);
    }
    diag_finish(&diag);
}

static void see_fault(void *user, const char *ticker, int64_t number, enum ledger_fault fault)
{
    (void)number;
    require(ticker != NULL && fault <= LEDGER_FAULT_DOUBLED);
    ++*(int64_t *)user;
}

static void try_rows(const char *text, size_t size)
{
    struct ledger_report report = {0};
    struct diag diag = {0};
    int64_t faults = 0;
    char path[PATH_SIZE];
    put("rows.ndjson", text, size);
    path_of("rows.ndjson", path);
    bool good = collect_verify(path, &report, see_fault, &faults, &diag);
    require(good == (diag.errors == 0));
    require(!good || (faults > 0) == (report.missing + report.changed + report.doubled > 0));
    diag_finish(&diag);
}

/* Of this boot, as long as one that the program has written; the store is none, so that a hold
 * fails. */
static void try_deaths(const char *text, size_t size)
{
    static uint8_t record[4096];
    static struct store *store;
    struct diag diag = {0};
    char path[PATH_SIZE];
    path_of("store.db", path);
    store = store ? store : store_open(path, &diag);
    path_of("on-air", path);
    require(store && diag.count == 0);
    unlink(path);
    deaths_end(deaths_watch(path, store));
    int fd = open(path, O_RDWR | O_CLOEXEC);
    ssize_t length = read(fd, record, sizeof record);
    const size_t boot = sizeof "01234567-89ab-cdef-0123-456789abcdef\n";
    size = size < (size_t)length - boot ? size : (size_t)length - boot;
    require(pwrite(fd, text, size, (off_t)boot) == (ssize_t)size);
    struct deaths *deaths = deaths_watch(path, store);
    deaths_on_air(deaths, 1);
    deaths_end(deaths);
    close(fd);
}

static void try_memo(const char *text, size_t size)
{
    struct config config = {0};
    struct memo memo;
    struct wants wants = {0};
    struct diag diag = {0};
    char path[PATH_SIZE];
    put("link.json", text, size);
    path_of("link.json", path);
    config.mqtt.state = path;
    config.store.path = path;
    require(memo_read(&memo, &config, &diag));
    wants_from_json(&wants, memo.topics);
    for (struct want *want; (want = wants_next(&wants));)
        wants_done(&wants, &want->topic, want->hash, WANTS_DONE, 1);
    json_decref(memo.topics);
    memo.topics = wants_to_json(&wants, 0);
    wants_finish(&wants);
    wants_from_json(&wants, memo.topics);
    json_t *again = wants_to_json(&wants, 0);
    require(json_equal(memo.topics, again));
    json_decref(again);
    wants_finish(&wants);
    memo_finish(&memo);
    diag_finish(&diag);
}

/* One in each line. */
static void try_events(const char *text, size_t size)
{
    struct visible visible = {0};
    struct buffer out = {0};
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;
        json_t *event = json_loadb(text, length, 0, NULL);
        if (json_is_object(event))
            visible_take(&visible, event);
        json_decref(event);
        text += length + (end != NULL);
        size -= length + (end != NULL);
    }
    visible_events(&visible, 0, 1, &out);
    visible_is_healthy(&visible);
    visible_lose(&visible);
    buffer_finish(&out);
    visible_finish(&visible);
}

static bool obey(void *user, const struct request *request, struct state *state, struct diag *diag)
{
    (void)diag;
    require(request_check(request, MOST, diag));
    *state = (struct state){.wanted = *(int *)user};
    if (request->kind == REQUEST_BRIGHTNESS)
        *(int *)user = (int)request->brightness.percent;
    return true;
}

static void see_there(void *user, bool there)
{
    (void)user, (void)there;
}

static void stop(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(user);
}

/* Events as the kernel's (linux/input.h), read from a pipe. */
static void try_hands(const char *text, size_t size)
{
    static int percent = 50;
    struct clock clock;
    struct diag diag = {0};
    int error = 0;
    char path[PATH_SIZE], input[PATH_SIZE];
    struct hands_setup setup = {
        .folder = input, .absence_s = 5, .take = obey, .there = see_there, .user = &percent};
    path_of("input", input);
    path_of("input/event0", path);
    require(mkfifo(path, 0600) == 0);
    require(keys_parse(&setup.keys,
                       "next: KEY_NEXT; pause: KEY_SPACE; blank: KEY_TAB; brighter: KEY_UP; "
                       "darker: KEY_DOWN; dismiss: KEY_ESC; there: SW_DOCK",
                       &diag));
    clock_init_simulated(&clock, 0);
    struct loop *loop = loop_create(&clock);
    struct hands *hands = hands_create(loop, &setup, &error);
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    require(hands && fd >= 0 && write(fd, text, size) == (ssize_t)size);
    struct loop_timer *timer = loop_add_timer(loop, stop, loop);
    loop_set_timer(timer, 10 * CLOCK_NS_PER_S);
    loop_run(loop);
    close(fd);
    hands_destroy(hands);
    loop_destroy(loop);
    unlink(path);
    diag_finish(&diag);
}

/* As the socket hands them on. */
static void try_settings(const char *text, size_t size)
{
    struct config config, laid;
    struct diag diag = {0};
    (void)size;
    configuration_init(&config);
    laid_copy(&config, &laid);
    require(laid_set(&laid, text, &diag) == (diag.errors == 0));
    laid_swap(&config, &laid);
    configuration_finish(&laid);
    configuration_finish(&config);
    diag_finish(&diag);
}

/* --- */

static void (*const tries[])(const char *text, size_t size) = {
    try_opml, try_tokens, try_secret, try_firmware, try_drive, try_light,  try_mark,  try_places,
    try_hook, try_chip,   try_rows,   try_deaths,   try_memo,  try_events, try_hands, try_settings,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int begun;
    if (!begun++)
        begin();
    if (size == 0)
        return 0;
    char *text = memory_copy_bytes((const char *)data + 1, size - 1);
    if (!strstr(text, "@include")) /* of any file of this machine */
        tries[(uint8_t)(data[0] - 'A') % (sizeof tries / sizeof *tries)](text, size - 1);
    free(text);
    return 0;
}
