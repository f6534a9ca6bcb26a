/* Who watches: events in their order, each thing once, slow readers, places. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "check.h"
#include "control/ask.h"
#include "control/control.h"
#include "control/scene_json.h"
#include "control/stream.h"
#include "display/scene_bytes.h"
#include "text/strip_bytes.h"

#define TURN_NS CLOCK_NS_PER_MS
#define WATCH "{\"command\":\"watch\"}\n"
#define EVENTS_MAX 4096

/* A ticker that says what the test has it say, and what one who watches has heard. */
struct rig {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *bell;
    struct control *control;
    struct stream *stream;
    struct sockaddr_un address;
    struct diag diag;
    struct state state;
    int asked;
    struct buffer heard;
    json_t *events[EVENTS_MAX];
    size_t count;
};

static bool take(void *user, const struct request *request, struct state *state, struct diag *diag)
{
    struct rig *rig = user;
    (void)request, (void)diag;
    rig->asked++;
    *state = rig->state;
    return true;
}

static void ring(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(user);
}

static void pass(struct rig *rig, int64_t ns)
{
    loop_set_timer(rig->bell, loop_now_ns(rig->loop) + ns);
    assert_int_equal(loop_run(rig->loop), 0);
}

static void turns(struct rig *rig)
{
    for (int i = 0; i < 4; i++)
        pass(rig, TURN_NS);
}

static void drop_events(struct rig *rig)
{
    while (rig->count > 0)
        json_decref(rig->events[--rig->count]);
}

static struct rig *set_up(void)
{
    struct rig *rig = memory_alloc(1, sizeof *rig);
    char *path = memory_format("/tmp/motograph-stream-test-%ld", (long)getpid());
    clock_init_simulated(&rig->clock, 1700000000000);
    rig->loop = loop_create(&rig->clock);
    rig->bell = loop_add_timer(rig->loop, ring, rig->loop);
    rig->state = (struct state){.version = "test", .zone_count = 1, .store = "/nowhere"};
    assert_true(ask_address(&rig->address, path, &rig->diag));
    rig->control = control_open(rig->loop, path, take, rig, &rig->diag);
    rig->stream = stream_create(rig->loop, &rig->clock);
    control_offer(rig->control, rig->stream);
    free(path);
    return rig;
}

static void tear_down(struct rig *rig)
{
    control_close(rig->control);
    stream_destroy(rig->stream);
    loop_destroy(rig->loop);
    drop_events(rig);
    buffer_finish(&rig->heard);
    diag_finish(&rig->diag);
    free(rig);
}

static int say(struct rig *rig, const char *text)
{
    int fd = ask_connect(&rig->address, 1000);
    assert_true(fd >= 0);
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    turns(rig);
    return fd;
}

/* Reads whole lines into events; false at the end. */
static bool hear(struct rig *rig, int fd)
{
    char bytes[65536];
    ssize_t got;
    while ((got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0) {
        buffer_add(&rig->heard, bytes, (size_t)got);
        pass(rig, TURN_NS); /* the other side writes more */
    }
    char *start = rig->heard.data;
    for (char *end; start && (end = strchr(start, '\n')); start = end + 1) {
        assert_true(rig->count < EVENTS_MAX);
        rig->events[rig->count] = json_loadb(start, (size_t)(end - start), 0, NULL);
        assert_non_null(rig->events[rig->count++]);
    }
    struct buffer rest = {0};
    if (start)
        buffer_add_string(&rest, start);
    buffer_finish(&rig->heard);
    rig->heard = rest;
    return got != 0;
}

/* The names of the events in their order, a blank between them; the answer is "ok". */
static const char *names(const struct rig *rig)
{
    static char text[4096];
    *text = '\0';
    for (size_t i = 0; i < rig->count; i++) {
        const char *name = json_string_value(json_object_get(rig->events[i], "event"));
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s", i ? " " : "",
                 name                                                  ? name
                 : json_is_true(json_object_get(rig->events[i], "ok")) ? "ok"
                                                                       : "refused");
    }
    return text;
}

static const json_t *event(const struct rig *rig, const char *name)
{
    for (size_t i = rig->count; i-- > 0;) {
        const char *is = json_string_value(json_object_get(rig->events[i], "event"));
        if (is && strcmp(is, name) == 0)
            return rig->events[i];
    }
    return NULL;
}

