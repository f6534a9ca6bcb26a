/* What outputs share that draw scenes into frames on the simulated clock and keep each frame
 * somewhere (a file, a folder, a trace): the scene in hand, the frame, when the next one is due.
 *
 * An implementation has struct picture as its first member, gets each frame by take(), and tells
 * what went wrong in picture->diag: no more frames come then, and close gives it to the caller.
 */
#ifndef OUTPUT_PICTURE_H
#define OUTPUT_PICTURE_H

#include "base/clock.h"
#include "output/output.h"

struct picture;

struct picture_ops {
    const char *name; /* the output's */
    /* picture->frame is the wall from at_ns on (of the player's clock), until the next call;
     * changed: it differs from the one before (picture->before), or is the first. */
    void (*take)(struct picture *picture, int64_t at_ns, bool changed);
    /* A scene is shown from now on, NULL: dark. May be NULL. */
    void (*show)(struct picture *picture, struct scene *scene);
    /* Adds to a status of which name and health are filled in. May be NULL. */
    void (*status)(struct picture *picture, struct output_status *status);
    /* Ends what was written and frees what the implementation owns; errors go to picture->diag. */
    void (*finish)(struct picture *picture);
};

struct picture {
    struct output output;
    const struct picture_ops *ops;
    struct scene *scene;        /* a reference; NULL: dark */
    struct frame frame, before; /* both of the wall's size */
    bool any;                   /* a frame was taken */
    int64_t due_ns;             /* of the next frame; INT64_MAX: none */
    int64_t end_ns;             /* no frame is drawn from then on; INT64_MAX: always */
    int64_t period_ns; /* from a frame to the next, take() may change it; 0: a frame when the
                        * scene changes, none in the dark */
    int64_t early_ns;  /* a step is due that lies so little after its frame */
    struct diag diag;
};

/* An output for the registry: of `size` bytes that begin with a struct picture, zeroed but for
 * that, with frames of width x height px every period_ns from the clock's now on. The output's
 * close frees it. */
struct picture *picture_create(const struct picture_ops *ops, size_t size, int64_t period_ns,
                               const struct clock *clock, int width, int height);

#endif
