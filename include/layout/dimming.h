/* Age on the glass: what is not new any more says so, or stands in less light, as
 * layout.age asks. House lines, take-overs and the pages of a quotation have none. */
#ifndef LAYOUT_DIMMING_H
#define LAYOUT_DIMMING_H

#include <stdint.h>

#include "news/snippet.h"

struct config_layout;

/* Adds "(5 h)" or "(2 d)" to the text of what is old, where that is asked for. */
void age_tell(const struct config_layout *layout, struct snippet *snippet, int64_t now_ms);

/* The percentage of light that is left to it; 0: all. */
int age_light(const struct config_layout *layout, const struct snippet *snippet, int64_t now_ms);

#endif
