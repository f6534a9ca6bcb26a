/* Edits that the store did not take: kill, breaking, clear. */
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/config.h"
#include "player_state.h"

#define BREAKING_AIRINGS_MAX 10000
#define BREAKING_MINUTES_MAX 525600 /* a year */
#define BREAKING_WEIGHT 10          /* the normal one */
#define PENDING_MOST 1000
/* How often what the disk did not take is tried again. */
#define WRITE_AGAIN_NS (5 * CLOCK_NS_PER_S)

/* The take-over is in the store now, under another id. */
static void take_new_id(void *user, int64_t from, int64_t to)
{
    struct player *player = user;
    for (size_t i = 0; i < player->places; i++) {
        if (player->air[i].snippet.id == from)
            player->air[i].snippet.id = to;
        if (player->resume_id[i] == from)
            player->resume_id[i] = to;
    }
}

/* True when nothing is pending any more. */
static bool write_pending(struct player *player, int64_t now_ns)
{
    struct diag diag = {0};
    player->write_ns = now_ns + WRITE_AGAIN_NS;
    bool good = candidates_write_pending(&player->candidates, player->setup.store, take_new_id,
                                         player, &diag);
    diag_finish(&diag); /* the keeper tells that the store can't be written */
    return good;
}

void player_try_pending(struct player *player, int64_t now_ns)
{
    if (player->candidates.pending.count == 0 || now_ns < player->write_ns)
        return;
    if (!write_pending(player, now_ns))
        return;
    log_info("the edits that waited for the store are in it");
    player_load(player);
}

static bool is_clean(const char *text, size_t most)
{
    size_t length = strlen(text);
    return utf8_find_control(text, length) == length && strspn(text, " ") < length &&
           utf8_count(text, length) <= most;
}

/* A whole number; absent is 0. False for another type. */
static bool take_number(const json_t *request, const char *key, json_int_t *number)
{
    const json_t *value = json_object_get(request, key);
    *number = json_integer_value(value);
    return !value || json_is_integer(value);
}

static const char *take_breaking(struct player *player, const json_t *request)
{
    const char *text = json_string_value(json_object_get(request, "text"));
    json_int_t level;
    json_int_t airings;
    json_int_t minutes;
    if (!take_number(request, "level", &level) || !take_number(request, "airings", &airings) ||
        !take_number(request, "minutes", &minutes) || !text ||
        !is_clean(text, (size_t)player->setup.config->snippet.max_chars) || level < 1 ||
        level > SNIPPET_LEVEL_MAX || airings < 0 || airings > BREAKING_AIRINGS_MAX || minutes < 0 ||
        minutes > BREAKING_MINUTES_MAX)
        return "breaking: a text of snippet.max_chars at most and without control characters, a "
               "level from 1 to 9, airings from 0 to 10000, minutes from 0 to 525600 are wanted";
    int64_t now_ms = player_wall_ms(player);
    struct snippet snippet = {.kind = SNIPPET_LINE,
                              .breaking = (int)level,
                              .weight = BREAKING_WEIGHT,
                              .created_ms = now_ms,
                              .most_airings = airings,
                              .expires_ms = minutes ? now_ms + minutes * 60 * CLOCK_MS_PER_S : 0};
    snippet.text = memory_copy_string(text);
    snippet.origin = memory_copy_string("editor");
    snippet.category = memory_copy_string("breaking");
    pending_breaking(&player->candidates.pending, &snippet);
    snippet_finish(&snippet);
    return NULL;
}

static const char *take(struct player *player, const char *command, const json_t *request)
{
    json_int_t id = json_integer_value(json_object_get(request, "id"));
    if (player->candidates.pending.count >= PENDING_MOST)
        return "too many edits wait for the disk";
    if (strcmp(command, "breaking") == 0)
        return take_breaking(player, request);
    if (strcmp(command, "clear") == 0)
        pending_clear(&player->candidates.pending);
    else if (id > 0)
        pending_kill(&player->candidates.pending, id);
    else
        return "kill: an id, a whole number from 1, is wanted";
    return NULL;
}

bool player_is_edit(const char *command)
{
    return strcmp(command, "kill") == 0 || strcmp(command, "breaking") == 0 ||
           strcmp(command, "clear") == 0;
}

const char *player_take_edit(struct player *player, const char *command, const json_t *request)
{
    const char *error = take(player, command, request);
    if (error)
        return error;
    write_pending(player, player_now(player));
    player_load(player);
    player_look_at_schedule(player);
    player_go_on(player, player_now(player));
    return NULL;
}
