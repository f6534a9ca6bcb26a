/* What the wall shows, on the microcontroller: scenes of zones with strips that
 * move by themselves, and plain frames, made into bit planes. Knows no hardware:
 * the same source runs in the tests on the host.
 *
 * All memory is one block, divided anew by wall_configure: two frames of bit
 * planes, a canvas of colour numbers, the slots, the geometry, and two arenas of strips (of
 * the scene that is shown, and of the one to come).
 *
 * Times are microseconds of the program's clock unless named device_us.
 */
#ifndef FIRMWARE_WALL_H
#define FIRMWARE_WALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "display/scene.h"
#include "hub75/pass.h"
#include "rp2040/wire.h"

#define WALL_ZONES_MAX 8
#define WALL_PAGES_MAX 16          /* of a zone */
#define WALL_STRIP_HEIGHT_MAX 1000 /* a column fits a message */
#define WALL_PLANES_MAX 10
#define WALL_COLUMNS_MAX 256
#define WALL_ROWS_MAX 32
#define WALL_COLOURS (1 + WALL_ZONES_MAX * WIRE_COLOURS)
#define WALL_SPREAD_WORDS 3 /* ten planes, a byte each */

/* The scan's hardware, as the wall sees it. */
struct wall_display {
    void (*flip)(void *user, int frame); /* shows it from the next pass on */
    bool (*settled)(void *user);         /* no pass shows the other frame any more */
    void *user;
};

struct wall_zone {
    struct wire_zone shape;
    uint8_t *columns;     /* a ring of shape.room columns */
    uint32_t first, next; /* columns that are there: first to next - 1 */
    struct strip_page pages[WALL_PAGES_MAX];
    int page_count;
};

struct wall_scene {
    struct wall_zone zones[WALL_ZONES_MAX];
    int zone_count, zones_wanted;
    uint8_t background[3];
    int64_t held_us; /* nothing moves from then on */
    size_t used;     /* bytes of its arena */
};

/* Pixels of the wall that stand behind each other in the registers. */
struct wall_run {
    uint16_t first;
    int16_t step;
    uint16_t length;
};

struct wall {
    uint8_t *memory;
    size_t memory_size;
    struct wall_display display;
    struct wire_config config;
    struct config_panel panel;
    bool ready; /* configured */
    int planes, scan_rows, columns, width, height;
    uint8_t *frames[2];
    size_t frame_size;
    uint8_t *canvas;
    uint32_t *slots; /* scan rows x planes, for each turn: room for the scan */
    struct wall_run *runs;
    uint8_t *arenas[2];
    size_t arena_size;
    uint32_t spread[3][256][WALL_SPREAD_WORDS]; /* of red, green, blue: upper half */
    uint32_t colours[2][WALL_SPREAD_WORDS]
                    [WALL_COLOURS]; /* of the scene shown; upper, lower half */
    struct wall_scene scenes[2];
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

/* memory: 8-byte aligned, outlives the wall. */
void wall_init(struct wall *wall, uint8_t *memory, size_t size, struct wall_display display);

/* The panel. On any error the wall stays as it was. */
enum wire_result wall_configure(struct wall *wall, const struct wire_config *config);

/* Its light, as the scan gives it. */
struct pass wall_pass(const struct wall *wall, uint32_t clock_hz);

/* Whether sums of it with others can't overflow. */
bool wall_is_instant(int64_t us);

/* A message of the program that is about pictures. Bodies are checked: on any
 * error nothing has changed. */
enum wire_result wall_take(struct wall *wall, enum wire_type type, struct wire_cursor *body);

/* Does what is due: composes, flips. Call it often. */
void wall_step(struct wall *wall, int64_t device_us);

/* Bytes of one scene's strips. */
size_t wall_strip_memory(const struct wall *wall);

#endif
