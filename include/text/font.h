/* Fonts: a chain of FreeType faces; a character comes from the first that has
 * it, then from what fontconfig knows.
 */
#ifndef TEXT_FONT_H
#define TEXT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct config_text;
struct fonts;

#define FONTS_USUAL_PX 24 /* asked of each face where text.size_px is 0 */

/* Opens the chain. The first face that can't be opened is an error naming it and how to
 * get it (the Debian package where known), and gives NULL; a further one is a warning. */
struct fonts *fonts_open(const struct config_text *config, struct diag *diag);

/* Closes all faces and frees the chain; strips made with it stay. NULL is fine. */
void fonts_close(struct fonts *fonts);

/* The same with lines of room_px at most, where the first face has such a size: letters of a
 * zone. room_px 0: no limit. */
struct fonts *fonts_open_within(const struct config_text *config, int room_px, struct diag *diag);

/* Gives back what only opening needs; to be called when all chains are open. Another one can still
 * be, and takes a little longer then. */
void fonts_rest(void);

/* The name that stands for whichever of our own sizes is nearest to text.size_px and has
 * room. */
#define FONTS_OWN_FAMILY "motograph"

/* Height of a line in px, scale included: what a strip will be high; and of it
 * the part above the baseline. */
int fonts_line_height_px(const struct fonts *fonts);
int fonts_ascent_px(const struct fonts *fonts);

/* Height of a capital I of the first face, px, scale included; 0 where it has none. */
int fonts_cap_height_px(const struct fonts *fonts);

/* Mean advance of running text in the first face, px in 26.6 fixed point, scale
 * included; crawl speeds in characters a second are made of it. */
int32_t fonts_mean_advance_26_6(const struct fonts *fonts);

#endif
