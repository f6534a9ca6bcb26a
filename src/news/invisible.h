/* Characters that cannot be seen: which of them a script needs, and which only hide in a word. */
#ifndef NEWS_INVISIBLE_H
#define NEWS_INVISIBLE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether nothing is seen of the character itself (utf8_is_ignorable, marks of annotation,
 * the place of an object). */
bool invisible_is(uint32_t code);

/* Whether such a character means something between these two (0: none): joiners in scripts that
 * join (UAX #31, section 2.3), selectors behind what has variants, tags behind a flag, a break of
 * words in scripts without spaces. */
bool invisible_is_kept(uint32_t code, uint32_t before, uint32_t behind);

#endif
