#include "wires/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

#define HTTP_OK 200
#define HTTP_NOT_MODIFIED 304
#define HTTP_GONE 410
#define HTTP_TOO_MANY 429
#define HTTP_UNAVAILABLE 503

/* Doublings after which the longest pause is reached from any start. */
#define DOUBLINGS_MAX 12
/* A tenth to either side, so that feeds and walls drift apart. */
#define JITTER_PART 10

/* "host:port" or "host" of an address, without its user. */
static char *host_of(const char *url)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    size_t length = strcspn(start, "/?#");
    const char *at = memchr(start, '@', length);
    if (at) {
        length -= (size_t)(at + 1 - start);
        start = at + 1;
    }
    char *host = memory_copy_bytes(start, length);
    for (char *c = host; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return host;
}

static void replace(char **text, const char *by)
{
    char *copy = memory_copy_string(by);
    free(*text);
    *text = copy;
}

void desk_feed_init(struct desk_feed *feed, const char *name, const char *url, int64_t every_ns)
{
    assert(every_ns > 0);
    *feed = (struct desk_feed){.every_ns = every_ns, .asked_ns = INT64_MIN};
    feed->name = memory_copy_string(name);
    feed->url = memory_copy_string(url);
    feed->host = host_of(url);
    feed->dice = hash_text(hash_text(HASH_START, name), url);
}

void desk_feed_finish(struct desk_feed *feed)
{
    char *owned[] = {feed->name,     feed->url,   feed->host, feed->etag,
                     feed->modified, feed->moved, feed->fault};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    *feed = (struct desk_feed){0};
}

/* The next number of its own sequence, from 0 to most - 1. */
static int64_t throw(struct desk_feed * feed, int64_t most)
{
    feed->dice = hash_bytes(feed->dice, &feed->dice, sizeof feed->dice);
    return (int64_t)((feed->dice >> 1) % (uint64_t)most);
}

void desk_feed_start(struct desk_feed *feed, int64_t now_ns, int64_t now_ms)
{
    int64_t waits_ns = (feed->next_ms - now_ms) * CLOCK_NS_PER_MS;
    bool believed =
        feed->next_ms > now_ms && feed->next_ms - now_ms <= DESK_LONGEST_NS / CLOCK_NS_PER_MS;
    feed->due_ns = now_ns + (believed ? waits_ns : throw(feed, DESK_SPREAD_NS));
    if (feed->gone)
        feed->due_ns = INT64_MAX;
    if (feed->moved_for_good) {
        free(feed->host);
        feed->host = host_of(feed->moved);
    }
}

const char *desk_feed_address(const struct desk_feed *feed)
{
    return feed->moved_for_good && feed->moved ? feed->moved : feed->url;
}

void desk_feed_refresh(struct desk_feed *feed, int64_t now_ns)
{
    feed->due_ns = now_ns;
    feed->gone = false;
}

void desk_feed_read_anew(struct desk_feed *feed)
{
    free(feed->etag);
    free(feed->modified);
    feed->etag = feed->modified = NULL;
}

/* When this one's host may be asked again; INT64_MAX while it is. */
static int64_t host_free_ns(const struct desk_feed *feeds, size_t count, size_t which)
{
    int64_t free_ns = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(feeds[i].host, feeds[which].host) != 0 || feeds[i].asked_ns == INT64_MIN)
            continue;
        if (feeds[i].busy)
            return INT64_MAX;
        if (feeds[i].asked_ns + DESK_HOST_GAP_NS > free_ns)
            free_ns = feeds[i].asked_ns + DESK_HOST_GAP_NS;
    }
    return free_ns;
}

size_t desk_next(const struct desk_feed *feeds, size_t count, int64_t now_ns, int64_t *when_ns)
{
    *when_ns = INT64_MAX;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        int64_t may_ns = host_free_ns(feeds, count, i);
        may_ns = may_ns > feeds[i].due_ns ? may_ns : feeds[i].due_ns;
        if (may_ns <= now_ns && (best == SIZE_MAX || feeds[i].due_ns < feeds[best].due_ns))
            best = i;
        *when_ns = may_ns < *when_ns ? may_ns : *when_ns;
    }
    return best;
}

