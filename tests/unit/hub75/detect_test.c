/* A panel that nobody knows is found by what is seen of it: the questions are shown on a panel that
 * knows its files' text alone, and answered by what lights there. FULL=1: each combination of
 * panel, colours' order, row selection and chip; else each panel with each row selection, the rest
 * in turn. */
#include "hub75/detect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/schema.h"
#include "hub75/detect_known.h"
#include "hub75/scan.h"
#include "plan/step.h"
#include "test_lines.h"

#define CALL_NS 1500

/* What hangs there, and what is unsure of whom. */
struct stranger {
    const char *name;
    struct test_module module;
    int order, chip, select;
    struct test_panel glass;
    struct test_lines lines;
    bool lit, one_row; /* in the picture seen last */
};

static void hang(struct stranger *stranger, const struct detect_known *known, int panel, int order,
                 int select, int chip)
{
    *stranger = (struct stranger){
        .name = known->panels[panel].name, .order = order, .chip = chip, .select = select};
    assert_true(test_module_read(&stranger->module, stranger->name));
    assert_true(test_module_read_chip(&stranger->module, known->chips[chip].name));
    stranger->module.select = (enum test_select)select;
    snprintf(stranger->module.order, sizeof stranger->module.order, "%s", panel_order_names[order]);
    test_panel_init(&stranger->glass, stranger->module.scan, stranger->module.places, 1);
    test_panel_become(&stranger->glass, &stranger->module);
    test_lines_init(&stranger->lines, &stranger->glass, CALL_NS, 0);
}

static void take_down(struct stranger *stranger)
{
    test_panel_finish(&stranger->glass);
    test_module_finish(&stranger->module);
}

/* --- what is shown --- */

static struct scene *scene_of(const struct config_panel *wall, const struct detect_picture *picture)
{
    struct scene *scene = scene_create(wall->columns, wall->rows, 0);
    const struct config_colour colour = {picture->red ? 255 : 0, picture->green ? 255 : 0,
                                         picture->blue ? 255 : 0};
    scene_add_zone(scene, picture->x, picture->y, picture->width, picture->height, NULL)
        ->background = colour;
    if (picture->second_y >= 0)
        scene_add_zone(scene, picture->x, picture->second_y, picture->width, picture->height, NULL)
            ->background = colour;
    return scene;
}

/* Two refreshes of a picture on the wall of a step. */
static void play(struct stranger *stranger, const struct config_panel *wall,
                 const struct detect_picture *picture, struct scan *scan, bool start)
{
    struct diag diag = {0};
    struct plan_step step;
    struct panel *panel = panel_create(wall, &diag);
    assert_non_null(panel);
    struct scene *scene = scene_of(wall, picture);
    struct plan *plan = plan_create(panel, wall, (struct lines_cost){.call_ns = CALL_NS});
    struct frame frame;
    frame_init(&frame, panel->width_px, panel->height_px);
    plan_step_init(&step, plan);
    plan_scene(plan, scene);
    scene_draw(scene, 0, &frame);
    plan_step_fill(&step, plan, &frame);
    if (start) {
        scan_init(scan, &stranger->lines.lines, panel, CALL_NS);
        assert_int_equal(scan_start(scan), 0);
    }
    test_panel_reset_light(&stranger->glass);
    stranger->glass.error[0] = '\0';
    for (int i = 0; i < 2; i++)
        scan_refresh(scan, &step.phases[(unsigned)i % step.count], stranger->lines.now_ns);
    test_panel_until(&stranger->glass, stranger->lines.now_ns);
    stranger->one_row = !stranger->glass.error[0];
    plan_step_finish(&step);
    frame_finish(&frame);
    plan_destroy(plan);
    scene_unref(scene);
    panel_destroy(panel);
}

/* --- what is seen --- */

static int64_t light(const struct stranger *stranger, int row, int place, int half, int line)
{
    return test_panel_lit_ns(&stranger->glass, row, place, 0, half * 3 + line);
}

