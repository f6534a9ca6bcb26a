/* The program's messages that are about pictures, taken into the wall. Bodies are checked.
 */
#ifndef FIRMWARE_MESSAGES_H
#define FIRMWARE_MESSAGES_H

#include "device_wall.h"

/* WIRE_SCENE to WIRE_DARK; anything else is WIRE_BAD_BODY. The body's bytes are not needed
 * afterwards. On any error nothing has changed. */
enum wire_result messages_take(struct device_wall *wall, enum wire_type type,
                               struct wire_cursor *body);

#endif