void desk_feed_begin(struct desk_feed *feed, int64_t now_ns, int64_t now_ms)
{
    assert(!feed->busy);
    feed->busy = true;
    feed->asked_ns = now_ns;
    feed->last_ms = now_ms;
}

static int64_t with_jitter(struct desk_feed *feed, int64_t pause_ns)
{
    int64_t part_ns = pause_ns / JITTER_PART;
    return pause_ns + (part_ns > 0 ? throw(feed, 2 * part_ns) - part_ns : 0);
}

static int64_t longer(int64_t one_ns, int64_t other_ns)
{
    return one_ns > other_ns ? one_ns : other_ns;
}

static int64_t seconds(int64_t told_s)
{
    int64_t most_s = DESK_LONGEST_NS / CLOCK_NS_PER_S;
    return (told_s < 0 ? 0 : told_s > most_s ? most_s : told_s) * CLOCK_NS_PER_S;
}

/* Twice as long after each fault. */
static int64_t back_off_ns(const struct desk_feed *feed)
{
    int doublings = feed->failures < DOUBLINGS_MAX ? feed->failures : DOUBLINGS_MAX;
    int64_t pause_ns = feed->every_ns;
    for (int i = 0; i < doublings && pause_ns < DESK_LONGEST_NS; i++)
        pause_ns *= 2;
    return pause_ns < DESK_LONGEST_NS ? pause_ns : DESK_LONGEST_NS;
}

static void forget_move(struct desk_feed *feed)
{
    if (feed->moved_for_good)
        return;
    replace(&feed->moved, NULL);
    feed->moved_ms = 0;
}

/* Only what was there before makes it the same feed. */
static void look_at_move(struct desk_feed *feed, const struct desk_answer *answer, int64_t now_ms)
{
    bool same = feed->moved && answer->moved && strcmp(feed->moved, answer->moved) == 0;
    if (!answer->moved || !answer->known) {
        forget_move(feed);
    } else if (!same) {
        replace(&feed->moved, answer->moved);
        feed->moved_ms = now_ms;
        feed->moved_for_good = false;
    } else if (now_ms - feed->moved_ms >= DESK_MOVE_MS) {
        feed->moved_for_good = true;
        free(feed->host);
        feed->host = host_of(feed->moved);
    }
}

static void note_good(struct desk_feed *feed, const struct desk_answer *answer, int64_t now_ms)
{
    feed->failures = 0;
    feed->good_ms = now_ms;
    replace(&feed->fault, NULL);
    if (answer->status != HTTP_OK)
        return;
    replace(&feed->etag, answer->etag);
    replace(&feed->modified, answer->modified);
    look_at_move(feed, answer, now_ms);
}

/* A new address that fails is given up for the configured one. */
static void note_fault(struct desk_feed *feed, const struct desk_answer *answer)
{
    feed->failures++;
    replace(&feed->fault, answer->fault);
    if (!feed->moved_for_good || feed->failures < 2)
        return;
    feed->moved_for_good = false;
    forget_move(feed);
    free(feed->host);
    feed->host = host_of(feed->url);
}

void desk_feed_end(struct desk_feed *feed, const struct desk_answer *answer, int64_t now_ns,
                   int64_t now_ms)
{
    bool good = answer->status == HTTP_NOT_MODIFIED ||
                (answer->status == HTTP_OK && answer->read && !answer->fault);
    assert(feed->busy);
    feed->busy = false;
    int64_t pause_ns;
    if (good) {
        note_good(feed, answer, now_ms);
        pause_ns = with_jitter(feed, longer(feed->every_ns, seconds(answer->max_age_s)));
    } else {
        note_fault(feed, answer);
        pause_ns = with_jitter(feed, back_off_ns(feed));
    }
    if (answer->status == HTTP_TOO_MANY || answer->status == HTTP_UNAVAILABLE)
        pause_ns = longer(pause_ns, seconds(answer->retry_after_s));
    pause_ns = pause_ns < DESK_LONGEST_NS ? pause_ns : DESK_LONGEST_NS;
    feed->gone = answer->status == HTTP_GONE;
    feed->due_ns = feed->gone ? INT64_MAX : now_ns + pause_ns;
    feed->next_ms = now_ms + pause_ns / CLOCK_NS_PER_MS;
}
