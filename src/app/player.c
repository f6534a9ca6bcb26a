#include "app/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/candidates.h"
#include "base/log.h"
#include "base/memory.h"
#include "display/scene.h"
#include "store/asrun.h"

/* How often the store is asked whether another program changed it: twice in
 * the 100 ms within which an edit must be seen. */
#define STORE_POLL_NS (50 * CLOCK_NS_PER_MS)

struct airing {
    struct snippet snippet; /* a copy: the store may change under it */
    char reason[ROTA_REASON_SIZE];
    int64_t start_ms;
    int64_t start_ns; /* later by each pause */
    int64_t end_ns;
    struct scene *scene; /* NULL: nothing is on air */
};

struct player {
    struct player_setup setup;
    struct loop_timer *wake;
    struct loop_timer *poll;
    struct candidates candidates;
    struct airing air;
    char *next_text; /* what comes next, for people; NULL: nothing */
    int64_t store_version;
    int64_t next_change_ms; /* when the due snippets change by themselves */
    int64_t start_ns;
    int64_t pause_ns; /* when the pause began, -1: not paused */
    bool begun;       /* the first scene was shown */
    bool stopped;
};

static int64_t now_of(const struct player *player)
{
    return clock_monotonic_ns(player->setup.clock);
}

static int64_t min_i64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What goes wrong with the store is said, and the show goes on with what is in
 * memory. */
static void report(struct diag *diag)
{
    log_diag(diag);
    diag_finish(diag);
}

static void load_candidates(struct player *player)
{
    struct diag diag = {0};
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    candidates_load(&player->candidates, player->setup.store, wall_ms, &diag);
    if (!store_next_change(player->setup.store, wall_ms, &player->next_change_ms, &diag))
        player->next_change_ms = wall_ms + CLOCK_MS_PER_S;
    report(&diag);
}

static void tell_caption(struct player *player)
{
    struct output *output = player->setup.output;
    if (!output->ops->caption)
        return;
    struct output_caption caption = {
        .on_air = player->air.scene ? player->air.snippet.text : NULL,
        .reason = player->air.scene ? player->air.reason : NULL,
        .next = player->next_text,
    };
    output->ops->caption(output, &caption);
}

static void show(struct player *player, struct scene *scene)
{
    int error = player->setup.output->ops->show(player->setup.output, scene);
    if (error < 0)
        log_error("the output did not take the scene: %s", strerror(-error));
}

/* An empty wall, until the next scene. */
static void show_nothing(struct player *player, int64_t now_ns)
{
    struct compose_item nothing[COMPOSE_PLACES_MAX] = {{0}};
    struct diag diag = {0};
    struct scene *scene = compose_scene(player->setup.composer, nothing, now_ns,
                                        clock_wall_ms(player->setup.clock), &diag);
    report(&diag);
    if (scene)
        show(player, scene);
    scene_unref(scene);
}

static void forget_airing(struct player *player)
{
    if (!player->air.scene)
        return;
    scene_unref(player->air.scene);
    snippet_finish(&player->air.snippet);
    player->air = (struct airing){0};
}

static void finish_airing(struct player *player)
{
    struct airing *air = &player->air;
    if (!air->scene)
        return;
    if (player->setup.write_history) {
        struct diag diag = {0};
        const struct asrun_row row = {.snippet = air->snippet.id,
                                      .start_ms = air->start_ms,
                                      .end_ms = clock_wall_ms(player->setup.clock),
                                      .text = air->snippet.text,
                                      .reason = air->reason};
        asrun_append(player->setup.store, &row, 1, &diag);
        report(&diag);
    }
    forget_airing(player);
}

static void foresee(struct player *player, int64_t on_air_id)
{
    char reason[ROTA_REASON_SIZE];
    const struct candidate *next =
        candidates_choose(&player->candidates, on_air_id, clock_wall_ms(player->setup.clock),
                          player->setup.seed, reason);
    free(player->next_text);
    player->next_text = next ? memory_copy_string(next->row.snippet.text) : NULL;
}

static void put_on_air(struct player *player, struct candidate *chosen, struct scene *scene,
                       int64_t end_ns, const char *reason, int64_t now_ns)
{
    struct airing *air = &player->air;
    air->scene = scene;
    air->start_ns = now_ns;
    air->end_ns = end_ns;
    air->snippet = snippet_copy(&chosen->row.snippet);
    air->start_ms = clock_wall_ms(player->setup.clock);
    snprintf(air->reason, sizeof air->reason, "%s", reason);
    chosen->row.last_aired_ms = air->start_ms;
    chosen->row.airings++;
    chosen->run_airings++;
    show(player, air->scene);
    foresee(player, air->snippet.id);
    tell_caption(player);
    if (player->setup.on_air)
        player->setup.on_air(player->setup.user, now_ns - player->start_ns, &air->snippet,
                             air->reason);
}

