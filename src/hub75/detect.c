#include "hub75/detect.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config/panel_ranges.h"

#define UNSURE_MOST 2 /* a question is put once more, then left */
#define WALK_ROWS 8   /* enough to see a line walk; where there are fewer, it walks again */
#define COLOURS 3
#define WHITE                                                                                      \
    (2 * COLOURS) /* an answer behind those of each colour, and of each that is missing            \
                   */

static const char *const colour_names[COLOURS] = {"red", "green", "blue"};

void detect_init(struct detect *detect, const struct detect_known *known)
{
    assert(known->panel_count > 0 && known->panel_count <= DETECT_PANELS_MAX);
    assert(known->chip_count > 0 && known->chip_count <= DETECT_CHIPS_MAX);
    *detect = (struct detect){.known = *known, .chip = -1, .first = -1, .second = -1, .select = -1};
    for (int i = 0; i < known->panel_count; i++)
        detect->possible[i] = true;
}

static const struct panel_wiring *wiring_of(const struct detect *detect, int panel)
{
    return &detect->known.panels[panel].wiring;
}

/* Whether two panels of one size differ in their rows' selection and chips only. */
static bool is_same(const struct panel_wiring *one, const struct panel_wiring *other)
{
    return one->scan == other->scan && one->halves == other->halves &&
           one->sweeps == other->sweeps && memcmp(one->base, other->base, sizeof one->base) == 0 &&
           memcmp(one->sweep, other->sweep, sizeof one->sweep) == 0 &&
           memcmp(one->run, other->run, sizeof one->run) == 0;
}

int detect_panel(const struct detect *detect)
{
    int found = -1;
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] &&
            (found < 0 || (wiring_of(detect, i)->select == detect->select &&
                           wiring_of(detect, found)->select != detect->select)))
            found = i;
    return found;
}

/* Whether all that are possible are the same but for their names. */
static bool is_one(const struct detect *detect)
{
    int found = detect_panel(detect);
    for (int i = 0; found >= 0 && i < detect->known.panel_count; i++)
        if (detect->possible[i] && !is_same(wiring_of(detect, i), wiring_of(detect, found)))
            return false;
    return found >= 0;
}

int detect_order(const struct detect *detect)
{
    static const int orders[CONFIG_ORDERS][2] = {
        [CONFIG_ORDER_RGB] = {0, 1}, [CONFIG_ORDER_RBG] = {0, 2}, [CONFIG_ORDER_GRB] = {1, 0},
        [CONFIG_ORDER_GBR] = {1, 2}, [CONFIG_ORDER_BRG] = {2, 0}, [CONFIG_ORDER_BGR] = {2, 1},
    };
    for (int i = 0; i < CONFIG_ORDERS; i++)
        if (orders[i][0] == detect->first && orders[i][1] == detect->second)
            return i;
    return -1;
}

/* --- questions --- */

static struct detect_option *add_option(struct detect_question *question, int x, int y)
{
    for (int i = 0; i < question->option_count; i++)
        if (question->options[i].x == x && question->options[i].y == y)
            return NULL;
    if (question->option_count == DETECT_OPTIONS_MAX)
        return NULL;
    struct detect_option *option = &question->options[question->option_count++];
    option->x = x;
    option->y = y;
    return option;
}

static void ask_size(const struct detect *detect, struct detect_question *question)
{
    for (int i = 0; i < detect->known.panel_count; i++) {
        const struct panel_wiring *wiring = wiring_of(detect, i);
        struct detect_option *option = add_option(question, wiring->columns, wiring->rows);
        if (option)
            snprintf(option->text, sizeof option->text, "%d columns, %d rows", wiring->columns,
                     wiring->rows);
    }
}

static int most_places(const struct detect *detect)
{
    int most = 0;
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] && wiring_registers(wiring_of(detect, i)) > most)
            most = wiring_registers(wiring_of(detect, i));
    return most;
}

