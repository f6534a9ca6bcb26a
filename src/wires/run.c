#include "run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "anew.h"
#include "base/local.h"
#include "base/log.h"
#include "base/memory.h"
#include "child.h"
#include "config/config.h"
#include "feed_rules.h"
#include "folder.h"
#include "store/place.h"
#include "ticker.h"
#include "wires/book.h"
#include "wires/book_path.h"
#include "wires/desk.h"
#include "wires/editor.h"
#include "wires/fetch.h"
#include "wires/refresh.h"
#include "wires/secret.h"

#define MINUTE_NS (60 * CLOCK_NS_PER_S)
/* How long what a feed brought is remembered. */
#define REMEMBERED_MS (INT64_C(30) * 24 * 3600 * CLOCK_MS_PER_S)
/* When a ticker that did not answer is tried again. */
#define AGAIN_NS (5 * CLOCK_NS_PER_S)
#define SETS_MAX 64

struct run;

/* A feed that has an address. */
struct wire {
    struct run *run;
    const struct config_feed *feed;
    struct book_feed told;
    struct desk_answer answer; /* between the fetch and the reading */
    char *etag, *modified, *moved, *fault;
};

struct arguments {
    const char *path;
    const char *over; /* read over it (kiosk.first_boot), as the caller has found it to be good */
    const char *sets[SETS_MAX];
    size_t set_count;
    const char *level;
    bool once;
    int64_t patience_s; /* with a whole answer; 0: as fetch.h has it */
};

struct run {
    struct arguments arguments;
    struct config config;
    struct clock clock;
    struct loop *loop;
    struct loop_timer *timer;
    struct fetcher *fetcher;
    struct children *children;
    struct book *book;
    struct ticker ticker;
    struct desk_feed *desk; /* in step with wires */
    struct wire *wires;
    size_t count;
    struct folders *folders;
    struct refresh *refresh;
    bool told_open; /* that the reading process is not shut in */
};

static int64_t now_ns(const struct run *run)
{
    return loop_now_ns(run->loop);
}

static int64_t now_ms(const struct run *run)
{
    return clock_wall_ms(&run->clock);
}

static void ask_next(struct run *run);

static bool send(void *user, const struct wire_item *item)
{
    struct run *run = user;
    return ticker_send(&run->ticker, item);
}

static bool take_off(void *user, const char *feed, const char *key, bool over)
{
    struct run *run = user;
    return ticker_withdraw(&run->ticker, feed, key, over);
}

static struct editor editor_of(struct run *run, const struct config_feed *feed)
{
    return (struct editor){
        .book = run->book,
        .feed = feed,
        .now_ms = now_ms(run),
        .max_chars = (size_t)run->config.snippet.max_chars,
        .latitude = run->config.schedule.latitude,
        .longitude = run->config.schedule.longitude,
        .send = send,
        .take_off = take_off,
        .user = run,
    };
}

static bool all_answered(const struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->desk[i].busy || run->desk[i].last_ms == 0)
            return false;
    return folders_are_done(run->folders);
}

/* --- an answer --- */

static void forget_answer(struct wire *wire)
{
    char *owned[] = {wire->etag, wire->modified, wire->moved, wire->fault};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    wire->etag = wire->modified = wire->moved = wire->fault = NULL;
    wire->answer = (struct desk_answer){0};
}

