#include "cli/detect.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/loop.h"
#include "cli/outputs.h"
#include "config/config.h"
#include "config/panel_file.h"
#include "config/schema.h"
#include "hub75/detect.h"
#include "hub75/detect_known.h"
#include "output/output.h"

#define ANSWER_SIZE 128
/* How long a step is seen by a person, each row of a walk, and each of both by nobody. */
#define STEP_NS (3 * CLOCK_NS_PER_S)
#define ROW_NS (CLOCK_NS_PER_S / 4)
#define UNSEEN_NS (CLOCK_NS_PER_S / 10)
#define TRIES 3 /* then it is no person who answers */

struct asking {
    struct cli *cli;
    const char *spec;
    FILE *file; /* of the answers; NULL: a person at the terminal */
    const char *name;
    int line; /* of the file */
    struct detect_known known;
    struct detect detect;
    struct detect_question question;
    struct config config; /* the command's, with the wall of a step; owns nothing */
    struct clock clock;
    struct loop *loop;
    struct loop_timer *timer;
    struct output *output;
    int step, walk;
    int64_t next_ns;
    char answer[ANSWER_SIZE];
    bool answered, stopped, failed;
};

/* --- what is shown --- */

static void put_rectangle(struct scene *scene, int x, int y, int width, int height,
                          struct config_colour colour)
{
    scene_add_zone(scene, x, y, width, height, NULL)->background = colour;
}

/* The last picture: each edge and corner has its own look. */
static void draw_check(struct scene *scene)
{
    const struct config_colour white = {255, 255, 255};
    int right = scene->width - 1;
    int low = scene->height - 1;
    int side = scene->height / 4;
    put_rectangle(scene, 0, 0, scene->width, 1, white);
    put_rectangle(scene, 0, low, scene->width, 1, white);
    put_rectangle(scene, 0, 0, 1, scene->height, white);
    put_rectangle(scene, right, 0, 1, scene->height, white);
    put_rectangle(scene, 1, 1, side, side, (struct config_colour){255, 0, 0});
    put_rectangle(scene, right - side, 1, side, side, (struct config_colour){0, 255, 0});
    put_rectangle(scene, 1, low - side, side, side, (struct config_colour){0, 0, 255});
}

/* The panel as it was found, as keys and a wiring. */
static void wire_found(const struct asking *asking, struct config_panel *wall)
{
    const struct detect *detect = &asking->detect;
    const struct panel_wiring *chip = &asking->known.chips[detect->chip].wiring;
    wall->wiring = asking->known.panels[detect_panel(detect)].wiring;
    wall->wiring.select = (uint8_t)detect->select;
    wall->wiring.writes = chip->writes;
    memcpy(wall->wiring.write, chip->write, sizeof chip->write);
    wall->wiring.latch_clocks = chip->latch_clocks;
    wall->wiring.inverse = detect->inverse;
    wall->wiring.falling = detect->falling;
    wall->apart = false;
    wall->rows = wall->wiring.rows;
    wall->columns = wall->wiring.columns;
    wall->scan = wall->wiring.scan;
    wall->order =
        detect_order(detect) < 0 ? CONFIG_ORDER_RGB : (enum config_order)detect_order(detect);
}

/* The wall of the step at hand, and its picture. */
static struct scene *make_scene(struct asking *asking, int64_t now_ns)
{
    struct config_panel *wall = &asking->config.panel;
    struct detect_picture picture;
    bool check = asking->question.kind == DETECT_DONE;
    if (check)
        wire_found(asking, wall);
    else
        detect_step(&asking->detect, &asking->question, asking->step, asking->walk, wall, wall,
                    &picture);
    struct scene *scene = scene_create(wall->columns, wall->rows, now_ns);
    if (check) {
        draw_check(scene);
        return scene;
    }
    const struct config_colour colour = {picture.red ? 255 : 0, picture.green ? 255 : 0,
                                         picture.blue ? 255 : 0};
    put_rectangle(scene, picture.x, picture.y, picture.width, picture.height, colour);
    if (picture.second_y >= 0)
        put_rectangle(scene, picture.x, picture.second_y, picture.width, picture.height, colour);
    return scene;
}

static bool close_output(struct asking *asking)
{
    bool good = !asking->output || asking->output->ops->close(asking->output, &asking->cli->diag);
    asking->output = NULL;
    return good;
}

static int64_t span_ns(const struct asking *asking)
{
    if (asking->file)
        return UNSEEN_NS;
    return asking->question.kind == DETECT_ROWS ? ROW_NS : STEP_NS;
}

