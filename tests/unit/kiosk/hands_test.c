#include "check.h"

#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "control/state.h"
#include "kiosk/hands.h"

#define ABSENCE_S 60

/* A folder of devices, which are pipes, and a wall that notes what it is asked. */
struct room {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *stop;
    struct hands *hands;
    char folder[32];
    char asked[512]; /* each request and a space */
    int64_t wanted;
    bool blanked;
};

static bool take(void *user, const struct request *request, struct state *state, struct diag *diag)
{
    struct room *room = user;
    char *at = room->asked + strlen(room->asked);
    size_t left = sizeof room->asked - strlen(room->asked);
    if (request->kind == REQUEST_BRIGHTNESS) {
        room->wanted = request->brightness.percent;
        snprintf(at, left, "%d%% ", (int)room->wanted);
    } else if (request->kind == REQUEST_BLANK) {
        room->blanked = request->blank.on != REQUEST_OFF;
        snprintf(at, left, "blank:%s ", room->blanked ? "on" : "off");
    } else if (request->kind != REQUEST_STATUS) {
        snprintf(at, left, "%s ", request_name(request->kind));
    }
    *state = (struct state){.wanted = room->wanted, .blanked = room->blanked};
    return request->kind != REQUEST_CLEAR || diag_error(diag, "the disk is full");
}

static void there(void *user, bool is_there)
{
    struct room *room = user;
    strncat(room->asked, is_there ? "there " : "away ",
            sizeof room->asked - strlen(room->asked) - 1);
}

static void stop(void *user, int64_t now_ns)
{
    (void)now_ns;
    loop_stop(((struct room *)user)->loop);
}

static void live(struct room *room, double seconds)
{
    loop_set_timer(room->stop,
                   loop_now_ns(room->loop) + (int64_t)(seconds * (double)CLOCK_NS_PER_S));
    assert_int_equal(loop_run(room->loop), 0);
}

static void hear(struct room *room, const char *expected)
{
    live(room, 1);
    assert_string_equal(room->asked, expected);
    room->asked[0] = '\0';
}

static void make_keys(struct keys *keys)
{
    struct config config;
    struct diag diag = {0};
    configuration_init(&config);
    assert_true(keys_parse(keys, config.kiosk.keys, &diag));
    configuration_finish(&config);
}

static void begin(struct room *room, const char *within)
{
    *room = (struct room){.folder = "/tmp/hands.XXXXXX", .wanted = 50};
    assert_non_null(mkdtemp(room->folder));
    char *folder = memory_format("%s%s", room->folder, within);
    struct hands_setup setup = {
        .folder = folder, .absence_s = ABSENCE_S, .take = take, .there = there, .user = room};
    int error = 0;
    clock_init_simulated(&room->clock, 0);
    room->loop = loop_create(&room->clock);
    room->stop = loop_add_timer(room->loop, stop, room);
    make_keys(&setup.keys);
    room->hands = hands_create(room->loop, &setup, &error);
    assert_non_null(room->hands);
    free(folder);
}

static void end(struct room *room)
{
    hands_destroy(room->hands);
    loop_destroy(room->loop);
    char *command = memory_format("rm -r %s", room->folder);
    assert_int_equal(system(command), 0);
    free(command);
}

/* Its end that is written to, once the loop has opened the other one. */
static int plug(struct room *room, const char *name)
{
    char *path = memory_format("%s/%s", room->folder, name);
    assert_int_equal(mkfifo(path, 0600), 0);
    hear(room, "");
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    free(path);
    return fd;
}

