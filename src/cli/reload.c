#include "cli/reload.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "cli/configure.h"
#include "cli/outputs.h"
#include "cli/show_check.h"
#include "cli/watched_files.h"
#include "config/change.h"
#include "config/config.h"
#include "config/laid.h"
#include "control/control.h"
#include "layout/zones.h"
#include "text/font.h"

/* Read and checked, and waiting for an item's end. */
struct waiting {
    struct config *config;
    struct fonts *fonts;        /* NULL: as they are */
    struct layout_zones *zones; /* the same */
    bool look;
};

struct reload {
    struct notify *notify; /* is told while it is read; NULL: nobody is */
    struct cli *cli;
    struct cli_show *show;
    struct player *player;
    struct loop_timer *timer;
    bool light; /* the output takes panel.brightness while it runs */
    struct waiting waiting;
    struct state_configuration state;
    char *trouble, *restart;    /* the state's */
    char *settings;             /* laid over it; NULL: none are */
    struct config unlaid;       /* what they are laid over: the files' values of their keys */
    struct watched_files files; /* as they were when it was read last */
    struct watched_files taken; /* as they were when it was taken over last */
};

static void drop_waiting(struct waiting *waiting)
{
    layout_zones_destroy(waiting->zones);
    fonts_close(waiting->fonts);
    if (waiting->config)
        configuration_finish(waiting->config);
    free(waiting->config);
    *waiting = (struct waiting){0};
}

/* The player goes over: values change places, and what was before goes. */
static void take(void *user)
{
    struct reload *reload = user;
    struct waiting *waiting = &reload->waiting;
    struct config *running = reload->cli->config;
    struct waiting before = {.zones = reload->show->zones, .fonts = reload->show->fonts};
    configuration_take(running, waiting->config, reload->light, waiting->look);
    cli_use_configuration(running);
    if (waiting->look) {
        layout_zones_follow(waiting->zones, running);
        reload->show->zones = waiting->zones;
        reload->show->fonts = waiting->fonts;
        waiting->zones = before.zones;
        waiting->fonts = before.fonts;
    }
    drop_waiting(waiting);
    log_info("the configuration that was read again is in force");
}

/* Letters and zones as it asks for them, where they are others. */
static bool open_look(const struct reload *reload, struct waiting *fresh, struct diag *diag)
{
    int width = 0;
    int height = 0;
    cli_wall_size(reload->cli->config, &width, &height, diag);
    fresh->fonts = fonts_open(&fresh->config->text, diag);
    fresh->zones =
        fresh->fonts ? layout_zones_create(fresh->config, fresh->fonts, width, height, diag) : NULL;
    return fresh->zones != NULL;
}

/* A key that names a file which is another one now. */
struct touched {
    const struct reload *reload;
    struct configuration_change *change;
};

static void touch(void *user, const char *key)
{
    const struct touched *touched = user;
    configuration_touch(key, touched->reload->light, touched->change);
}

/* What differs, of values and of the files that they name. */
static void compare(struct reload *reload, const struct config *fresh,
                    struct configuration_change *change)
{
    struct touched touched = {reload, change};
    configuration_compare(reload->cli->config, fresh, reload->light, change);
    watched_files_note(&reload->files, fresh, reload->state.path);
    watched_files_compare(&reload->taken, &reload->files, touch, &touched);
}

/* All that check-config checks, of the file as it is now. */
static bool read_fresh(struct reload *reload, struct waiting *fresh, struct config *unlaid,
                       struct timetable *timetable, struct configuration_change *change,
                       struct diag *diag)
{
    fresh->config = memory_alloc(1, sizeof *fresh->config);
    watched_files_renew(&reload->files);
    bool good = cli_configure(&reload->cli->source, fresh->config, diag);
    laid_copy(fresh->config, unlaid);
    good &= !reload->settings || laid_set(fresh->config, reload->settings, diag);
    fresh->config->crawl.panel_hz = reload->cli->config->crawl.panel_hz;
    fresh->config->crawl.usual_hz = reload->cli->config->crawl.usual_hz;
    fresh->config->crawl.apart = reload->cli->config->crawl.apart;
    compare(reload, fresh->config, change);
    fresh->look = good && change->look;
    good &= cli_check_board(fresh->config, diag);
    good &= fresh->look ? open_look(reload, fresh, diag) : cli_check_look(fresh->config, diag);
    fonts_rest();
    good &= timetable_init(timetable, fresh->config, diag);
    configuration_place(fresh->config, diag);
    return good;
}

static void tell(struct reload *reload, const struct configuration_change *change)
{
    if (change->restart)
        log_warning("the configuration was read again; these keys need a restart: %s",
                    change->restart);
    if (change->taken)
        log_info("the configuration was read again: %zu key%s when an item ends", change->taken,
                 change->taken == 1 ? " changes" : "s change");
    if (!change->restart && !change->taken)
        log_info("the configuration was read again: nothing in it has changed");
    free(reload->restart);
    reload->restart = memory_copy_string(change->restart);
    reload->state.restart = reload->restart;
}

static void refuse(struct reload *reload, const struct diag *diag)
{
    reload->trouble = diag_join_errors(diag, "; ");
    log_error("the configuration was read again and is not taken: %s", reload->trouble);
}