/* Another step has another wall: its output is opened anew. */
static bool show_step(struct asking *asking, int64_t now_ns)
{
    struct scene *scene = make_scene(asking, now_ns);
    bool good = asking->walk > 0 || close_output(asking);
    if (good && !asking->output)
        asking->output = output_open(asking->spec, &asking->config, &asking->clock, scene->width,
                                     scene->height, &asking->cli->diag);
    if (good && asking->output)
        asking->output->ops->show(asking->output, scene);
    scene_unref(scene);
    if (!asking->file && asking->walk == 0 && asking->question.step_count > 1) {
        printf("\r   step %d of %d > ", asking->step + 1, asking->question.step_count);
        fflush(stdout);
    }
    asking->next_ns = now_ns + span_ns(asking);
    return good && asking->output;
}

/* To the next picture; false after the last one. */
static bool go_on(struct asking *asking)
{
    if (++asking->walk < asking->question.walk)
        return true;
    asking->walk = 0;
    asking->step++;
    return asking->step < asking->question.step_count;
}

static void tick(void *user, int64_t now_ns)
{
    struct asking *asking = user;
    if (now_ns >= asking->next_ns) {
        bool more = go_on(asking);
        bool again = !asking->file;
        asking->step = more ? asking->step : 0;
        if (!more && !again) {
            loop_stop(asking->loop);
            return;
        }
        bool stands = again && asking->question.step_count <= 1 && asking->question.walk == 0;
        if (stands)
            asking->next_ns = now_ns + STEP_NS;
        else if (!show_step(asking, now_ns)) {
            asking->failed = true;
            loop_stop(asking->loop);
            return;
        }
    }
    int64_t wanted = asking->output->ops->advance(asking->output, now_ns);
    wanted = wanted < asking->next_ns ? wanted : asking->next_ns;
    loop_set_timer(asking->timer, wanted > now_ns ? wanted : now_ns);
}

static void hear(void *user, int fd, uint32_t events)
{
    struct asking *asking = user;
    ssize_t length = read(fd, asking->answer, sizeof asking->answer - 1);
    (void)events;
    asking->answer[length > 0 ? length : 0] = '\0';
    asking->stopped |= length <= 0;
    asking->answered = true;
    loop_stop(asking->loop);
}

static void interrupt(void *user, int number)
{
    struct asking *asking = user;
    (void)number;
    asking->stopped = true;
    loop_stop(asking->loop);
}

/* Shows all steps once, or again and again until somebody answers. */
static bool show_until_answered(struct asking *asking)
{
    int64_t now_ns = clock_monotonic_ns(&asking->clock);
    asking->step = asking->walk = 0;
    if (!show_step(asking, now_ns))
        return false;
    loop_set_timer(asking->timer, now_ns);
    int error = loop_run(asking->loop);
    return close_output(asking) && error == 0 && !asking->failed;
}

/* --- what is asked --- */

static const char *const questions[] = {
    [DETECT_SIZE] = "How many LEDs has one panel? Count them, or read its back (64x32).",
    [DETECT_CHIP] = "The panel is tried with one start sequence after the other. At which step "
                    "does anything light first?",
    [DETECT_FIRST] = "One colour is on. Which one do you see? (A mixed one says that colours come "
                     "in inverted.)",
    [DETECT_SECOND] = "Another colour is on. Which one do you see?",
    [DETECT_ROWS] = "At which step, first, do lines walk evenly over the panel, whole lines and "
                    "nothing else (several at once, up or down)?",
    [DETECT_DOT] = "One white dot is on. Where, counted from the top left corner?",
    [DETECT_DONE] = "A white frame on all four edges; a red square at the top left, green at the "
                    "top right, blue at the bottom left, is it so?",
};

/* A text in lines that a narrow terminal has room for. */
static void print_wrapped(const char *text)
{
    const int most = 72;
    int column = 0;
    for (const char *word = text; *word; word += strspn(word, " ")) {
        int length = (int)strcspn(word, " ");
        if (column + length > most) {
            fputs("\n   ", stdout);
            column = 0;
        }
        printf("%s%.*s", column ? " " : "", length, word);
        column += length + 1;
        word += length;
    }
    puts("");
}

static void print_question(const struct asking *asking)
{
    const struct detect_question *question = &asking->question;
    bool steps = question->kind == DETECT_CHIP || question->kind == DETECT_ROWS;
    printf("\n%d. ", asking->detect.answers + 1);
    print_wrapped(questions[question->kind]);
    if (steps)
        printf("   1 to %d  the number of that step\n", question->option_count);
    for (int i = 0; i < question->option_count && !steps; i++)
        printf("   %2d  %s\n", i + 1, question->options[i].text);
    if (question->kind == DETECT_DONE)
        puts("    1  yes\n    2  no");
    else if (question->kind != DETECT_SIZE)
        puts("    0  nothing is lit");
    puts("    ?  I can't tell");
    if (!asking->file && question->step_count <= 1)
        fputs("   > ", stdout);
    fflush(stdout);
}