/* NULL when it can't be shown. */
static struct scene *scene_of(struct player *player, const struct snippet *snippet,
                              int64_t start_ns, int64_t now_ns, int64_t *end_ns)
{
    struct compose_item items[COMPOSE_PLACES_MAX] = {{.snippet = snippet, .start_ns = start_ns}};
    struct diag diag = {0};
    struct scene *scene = compose_scene(player->setup.composer, items, now_ns,
                                        clock_wall_ms(player->setup.clock), &diag);
    report(&diag);
    *end_ns = items[0].end_ns;
    return scene;
}

static void refuse(struct candidate *candidate)
{
    candidate->refused = true;
    log_error("snippet %lld is not shown, since no configured font has all of its characters: %s",
              (long long)candidate->row.snippet.id, candidate->row.snippet.text);
}

/* False when nothing can be shown. */
static bool start_next(struct player *player, int64_t last_id, int64_t now_ns)
{
    for (;;) {
        char reason[ROTA_REASON_SIZE];
        struct candidate *chosen =
            candidates_choose(&player->candidates, last_id, clock_wall_ms(player->setup.clock),
                              player->setup.seed, reason);
        if (!chosen)
            return false;
        int64_t end_ns = 0;
        struct scene *scene = scene_of(player, &chosen->row.snippet, now_ns, now_ns, &end_ns);
        if (scene) {
            put_on_air(player, chosen, scene, end_ns, reason, now_ns);
            return true;
        }
        refuse(chosen);
    }
}

static void end(struct player *player)
{
    finish_airing(player);
    player->stopped = true;
    loop_stop(player->setup.loop);
}

static void go_idle(struct player *player, int64_t now_ns)
{
    show_nothing(player, now_ns);
    free(player->next_text);
    player->next_text = NULL;
    tell_caption(player);
}

/* The airing is over (or cut): what comes now. */
static void step_on(struct player *player, int64_t now_ns)
{
    int64_t last_id = player->air.scene ? player->air.snippet.id : 0;
    player->begun = true;
    finish_airing(player);
    if (clock_wall_ms(player->setup.clock) >= player->next_change_ms)
        load_candidates(player);
    if (player->setup.one_round && candidates_round_done(&player->candidates))
        end(player);
    else if (!start_next(player, last_id, now_ns))
        go_idle(player, now_ns);
}

/* When the wall clock says that something becomes due, in monotonic time. */
static int64_t due_again_ns(const struct player *player, int64_t now_ns)
{
    int64_t wall_ms = clock_wall_ms(player->setup.clock);
    if (player->next_change_ms == INT64_MAX)
        return INT64_MAX;
    int64_t wait_ms = player->next_change_ms > wall_ms ? player->next_change_ms - wall_ms : 0;
    if (wait_ms > INT64_MAX / CLOCK_NS_PER_MS - now_ns / CLOCK_NS_PER_MS)
        return INT64_MAX;
    return now_ns + wait_ms * CLOCK_NS_PER_MS;
}

static int64_t next_event_ns(const struct player *player, int64_t now_ns)
{
    if (player->pause_ns >= 0)
        return INT64_MAX;
    if (!player->begun)
        return now_ns;
    return player->air.scene ? player->air.end_ns : due_again_ns(player, now_ns);
}

static void wake(void *user, int64_t now_ns)
{
    struct player *player = user;
    struct output *output = player->setup.output;
    int64_t wanted = output->ops->advance(output, now_ns);
    if (now_ns >= player->setup.end_ns) {
        end(player);
        return;
    }
    if (now_ns >= next_event_ns(player, now_ns)) {
        step_on(player, now_ns);
        wanted = output->ops->advance(output, now_ns);
    }
    int64_t next = min_i64(min_i64(wanted, next_event_ns(player, now_ns)), player->setup.end_ns);
    if (next != INT64_MAX && !player->stopped)
        loop_set_timer(player->wake, next > now_ns ? next : now_ns);
}

/* Does at once what a command or an edit asks for. */
static void wake_now(struct player *player)
{
    loop_set_timer(player->wake, now_of(player));
}

static void cut(struct player *player)
{
    int64_t now_ns = now_of(player);
    player->setup.output->ops->advance(player->setup.output, now_ns);
    player->pause_ns = -1;
    step_on(player, now_ns);
    wake_now(player);
}

/* What is on air must still be due, and unchanged. */
static bool airing_stands(struct player *player)
{
    const struct candidate *item = candidates_find(&player->candidates, player->air.snippet.id);
    return item && strcmp(item->row.snippet.text, player->air.snippet.text) == 0;
}