static int most_rows(const struct detect *detect)
{
    int most = 0;
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] && wiring_of(detect, i)->scan > most)
            most = wiring_of(detect, i)->scan;
    return most;
}

static int fewest_rows(const struct detect *detect)
{
    int least = WIRING_SCAN_MAX;
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] && wiring_of(detect, i)->scan < least)
            least = wiring_of(detect, i)->scan;
    return least;
}

/* How the lines of chips that are tried mean what they say. */
struct manner {
    bool inverse, falling;
};

static bool has_step(const struct detect_question *question, int chip, int places,
                     struct manner manner)
{
    for (int i = 0; i < question->step_count; i++)
        if (question->chip[i] == chip && question->places[i] == places &&
            question->inverse[i] == manner.inverse && question->falling[i] == manner.falling)
            return true;
    return false;
}

static void add_chip_step(struct detect_question *question, int chip, int places,
                          struct manner manner)
{
    int at = question->step_count;
    if (at == DETECT_STEPS_MAX || has_step(question, chip, places, manner))
        return;
    question->chip[at] = chip;
    question->places[at] = places;
    question->select[at] = WIRING_BINARY;
    question->inverse[at] = manner.inverse;
    question->falling[at] = manner.falling;
    question->step_count++;
}

/* A step with what is known of the chips and lines by now. */
static void add_step(const struct detect *detect, struct detect_question *question, int select)
{
    int at = question->step_count++;
    assert(at < DETECT_STEPS_MAX);
    question->chip[at] = detect->chip;
    question->places[at] = detect->places;
    question->select[at] = select;
    question->inverse[at] = detect->inverse;
    question->falling[at] = detect->falling;
}

/* A write's bits repeat along the columns and end with the panel's last one: walls are as long as
 * the longest panel, with as much more as makes their bits meet. */
static void add_chip_steps(const struct detect *detect, struct detect_question *question, int chip,
                           struct manner manner)
{
    int most = most_places(detect);
    const struct panel_wiring *of = &detect->known.chips[chip].wiring;
    manner.falling ^= of->falling;
    if (of->writes == 0) {
        if (!manner.inverse) /* it lights either way */
            add_chip_step(question, chip, most, manner);
        return;
    }
    for (int i = 0; i < detect->known.panel_count; i++) {
        if (!detect->possible[i])
            continue;
        int places = wiring_registers(wiring_of(detect, i));
        while (places < most)
            places += WIRING_WRITE_BITS;
        if (places <= WIRING_COLUMNS_MAX)
            add_chip_step(question, chip, places, manner);
    }
}

static void ask_chip(const struct detect *detect, struct detect_question *question)
{
    static const struct manner manners[] = {
        {false, false}, {false, true}, {true, false}, {true, true}};
    for (size_t m = 0; m < sizeof manners / sizeof *manners; m++)
        for (int i = 0; i < detect->known.chip_count; i++)
            add_chip_steps(detect, question, i, manners[m]);
    for (int i = 0; i < question->step_count; i++)
        snprintf(add_option(question, i, 0)->text, DETECT_TEXT_SIZE, "it lights at step %d", i + 1);
}

static void ask_colour(const struct detect *detect, struct detect_question *question)
{
    static const char *const without[COLOURS] = {"cyan (green and blue)", "magenta (red and blue)",
                                                 "yellow (red and green)"};
    add_step(detect, question, WIRING_BINARY);
    for (int i = 0; i < COLOURS; i++)
        if (question->kind == DETECT_FIRST || i != detect->first)
            snprintf(add_option(question, i, 0)->text, DETECT_TEXT_SIZE, "%s", colour_names[i]);
    for (int i = 0; detect->first < 0 && i < COLOURS; i++)
        snprintf(add_option(question, COLOURS + i, 0)->text, DETECT_TEXT_SIZE, "%s", without[i]);
    if (detect->first < 0)
        snprintf(add_option(question, WHITE, 0)->text, DETECT_TEXT_SIZE, "white (all three)");
}

