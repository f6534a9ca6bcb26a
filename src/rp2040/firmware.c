#include "rp2040/firmware.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/input.h"
#include "base/memory.h"
#include "device.h"

#define WAIT_NS (2 * CLOCK_NS_PER_S)
#define POLL_MS 10
#define INFO "INFO_UF2.TXT"

/* A UF2 block; all numbers little-endian. */
#define BLOCK_SIZE 512
#define BLOCK_MAGIC0 0x0a324655u
#define BLOCK_MAGIC1 0x9e5d5157u
#define BLOCK_MAGIC2 0x0ab16f30u

/* --- who is there --- */

struct asked {
    uint32_t nonce;
    bool known, done;
    struct wire_caps *caps;
};

static void on_event(void *user, const struct device_event *event, int64_t now_ns)
{
    struct asked *asked = user;
    (void)now_ns;
    if (event->kind == DEVICE_CAPS && event->caps.nonce == asked->nonce) {
        *asked->caps = event->caps;
        asked->known = true;
    } else if (event->kind == DEVICE_RESULT) {
        asked->done = true;
    }
}

/* Pumps until *ready, or until nobody can be expected to answer any more. */
static int wait_until(struct device *device, const bool *ready, struct asked *asked,
                      const struct clock *clock)
{
    int64_t end_ns = clock_monotonic_ns(clock) + WAIT_NS;
    while (!*ready && clock_monotonic_ns(clock) < end_ns) {
        struct pollfd port = {device->fd, POLLIN, 0};
        int error = device_pump(device, clock_monotonic_ns(clock), on_event, asked);
        if (error < 0)
            return error;
        if (!*ready)
            poll(&port, 1, POLL_MS);
    }
    return 0;
}

static bool explain_silence(const struct device *device, const char *path, struct diag *diag)
{
    if (device->reader.other_version)
        return diag_error(diag,
                          "%s: its firmware speaks version %u of the wire, this program version "
                          "%d: write the firmware that came with this program",
                          path, device->reader.other_version, WIRE_VERSION);
    return diag_error(diag,
                      "%s: nothing there answers as Motograph's firmware does; hold BOOTSEL while "
                      "plugging it in, and write it: motograph firmware --write FILE.uf2",
                      path);
}

static bool converse(struct device *device, const char *path, bool boot, struct wire_caps *caps,
                     struct diag *diag)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t now_ns = clock_monotonic_ns(&clock);
    struct asked asked = {.nonce = (uint32_t)now_ns, .caps = caps};
    device_hello(device, asked.nonce, now_ns);
    int error = wait_until(device, &asked.known, &asked, &clock);
    if (error < 0)
        return device_explain(diag, path, error);
    if (!asked.known)
        return explain_silence(device, path, diag);
    if (boot) {
        device_send(device, WIRE_BOOT, NULL, 0, clock_monotonic_ns(&clock));
        (void)wait_until(device, &asked.done, &asked, &clock); /* it goes away: no error */
    }
    return true;
}

bool firmware_ask(const char *arg, bool boot, struct wire_caps *caps, struct diag *diag)
{
    struct device device;
    char *path = device_path(arg ? arg : "");
    if (!path)
        return diag_error(diag, "no device with Motograph's firmware is plugged in%s%s",
                          arg ? " with the number " : "", arg ? arg : "");
    int error = device_open(&device, path, 0);
    bool good =
        error == 0 ? converse(&device, path, boot, caps, diag) : device_explain(diag, path, error);
    if (error == 0)
        device_close(&device);
    free(path);
    return good;
}

/* --- the boot drive --- */

#define BOARD_SIZE 64

/* Which board a boot drive says it is; "" where it is no boot drive. */
static void read_board(const char *drive, char board[BOARD_SIZE])
{
    static const char key[] = "Board-ID: ";
    char *path = memory_format("%s/" INFO, drive);
    FILE *file = input_open_lines(path);
    char line[128];
    board[0] = '\0';
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, sizeof key - 1) == 0)
            snprintf(board, BOARD_SIZE, "%.*s", (int)strcspn(line + sizeof key - 1, "\r\n"),
                     line + sizeof key - 1);
    if (file)
        fclose(file);
    free(path);
}

/* The family of the chip behind a boot drive; 0: it is none of ours. */
static uint32_t family_of(const char *drive)
{
    static const struct {
        const char *board;
        uint32_t family;
    } chips[] = {{"RPI-RP2", 0xe48bff56}, {"RP2350", 0xe48bff59}};
    char board[BOARD_SIZE];
    read_board(drive, board);
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++)
        if (strcmp(board, chips[i].board) == 0)
            return chips[i].family;
    return 0;
}

