/* Event streams packed (RFC 1952, a piece at a time): whoever was sent the same before is sent the
 * same bytes now, which are made once. So a hundred viewers cost one, and no viewer has a packer
 * of its own. */
#ifndef SERVE_PACKER_H
#define SERVE_PACKER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct packer;
struct packer_window;

/* What one stream was sent. Zero-initialised: nothing yet. */
struct packed_stream {
    struct packer_window *window; /* the last of it, which may come again */
    uint32_t crc, size;           /* of all of it */
    bool begun;
};

struct packer *packer_create(void);
void packer_destroy(struct packer *packer); /* NULL is fine */

/* Adds a text to the stream: `out` gets the bytes to send, which can be unpacked at once. */
void packer_add(struct packer *packer, struct packed_stream *stream, const struct buffer *text,
                struct buffer *out);

/* What was sent does not come again: from now on those may be like it who begin now. */
void packer_forget(struct packed_stream *stream);

/* The end of the stream. */
void packer_end(struct packed_stream *stream, struct buffer *out);

#endif