static void keep_unlaid(struct reload *reload, const struct config *unlaid)
{
    configuration_finish(&reload->unlaid);
    reload->unlaid = *unlaid;
}

static bool take_files(struct reload *reload, struct diag *diag)
{
    struct waiting fresh = {0};
    struct config unlaid;
    struct timetable timetable = {0};
    struct configuration_change change = {0};
    struct diag found = {0};
    free(reload->trouble);
    reload->trouble = NULL;
    bool good = read_fresh(reload, &fresh, &unlaid, &timetable, &change, &found);
    if (good) {
        tell(reload, &change);
        watched_files_copy(&reload->taken, &reload->files);
        drop_waiting(&reload->waiting);
        reload->waiting = fresh;
        keep_unlaid(reload, &unlaid);
        player_go_over(reload->player, &(struct player_change){.timetable = timetable,
                                                               .zones = fresh.zones,
                                                               .taken = take,
                                                               .user = reload});
    } else {
        refuse(reload, &found);
        timetable_finish(&timetable);
        drop_waiting(&fresh);
        configuration_finish(&unlaid);
    }
    reload->state.trouble = reload->trouble;
    configuration_change_finish(&change);
    diag_take(diag, &found);
    return good;
}

bool reload_now(void *user, struct diag *diag)
{
    struct reload *reload = user;
    notify_send(reload->notify, "RELOADING=1");
    bool good = take_files(reload, diag);
    notify_send(reload->notify, "READY=1");
    return good;
}

/* What waits is taken over at the same moment as before. */
static void take_nothing(void *user)
{
    (void)user;
}

/* The keys' values are taken at once, where they are read from; the player goes over to what it
 * made of them when an item ends. */
static void take_laid(struct reload *reload, struct config *laid, const struct timetable *timetable)
{
    struct waiting *waiting = &reload->waiting;
    laid_swap(waiting->config ? waiting->config : reload->cli->config, laid);
    player_go_over(reload->player,
                   &(struct player_change){.timetable = *timetable,
                                           .zones = waiting->zones,
                                           .taken = waiting->config ? take : take_nothing,
                                           .user = reload});
}

static void keep_settings(struct reload *reload, const char *settings)
{
    free(reload->settings);
    reload->settings = *settings ? memory_copy_string(settings) : NULL;
    reload->state.settings = reload->settings;
    char *shown = memory_copy_string(*settings ? settings : "none");
    for (char *end = shown; (end = strchr(end, '\n'));)
        *end = end[1] ? ',' : '\0';
    log_info("settings are laid over the configuration: %s", shown);
    free(shown);
}

bool reload_lay(void *user, const char *settings, struct diag *diag)
{
    struct reload *reload = user;
    struct config laid;
    struct timetable timetable;
    if (strcmp(settings, reload->settings ? reload->settings : "") == 0)
        return true; /* what waits goes on waiting, and credits of the rota stay */
    laid_copy(&reload->unlaid, &laid);
    bool good = laid_set(&laid, settings, diag);
    good &= timetable_init(&timetable, &laid, diag);
    if (good) {
        keep_settings(reload, settings);
        take_laid(reload, &laid, &timetable);
    } else {
        timetable_finish(&timetable);
        configuration_place(&laid, diag);
    }
    configuration_finish(&laid);
    return good;
}

static void read_again(struct reload *reload)
{
    struct diag diag = {0}; /* what is in it is logged, and stands in the state */
    reload_now(reload, &diag);
    diag_finish(&diag);
}

static void on_hangup(void *user, int number)
{
    (void)number;
    read_again(user);
}

static void look(void *user, int64_t now_ns)
{
    struct reload *reload = user;
    if (reload->cli->config->control.reload == CONFIG_RELOAD_CHANGED &&
        watched_files_look(&reload->files))
        read_again(reload);
    loop_set_timer(reload->timer, loop_next_second_ns(now_ns));
}

struct reload *reload_create(struct cli *cli, struct cli_show *show, const char *spec,
                             struct notify *notify)
{
    struct reload *reload = memory_alloc(1, sizeof *reload);
    reload->cli = cli;
    reload->show = show;
    reload->notify = notify;
    reload->light = !output_has(spec, OUTPUT_DEVICE);
    reload->state.path = cli->source.path;
    laid_copy(cli->config, &reload->unlaid);
    watched_files_note(&reload->files, cli->config, cli->source.path);
    watched_files_copy(&reload->taken, &reload->files);
    return reload;
}

void reload_destroy(struct reload *reload)
{
    if (!reload)
        return;
    drop_waiting(&reload->waiting);
    watched_files_finish(&reload->files);
    watched_files_finish(&reload->taken);
    configuration_finish(&reload->unlaid);
    free(reload->trouble);
    free(reload->restart);
    free(reload->settings);
    free(reload);
}

void reload_watch(struct reload *reload, struct player *player)
{
    struct loop *loop = reload->show->loop;
    reload->player = player;
    loop_add_signal(loop, SIGHUP, on_hangup, reload);
    if (!reload->state.path)
        return;
    reload->timer = loop_add_timer(loop, look, reload);
    loop_set_timer(reload->timer, loop_next_second_ns(loop_now_ns(loop)));
}

const struct state_configuration *reload_state(const struct reload *reload)
{
    return &reload->state;
}
