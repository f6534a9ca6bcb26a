#include "wires/editor.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alert.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/feed_keys.h"
#include "same.h"

#define HOUR_MS (INT64_C(3600) * CLOCK_MS_PER_S)
/* A body on its way to the ticker: its line holds 64 KiB with all that is escaped in it. */
#define BODY_MAX 8000
/* As long as a story of another origin is the same one (store/article.h). */
#define SAME_STORY_MS (INT64_C(144) * HOUR_MS)
/* Urgency 1 to 3 raises the priority: flash, bulletin, urgent (IPTC). */
#define URGENT 3

/* One item in its turn. */
struct turn {
    const struct editor *editor;
    const struct feed *feed;
    const struct feed_item *item;
    char *key, *link, *title; /* link and title as of same.h */
    struct book_item known;   /* as it was before; key NULL: it was not */
};

/* --- who it is --- */

/* A link that several items of the document have, with titles of their own, names none of them. */
static bool link_is_shared(const struct feed *feed, const struct feed_item *item)
{
    for (size_t i = 0; i < feed->count; i++) {
        const struct feed_item *other = &feed->items[i];
        if (other != item && other->link && item->link && strcmp(other->link, item->link) == 0 &&
            other->title && item->title && strcmp(other->title, item->title) != 0)
            return true;
    }
    return false;
}

static char *key_of(const struct turn *turn)
{
    const struct feed_item *item = turn->item;
    if (item->id)
        return memory_copy_string(item->id);
    return memory_copy_string(turn->link ? turn->link : turn->title);
}

static bool document_has(const struct feed *feed, const char *id)
{
    for (size_t i = 0; i < feed->count; i++)
        if (feed->items[i].id && strcmp(feed->items[i].id, id) == 0)
            return true;
    return false;
}

/* Under another id, which is not in the document any more: some give a new one to each edit. */
static bool find_renamed(struct turn *turn)
{
    const struct editor *editor = turn->editor;
    if (!turn->link ||
        !book_find(editor->book, BOOK_BY_LINK, editor->feed->name, "", turn->link, &turn->known))
        return false;
    if (turn->known.state == BOOK_LIVE && !document_has(turn->feed, turn->known.key)) {
        free(turn->key);
        turn->key = memory_copy_string(turn->known.key);
        return true;
    }
    book_item_finish(&turn->known);
    return false;
}

static void turn_finish(struct turn *turn)
{
    free(turn->key);
    free(turn->link);
    free(turn->title);
    book_item_finish(&turn->known);
}

/* False where nothing tells the item from others. */
static bool turn_init(struct turn *turn, const struct editor *editor, const struct feed *feed,
                      const struct feed_item *item)
{
    *turn = (struct turn){.editor = editor, .feed = feed, .item = item};
    turn->link = link_is_shared(feed, item) ? NULL : same_link(item->link);
    turn->title = same_title(item->title);
    turn->key = key_of(turn);
    if (turn->key &&
        !book_find(editor->book, BOOK_BY_KEY, editor->feed->name, "", turn->key, &turn->known))
        find_renamed(turn);
    return turn->key != NULL;
}

/* --- what it is --- */

static int64_t dated_ms(const struct feed_item *item)
{
    return item->published_ms ? item->published_ms : item->updated_ms;
}

static int64_t age_from_ms(const struct turn *turn)
{
    int64_t dated = dated_ms(turn->item);
    int64_t now_ms = turn->editor->now_ms;
    if (dated > 0 && dated <= now_ms)
        return dated;
    return turn->known.key ? turn->known.first_ms : now_ms;
}

static int64_t most_age_ms(const struct editor *editor)
{
    return (int64_t)(editor->feed->max_age_hours * (double)HOUR_MS);
}

/* When it ends: as it says, or when it is too old. */
static int64_t ends_ms(const struct turn *turn)
{
    int64_t ends = turn->item->expires_ms;
    int64_t most = most_age_ms(turn->editor);
    int64_t begins = turn->item->embargo_ms;
    int64_t from = age_from_ms(turn);
    int64_t old = (begins > from ? begins : from) + most;
    return most > 0 && (ends == 0 || old < ends) ? old : ends;
}

static bool is_skipped(const char *skip, const char *title)
{
    while (*skip) {
        skip += strspn(skip, "; ");
        size_t length = strcspn(skip, ";");
        if (length > 0 && strncasecmp(title, skip, length) == 0)
            return true;
        skip += length;
    }
    return false;
}

