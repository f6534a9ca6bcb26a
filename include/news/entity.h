/* Character references of HTML and XML that were left in plain text: &amp; &#8217; &#x2019; */
#ifndef NEWS_ENTITY_H
#define NEWS_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of a reference that begins at bytes[0], with its semicolon, and the character it
 * stands for; 0: none does. One that was encoded twice (&amp;amp;quot;) is one. It is never
 * shorter than the character's UTF-8. */
size_t entity_length(const char *bytes, size_t length, uint32_t *code);

/* A copy of the UTF-8 text with every reference resolved, for the caller to free. */
char *entity_resolve(const char *text);

#endif
