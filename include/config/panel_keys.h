/* panel: the panels and how they are wired. */
#ifndef CONFIG_PANEL_KEYS_H
#define CONFIG_PANEL_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "config/panel_wiring.h"

enum config_multiplex {
    CONFIG_MULTIPLEX_DIRECT,
    CONFIG_MULTIPLEX_STRIPE,
    CONFIG_MULTIPLEX_CHECKER,
};

enum config_order { /* which colour the lines R, G, B really drive */
    CONFIG_ORDER_RGB,
    CONFIG_ORDER_RBG,
    CONFIG_ORDER_GRB,
    CONFIG_ORDER_GBR,
    CONFIG_ORDER_BRG,
    CONFIG_ORDER_BGR,
    CONFIG_ORDERS,
};

enum config_select {       /* how a scan row is chosen */
    CONFIG_SELECT_DEFAULT, /* as the model's file says, without one binary */
    CONFIG_SELECT_BINARY,  /* from here on 1 + enum wiring_select */
    CONFIG_SELECT_LINE,
    CONFIG_SELECT_AB,
    CONFIG_SELECT_ABC,
    CONFIG_SELECT_SM5266,
    CONFIG_SELECT_TOKEN,
};

enum config_inverse {       /* whether colours come in inverted */
    CONFIG_INVERSE_DEFAULT, /* as the model's file says, without one not */
    CONFIG_INVERSE_NO,
    CONFIG_INVERSE_YES,
};

enum config_edge {       /* of the clock, at which data are taken */
    CONFIG_EDGE_DEFAULT, /* as the chip's or the model's file says, else the rising one */
    CONFIG_EDGE_RISING,
    CONFIG_EDGE_FALLING,
};

enum config_mirror { /* of the whole wall, as a viewer sees it */
    CONFIG_MIRROR_NONE,
    CONFIG_MIRROR_HORIZONTAL, /* left and right are exchanged */
    CONFIG_MIRROR_VERTICAL,   /* top and bottom */
};

enum config_light { /* how long a fully lit row is on, see hub75/plan.h */
    CONFIG_LIGHT_EVEN,
    CONFIG_LIGHT_BRIGHT,
};

enum config_fast { /* how the scan sets the lines, which libgpiod holds */
    CONFIG_FAST_OFF,
    CONFIG_FAST_REGISTERS,
};

#define CONFIG_PANELS_MAX 96 /* three chains of 32 */

struct config_place { /* how a single panel hangs, of an entry of `panels` */
    uint16_t x, y;    /* its top left corner on the wall, where config_panel has `placed` */
    uint8_t turned;   /* clockwise, in quarters */
    uint8_t mirrored; /* 1: left and right are exchanged, before it is turned */
};

struct config_panel {
    char *model;  /* name of a file in boards/panels, without .panel; "": the keys say it */
    int rows;     /* of one panel: 4 to 64 */
    int columns;  /* of one panel: 4 to 256 */
    int chain;    /* panels in series on one connector */
    int parallel; /* chains side by side (lanes), 1 to 3 */
    int scan;     /* rows lit one after the other: 1 to 32; 0: rows / 2 */
    enum config_multiplex multiplex;
    enum config_order order;
    char *driver; /* name of a file in boards/chips; "": as the model's file says, or plain */
    enum config_select select;
    enum config_inverse inverse;
    enum config_edge clock;
    int fold;                  /* rows of panels that a chain is folded into; divides chain */
    bool serpentine;           /* every second row of panels runs back, its panels upside down */
    int rotation;              /* of the wall, clockwise: 0, 90, 180, 270 degrees */
    enum config_mirror mirror; /* after the rotation */
    bool beside;               /* lanes hang beside each other instead of below */
    int refresh_hz;            /* aimed at */
    int calm_hz;               /* a colour gives way below it only */
    int min_refresh_hz;        /* below it: a warning */
    bool snap;                 /* levels that hardly matter may go */
    enum config_light light;
    double max_amperes; /* of the whole wall at 5 V; 0: no limit */
    int blank_ns;       /* darkness that slow row drivers need before a row is lit */
    enum config_fast fast;
    int pulse_ns;      /* that a level stands at least where registers are written */
    int pixel_cycles;  /* of an RP2040: its clock's, for each pixel shifted */
    int dark_after_ms; /* an RP2040 that hears nothing for so long */
    int brightness;    /* percent, 1 to 100 */
    char *board;       /* name of a file in boards/, without .board */
    double pitch_mm;   /* 0: not known */
    double viewing_m;  /* 0: not known */
    /* Not a key: what the model's file, or the keys, come to (config/panel_model.h). */
    struct panel_wiring wiring;
    /* Of each panel, by `panels`: its own order, + 1; 0: that of the wall. From the connector on,
     * chain after chain. */
    uint8_t orders[CONFIG_PANELS_MAX];
    struct config_place places[CONFIG_PANELS_MAX];
    /* Not a key: data are taken away before the clock's other edge, so that a panel which takes
     * them at that one shows nothing (hub75/detect.h). */
    bool apart;
    int listed;  /* in `panels` */
    bool placed; /* all panels hang where `panels` says, x and y; else they are a grid */
};

#endif
