/* The recorder: an output in front of another, which passes everything on and tells
 * somebody what is handed over. */
#ifndef OUTPUT_RECORDER_H
#define OUTPUT_RECORDER_H

#include "output/output.h"

/* Told before the output behind it is. */
struct recorder_told {
    void (*show)(void *user, struct scene *scene); /* the scene is the caller's */
    void (*dark)(void *user);
    void *user;
};

/* The other output outlives it; `told` is copied. Its close frees it, and leaves the other
 * output alone. */
struct output *recorder_create(struct output *inner, const struct recorder_told *told);

#endif
