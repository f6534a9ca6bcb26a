#include "cli/announce.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "layout/still.h"
#include "player/commands.h"

#define LINE_SIZE 256 /* a name has at most 64 bytes (hostname(7)), an address 45 */

struct announce {
    const struct cli *cli;
    const struct cli_show *show;
    struct player *player;
    struct loop_timer *timer;
    char *path;    /* of the address; NULL: there is no socket */
    char *text;    /* to be said; NULL: nothing */
    bool standing; /* it is on the wall */
    int width, height;
};

/* NULL: there is none, or it is empty. */
static char *read_line(const char *path)
{
    char line[LINE_SIZE] = "";
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!file)
        return NULL;
    bool any = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    line[strcspn(line, "\r\n")] = '\0';
    return any && *line ? memory_copy_string(line) : NULL;
}

/* An address is said once in each start of the machine. */
static void look_for_address(struct announce *announce)
{
    announce->text = read_line(announce->path);
    if (announce->text && unlink(announce->path) != 0) {
        log_warning("%s: can't be removed: it is not shown, else it would be again and again",
                    announce->path);
        free(announce->text);
        free(announce->path);
        announce->text = announce->path = NULL;
    }
}

static void forget(struct announce *announce)
{
    free(announce->text);
    announce->text = NULL;
}

/* How long it stands; 0: it does not, yet. */
static int64_t show_text(struct announce *announce, int64_t now_ns)
{
    const struct config *config = announce->cli->config;
    struct diag diag = {0};
    int64_t pass_ns = 0;
    struct scene *scene = still_notice(config, announce->show->fonts, announce->text,
                                       announce->width, announce->height, now_ns, &pass_ns, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    if (!scene) {
        forget(announce);
        return 0;
    }
    announce->standing = commands_notice(announce->player, scene);
    scene_unref(scene);
    if (!announce->standing)
        return 0;
    log_info("the wall says: %s", announce->text);
    return pass_ns ? pass_ns : (int64_t)(config->kiosk.announce_s * (double)CLOCK_NS_PER_S);
}

static void look(void *user, int64_t now_ns)
{
    struct announce *announce = user;
    if (announce->standing) {
        commands_end_notice(announce->player);
        announce->standing = false;
        forget(announce);
    }
    if (!announce->text)
        look_for_address(announce);
    int64_t stands_ns = announce->text ? show_text(announce, now_ns) : 0;
    loop_set_timer(announce->timer, stands_ns ? now_ns + stands_ns : loop_next_second_ns(now_ns));
}

/* Beside the socket: the folder is the ticker's own, and others may write there. */
static char *address_path(const char *socket)
{
    if (!*socket)
        return NULL;
    char *copy = memory_copy_string(socket);
    char *path = memory_format("%s/address", dirname(copy));
    free(copy);
    return path;
}

struct announce *announce_create(const struct cli *cli, const struct cli_show *show,
                                 struct player *player)
{
    struct diag diag = {0};
    if (cli->config->kiosk.announce_s <= 0)
        return NULL;
    struct announce *announce = memory_alloc(1, sizeof *announce);
    *announce = (struct announce){.cli = cli, .show = show, .player = player};
    if (cli->wrong_over)
        announce->text = memory_copy_string(cli->wrong_over);
    announce->path = address_path(cli->config->control.socket);
    cli_wall_size(cli->config, &announce->width, &announce->height, &diag);
    diag_finish(&diag); /* the show runs: it has a size */
    announce->timer = loop_add_timer(show->loop, look, announce);
    loop_set_timer(announce->timer, loop_next_second_ns(loop_now_ns(show->loop)));
    return announce;
}

void announce_destroy(struct announce *announce)
{
    if (!announce)
        return;
    loop_remove_timer(announce->show->loop, announce->timer);
    free(announce->path);
    free(announce->text);
    free(announce);
}