static void poll_store(void *user, int64_t now_ns)
{
    struct player *player = user;
    struct diag diag = {0};
    int64_t version = player->store_version;
    bool known = store_version(player->setup.store, &version, &diag);
    report(&diag);
    if (known && version != player->store_version) {
        player->store_version = version;
        load_candidates(player);
        if (!player->air.scene || !airing_stands(player))
            cut(player);
        else
            foresee(player, player->air.snippet.id);
    }
    loop_set_timer(player->poll, now_ns + STORE_POLL_NS);
}

struct player *player_create(const struct player_setup *setup)
{
    struct player *player = memory_alloc(1, sizeof *player);
    player->setup = *setup;
    player->pause_ns = -1;
    player->start_ns = now_of(player);
    player->wake = loop_add_timer(setup->loop, wake, player);
    player->poll = loop_add_timer(setup->loop, poll_store, player);
    struct diag diag = {0};
    store_version(setup->store, &player->store_version, &diag);
    report(&diag);
    load_candidates(player);
    show_nothing(player, player->start_ns);
    loop_set_timer(player->wake, player->start_ns);
    if (!setup->clock->simulated)
        loop_set_timer(player->poll, player->start_ns + STORE_POLL_NS);
    return player;
}

void player_destroy(struct player *player)
{
    if (!player)
        return;
    finish_airing(player);
    loop_remove_timer(player->setup.loop, player->wake);
    loop_remove_timer(player->setup.loop, player->poll);
    candidates_finish(&player->candidates);
    free(player->next_text);
    free(player);
}

/* The scene as it stands at the instant, held still. */
static void freeze(struct player *player, int64_t now_ns)
{
    struct scene *still = scene_frozen(player->air.scene, now_ns);
    show(player, still);
    scene_unref(still);
}

/* Goes on from where it was frozen: the same scene, later by the pause. */
static void unfreeze(struct player *player, int64_t now_ns)
{
    struct airing *air = &player->air;
    air->start_ns += now_ns - player->pause_ns;
    struct scene *scene = scene_of(player, &air->snippet, air->start_ns, now_ns, &air->end_ns);
    if (!scene)
        return;
    show(player, scene);
    scene_unref(air->scene);
    air->scene = scene;
}

static void set_paused(struct player *player, bool paused)
{
    int64_t now_ns = now_of(player);
    if (paused == (player->pause_ns >= 0))
        return;
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (paused && player->air.scene)
        freeze(player, now_ns);
    if (!paused && player->air.scene)
        unfreeze(player, now_ns);
    player->pause_ns = paused ? now_ns : -1;
    wake_now(player);
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *airing_to_json(const struct airing *air)
{
    if (!air->scene)
        return json_null();
    char since[CLOCK_TEXT_SIZE];
    clock_format_utc(air->start_ms, since);
    return json_pack("{s:I, s:s, s:s, s:s, s:s}", "id", (json_int_t)air->snippet.id, "kind",
                     snippet_kind_name(air->snippet.kind), "text", air->snippet.text, "reason",
                     air->reason, "since", since);
}

static json_t *output_to_json(struct output *output)
{
    struct output_status status = {.healthy = true};
    output->ops->status(output, &status);
    return json_pack("{s:s, s:f, s:f, s:b, s:s}", "name", status.name, "refresh_hz",
                     status.refresh_hz, "frames_per_second", status.frames_per_second, "healthy",
                     status.healthy, "note", status.note);
}

static void fill_status(struct player *player, json_t *reply)
{
    json_object_set_new(reply, "version", json_string(MOTOGRAPH_VERSION));
    json_object_set_new(reply, "on_air", airing_to_json(&player->air));
    json_object_set_new(reply, "next", text_or_null(player->next_text));
    json_object_set_new(reply, "paused", json_boolean(player->pause_ns >= 0));
    json_object_set_new(reply, "due", json_integer((json_int_t)player->candidates.count));
    json_object_set_new(reply, "store", text_or_null(player->setup.config->store.path));
    json_object_set_new(
        reply, "running_s",
        json_integer((json_int_t)((now_of(player) - player->start_ns) / CLOCK_NS_PER_S)));
    json_object_set_new(reply, "output", output_to_json(player->setup.output));
}

const char *player_control(void *user, const char *command, const json_t *request, json_t *reply)
{
    struct player *player = user;
    if (strcmp(command, "next") == 0) {
        cut(player);
    } else if (strcmp(command, "pause") == 0) {
        const json_t *on = json_object_get(request, "on");
        set_paused(player, on ? json_is_true(on) : player->pause_ns < 0);
    } else if (strcmp(command, "blank") == 0) {
        set_paused(player, true);
        player->setup.output->ops->blank(player->setup.output);
    } else if (strcmp(command, "status") != 0) {
        return "unknown command; there are: status, next, pause, blank";
    }
    fill_status(player, reply);
    return NULL;
}
