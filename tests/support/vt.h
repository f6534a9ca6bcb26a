/* A terminal that understands what the terminal output writes: it keeps each
 * cell's colours and character. */
#ifndef SUPPORT_VT_H
#define SUPPORT_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VT_COLUMNS 100
#define VT_ROWS 40

struct vt_cell {
    uint32_t code;
    int foreground, background; /* 0xrrggbb, 0x1000000 + index, -1: default */
};

struct vt {
    struct vt_cell cells[VT_ROWS][VT_COLUMNS];
    int row, column, foreground, background;
    bool alternate, cursor_hidden, no_wrap;
    char sequence[64]; /* the control sequence being read */
    size_t length;
    bool unknown; /* a sequence that it does not understand */
};

void vt_init(struct vt *vt);
void vt_feed(struct vt *vt, const char *bytes, size_t length);

/* A row's characters as UTF-8, trailing spaces cut; static. */
const char *vt_row(const struct vt *vt, int row);

#endif
