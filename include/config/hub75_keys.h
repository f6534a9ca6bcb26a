/* hub75: calls of the lines, and the clock of the VCD recorder. */
#ifndef CONFIG_HUB75_KEYS_H
#define CONFIG_HUB75_KEYS_H

#include <stdbool.h>

enum config_realtime {
    CONFIG_REALTIME_AUTO,  /* where there is a right to it and a second core */
    CONFIG_REALTIME_FORCE, /* on a single core too */
};

struct config_hub75 {
    int call_ns;        /* the VCD recorder's clock: what one call of set() costs */
    int line_ns;        /* and each further line in it */
    bool library_calls; /* see src/panel/lines_way.h */
    enum config_realtime realtime;
    bool core_dumps;
};

#endif
