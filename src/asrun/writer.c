#include "writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/thread.h"
#include "text/strip_bytes.h"

_Static_assert(SCENE_KEY_SIZE == ASRUN_HASH_SIZE, "a strip's key is its SHA-256");

#define RETRY_S 10
#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define DAY_MS (24 * HOUR_MS)
/* What waits for a disk: rows, and of these so many with their pictures (some 20 kB
 * each). */
#define ROWS_MOST 10000
#define PICTURES_MOST 500

struct list {
    struct airing_row **rows;
    size_t count, room;
};

struct writer {
    struct store *store;  /* the thread's own, or the loop's */
    struct store *shared; /* the loop's; NULL: there is no thread */
    atomic_bool damaged;  /* the thread found that; the loop tells the shared one */
    atomic_llong durable; /* the newest row that was written; the same */
    bool threaded;
    int keep_days;
    bool failing; /* said */
    int64_t head_ms;
    int64_t rotated_ms;
    pthread_t thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t wake;
    struct list waiting; /* in the order of airing; the first `busy` are being written */
    size_t busy;
    struct list done;
    struct diag told; /* for the log: the thread does not write there itself */
    char *trouble;    /* why the last try failed; NULL: it did not */
    char *known;      /* the same, as the loop knows it */
    bool wanted;
    bool stop;
};

/* --- airings --- */

static struct scene_moment *copy_moments(const struct airing_row *airing)
{
    struct scene_moment *moments = memory_alloc(airing->count, sizeof *moments);
    for (size_t i = 0; i < airing->count; i++) {
        moments[i] = airing->moments[i];
        if (moments[i].scene)
            scene_ref(moments[i].scene);
    }
    return moments;
}

struct airing_row *airing_row_copy(const struct airing_row *airing)
{
    struct airing_row *copy = memory_alloc(1, sizeof *copy);
    *copy = *airing;
    copy->row.text = memory_copy_string(airing->row.text);
    copy->row.reason = memory_copy_string(airing->row.reason);
    copy->row.cut = memory_copy_string(airing->row.cut);
    copy->row.zone = memory_copy_string(airing->row.zone);
    copy->moments = copy_moments(airing);
    return copy;
}

static void drop_moments(struct airing_row *airing)
{
    for (size_t i = 0; i < airing->count; i++)
        scene_unref(airing->moments[i].scene);
    free(airing->moments);
    airing->moments = NULL;
    airing->count = 0;
}

void airing_row_destroy(struct airing_row *airing)
{
    if (!airing)
        return;
    drop_moments(airing);
    free((char *)airing->row.text);
    free((char *)airing->row.reason);
    free((char *)airing->row.cut);
    free((char *)airing->row.zone);
    free(airing);
}

static void list_add(struct list *list, struct airing_row *airing)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 8;
        list->rows = memory_resize(list->rows, list->room, sizeof(struct airing_row *));
    }
    list->rows[list->count++] = airing;
}

static struct airing_row *list_remove(struct list *list, size_t at)
{
    struct airing_row *airing = list->rows[at];
    list->count--;
    memmove(list->rows + at, list->rows + at + 1, (list->count - at) * sizeof(struct airing_row *));
    return airing;
}

static void list_clear(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        airing_row_destroy(list->rows[i]);
    list->count = 0;
}

/* --- what is written --- */

/* A row's scenes and strips as bytes. */
struct packed {
    struct buffer scenes;
    struct scene_key *keys;
    struct buffer *bytes;
    struct asrun_strip *strips;
    size_t count;
};

static void pack_strip(struct packed *packed, const struct strip *strip)
{
    for (size_t i = 0; i < packed->count; i++)
        if (packed->keys[i].strip == strip)
            return;
    size_t count = packed->count + 1;
    packed->keys = memory_resize(packed->keys, count, sizeof *packed->keys);
    packed->bytes = memory_resize(packed->bytes, count, sizeof *packed->bytes);
    packed->strips = memory_resize(packed->strips, count, sizeof *packed->strips);
    struct buffer *bytes = &packed->bytes[packed->count];
    struct asrun_strip *kept = &packed->strips[packed->count];
    *bytes = (struct buffer){0};
    strip_bytes_write(strip, bytes);
    *kept = (struct asrun_strip){.bytes = bytes->data, .size = bytes->length};
    asrun_strip_key(bytes->data, bytes->length, kept->key);
    packed->keys[packed->count].strip = strip;
    memcpy(packed->keys[packed->count].key, kept->key, SCENE_KEY_SIZE);
    packed->count = count;
}

static void pack(struct packed *packed, const struct airing_row *airing)
{
    *packed = (struct packed){0};
    for (size_t i = 0; i < airing->count; i++) {
        const struct scene *scene = airing->moments[i].scene;
        for (size_t zone = 0; scene && zone < scene->zone_count; zone++)
            if (scene->zones[zone].strip)
                pack_strip(packed, scene->zones[zone].strip);
    }
    if (airing->count > 0)
        scene_bytes_write(airing->moments, airing->count, airing->origin_ns, airing->end_ns,
                          packed->keys, packed->count, &packed->scenes);
}

