#include "display/lightness.h"

#include <assert.h>
#include <pthread.h>

#define INVERSE_BITS 12 /* fine enough: value 1 is 72 of 65535, more than one step of 16 */

static uint16_t linear[256];
static uint8_t inverse[(LIGHTNESS_FULL >> (16 - INVERSE_BITS)) + 1];
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void make_tables(void)
{
    for (int value = 0; value < 256; value++)
        linear[value] = luminance_of_value((uint8_t)value);
    int value = 0;
    for (unsigned i = 0; i < sizeof inverse; i++) {
        unsigned wanted = (i << (16 - INVERSE_BITS)) + (1u << (15 - INVERSE_BITS));
        while (value < 255 && (unsigned)linear[value] + linear[value + 1] < 2 * wanted)
            value++;
        inverse[i] = (uint8_t)value;
    }
}

uint16_t lightness_to_linear(uint8_t value)
{
    pthread_once(&made, make_tables);
    return linear[value];
}

uint8_t lightness_from_linear(uint16_t light)
{
    pthread_once(&made, make_tables);
    return inverse[light >> (16 - INVERSE_BITS)];
}

uint8_t lightness_dim(uint8_t value, int parts, int whole)
{
    assert(parts >= 0 && parts <= whole && whole > 0);
    return lightness_from_linear((uint16_t)((int64_t)lightness_to_linear(value) * parts / whole));
}
