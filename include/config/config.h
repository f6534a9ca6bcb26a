/* The configuration: plain values, checked and complete. Every later stage may
 * read its own group; nobody but this stage knows libconfig.
 *
 * Keys are written `group.key` (`panel.rows`, `store.path`). One table a group
 * (config/schema.h) says for each key its type, default, range, unit and help;
 * parsing, `--set`, `check-config`, `--print-config` and the sample file come
 * from it.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"

#define CONFIG_FONTS_MAX 16

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
};

enum config_driver {
    CONFIG_DRIVER_PLAIN,
    CONFIG_DRIVER_FM6126A,
    CONFIG_DRIVER_FM6127,
};

enum config_light { /* how long a fully lit row is on, see hub75/plan.h */
    CONFIG_LIGHT_EVEN,
    CONFIG_LIGHT_BRIGHT,
};

enum config_realtime {
    CONFIG_REALTIME_AUTO,  /* where there is a right to it and a second core */
    CONFIG_REALTIME_FORCE, /* on a single core too */
};

enum config_antialias {
    CONFIG_ANTIALIAS_OFF,  /* one level: sharp edges */
    CONFIG_ANTIALIAS_FOUR, /* four levels */
};

struct config_colour {
    uint8_t r, g, b; /* sRGB-like 8-bit values, `"#rrggbb"` in the file */
};

struct config_store {
    char *path;
    char *backup;     /* where the copy is; "": beside the store */
    int backup_hours; /* 0: none */
    int asrun_days;   /* of the log; older rows go */
};

enum config_approval {
    CONFIG_APPROVAL_AUTO,   /* what is not held airs */
    CONFIG_APPROVAL_MANUAL, /* everything that comes in waits for an editor */
};

struct config_news {
    enum config_approval approval;
};

enum config_idle { /* what the wall shows when nothing may air */
    CONFIG_IDLE_CLOCK,
    CONFIG_IDLE_HOUSE, /* the house lines; the clock where there is none */
    CONFIG_IDLE_DARK,
};

enum config_trust { /* of the system's time */
    CONFIG_TRUST_AUTO,
    CONFIG_TRUST_ALWAYS,
    CONFIG_TRUST_SYNCHRONISED,
};

struct config_rota {
    char *categories;    /* "news 10; sport 5": shares */
    double gap_seconds;  /* between two airings of a snippet */
    int speaker_spacing; /* airings between two of one speaker */
    int house_every;     /* a house line after so many; 0: none */
    enum config_idle idle;
};

struct config_schedule {
    char *dayparts;             /* "morning = mon-fri 06:00-10:00; ..." */
    double latitude, longitude; /* degrees, north and east; both 0: no sun */
    int night_brightness;       /* percent of panel.brightness between sunset and sunrise */
    enum config_trust clock;
};

struct config_panel {
    int rows;     /* of one panel: 16, 32 or 64 */
    int columns;  /* of one panel: 16 to 256 */
    int chain;    /* panels in series on one connector */
    int parallel; /* chains side by side (lanes), 1 to 3 */
    int scan;     /* rows lit one after the other: 8, 16 or 32; 0: rows / 2 */
    enum config_multiplex multiplex;
    enum config_order order;
    enum config_driver driver;
    int fold;           /* rows of panels that a chain is folded into; divides chain */
    bool serpentine;    /* every second row of panels runs back, its panels upside down */
    int rotation;       /* of the wall, clockwise: 0, 90, 180, 270 degrees */
    bool beside;        /* lanes hang beside each other instead of below */
    int refresh_hz;     /* held, as long as one slot a row fits */
    int min_refresh_hz; /* below it: a warning */
    bool snap;          /* levels that hardly matter may go */
    enum config_light light;
    double max_amperes; /* of the whole wall at 5 V; 0: no limit */
    int blank_ns;       /* darkness that slow row drivers need before a row is lit */
    int pixel_cycles;   /* of an RP2040: its clock's, for each pixel shifted */
    int dark_after_ms;  /* an RP2040 that hears nothing for so long */
    int brightness;     /* percent, 1 to 100 */
    char *board;        /* name of a file in boards/, without .board */
    double pitch_mm;    /* 0: not known */
    double viewing_m;   /* 0: not known */
};

struct config_text {
    char *fonts[CONFIG_FONTS_MAX]; /* the chain: file paths or fontconfig names, first wins */
    size_t font_count;
    int size_px; /* em or strike height asked of each face */
    int scale;   /* whole-pixel enlargement, 1 to 8 */
    enum config_antialias antialias;
};

#define CONFIG_CPS_WARNING 12.0 /* characters a second: faster than most people read */
#define CONFIG_CPS_MAX 15.0     /* and than anyone follows */

struct config_crawl {
    double characters_per_second; /* of the first font's mean advance */
    double pixels_per_second;     /* 0: follow characters_per_second */
    bool force;                   /* faster than anyone reads */
};

