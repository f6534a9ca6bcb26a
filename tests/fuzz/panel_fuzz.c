/* Any bytes as a panel's file: what is taken is whole, each LED has one place, and a panel can be
 * made of it; what is not says why. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/panel_file.h"
#include "config/panel_keys.h"
#include "hub75/panel.h"

#include "fuzz.h"

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

static void check_leds(const struct panel_wiring *wiring)
{
    static uint8_t seen[WIRING_ROWS_MAX][WIRING_COLUMNS_MAX];
    memset(seen, 0, sizeof seen);
    for (int half = 0; half < wiring->halves; half++)
        for (int row = 0; row < wiring->scan; row++)
            for (int place = 0; place < wiring_registers(wiring); place++) {
                struct wiring_led led = wiring_led(wiring, row, half, place);
                require(led.x >= 0 && led.x < wiring->columns && led.y >= 0 &&
                        led.y < wiring->rows && !seen[led.y][led.x]);
                seen[led.y][led.x] = 1;
            }
}

static void check_wall(const struct panel_wiring *wiring)
{
    struct diag diag = {0};
    const struct config_panel config = {.wiring = *wiring,
                                        .rows = wiring->rows,
                                        .columns = wiring->columns,
                                        .scan = wiring->scan,
                                        .chain = 1,
                                        .parallel = 1,
                                        .fold = 1};
    struct panel *panel = panel_create(&config, &diag);
    require(panel != NULL);
    panel_destroy(panel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    struct panel_file file;
    struct diag diag = {0};
    char *text = memory_copy_bytes((const char *)data, size);
    int fd = memfd_create("panel", MFD_CLOEXEC);
    require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (!strstr(text, "@include") && !strstr(text, "chip")) { /* of any file of this machine */
        if (panel_file_read(&file, path, &diag)) {
            require(wiring_check(&file.wiring).fault == WIRING_IS_WHOLE);
            check_leds(&file.wiring);
            check_wall(&file.wiring);
            panel_file_finish(&file);
        } else {
            require(diag.errors > 0);
        }
    }
    diag_finish(&diag);
    close(fd);
    free(text);
    return 0;
}
