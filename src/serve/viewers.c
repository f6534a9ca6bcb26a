#include "viewers.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "serve/packer.h"

#define BLOCK_SIZE 16384

struct viewer {
    struct viewers *viewers;
    struct viewer *next, *before;
    struct MHD_Connection *connection;
    bool packs; /* it takes what is packed */
    struct packed_stream stream;
    struct buffer out;
    size_t sent;  /* of it */
    int64_t seen; /* the number of what it was told last */
    bool greeted;
    bool beat, cut;
    bool suspended;
};

struct viewers {
    const struct visible *visible;
    const struct clock *clock;
    struct viewer *first;
    size_t count;
    struct packer *packer;
    struct buffer text; /* for one viewer after the other */
    int64_t epoch;      /* numbers are of this one: another run has its own */
    int64_t beat_ms;    /* the same is told to all */
    bool ended;
};

struct viewers *viewers_create(const struct visible *visible, const struct clock *clock)
{
    struct viewers *viewers = memory_alloc(1, sizeof *viewers);
    *viewers = (struct viewers){.visible = visible, .clock = clock, .epoch = clock_wall_ms(clock)};
    viewers->packer = packer_create();
    return viewers;
}

void viewers_destroy(struct viewers *viewers)
{
    assert(!viewers || !viewers->first);
    if (!viewers)
        return;
    packer_destroy(viewers->packer);
    buffer_finish(&viewers->text);
    free(viewers);
}

size_t viewers_count(const struct viewers *viewers)
{
    return viewers->count;
}

/* What has been written is on its way to that viewer. */
static void put(struct viewer *viewer)
{
    struct viewers *viewers = viewer->viewers;
    if (viewer->packs)
        packer_add(viewers->packer, &viewer->stream, &viewers->text, &viewer->out);
    else
        buffer_add(&viewer->out, viewers->text.data, viewers->text.length);
    buffer_clear(&viewers->text);
}

static void greet(struct viewer *viewer)
{
    struct viewers *viewers = viewer->viewers;
    if (!viewers->visible->levels)
        return; /* no ticker has been there yet */
    buffer_format(&viewers->text, "event: hello\ndata: {\"now_ms\":%lld,\"levels\":",
                  (long long)clock_wall_ms(viewers->clock));
    buffer_add_string(&viewers->text, viewers->visible->levels);
    buffer_add_string(&viewers->text, "}\n\n");
    put(viewer);
    packer_forget(&viewer->stream); /* nobody else is told this instant */
    viewer->greeted = true;
}

static void fill(struct viewer *viewer)
{
    struct viewers *viewers = viewer->viewers;
    buffer_clear(&viewer->out);
    viewer->sent = 0;
    if (!viewer->greeted)
        greet(viewer);
    if (viewer->beat)
        buffer_format(&viewers->text, "event: beat\ndata: %lld\n\n", (long long)viewers->beat_ms);
    viewer->beat = false;
    visible_events(viewers->visible, viewer->seen, viewers->epoch, &viewers->text);
    viewer->seen = viewers->visible->last;
    put(viewer);
}

/* What was cut keeps what it was told; a packed stream gets its proper end. */
static bool has_ended(struct viewer *viewer)
{
    if (!viewer->viewers->ended && !viewer->cut)
        return false;
    if (viewer->sent < viewer->out.length)
        return false;
    buffer_clear(&viewer->out);
    viewer->sent = 0;
    packer_end(&viewer->stream, &viewer->out);
    return viewer->out.length == 0;
}

/* MHD_ContentReaderCallback: what is next; where there is nothing it waits to be woken. */
static ssize_t read_block(void *user, uint64_t position, char *bytes, size_t room)
{
    struct viewer *viewer = user;
    (void)position;
    if (has_ended(viewer))
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (viewer->sent == viewer->out.length)
        fill(viewer);
    size_t left = viewer->out.length - viewer->sent;
    if (left == 0) {
        viewer->suspended = true;
        MHD_suspend_connection(viewer->connection);
        return 0;
    }
    size_t size = left < room ? left : room;
    memcpy(bytes, viewer->out.data + viewer->sent, size);
    viewer->sent += size;
    return (ssize_t)size;
}

static void drop(void *user)
{
    struct viewer *viewer = user;
    struct viewers *viewers = viewer->viewers;
    if (viewer->before)
        viewer->before->next = viewer->next;
    else
        viewers->first = viewer->next;
    if (viewer->next)
        viewer->next->before = viewer->before;
    viewers->count--;
    packer_forget(&viewer->stream);
    buffer_finish(&viewer->out);
    free(viewer);
}

/* What one who comes back was told last; 0 where that is of another run. */
static int64_t seen_by(const struct viewers *viewers, const char *last_id)
{
    unsigned long long epoch = 0;
    long long number = 0;
    char rest;
    if (!last_id || sscanf(last_id, "%llx-%lld%c", &epoch, &number, &rest) != 2 ||
        epoch != (unsigned long long)viewers->epoch || number < 0 ||
        number > viewers->visible->last)
        return 0;
    return number;
}

struct MHD_Response *viewers_response(struct viewers *viewers, struct MHD_Connection *connection,
                                      const char *last_id, bool packs)
{
    struct viewer *viewer = memory_alloc(1, sizeof *viewer);
    *viewer = (struct viewer){.viewers = viewers,
                              .next = viewers->first,
                              .connection = connection,
                              .packs = packs,
                              .seen = seen_by(viewers, last_id)};
    if (viewers->first)
        viewers->first->before = viewer;
    viewers->first = viewer;
    viewers->count++;
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_SIZE, read_block, viewer, drop);
    if (!response)
        drop(viewer);
    else if (packs)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

void viewers_wake(struct viewers *viewers)
{
    for (struct viewer *viewer = viewers->first; viewer; viewer = viewer->next) {
        if (!viewer->suspended)
            continue;
        viewer->suspended = false;
        MHD_resume_connection(viewer->connection);
    }
}

void viewers_beat(struct viewers *viewers)
{
    viewers->beat_ms = clock_wall_ms(viewers->clock);
    for (struct viewer *viewer = viewers->first; viewer; viewer = viewer->next)
        viewer->beat = true;
    viewers_wake(viewers);
}

void viewers_cut(struct viewers *viewers)
{
    for (struct viewer *viewer = viewers->first; viewer; viewer = viewer->next)
        viewer->cut = true;
    viewers_wake(viewers);
}

void viewers_end(struct viewers *viewers)
{
    viewers->ended = true;
    viewers_wake(viewers);
}
