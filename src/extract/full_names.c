#include "full_names.h"

#include <stdlib.h>

void full_names_finish(struct full_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    names->count = 0;
}
