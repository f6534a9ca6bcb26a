/* Specimens: what a chain of fonts looks like on LEDs, and which of its letters
 * may be taken for each other. */
#ifndef LAYOUT_SPECIMEN_H
#define LAYOUT_SPECIMEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "display/scene.h"
#include "text/font.h"

struct config;

/* Lines of letters, marks and figures below each other. NULL with an error. The
 * caller unrefs. */
struct scene *specimen_scene(const struct config *config, struct fonts *fonts, struct diag *diag);

struct specimen_pair {
    char a, b;
    double distance; /* 0: the same to 1: not a px in common */
};

/* Every pair of two of ASCII's letters and figures, nearest first: px that only
 * one of them has, by the px that any has, where the one is shifted over the
 * other (by up to one px in each direction, since no reader measures) so that
 * they agree best (the Jaccard distance). The caller frees; *count pairs. */
struct specimen_pair *specimen_pairs(struct fonts *fonts, size_t *count, struct diag *diag);

/* Nearer pairs are named as confusable. Between what was found in faces that people
 * complain of (O and D, O and Q in 5x7 px: 0.11; O and Q, D and O in DejaVu Sans at
 * 8 px: 0.07 and 0.12) and what nobody mistakes (h and n: 0.14 and more). */
#define SPECIMEN_CONFUSABLE 0.13

#endif
