#include "edits.h"

#include <assert.h>

#include "base/log.h"
#include "base/memory.h"
#include "changes.h"
#include "go_on.h"
#include "intake/written.h"

#define BREAKING_WEIGHT 10 /* the normal one */
#define UNWRITTEN_MOST 1000
/* How often what the disk did not take is tried again. */
#define WRITE_AGAIN_NS (5 * CLOCK_NS_PER_S)

/* The take-over is in the store now, under another id. */
static void take_new_id(void *user, int64_t from, int64_t to)
{
    struct player *player = user;
    if (player->taken.id == from)
        player->taken.id = to;
    for (size_t i = 0; i < player->zones; i++) {
        if (player->air[i].snippet.id == from)
            player->air[i].snippet.id = to;
        if (player->resume_id[i] == from)
            player->resume_id[i] = to;
        if (player->corrected_id[i] == from)
            player->corrected_id[i] = to;
    }
}

/* True when nothing waits any more. */
static bool write_unwritten(struct player *player, int64_t now_ns)
{
    struct diag diag = {0};
    player->write_ns = now_ns + WRITE_AGAIN_NS;
    bool good = candidates_write_unwritten(&player->candidates, player->setup.store, take_new_id,
                                           player, &diag);
    diag_finish(&diag); /* store_care tells that the store can't be written */
    return good;
}

void edits_write_waiting(struct player *player, int64_t now_ns)
{
    if (player->candidates.unwritten.count == 0 || now_ns < player->write_ns)
        return;
    if (!write_unwritten(player, now_ns))
        return;
    log_info("the edits that waited for the store are in it");
    changes_load(player);
}

/* A kill of what there is not would be told as done. */
static bool is_there(struct player *player, int64_t id, struct diag *diag)
{
    struct store_row row;
    if (candidates_find(&player->candidates, id))
        return true;
    if (!store_get(player->setup.store, id, &row, diag))
        return false;
    store_row_finish(&row);
    return true;
}

/* What the same key took the wall over with before makes place. */
static void end_the_one_before(struct player *player, const char *key)
{
    struct diag ignored = {0};
    int64_t id = 0;
    if (key && written_find(player->setup.store, key, &id, &ignored) && id)
        unwritten_kill(&player->candidates.unwritten, id);
    diag_finish(&ignored);
}

static void take_breaking(struct player *player, const struct request *request)
{
    int64_t now_ms = player_wall_ms(player);
    int64_t lasts_ms = request->breaking.minutes * 60 * CLOCK_MS_PER_S;
    int64_t ends_ms = lasts_ms ? now_ms + lasts_ms : 0;
    struct snippet snippet = {.kind = SNIPPET_LINE,
                              .breaking = (int)request->breaking.level,
                              .weight = BREAKING_WEIGHT,
                              .created_ms = now_ms,
                              .most_airings = request->breaking.airings,
                              .expires_ms =
                                  request->breaking.ends ? request->breaking.ends : ends_ms};
    snippet.text = memory_copy_string(request->breaking.text);
    snippet.origin = request->breaking.key ? written_origin(request->breaking.key)
                                           : memory_copy_string("editor");
    snippet.category = memory_copy_string("breaking");
    end_the_one_before(player, request->breaking.key);
    player->taken.id = unwritten_breaking(&player->candidates.unwritten, &snippet);
    snippet_finish(&snippet);
}

/* What a clear has ended: where the store took it, what stood there; else what was due. */
static void take_clear(struct player *player)
{
    struct unwritten *unwritten = &player->candidates.unwritten;
    size_t due = candidates_take_overs(&player->candidates);
    size_t before = unwritten->ended;
    size_t dropped = unwritten_clear(unwritten);
    bool written = write_unwritten(player, player_now_ns(player));
    player->taken.ended = (int64_t)(written ? dropped + unwritten->ended - before : due);
}

bool edits_take(struct player *player, const struct request *request, struct diag *diag)
{
    struct unwritten *unwritten = &player->candidates.unwritten;
    assert(request->kind == REQUEST_KILL || request->kind == REQUEST_BREAKING ||
           request->kind == REQUEST_CLEAR);
    if (unwritten->count >= UNWRITTEN_MOST)
        return diag_error(diag, "too many edits wait for the disk");
    if (request->kind == REQUEST_KILL && !is_there(player, request->kill.id, diag))
        return false;
    player->taken = (struct state_taken){0};
    if (request->kind == REQUEST_BREAKING) {
        take_breaking(player, request);
    } else if (request->kind == REQUEST_KILL) {
        player->taken.id = request->kill.id;
        unwritten_kill(unwritten, request->kill.id);
    } else {
        take_clear(player);
    }
    write_unwritten(player, player_now_ns(player));
    player->taken.id = player->taken.id > 0 ? player->taken.id : 0;
    changes_load_new(player);
    changes_look_at_schedule(player);
    go_on(player, player_now_ns(player));
    return true;
}
