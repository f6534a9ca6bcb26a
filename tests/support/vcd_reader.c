#include "vcd_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct test_panel *panel;
    int64_t call_ns, call_start_ns, now_ns;
    int lane;
    int lines[128]; /* by identifier code; -1: none */
    bool in_call;
    bool (*visit)(void *user, int64_t t_ns);
    void *user;
};

static void read_header_line(struct reader *reader, const char *line)
{
    char code, name[16];
    int lane;
    if (sscanf(line, "$scope module chain%d", &lane) == 1)
        reader->lane = lane - 1;
    if (sscanf(line, "$var wire 1 %c %15s", &code, name) == 2)
        reader->lines[(unsigned char)code & 0x7f] = test_line_named(name, reader->lane);
}

/* False when the visitor has seen enough. */
static bool read_change(struct reader *reader, const char *line)
{
    bool more = true;
    if (!reader->in_call || reader->now_ns - reader->call_start_ns >= reader->call_ns) {
        more = !reader->visit || reader->visit(reader->user, reader->now_ns);
        test_panel_call(reader->panel, reader->now_ns);
        reader->call_start_ns = reader->now_ns;
        reader->in_call = true;
    }
    int which = reader->lines[(unsigned char)line[1] & 0x7f];
    if (which >= 0 && line[0] != 'x')
        test_panel_set(reader->panel, (enum test_line)which, line[0] == '1', reader->now_ns);
    return more;
}

bool vcd_read(const char *path, int64_t call_ns, struct test_panel *panel,
              bool (*visit)(void *user, int64_t t_ns), void *user)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    struct reader reader = {.panel = panel, .call_ns = call_ns, .visit = visit, .user = user};
    memset(reader.lines, -1, sizeof reader.lines);
    char line[128];
    bool body = false;
    bool more = true;
    while (more && fgets(line, sizeof line, file)) {
        if (!body) {
            body = strncmp(line, "$enddefinitions", 15) == 0;
            read_header_line(&reader, line);
        } else if (line[0] == '#') {
            reader.now_ns = strtoll(line + 1, NULL, 10);
        } else if (line[0] == '0' || line[0] == '1') {
            more = read_change(&reader, line);
        }
    }
    test_panel_until(panel, reader.now_ns);
    fclose(file);
    return body;
}
