#include "base64.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

bool base64_read(const char *text, size_t length, struct buffer *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < length; i++) {
        if (isspace((unsigned char)text[i]))
            continue;
        if (text[i] == '=')
            break;
        const char *at = text[i] ? strchr(letters, text[i]) : NULL;
        if (!at)
            return false;
        bits = bits << 6 | (uint32_t)(at - letters);
        count += 6;
        if (count >= 8) {
            count -= 8;
            buffer_add_byte(out, (char)(bits >> count));
        }
    }
    return true;
}
#include "base/buffer.h"
