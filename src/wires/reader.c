#include "reader.h"

#include <unistd.h>

#include "base/buffer.h"
#include "feeds/read.h"
#include "sandbox.h"
#include "wires/frames.h"

#define ARGUMENTS 5

static const char *told(const char *text)
{
    return *text ? text : NULL;
}

static int write_all(const struct buffer *bytes)
{
    size_t written = 0;
    while (written < bytes->length) {
        ssize_t took = write(STDOUT_FILENO, bytes->data + written, bytes->length - written);
        if (took < 0)
            return 1;
        written += (size_t)took;
    }
    return 0;
}

int reader_main(int argc, char **argv)
{
    struct buffer document = {0};
    struct buffer frames = {0};
    struct diag diag = {0};
    struct feed feed = {0};
    if (argc != ARGUMENTS)
        return 2;
    const struct feed_hints hints = {told(argv[1]), told(argv[2]), told(argv[3]), told(argv[4])};
    if (buffer_read_fd(&document, STDIN_FILENO, FEED_BYTES_MAX) < 0)
        return 1;
    const char *bytes = document.data ? document.data : "";
    feed_prepare(bytes, document.length, &hints);
    bool shut_in = sandbox_enter();
    feed_read(bytes, document.length, &hints, &feed, &diag);
    frames_put(&frames, &feed, &diag, shut_in);
    int code = write_all(&frames);
    buffer_finish(&document);
    buffer_finish(&frames);
    feed_finish(&feed);
    diag_finish(&diag);
    return code;
}
