#include "foresee.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "news/banned.h"
#include "refuse.h"

void foresee(struct player *player, size_t zone)
{
    struct rota_choice choice;
    assert(zone < player->zones);
    if (player->setup.unseen)
        return;
    struct candidate *next;
    while ((next = candidates_choose(&player->candidates, zone, player_wall_ms(player),
                                     player->setup.seed, &choice)) &&
           refuse_is_banned(player, &next->row.snippet))
        refuse(player, next, banned_reason);
    free(player->next_text[zone]);
    player->next_text[zone] = next ? memory_copy_string(next->row.snippet.text) : NULL;
}
