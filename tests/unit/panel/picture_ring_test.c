#include "../../../src/panel/picture_ring.h"
#include "config/config.h"

#include <pthread.h>
#include <stdlib.h>

#include "check.h"

#define STEP_NS INT64_C(10000000)
#define ROUNDS 20000

struct rig {
    struct config config;
    struct scanned_wall wall;
    struct picture_ring ring;
    atomic_bool over;
};

static struct rig *rig_open(void)
{
    struct rig *rig = calloc(1, sizeof *rig);
    struct diag diag = {0};
    configuration_init(&rig->config);
    rig->config.panel.rows = 16;
    rig->config.panel.columns = 16;
    assert_true(
        scanned_wall_open(&rig->wall, &rig->config, (struct lines_cost){.call_ns = 1500}, &diag));
    picture_ring_init(&rig->ring, &rig->wall);
    return rig;
}

static void rig_close(struct rig *rig)
{
    picture_ring_finish(&rig->ring);
    scanned_wall_close(&rig->wall);
    configuration_finish(&rig->config);
    free(rig);
}

/* A picture of that instant; false: there is no place. */
static bool push(struct rig *rig, int64_t from_ns)
{
    struct picture_ahead *picture = picture_ring_next(&rig->ring);
    if (!picture)
        return false;
    picture->from_ns = from_ns;
    picture_ring_push(&rig->ring);
    return true;
}

/* The instant of the picture that is shown; -1: dark. */
static int64_t shown_at(struct rig *rig, int64_t now_ns)
{
    const struct picture_ahead *picture = picture_ring_take(&rig->ring, now_ns);
    return picture ? picture->from_ns : -1;
}

static unsigned next_lit(struct rig *rig)
{
    struct picture_lit lit;
    return picture_ring_next_lit(&rig->ring, &lit) ? lit.sum : 0;
}

static void what_is_never_shown_is_not_told(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    for (unsigned i = 1; i <= 4; i++) {
        struct picture_ahead *picture = picture_ring_next(&rig->ring);
        *picture = (struct picture_ahead){.step = picture->step,
                                          .generation = picture->generation,
                                          .from_ns = i * STEP_NS,
                                          .sum = i,
                                          .show = i == 2 ? 0 : 7};
        picture_ring_push(&rig->ring);
    }
    for (int64_t now_ns = STEP_NS; now_ns <= 3 * STEP_NS; now_ns += STEP_NS / 2) {
        assert_true(shown_at(rig, now_ns) > 0);
        picture_ring_tell_lit(&rig->ring);
    }
    assert_int_equal(next_lit(rig), 1); /* once; the dark one not at all */
    assert_int_equal(next_lit(rig), 3);
    picture_ring_outdate(&rig->ring); /* the fourth is cut before its time */
    shown_at(rig, 5 * STEP_NS);
    picture_ring_tell_lit(&rig->ring);
    assert_int_equal(next_lit(rig), 0);
    rig_close(rig);
}

static void each_picture_is_shown_from_its_instant(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    assert_int_equal(shown_at(rig, 0), -1);
    for (int i = 1; i <= 3; i++)
        assert_true(push(rig, i * STEP_NS));
    assert_int_equal(shown_at(rig, 0), -1);
    assert_int_equal(shown_at(rig, STEP_NS), STEP_NS);
    assert_int_equal(shown_at(rig, STEP_NS * 3 / 2), STEP_NS);
    assert_int_equal(shown_at(rig, 5 * STEP_NS), 3 * STEP_NS); /* one that came too late */
    assert_int_equal(shown_at(rig, 9 * STEP_NS), 3 * STEP_NS);
    rig_close(rig);
}

static void what_is_out_of_date_is_never_begun(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    for (int i = 0; i < 5; i++)
        assert_true(push(rig, i * STEP_NS));
    assert_int_equal(shown_at(rig, 0), 0);
    picture_ring_outdate(&rig->ring);            /* killed; the next scene is late */
    assert_int_equal(shown_at(rig, STEP_NS), 0); /* the frame that stands */
    assert_int_equal(shown_at(rig, 2 * STEP_NS), -1);
    assert_int_equal(shown_at(rig, 9 * STEP_NS), -1);
    assert_true(push(rig, 10 * STEP_NS));
    assert_int_equal(shown_at(rig, 10 * STEP_NS), 10 * STEP_NS);
    rig_close(rig);
}

static void a_full_ring_takes_the_next_scene_at_once(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    int64_t count = 0;
    while (push(rig, count * STEP_NS))
        count++;
    assert_true(count > 1);
    assert_int_equal(shown_at(rig, 0), 0);
    assert_true(push(rig, count * STEP_NS));
    assert_false(push(rig, (count + 1) * STEP_NS));
    picture_ring_outdate(&rig->ring);
    assert_true(push(rig, STEP_NS));
    assert_int_equal(shown_at(rig, STEP_NS), STEP_NS); /* and none of the old ones before */
    assert_int_equal(shown_at(rig, 30 * STEP_NS), STEP_NS);
    rig_close(rig);
}

static void a_new_reader_starts_dark(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    assert_true(push(rig, 0));
    assert_int_equal(shown_at(rig, 0), 0);
    picture_ring_forget(&rig->ring);
    assert_int_equal(shown_at(rig, STEP_NS), -1);
    rig_close(rig);
}

static void *read_pictures(void *user)
{
    struct rig *rig = user;
    int64_t last = -1;
    static int64_t wrong;
    while (!atomic_load(&rig->over)) {
        unsigned begun = atomic_load(&rig->ring.generation);
        const struct picture_ahead *before = rig->ring.held;
        const struct picture_ahead *picture = picture_ring_take(&rig->ring, 0);
        if (!picture)
            continue;
        wrong += picture != before && (int32_t)(picture->generation - begun) < 0;
        wrong += picture->period_ns < last;
        last = picture->period_ns;
    }
    return &wrong;
}

static void two_threads_agree(void **state)
{
    (void)state;
    struct rig *rig = rig_open();
    pthread_t reader;
    void *wrong;
    assert_int_equal(pthread_create(&reader, NULL, read_pictures, rig), 0);
    for (int64_t i = 0; i < ROUNDS; i++) {
        struct picture_ahead *picture;
        if (i % 7 == 0)
            picture_ring_outdate(&rig->ring);
        while (!(picture = picture_ring_next(&rig->ring)))
            sched_yield();
        picture->from_ns = 0;
        picture->period_ns = i; /* a serial number */
        picture_ring_push(&rig->ring);
    }
    atomic_store(&rig->over, true);
    pthread_join(reader, &wrong);
    assert_int_equal(*(int64_t *)wrong, 0);
    rig_close(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A picture that is never shown is not told as lit, one that is is told once",
             what_is_never_shown_is_not_told),
        TEST("Each picture is shown from its instant on, until the next one is due",
             each_picture_is_shown_from_its_instant),
        TEST("Stages that are out of date are never begun, though they were handed over; the one "
             "that stands ends after a frame",
             what_is_out_of_date_is_never_begun),
        TEST("A full ring takes the next scene at once, and shows nothing between",
             a_full_ring_takes_the_next_scene_at_once),
        TEST("A new reader starts dark", a_new_reader_starts_dark),
        TEST("A writer and a reader at once: the order stays, and nothing that is out of date is "
             "begun",
             two_threads_agree),
    };
    return cmocka_run_group_tests_name("panel/picture_ring", tests, NULL, NULL);
}
