/* The device's one block of memory, divided for a panel: two frames of bit planes, a canvas of
 * colour numbers, the slots, the geometry, and two arenas of strips (of the scene that is shown,
 * and of the one to come).
 */
#ifndef FIRMWARE_MEMORY_MAP_H
#define FIRMWARE_MEMORY_MAP_H

#include "device_wall.h"

/* Measures the panel, divides the memory anew and clears the frames; the wall is dark and has no
 * scene then. WIRE_BAD_BODY: no such panel; WIRE_TOO_LARGE: no memory for it; the wall stays as
 * it was. */
enum wire_result memory_map_configure(struct device_wall *wall, const struct wire_config *config);

#endif
