#include "vt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

void vt_init(struct vt *vt)
{
    *vt = (struct vt){.foreground = -1, .background = -1};
    for (int row = 0; row < VT_ROWS; row++)
        for (int column = 0; column < VT_COLUMNS; column++)
            vt->cells[row][column] = (struct vt_cell){' ', -1, -1};
}

static void clear(struct vt *vt, int row, int from)
{
    for (int column = from; column < VT_COLUMNS; column++)
        vt->cells[row][column] = (struct vt_cell){' ', -1, -1};
}

static int colour(const int *parameters, int count)
{
    if (count >= 5 && parameters[1] == 2)
        return parameters[2] << 16 | parameters[3] << 8 | parameters[4];
    return count >= 3 && parameters[1] == 5 ? 0x1000000 + parameters[2] : -1;
}

static void select_graphics(struct vt *vt, const int *parameters, int count)
{
    if (parameters[0] == 0)
        vt->foreground = vt->background = -1;
    else if (parameters[0] == 38)
        vt->foreground = colour(parameters, count);
    else if (parameters[0] == 48)
        vt->background = colour(parameters, count);
}

static void set_mode(struct vt *vt, int mode, bool on)
{
    if (mode == 1049)
        vt->alternate = on;
    else if (mode == 25)
        vt->cursor_hidden = !on;
    else if (mode == 7)
        vt->no_wrap = !on;
    else
        vt->unknown = true;
}

static void run_sequence(struct vt *vt, char final)
{
    int parameters[8] = {0};
    int count = 0;
    const char *at = vt->sequence;
    bool mode = *at == '?';
    at += mode;
    for (char *end; count < 8 && *at; at = *end ? end + 1 : end)
        parameters[count++] = (int)strtol(at, &end, 10);
    if (mode)
        set_mode(vt, parameters[0], final == 'h');
    else if (final == 'm')
        select_graphics(vt, parameters, count);
    else if (final == 'H') {
        vt->row = parameters[0] - 1;
        vt->column = parameters[1] - 1;
    } else if (final == 'K')
        clear(vt, vt->row, vt->column);
    else if (final == 'J')
        for (int row = 0; row < VT_ROWS; row++)
            clear(vt, row, 0);
    else
        vt->unknown = true;
}

static void put(struct vt *vt, uint32_t code)
{
    if (code < 0x20)
        vt->unknown = true;
    if (vt->row >= 0 && vt->row < VT_ROWS && vt->column >= 0 && vt->column < VT_COLUMNS)
        vt->cells[vt->row][vt->column] = (struct vt_cell){code, vt->foreground, vt->background};
    vt->column++;
}

/* Takes a byte of a control sequence that has begun. */
static void feed_sequence(struct vt *vt, char c)
{
    if (vt->length == 1 && c == '[') {
        vt->length = 2;
        vt->sequence[0] = '\0';
        return;
    }
    if (c >= 0x40 && c < 0x7f) {
        vt->length = 0;
        run_sequence(vt, c);
        return;
    }
    size_t used = strlen(vt->sequence);
    if (used + 1 < sizeof vt->sequence) {
        vt->sequence[used] = c;
        vt->sequence[used + 1] = '\0';
    }
}

void vt_feed(struct vt *vt, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        if (vt->length > 0 || bytes[i] == '\033') {
            if (bytes[i] == '\033')
                vt->length = 1;
            else
                feed_sequence(vt, bytes[i]);
            i++;
            continue;
        }
        uint32_t code = '?';
        size_t size = utf8_decode(bytes + i, length - i, &code);
        put(vt, code);
        i += size ? size : 1;
    }
}

const char *vt_row(const struct vt *vt, int row)
{
    static char text[VT_COLUMNS * 4 + 1];
    size_t length = 0, end = 0;
    for (int column = 0; column < VT_COLUMNS; column++) {
        length += utf8_encode(vt->cells[row][column].code, text + length);
        if (vt->cells[row][column].code != ' ')
            end = length;
    }
    text[end] = '\0';
    return text;
}