enum config_mode {
    CONFIG_MODE_DEFAULT, /* of a zone: layout.mode; of layout: the crawl */
    CONFIG_MODE_CRAWL,
    CONFIG_MODE_PAGE, /* wrapped lines, page after page */
    CONFIG_MODE_HOLD, /* what fits in one page stands still, else it crawls */
};

enum config_age { /* of what is not new any more */
    CONFIG_AGE_OFF,
    CONFIG_AGE_SHOWN,
    CONFIG_AGE_DIM,
};

enum config_breaking { /* where a take-over airs */
    CONFIG_BREAKING_WALL,
    CONFIG_BREAKING_ZONE, /* the first that shows its kind of snippet */
};

enum config_transition {
    CONFIG_TRANSITION_SCROLL,
    CONFIG_TRANSITION_WIPE,
    CONFIG_TRANSITION_CUT,
};

struct config_layout {
    enum config_mode mode;
    enum config_transition transition;
    int transition_ms;
    double hold_s;                /* a page stands at least so long, */
    double characters_per_second; /* else as long as its characters take */
    enum config_breaking breaking;
    enum config_age age;
    double age_hours; /* old is from then on */
    int age_percent;  /* light of what is old */
};

enum config_shows {
    CONFIG_SHOWS_NEWS, /* every snippet */
    CONFIG_SHOWS_HEADLINES,
    CONFIG_SHOWS_QUOTES, /* and lines */
    CONFIG_SHOWS_CLOCK,
    CONFIG_SHOWS_LOGO,
};

#define CONFIG_ZONES_MAX 8

/* A rectangle of the wall and what it shows. Zeros follow the general keys. */
struct config_zone {
    char *name;              /* "": what it shows */
    int x, y, width, height; /* px; width, height 0: up to the edge */
    enum config_shows shows;
    char *categories; /* "sport; weather"; "": all */
    enum config_mode mode;
    double characters_per_second; /* of a crawl; 0: as crawl. says */
    int size_px, scale;           /* of its letters; of a logo's px */
    char *file;                   /* of a logo: a PNG */
    char *format;                 /* of a clock: as of strftime */
    struct config_colour colour;  /* of a clock */
    int line;                     /* of the file, for messages; 0: not known */
};

struct config_colours {
    struct config_colour text;
    struct config_colour headline;
    struct config_colour speaker;
    struct config_colour background;
};

struct config_snippet {
    int max_chars;
    double expire_hours; /* 0: never */
};

struct config_picture {
    int scale;       /* output pixels for each LED, 1 to 32 */
    bool dots;       /* round dots instead of squares */
    int max_seconds; /* of a GIF, 0: no limit */
};

struct config_hub75 {
    int call_ns;        /* the VCD recorder's clock: what one call of set() costs */
    int line_ns;        /* and each further line in it */
    bool library_calls; /* see output/lines_gpiod_v2.c */
    enum config_realtime realtime;
    bool core_dumps;
};

struct config_control {
    char *socket; /* "": no socket */
};

struct configuration_places; /* where each key was set, for messages */

struct config {
    struct config_store store;
    struct config_news news;
    struct config_rota rota;
    struct config_schedule schedule;
    struct config_panel panel;
    struct config_text text;
    struct config_crawl crawl;
    struct config_layout layout;
    struct config_colours colours;
    struct config_snippet snippet;
    struct config_picture picture;
    struct config_hub75 hub75;
    struct config_control control;
    struct config_zone zones[CONFIG_ZONES_MAX]; /* none: the news on the whole wall */
    size_t zone_count;
    struct configuration_places *places;
};

/* Fills in the defaults (environment: XDG_DATA_HOME, XDG_RUNTIME_DIR, HOME for
 * the paths). configuration_finish frees. */
void configuration_init(struct config *config);
void configuration_finish(struct config *config);

/* Reads a file over what is there. Every mistake of the file and of the files
 * it includes lands in diag as `FILE:LINE: key: found, allowed`, in one go.
 * False when there was any error; then config holds defaults for what was bad. */
bool configuration_read(struct config *config, const char *path, struct diag *diag);

/* `KEY=VALUE` as of --set. A string value may come without quotation marks. */
bool configuration_set(struct config *config, const char *assignment, struct diag *diag);

/* What no single key can tell: a scan rate the rows can't have, ... `places`
 * known from configuration_read are used for FILE:LINE. Call it after the last set. */
bool configuration_check(struct config *config, struct diag *diag);

/* The path that `motograph` reads without -c: the user's, /etc, or NULL when
 * neither is there. The caller frees. */
char *configuration_default_path(void);

/* The whole configuration as a file that configuration_read takes; `sample` adds each
 * key's help, unit and range as comments. */
void configuration_print(const struct config *config, bool sample, FILE *stream);

#endif
