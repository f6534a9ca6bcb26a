#include "newsroom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/change.h"
#include "config/config.h"
#include "player/commands.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"

/* What fails here makes any test pointless. */
static void must(const struct diag *diag, bool good)
{
    if (good)
        return;
    diag_print(diag, stderr);
    fputs("the newsroom does not work\n", stderr);
    abort();
}

static int show(struct output *output, struct scene *scene)
{
    struct glass *glass = (struct glass *)output;
    scene_unref(glass->scene);
    glass->scene = scene_ref(scene);
    glass->due_ns = scene->valid_from_ns;
    return 0;
}

static void keep_picture(struct glass *glass, int64_t t_ns)
{
    size_t size = (size_t)glass->frame.width * (size_t)glass->frame.height * 3;
    if (!glass->keep)
        return;
    if ((glass->count & (glass->count - 1)) == 0) /* it doubles */
        glass->pictures = memory_resize(glass->pictures, glass->count ? 2 * glass->count : 1,
                                        sizeof *glass->pictures);
    glass->pictures[glass->count++] = (struct wall_picture){
        t_ns, (uint8_t *)memory_copy_bytes((const char *)glass->frame.rgb, size)};
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct glass *glass = (struct glass *)output;
    while (glass->scene && glass->keep && glass->due_ns < now_ns) {
        scene_draw(glass->scene, glass->due_ns, &glass->frame);
        sent_count(&output->sent, &glass->frame);
        keep_picture(glass, glass->due_ns);
        glass->due_ns = scene_next_step(glass->scene, glass->due_ns);
    }
    return INT64_MAX;
}

static int blank(struct output *output)
{
    struct glass *glass = (struct glass *)output;
    scene_unref(glass->scene);
    glass->scene = NULL;
    memset(glass->frame.rgb, 0, (size_t)NEWSROOM_WIDTH * NEWSROOM_HEIGHT * 3);
    keep_picture(glass, clock_monotonic_ns(glass->clock));
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    (void)output;
    status->name = "glass";
}

static bool close_glass(struct output *output, struct diag *diag)
{
    (void)output, (void)diag;
    return true;
}

static const struct output_ops ops = {
    .show = show, .advance = advance, .blank = blank, .status = status, .close = close_glass};

static void ring(void *user, int64_t now_ns)
{
    struct newsroom *room = user;
    (void)now_ns;
    loop_stop(room->loop);
}

void studio_open(struct studio *studio, const char *const *settings)
{
    static const char *const usual[] = {"text.fonts=" FACE, "text.size_px=13", "crawl.ribbon=false",
                                        NULL};
    *studio = (struct studio){0};
    configuration_init(&studio->config);
    for (size_t i = 0; usual[i]; i++)
        must(&studio->diag, configuration_set(&studio->config, usual[i], &studio->diag));
    for (; *settings; settings++)
        must(&studio->diag, configuration_set(&studio->config, *settings, &studio->diag));
    studio->fonts = fonts_open(&studio->config.text, &studio->diag);
    must(&studio->diag, studio->fonts != NULL);
    studio->zones = layout_zones_create(&studio->config, studio->fonts, NEWSROOM_WIDTH,
                                        NEWSROOM_HEIGHT, &studio->diag);
}

void studio_close(struct studio *studio)
{
    layout_zones_destroy(studio->zones);
    fonts_close(studio->fonts);
    configuration_finish(&studio->config);
    diag_finish(&studio->diag);
}