/* A line of the file that is neither blank nor a comment. */
static bool read_line(struct asking *asking)
{
    while (fgets(asking->answer, sizeof asking->answer, asking->file)) {
        asking->line++;
        const char *start = asking->answer + strspn(asking->answer, " \t");
        if (*start != '#' && *start != '\n')
            return true;
    }
    return diag_add_at(&asking->cli->diag, DIAG_ERROR, asking->name, asking->line,
                       "no answer to question %d is left: %s", asking->detect.answers + 1,
                       questions[asking->question.kind]);
}

static bool parse(const struct asking *asking, int *answer)
{
    const struct detect_question *question = &asking->question;
    int count = question->kind == DETECT_DONE ? 2 : question->option_count;
    int columns = 0;
    int rows = 0;
    int number = 0;
    char end;
    if (sscanf(asking->answer, " ? %c", &end) == EOF && strchr(asking->answer, '?')) {
        *answer = DETECT_CANT_TELL;
        return true;
    }
    if (sscanf(asking->answer, "%d x %d %c", &columns, &rows, &end) == 2) {
        for (int i = 0; i < count && question->kind == DETECT_SIZE; i++)
            if (question->options[i].x == columns && question->options[i].y == rows) {
                *answer = i;
                return true;
            }
        return false;
    }
    bool dark = question->kind != DETECT_SIZE && question->kind != DETECT_DONE;
    if (sscanf(asking->answer, "%d %c", &number, &end) != 1 || number < !dark || number > count)
        return false;
    *answer = number - 1; /* 0: DETECT_NOTHING */
    return true;
}

static bool tell_wrong(struct asking *asking)
{
    char *text = asking->answer;
    text[strcspn(text, "\r\n")] = '\0';
    int count = asking->question.kind == DETECT_DONE ? 2 : asking->question.option_count;
    if (asking->file)
        return diag_add_at(&asking->cli->diag, DIAG_ERROR, asking->name, asking->line,
                           "found \"%s\"; allowed: a number of the list, 1 to %d, 0 or ?", text,
                           count);
    fprintf(stderr, "   found \"%s\"; allowed: a number of the list, 1 to %d, 0 or ?\n", text,
            count);
    return false;
}

/* Shows the question and takes its answer. False with an error, or when it was interrupted. */
static bool ask(struct asking *asking, int *answer)
{
    bool lit = asking->question.kind != DETECT_SIZE;
    for (int i = 0; i < TRIES && !asking->stopped; i++) {
        asking->answered = false;
        print_question(asking);
        if (lit && !show_until_answered(asking))
            return false;
        if (asking->file && !read_line(asking))
            return false;
        if (!asking->file && !lit && !fgets(asking->answer, sizeof asking->answer, stdin))
            asking->stopped = true;
        if (!asking->stopped && parse(asking, answer))
            return true;
        if (!asking->stopped && !tell_wrong(asking) && asking->file)
            return false;
    }
    return diag_error(&asking->cli->diag, asking->stopped ? "ended before the panel was found"
                                                          : "three answers that can't be");
}

/* --- what was found --- */

static bool is_same_chip(const struct panel_wiring *one, const struct panel_wiring *other)
{
    bool same = one->writes == other->writes && one->latch_clocks == other->latch_clocks;
    for (int i = 0; same && i < one->writes; i++)
        same = one->write[i].bits == other->write[i].bits &&
               one->write[i].latched == other->write[i].latched;
    return same;
}

/* The chip to name; NULL: the panel's file has it. */
static const char *own_chip(const struct asking *asking, int panel)
{
    const struct detect_chip *chip = &asking->known.chips[asking->detect.chip];
    return is_same_chip(&asking->known.panels[panel].wiring, &chip->wiring) ? NULL : chip->name;
}

/* What of the lines the named panel and chip do not say. */
static void print_lines(const struct asking *asking, const struct panel_wiring *panel,
                        const char *chip)
{
    const struct detect *detect = &asking->detect;
    const struct panel_wiring *chips = &asking->known.chips[detect->chip].wiring;
    if (detect->inverse != panel->inverse)
        printf("    inverse = \"%s\";\n", detect->inverse ? "yes" : "no");
    if (detect->falling != (chip ? chips->falling : panel->falling))
        printf("    clock = \"%s\";\n", detect->falling ? "falling" : "rising");
}

