#include "get.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "wires/fetch.h"

struct get {
    struct loop *loop;
    int code;
};

static void print_text(const char *name, const char *value)
{
    if (value)
        printf("%s %s\n", name, value);
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
static bool read_options(int argc, char **argv, struct fetch_request *request)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--etag", &request->etag},
                   {"--modified", &request->modified},
                   {"--ca", &request->ca_file},
                   {"--proxy", &request->proxy},
                   {"--user", &request->user}};
    for (int i = 1; i < argc - 1; i += 2) {
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
    if (!read_options(argc, argv, &request)) {
        fputs(
            "motograph-wires get [--etag E] [--modified M] [--ca FILE] [--proxy URL] [--user U:P] "
            "URL\n",
            stderr);
        return 2;
    }
    clock_init_real(&clock);
    struct get get = {.loop = loop_create(&clock), .code = 1};
    struct fetcher *fetcher = get.loop ? fetcher_create(get.loop) : NULL;
    if (fetcher) {
        fetcher_ask(fetcher, &request, on_answer, &get);
        loop_run(get.loop);
    }
    fetcher_destroy(fetcher);
    loop_destroy(get.loop);
    return fflush(stdout) == 0 ? get.code : 1;
}
