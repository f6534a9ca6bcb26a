#include "wires/book_path.h"

#include <string.h>

#include "base/memory.h"
#include "config/config.h"

char *book_path(const struct config *config)
{
    const char *store = config->store.path;
    const char *slash = strrchr(store, '/');
    if (*config->store.feeds)
        return memory_copy_string(config->store.feeds);
    return slash ? memory_format("%.*s/feeds.db", (int)(slash - store), store)
                 : memory_copy_string("feeds.db");
}