/* The lines for the configuration. */
static void print_found(const struct asking *asking, int panel)
{
    const struct detect *detect = &asking->detect;
    const char *chip = own_chip(asking, panel);
    int order = detect_order(detect);
    puts("\npanel = {");
    printf("    model = \"%s\";\n", asking->known.panels[panel].name);
    if (order >= 0)
        printf("    order = \"%s\";\n", panel_order_names[order]);
    else
        puts("    # order: not found; `motograph pattern colours` shows it");
    if (chip)
        printf("    driver = \"%s\";\n", chip);
    if (detect->select != asking->known.panels[panel].wiring.select)
        printf("    select = \"%s\";\n", panel_select_name((enum wiring_select)detect->select));
    print_lines(asking, &asking->known.panels[panel].wiring, chip);
    puts("};");
}

static void print_others(const struct asking *asking, int named)
{
    for (int i = 0; i < asking->known.panel_count; i++)
        if (asking->detect.possible[i] && i != named)
            printf("# it may also be %s\n", asking->known.panels[i].name);
}

static bool tell_dark(struct asking *asking)
{
    if (!asking->detect.dark && asking->detect.chip < 0)
        return diag_error(&asking->cli->diag,
                          "the panel was not found: without its size and a step at which it lights "
                          "nothing can be told");
    return diag_error(
        &asking->cli->diag,
        "nothing ever lit: look at the 5 V supply, the input side of the panel (arrows on its "
        "back), OE, LAT and CLK (`motograph boards NAME`). Chips that make their own grey (their "
        "names: `motograph panels --chips`) stay dark, too: a receiving card drives those");
}

/* The last picture, and the lines. */
static bool conclude(struct asking *asking)
{
    int answer = DETECT_CANT_TELL;
    int panel = detect_panel(&asking->detect);
    if (asking->detect.chip < 0)
        return tell_dark(asking);
    if (panel < 0 || asking->detect.select < 0)
        return diag_error(&asking->cli->diag,
                          "no panel that is known looks like this: `motograph panels` lists them, "
                          "boards/panels/README.md tells how to describe another");
    if (!ask(asking, &answer))
        return false;
    if (answer == 1)
        return diag_error(&asking->cli->diag,
                          "%s was found, and does not look right: no panel "
                          "that is known, or an answer was another one",
                          asking->known.panels[panel].name);
    print_found(asking, panel);
    print_others(asking, panel);
    return true;
}

static bool ask_all(struct asking *asking)
{
    detect_ask(&asking->detect, &asking->question);
    while (asking->question.kind != DETECT_DONE) {
        int answer = DETECT_CANT_TELL;
        if (!ask(asking, &answer))
            return false;
        detect_answer(&asking->detect, &asking->question, answer);
        detect_ask(&asking->detect, &asking->question);
    }
    return conclude(asking);
}

static bool open_answers(struct asking *asking)
{
    asking->name = cli_value(asking->cli, "answers");
    if (asking->name)
        asking->file = strcmp(asking->name, "-") == 0 ? stdin : fopen(asking->name, "r");
    if (asking->name && !asking->file)
        return diag_add_at(&asking->cli->diag, DIAG_ERROR, asking->name, 0, "%s", strerror(errno));
    return asking->name || isatty(STDIN_FILENO) ||
           diag_error(&asking->cli->diag,
                      "motograph pattern detect asks on a terminal; where there "
                      "is none --answers FILE has the answers, a line each");
}

static bool open_loop(struct asking *asking)
{
    if (output_has(asking->spec, OUTPUT_SIMULATED))
        clock_init_simulated(&asking->clock, 0);
    else
        clock_init_real(&asking->clock);
    asking->loop = loop_create(&asking->clock);
    if (!asking->loop)
        return diag_error(&asking->cli->diag, "the event loop can't be made");
    asking->timer = loop_add_timer(asking->loop, tick, asking);
    loop_add_signal(asking->loop, SIGINT, interrupt, asking);
    loop_add_signal(asking->loop, SIGTERM, interrupt, asking);
    return asking->file || loop_add_fd(asking->loop, STDIN_FILENO, EPOLLIN, hear, asking) == 0;
}

int detect_run(struct cli *cli, const char *spec)
{
    struct asking asking = {.cli = cli, .spec = spec, .config = *cli->config};
    bool good =
        open_answers(&asking) && detect_known_load(&asking.known, &cli->diag) && open_loop(&asking);
    if (good) {
        detect_init(&asking.detect, &asking.known);
        good = ask_all(&asking);
    }
    close_output(&asking);
    loop_destroy(asking.loop);
    detect_known_finish(&asking.known);
    if (asking.file && asking.file != stdin)
        fclose(asking.file);
    return good ? CLI_DONE : CLI_FAULT;
}