static struct strip *make_strip(uint8_t coverage)
{
    struct strip *strip = memory_alloc(1, sizeof *strip);
    *strip = (struct strip){.references = 1, .width = 3, .height = 1, .line_count = 1};
    strip->coverage = memory_alloc(3, 1);
    strip->coverage[1] = coverage;
    strip->lines = memory_alloc(1, sizeof *strip->lines);
    strip->lines[0] = (struct strip_line){.height = 1, .span_count = 1};
    strip->spans = memory_alloc(1, sizeof *strip->spans);
    strip->span_count = 1;
    return strip;
}

/* A scene of that strip, which it takes over. */
static struct scene *make_scene(struct rig *rig, struct strip *strip)
{
    struct scene *scene = scene_create(8, 2, loop_now_ns(rig->loop));
    struct zone *zone = scene_add_zone(scene, 1, 0, 7, 2, strip);
    zone->motion = (struct motion){.kind = MOTION_CRAWL,
                                   .start_ns = loop_now_ns(rig->loop) - 5,
                                   .start_px = 7,
                                   .speed_mpx_s = 60000};
    for (size_t i = 0; i < TEXT_ROLES; i++)
        zone->colours[i] = (struct config_colour){255, 255, 255};
    strip_unref(strip);
    return scene;
}

static void show(struct rig *rig, struct strip *strip)
{
    struct scene *scene = make_scene(rig, strip);
    stream_show(rig->stream, scene);
    scene_unref(scene);
}

static void who_begins_is_told_all_there_is(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    show(rig, make_strip(100));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "ok hello strip scene on_air next status store");
    const json_t *scene = json_object_get(event(rig, "scene"), "scene");
    const json_t *zone = json_array_get(json_object_get(scene, "zones"), 0);
    assert_string_equal(json_string_value(json_object_get(zone, "strip")),
                        json_string_value(json_object_get(event(rig, "strip"), "sha256")));
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(zone, "motion"), "start_ns")), -5);
    assert_int_equal(json_integer_value(json_object_get(event(rig, "scene"), "from_ns")),
                     INT64_C(1700000000000) * CLOCK_NS_PER_MS);
    assert_int_equal(
        json_integer_value(json_array_get(json_object_get(event(rig, "hello"), "levels"), 255)),
        65535);
    close(fd);
    tear_down(rig);
}

static void a_strip_comes_whole_out_of_its_event(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    struct buffer packed = {0};
    unsigned char plain[256];
    show(rig, make_strip(200));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    const json_t *told = event(rig, "strip");
    const char *text = json_string_value(json_object_get(told, "zlib"));
    assert_non_null(text);
    assert_true(base64_take(&packed, text, strlen(text)));
    uLongf size = sizeof plain;
    assert_int_equal(uncompress(plain, &size, (const Bytef *)packed.data, packed.length), Z_OK);
    assert_int_equal(size, json_integer_value(json_object_get(told, "size")));
    struct strip *strip = strip_bytes_read(plain, size);
    assert_non_null(strip);
    assert_int_equal(strip->coverage[1], 200);
    strip_unref(strip);
    buffer_finish(&packed);
    close(fd);
    tear_down(rig);
}

/* Of the events alone, as a program that shares nothing but the wall clock has them. */
static struct strip *strip_of_events(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    const struct rig *rig = user;
    struct buffer packed = {0};
    unsigned char plain[256];
    char name[SCENE_KEY_TEXT_SIZE];
    uLongf size = sizeof plain;
    const json_t *told = event(rig, "strip");
    const char *text = json_string_value(json_object_get(told, "zlib"));
    scene_key_text(key, name);
    assert_string_equal(name, json_string_value(json_object_get(told, "sha256")));
    assert_true(base64_take(&packed, text, strlen(text)));
    assert_int_equal(uncompress(plain, &size, (const Bytef *)packed.data, packed.length), Z_OK);
    buffer_finish(&packed);
    return strip_bytes_read(plain, size);
}

/* The scene on a clock that was `offset_ns` when the wall clock was 0; the caller finishes it. */
static void take_scene(struct rig *rig, int64_t offset_ns, struct scene_record *record)
{
    struct buffer bytes = {0};
    const json_t *told = event(rig, "scene");
    const char *text = json_string_value(json_object_get(told, "bytes"));
    int64_t from_ns = json_integer_value(json_object_get(told, "from_ns"));
    assert_true(base64_take(&bytes, text, strlen(text)));
    assert_true(scene_bytes_read(bytes.data, bytes.length, from_ns + offset_ns, strip_of_events,
                                 rig, record));
    assert_false(record->strips_missing);
    buffer_finish(&bytes);
}

/* The picture at an instant of the wall clock, on a clock of that offset. */
static void draw_at(const struct scene *scene, int64_t wall_ns, int64_t offset_ns,
                    struct frame *frame)
{
    frame_init(frame, 8, 2);
    scene_draw(scene, wall_ns + offset_ns, frame);
}

