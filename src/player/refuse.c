#include "refuse.h"

#include <string.h>

#include "base/log.h"
#include "config/config.h"
#include "news/banned.h"

bool refuse_is_banned(const struct player *player, const struct snippet *snippet)
{
    return snippet->text && banned_in(player->setup.config->news.banned, snippet->text);
}

void refuse(struct player *player, struct candidate *candidate, const char *why)
{
    struct diag diag = {0};
    int64_t id = candidate->id;
    const struct snippet snippet = candidate_snippet(candidate);
    candidates_refuse(&player->candidates, candidate);
    bool banned = strcmp(why, banned_reason) == 0; /* a log is read aloud, too */
    log_error("snippet %lld is held, since it can't be shown: %s%s%s", (long long)id, why,
              banned ? "" : ": ", banned ? "" : snippet.text);
    if (player->setup.write_history && store_hold(player->setup.store, id, why, &diag))
        player->store_version = -1; /* an edit of ours, which the version does not tell */
    player_report(&diag);
}
