/* motograph init: a first configuration, by six questions. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/local.h"
#include "base/memory.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/show_setup.h"
#include "config/board.h"
#include "config/config.h"
#include "config/places.h"
#include "layout/still.h"

#define ANSWER_SIZE 256
#define TRIES 3 /* then it is no person who answers */
#define PICTURE_COLUMNS 80

/* What was answered, as text of a configuration. */
struct answers {
    struct cli *cli;
    FILE *from;        /* NULL: nobody is asked */
    int width, height; /* of one panel, px */
    int across, below; /* panels */
    char board[ANSWER_SIZE];
    int lanes; /* of the board */
    double latitude, longitude;
    char zone[ANSWER_SIZE]; /* "": the system's */
    char feed[ANSWER_SIZE]; /* "": none */
};

/* Two whole numbers with an x between them. */
static bool read_pair(const char *text, int *one, int *other)
{
    char end;
    return sscanf(text, "%d x %d%c", one, other, &end) == 2 && *one > 0 && *other > 0;
}

static bool take_panel(struct answers *answers, const char *text, struct diag *diag)
{
    int width = 0;
    int height = 0;
    if (!read_pair(text, &width, &height) || (height != 16 && height != 32 && height != 64) ||
        width < 8 || width > 256 || width % 8 != 0)
        return diag_error(diag,
                          "\"%s\": columns x rows of one panel are wanted, as 64x32: 16, 32 or 64 "
                          "rows, columns by eights",
                          text);
    answers->width = width;
    answers->height = height;
    return true;
}

static bool take_board(struct answers *answers, const char *text, struct diag *diag)
{
    struct board board = {0};
    if (!board_read(&board, text, diag))
        return false;
    answers->lanes = board.lanes;
    snprintf(answers->board, sizeof answers->board, "%s", text);
    board_finish(&board);
    return true;
}

static bool take_size(struct answers *answers, const char *text, struct diag *diag)
{
    int across = 0;
    int below = 0;
    if (!read_pair(text, &across, &below) || across * below > 32 ||
        across * below * answers->width > 1024)
        return diag_error(diag,
                          "\"%s\": panels beside each other x below each other are wanted, as 2x1; "
                          "at most 32 panels, and 1024 columns in all",
                          text);
    answers->across = across;
    answers->below = below;
    return true;
}

static bool take_place(struct answers *answers, const char *text, struct diag *diag)
{
    double latitude = 0;
    double longitude = 0;
    char end;
    struct place_found place;
    bool numbers = sscanf(text, "%lf , %lf%c", &latitude, &longitude, &end) == 2 ||
                   sscanf(text, "%lf %lf%c", &latitude, &longitude, &end) == 2;
    if (!numbers && strcmp(text, "none") != 0) {
        if (!places_find(text, &place))
            return diag_error(diag,
                              "\"%s\": no city of the time zones (/usr/share/zoneinfo/zone.tab); "
                              "degrees north and east are wanted, as 52.5, 13.4, or none",
                              text);
        latitude = place.latitude;
        longitude = place.longitude;
        snprintf(answers->zone, sizeof answers->zone, "%s", place.zone);
    }
    if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180))
        return diag_error(diag, "\"%s\": -90 to 90 degrees north, -180 to 180 east are wanted",
                          text);
    answers->latitude = latitude;
    answers->longitude = longitude;
    return true;
}

static bool take_zone(struct answers *answers, const char *text, struct diag *diag)
{
    bool system = strcmp(text, "system") == 0;
    if (!system && !local_zone_is_known(text))
        return diag_error(
            diag, "\"%s\": a zone that there is, as Europe/Berlin, or system is wanted", text);
    snprintf(answers->zone, sizeof answers->zone, "%s", system ? "" : text);
    return true;
}

static bool take_feed(struct answers *answers, const char *text, struct diag *diag)
{
    bool none = strcmp(text, "none") == 0;
    if (!none && (strncmp(text, "http://", 7) != 0 || !text[7]) &&
        (strncmp(text, "https://", 8) != 0 || !text[8]))
        return diag_error(diag, "\"%s\": an address (https://...) or none is wanted", text);
    snprintf(answers->feed, sizeof answers->feed, "%s", none ? "" : text);
    return true;
}

/* The line without its end and the blanks around it; false at the end of the input. */
static bool read_answer(FILE *from, char answer[ANSWER_SIZE])
{
    if (!fgets(answer, ANSWER_SIZE, from))
        return false;
    char *start = answer + strspn(answer, " \t");
    size_t length = strcspn(start, "\r\n");
    while (length > 0 && (start[length - 1] == ' ' || start[length - 1] == '\t'))
        length--;
    memmove(answer, start, length);
    answer[length] = '\0';
    return true;
}