/* Whether some panel that is possible could have its rows chosen so. */
static bool may_select(const struct detect *detect, int select)
{
    for (int i = 0; i < detect->known.panel_count; i++) {
        struct panel_wiring wiring = *wiring_of(detect, i);
        wiring.select = (uint8_t)select;
        if (detect->possible[i] && wiring_check(&wiring).fault == WIRING_IS_WHOLE)
            return true;
    }
    return false;
}

static void ask_rows(const struct detect *detect, struct detect_question *question)
{
    for (int select = 0; select < WIRING_SELECTS; select++)
        if (may_select(detect, select))
            add_step(detect, question, select);
    question->walk = WALK_ROWS;
    for (int i = 0; i < question->step_count; i++)
        snprintf(add_option(question, i, 0)->text, DETECT_TEXT_SIZE, "at step %d", i + 1);
}

static const struct wiring_led no_led = {-1, -1};

/* The LED of a place, counted from the panel's input; no_led: it was shifted out of the panel. */
static struct wiring_led led_of(const struct detect *detect, int panel, int place, int row)
{
    const struct panel_wiring *wiring = wiring_of(detect, panel);
    if (place >= wiring_registers(wiring))
        return no_led;
    return wiring_led(wiring, row, 0, wiring_registers(wiring) - 1 - place);
}

/* How many panels the commonest answer would leave. */
static int worst_of(const struct detect *detect, int place, int row)
{
    int worst = 0;
    struct wiring_led leds[DETECT_PANELS_MAX];
    for (int i = 0; i < detect->known.panel_count; i++) {
        int same = 0;
        if (!detect->possible[i])
            continue;
        leds[i] = led_of(detect, i, place, row);
        for (int k = 0; k <= i; k++)
            same += detect->possible[k] && leds[k].x == leds[i].x && leds[k].y == leds[i].y;
        worst = same > worst ? same : worst;
    }
    return worst;
}

/* The dot that tells most; one that somebody was unsure of is passed over. */
static void choose_dot(const struct detect *detect, struct detect_question *question)
{
    int best = DETECT_PANELS_MAX + 1;
    int first = detect->unsure[DETECT_DOT];
    for (int row = 0; row < fewest_rows(detect); row++)
        for (int place = first; place < most_places(detect); place++) {
            int worst = worst_of(detect, place, row);
            if (worst >= best)
                continue;
            best = worst;
            question->place = place;
            question->row = row;
        }
}

static void ask_dot(const struct detect *detect, struct detect_question *question)
{
    choose_dot(detect, question);
    add_step(detect, question, detect->select);
    for (int i = 0; i < detect->known.panel_count; i++) {
        if (!detect->possible[i])
            continue;
        struct wiring_led led = led_of(detect, i, question->place, question->row);
        struct detect_option *option = led.x < 0 ? NULL : add_option(question, led.x, led.y);
        if (option)
            snprintf(option->text, sizeof option->text, "column %d, row %d", led.x + 1, led.y + 1);
    }
}

static bool is_open(const struct detect *detect, enum detect_kind kind, bool known)
{
    return !known && detect->unsure[kind] < UNSURE_MOST;
}

static enum detect_kind next_kind(const struct detect *detect)
{
    if (is_open(detect, DETECT_SIZE, detect->rows > 0))
        return DETECT_SIZE;
    if (detect->dark || detect->rows == 0)
        return DETECT_DONE;
    if (is_open(detect, DETECT_CHIP, detect->chip >= 0))
        return DETECT_CHIP;
    if (detect->chip < 0)
        return DETECT_DONE;
    if (is_open(detect, DETECT_FIRST, detect->first >= 0))
        return DETECT_FIRST;
    if (is_open(detect, DETECT_SECOND, detect->second >= 0))
        return DETECT_SECOND;
    if (is_open(detect, DETECT_ROWS, detect->select >= 0))
        return DETECT_ROWS;
    bool found = detect->select < 0 || is_one(detect) || detect_panel(detect) < 0;
    return is_open(detect, DETECT_DOT, found) ? DETECT_DOT : DETECT_DONE;
}