static bool explain_drive(struct diag *diag, const char *drive)
{
    char board[BOARD_SIZE];
    read_board(drive, board);
    if (board[0])
        return diag_error(diag,
                          "%s: the boot drive of another board (" INFO
                          " says %s); the firmware is for "
                          "RPI-RP2 (Pico, Interstate 75) and RP2350 (Pico 2)",
                          drive, board);
    return diag_error(diag,
                      "%s: no boot drive: there is no " INFO
                      " that names a board; hold BOOTSEL while "
                      "plugging the board in, and mount the drive RPI-RP2",
                      drive);
}

char *firmware_find_drive(struct diag *diag)
{
    FILE *mounts = setmntent("/proc/self/mounts", "r");
    char *drive = NULL;
    int count = 0;
    struct mntent *mount;
    while (mounts && (mount = getmntent(mounts)))
        if (strcmp(mount->mnt_type, "vfat") == 0 && family_of(mount->mnt_dir)) {
            free(drive);
            drive = memory_copy_string(mount->mnt_dir);
            count++;
        }
    if (mounts)
        endmntent(mounts);
    if (count == 1)
        return drive;
    free(drive);
    diag_error(diag, count == 0 ? "no boot drive is mounted: hold BOOTSEL while plugging the board "
                                  "in, mount the drive RPI-RP2, or name its folder: --drive DIR"
                                : "several boot drives are mounted: name one: --drive DIR");
    return NULL;
}

static uint32_t number_at(const uint8_t *bytes, size_t at)
{
    uint32_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number |= (uint32_t)bytes[at + i] << (8 * i);
    return number;
}

/* Every block in its order, all of them, for that chip. */
static bool check_blocks(const uint8_t *bytes, size_t size, uint32_t family, const char *path,
                         struct diag *diag)
{
    size_t count = size / BLOCK_SIZE;
    if (count == 0 || size % BLOCK_SIZE != 0)
        return diag_error(diag, "%s: not a UF2 file, or not all of it (%zu bytes)", path, size);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *block = bytes + i * BLOCK_SIZE;
        if (number_at(block, 0) != BLOCK_MAGIC0 || number_at(block, 4) != BLOCK_MAGIC1 ||
            number_at(block, 508) != BLOCK_MAGIC2)
            return diag_error(diag, "%s: block %zu is no UF2 block", path, i);
        if (number_at(block, 20) != i || number_at(block, 24) != count)
            return diag_error(diag, "%s: blocks are missing or out of order", path);
        if (number_at(block, 28) != family)
            return diag_error(diag,
                              "%s: made for another chip; a Pico wants build/firmware/pico, a "
                              "Pico 2 build/firmware/pico2",
                              path);
    }
    return true;
}

static bool write_all(int fd, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t count = write(fd, bytes, size);
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0) {
            bytes += count;
            size -= (size_t)count;
        }
    }
    return true;
}

static const char *advice_for(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return ": mount it so that this user may write, or use sudo";
    case EROFS:
        return ": mount it for writing";
    case ENOSPC:
        return ": a boot drive has room; is it one?";
    default:
        return ": nothing is lost; plug the board in again with BOOTSEL held, and write it again";
    }
}

/* The board restarts with the last block: its drive may be gone before it says so. */
static bool put_on(const uint8_t *bytes, size_t size, const char *drive, struct diag *diag)
{
    char *path = memory_format("%s/motograph.uf2", drive);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    bool good = fd >= 0 && write_all(fd, bytes, size);
    if (good && fsync(fd) < 0)
        good = family_of(drive) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (!good)
        diag_error(diag, "%s: %s%s", path, strerror(error), advice_for(error));
    free(path);
    return good;
}

static uint8_t *read_whole(const char *path, size_t *size, struct diag *diag)
{
    const size_t most = (size_t)4 << 20; /* twice a Pico's flash, as UF2 */
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file ? memory_alloc(most, 1) : NULL;
    *size = file ? fread(bytes, 1, most, file) : 0;
    if (file && !ferror(file) && fclose(file) == 0)
        return bytes;
    diag_error(diag, "%s: %s", path, strerror(errno));
    free(bytes);
    return NULL;
}

bool firmware_write(const char *uf2, const char *drive, struct diag *diag)
{
    size_t size;
    uint32_t family = family_of(drive);
    if (!family)
        return explain_drive(diag, drive);
    if (!input_is_plain(uf2, "a firmware's file (UF2)", diag))
        return false;
    uint8_t *bytes = read_whole(uf2, &size, diag);
    bool good =
        bytes && check_blocks(bytes, size, family, uf2, diag) && put_on(bytes, size, drive, diag);
    free(bytes);
    return good;
}
