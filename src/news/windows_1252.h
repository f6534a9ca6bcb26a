/* The code page Windows-1252 (WHATWG Encoding, index windows-1252). */
#ifndef NEWS_WINDOWS_1252_H
#define NEWS_WINDOWS_1252_H

#include <stdint.h>

/* The character that a byte means; 0: none. */
uint32_t windows_1252_code(unsigned char byte);

#endif
