#include "written_items.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "changes.h"
#include "go_on.h"
#include "intake/written.h"
#include "layout/zones.h"
#include "store/asrun.h"

static bool check_daypart(struct player *player, const char *daypart, struct diag *diag)
{
    struct diag why = {0};
    bool good = !daypart || timetable_span(&player->timetable, daypart, &why) >= 0;
    for (size_t i = 0; i < why.count; i++)
        diag_error(diag, "put: \"daypart\": %s", why.messages[i].text);
    diag_finish(&why);
    return good;
}

static bool put(struct player *player, const struct import *import, const struct written_item *item,
                struct diag *diag)
{
    struct state_taken *taken = &player->taken;
    return check_daypart(player, item->daypart, diag) &&
           written_put(import, item, &taken->id, &taken->created, diag);
}

/* Its id; false with an error where the key names nothing. */
static bool find(const struct import *import, const struct request *request, int64_t *id,
                 struct diag *diag)
{
    *id = request->decide.id;
    if (*id)
        return true;
    if (!request->decide.key)
        return diag_error(diag, "%s: \"id\": found nothing; an id or a key is wanted",
                          request_name(request->kind));
    return written_find(import->store, request->decide.key, id, diag) &&
           (*id || diag_error(diag,
                              "%s: \"key\": found \"%.80s\", which names nothing here; a key "
                              "that was put is wanted",
                              request_name(request->kind), request->decide.key));
}

static bool decide(struct player *player, const struct import *import,
                   const struct request *request, struct diag *diag)
{
    int64_t *id = &player->taken.id;
    if (!find(import, request, id, diag))
        return false;
    return request->kind == REQUEST_APPROVE
               ? written_approve(import, *id, request->decide.match, diag)
               : written_remove(import, *id, request->decide.match, diag);
}

static void note_article(void *user, const struct import_result *result)
{
    struct state_taken *taken = user;
    taken->known = result->known;
    taken->corrected = result->corrected;
    taken->created = !result->known && !result->corrected;
    taken->headlines = (int64_t)result->headlines;
    taken->quotations = (int64_t)result->quotations;
    taken->held = (int64_t)result->held;
}

static bool take(struct player *player, const struct request *request, struct diag *diag)
{
    const struct import import = {
        .config = player->setup.config,
        .store = player->setup.store,
        .fonts = layout_zones_fonts(player->setup.zones, 0),
        .clock = player->setup.clock,
        .now_ms = player_wall_ms(player),
        .done = note_article,
        .user = &player->taken,
    };
    if (request->kind == REQUEST_PUT)
        return put(player, &import, &request->put, diag);
    if (request->kind == REQUEST_ARTICLE)
        return import_text(&import, request->article.name, request->article.bytes, diag);
    return decide(player, &import, request, diag);
}

bool written_items_take(struct player *player, const struct request *request, struct diag *diag)
{
    assert(request->kind == REQUEST_PUT || request->kind == REQUEST_APPROVE ||
           request->kind == REQUEST_REMOVE || request->kind == REQUEST_ARTICLE);
    player->taken = (struct state_taken){0};
    if (!take(player, request, diag))
        return false;
    changes_load(player);
    changes_look_at_schedule(player);
    go_on(player, player_now_ns(player));
    return true;
}

/* The words that it was about; NULL: none. The caller frees. */
static char *words_of(const struct player *player, const struct request *request)
{
    struct store_row row;
    struct diag ignored = {0};
    char *words = NULL;
    if (request->kind == REQUEST_BREAKING)
        return memory_copy_string(request->breaking.text);
    if (request->kind == REQUEST_ARTICLE)
        return memory_copy_string(request->article.name);
    if (player->taken.id > 0 && store_get(player->setup.store, player->taken.id, &row, &ignored)) {
        words = memory_copy_string(row.snippet.text);
        store_row_finish(&row);
    }
    diag_finish(&ignored);
    return words;
}

void written_items_note(struct player *player, const struct request *request)
{
    if (!player->journal || !request->editor)
        return;
    int64_t now_ms = player_wall_ms(player);
    char *words = words_of(player, request);
    char *reason =
        memory_format(ASRUN_EDIT "%s by %s", request_name(request->kind), request->editor);
    size_t place =
        journal_begin(player->journal, NULL, player->taken.id, now_ms, words ? words : "", reason);
    journal_end(player->journal, place, now_ms, NULL, true);
    free(reason);
    free(words);
}