/* It is written down, and the next one is asked. */
static void end(struct wire *wire)
{
    struct run *run = wire->run;
    struct desk_feed *desk = &run->desk[wire - run->wires];
    struct diag diag = {0};
    bool told = desk->fault && wire->answer.fault && strcmp(desk->fault, wire->answer.fault) == 0;
    wire->answer.etag = wire->etag;
    wire->answer.modified = wire->modified;
    wire->answer.moved = wire->moved;
    if (wire->answer.fault && !told)
        log_warning("%s: %s", desk->name, wire->answer.fault);
    desk_feed_end(desk, &wire->answer, now_ns(run), now_ms(run));
    if (run->ticker.silent && wire->answer.read)
        desk->due_ns = now_ns(run) + AGAIN_NS;
    book_save(run->book, desk, &wire->told, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    forget_answer(wire);
    if (run->arguments.once && all_answered(run))
        loop_stop(run->loop);
    else
        ask_next(run);
}

static void fail(struct wire *wire, const char *fault)
{
    wire->fault = memory_copy_string(fault);
    wire->answer.fault = wire->fault;
    end(wire);
}

static void note_shut_in(struct run *run, bool shut_in)
{
    if (!shut_in && !run->told_open)
        log_warning("this kernel has no filter of system calls: documents are read in a process "
                    "with limits alone");
    run->told_open |= !shut_in;
}

/* The newest instant that the document knows: a feed can be alive and have died. */
static int64_t newest_of(const struct feed *feed)
{
    int64_t newest = 0;
    for (size_t i = 0; i < feed->count; i++) {
        int64_t at =
            feed->items[i].published_ms ? feed->items[i].published_ms : feed->items[i].updated_ms;
        newest = at > newest ? at : newest;
    }
    return newest;
}

static void take_document(struct wire *wire, const struct child_result *result)
{
    struct run *run = wire->run;
    struct editor editor = editor_of(run, wire->feed);
    editor.items_before = wire->told.items;
    log_debug("%s: a document of %zu items is read at %lld ms", wire->feed->name,
              result->feed->count, (long long)editor.now_ms);
    struct editor_result got = editor_take(&editor, result->feed);
    wire->answer.read = true;
    wire->answer.known = got.known || result->feed->count == 0;
    if (result->feed->ttl_s > wire->answer.max_age_s)
        wire->answer.max_age_s = result->feed->ttl_s;
    if (!got.complete) { /* all of it is asked for again */
        free(wire->etag);
        free(wire->modified);
        wire->etag = wire->modified = NULL;
    }
    book_feed_finish(&wire->told);
    wire->told = (struct book_feed){
        .items = (int64_t)result->feed->count,
        .newest_ms = newest_of(result->feed),
        .live = book_count(run->book, wire->feed->name, BOOK_LIVE),
        .waiting = got.waiting,
        .format = memory_copy_string(result->feed->format),
        .note = feed_rules_note(result->diag),
    };
    if (got.sent || got.withdrawn)
        log_info("%s: %lld new or corrected, %lld withdrawn", wire->feed->name, (long long)got.sent,
                 (long long)got.withdrawn);
}

static void on_read(void *user, const struct child_result *result)
{
    struct wire *wire = user;
    note_shut_in(wire->run, result->shut_in || result->fault);
    char *fault = result->fault ? memory_copy_string(result->fault)
                                : feed_rules_fault(result->feed, result->diag);
    if (fault) {
        fail(wire, fault);
        free(fault);
        return;
    }
    take_document(wire, result);
    end(wire);
}

static void on_fetched(void *user, const struct fetch_result *result)
{
    struct wire *wire = user;
    wire->answer = (struct desk_answer){.status = result->status,
                                        .retry_after_s = result->retry_after_s,
                                        .max_age_s = result->max_age_s};
    if (result->fault) {
        fail(wire, result->fault);
        return;
    }
    wire->etag = memory_copy_string(result->etag);
    wire->modified = memory_copy_string(result->modified);
    wire->moved = memory_copy_string(result->moved);
    if (result->body->length == 0) {
        if (result->status == 200)
            fail(wire, "the document is empty");
        else
            end(wire);
        return;
    }
    const struct feed_hints hints = {result->url, result->content_type, result->url,
                                     wire->feed->language};
    if (!children_read(wire->run->children, result->body->data, result->body->length, &hints,
                       on_read, wire))
        fail(wire, strerror(errno));
}

/* --- asking --- */

static void ask(struct wire *wire, struct desk_feed *desk)
{
    struct run *run = wire->run;
    const struct config_feed *feed = wire->feed;
    struct diag diag = {0};
    char *secret = NULL;
    const struct secret_file file = {"auth_file", feed->auth_file,
                                     "USER:PASSWORD or \"Authorization: ...\""};
    desk_feed_begin(desk, now_ns(run), now_ms(run));
    if (*feed->auth_file && !secret_read(&file, &secret, &diag)) {
        fail(wire, diag.messages[0].text);
        diag_finish(&diag);
        return;
    }
    bool header = secret && secret_is_header(secret);
    const struct fetch_request request = {
        .url = desk_feed_address(desk),
        .etag = desk->etag,
        .modified = desk->modified,
        .user = header ? NULL : secret,
        .header = header ? secret : NULL,
        .ca_file = *feed->ca_file ? feed->ca_file : NULL,
        .proxy = *feed->proxy ? feed->proxy : NULL,
        .user_agent = *feed->user_agent ? feed->user_agent : NULL,
        .total_ms = run->arguments.patience_s * CLOCK_MS_PER_S,
    };
    fetcher_ask(run->fetcher, &request, on_fetched, wire);
    free(secret);
}

static bool any_busy(const struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->desk[i].busy)
            return true;
    return false;
}