static void packed_finish(struct packed *packed)
{
    for (size_t i = 0; i < packed->count; i++)
        buffer_finish(&packed->bytes[i]);
    buffer_finish(&packed->scenes);
    free(packed->bytes);
    free(packed->keys);
    free(packed->strips);
}

/* Whether what stood open went on, or was over, in a later one. */
static bool is_stale(struct airing_row *const *airings, size_t count, size_t at)
{
    for (size_t i = at + 1; airings[at]->row.open && i < count; i++)
        if (airings[i]->place == airings[at]->place)
            return true;
    return false;
}

static bool append(struct store *store, struct airing_row *const *airings, size_t count,
                   struct diag *diag)
{
    struct asrun_row *rows = memory_alloc(count, sizeof *rows);
    struct packed *packed = memory_alloc(count, sizeof *packed);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_stale(airings, count, i))
            continue;
        rows[used] = airings[i]->row;
        pack(&packed[used], airings[i]);
        rows[used].scenes =
            (struct column_bytes){packed[used].scenes.data, packed[used].scenes.length};
        rows[used].strips = packed[used].strips;
        rows[used].strip_count = packed[used].count;
        used++;
    }
    bool good = asrun_append(store, rows, used, diag);
    for (size_t i = 0; i < used; i++)
        packed_finish(&packed[i]);
    free(packed);
    free(rows);
    return good;
}

/* Each hour, so that a log whose tail is cut can be told from what a person has
 * noted or the journal of the system keeps. */
static void tell_head(struct writer *writer, int64_t now_ms, struct diag *diag)
{
    uint8_t hash[ASRUN_HASH_SIZE];
    char text[ASRUN_HEX_SIZE];
    if (now_ms - writer->head_ms < HOUR_MS && now_ms >= writer->head_ms)
        return;
    static const uint8_t none[ASRUN_HASH_SIZE];
    if (asrun_head(writer->store, hash, diag) && memcmp(hash, none, sizeof none) != 0) {
        writer->head_ms = now_ms;
        asrun_hash_print(hash, text);
        diag_add(diag, DIAG_NOTE, "the as-run log's head is %s", text);
    }
}

/* Where somebody sets the clock forward by a year the whole log would go: no more than two
 * days of it go in a day. */
static int64_t rotate_before_ms(const struct writer *writer, int64_t now_ms, struct diag *diag)
{
    int64_t oldest_ms = now_ms;
    asrun_oldest(writer->store, now_ms, &oldest_ms, diag);
    int64_t before_ms = now_ms - writer->keep_days * DAY_MS;
    return before_ms < oldest_ms + 2 * DAY_MS ? before_ms : oldest_ms + 2 * DAY_MS;
}

static void rotate(struct writer *writer, int64_t now_ms, struct diag *diag)
{
    int64_t dropped = 0;
    if (now_ms - writer->rotated_ms < DAY_MS && now_ms >= writer->rotated_ms)
        return;
    writer->rotated_ms = now_ms;
    if (asrun_rotate(writer->store, rotate_before_ms(writer, now_ms, diag), &dropped, diag) &&
        dropped > 0)
        diag_add(diag, DIAG_NOTE, "%lld rows of the as-run log are older than %d days and gone",
                 (long long)dropped, writer->keep_days);
}

/* `why` it failed, for the caller to free. */
static bool write_rows(struct writer *writer, struct airing_row *const *airings, size_t count,
                       struct diag *told, char **why)
{
    struct diag diag = {0};
    bool good = append(writer->store, airings, count, &diag);
    *why = good || diag.count == 0 ? NULL : memory_copy_string(diag.messages[0].text);
    if (!good && !writer->failing) {
        diag_take(told, &diag);
        diag_error(told, "the as-run log can't be written; what is shown is kept in memory, and "
                         "tried again every 10 s");
    }
    if (good && writer->failing)
        diag_add(told, DIAG_NOTE, "the as-run log can be written again");
    writer->failing = !good;
    atomic_store(&writer->durable, asrun_known(writer->store));
    if (!good && store_is_damaged(writer->store))
        atomic_store(&writer->damaged, true);
    diag_finish(&diag);
    if (!good)
        return false;
    tell_head(writer, airings[count - 1]->row.end_ms, told);
    rotate(writer, airings[count - 1]->row.end_ms, told);
    return true;
}