static void who_shares_the_wall_clock_draws_in_step(void **state)
{
    (void)state;
    /* Another machine was started on another day. */
    static const int64_t offset_ns = -INT64_C(1699990000) * CLOCK_NS_PER_S + 12345;
    struct rig *rig = set_up();
    struct scene_record record = {0};
    struct scene *shown = make_scene(rig, make_strip(200));
    stream_show(rig->stream, shown);
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    int64_t own_ns = clock_monotonic_ns(&rig->clock) - clock_wall_ns(&rig->clock);
    take_scene(rig, offset_ns, &record);
    int64_t from_ns = json_integer_value(json_object_get(event(rig, "scene"), "from_ns"));
    int pictures = 0;
    uLong before = 0;
    for (int64_t ms = 0; ms < 200; ms++) {
        struct frame here;
        struct frame there;
        draw_at(shown, from_ns + ms * CLOCK_NS_PER_MS, own_ns, &here);
        draw_at(record.moments[0].scene, from_ns + ms * CLOCK_NS_PER_MS, offset_ns, &there);
        assert_true(frame_equal(&here, &there));
        uLong now = crc32(0, there.rgb, 8 * 2 * 3);
        pictures += now != before;
        before = now;
        frame_finish(&here);
        frame_finish(&there);
    }
    /* 60 px a second: a step each 16.7 ms, and the words go out of the zone on the left. */
    assert_in_range(pictures, 8, 13);
    scene_record_finish(&record);
    scene_unref(shown);
    close(fd);
    tear_down(rig);
}

static void each_strip_is_told_once(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    struct strip *strip = make_strip(100);
    show(rig, strip_ref(strip));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    drop_events(rig);
    show(rig, strip_ref(strip));
    turns(rig);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "scene");
    drop_events(rig);
    show(rig, make_strip(100)); /* another one that looks the same */
    turns(rig);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "scene");
    drop_events(rig);
    show(rig, make_strip(101));
    turns(rig);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "strip scene");
    drop_events(rig);
    stream_show(rig->stream, NULL);
    turns(rig);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "dark");
    strip_unref(strip);
    close(fd);
    tear_down(rig);
}

static void what_has_changed_is_told_and_nothing_else(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    show(rig, make_strip(1));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    drop_events(rig);
    pass(rig, 3 * STREAM_LOOK_NS);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "");
    rig->state.zones[0] = (struct state_zone){
        .on_air = {.on = true, .id = 7, .text = "Up", .reason = "it is due"}, .next = "Down"};
    pass(rig, STREAM_LOOK_NS);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "on_air next");
    drop_events(rig);
    rig->state.unwritten = 1;
    rig->state.running_s = 12345; /* is told with the beat */
    pass(rig, STREAM_LOOK_NS);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "store");
    drop_events(rig);
    pass(rig, STREAM_BEAT_NS);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "status");
    drop_events(rig);
    log_warning("the lamp is hot");
    turns(rig);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "log");
    assert_string_equal(json_string_value(json_object_get(event(rig, "log"), "text")),
                        "the lamp is hot");
    close(fd);
    tear_down(rig);
}

static void events_are_numbered_without_a_hole(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    show(rig, make_strip(1));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    json_int_t first = json_integer_value(json_object_get(event(rig, "store"), "n"));
    drop_events(rig);
    for (uint8_t i = 2; i < 6; i++) {
        show(rig, make_strip(i));
        turns(rig);
    }
    assert_true(hear(rig, fd));
    assert_int_equal(rig->count, 8);
    for (size_t i = 0; i < rig->count; i++)
        assert_int_equal(json_integer_value(json_object_get(rig->events[i], "n")),
                         first + 1 + (json_int_t)i);
    close(fd);
    tear_down(rig);
}

static void nothing_is_done_while_nobody_watches(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    show(rig, make_strip(1));
    pass(rig, 100 * STREAM_LOOK_NS);
    assert_int_equal(rig->asked, 0);
    int fd = say(rig, WATCH);
    assert_true(rig->asked > 0);
    close(fd);
    pass(rig, 2 * STREAM_LOOK_NS);
    rig->asked = 0;
    pass(rig, 100 * STREAM_LOOK_NS);
    assert_int_equal(rig->asked, 0);
    fd = say(rig, WATCH); /* and again */
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "ok hello strip scene on_air next status store");
    close(fd);
    tear_down(rig);
}

/* More lines than the queue takes. */
static void flood(void)
{
    char line[4001];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    for (size_t sent = 0; sent < 2 * CONTROL_QUEUE_MAX; sent += sizeof line)
        log_error("%s", line);
}

