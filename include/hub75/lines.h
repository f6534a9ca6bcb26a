/* The connector's lines, as the scan player sees them: libgpiod, the registers of a
 * chip and the VCD recorder are `lines`.
 *
 * mask and bits: bit n is enum board_line n (config/board.h). Lines in `mask`
 * take the level of `bits`: by a call of the kernel one by one, in the board's ascending
 * order of offset; by registers those that fall at once, then those that rise. Other
 * lines keep theirs.
 */
#ifndef HUB75_LINES_H
#define HUB75_LINES_H

#include <stdint.h>

struct lines;

struct lines_ops {
    /* 0 or -errno; on an error the levels are unknown. */
    int (*set)(struct lines *lines, uint64_t mask, uint64_t bits);
    int64_t (*now_ns)(struct lines *lines);
    /* Stays awake, since a row may be lit: a sleep could overrun. */
    void (*wait_until)(struct lines *lines, int64_t t_ns);
    /* In the dark: gives the processor to others. */
    void (*sleep_until)(struct lines *lines, int64_t t_ns);
    void (*close)(struct lines *lines); /* lets the lines go and frees */
};

/* The first member of every implementation. */
struct lines {
    const struct lines_ops *ops;
};

static inline int lines_set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    return lines->ops->set(lines, mask, bits);
}

static inline int64_t lines_now_ns(struct lines *lines)
{
    return lines->ops->now_ns(lines);
}

static inline void lines_wait_until(struct lines *lines, int64_t t_ns)
{
    lines->ops->wait_until(lines, t_ns);
}

static inline void lines_sleep_until(struct lines *lines, int64_t t_ns)
{
    lines->ops->sleep_until(lines, t_ns);
}

static inline void lines_close(struct lines *lines)
{
    if (lines)
        lines->ops->close(lines);
}

#endif