/* The store's file is another one. What an answer on its way says is of before; until the ticker
 * answers it is tried again with each feed that is asked. */
static void tell_anew(struct run *run, const char *file, bool known)
{
    struct diag diag = {0};
    for (size_t i = 0; i < run->config.feed_count; i++) {
        struct editor editor = editor_of(run, &run->config.feeds[i]);
        if (!anew_take_off(&editor))
            return;
    }
    if (book_tell_anew(run->book, file, &diag)) {
        for (size_t i = 0; i < run->count; i++)
            desk_feed_read_anew(&run->desk[i]);
        if (known)
            log_info("%s: another file took its place; what feeds brought is told again as each is "
                     "asked",
                     run->config.store.path);
    }
    log_diag(&diag);
    diag_finish(&diag);
}

static void look_at_store(struct run *run)
{
    char *file = any_busy(run) ? NULL : store_place(run->config.store.path);
    char *told = file ? book_told_to(run->book) : NULL;
    if (file && (!told || strcmp(file, told) != 0))
        tell_anew(run, file, told != NULL);
    free(told);
    free(file);
}

static void ask_next(struct run *run)
{
    int64_t when_ns;
    size_t which;
    look_at_store(run);
    while ((which = desk_next(run->desk, run->count, now_ns(run), &when_ns)) != SIZE_MAX)
        ask(&run->wires[which], &run->desk[which]);
    loop_set_timer(run->timer, when_ns);
}

static void on_timer(void *user, int64_t at_ns)
{
    (void)at_ns;
    ask_next(user);
}

/* --- folders --- */

static struct editor_result on_file(void *user, const struct config_feed *feed,
                                    struct feed *document)
{
    struct run *run = user;
    struct editor editor = editor_of(run, feed);
    editor.partial = true;
    return editor_take(&editor, document);
}

static void on_folders_done(void *user)
{
    struct run *run = user;
    if (run->arguments.once && all_answered(run))
        loop_stop(run->loop);
}

/* --- beginning and end --- */

static bool read_arguments(struct arguments *arguments, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--once") == 0)
            arguments->once = true;
        else if (strcmp(argv[i], "--patience") == 0 && more)
            arguments->patience_s = strtoll(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "-c") == 0 && more)
            arguments->path = argv[++i];
        else if (strcmp(argv[i], "--over") == 0 && more)
            arguments->over = argv[++i];
        else if (strcmp(argv[i], "--log") == 0 && more)
            arguments->level = argv[++i];
        else if (strcmp(argv[i], "--set") == 0 && more && arguments->set_count < SETS_MAX)
            arguments->sets[arguments->set_count++] = argv[++i];
        else
            return false;
    }
    return true;
}

static bool configure(const struct arguments *arguments, struct config *config, struct diag *diag)
{
    static const enum log_level levels[] = {[CONFIG_LOG_ERROR] = LOG_LEVEL_ERROR,
                                            [CONFIG_LOG_WARNING] = LOG_LEVEL_WARNING,
                                            [CONFIG_LOG_INFO] = LOG_LEVEL_INFO,
                                            [CONFIG_LOG_DEBUG] = LOG_LEVEL_DEBUG};
    configuration_init(config);
    bool good = !arguments->path || configuration_read(config, arguments->path, diag);
    good &= !arguments->over || configuration_read(config, arguments->over, diag);
    for (size_t i = 0; i < arguments->set_count; i++)
        good &= configuration_set(config, arguments->sets[i], diag);
    if (arguments->level) {
        char *assignment = memory_format("log.level=%s", arguments->level);
        good &= configuration_set(config, assignment, diag);
        free(assignment);
    }
    good &= configuration_check(config, diag);
    log_set_level(levels[config->log.level]);
    local_zone_set(config->schedule.time_zone);
    return good;
}

