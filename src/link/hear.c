#include "hear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "keep.h"
#include "link/meaning.h"
#include "link/signed.h"

/* Commands that wait for the ticker. */
#define ORDERS_MOST 500

/* --- messages --- */

/* What a message says, whoever has signed it. */
struct heard {
    struct topic topic;
    const char *text; /* of the topic */
    const char *bytes;
    size_t size;
    int64_t until_ms;
    bool anew; /* somebody says it now: the broker does not only keep it */
    char *own; /* the bytes, where they were taken out of an envelope */
    char editor[sizeof LINK_EDITOR + SIGNED_NAME_MAX + 1];
};

/* Takes it out of its envelope, where keys are configured. False: it is refused, and told so. */
static bool open_envelope(struct link *link, struct heard *heard)
{
    struct signed_content content;
    struct diag diag = {0};
    snprintf(heard->editor, sizeof heard->editor, LINK_EDITOR);
    if (link->keys.count == 0)
        return true;
    bool good = signed_open(&link->keys, heard->topic.rest, heard->bytes, heard->size,
                            link_now_ms(link), &content, &diag) &&
                wants_number(&link->wants, &heard->topic, content.number, content.until_ms,
                             heard->bytes, heard->size, &heard->anew, &diag);
    if (good) {
        heard->own = json_is_null(content.content)
                         ? memory_copy_string("")
                         : json_dumps(content.content, JSON_ENCODE_ANY | JSON_COMPACT);
        if (json_is_string(content.content)) {
            free(heard->own);
            heard->own = memory_copy_string(json_string_value(content.content));
        }
        heard->bytes = heard->own ? heard->own : "";
        heard->size = strlen(heard->bytes);
        heard->until_ms = content.until_ms;
        snprintf(heard->editor, sizeof heard->editor, LINK_EDITOR "-%s", content.key);
        link_save_if_changed(link);
    } else {
        link_refuse_diag(link, heard->text, NULL, "not_signed", &diag);
    }
    json_decref(content.content);
    diag_finish(&diag);
    return good;
}

static void take_content(struct link *link, struct heard *heard)
{
    struct diag diag = {0};
    if (open_envelope(link, heard)) {
        if (wants_take(&link->wants, &heard->topic, heard->bytes, heard->size, heard->anew, &diag))
            keep_go_on(link);
        else
            link_refuse_diag(link, heard->text, NULL, "too_large", &diag);
    }
    keep_settle_soon(link);
}

static void add_order(struct link *link, struct heard *heard)
{
    struct diag diag = {0};
    struct order order = {.topic = heard->topic};
    order.topic.rest = NULL;
    order.text = memory_copy_string(heard->text);
    order.editor = memory_copy_string(heard->editor);
    bool good = meaning_read(&heard->topic, heard->bytes, heard->size, link_now_ms(link),
                             heard->until_ms, &order.meaning, &diag);
    if (good && orders_waiting(link->orders) < ORDERS_MOST) {
        orders_add(link->orders, &order);
        return;
    }
    if (good)
        diag_error(&diag, "%d orders wait already", ORDERS_MOST);
    link_refuse_diag(link, heard->text, order.meaning.id, good ? "too_many" : "field", &diag);
    order_finish(&order);
}

/* What is done once must not be kept: it would be done again at each return. */
static void take_command(struct link *link, struct heard *heard, bool kept)
{
    if (kept && !topic_may_be_kept(&heard->topic))
        link_refuse(
            link, heard->text, NULL, "retained",
            "A command that the broker keeps is never obeyed: it would be again at each return. "
            "Publish it without the retain flag, and clear this one with an empty message.");
    else if (open_envelope(link, heard))
        add_order(link, heard);
}

/* --- itself, and another one of its name --- */

void hear_say_word(struct link *link)
{
    char *topic = tell_topic(&link->names, "marker");
    broker_publish(link->broker, topic, link->twin.own, strlen(link->twin.own), 1, false);
    free(topic);
}

static void complain_of_twin(struct link *link)
{
    char *why =
        memory_format("another wall is called \"%s\" (on the machine %s): both obey what is "
                      "said to it, and only one of them is seen; each needs a name of its "
                      "own (mqtt.name)",
                      link->names.name, link->twin.machine);
    broker_complain(link->broker, why);
    free(why);
}

/* What it says of itself comes back; all that was kept has come before its marker. */
static void hear_marker(struct link *link, const char *bytes, size_t size)
{
    int64_t now_ns = loop_now_ns(link->loop);
    switch (twin_hear(&link->twin, bytes, size, now_ns)) {
    case TWIN_NOTHING:
        break;
    case TWIN_OWN:
        link->marked = true;
        loop_set_timer(link->missing, INT64_MAX);
        keep_settle_soon(link);
        break;
    case TWIN_COME:
        hear_say_word(link);
        loop_set_timer(link->beat, now_ns + TWIN_BEAT_NS);
        tell_state_soon(link->tell);
        complain_of_twin(link);
        break;
    case TWIN_THERE:
        complain_of_twin(link);
        break;
    }
}

void hear_beat(void *user, int64_t now_ns)
{
    struct link *link = user;
    if (twin_has_gone(&link->twin, now_ns)) {
        log_info("mqtt.name: no other wall is called \"%s\" any more", link->names.name);
        tell_state_soon(link->tell);
        return;
    }
    hear_say_word(link);
    loop_set_timer(link->beat, now_ns + TWIN_BEAT_NS);
}

void hear_missing(void *user, int64_t now_ns)
{
    struct link *link = user;
    (void)now_ns;
    char *why = memory_format("what this wall says does not come back to it; the broker's access "
                              "list has to let this user write and read %s/%s/#, and read %s/all/# "
                              "and its groups' (src/link/README.md)",
                              link->names.prefix, link->names.name, link->names.prefix);
    broker_complain(link->broker, why);
    free(why);
}

/* Of an end of its own that came late, or of another one's: it is here still. */
static void hear_own(struct link *link, const struct topic *topic, const char *bytes, size_t size)
{
    const char *what = strchr(topic->rest, '/');
    if (link->visible.connected && what && strcmp(what, "/availability") == 0 &&
        strcmp(topic->who, link->names.name) == 0 && size == strlen(LINK_OFFLINE) &&
        memcmp(bytes, LINK_OFFLINE, size) == 0)
        tell_availability(link->tell);
}

void hear_message(void *user, const char *text, const char *bytes, size_t size, bool kept)
{
    struct link *link = user;
    struct heard heard = {.text = text, .bytes = bytes, .size = size, .anew = !kept};
    if (!topic_read(&link->names, text, &heard.topic))
        return;
    switch (heard.topic.kind) {
    case TOPIC_OWN:
        hear_own(link, &heard.topic, bytes, size);
        break;
    case TOPIC_MARKER:
        if (strcmp(heard.topic.who, link->names.name) == 0)
            hear_marker(link, bytes, size);
        break;
    case TOPIC_ITEM:
    case TOPIC_BREAKING:
    case TOPIC_SET:
        take_content(link, &heard);
        break;
    case TOPIC_COMMAND:
    case TOPIC_DIALECT:
        if (size > 0 || heard.topic.kind == TOPIC_DIALECT)
            take_command(link, &heard, kept);
        break;
    case TOPIC_OTHER:
        if (size > 0)
            link_refuse(link, text, NULL, "no_such_topic",
                        "There is no such topic; items/KEY, breaking/KEY, set and cmd/NAME are.");
        break;
    }
    free(heard.own);
}
