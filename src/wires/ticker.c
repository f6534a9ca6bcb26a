#include "ticker.h"

#include <string.h>

#include "base/log.h"
#include "control/ask.h"
#include "control/request.h"

/* A ticker that runs answers within milliseconds. */
#define ANSWER_MS 3000

static void tell_silent(struct ticker *ticker, const struct diag *diag)
{
    if (!ticker->silent)
        log_warning("%s; what feeds bring waits for it",
                    diag->count ? diag->messages[0].text : "no ticker answers");
    ticker->silent = true;
}

static bool ask(struct ticker *ticker, const struct request *request, const char *of)
{
    struct diag diag = {0};
    json_t *reply = NULL;
    enum ask_answer answer = ask_ticker(ticker->socket, request, ANSWER_MS, &reply, &diag);
    json_decref(reply);
    bool asked = answer == ASK_DONE || answer == ASK_REFUSED;
    if (answer == ASK_REFUSED)
        log_warning("%s: the ticker takes it not: %s", of,
                    diag.count ? diag.messages[0].text : "without a reason");
    if (!asked)
        tell_silent(ticker, &diag);
    else if (ticker->silent)
        log_info("the ticker answers again");
    ticker->silent = !asked;
    diag_finish(&diag);
    return asked;
}

bool ticker_send(struct ticker *ticker, const struct wire_item *item)
{
    const struct request request = {.kind = REQUEST_ITEM, .item = *item};
    return ask(ticker, &request, item->feed);
}

bool ticker_withdraw(struct ticker *ticker, const char *feed, const char *key, bool over)
{
    const struct request request = {.kind = REQUEST_WITHDRAW,
                                    .withdraw = {feed, key, over ? REQUEST_ON : REQUEST_OFF}};
    return ask(ticker, &request, feed);
}