static void quiet(void *user, enum log_level level, const char *line)
{
    (void)user, (void)level, (void)line;
}

static void who_reads_slowly_is_told_what_it_lost_and_all_there_is(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    log_set_sink(quiet, NULL);
    show(rig, make_strip(1));
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    drop_events(rig);
    flood();
    show(rig, make_strip(9));
    turns(rig);
    for (int i = 0; i < 100; i++) {
        turns(rig);
        assert_true(hear(rig, fd));
    }
    json_int_t lost = json_integer_value(json_object_get(event(rig, "gap"), "lost"));
    json_int_t logs = 0;
    for (size_t i = 0; i < rig->count; i++)
        logs += strcmp(json_string_value(json_object_get(rig->events[i], "event")), "log") == 0;
    assert_true(logs > 0 && lost > 0);
    assert_true(logs + lost >= 2 * CONTROL_QUEUE_MAX / 4001);
    assert_string_equal(json_string_value(json_object_get(rig->events[rig->count - 1], "event")),
                        "store");
    const json_t *scene = json_object_get(event(rig, "scene"), "scene");
    const json_t *zone = json_array_get(json_object_get(scene, "zones"), 0);
    assert_string_equal(json_string_value(json_object_get(zone, "strip")),
                        json_string_value(json_object_get(event(rig, "strip"), "sha256")));
    log_set_sink(NULL, NULL);
    close(fd);
    tear_down(rig);
}

/* Reads all there is; whether the other side has hung up. */
static bool is_hung_up(int fd)
{
    char bytes[65536];
    ssize_t got;
    do
        got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    while (got > 0);
    return got == 0;
}

static void who_reads_nothing_is_dropped_who_is_only_told_nothing_stays(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    log_set_sink(quiet, NULL);
    show(rig, make_strip(1));
    int reader = say(rig, WATCH);
    int stopped = say(rig, WATCH);
    for (int i = 0; i < 100; i++) {
        flood();
        pass(rig, CONTROL_IDLE_NS / 50);
        assert_false(is_hung_up(reader));
    }
    assert_true(is_hung_up(stopped));
    for (int i = 0; i < 100; i++) {
        turns(rig);
        assert_false(is_hung_up(reader));
    }
    pass(rig, 3 * CONTROL_IDLE_NS);
    assert_false(is_hung_up(reader));
    log_set_sink(NULL, NULL);
    close(reader);
    close(stopped);
    tear_down(rig);
}

static void places_for_commands_stay_free(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    int fds[CONTROL_CLIENTS_MAX];
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        fds[i] = say(rig, WATCH);
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        assert_true(hear(rig, fds[i]));
        assert_int_equal(strncmp(names(rig), "ok", 2) == 0, i < CONTROL_WATCHERS_MAX);
        drop_events(rig);
    }
    int fd = say(rig, "{\"command\":\"status\"}\n");
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "ok");
    close(fd);
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
        close(fds[i]);
    tear_down(rig);
}

static void without_a_stream_it_is_refused(void **state)
{
    (void)state;
    struct rig *rig = set_up();
    control_offer(rig->control, NULL);
    int fd = say(rig, WATCH);
    assert_true(hear(rig, fd));
    assert_string_equal(names(rig), "refused");
    close(fd);
    tear_down(rig);
}

int main(void)
{
    alarm(60); /* what hangs fails */
    const struct CMUnitTest tests[] = {
        TEST("Who begins to watch is told all that there is", who_begins_is_told_all_there_is),
        TEST("A strip comes whole out of its event", a_strip_comes_whole_out_of_its_event),
        TEST("Who shares nothing but the wall clock has the same picture at the same instant",
             who_shares_the_wall_clock_draws_in_step),
        TEST("Each strip is told once", each_strip_is_told_once),
        TEST("What has changed is told, and nothing else",
             what_has_changed_is_told_and_nothing_else),
        TEST("Events are numbered without a hole", events_are_numbered_without_a_hole),
        TEST("While nobody watches nothing is asked and nothing made",
             nothing_is_done_while_nobody_watches),
        TEST("Who reads slowly is told what it lost, and all there is then",
             who_reads_slowly_is_told_what_it_lost_and_all_there_is),
        TEST("Who reads nothing is dropped, who is told nothing stays",
             who_reads_nothing_is_dropped_who_is_only_told_nothing_stays),
        TEST("However many watch, commands are heard", places_for_commands_stay_free),
        TEST("Where nothing is told, to watch is refused", without_a_stream_it_is_refused),
    };
    return cmocka_run_group_tests_name("control/stream", tests, NULL, NULL);
}
