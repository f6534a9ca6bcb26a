/* What the wall shows, on the microcontroller: scenes of zones with strips that
 * move by themselves, and plain frames, made into bit planes. Knows no hardware:
 * the same source runs in the tests on the host. Its memory: memory_map.h; what it is told:
 * messages.h; how a picture comes about: picture.h, planes.h.
 *
 * Times are microseconds of the program's clock unless named device_us.
 */
#ifndef FIRMWARE_DEVICE_WALL_H
#define FIRMWARE_DEVICE_WALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/panel_keys.h"
#include "hub75/pass.h"
#include "rp2040/wire.h"
#include "text/strip.h"

#define DEVICE_NEVER INT64_MAX
#define DEVICE_ZONES_MAX 8
#define DEVICE_PAGES_MAX 16          /* of a zone */
#define DEVICE_STRIP_HEIGHT_MAX 1000 /* a column fits a message */
#define DEVICE_PLANES_MAX 10
#define DEVICE_COLUMNS_MAX 256
#define DEVICE_ROWS_MAX 32
#define DEVICE_COLOURS (1 + DEVICE_ZONES_MAX * WIRE_COLOURS)
#define DEVICE_PLACE_VALUES 64 /* of a place's byte: R1 G1 B1 R2 G2 B2 */
#define DEVICE_SPREAD_WORDS 3  /* ten planes, a byte each */

/* The scan's hardware, as the wall sees it. */
struct scan_control {
    void (*flip)(void *user, int frame); /* shows it from the next pass on */
    bool (*settled)(void *user);         /* no pass shows the other frame any more */
    void *user;
};

/* A zone and its strip, as the program told them. */
struct told_zone {
    struct wire_zone shape;
    uint8_t *columns;     /* a ring of shape.room columns */
    uint32_t first, next; /* columns that are there: first to next - 1 */
    struct strip_page pages[DEVICE_PAGES_MAX];
    int page_count;
};

struct told_scene {
    struct told_zone zones[DEVICE_ZONES_MAX];
    int zone_count, zones_wanted;
    uint8_t background[3];
    int64_t held_us; /* nothing moves from then on */
    size_t used;     /* bytes of its arena */
};

/* Pixels of the wall that stand behind each other in the registers. */
struct pixel_run {
    uint16_t first;
    int16_t step;
    uint16_t length;
};

struct device_wall {
    uint8_t *memory;
    size_t memory_size;
    struct scan_control control;
    struct wire_config config;
    struct config_panel panel;
    bool ready; /* configured */
    int planes, scan_rows, columns, width, height;
    uint8_t *frames[2];
    size_t frame_size;
    uint8_t *canvas;
    uint32_t *slots; /* scan rows x planes, for each turn: room for the scan */
    struct pixel_run *runs;
    uint8_t *arenas[2];
    size_t arena_size;
    uint32_t spread[3][256][DEVICE_SPREAD_WORDS]; /* of red, green, blue: upper half */
    uint32_t colours[2][DEVICE_SPREAD_WORDS]
                    [DEVICE_COLOURS];                    /* of the scene shown; upper, lower half */
    uint8_t swapped[CONFIG_ORDERS][DEVICE_PLACE_VALUES]; /* of the wall's order: in another one */
    struct told_scene scenes[2];
    int shown;  /* scene, also the arena; -1: none */
    bool begun; /* the other scene is being told */
    bool due;   /* it is whole and shown from due_us on */
    int64_t due_us;
    int front;  /* frame on the glass */
    bool plain; /* the back frame is being told place by place */
    uint32_t plain_next;
    bool composed;      /* the back frame is the picture of picture_us */
    int64_t picture_us; /* of the last picture made */
    int64_t glass_us;   /* of the one flipped to */
    int64_t lead_us;    /* how long the last picture took to make; INT64_MAX: not known yet */
    int64_t making_us;  /* device: since when one is made; INT64_MAX: none */
    int64_t clock_us;   /* the program's clock minus the device's */
    bool dark;          /* nothing is to be lit */
    uint32_t missing;   /* strip columns that came too late */
};

/* memory: 8-byte aligned, outlives the wall, which is dark and not configured. */
void device_wall_init(struct device_wall *wall, uint8_t *memory, size_t size,
                      struct scan_control control);

/* No scene, nothing lit, from now on. */
void device_wall_darken(struct device_wall *wall);

/* The same, and as if no picture had been made before: for another panel. */
void device_wall_reset(struct device_wall *wall);

/* The light of a configured wall, as the scan gives it. */
struct pass device_wall_pass(const struct device_wall *wall, uint32_t clock_hz);

/* The scene that is being told, in the memory of neither the picture nor the glass. */
struct told_scene *device_wall_coming(struct device_wall *wall);

/* Does what is due: composes, flips. Call it often. */
void device_wall_step(struct device_wall *wall, int64_t device_us);

/* The frame that was made is shown from now on. */
void device_wall_flip(struct device_wall *wall);

/* Bytes of one scene's strips; 0 until the wall is configured. */
size_t device_wall_strip_memory(const struct device_wall *wall);

#endif