void detect_ask(const struct detect *detect, struct detect_question *question)
{
    *question = (struct detect_question){.kind = next_kind(detect)};
    if (detect->answers >= DETECT_ANSWERS_MAX - 1) /* the last one is for the check */
        question->kind = DETECT_DONE;
    switch (question->kind) {
    case DETECT_SIZE:
        ask_size(detect, question);
        break;
    case DETECT_CHIP:
        ask_chip(detect, question);
        break;
    case DETECT_FIRST:
    case DETECT_SECOND:
        ask_colour(detect, question);
        break;
    case DETECT_ROWS:
        ask_rows(detect, question);
        break;
    case DETECT_DOT:
        ask_dot(detect, question);
        break;
    case DETECT_DONE:
        break;
    }
}

/* --- what is shown --- */

/* A wall of registers: each scan row a row of both halves. */
static void wire_registers(const struct detect *detect, const struct detect_question *question,
                           int step, int scan, struct config_panel *wall)
{
    const struct panel_wiring *of = &detect->known.chips[question->chip[step]].wiring;
    wall->rows = 2 * scan;
    wall->columns = question->places[step];
    wall->scan = scan;
    wall->multiplex = CONFIG_MULTIPLEX_DIRECT;
    wall->select = (enum config_select)(CONFIG_SELECT_BINARY + question->select[step]);
    bool good = panel_wire_by_keys(wall);
    assert(good);
    (void)good;
    wall->wiring.writes = of->writes;
    memcpy(wall->wiring.write, of->write, sizeof of->write);
    wall->wiring.latch_clocks = of->latch_clocks;
    wall->wiring.inverse = question->inverse[step];
    wall->wiring.falling = question->falling[step];
    wall->apart = question->kind == DETECT_CHIP || question->kind == DETECT_FIRST;
}

static int scan_of(const struct detect *detect, const struct detect_question *question, int select)
{
    const int lines_a_row = 4;
    int scan = most_rows(detect);
    int all = scan > WIRING_SCAN_MAX / 2 ? WIRING_SCAN_MAX : WIRING_SCAN_MAX / 2; /* E or none */
    if (question->kind != DETECT_ROWS && question->kind != DETECT_DOT)
        return all; /* binary, all of it: some row of every panel is chosen then */
    if (select == WIRING_LINE && scan > lines_a_row)
        return lines_a_row;
    if (select == WIRING_SM5266)
        return all; /* so that D and E are driven: they choose the chip */
    return scan < 2 ? 2 : scan;
}

void detect_step(const struct detect *detect, const struct detect_question *question, int step,
                 int walk, const struct config_panel *base, struct config_panel *wall,
                 struct detect_picture *picture)
{
    assert(step >= 0 && step < question->step_count);
    int select = question->select[step];
    int places = question->places[step];
    int scan = scan_of(detect, question, select);
    int rows = fewest_rows(detect);
    assert(rows > 0);
    *wall = *base;
    wall->chain = wall->parallel = wall->fold = 1;
    wall->rotation = 0;
    wall->serpentine = wall->beside = false;
    wall->mirror = CONFIG_MIRROR_NONE;
    wall->order = CONFIG_ORDER_RGB;
    memset(wall->orders, 0, sizeof wall->orders);
    memset(wall->places, 0, sizeof wall->places);
    wall->placed = false;
    wire_registers(detect, question, step, scan, wall);
    *picture = (struct detect_picture){.width = places, .height = wall->rows, .second_y = -1};
    picture->red = question->kind != DETECT_SECOND;
    picture->green = question->kind == DETECT_SECOND || question->kind >= DETECT_ROWS;
    picture->blue = question->kind >= DETECT_ROWS;
    if (question->kind < DETECT_ROWS)
        return;
    picture->height = 1;
    picture->y = question->kind == DETECT_ROWS ? walk % rows : question->row;
    picture->second_y = question->kind == DETECT_ROWS ? picture->y + scan : -1;
    if (question->kind == DETECT_DOT) {
        picture->x = places - 1 - question->place;
        picture->width = 1;
    }
}

