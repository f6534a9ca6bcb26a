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
    int64_t begins = turn->item->embargo_ms == FEED_NEVER ? 0 : turn->item->embargo_ms;
    int64_t from = age_from_ms(turn);
    int64_t old = (begins > from ? begins : from) + most;
    return most > 0 && (ends == 0 || old < ends) ? old : ends;
}

static bool is_over(const struct turn *turn)
{
    return ends_ms(turn) != 0 && ends_ms(turn) <= turn->editor->now_ms;
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
    if (is_over(turn))
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
    const struct feed_alert *alert = item->alert;
    return item->status != FEED_USABLE ||
           (alert && alert->type == FEED_ALERT_CANCEL && alert->status == FEED_ALERT_ACTUAL);
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

static bool put(const struct editor *editor, const struct book_item *item)
{
    struct diag diag = {0};
    bool good = book_put(editor->book, item, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    return good;
}

/* Of what is not on the wall the words stay that it had there: a kill has others. */
static bool note(const struct turn *turn, int64_t hash, int64_t level, enum book_state state)
{
    bool as_before = state != BOOK_LIVE && turn->known.key;
    return put(turn->editor,
               &(struct book_item){
                   .feed = turn->editor->feed->name,
                   .key = turn->key,
                   .link = as_before && turn->known.link ? turn->known.link : turn->link,
                   .title = as_before && turn->known.title ? turn->known.title : turn->title,
                   .hash = hash,
                   .state = state,
                   .level = level,
                   .first_ms = turn->known.key ? turn->known.first_ms : turn->editor->now_ms,
                   .published_ms = age_from_ms(turn),
               });
}

/* An item of the book changes its state; what is live goes off the wall. False where the ticker
 * could not be asked. */
static bool move(const struct editor *editor, const struct book_item *item, enum book_state state,
                 struct editor_result *result)
{
    bool over = state == BOOK_ENDED;
    struct book_item moved = *item;
    if (item->state == BOOK_LIVE && !editor->take_off(editor->user, item->feed, item->key, over))
        return false;
    result->withdrawn += item->state == BOOK_LIVE && !over;
    moved.state = state;
    put(editor, &moved);
    return true;
}

/* The story in another feed, live or taken back. */
static bool find_elsewhere(const struct editor *editor, const char *link, const char *title,
                           struct book_item *other)
{
    const char *texts[] = {[BOOK_BY_LINK] = link, [BOOK_BY_TITLE] = title};
    for (enum book_by by = BOOK_BY_LINK; by <= BOOK_BY_TITLE; by++) {
        if (!book_find(editor->book, by, NULL, editor->feed->name, texts[by], other))
            continue;
        if (editor->now_ms - other->first_ms < SAME_STORY_MS)
            return true;
        book_item_finish(other);
    }
    return false;
}

/* A story that was left to another feed is taken back there, too. */
static bool take_back_elsewhere(const struct editor *editor, const struct book_item *item,
                                struct editor_result *result)
{
    struct book_item other;
    bool good = true;
    if (item->state != BOOK_DUPLICATE || !find_elsewhere(editor, item->link, item->title, &other))
        return true;
    if (other.state == BOOK_LIVE)
        good = move(editor, &other, BOOK_WITHDRAWN, result);
    book_item_finish(&other);
    return good;
}

/* What it is from now on, as it does not air. */
static enum book_state off_state(const struct turn *turn)
{
    const struct feed_item *item = turn->item;
    if (!is_taken_back(item))
        return BOOK_OFF;
    return item->status == FEED_WITHHELD ? BOOK_AWAY : BOOK_WITHDRAWN;
}

/* False where the ticker could not be asked. */
static bool take_off(const struct turn *turn, struct editor_result *result)
{
    const struct editor *editor = turn->editor;
    enum book_state state = off_state(turn);
    bool live = turn->known.key && turn->known.state == BOOK_LIVE;
    bool back = state != BOOK_OFF;
    bool over = !back && is_over(turn);
    if (live && !editor->take_off(editor->user, editor->feed->name, turn->key, over))
        return false;
    result->withdrawn += live && !over;
    if (back && !take_back_elsewhere(editor, &turn->known, result))
        return false;
    if (live || (back && (!turn->known.key || turn->known.state != BOOK_WITHDRAWN) &&
                 turn->known.state != state))
        note(turn, turn->known.hash, turn->known.level, state);
    return true;
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

/* Whether it may take another one off: a test does not end what it was made after. */
static bool may_replace(const struct turn *turn)
{
    const struct feed_item *item = turn->item;
    if (item->alert)
        return item->alert->status == FEED_ALERT_ACTUAL &&
               (item->alert->type == FEED_ALERT_UPDATE || item->alert->type == FEED_ALERT_CANCEL);
    return is_taken_back(item) || (!item->hold && item->embargo_ms <= turn->editor->now_ms);
}

/* What was never seen is noted, too: it may stand behind in the document, or come later. */
static bool replace_one(const struct turn *turn, const char *id, struct editor_result *result)
{
    const struct editor *editor = turn->editor;
    enum book_state state = is_taken_back(turn->item) ? BOOK_WITHDRAWN : BOOK_ENDED;
    struct book_item earlier;
    bool good = true;
    if (strcmp(id, turn->key) == 0)
        return true;
    if (!book_find(editor->book, BOOK_BY_KEY, editor->feed->name, "", id, &earlier))
        return put(editor, &(struct book_item){.feed = editor->feed->name,
                                               .key = (char *)id,
                                               .state = state,
                                               .first_ms = editor->now_ms});
    if (state == BOOK_WITHDRAWN)
        good = take_back_elsewhere(editor, &earlier, result);
    if (good && earlier.state != state && earlier.state != BOOK_WITHDRAWN)
        good = move(editor, &earlier, state, result);
    book_item_finish(&earlier);
    return good;
}

static bool replace_earlier(const struct turn *turn, struct editor_result *result)
{
    for (size_t i = 0; may_replace(turn) && i < turn->item->replace_count; i++)
        if (!replace_one(turn, turn->item->replaces[i], result))
            return false;
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
    if (book_unread(editor->book)) { /* it may have been withdrawn, or killed, or be known */
        log_error("%s: \"%s\" waits: what was decided of it can't be read: %s", item.feed,
                  item.text, book_unread(editor->book));
        free(body);
        return false;
    }
    bool same = turn->known.key && turn->known.state == BOOK_LIVE && turn->known.hash == hash;
    bool good = same || editor->send(editor->user, &item);
    if (!same && good) {
        result->sent++;
        note(turn, hash, item.level, BOOK_LIVE);
    }
    free(body);
    return good;
}

/* What never comes again was decided before. */
static bool is_decided(const struct turn *turn)
{
    enum book_state state = turn->known.state;
    return turn->known.key && state != BOOK_LIVE && state != BOOK_AWAY && state != BOOK_OFF;
}

/* False where the ticker could not be asked: what follows waits. */
static bool take_item(const struct turn *turn, bool within, struct editor_result *result)
{
    bool live = turn->known.key && turn->known.state == BOOK_LIVE;
    struct book_item other;
    result->known |= turn->known.key != NULL;
    if (why_not(turn)) {
        result->skipped++;
        log_debug("%s: \"%s\" does not air: %s", turn->editor->feed->name,
                  turn->item->title ? turn->item->title : turn->key, why_not(turn));
        return take_off(turn, result);
    }
    if (is_decided(turn))
        return true;
    if (!live && find_elsewhere(turn->editor, turn->link, turn->title, &other)) {
        book_item_finish(&other);
        result->skipped++;
        note(turn, 0, 0, BOOK_DUPLICATE);
        return true;
    }
    if (!live && (!within || !has_room(turn))) {
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
    size_t unknown; /* of its items */
    bool silent;    /* the ticker could not be asked */
};

/* Nothing but what is new moves others out: of a document without dates and anything new all that
 * is missing was taken back. */
static int64_t gone_after_ms(const struct gone *gone)
{
    bool dated = gone->oldest_ms != INT64_MAX;
    return !dated && gone->unknown == 0 ? INT64_MIN : gone->oldest_ms;
}

static void look_for_gone(void *user, const struct book_item *item)
{
    struct gone *gone = user;
    const struct editor *editor = gone->editor;
    for (size_t i = 0; i < gone->count; i++)
        if (strcmp(gone->keys[i], item->key) == 0)
            return;
    if (gone->silent || item->published_ms <= gone_after_ms(gone))
        return; /* older than all of it: it has only moved out */
    gone->silent = !move(editor, item, BOOK_AWAY, gone->result);
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
    room->silent = !move(editor, item, BOOK_ENDED, room->result);
}

/* Before any of them airs: what an alert cancels may stand behind it. */
static bool replace_all(const struct editor *editor, const struct feed *feed,
                        struct editor_result *result)
{
    bool good = true;
    for (size_t i = 0; good && i < feed->count; i++) {
        struct turn turn;
        if (feed->items[i].replace_count == 0)
            continue;
        good = !turn_init(&turn, editor, feed, &feed->items[i]) || replace_earlier(&turn, result);
        turn_finish(&turn);
    }
    return good;
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
            gone->unknown += turn.known.key == NULL;
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
    book_begin_reading(editor->book);
    for (size_t i = 0; i < feed->count; i++)
        orders[i] = (struct order){&feed->items[i], i};
    qsort(orders, feed->count, sizeof *orders, by_age);
    bool good = replace_all(editor, feed, &result) && take_items(&gone, orders);
    if (good && is_believed(editor, feed))
        book_each(editor->book, editor->feed->name, BOOK_LIVE, look_for_gone, &gone);
    if (good)
        book_each(editor->book, editor->feed->name, BOOK_LIVE, make_room, &room);
    result.complete =
        good && !gone.silent && !room.silent && result.waiting == 0 && !book_unread(editor->book);
    for (size_t i = 0; i < gone.count; i++)
        free(gone.keys[i]);
    free(gone.keys);
    free(orders);
    return result;
}
