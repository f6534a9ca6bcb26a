/* Outputs: where scenes become visible. The terminal, the picture writers and
 * the HUB75 panel are outputs; the player knows only this.
 *
 * Calls come from the loop's thread only. All instants are those of the player's
 * clock (monotonic ns).
 */
#ifndef OUTPUT_OUTPUT_H
#define OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "display/scene.h"
#include "output/sent.h"

struct config;
struct output;

/* Lines of text about the show, for outputs that have a place for them (the
 * terminal's status line). Strings are valid during the call. */
struct output_caption {
    const char *on_air;
    const char *reason;
    const char *next;
};

#define OUTPUT_NOTE_SIZE 240
#define OUTPUT_HELP_MAX 8
#define OUTPUT_HELP_SIZE 240

/* How a panel that is scanned by a plan (hub75/plan.h) shows the scene. */
struct output_plan {
    bool made;                                    /* false: this output has none */
    size_t slots;                                 /* of the last picture */
    double refresh_hz;                            /* as planned */
    double unit_share;                            /* of light, of a row's part of the period */
    double delta_e;                               /* the most that a colour moved, CIE DE2000 */
    bool renamed;                                 /* a colour is called by another name */
    char moved[OUTPUT_NOTE_SIZE];                 /* which colour is shown as which; else empty */
    char help[OUTPUT_HELP_MAX][OUTPUT_HELP_SIZE]; /* what would give back what gave way */
    size_t help_count;
};

struct output_status {
    const char *name;         /* "terminal", "gpiod", ... */
    const char *path;         /* how a panel's lines are held and set; NULL: there are none */
    double refresh_hz;        /* of the panel, 0: not a panel */
    double frames_per_second; /* pictures really shown, measured */
    int64_t beats; /* as ops->beats has them, when it was asked; 0: it has no life of its own */
    bool healthy;
    char note[OUTPUT_NOTE_SIZE]; /* for a person: what is wrong or worth knowing */
    struct output_plan plan;
};

struct output_ops {
    /* From scene->valid_from_ns on this scene is shown, in place of the one
     * before; that instant is never before the last advance. Takes a reference
     * of its own. 0 or -errno. */
    int (*show)(struct output *output, struct scene *scene);
    /* Does what is due up to now_ns (file outputs write all frames before it;
     * the terminal draws) and returns when it wants to be called again,
     * INT64_MAX: not before the next show. One that watches the loop wants to be called once a
     * second. */
    int64_t (*advance)(struct output *output, int64_t now_ns);
    /* Dark until the next show. */
    int (*blank)(struct output *output);
    /* The loop has ended, and nobody advances it any more: what is on stays on until close, however
     * long others take to end. May be NULL. */
    void (*rest)(struct output *output);
    /* Another number while what it shows on lives: refreshes of a panel's thread, what a device has
     * reported. NULL: nothing but the loop moves it. */
    uint64_t (*beats)(const struct output *output);
    /* May be NULL. */
    void (*caption)(struct output *output, const struct output_caption *caption);
    void (*status)(struct output *output, struct output_status *status);
    /* Ends the recording at the last advance, leaves the device dark, frees.
     * False with errors in diag when what was written is not whole. */
    bool (*close)(struct output *output, struct diag *diag);
};

/* The first member of every implementation. */
struct output {
    const struct output_ops *ops;
    struct output_sent sent; /* stays 0 where a device makes its pictures itself */
    /* Refreshes a second that a crawl may be fitted to, from the start on (config_crawl's panel_hz
     * and usual_hz); 0: none. */
    double crawl_hz, crawl_usual_hz;
    bool apart; /* it can't show zones that lie above each other: items come one by one */
};

/* Hands a scene over: how every scene comes to an output, so that its first picture is counted,
 * whatever the one before was. As ops->show: 0 or -errno. */
static inline int output_show(struct output *output, struct scene *scene)
{
    output->sent.fresh = true;
    return output->ops->show(output, scene);
}

#endif
