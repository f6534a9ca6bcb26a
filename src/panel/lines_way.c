#include "lines_way.h"

const char *lines_way_name(enum lines_way way)
{
    static const char *const names[] = {"the library", "the kernel's requests", "registers"};
    return names[way];
}
