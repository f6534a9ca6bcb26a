/* UTF-8 as of RFC 3629: no overlong forms, no surrogates, at most U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu /* U+FFFD, the replacement character */

/* Decodes the character at text[0..length). Returns its size in bytes, 1 to 4,
 * and its code point in *code; for a broken sequence returns 0 and leaves
 * *code alone. length 0 returns 0. */
size_t utf8_decode(const char *text, size_t length, uint32_t *code);

/* Encodes a code point into out (up to 4 bytes, no NUL); returns the size, or
 * 0 for a surrogate or a value above U+10FFFF. */
size_t utf8_encode(uint32_t code, char out[4]);

/* The character that ends at text[at), as utf8_decode; 0 and *code alone where `at` is 0 or inside
 * of a broken sequence. */
size_t utf8_decode_before(const char *text, size_t at, uint32_t *code);

/* Whether the character belongs into a word: a letter or a mark on one (Unicode's general
 * categories L and M). */
bool utf8_is_letter(uint32_t code);

/* Whether nothing is seen of the character itself (Unicode's Default_Ignorable_Code_Point): soft
 * hyphen, joiners, selectors, tags. */
bool utf8_is_ignorable(uint32_t code);

/* The small letter of a capital (Unicode's simple mapping); any other character is itself. */
uint32_t utf8_lower(uint32_t code);

/* How many columns of a terminal the character takes: 0 for what stands on another, 2 for what is
 * wide (Unicode's East_Asian_Width, UAX #11). */
int utf8_columns(uint32_t code);

/* The offset of the first broken sequence, or length when all is valid. */
size_t utf8_validate(const char *text, size_t length);

/* What no line of text has: controls of a terminal (C0, DEL, C1), ends of lines, and what turns the
 * direction of all that follows (UAX #9: embeddings, overrides, isolates). */
bool utf8_is_control(uint32_t code);

/* The offset of the first such character of a valid text, or length. */
size_t utf8_find_control(const char *text, size_t length);

/* The same, and a mark of direction (U+061C, U+200E, U+200F), too: in what a person types all
 * controls of direction (UAX #9, 2) are alike. */
size_t utf8_find_typed_control(const char *text, size_t length);

/* The name of the alphabet that a letter is of, where it is one of those whose letters look alike
 * (Latin, Cyrillic, Greek, Armenian; UTS #39, 5), a literal; else NULL. */
const char *utf8_alphabet(uint32_t code);

/* Whether nothing of it can be seen: white space, what is ignorable, blank signs (U+2800, and the
 * fillers of Hangul) alone, or nothing. */
bool utf8_is_blank(const char *text, size_t length);

/* How many code points a valid text has. */
size_t utf8_count(const char *text, size_t length);

/* A valid text in capitals (Unicode's full mapping, of no language); the caller frees. */
char *utf8_capitals(const char *text);

/* Case folded and normalised by compatibility (NFKC); of what is no UTF-8 a copy. The caller frees;
 * NUL-terminated behind *folded bytes. */
char *utf8_fold(const char *text, size_t length, size_t *folded);

#endif
