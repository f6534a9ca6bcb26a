#include "get.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "child.h"
#include "wires/fetch.h"
#include "wires/frames.h"

struct get {
    struct loop *loop;
    struct children *children; /* NULL: the document is printed */
    int code;
};

static void print_text(const char *name, const char *value)
{
    if (value)
        printf("%s %s\n", name, value);
}

/* For the program that started this one: frames behind a mark, or what was wrong. */
static void tell_fault(struct get *get, const char *fault)
{
    printf("%c%s", GET_FAULT, fault);
    get->code = 1;
    loop_stop(get->loop);
}

static void on_read(void *user, const struct child_result *result)
{
    struct get *get = user;
    struct buffer frames = {0};
    if (result->fault) {
        tell_fault(get, result->fault);
        return;
    }
    frames_put(&frames, result->feed, result->diag, result->shut_in);
    putchar(GET_FRAMES);
    fwrite(frames.data, 1, frames.length, stdout);
    buffer_finish(&frames);
    get->code = 0;
    loop_stop(get->loop);
}

static void on_fetched(void *user, const struct fetch_result *result)
{
    struct get *get = user;
    const struct feed_hints hints = {result->url, result->content_type, result->url, NULL};
    if (result->fault)
        tell_fault(get, result->fault);
    else if (!children_read(get->children, result->body->data ? result->body->data : "",
                            result->body->length, &hints, on_read, get))
        tell_fault(get, strerror(errno));
}

static void on_answer(void *user, const struct fetch_result *result)
{
    struct get *get = user;
    get->code = result->fault ? 1 : 0;
    printf("status %d\n", result->status);
    print_text("type", result->content_type);
    print_text("url", result->url);
    print_text("moved", result->moved);
    print_text("etag", result->etag);
    print_text("modified", result->modified);
    printf("retry %lld\nage %lld\nsent %lld\nreceived %lld\n\n", (long long)result->retry_after_s,
           (long long)result->max_age_s, (long long)result->sent, (long long)result->received);
    if (result->fault)
        fprintf(stderr, "%s\n", result->fault);
    else if (result->body->length > 0)
        fwrite(result->body->data, 1, result->body->length, stdout);
    loop_stop(get->loop);
}

/* False where an option is not known or has no value. */
static bool read_options(int argc, char **argv, struct fetch_request *request, bool *read)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--etag", &request->etag},
                   {"--modified", &request->modified},
                   {"--ca", &request->ca_file},
                   {"--proxy", &request->proxy},
                   {"--user", &request->user}};
    *read = argc > 1 && strcmp(argv[1], "--read") == 0;
    for (int i = *read ? 2 : 1; i < argc - 1; i += 2) {
        size_t k = 0;
        while (k < sizeof options / sizeof *options && strcmp(argv[i], options[k].name) != 0)
            k++;
        if (k == sizeof options / sizeof *options || i + 1 >= argc - 1)
            return false;
        *options[k].value = argv[i + 1];
    }
    request->url = argv[argc - 1];
    return argc > 1;
}

int get_main(int argc, char **argv)
{
    struct fetch_request request = {0};
    struct clock clock;
    bool read;
    if (!read_options(argc, argv, &request, &read)) {
        fputs("motograph-wires get [--read] [--etag E] [--modified M] [--ca FILE] [--proxy URL] "
              "[--user U:P] "
              "URL\n",
              stderr);
        return 2;
    }
    clock_init_real(&clock);
    struct get get = {.loop = loop_create(&clock), .code = 1};
    struct fetcher *fetcher = get.loop ? fetcher_create(get.loop) : NULL;
    get.children = fetcher && read ? children_create(get.loop) : NULL;
    if (fetcher) {
        fetcher_ask(fetcher, &request, read ? on_fetched : on_answer, &get);
        loop_run(get.loop);
    }
    fetcher_destroy(fetcher);
    children_destroy(get.children);
    loop_destroy(get.loop);
    return fflush(stdout) == 0 ? get.code : 1;
}
