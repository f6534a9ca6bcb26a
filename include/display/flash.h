/* The flash guard: no scene airs that could start a seizure.
 *
 * WCAG 2.2, success criterion 2.3.1, "general flash and red flash thresholds":
 * more than three flashes within a second, over more than 0.006 sr of the field
 * of view. A general flash is a pair of opposing changes of the relative
 * luminance by 0.1 or more, the darker below 0.8; a red one a pair of opposing
 * changes to or from a saturated red (R / (R + G + B) >= 0.8) that differ by more
 * than 0.2 in the CIE 1976 UCS diagram. Both are looked for in means over cells
 * one character high: a stroke that moves through a cell is no flash, and cells
 * that light one after the other are none together.
 */
#ifndef DISPLAY_FLASH_H
#define DISPLAY_FLASH_H

#include <stdbool.h>
#include <stdint.h>

#include "display/scene.h"

struct config_panel;

struct flash_rule {
    int cell_px;    /* height of a character */
    double area_px; /* LEDs that may flash at once */
};

/* 0.006 sr from the pitch and the viewing distance, else a quarter of the wall. */
struct flash_rule flash_rule_of(const struct config_panel *panel, int wall_width, int wall_height,
                                int cell_px);

struct flash_report {
    int64_t at_ns; /* when the area was first too large */
    bool red;      /* of red flashes */
    double area_px;
};

/* Whether the scene stays below the thresholds from from_ns to end_ns. It is
 * looked at only where it changes, and in motion every quarter of a cell. */
bool flash_passes(const struct scene *scene, const struct flash_rule *rule, int64_t from_ns,
                  int64_t end_ns, struct flash_report *report);

/* A copy that passes: its letters grey and dim on black (a relative luminance of 0.08);
 * where that is not enough (pictures), it stands still from from_ns on. The
 * caller unrefs. */
struct scene *flash_damp(const struct scene *scene, const struct flash_rule *rule, int64_t from_ns,
                         int64_t end_ns);

#endif
