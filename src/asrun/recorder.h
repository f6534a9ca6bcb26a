/* The recorder: an output in front of another, which passes everything on and
 * tells the journal what is handed over. */
#ifndef ASRUN_RECORDER_H
#define ASRUN_RECORDER_H

#include "asrun/airings.h"
#include "output/output.h"

/* Both outlive it. Its close frees it, and leaves the other output alone. */
struct output *recorder_create(struct output *inner, struct journal *journal);

#endif