/* --- answers --- */

static void keep_size(struct detect *detect, const struct detect_option *option)
{
    detect->columns = option->x;
    detect->rows = option->y;
    for (int i = 0; i < detect->known.panel_count; i++) {
        const struct panel_wiring *wiring = wiring_of(detect, i);
        detect->possible[i] &= wiring->columns == option->x && wiring->rows == option->y;
    }
}

/* Of chips that are written to, the columns' number was right as well. */
static void keep_chip(struct detect *detect, const struct detect_question *question, int step)
{
    int chip = question->chip[step];
    int places = question->places[step];
    detect->chip = chip;
    detect->inverse = question->inverse[step];
    detect->falling = question->falling[step];
    detect->places = places;
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] && detect->known.chips[chip].wiring.writes > 0)
            detect->possible[i] =
                (places - wiring_registers(wiring_of(detect, i))) % WIRING_WRITE_BITS == 0;
}

static void keep_select(struct detect *detect, int select)
{
    detect->select = select;
    for (int i = 0; i < detect->known.panel_count; i++) {
        struct panel_wiring wiring = *wiring_of(detect, i);
        wiring.select = (uint8_t)select;
        detect->possible[i] &= wiring_check(&wiring).fault == WIRING_IS_WHOLE;
    }
}

/* Which colour the line lights; two that light for it say that the third is its own. All three:
 * nothing is taken but what stands between the data, dark, and it comes in inverted. The line's
 * colour is then still to be asked: -1. */
static int keep_colour(struct detect *detect, int option)
{
    if (option < COLOURS)
        return option;
    detect->inverse = !detect->inverse;
    if (option == WHITE) {
        detect->falling = !detect->falling;
        return -1;
    }
    return option - COLOURS;
}

/* Those whose LED stands there; of no_led, those out of which the dot was shifted. */
static void keep_dot(struct detect *detect, const struct detect_question *question, int x, int y)
{
    for (int i = 0; i < detect->known.panel_count; i++) {
        if (!detect->possible[i])
            continue;
        struct wiring_led led = led_of(detect, i, question->place, question->row);
        detect->possible[i] = led.x == x && led.y == y;
    }
}

/* Whether a dot that is nowhere to be seen tells something. */
static bool may_leave(const struct detect *detect, const struct detect_question *question)
{
    for (int i = 0; i < detect->known.panel_count; i++)
        if (detect->possible[i] && question->place >= wiring_registers(wiring_of(detect, i)))
            return true;
    return false;
}

static void take_nothing(struct detect *detect, const struct detect_question *question)
{
    if (question->kind == DETECT_CHIP)
        detect->dark = true;
    else if (question->kind == DETECT_DOT && may_leave(detect, question))
        keep_dot(detect, question, no_led.x, no_led.y);
    else
        detect->unsure[question->kind]++; /* something was lit before: it is asked again */
}

void detect_answer(struct detect *detect, const struct detect_question *question, int answer)
{
    assert(answer >= DETECT_CANT_TELL && answer < question->option_count);
    detect->answers++;
    if (answer == DETECT_NOTHING)
        take_nothing(detect, question);
    else if (answer == DETECT_CANT_TELL)
        detect->unsure[question->kind]++;
    else if (question->kind == DETECT_SIZE)
        keep_size(detect, &question->options[answer]);
    else if (question->kind == DETECT_CHIP)
        keep_chip(detect, question, answer);
    else if (question->kind == DETECT_FIRST)
        detect->first = keep_colour(detect, question->options[answer].x);
    else if (question->kind == DETECT_SECOND)
        detect->second = keep_colour(detect, question->options[answer].x);
    else if (question->kind == DETECT_ROWS)
        keep_select(detect, question->select[answer]);
    else if (question->kind == DETECT_DOT)
        keep_dot(detect, question, question->options[answer].x, question->options[answer].y);
}