/* With the mutex held, which is let go of while it writes. */
static bool write_waiting(struct writer *writer)
{
    writer->wanted = false;
    size_t count = writer->waiting.count;
    if (count == 0)
        return true;
    struct airing_row **rows = memory_alloc(count, sizeof(void *));
    for (size_t i = 0; i < count; i++)
        rows[i] = writer->waiting.rows[i];
    writer->busy = count;
    pthread_mutex_unlock(&writer->mutex);
    struct diag told = {0};
    char *why = NULL;
    bool good = write_rows(writer, rows, count, &told, &why);
    pthread_mutex_lock(&writer->mutex);
    free(writer->trouble);
    writer->trouble = why;
    diag_take(&writer->told, &told);
    diag_finish(&told);
    writer->busy = 0;
    for (size_t i = 0; good && i < count; i++)
        list_add(&writer->done, list_remove(&writer->waiting, 0));
    free(rows);
    return good;
}

/* --- the thread --- */

static void wait_for_retry(struct writer *writer)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += RETRY_S;
    while (!writer->stop &&
           pthread_cond_timedwait(&writer->wake, &writer->mutex, &until) != ETIMEDOUT)
        ;
}

static void *run(void *user)
{
    struct writer *writer = user;
    pthread_mutex_lock(&writer->mutex);
    for (;;) {
        while (!writer->wanted && !writer->stop)
            pthread_cond_wait(&writer->wake, &writer->mutex);
        bool last = writer->stop;
        if (!write_waiting(writer) && !last) {
            wait_for_retry(writer);
            writer->wanted = true;
        }
        if (last)
            break;
    }
    pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

static bool start(struct writer *writer)
{
    struct diag diag = {0};
    if (store_in_memory(writer->store))
        return false;
    struct store *own = store_open_again(writer->store, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    if (!own)
        return false;
    struct store *shared = writer->store;
    writer->shared = shared;
    writer->store = own;
    int error = thread_begin(&writer->thread, run, writer);
    if (error == 0)
        return true;
    log_warning("the as-run log has no thread: %s", strerror(error));
    writer->store = shared;
    store_close(own);
    return false;
}

struct writer *writer_create(struct store *store, bool threaded, int keep_days)
{
    struct writer *writer = memory_alloc(1, sizeof *writer);
    pthread_condattr_t monotonic;
    struct diag diag = {0};
    writer->store = store;
    writer->keep_days = keep_days;
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    asrun_recover(store, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    writer->threaded = threaded && start(writer);
    return writer;
}

/* Where there is no room the oldest goes: told by `failing` long ago. */
void writer_take(struct writer *writer, struct airing_row *airing)
{
    pthread_mutex_lock(&writer->mutex);
    struct list *waiting = &writer->waiting;
    if (waiting->count >= PICTURES_MOST)
        drop_moments(airing);
    if (waiting->count >= ROWS_MOST && writer->busy == 0)
        airing_row_destroy(list_remove(waiting, 0));
    /* What stood open and was not written yet goes on with this one. */
    for (size_t i = waiting->count; i-- > writer->busy;)
        if (waiting->rows[i]->row.open && waiting->rows[i]->place == airing->place)
            airing_row_destroy(list_remove(waiting, i));
    list_add(waiting, airing);
    pthread_mutex_unlock(&writer->mutex);
}

bool writer_write(struct writer *writer)
{
    bool good = true;
    pthread_mutex_lock(&writer->mutex);
    writer->wanted = true;
    if (writer->threaded)
        pthread_cond_signal(&writer->wake);
    else
        good = write_waiting(writer);
    pthread_mutex_unlock(&writer->mutex);
    return good;
}

void writer_collect(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    list_clear(&writer->done);
    if (atomic_exchange(&writer->damaged, false) && writer->shared)
        store_doubt(writer->shared);
    if (writer->shared && atomic_load(&writer->durable))
        asrun_know(writer->shared, atomic_load(&writer->durable));
    log_diag(&writer->told);
    diag_finish(&writer->told);
    free(writer->known);
    writer->known = writer->trouble ? memory_copy_string(writer->trouble) : NULL;
    pthread_mutex_unlock(&writer->mutex);
}

bool writer_is_behind(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    bool behind = writer->waiting.count > 0 || writer->told.count > 0 ||
                  (writer->trouble != NULL) != (writer->known != NULL);
    pthread_mutex_unlock(&writer->mutex);
    return behind;
}

const char *writer_trouble(const struct writer *writer)
{
    return writer->known;
}

static void stop_thread(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->stop = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
    store_close(writer->store);
}

void writer_destroy(struct writer *writer)
{
    if (!writer)
        return;
    if (writer->threaded)
        stop_thread(writer);
    else
        writer_write(writer);
    writer_collect(writer);
    if (writer->waiting.count > 0)
        log_error("%zu rows of the as-run log are lost", writer->waiting.count);
    list_clear(&writer->waiting);
    free(writer->waiting.rows);
    free(writer->done.rows);
    free(writer->trouble);
    free(writer->known);
    pthread_cond_destroy(&writer->wake);
    pthread_mutex_destroy(&writer->mutex);
    free(writer);
}