/* Why it must not be on the wall now; NULL: it may. */
static const char *why_not(const struct turn *turn)
{
    const struct feed_item *item = turn->item;
    const struct editor *editor = turn->editor;
    const struct alert_place place = {editor->latitude, editor->longitude};
    if (item->status != FEED_USABLE)
        return item->status == FEED_CANCELED ? "its publisher has canceled it"
                                             : "its publisher withholds it";
    if (item->alert && item->alert->type == FEED_ALERT_CANCEL)
        return "its alert is canceled";
    if (item->alert && alert_hold(item->alert, editor->feed, place))
        return alert_hold(item->alert, editor->feed, place);
    if (item->hold)
        return item->hold;
    if (item->embargo_ms == FEED_NEVER)
        return "it is under an embargo without an end";
    if (!item->title || !turn->title)
        return "it has no title";
    if (ends_ms(turn) != 0 && ends_ms(turn) <= editor->now_ms)
        return "it is over, or too old (max_age_hours)";
    if (is_skipped(editor->feed->skip, item->title))
        return "its title is one that is left out (skip)";
    if (utf8_count(item->title, strlen(item->title)) > editor->max_chars)
        return "its title is longer than snippet.max_chars";
    return NULL;
}

/* Whether its publisher has taken it back: that holds against other feeds, too. */
static bool is_taken_back(const struct feed_item *item)
{
    return item->status != FEED_USABLE || (item->alert && item->alert->type == FEED_ALERT_CANCEL);
}

static int64_t priority_of(const struct turn *turn)
{
    int most = turn->editor->feed->priority;
    int urgency = turn->item->urgency;
    int raised = urgency > 0 && urgency <= URGENT ? most : 0;
    int asked = turn->item->priority > raised ? turn->item->priority : raised;
    return asked < most ? asked : most;
}

/* Up to the end of a paragraph: half a sentence is nobody's. */
static char *body_of(const struct turn *turn)
{
    const char *text = turn->item->body ? turn->item->body : turn->item->summary;
    if (!turn->editor->feed->quotes || !text)
        return NULL;
    size_t length = strlen(text);
    if (length > BODY_MAX) {
        length = BODY_MAX;
        while (length > 0 && text[length] != '\n')
            length--;
    }
    return length > 0 ? memory_copy_bytes(text, length) : NULL;
}

static int64_t hash_of(const struct wire_item *item)
{
    const char *texts[] = {item->text, item->body, item->link, item->rights, item->language};
    const int64_t numbers[] = {item->priority, item->level, item->begins};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_bytes(hash_text(hash, texts[i] ? texts[i] : ""), "", 1);
    return (int64_t)hash_bytes(hash, numbers, sizeof numbers);
}

/* --- what becomes of it --- */

