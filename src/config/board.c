#include "config/board.h"

#include <errno.h>
#include <libconfig.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "setting.h"
#include "tree.h"

#define BOARDS "boards" /* a kind of data */
#define BOARD_ENDING ".board"
#define OFFSET_MAX 511 /* no chip here has more lines */
#define COLOURS 6      /* of a lane */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const line_names[BOARD_LINES] = {
    "R1",   "G1",   "B1",   "R2",   "G2",   "B2",   "A",    "B",    "C",
    "D",    "E",    "CLK",  "LAT",  "OE",   "R1.2", "G1.2", "B1.2", "R2.2",
    "G2.2", "B2.2", "R1.3", "G1.3", "B1.3", "R2.3", "G2.3", "B2.3",
};

const char *board_line_name(enum board_line line)
{
    return line_names[line];
}

static bool tell(const struct board *board, const config_setting_t *setting, struct diag *diag,
                 const char *what)
{
    int line = setting ? (int)config_setting_source_line(setting) : 0;
    return diag_add_at(diag, DIAG_ERROR, board->file, line, "%s", what);
}

static bool tell_line(const struct board *board, const config_setting_t *setting, int line,
                      struct diag *diag, const char *what)
{
    char *text = memory_format("%s: %s", line_names[line], what);
    tell(board, setting, diag, text);
    free(text);
    return false;
}

static char *take_text(const config_t *file, const char *key)
{
    const char *text = NULL;
    config_lookup_string(file, key, &text);
    return memory_copy_string(text);
}

static bool read_chips(struct board *board, const config_t *file, struct diag *diag)
{
    const config_setting_t *chips = config_lookup(file, "chips");
    int count = chips ? config_setting_length(chips) : 0;
    if (count < 1 || count > BOARD_CHIPS_MAX)
        return tell(board, chips, diag, "chips: a list of 1 to 8 labels is wanted");
    for (int i = 0; i < count; i++) {
        const char *label = config_setting_get_string_elem(chips, i);
        if (!label || !*label)
            return tell(board, chips, diag, "chips: a label is a text in quotation marks");
        board->chips[board->chip_count++] = memory_copy_string(label);
    }
    return true;
}

static bool knows(const struct board *board, const config_setting_t *group,
                  const char *const *names, size_t count, struct diag *diag)
{
    const struct setting_group in = {group, board->file, diag};
    return setting_knows(&in, names, count);
}

/* `N`, `"NAME"`, or `{ chip = N; offset = N; }` with name in place of offset. */
static bool read_pin(struct board *board, const config_setting_t *setting, struct board_pin *pin)
{
    const char *name = NULL;
    *pin = (struct board_pin){.chip = 0, .offset = -1};
    if (config_setting_is_group(setting)) {
        config_setting_lookup_int(setting, "chip", &pin->chip);
        config_setting_lookup_int(setting, "offset", &pin->offset);
        config_setting_lookup_string(setting, "name", &name);
    } else if (config_setting_type(setting) == CONFIG_TYPE_INT) {
        pin->offset = config_setting_get_int(setting);
    } else {
        name = config_setting_get_string(setting);
    }
    pin->name = memory_copy_string(name);
    bool known = name ? *name != '\0' : (pin->offset >= 0 && pin->offset <= OFFSET_MAX);
    return known && pin->chip >= 0 && (size_t)pin->chip < board->chip_count;
}

static bool same_pin(const struct board_pin *a, const struct board_pin *b)
{
    if (a->chip != b->chip || a->chip < 0)
        return false;
    if (a->name || b->name)
        return a->name && b->name && strcmp(a->name, b->name) == 0;
    return a->offset == b->offset;
}