/* The first line of the connector that lights something; -1: nothing is lit. */
static int lit_line(const struct stranger *stranger)
{
    for (int row = 0; row < stranger->module.scan; row++)
        for (int place = 0; place < stranger->module.places; place++)
            for (int i = 0; i < 3 * stranger->module.halves; i++)
                if (light(stranger, row, place, i / 3, i % 3) > 0)
                    return i % 3;
    return -1;
}

/* Whether all of one scan row is lit, and nothing else. */
static bool is_row(const struct stranger *stranger, int wanted)
{
    if (!stranger->one_row)
        return false;
    for (int row = 0; row < stranger->module.scan; row++)
        for (int place = 0; place < stranger->module.places; place++)
            for (int half = 0; half < stranger->module.halves; half++)
                if ((light(stranger, row, place, half, 0) > 0) != (row == wanted))
                    return false;
    return true;
}

static int see_chip(struct stranger *stranger, const struct detect *detect,
                    const struct detect_question *question, const struct config_panel *base)
{
    struct config_panel wall;
    struct detect_picture picture;
    struct scan scan;
    for (int i = 0; i < question->step_count; i++) {
        detect_step(detect, question, i, 0, base, &wall, &picture);
        play(stranger, &wall, &picture, &scan, true);
        if (lit_line(stranger) >= 0)
            return i;
    }
    return DETECT_NOTHING;
}

/* What a person sees of one line: a colour, or two at once, 3 + the one that is missing, or all
 * three; -1. */
static int seen_colour(const struct stranger *stranger)
{
    bool seen[3] = {false};
    int count = 0;
    int sum = 0;
    for (int row = 0; row < stranger->module.scan; row++)
        for (int place = 0; place < stranger->module.places; place++)
            for (int i = 0; i < 3 * stranger->module.halves; i++)
                if (light(stranger, row, place, i / 3, i % 3) > 0)
                    seen[strchr("RGB", stranger->module.order[i % 3]) - "RGB"] = true;
    for (int colour = 0; colour < 3; colour++)
        if (seen[colour]) {
            count++;
            sum += colour;
        }
    return count == 1 ? sum : count == 2 ? 3 + (3 - sum) : count == 3 ? 6 : -1;
}

static int see_colour(struct stranger *stranger, const struct detect *detect,
                      const struct detect_question *question, const struct config_panel *base)
{
    struct config_panel wall;
    struct detect_picture picture;
    struct scan scan;
    detect_step(detect, question, 0, 0, base, &wall, &picture);
    play(stranger, &wall, &picture, &scan, true);
    int colour = seen_colour(stranger);
    for (int i = 0; i < question->option_count; i++)
        if (question->options[i].x == colour)
            return i;
    return DETECT_NOTHING;
}

static int see_rows(struct stranger *stranger, const struct detect *detect,
                    const struct detect_question *question, const struct config_panel *base)
{
    struct config_panel wall;
    struct detect_picture picture;
    struct scan scan;
    for (int i = 0; i < question->step_count; i++) {
        bool walks = true;
        for (int row = 0; row < question->walk; row++) {
            detect_step(detect, question, i, row, base, &wall, &picture);
            play(stranger, &wall, &picture, &scan, row == 0);
            walks &= is_row(stranger, picture.y);
        }
        if (walks)
            return i;
    }
    return DETECT_NOTHING;
}

static int see_dot(struct stranger *stranger, const struct detect *detect,
                   const struct detect_question *question, const struct config_panel *base)
{
    struct config_panel wall;
    struct detect_picture picture;
    struct scan scan;
    const struct test_module *module = &stranger->module;
    detect_step(detect, question, 0, 0, base, &wall, &picture);
    play(stranger, &wall, &picture, &scan, true);
    for (int i = 0; i < module->halves * module->scan * module->places; i++) {
        int place = i % module->places;
        int row = i / module->places % module->scan;
        int half = i / module->places / module->scan;
        struct test_led led = test_module_led(module, half, row, place);
        for (int k = 0; k < question->option_count; k++)
            if (light(stranger, row, place, half, 0) > 0 && question->options[k].x == led.x &&
                question->options[k].y == led.y)
                return k;
    }
    return DETECT_NOTHING;
}