static bool begin_feeds(struct run *run, struct diag *diag)
{
    bool good = true;
    run->count = 0;
    run->desk = memory_alloc(run->config.feed_count + 1, sizeof *run->desk);
    run->wires = memory_alloc(run->config.feed_count + 1, sizeof *run->wires);
    for (size_t i = 0; i < run->config.feed_count; i++) {
        const struct config_feed *feed = &run->config.feeds[i];
        struct desk_feed *desk = &run->desk[run->count];
        struct wire *wire = &run->wires[run->count];
        if (!*feed->url)
            continue;
        *wire = (struct wire){.run = run, .feed = feed};
        desk_feed_init(desk, feed->name, feed->url, (int64_t)(feed->every_minutes * MINUTE_NS));
        good &= book_load(run->book, desk, &wire->told, diag);
        desk_feed_start(desk, now_ns(run), now_ms(run));
        if (run->arguments.once) {
            desk->last_ms = 0;
            desk_feed_refresh(desk, now_ns(run));
        }
        run->count++;
    }
    run->folders =
        folders_create(run->loop, &run->config, run->children, on_file, on_folders_done, run);
    return good;
}

static void end_feeds(struct run *run)
{
    folders_destroy(run->folders);
    for (size_t i = 0; i < run->count; i++) {
        desk_feed_finish(&run->desk[i]);
        book_feed_finish(&run->wires[i].told);
        forget_answer(&run->wires[i]);
    }
    free(run->desk);
    free(run->wires);
    run->folders = NULL;
    run->desk = NULL;
    run->wires = NULL;
    run->count = 0;
}

static bool open_network(struct run *run)
{
    run->fetcher = fetcher_create(run->loop);
    run->children = children_create(run->loop);
    return run->fetcher != NULL;
}

static void close_network(struct run *run)
{
    fetcher_destroy(run->fetcher);
    children_destroy(run->children);
    run->fetcher = NULL;
    run->children = NULL;
}

/* The configuration is read again; where it is bad the one before goes on. */
static void on_reload(void *user, int number)
{
    struct run *run = user;
    struct config fresh;
    struct diag diag = {0};
    (void)number;
    if (configure(&run->arguments, &fresh, &diag)) {
        close_network(run);
        end_feeds(run);
        configuration_finish(&run->config);
        run->config = fresh;
        run->ticker.socket = run->config.control.socket;
        open_network(run);
        begin_feeds(run, &diag);
        log_info("the configuration was read again: %zu feeds", run->config.feed_count);
        ask_next(run);
    } else {
        configuration_finish(&fresh);
    }
    log_diag(&diag);
    diag_finish(&diag);
}

/* `motograph feeds refresh`: what is not asked just now is due. */
static void on_refresh(void *user, const char *name)
{
    struct run *run = user;
    for (size_t i = 0; i < run->count; i++)
        if (!run->desk[i].busy && (!name || strcmp(run->desk[i].name, name) == 0))
            desk_feed_refresh(&run->desk[i], now_ns(run));
    ask_next(run);
}

static void on_end(void *user, int number)
{
    struct run *run = user;
    (void)number;
    loop_stop(run->loop);
}

static bool open_all(struct run *run, struct diag *diag)
{
    clock_init_real(&run->clock);
    if (!configure(&run->arguments, &run->config, diag))
        return false;
    char *path = book_path(&run->config);
    run->loop = loop_create(&run->clock);
    run->book = run->loop ? book_open(path, false, diag) : NULL;
    if (run->book)
        run->refresh = refresh_watch(run->loop, path, on_refresh, run);
    free(path);
    if (!run->book || !open_network(run))
        return false;
    run->timer = loop_add_timer(run->loop, on_timer, run);
    run->ticker.socket = run->config.control.socket;
    book_forget(run->book, now_ms(run) - REMEMBERED_MS);
    signal(SIGPIPE, SIG_IGN);
    loop_add_signal(run->loop, SIGTERM, on_end, run);
    loop_add_signal(run->loop, SIGINT, on_end, run);
    loop_add_signal(run->loop, SIGHUP, on_reload, run);
    return begin_feeds(run, diag);
}

static void close_all(struct run *run)
{
    close_network(run);
    end_feeds(run);
    refresh_end(run->refresh);
    book_close(run->book);
    loop_destroy(run->loop);
    configuration_finish(&run->config);
}

int run_main(int argc, char **argv)
{
    struct run run = {0};
    struct diag diag = {0};
    if (!read_arguments(&run.arguments, argc, argv)) {
        fputs("motograph-wires run [-c FILE] [--over FILE] [--set KEY=VALUE]... [--log LEVEL] "
              "[--once] [--patience SECONDS]\n",
              stderr);
        return 2;
    }
    bool good = open_all(&run, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    if (good && run.config.feed_count == 0)
        log_warning("no feeds are configured (feeds)");
    if (good && !(run.arguments.once && all_answered(&run))) {
        ask_next(&run);
        loop_run(run.loop);
    }
    close_all(&run);
    return good ? 0 : 1;
}
