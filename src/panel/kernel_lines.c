#include "kernel_lines.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Linux with the calls of GPIO v2. */
#define KNOWN_SINCE_MAJOR 5
#define KNOWN_SINCE_MINOR 10

bool kernel_lines_known(int chip_fd)
{
    struct gpio_v2_line_info info = {0}; /* of line 0, which every chip has */
    return GPIOD_IOCTL(chip_fd, GPIO_V2_GET_LINEINFO_IOCTL, &info) == 0;
}

bool kernel_lines_expected(void)
{
    struct utsname name;
    int major = 0;
    int minor = 0;
    if (uname(&name) < 0 || sscanf(name.release, "%d.%d", &major, &minor) != 2)
        return false;
    return major > KNOWN_SINCE_MAJOR || (major == KNOWN_SINCE_MAJOR && minor >= KNOWN_SINCE_MINOR);
}

/* Places have no gaps: the last lines go into those that lines which are not asked for leave. */
int kernel_lines_place(struct kernel_lines *lines, uint64_t mask, int line_at[BOARD_LINES])
{
    int count = __builtin_popcountll(mask);
    int line = count;
    assert(mask < UINT64_C(1) << BOARD_LINES);
    lines->mask = mask;
    lines->moved = mask & (UINT64_MAX << count);
    for (int place = 0; place < count; place++) {
        if (mask >> place & 1) {
            line_at[place] = place;
        } else {
            while (!(mask >> line & 1))
                line++;
            line_at[place] = line++;
        }
        lines->places[line_at[place]] = place;
    }
    return count;
}

int kernel_lines_request(struct kernel_lines *lines, int chip_fd,
                         const unsigned offsets[BOARD_LINES], uint64_t mask, uint64_t bits,
                         const char *consumer)
{
    int line_at[BOARD_LINES];
    int count = kernel_lines_place(lines, mask, line_at);
    assert(count > 0);
    struct gpio_v2_line_request request = {.num_lines = (uint32_t)count};
    struct gpio_v2_line_config_attribute *levels = &request.config.attrs[0];
    snprintf(request.consumer, sizeof request.consumer, "%s", consumer);
    request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    request.config.num_attrs = 1;
    levels->attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    for (int place = 0; place < count; place++) {
        request.offsets[place] = offsets[line_at[place]];
        levels->mask |= UINT64_C(1) << place;
        levels->attr.values |= (uint64_t)(bits >> line_at[place] & 1) << place;
    }
    if (GPIOD_IOCTL(chip_fd, GPIO_V2_GET_LINE_IOCTL, &request) < 0) {
        lines->mask = 0;
        return -errno;
    }
    lines->fd = request.fd;
    return 0;
}

void kernel_lines_release(struct kernel_lines *lines)
{
    if (lines->mask)
        GPIOD_CLOSE(lines->fd);
    *lines = (struct kernel_lines){0};
}
