#include "registers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "gpiod_common.h"

struct chip {
    const char *label;  /* as the kernel's driver names it */
    const char *device; /* that maps its registers */
    size_t size;
    size_t set, clear; /* bytes from the beginning of the device */
    unsigned lines;
};

/* RP1: the outputs of bank 0 are at 0x10000 of the device, 0x2000 and 0x3000 further on the same
 * register is set and cleared bit by bit. */
static const struct chip chips[] = {
    {"pinctrl-bcm2835", "gpiomem", 0x1000, 0x1c, 0x28, 32},
    {"pinctrl-bcm2711", "gpiomem", 0x1000, 0x1c, 0x28, 32},
    {"pinctrl-rp1", "gpiomem0", 0x30000, 0x12000, 0x13000, 28},
};

#define CHIPS (sizeof chips / sizeof *chips)

static const struct chip *find_chip(const char *label, size_t length)
{
    for (size_t i = 0; i < CHIPS; i++)
        if (strlen(chips[i].label) == length && strncmp(chips[i].label, label, length) == 0)
            return &chips[i];
    return NULL;
}

/* Of the board's alternative labels one is enough. */
static bool may_be_known(const char *labels)
{
    for (const char *at = labels; *at;) {
        size_t length = strcspn(at, "|");
        if (find_chip(at, length))
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

bool registers_suit(const struct board *board, uint64_t used)
{
    int chip = gpiod_only_chip(board, used);
    return chip >= 0 && may_be_known(board->chips[chip]);
}

#define OR_OFF "or leave it to the kernel: panel.fast = \"off\""

static bool tell(const char *path, int error, struct diag *diag)
{
    if (error == EACCES || error == EPERM)
        return diag_error(diag,
                          "panel.fast: no permission for %s: put the user into the group gpio "
                          "(usermod -aG gpio USER, then log in again), " OR_OFF,
                          path);
    if (error == ENOENT)
        return diag_error(diag,
                          "panel.fast: there is no %s, by which Raspberry Pi OS gives programs "
                          "the registers: use its kernel, " OR_OFF,
                          path);
    return diag_error(diag, "panel.fast: %s: %s; " OR_OFF, path, strerror(error));
}

bool registers_open(struct registers *registers, const char *devices, const char *label,
                    struct diag *diag)
{
    const struct chip *chip = find_chip(label, strlen(label));
    *registers = (struct registers){0};
    if (!chip)
        return diag_error(diag,
                          "panel.fast: the registers of the GPIO chip %s are not known, those of "
                          "the Raspberry Pi's own are; " OR_OFF,
                          label);
    char *path = memory_format("%s/%s", devices, chip->device);
    int fd = open(path, O_RDWR | O_SYNC | O_CLOEXEC);
    void *memory = MAP_FAILED;
    if (fd >= 0)
        memory = mmap(NULL, chip->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (memory == MAP_FAILED) {
        tell(path, error, diag);
        free(path);
        return false;
    }
    free(path);
    *registers = (struct registers){
        .set = (volatile uint32_t *)((char *)memory + chip->set),
        .clear = (volatile uint32_t *)((char *)memory + chip->clear),
        .lines = chip->lines,
        .memory = memory,
        .size = chip->size,
    };
    return true;
}

void registers_close(struct registers *registers)
{
    if (registers->memory)
        munmap(registers->memory, registers->size);
    *registers = (struct registers){0};
}