void newsroom_open(struct newsroom *room, const char *const *settings, int64_t wall_ms)
{
    /* In memory where there is a place for it: a month has many transactions. */
    const char *root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    *room = (struct newsroom){0};
    snprintf(room->folder, sizeof room->folder, "%s/motograph-newsroom-XXXXXX", root);
    must(&room->diag, (mkdtemp(room->folder)) != NULL);
    room->path = memory_format("%s/news.db", room->folder);
    studio_open(&room->studio, settings);
    must(&room->studio.diag, room->studio.zones != NULL);
    clock_init_simulated(&room->clock, wall_ms);
    room->store = store_open(room->path, &room->diag);
    room->desk = store_open(room->path, &room->diag);
    room->loop = loop_create(&room->clock);
    room->bell = loop_add_timer(room->loop, ring, room);
    room->glass = (struct glass){.output.ops = &ops, .clock = &room->clock, .keep = true};
    frame_init(&room->glass.frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    room->setup = (struct player_setup){
        .loop = room->loop,
        .clock = &room->clock,
        .config = &room->studio.config,
        .store = room->store,
        .zones = room->studio.zones,
        .output = &room->glass.output,
        .end_ns = INT64_MAX,
        .write_history = true,
    };
}

void newsroom_start(struct newsroom *room)
{
    room->player = player_create(&room->setup, &room->diag);
    must(&room->diag, room->player != NULL);
}

void newsroom_stop(struct newsroom *room)
{
    if (!room->player)
        return;
    advance(&room->glass.output, clock_monotonic_ns(&room->clock));
    player_destroy(room->player);
    room->player = NULL;
}

static void take_over(void *user)
{
    struct newsroom_change *change = user;
    struct studio *now = &change->room->studio;
    struct studio *next = &change->studio;
    struct fonts *fonts = now->fonts;
    struct layout_zones *zones = now->zones;
    configuration_take(&now->config, &next->config, true, true);
    layout_zones_follow(next->zones, &now->config);
    now->fonts = next->fonts;
    now->zones = next->zones;
    next->fonts = fonts;
    next->zones = zones;
    change->taken++;
}

const struct newsroom_change *newsroom_reload(struct newsroom *room, const char *const *settings)
{
    struct newsroom_change *change = memory_alloc(1, sizeof *change);
    struct player_change fresh = {.taken = take_over, .user = change};
    *change = (struct newsroom_change){.room = room, .next = room->changes};
    room->changes = change;
    studio_open(&change->studio, settings);
    must(&change->studio.diag, change->studio.zones != NULL);
    must(&room->diag, timetable_init(&fresh.timetable, &change->studio.config, &room->diag));
    fresh.zones = change->studio.zones;
    player_go_over(room->player, &fresh);
    return change;
}

static void close_changes(struct newsroom *room)
{
    while (room->changes) {
        struct newsroom_change *change = room->changes;
        room->changes = change->next;
        studio_close(&change->studio);
        free(change);
    }
}

void newsroom_close(struct newsroom *room)
{
    newsroom_stop(room);
    close_changes(room);
    scene_unref(room->glass.scene);
    frame_finish(&room->glass.frame);
    for (size_t i = 0; i < room->glass.count; i++)
        free(room->glass.pictures[i].rgb);
    free(room->glass.pictures);
    loop_destroy(room->loop);
    store_close(room->desk);
    store_close(room->store);
    studio_close(&room->studio);
    diag_finish(&room->diag);
    char *command = memory_format("rm -rf '%s'", room->folder);
    must(&room->diag, (system(command)) == 0);
    free(command);
    free(room->path);
}

void newsroom_run_to_ms(struct newsroom *room, int64_t ms)
{
    loop_set_timer(room->bell, ms * CLOCK_NS_PER_MS);
    must(&room->diag, (loop_run(room->loop)) == 0);
}

struct state newsroom_ask(struct newsroom *room, struct request request)
{
    struct state state;
    must(&room->diag, commands_take(room->player, &request, &state, &room->diag));
    return state;
}

int64_t newsroom_add(struct newsroom *room, struct snippet snippet)
{
    if (!snippet.created_ms)
        snippet.created_ms = clock_wall_ms(&room->clock);
    if (!snippet.weight)
        snippet.weight = 10; /* news/snippet.h */
    must(&room->diag, store_add(room->desk, &snippet, &room->diag));
    if (room->player)
        player_look(room->player);
    return snippet.id;
}