static int see_size(const struct stranger *stranger, const struct detect_question *question)
{
    for (int i = 0; i < question->option_count; i++)
        if (question->options[i].x == stranger->module.columns &&
            question->options[i].y == stranger->module.rows)
            return i;
    return DETECT_NOTHING;
}

static int see(struct stranger *stranger, const struct detect *detect,
               const struct detect_question *question)
{
    const struct config_panel base = {
        .refresh_hz = 100, .calm_hz = 100, .min_refresh_hz = 10, .brightness = 100};
    switch (question->kind) {
    case DETECT_SIZE:
        return see_size(stranger, question);
    case DETECT_CHIP:
        return see_chip(stranger, detect, question, &base);
    case DETECT_FIRST:
    case DETECT_SECOND:
        return see_colour(stranger, detect, question, &base);
    case DETECT_ROWS:
        return see_rows(stranger, detect, question, &base);
    case DETECT_DOT:
        return see_dot(stranger, detect, question, &base);
    case DETECT_DONE:
        break;
    }
    return DETECT_NOTHING;
}

/* All questions; `unsure` of them, by kind, are answered "I can't tell" once. */
static void find(struct stranger *stranger, struct detect *detect, unsigned unsure)
{
    struct detect_question question;
    for (detect_ask(detect, &question); question.kind != DETECT_DONE;
         detect_ask(detect, &question)) {
        bool tells = !(unsure >> question.kind & 1) || detect->unsure[question.kind] > 0;
        detect_answer(detect, &question,
                      tells ? see(stranger, detect, &question) : DETECT_CANT_TELL);
    }
}

static bool same_leds(const struct test_module *one, const struct test_module *other)
{
    return one->columns == other->columns && one->rows == other->rows && one->scan == other->scan &&
           one->halves == other->halves &&
           memcmp(one->led, other->led, (size_t)(one->columns * one->rows) * sizeof *one->led) == 0;
}

static void check_found(const struct stranger *stranger, const struct detect *detect)
{
    struct test_module found;
    int panel = detect_panel(detect);
    const struct detect_known *known = &detect->known;
    if (panel < 0 || detect->chip != stranger->chip || detect->select != stranger->select ||
        detect_order(detect) != stranger->order || detect->inverse != stranger->module.inverse ||
        detect->falling != stranger->module.falling)
        fail_msg("%s %s, chip %d, select %d%s%s: panel %d, order %d, chip %d, select %d%s%s",
                 stranger->name, stranger->module.order, stranger->chip, stranger->select,
                 stranger->module.inverse ? ", inverse" : "",
                 stranger->module.falling ? ", falling" : "", panel, detect_order(detect),
                 detect->chip, detect->select, detect->inverse ? ", inverse" : "",
                 detect->falling ? ", falling" : "");
    assert_true(test_module_read(&found, known->panels[panel].name));
    if (!same_leds(&found, &stranger->module))
        fail_msg("%s was taken for %s", stranger->name, known->panels[panel].name);
    assert_true(detect->answers < DETECT_ANSWERS_MAX);
    test_module_finish(&found);
}

static int most_answers;

enum manner {
    USUAL,
    INVERSE,
    FALLING,
    INVERSE_AND_FALLING,
    MANNERS,
};