static bool note(const struct turn *turn, int64_t hash, int64_t level, enum book_state state)
{
    struct diag diag = {0};
    const struct book_item item = {
        .feed = turn->editor->feed->name,
        .key = turn->key,
        .link = turn->link,
        .title = turn->title,
        .hash = hash,
        .state = state,
        .level = level,
        .first_ms = turn->known.key ? turn->known.first_ms : turn->editor->now_ms,
        .published_ms = age_from_ms(turn),
    };
    bool good = book_put(turn->editor->book, &item, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    return good;
}

/* False where the ticker could not be asked. */
static bool take_back(const struct turn *turn, struct editor_result *result)
{
    const struct editor *editor = turn->editor;
    bool live = turn->known.key && turn->known.state == BOOK_LIVE;
    if (live && !editor->withdraw(editor->user, editor->feed->name, turn->key))
        return false;
    result->withdrawn += live;
    bool back = is_taken_back(turn->item);
    if (live || (back && (!turn->known.key || turn->known.state != BOOK_WITHDRAWN)))
        note(turn, turn->known.hash, turn->known.level, back ? BOOK_WITHDRAWN : BOOK_ENDED);
    return true;
}

/* Whether another feed has the story, or has taken it back. */
static bool is_elsewhere(const struct turn *turn, bool *taken_back)
{
    const struct editor *editor = turn->editor;
    const char *texts[] = {[BOOK_BY_LINK] = turn->link, [BOOK_BY_TITLE] = turn->title};
    *taken_back = false;
    for (enum book_by by = BOOK_BY_LINK; by <= BOOK_BY_TITLE; by++) {
        struct book_item other;
        if (!book_find(editor->book, by, NULL, editor->feed->name, texts[by], &other))
            continue;
        bool fresh = editor->now_ms - other.first_ms < SAME_STORY_MS;
        bool same = fresh && (other.state == BOOK_LIVE || other.state == BOOK_WITHDRAWN);
        *taken_back = same && other.state == BOOK_WITHDRAWN;
        book_item_finish(&other);
        if (same)
            return true;
    }
    return false;
}

static bool has_room(const struct turn *turn)
{
    const struct editor *editor = turn->editor;
    return book_since(editor->book, editor->feed->name, editor->now_ms - HOUR_MS) <
           editor->feed->per_hour;
}

/* Which level it takes the wall over with; what does not is said. */
static int64_t level_of(const struct turn *turn)
{
    const struct editor *editor = turn->editor;
    const struct config_feed *feed = editor->feed;
    const char *why = NULL;
    if (!turn->item->alert || feed->takeover == CONFIG_TAKEOVER_OFF)
        return 0;
    if (turn->known.key && turn->known.level > 0)
        return turn->known.level; /* it has, and is corrected */
    int level = alert_level(turn->item, feed, editor->now_ms, &why);
    if (!why && book_take_overs(editor->book, feed->name, editor->now_ms - HOUR_MS) >=
                    feed->takeovers_per_hour)
        why = "so many did within the hour (takeovers_per_hour)";
    if (why && !turn->known.key)
        log_info("%s: \"%s\" does not take the wall over: %s", feed->name, turn->item->title, why);
    return why ? 0 : level;
}

static bool replace_earlier(const struct turn *turn, struct editor_result *result)
{
    const struct editor *editor = turn->editor;
    for (size_t i = 0; i < turn->item->replace_count; i++) {
        struct book_item earlier;
        if (!book_find(editor->book, BOOK_BY_KEY, editor->feed->name, "", turn->item->replaces[i],
                       &earlier))
            continue;
        bool live = earlier.state == BOOK_LIVE && strcmp(earlier.key, turn->key) != 0;
        struct diag diag = {0};
        bool good = !live || editor->withdraw(editor->user, editor->feed->name, earlier.key);
        if (live && good) {
            earlier.state = is_taken_back(turn->item) ? BOOK_WITHDRAWN : BOOK_ENDED;
            book_put(editor->book, &earlier, &diag);
            result->withdrawn++;
        }
        log_diag(&diag);
        diag_finish(&diag);
        book_item_finish(&earlier);
        if (!good)
            return false;
    }
    return true;
}

static bool send(const struct turn *turn, struct editor_result *result)
{
    const struct editor *editor = turn->editor;
    char *body = body_of(turn);
    struct wire_item item = {
        .feed = editor->feed->name,
        .key = turn->key,
        .text = turn->item->title,
        .body = body,
        .language = *editor->feed->language ? editor->feed->language : turn->item->language,
        .link = turn->item->link,
        .rights = turn->item->rights,
        .priority = priority_of(turn),
        .level = level_of(turn),
        .dated = dated_ms(turn->item) > 0 ? dated_ms(turn->item) : 0,
        .begins = turn->item->embargo_ms > editor->now_ms ? turn->item->embargo_ms : 0,
        .ends = ends_ms(turn),
    };
    int64_t hash = hash_of(&item);
    bool same = turn->known.key && turn->known.state == BOOK_LIVE && turn->known.hash == hash;
    bool good = same || editor->send(editor->user, &item);
    if (!same && good) {
        result->sent++;
        note(turn, hash, item.level, BOOK_LIVE);
    }
    free(body);
    return good;
}

/* False where the ticker could not be asked: what follows waits. */
static bool take_item(const struct turn *turn, bool within, struct editor_result *result)
{
    bool known = turn->known.key != NULL;
    bool taken_back;
    result->known |= known;
    if (!replace_earlier(turn, result))
        return false;
    if (why_not(turn)) {
        result->skipped++;
        log_debug("%s: \"%s\" does not air: %s", turn->editor->feed->name,
                  turn->item->title ? turn->item->title : turn->key, why_not(turn));
        return take_back(turn, result);
    }
    if (known && turn->known.state != BOOK_LIVE)
        return true; /* decided before */
    if (!known && is_elsewhere(turn, &taken_back)) {
        result->skipped++;
        note(turn, 0, 0, taken_back ? BOOK_WITHDRAWN : BOOK_DUPLICATE);
        return true;
    }
    if (!known && (!within || !has_room(turn))) {
        result->waiting += within;
        return true;
    }
    return send(turn, result);
}

/* --- the document --- */

struct order {
    const struct feed_item *item;
    size_t at;
};

/* The youngest first; without dates as the document has them. */
static int by_age(const void *one, const void *other)
{
    const struct order *a = one;
    const struct order *b = other;
    int64_t a_ms = dated_ms(a->item);
    int64_t b_ms = dated_ms(b->item);
    if (a_ms != b_ms && a_ms && b_ms)
        return a_ms > b_ms ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* What a whole document does not have any more. */
struct gone {
    const struct editor *editor;
    const struct feed *feed;
    struct editor_result *result;
    int64_t oldest_ms; /* of the document */
    char **keys;       /* that are there */
    size_t count;
    bool silent; /* the ticker could not be asked */
};

static void look_for_gone(void *user, const struct book_item *item)
{
    struct gone *gone = user;
    const struct editor *editor = gone->editor;
    for (size_t i = 0; i < gone->count; i++)
        if (strcmp(gone->keys[i], item->key) == 0)
            return;
    if (gone->silent || item->published_ms <= gone->oldest_ms)
        return; /* older than all of it: it has only moved out */
    if (!editor->withdraw(editor->user, editor->feed->name, item->key)) {
        gone->silent = true;
        return;
    }
    struct diag diag = {0};
    struct book_item withdrawn = *item;
    withdrawn.state = BOOK_WITHDRAWN;
    book_put(editor->book, &withdrawn, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    gone->result->withdrawn++;
}

/* Not of a document that lost more than half of what it had: that is a fault of its maker. */
static bool is_believed(const struct editor *editor, const struct feed *feed)
{
    return !editor->partial && feed->whole && feed->count > 0 &&
           (int64_t)feed->count * 2 >= editor->items_before;
}

static int64_t oldest_of(const struct feed *feed)
{
    int64_t oldest = INT64_MAX;
    for (size_t i = 0; i < feed->count; i++)
        if (dated_ms(&feed->items[i]) && dated_ms(&feed->items[i]) < oldest)
            oldest = dated_ms(&feed->items[i]);
    return oldest;
}

/* What is older than the newest of its share makes room for them. */
struct room {
    const struct editor *editor;
    struct editor_result *result;
    int64_t kept;
    bool silent;
};

static void make_room(void *user, const struct book_item *item)
{
    struct room *room = user;
    const struct editor *editor = room->editor;
    if (room->silent || room->kept++ < editor->feed->items)
        return;
    if (!editor->withdraw(editor->user, editor->feed->name, item->key)) {
        room->silent = true;
        return;
    }
    struct diag diag = {0};
    struct book_item ended = *item;
    ended.state = BOOK_ENDED;
    book_put(editor->book, &ended, &diag);
    log_diag(&diag);
    diag_finish(&diag);
}

static bool take_items(struct gone *gone, const struct order *orders)
{
    const struct feed *feed = gone->feed;
    size_t airing = 0;
    for (size_t i = 0; i < feed->count; i++) {
        struct turn turn;
        bool good = true;
        if (turn_init(&turn, gone->editor, feed, orders[i].item)) {
            gone->keys[gone->count++] = memory_copy_string(turn.key);
            bool within = airing < (size_t)gone->editor->feed->items;
            airing += !why_not(&turn);
            good = take_item(&turn, within, gone->result);
        }
        turn_finish(&turn);
        if (!good)
            return false;
    }
    return true;
}

struct editor_result editor_take(const struct editor *editor, const struct feed *feed)
{
    struct editor_result result = {0};
    struct order *orders = memory_alloc(feed->count + 1, sizeof *orders);
    struct gone gone = {.editor = editor,
                        .feed = feed,
                        .result = &result,
                        .oldest_ms = oldest_of(feed),
                        .keys = memory_alloc(feed->count + 1, sizeof(char *))};
    struct room room = {.editor = editor, .result = &result};
    for (size_t i = 0; i < feed->count; i++)
        orders[i] = (struct order){&feed->items[i], i};
    qsort(orders, feed->count, sizeof *orders, by_age);
    bool good = take_items(&gone, orders);
    if (good && is_believed(editor, feed))
        book_each(editor->book, editor->feed->name, BOOK_LIVE, look_for_gone, &gone);
    if (good)
        book_each(editor->book, editor->feed->name, BOOK_LIVE, make_room, &room);
    result.complete = good && !gone.silent && !room.silent && result.waiting == 0;
    for (size_t i = 0; i < gone.count; i++)
        free(gone.keys[i]);
    free(gone.keys);
    free(orders);
    return result;
}