static bool take_pin(struct board *board, const config_setting_t *setting, int line,
                     struct diag *diag)
{
    static const char *const names[] = {"chip", "offset", "name"};
    struct board_pin pin;
    if (config_setting_is_group(setting) && !knows(board, setting, names, COUNT(names), diag))
        return false;
    if (!read_pin(board, setting, &pin)) {
        free(pin.name);
        return tell_line(
            board, setting, line, diag,
            "an offset, a name, or { chip = N; offset = N; } of a known chip is wanted");
    }
    for (int other = 0; other < BOARD_LINES; other++)
        if (same_pin(&board->pins[other], &pin)) {
            char *what = memory_format("the line is used by %s already", line_names[other]);
            tell_line(board, setting, line, diag, what);
            free(what);
            free(pin.name);
            return false;
        }
    board->pins[line] = pin;
    return true;
}

/* A group's lines; `first` is the connector's line of its first name, `count`
 * how many of the names it may have. */
static bool read_lines(struct board *board, const config_setting_t *group, int first, int count,
                       struct diag *diag)
{
    bool good = true;
    for (int i = 0; i < config_setting_length(group); i++) {
        const config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
        int line = 0;
        while (line < count && strcmp(line_names[line], config_setting_name(setting)) != 0)
            line++;
        if (line == count)
            good = tell(board, setting, diag,
                        "no such line; the connector has R1 G1 B1 R2 G2 B2 A B C D E CLK LAT OE");
        else
            good &= take_pin(board, setting, first + line, diag);
    }
    return good;
}

static bool check_complete(const struct board *board, int first, int count,
                           const config_setting_t *group, struct diag *diag)
{
    bool good = true;
    for (int line = first; line < first + count; line++) {
        bool optional = line == BOARD_D || line == BOARD_E; /* panels of few rows */
        if (board->pins[line].chip < 0 && !optional)
            good = tell_line(board, group, line, diag, "is missing");
    }
    return good;
}

static bool read_lane(struct board *board, const config_t *file, int lane, struct diag *diag)
{
    static const char *const names[BOARD_LANES_MAX] = {"lines", "lane2", "lane3"};
    static const int firsts[BOARD_LANES_MAX] = {BOARD_R1, BOARD_LANE2, BOARD_LANE3};
    const config_setting_t *group = config_lookup(file, names[lane]);
    int count = lane == 0 ? (int)BOARD_OE + 1 : COLOURS;
    if (!group)
        return lane > 0 || tell(board, NULL, diag, "lines: missing");
    if (!config_setting_is_group(group))
        return tell(board, group, diag, "lines in braces are wanted: { R1 = 11; G1 = 27; ... }");
    if (board->lanes < lane)
        return tell(board, group, diag, "there is a third lane (lane3), but no second one (lane2)");
    board->lanes = lane + 1;
    return read_lines(board, group, firsts[lane], count, diag) &&
           check_complete(board, firsts[lane], count, group, diag);
}

/* `shared = ( { pins = [ N, ... ]; by = "what uses them, and how to turn it off"; }, ... )`
 * of the first chip's offsets. */
static bool read_shared(struct board *board, const config_t *file, struct diag *diag)
{
    const config_setting_t *list = config_lookup(file, "shared");
    for (int i = 0; list && i < config_setting_length(list); i++) {
        const config_setting_t *entry = config_setting_get_elem(list, (unsigned)i);
        const config_setting_t *pins = config_setting_get_member(entry, "pins");
        static const char *const names[] = {"pins", "by"};
        const char *by = NULL;
        if (!pins || !config_setting_lookup_string(entry, "by", &by))
            return tell(board, entry, diag,
                        "shared: { pins = [ N, ... ]; by = \"...\"; } is wanted");
        if (!knows(board, entry, names, COUNT(names), diag))
            return false;
        for (int k = 0; k < config_setting_length(pins); k++)
            for (int line = 0; line < BOARD_LINES; line++)
                if (board->pins[line].chip == 0 && !board->shared[line] &&
                    board->pins[line].offset == config_setting_get_int_elem(pins, k))
                    board->shared[line] = memory_copy_string(by);
    }
    return true;
}

