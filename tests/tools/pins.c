/* pins CASE [TURNS]: what setting lines costs with libgpiod 2's lines and the
 * kernel's own call, counted by tests/bench/bench.sh (callgrind, bench_turn). Prints
 * how many calls a turn makes. The fake library of the tests gives the lines; the
 * call goes to the kernel by the C library's ioctl, and asks for something harmless
 * there.
 *
 *   set    calls as a shift makes them, {data, clock low} and {clock high}
 *   scan   a refresh by the scan player, its slots and columns included */
#include <sys/ioctl.h>

#include "fake_chip.h"

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL(fd, number, values) ioctl(fd, FIOCLEX, values)
#define GPIOD_CLOSE fake_close
#include "../../src/panel/kernel_lines.c"
#include "../../src/panel/lines_gpiod_v2.c"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "gpiod_v2/fake.c.inc"
#include "hub75/scan.h"
#include "plan/plan.h"
#include "plan/step.h"

#define ROUNDS 1000    /* columns of the case `set` */
#define CALL_NS 1500   /* as the clock goes, which is no part of what is counted */
#define TEXT_HEIGHT 13 /* rows of a line of text */

struct bench {
    struct config config;
    struct board board;
    struct panel *panel;
    struct lines *lines;
    struct lines_ops ops; /* of those lines, with another clock */
    struct scan scan;
    struct plan *plan;
    struct plan_step step;
    struct frame frame;
};

static int64_t now_ns;

static int64_t bench_now_ns(struct lines *lines)
{
    (void)lines;
    return now_ns += CALL_NS;
}

static void bench_wait_until(struct lines *lines, int64_t t_ns)
{
    (void)lines;
    now_ns = t_ns > now_ns ? t_ns : now_ns;
}

static int turn_set(struct bench *bench)
{
    static const uint64_t data[] = {0x05, 0x07, 0x02, 0x3f};
    for (int i = 0; i < ROUNDS; i++) {
        lines_set(bench->lines, 0x07 | BIT(BOARD_CLK), data[i % 4]);
        lines_set(bench->lines, BIT(BOARD_CLK), BIT(BOARD_CLK));
    }
    return 2 * ROUNDS;
}

static int turn_scan(struct bench *bench)
{
    uint64_t calls = bench->scan.calls;
    scan_refresh(&bench->scan, &bench->step.phases[0], now_ns);
    return (int)(bench->scan.calls - calls);
}

/* What callgrind counts: a call of its own, not a jump, which it would not see as one. */
__attribute__((noinline)) int bench_turn(struct bench *bench, int (*turn)(struct bench *));

__attribute__((noinline)) int bench_turn(struct bench *bench, int (*turn)(struct bench *))
{
    volatile int calls = turn(bench);
    return calls;
}

/* Rows of text in two lights, at random. */
static void draw(struct frame *frame)
{
    srand(1);
    for (int i = 0; i < TEXT_HEIGHT * frame->width; i++)
        if (rand() % 2)
            memcpy(frame->rgb + (size_t)i * 3, (const uint8_t[]){255, 160, 0}, 3);
}

static bool prepare(struct bench *bench, struct diag *diag)
{
    const struct lines_cost cost = {.call_ns = CALL_NS};
    uint64_t used = BIT(BOARD_CLK) | BIT(BOARD_LAT) | BIT(BOARD_OE);
    configuration_init(&bench->config);
    bench->panel = panel_create(&bench->config.panel, diag);
    if (!bench->panel || !board_read(&bench->board, "adafruit-hat", diag))
        return false;
    const struct panel *panel = bench->panel;
    fake_world_reset(&bench->board, panel->scan_rows, panel->columns, panel->lanes);
    for (int line = BOARD_R1; line <= BOARD_D; line++)
        used |= BIT(line);
    bench->lines = lines_gpiod_prepare(&bench->board, false, diag);
    if (!bench->lines || !lines_gpiod_request(bench->lines, used, "bench", diag))
        return false;
    bench->ops = *bench->lines->ops;
    bench->ops.now_ns = bench_now_ns;
    bench->ops.wait_until = bench->ops.sleep_until = bench_wait_until;
    bench->lines->ops = &bench->ops;
    scan_init(&bench->scan, bench->lines, panel, CALL_NS);
    bench->plan = plan_create(panel, &bench->config.panel, cost);
    plan_step_init(&bench->step, bench->plan);
    frame_init(&bench->frame, panel->width_px, panel->height_px);
    draw(&bench->frame);
    struct scene *scene = scene_create(panel->width_px, panel->height_px, 0);
    scene_add_zone(scene, 0, 0, 1, 1, NULL)->background = (struct config_colour){255, 160, 0};
    plan_scene(bench->plan, scene);
    scene_unref(scene);
    plan_step_fill(&bench->step, bench->plan, &bench->frame);
    return scan_start(&bench->scan) == 0;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct diag diag = {0};
    int turns = argc > 2 ? atoi(argv[2]) : 1;
    if (argc < 2) {
        puts("set\nscan");
        return 0;
    }
    int (*turn)(struct bench *) = strcmp(argv[1], "scan") == 0 ? turn_scan : turn_set;
    bool good = fake_devices_make() && prepare(&bench, &diag);
    fake_devices_remove();
    diag_print(&diag, stderr);
    turn(&bench);
    int calls = 0;
    for (int i = 0; i < turns && good; i++)
        calls += bench_turn(&bench, turn);
    printf("%d\n", calls);
    return good ? 0 : 1;
}
