/* The zones of the wall in which snippets air one after the other: those of the configuration that
 * show news, in their order, or without any the whole wall. Where there are zones and
 * layout.breaking says so, a last one, the wall, is there for take-overs; what airs in it hides
 * everything else. A zone is known by its number, from 0 on.
 */
#ifndef LAYOUT_ZONES_H
#define LAYOUT_ZONES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "news/snippet.h"
#include "text/font.h"

struct config;
struct layout_zones;

#define ZONES_MAX 9 /* CONFIG_ZONES_MAX configured ones, and the wall */

/* Of a wall of that many px, with their fonts and logos; the letters of all zones that ask for no
 * others are `fonts`. config and fonts outlive it. NULL with an error that names the zone. The
 * caller destroys it; NULL is fine there. */
struct layout_zones *layout_zones_create(const struct config *config, struct fonts *fonts,
                                         int wall_width, int wall_height, struct diag *diag);
void layout_zones_destroy(struct layout_zones *zones);

/* They are of that configuration from now on, which has the same values, and owns the texts of the
 * zones of the one they were made of. */
void layout_zones_follow(struct layout_zones *zones, const struct config *config);

/* How many there are, the wall among them: 1 to ZONES_MAX. */
size_t layout_zones_count(const struct layout_zones *zones);

/* Whether the zone is the wall that take-overs have. */
bool layout_zones_is_wall(const struct layout_zones *zones, size_t zone);

/* What the zone is called: its configured name, or what it shows; "wall". NULL where
 * there is only one and it has no name. Valid as long as the zones. */
const char *layout_zones_name(const struct layout_zones *zones, size_t zone);

/* Whether a snippet of its kind, category and level airs in the zone; in one that there is not none
 * does. */
bool layout_zones_take(const struct layout_zones *zones, size_t zone,
                       const struct snippet *snippet);

/* The fonts of the zone, which the zones own. */
struct fonts *layout_zones_fonts(const struct layout_zones *zones, size_t zone);

/* How many letters the longest word has that a page of the zone can show, about; 0: not even a line
 * fits; -1: it shows no pages. What pages can't show crawls. */
int layout_zones_page_letters(const struct layout_zones *zones, size_t zone);

#endif
