#include "wire_items.h"

#include <assert.h>

#include "changes.h"
#include "go_on.h"
#include "intake/item.h"
#include "layout/zones.h"

static bool take(const struct import *import, const struct wire_item *item, bool *changed,
                 struct diag *diag)
{
    switch (item_take(import, item, diag)) {
    case ITEM_REFUSED:
        return false;
    case ITEM_NEW:
    case ITEM_CORRECTED:
        *changed = true;
        break;
    case ITEM_KEPT:
        log_info("%s: \"%s\" came again; an editor has decided on it, which stays", item->feed,
                 item->text);
        break;
    case ITEM_KNOWN:
        break;
    }
    return true;
}

bool wire_items_take(struct player *player, const struct request *request, struct diag *diag)
{
    assert(request->kind == REQUEST_ITEM || request->kind == REQUEST_WITHDRAW);
    const struct import import = {
        .config = player->setup.config,
        .store = player->setup.store,
        .fonts = layout_zones_fonts(player->setup.zones, 0),
        .clock = player->setup.clock,
        .now_ms = player_wall_ms(player),
    };
    bool changed = request->kind == REQUEST_WITHDRAW;
    bool good = request->kind == REQUEST_ITEM
                    ? take(&import, &request->item, &changed, diag)
                    : item_withdraw(&import, request->withdraw.feed, request->withdraw.key,
                                    request->withdraw.over == REQUEST_ON, diag);
    if (good && changed) {
        changes_load(player);
        changes_look_at_schedule(player);
        go_on(player, player_now_ns(player));
    }
    return good;
}