/* That of the board's file, whose names are all known. */
static bool read_pull(struct board *board, const config_t *file, struct diag *diag)
{
    static const char *const pulls[] = {"unknown", "up", "down", "none"};
    static const char *const names[] = {"title", "aliases", "source", "tested", "note",  "oe_pull",
                                        "chips", "lines",   "lane2",  "lane3",  "shared"};
    const struct setting_group in = {config_root_setting(file), board->file, diag};
    int pull = BOARD_PULL_UNKNOWN;
    bool good = setting_knows(&in, names, COUNT(names));
    good &= setting_choice(&in, "oe_pull", pulls, COUNT(pulls), &pull);
    board->oe_pull = (enum board_pull)pull;
    return good;
}

static bool read_board(struct board *board, const config_t *file, struct diag *diag)
{
    board->title = take_text(file, "title");
    board->source = take_text(file, "source");
    board->tested = take_text(file, "tested");
    board->note = take_text(file, "note");
    if (!read_pull(board, file, diag))
        return false;
    if (!board->title || !board->source || !board->tested)
        return tell(board, NULL, diag, "title, source and tested are wanted");
    bool good =
        aliases_take(&board->aliases, file, board->file, diag) && read_chips(board, file, diag);
    for (int lane = 0; good && lane < BOARD_LANES_MAX; lane++)
        good = read_lane(board, file, lane, diag);
    return good && read_shared(board, file, diag);
}

/* Of a board that is nowhere: where the shipped one would be. */
static char *path_of(const char *name)
{
    if (strchr(name, '/'))
        return memory_copy_string(name);
    char *found = alias_find(BOARDS, name, BOARD_ENDING);
    return found ? found : memory_format("%s/%s/%s%s", data_folder(), BOARDS, name, BOARD_ENDING);
}

static char *name_of(const char *path)
{
    char *copy = memory_copy_string(path);
    char *name = memory_copy_string(basename(copy));
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    free(copy);
    return name;
}

static void add_name(void *user, const struct data_file *file)
{
    char **list = user;
    char *longer = memory_format("%s%s%s", *list ? *list : "", *list ? ", " : "", file->name);
    free(*list);
    *list = longer;
}

static bool can_be_read(const char *name, const char *path, struct diag *diag)
{
    if (access(path, R_OK) == 0)
        return true;
    if (strchr(name, '/') || errno != ENOENT)
        return diag_add_at(diag, DIAG_ERROR, path, 0, "%s", strerror(errno));
    char *list = NULL;
    struct diag ignored = {0};
    board_each(add_name, &list, &ignored);
    diag_finish(&ignored);
    diag_error(diag, "panel.board: there is no board \"%s\"; there are: %s", name,
               list ? list : "none");
    free(list);
    return false;
}

bool board_read(struct board *board, const char *name, struct diag *diag)
{
    *board = (struct board){.file = path_of(name)};
    board->name = name_of(board->file);
    for (int line = 0; line < BOARD_LINES; line++)
        board->pins[line].chip = -1;
    config_t file;
    config_init(&file);
    bool good = can_be_read(name, board->file, diag) &&
                tree_open(&file, board->file, "a board's file", diag) &&
                read_board(board, &file, diag);
    config_destroy(&file);
    if (!good)
        board_finish(board);
    return good;
}

void board_finish(struct board *board)
{
    free(board->file);
    free(board->name);
    free(board->title);
    free(board->source);
    free(board->tested);
    free(board->note);
    aliases_finish(&board->aliases);
    for (size_t i = 0; i < board->chip_count; i++)
        free(board->chips[i]);
    for (int line = 0; line < BOARD_LINES; line++)
        free(board->pins[line].name);
    for (int line = 0; line < BOARD_LINES; line++)
        free(board->shared[line]);
    *board = (struct board){0};
}

bool board_each(void (*fn)(void *user, const struct data_file *file), void *user, struct diag *diag)
{
    return data_each(BOARDS, BOARD_ENDING, fn, user, diag);
}
