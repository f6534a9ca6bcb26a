#include "link_state.h"

#include "base/log.h"

int64_t link_now_ms(const struct link *link)
{
    return clock_wall_ms(&link->clock);
}

/* --- what is remembered --- */

void link_save(struct link *link)
{
    struct diag diag = {0};
    link->memo.last_row = tell_last_row(link->tell);
    json_decref(link->memo.topics);
    link->memo.topics = wants_to_json(&link->wants, link_now_ms(link));
    memo_write(&link->memo, &diag);
    log_diag(&diag);
    diag_finish(&diag);
}

void link_save_if_changed(struct link *link)
{
    if (link->wants.changed)
        link_save(link);
}

/* --- results --- */

void link_refuse(struct link *link, const char *text, json_t *id, const char *code,
                 const char *message)
{
    tell_result(link->tell, text, id, json_pack("{s:s, s:s}", "code", code, "message", message));
}

void link_refuse_diag(struct link *link, const char *text, json_t *id, const char *code,
                      struct diag *diag)
{
    link_refuse(link, text, id, code, diag->count ? diag->messages[0].text : "it can't be done");
    diag_finish(diag);
}
