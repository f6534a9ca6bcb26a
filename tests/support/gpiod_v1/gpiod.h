/* What lines_gpiod_v1.c uses of libgpiod 1.6, declared for the fake: the tests
 * of this version run wherever the other one is installed. */
#ifndef SUPPORT_GPIOD_V1_H
#define SUPPORT_GPIOD_V1_H

#include <stdbool.h>

#define GPIOD_LINE_BULK_MAX_LINES 64

struct gpiod_chip;
struct gpiod_line;

struct gpiod_line_bulk {
    struct gpiod_line *lines[GPIOD_LINE_BULK_MAX_LINES];
    unsigned int num_lines;
};

struct gpiod_chip *gpiod_chip_open_by_label(const char *label);
void gpiod_chip_close(struct gpiod_chip *chip);
const char *gpiod_chip_name(struct gpiod_chip *chip);
const char *gpiod_chip_label(struct gpiod_chip *chip);
struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset);
struct gpiod_line *gpiod_chip_find_line(struct gpiod_chip *chip, const char *name);
unsigned int gpiod_line_offset(struct gpiod_line *line);
bool gpiod_line_is_used(struct gpiod_line *line);
const char *gpiod_line_consumer(struct gpiod_line *line);
int gpiod_line_request_bulk_output(struct gpiod_line_bulk *bulk, const char *consumer,
                                   const int *default_vals);
int gpiod_line_set_value_bulk(struct gpiod_line_bulk *bulk, const int *values);
void gpiod_line_release_bulk(struct gpiod_line_bulk *bulk);

static inline void gpiod_line_bulk_init(struct gpiod_line_bulk *bulk)
{
    bulk->num_lines = 0;
}

static inline void gpiod_line_bulk_add(struct gpiod_line_bulk *bulk, struct gpiod_line *line)
{
    bulk->lines[bulk->num_lines++] = line;
}

static inline unsigned int gpiod_line_bulk_num_lines(struct gpiod_line_bulk *bulk)
{
    return bulk->num_lines;
}

#endif