static bool say_why(const struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++) {
        int at = fprintf(stderr, "   ");
        columns_print(stderr, diag->messages[i].text, at, at, columns_of(stderr));
    }
    return false;
}

/* Asks until the answer is one; nothing, and the end of the input, is what is in brackets. */
static bool ask(struct answers *answers, const char *question, const char *usual,
                bool (*take)(struct answers *, const char *, struct diag *))
{
    char answer[ANSWER_SIZE];
    for (int i = 0; i < TRIES; i++) {
        struct diag diag = {0};
        bool read = false;
        if (answers->from) {
            printf("%s [%s] ", question, usual);
            fflush(stdout);
            read = read_answer(answers->from, answer);
            if (!read)
                putchar('\n');
        }
        bool good = take(answers, read && *answer ? answer : usual, &diag);
        if (!good && (!answers->from || !read)) {
            diag_take(&answers->cli->diag, &diag);
            return false;
        }
        if (!good)
            say_why(&diag);
        diag_finish(&diag);
        if (good)
            return true;
    }
    return diag_error(&answers->cli->diag, "%d answers that can't be: nothing is written", TRIES);
}

static void list_boards(void *user, const struct data_file *file)
{
    int *column = user;
    *column += printf("%s%s", *column > 60 ? "\n      " : " ", file->name);
    if (*column > 70)
        *column = 6;
}

static bool ask_all(struct answers *answers)
{
    const struct config *config = answers->cli->config;
    char panel[32];
    int column = 9;
    snprintf(panel, sizeof panel, "%dx%d", config->panel.columns, config->panel.rows);
    if (answers->from) {
        columns_end(); /* a question has no line's end, and is to be seen before its answer */
        puts("Six questions; Enter takes what is in brackets.");
        fputs("Boards:", stdout);
        board_each(list_boards, &column, &answers->cli->diag);
        putchar('\n');
    }
    if (!ask(answers, "1. One panel, columns x rows?", panel, take_panel) ||
        !ask(answers, "2. The board between?", config->panel.board, take_board) ||
        !ask(answers, "3. Panels beside x below each other?", "1x1", take_size) ||
        !ask(answers, "4. Where does it stand (a city, or degrees north, east)?", "none",
             take_place))
        return false;
    char zone[ANSWER_SIZE];
    snprintf(zone, sizeof zone, "%s", *answers->zone ? answers->zone : "system");
    return ask(answers, "5. Its time zone?", zone, take_zone) &&
           ask(answers, "6. A feed of news (its address; noted, and not read yet)?", "none",
               take_feed);
}

static void write_panel(const struct answers *answers, FILE *out)
{
    bool lanes = answers->below <= answers->lanes;
    fprintf(out,
            "# One panel: its LEDs, and the board that drives it (motograph boards lists them).\n"
            "panel = {\n    columns = %d;\n    rows = %d;\n    board = \"%s\";\n",
            answers->width, answers->height, answers->board);
    fprintf(out,
            "    # %d beside each other, %d below: each chain on lines of its own, or folded.\n",
            answers->across, answers->below);
    if (lanes)
        fprintf(out, "    chain = %d;\n    parallel = %d;\n", answers->across, answers->below);
    else
        fprintf(out, "    chain = %d;\n    fold = %d;\n", answers->across * answers->below,
                answers->below);
    fputs("    # Percent of the light that there is.\n    brightness = 60;\n};\n\n", out);
}

static void write_schedule(const struct answers *answers, FILE *out)
{
    fputs("# When, and how bright. Dayparts know sunset where the place is known:\n"
          "#   dayparts = \"night: 23:00-06:00 dark; evening: sunset-23:00 brightness 40\";\n"
          "schedule = {\n",
          out);
    fprintf(out,
            "    # Degrees north and east; both 0: not known.\n    latitude = %.4f;\n"
            "    longitude = %.4f;\n",
            answers->latitude, answers->longitude);
    fprintf(out, "    # \"\" is the system's.\n    time_zone = \"%s\";\n};\n", answers->zone);
}

static void write_all(const struct answers *answers, FILE *out)
{
    fputs("# Motograph's configuration, by motograph init. What is left out has its default;\n"
          "# motograph check-config --sample prints every key, explained. After a change:\n"
          "# motograph check-config, then motograph reload.\n\n",
          out);
    write_panel(answers, out);
    write_schedule(answers, out);
    if (*answers->feed)
        fprintf(out,
                "\n# A feed that was named; articles come by motograph import until feeds are "
                "read:\n#   %s\n",
                answers->feed);
}

