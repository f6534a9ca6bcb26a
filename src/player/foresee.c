#include "foresee.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "news/banned.h"
#include "refuse.h"

static bool is_banned(const struct player *player, const struct candidate *item)
{
    const struct snippet snippet = candidate_snippet(item);
    return refuse_is_banned(player, &snippet);
}

void foresee(struct player *player, size_t zone)
{
    struct rota_choice choice;
    assert(zone < player->zones);
    if (player->setup.unseen)
        return;
    struct candidate *next;
    while ((next = candidates_choose(&player->candidates, zone, player_wall_ms(player),
                                     player->setup.seed, &choice)) &&
           is_banned(player, next))
        refuse(player, next, banned_reason);
    free(player->next_text[zone]);
    player->next_text[zone] = next ? memory_copy_string(candidate_snippet(next).text) : NULL;
}

void foresee_anew(struct player *player)
{
    for (size_t i = 0; i < player->zones; i++) {
        if (player->brightness > 0) {
            foresee(player, i);
            continue;
        }
        free(player->next_text[i]);
        player->next_text[i] = NULL;
    }
}