static void pull(struct room *room, const char *name, int fd)
{
    char *path = memory_format("%s/%s", room->folder, name);
    close(fd);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void send(int fd, uint16_t type, uint16_t code, int32_t value)
{
    struct input_event event = {.type = type, .code = code, .value = value};
    assert_int_equal(write(fd, &event, sizeof event), sizeof event);
}

static void press(int fd, uint16_t code)
{
    send(fd, EV_KEY, code, 1);
    send(fd, EV_SYN, SYN_REPORT, 0);
    send(fd, EV_KEY, code, 0);
    send(fd, EV_SYN, SYN_REPORT, 0);
}

static void each_key_does_its_deed(void **state)
{
    struct room room;
    (void)state;
    begin(&room, "");
    int fd = plug(&room, "event0");
    press(fd, KEY_NEXT);
    press(fd, KEY_PLAYPAUSE);
    press(fd, KEY_BLUE);
    press(fd, KEY_POWER);
    press(fd, KEY_STOP); /* refused, and told in the log */
    press(fd, KEY_A);    /* does nothing */
    hear(&room, "next pause blank:on blank:off clear ");
    close(fd);
    end(&room);
}

static void held_keys_repeat_brightness_alone(void **state)
{
    struct room room;
    (void)state;
    begin(&room, "");
    int fd = plug(&room, "event0");
    press(fd, KEY_UP);
    send(fd, EV_KEY, KEY_UP, 2);
    send(fd, EV_KEY, KEY_UP, 2);
    hear(&room, "63% 79% 99% ");
    send(fd, EV_KEY, KEY_UP, 2);
    press(fd, KEY_DOWN);
    send(fd, EV_KEY, KEY_NEXT, 2);
    send(fd, EV_KEY, KEY_POWER, 2);
    hear(&room, "100% 80% ");
    room.wanted = 1;
    press(fd, KEY_DOWN);
    press(fd, KEY_UP);
    hear(&room, "1% 2% ");
    close(fd);
    end(&room);
}

static void devices_come_and_go(void **state)
{
    struct room room;
    (void)state;
    begin(&room, "/input");
    live(&room, 1);
    char *folder = memory_format("%s/input", room.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    free(folder);
    int one = plug(&room, "input/event0");
    int other = plug(&room, "input/event7");
    int no_device = plug(&room, "input/event8");
    pull(&room, "input/event8", no_device); /* whose last bytes are lost */
    press(one, KEY_NEXT);
    hear(&room, "next ");
    press(one, KEY_PAUSE);
    pull(&room, "input/event0", one);
    press(other, KEY_NEXT);
    live(&room, 1);
    assert_non_null(strstr(room.asked, "pause ")); /* the last words of one that goes */
    assert_non_null(strstr(room.asked, "next "));
    room.asked[0] = '\0';
    one = plug(&room, "input/event0");
    press(one, KEY_NEXT);
    hear(&room, "next ");
    close(one);
    close(other);
    end(&room);
}

static void count_line(void *user, enum log_level level, const char *line)
{
    (void)level;
    *(int *)user += strstr(line, "are not heard") != NULL;
}

/* A file, which no loop waits for, is as good as a device that may not be read. */
static void what_may_not_be_read_is_told_once_its_rights_had_time_to_come(void **state)
{
    struct room room;
    int told = 0;
    (void)state;
    begin(&room, "");
    log_set_sink(count_line, &told);
    char *path = memory_format("%s/event0", room.folder);
    for (int stays = 0; stays < 3; stays++) {
        close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        live(&room, 1);
        live(&room, stays ? 20 : 1);
        assert_int_equal(unlink(path), 0);
        live(&room, 20);
        assert_int_equal(told, stays > 0);
    }
    int heard = plug(&room, "event0");
    press(heard, KEY_NEXT);
    hear(&room, "next ");
    log_set_sink(NULL, NULL);
    free(path);
    close(heard);
    end(&room);
}

static void nobody_there_is_dark_and_somebody_lights_at_once(void **state)
{
    struct room room;
    (void)state;
    begin(&room, "");
    live(&room, 2 * ABSENCE_S);
    hear(&room, ""); /* nothing senses anybody: that is no absence */
    int fd = plug(&room, "event0");
    send(fd, EV_KEY, KEY_WAKEUP, 1);
    live(&room, 2 * ABSENCE_S);
    hear(&room, "");
    send(fd, EV_KEY, KEY_WAKEUP, 0);
    hear(&room, "");
    live(&room, ABSENCE_S - 2);
    hear(&room, "");
    live(&room, 5);
    hear(&room, "away ");
    send(fd, EV_SW, SW_FRONT_PROXIMITY, 1);
    hear(&room, "there ");
    send(fd, EV_SW, SW_FRONT_PROXIMITY, 0);
    hear(&room, "");
    live(&room, ABSENCE_S);
    hear(&room, "away ");
    press(fd, KEY_POWER); /* whoever presses it is there, and wants light */
    press(fd, KEY_POWER);
    hear(&room, "there blank:on ");
    live(&room, ABSENCE_S + 1);
    hear(&room, "away ");
    pull(&room, "event0", fd); /* who is there is not known any more */
    hear(&room, "there ");
    live(&room, 2 * ABSENCE_S);
    hear(&room, "");
    end(&room);
}

static void refuse(const char *text, const char *expected)
{
    struct keys keys;
    struct diag diag = {0};
    assert_false(keys_parse(&keys, text, &diag));
    assert_int_equal(diag.count, 1);
    if (!strstr(diag.messages[0].text, expected))
        fail_msg("%s: %s", text, diag.messages[0].text);
    diag_finish(&diag);
}

static void the_table_is_read_or_refused(void **state)
{
    struct keys keys;
    struct diag diag = {0};
    (void)state;
    assert_true(keys_parse(&keys, " next:KEY_NEXT 767 ;; there: SW_LID;", &diag));
    assert_int_equal(keys.count, 3);
    assert_int_equal(keys_find(&keys, EV_KEY, 767), 1);
    assert_int_equal(keys.rows[keys_find(&keys, EV_SW, SW_LID)].deed, KEYS_THERE);
    assert_int_equal(keys_find(&keys, EV_KEY, SW_LID), 3);
    assert_true(keys_parse(&keys, "", &diag));
    assert_int_equal(keys.count, 0);
    refuse("next: KEY_NXT", "\"KEY_NXT\" is no key");
    refuse("next: 768", "1 to 767");
    refuse("next: 0", "\"0\" is no key");
    refuse("next: 10x", "\"10x\" is no key");
    refuse("nxt: KEY_NEXT", "next, pause");
    refuse("KEY_NEXT", "found \"KEY_NEXT\"");
    refuse("next: KEY_NEXT; pause: KEY_NEXT", "KEY_NEXT does two things");
    char many[512] = "next:";
    for (int code = 1; code <= KEYS_MAX + 1; code++)
        snprintf(many + strlen(many), 8, " %d", code);
    refuse(many, "65 is one too many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A key does its deed: next, pause, blank and lit again, take-overs end",
             each_key_does_its_deed),
        TEST("A key that is held repeats brightness alone, within 1 and 100",
             held_keys_repeat_brightness_alone),
        TEST("Devices come and go, and their folder may come late", devices_come_and_go),
        TEST("A device is said to be unheard once its rights had the time to come",
             what_may_not_be_read_is_told_once_its_rights_had_time_to_come),
        TEST("Where nobody was seen for so long it is dark, and lit at once when somebody is; "
             "without anything that sees it is lit",
             nobody_there_is_dark_and_somebody_lights_at_once),
        TEST("The table of keys is read, or refused with what is allowed",
             the_table_is_read_or_refused),
    };
    return cmocka_run_group_tests_name("kiosk/hands", tests, NULL, NULL);
}