/* What was written is read as any configuration is, and has to pass. */
static bool check_written(struct cli *cli, const char *path)
{
    struct cli_source source = {.path = path};
    struct config *config = memory_alloc(1, sizeof *config);
    bool good = cli_configure(&source, config, &cli->diag);
    configuration_finish(cli->config);
    free(cli->config);
    cli->config = config;
    return good;
}

static bool make_folders(const char *path, struct diag *diag)
{
    char *folder = memory_copy_string(path);
    bool good = true;
    for (char *slash = strchr(folder + 1, '/'); slash && good; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(folder, 0777) == 0 || errno == EEXIST ||
               diag_error(diag, "%s: %s", folder, strerror(errno));
        *slash = '/';
    }
    free(folder);
    return good;
}

/* Never over what is there. */
static bool write_file(struct cli *cli, const struct answers *answers, const char *path)
{
    if (!make_folders(path, &cli->diag))
        return false;
    FILE *out = fopen(path, "wxe");
    if (!out)
        return errno == EEXIST
                   ? diag_error(&cli->diag,
                                "%s: there is a configuration already, and it stays; motograph "
                                "init FILE writes another one",
                                path)
                   : diag_error(&cli->diag, "%s: %s", path, strerror(errno));
    write_all(answers, out);
    bool good = !ferror(out);
    good = fclose(out) == 0 && good;
    return good || diag_error(&cli->diag, "%s: %s", path, strerror(errno));
}

/* Whether any LED of a square of so many is lit; none is below the wall. */
static bool is_lit(const struct frame *frame, int left, int top, int size)
{
    for (int y = top; y < top + size && y < frame->height; y++)
        for (int x = left; x < left + size && x < frame->width; x++) {
            const uint8_t *pixel = frame_pixel(frame, x, y);
            if (pixel[0] > 0 || pixel[1] > 0 || pixel[2] > 0)
                return true;
        }
    return false;
}

/* Two rows a line; a wall wider than a terminal at fewer columns. */
static void print_frame(const struct frame *frame)
{
    static const char *const blocks[] = {" ", "▀", "▄", "█"};
    int step = (frame->width + PICTURE_COLUMNS - 1) / PICTURE_COLUMNS;
    for (int y = 0; y < frame->height; y += 2 * step) {
        for (int x = 0; x < frame->width; x += step)
            fputs(blocks[is_lit(frame, x, y, step) + 2 * is_lit(frame, x, y + step, step)], stdout);
        putchar('\n');
    }
}

static bool show_picture(struct cli *cli)
{
    int width = 0;
    int height = 0;
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    bool good = fonts && cli_wall_size(cli->config, &width, &height, &cli->diag);
    struct scene *scene =
        good ? still_text(cli->config, fonts, "Now", width, height, &cli->diag) : NULL;
    if (scene) {
        struct frame frame;
        frame_init(&frame, scene->width, scene->height);
        scene_draw(scene, 0, &frame);
        print_frame(&frame);
        frame_finish(&frame);
        scene_unref(scene);
    }
    fonts_close(fonts);
    return scene != NULL;
}

static bool is_usual(const char *path)
{
    char *usual = configuration_default_path();
    bool same = usual && strcmp(usual, path) == 0;
    free(usual);
    return same;
}

static bool write_and_show(struct cli *cli, const struct answers *answers, const char *path)
{
    if (!write_file(cli, answers, path))
        return false;
    if (!check_written(cli, path)) {
        unlink(path);
        return false;
    }
    bool good = cli->json || show_picture(cli);
    if (cli->json) {
        cli_print_json(json_pack("{s:s}", "config", path));
    } else {
        const char *option = is_usual(path) ? "" : " -c ";
        const char *name = *option ? path : "";
        printf("%s is written. Next:\n  motograph add \"Open house on Sunday\"%s%s\n  motograph "
               "run%s%s\n",
               path, option, name, option, name);
    }
    return good;
}

static int run(struct cli *cli)
{
    bool asks = !cli_value(cli, "defaults");
    struct answers answers = {.cli = cli, .from = asks ? stdin : NULL};
    char *usual = configuration_own_path();
    const char *path = cli->argument_count > 0 ? cli->arguments[0] : usual;
    bool free_place =
        access(path, F_OK) != 0 ||
        diag_error(&cli->diag,
                   "%s: there is a configuration already, and it stays; motograph init FILE "
                   "writes another one",
                   path);
    bool good = free_place && ask_all(&answers) && write_and_show(cli, &answers, path);
    free(usual);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_init = {
    .name = "init",
    .arguments = "[FILE]",
    .help = "writes a first configuration, by six questions",
    .most = 1,
    .options = {{"defaults", NULL, "asks nothing", 0}},
    .run = run,
};
