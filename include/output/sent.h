/* The pictures of scenes that an output has sent to what shows them, counted. The as-run log keeps
 * the sums, so that a replay can prove that it shows the same.
 */
#ifndef OUTPUT_SENT_H
#define OUTPUT_SENT_H

#include <stdbool.h>
#include <stdint.h>

#include "display/frame.h"

/* Each that differs from the one before. Zeroed to begin with. */
struct output_sent {
    int64_t frames;
    uint64_t pixels; /* sum of their CRC-32s (ISO-HDLC, of the RGB bytes), modulo 2^64 */
    uint32_t last;   /* the CRC-32 of the last one */
    bool fresh;      /* a scene was handed over: its first picture counts in any case */
};

/* Counts a picture that an output sends, and ends `fresh`. */
void sent_count(struct output_sent *sent, const struct frame *frame);

/* The same in two steps, for an output whose pictures are lit later than they are made: the
 * CRC-32 of a picture, and later that it was lit. `fresh` stays the caller's. */
uint32_t sent_sum(const struct frame *frame);
void sent_count_sum(struct output_sent *sent, uint32_t sum, bool fresh);

#endif