static void check_one(const struct detect_known *known, int panel, int order, int select, int chip,
                      enum manner manner)
{
    struct stranger stranger;
    struct detect detect;
    struct panel_wiring wiring = known->panels[panel].wiring;
    wiring.select = (uint8_t)select;
    if (wiring_check(&wiring).fault != WIRING_IS_WHOLE)
        return;
    hang(&stranger, known, panel, order, select, chip);
    stranger.module.inverse = manner == INVERSE || manner == INVERSE_AND_FALLING;
    stranger.module.falling = manner == FALLING || manner == INVERSE_AND_FALLING;
    detect_init(&detect, known);
    find(&stranger, &detect, 0);
    check_found(&stranger, &detect);
    most_answers = detect.answers > most_answers ? detect.answers : most_answers;
    take_down(&stranger);
}

static void every_combination_is_found(void **state)
{
    const struct detect_known *known = *state;
    int turn = 0;
    for (int panel = 0; panel < known->panel_count; panel++)
        for (int select = 0; select < WIRING_SELECTS; select++, turn++)
            if (!getenv("FULL"))
                check_one(known, panel, turn % CONFIG_ORDERS, select, turn % known->chip_count,
                          (enum manner)(turn / known->chip_count % MANNERS));
            else
                for (int i = 0; i < CONFIG_ORDERS * known->chip_count * MANNERS; i++)
                    check_one(known, panel, i % CONFIG_ORDERS, select,
                              i / CONFIG_ORDERS % known->chip_count,
                              (enum manner)(i / CONFIG_ORDERS / known->chip_count));
    assert_true(most_answers < DETECT_ANSWERS_MAX);
}

static int panel_named(const struct detect_known *known, const char *name)
{
    int panel = 0;
    while (strcmp(known->panels[panel].name, name) != 0)
        panel++;
    return panel;
}

static void who_is_unsure_is_asked_again(void **state)
{
    const struct detect_known *known = *state;
    for (int kind = DETECT_SIZE; kind < DETECT_DONE; kind++) {
        struct stranger stranger;
        struct detect detect;
        hang(&stranger, known, panel_named(known, "p10-32x16-half"), CONFIG_ORDER_GBR,
             WIRING_BINARY, 1);
        detect_init(&detect, known);
        find(&stranger, &detect, 1u << kind);
        check_found(&stranger, &detect);
        take_down(&stranger);
    }
}

static void a_panel_that_stays_dark_is_told(void **state)
{
    const struct detect_known *known = *state;
    struct stranger stranger;
    struct detect detect;
    hang(&stranger, known, panel_named(known, "64x32"), CONFIG_ORDER_RGB, WIRING_BINARY, 1);
    stranger.module.write[0].bits ^= 1; /* another chip than those that there are */
    detect_init(&detect, known);
    find(&stranger, &detect, 0);
    assert_true(detect.dark);
    assert_int_equal(detect.chip, -1);
    assert_int_equal(detect.answers, 2);
    take_down(&stranger);
}

/* Nobody ever sees anything. */
static void the_questions_end(void **state)
{
    const struct detect_known *known = *state;
    for (int answer = DETECT_CANT_TELL; answer <= 0; answer++) {
        struct detect detect;
        struct detect_question question;
        detect_init(&detect, known);
        for (detect_ask(&detect, &question); question.kind != DETECT_DONE;
             detect_ask(&detect, &question))
            detect_answer(&detect, &question, answer);
        assert_true(detect.answers < DETECT_ANSWERS_MAX);
    }
}

static int load(void **state)
{
    static struct detect_known known;
    struct diag diag = {0};
    *state = &known;
    return detect_known_load(&known, &diag) ? 0 : 1;
}

static int drop(void **state)
{
    detect_known_finish(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each panel, order, row selection and chip is found in nine answers at most",
             every_combination_is_found),
        TEST("Who can't tell is asked again, and the panel is found", who_is_unsure_is_asked_again),
        TEST("A panel that no start sequence lights is given up", a_panel_that_stays_dark_is_told),
        TEST("The questions end, whatever is answered", the_questions_end),
    };
    return cmocka_run_group_tests_name("detect", tests, load, drop);
}
