/* facec: faces that are drawn in text become BDF (Glyph Bitmap Distribution Format 2.1).
 *
 *     facec FACE COMPOSE > FONT.bdf
 *
 * A .face has settings (`name ascent descent stroke gap space`), then sheets: `sheet top N` (its
 * first row is the N-th above the baseline), a line of names, and rows in which '#' is lit and '.'
 * dark. A name is a character, or a part for the composing file. `slashed` is the zero with a
 * stroke: it goes out as U+FDD0, which no text has.
 *
 * The composing file: see its own first lines. Errors go to stderr as FILE:LINE and end the program
 * with 1.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GLYPHS_MAX 4096
#define COLUMNS_MAX 64
#define ROWS_MAX 48
#define NAME_MAX_BYTES 24
#define LINE_MAX_BYTES 2048
#define CELLS_MAX 64
#define SETTING_MAX 64

struct glyph {
    char name[NAME_MAX_BYTES];
    int top, width, height;
    uint64_t rows[ROWS_MAX]; /* bit 0: the leftmost column */
    const char *file;        /* where it is drawn or composed */
    int line;
};

struct face {
    char name[64];
    int ascent, descent, gap, space;
    int stroke; /* dark px between a letter and its mark, too */
    struct glyph *glyphs;
    int count;
};

static const char *file_name;
static int line_number;

__attribute__((noreturn, format(printf, 1, 2))) static void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file_name, line_number);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static struct glyph *find(const struct face *face, const char *name)
{
    for (int i = 0; i < face->count; i++)
        if (strcmp(face->glyphs[i].name, name) == 0)
            return &face->glyphs[i];
    return NULL;
}

static int utf8_length(const char *text)
{
    unsigned char c = (unsigned char)*text;
    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

static bool is_utf8(const char *text)
{
    for (; *text; text++) {
        int length = utf8_length(text);
        if ((unsigned char)*text >> 6 == 2)
            return false; /* goes on with what has not begun */
        for (; length > 1; length--)
            if ((unsigned char)*++text >> 6 != 2)
                return false;
    }
    return true;
}

static struct glyph *add(struct face *face, const char *name)
{
    struct glyph *glyph = find(face, name);
    if (glyph)
        stop("%s is there already, in %s:%d", name, glyph->file, glyph->line);
    if (!is_utf8(name))
        stop("a name that is not UTF-8");
    if (strlen(name) >= NAME_MAX_BYTES)
        stop("%s: at most %d bytes are a name", name, NAME_MAX_BYTES - 1);
    if (face->count == GLYPHS_MAX)
        stop("more than %d glyphs", GLYPHS_MAX);
    glyph = &face->glyphs[face->count++];
    *glyph = (struct glyph){0};
    memcpy(glyph->name, name, strlen(name) + 1);
    glyph->file = file_name;
    glyph->line = line_number;
    return glyph;
}

/* --- reading a face --- */

static bool read_line(FILE *file, char line[LINE_MAX_BYTES])
{
    if (!fgets(line, LINE_MAX_BYTES, file))
        return false;
    line_number++;
    size_t length = strlen(line);
    if (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
    else if (!feof(file))
        stop("longer than %d bytes", LINE_MAX_BYTES - 2);
    return true;
}

static int split(char *line, char *cells[CELLS_MAX])
{
    int count = 0;
    for (char *rest = line, *cell; (cell = strsep(&rest, " "));) {
        if (!*cell)
            continue;
        if (count == CELLS_MAX)
            stop("more than %d glyphs beside each other", CELLS_MAX);
        cells[count++] = cell;
    }
    return count;
}

static void add_row(struct glyph *glyph, const char *cell)
{
    size_t width = strspn(cell, "#.");
    if (cell[width])
        stop("%s: '%c' in a row; allowed: '#' lit and '.' dark", glyph->name, cell[width]);
    if (width > COLUMNS_MAX || glyph->height == ROWS_MAX)
        stop("%s: larger than %d x %d", glyph->name, COLUMNS_MAX, ROWS_MAX);
    if (glyph->height == 0)
        glyph->width = (int)width;
    if ((int)width != glyph->width)
        stop("%s: this row has %zu columns, the ones above have %d", glyph->name, width,
             glyph->width);
    for (size_t x = 0; x < width; x++)
        glyph->rows[glyph->height] |= (uint64_t)(cell[x] == '#') << x;
    glyph->height++;
}

static void read_sheet(struct face *face, FILE *file, int top)
{
    char line[LINE_MAX_BYTES];
    char *cells[CELLS_MAX];
    struct glyph *glyphs[CELLS_MAX];
    if (!read_line(file, line))
        stop("a sheet wants a line of names");
    if (abs(top) > SETTING_MAX)
        stop("top %d; allowed: %d to %d", top, -SETTING_MAX, SETTING_MAX);
    int count = split(line, cells);
    for (int i = 0; i < count; i++) {
        glyphs[i] = add(face, cells[i]);
        glyphs[i]->top = top;
    }
    while (read_line(file, line) && *line) {
        int found = split(line, cells);
        if (found != count)
            stop("%d cells in this row, %d names above", found, count);
        for (int i = 0; i < count; i++)
            add_row(glyphs[i], cells[i]);
    }
}

static bool read_setting(struct face *face, const char *line)
{
    const struct {
        const char *key;
        int *value;
    } numbers[] = {{"ascent ", &face->ascent},
                   {"descent ", &face->descent},
                   {"stroke ", &face->stroke},
                   {"gap ", &face->gap},
                   {"space ", &face->space}};
    if (strncmp(line, "name ", 5) == 0) {
        snprintf(face->name, sizeof face->name, "%.*s", (int)sizeof face->name - 1, line + 5);
        return true;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t length = strlen(numbers[i].key);
        char *end = NULL;
        if (strncmp(line, numbers[i].key, length) != 0)
            continue;
        *numbers[i].value = (int)strtol(line + length, &end, 10);
        if (end == line + length || *end || *numbers[i].value < 0 ||
            *numbers[i].value > SETTING_MAX)
            stop("\"%s\": a number from 0 to %d is wanted", line, SETTING_MAX);
        return true;
    }
    return false;
}

static void read_face(struct face *face, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[LINE_MAX_BYTES];
    file_name = path;
    line_number = 0;
    face->stroke = 1;
    if (!file)
        stop("can't be read");
    while (read_line(file, line)) {
        int top = 0;
        if (!*line || strncmp(line, "# ", 2) == 0)
            continue;
        if (sscanf(line, "sheet top %d", &top) == 1)
            read_sheet(face, file, top);
        else if (!read_setting(face, line))
            stop("\"%s\": allowed are name, ascent, descent, stroke, gap, space, sheet top N",
                 line);
    }
    fclose(file);
    if (face->ascent + face->descent == 0)
        stop("ascent and descent are wanted");
}

/* --- composing --- */

/* The character at *text, which moves on. */
static void take_character(const char **text, char out[NAME_MAX_BYTES])
{
    int length = utf8_length(*text);
    if ((int)strlen(*text) < length)
        stop("a character is missing");
    snprintf(out, NAME_MAX_BYTES, "%.*s", length, *text);
    *text += length;
}

static void draw(struct glyph *to, const struct glyph *from, int x, int top)
{
    int y = to->top - top;
    if (x < 0 || y < 0 || x + from->width > to->width || y + from->height > to->height)
        stop("%s: %s does not fit", to->name, from->name);
    for (int row = 0; row < from->height; row++)
        to->rows[y + row] |= from->rows[row] << x;
}

/* An empty glyph around both: `right` of the base at x, both with their tops. */
static void join(struct glyph *to, const struct glyph *base, const struct glyph *mark, int x,
                 int mark_top)
{
    int left = x < 0 ? -x : 0;
    int base_bottom = base->top - base->height;
    int mark_bottom = mark_top - mark->height;
    int bottom = base_bottom < mark_bottom ? base_bottom : mark_bottom;
    int right = base->width > x + mark->width ? base->width : x + mark->width;
    to->top = base->top > mark_top ? base->top : mark_top;
    to->width = left + right;
    to->height = to->top - bottom;
    if (to->width > COLUMNS_MAX || to->height > ROWS_MAX)
        stop("%s: larger than %d x %d", to->name, COLUMNS_MAX, ROWS_MAX);
    draw(to, base, left, base->top);
    draw(to, mark, left + x, mark_top);
}

/* The rows that are lit: a mark stands on them, not on the sheet's. */
static int ink_top(const struct glyph *glyph)
{
    int y = 0;
    while (y < glyph->height && glyph->rows[y] == 0)
        y++;
    return glyph->top - y;
}

struct recipe {
    const struct face *face;
    const char *rule, *mark;
    struct glyph *to;
};

static const struct glyph *part(const struct recipe *recipe, const char *name)
{
    const struct glyph *glyph = find(recipe->face, name);
    if (!glyph)
        stop("%s: there is no %s", recipe->to->name, name);
    return glyph;
}

static const struct glyph *small_figure(const struct recipe *recipe, const char *digit)
{
    const char name[] = {'t', digit[0], '\0'};
    return part(recipe, name);
}

static void place_mark(const struct recipe *recipe, const char *base_name, int shift)
{
    const struct glyph *base = part(recipe, base_name);
    const struct glyph *mark = part(recipe, recipe->mark);
    int stroke = recipe->face->stroke;
    if (abs(shift) > SETTING_MAX)
        stop("%s: moved by %d; allowed: %d to %d", recipe->to->name, shift, -SETTING_MAX,
             SETTING_MAX);
    int middle = (base->width - mark->width) / 2 + shift * stroke;
    if (strcmp(recipe->rule, "above") == 0)
        join(recipe->to, base, mark, middle, ink_top(base) + stroke + mark->height);
    else if (strcmp(recipe->rule, "below") == 0)
        join(recipe->to, base, mark, middle, mark->top);
    else if (strcmp(recipe->rule, "right") == 0)
        join(recipe->to, base, mark, base->width + stroke + shift * stroke, mark->top);
    else
        join(recipe->to, base, mark, -mark->width - stroke + shift * stroke, mark->top);
}

/* A numerator at the capitals' height, a bar, and a denominator on the baseline. */
static void place_fraction(const struct recipe *recipe, const char *figures)
{
    if (strlen(figures) != 2)
        stop("%s: \"%s\"; a numerator and a denominator are wanted, a figure each",
             recipe->to->name, figures);
    const struct glyph *bar = part(recipe, "⁄");
    const struct glyph *over = small_figure(recipe, figures);
    const struct glyph *under = small_figure(recipe, figures + 1);
    int step = (over->width + 1) / 2;
    struct glyph left = {.name = "numerator"};
    struct glyph raised = *over;
    raised.top = bar->top;
    join(&left, &raised, bar, step, bar->top);
    join(recipe->to, &left, under, step + bar->width - recipe->face->stroke, under->top);
}

static void place_small(const struct recipe *recipe, const char *figure)
{
    const struct glyph *capital = part(recipe, "H");
    const struct glyph *from = small_figure(recipe, figure);
    char name[NAME_MAX_BYTES];
    memcpy(name, recipe->to->name, sizeof name);
    *recipe->to = *from;
    memcpy(recipe->to->name, name, sizeof name);
    recipe->to->top =
        strcmp(recipe->rule, "raise") == 0 ? capital->top : from->height - recipe->face->descent;
}

static void copy_same(const struct recipe *recipe, const char *base)
{
    char name[NAME_MAX_BYTES];
    memcpy(name, recipe->to->name, sizeof name);
    *recipe->to = *part(recipe, base);
    memcpy(recipe->to->name, name, sizeof name);
}

/* Two letters that are one character, as far apart as letters are. */
static void place_beside(const struct recipe *recipe, const char *pair)
{
    char left[NAME_MAX_BYTES];
    char right[NAME_MAX_BYTES];
    take_character(&pair, left);
    take_character(&pair, right);
    if (*pair)
        stop("%s: \"%s\" after its two letters", recipe->to->name, pair);
    const struct glyph *base = part(recipe, left);
    const struct glyph *next = part(recipe, right);
    join(recipe->to, base, next, base->width + recipe->face->gap, next->top);
}

static void compose(struct face *face, const char *rule, const char *mark, const char *pair)
{
    char name[NAME_MAX_BYTES];
    char base[NAME_MAX_BYTES];
    struct glyph glyph = {0};
    take_character(&pair, name);
    const struct glyph *drawn = find(face, name);
    if (drawn && drawn->file != file_name)
        return; /* by hand: better than put together */
    memcpy(glyph.name, name, sizeof glyph.name);
    struct recipe recipe = {face, rule, mark, &glyph};
    if (strcmp(rule, "fraction") == 0) {
        place_fraction(&recipe, pair);
    } else if (strcmp(rule, "join") == 0) {
        place_beside(&recipe, pair);
    } else {
        take_character(&pair, base);
        char *end = NULL;
        int shift = (int)strtol(pair, &end, 10);
        if (*end || (*pair && !mark))
            stop("%s: \"%s\" after its base; allowed: a number of px, after a mark", name, pair);
        if (mark)
            place_mark(&recipe, base, shift);
        else if (strcmp(rule, "same") == 0)
            copy_same(&recipe, base);
        else
            place_small(&recipe, base);
    }
    struct glyph *to = add(face, name);
    glyph.file = to->file;
    glyph.line = to->line;
    *to = glyph;
}

static void read_compositions(struct face *face, const char *path)
{
    static const char *const rules[] = {"above", "below",    "right", "left", "same",
                                        "raise", "fraction", "lower", "join", NULL};
    FILE *file = fopen(path, "r");
    char line[LINE_MAX_BYTES];
    file_name = path;
    line_number = 0;
    if (!file)
        stop("can't be read");
    while (read_line(file, line)) {
        char *cells[CELLS_MAX];
        if (!*line || *line == '#')
            continue;
        int count = split(line, cells);
        int rule = 0;
        while (rules[rule] && strcmp(rules[rule], cells[0]) != 0)
            rule++;
        if (!rules[rule] || count < 2)
            stop("%s: allowed are above, below, right, left MARK; same, join, raise, lower, "
                 "fraction",
                 cells[0]);
        bool marked = rule < 4;
        for (int i = 1 + marked; i < count; i++)
            compose(face, cells[0], marked ? cells[1] : NULL, cells[i]);
    }
    fclose(file);
}

/* --- writing BDF --- */

/* One of Unicode's codes that are a program's own and no text's; src/text/face.h has it, too. */
#define SLASHED_ZERO 0xfdd0

static long code_of(const char *name)
{
    if (strcmp(name, "slashed") == 0)
        return SLASHED_ZERO;
    const unsigned char *c = (const unsigned char *)name;
    int length = utf8_length(name);
    long code = length == 1 ? c[0] : c[0] & (0x7f >> length);
    if ((int)strlen(name) != length)
        return -1; /* a part */
    for (int i = 1; i < length; i++)
        code = code << 6 | (c[i] & 0x3f);
    return code;
}

static int compare_codes(const void *a, const void *b)
{
    long left = code_of(((const struct glyph *)a)->name);
    long right = code_of(((const struct glyph *)b)->name);
    return (left > right) - (left < right);
}

/* Half of the gap on both sides, the odd column on the right. */
static void write_glyph(const struct face *face, const struct glyph *glyph)
{
    int advance = glyph->width + face->gap;
    printf("STARTCHAR u%04lX\nENCODING %ld\nSWIDTH %d 0\nDWIDTH %d 0\nBBX %d %d %d %d\nBITMAP\n",
           code_of(glyph->name), code_of(glyph->name),
           1000 * advance / (face->ascent + face->descent), advance, glyph->width, glyph->height,
           face->gap / 2, glyph->top - glyph->height);
    for (int y = 0; y < glyph->height; y++) {
        for (int x = 0; x < glyph->width; x += 8) {
            unsigned byte = 0;
            for (int i = 0; i < 8; i++)
                byte = byte << 1 | (unsigned)(glyph->rows[y] >> (x + i) & 1);
            printf("%02X", byte);
        }
        putchar('\n');
    }
    puts("ENDCHAR");
}

static void write_space(const struct face *face, long code, int advance)
{
    printf(
        "STARTCHAR u%04lX\nENCODING %ld\nSWIDTH %d 0\nDWIDTH %d 0\nBBX 0 0 0 0\nBITMAP\nENDCHAR\n",
        code, code, 1000 * advance / (face->ascent + face->descent), advance);
}

/* Unicode's spaces, by what they are wide in ems (The Unicode Standard, 6.2), and those that break
 * no line. */
static const struct {
    long code;
    int thousandths; /* of an em; 0: as the space */
} spaces[] = {{0x20, 0},     {0xa0, 0},     {0x2002, 500}, {0x2003, 1000}, {0x2004, 333},
              {0x2005, 250}, {0x2006, 167}, {0x2008, 0},   {0x2009, 167},  {0x200a, 80},
              {0x202f, 167}, {0x205f, 222}, {0x3000, 1000}};

static void write_spaces(const struct face *face)
{
    int em = face->ascent + face->descent;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        int wide = (spaces[i].thousandths * em + 500) / 1000;
        write_space(face, spaces[i].code, spaces[i].thousandths ? (wide ? wide : 1) : face->space);
    }
    const struct glyph *zero = find(face, "0");
    write_space(face, 0x2007, zero ? zero->width + face->gap : face->space); /* a figure's */
}

static void write_bdf(struct face *face)
{
    int count = (int)(sizeof spaces / sizeof *spaces) + 1;
    int widest = 0;
    int height = face->ascent + face->descent;
    for (int i = 0; i < face->count; i++) {
        const struct glyph *glyph = &face->glyphs[i];
        count += code_of(glyph->name) >= 0;
        widest = glyph->width > widest ? glyph->width : widest;
        file_name = glyph->file;
        line_number = glyph->line;
        if (code_of(glyph->name) >= 0 &&
            (ink_top(glyph) > face->ascent || glyph->height - glyph->top > face->descent))
            stop("%s: taller than the face's ascent and descent", glyph->name);
    }
    qsort(face->glyphs, (size_t)face->count, sizeof *face->glyphs, compare_codes);
    printf("STARTFONT 2.1\nFONT -Motograph-%s-Medium-R-Normal--%d-%d-75-75-P-0-ISO10646-1\n",
           face->name, height, height * 10);
    printf("SIZE %d 75 75\nFONTBOUNDINGBOX %d %d 0 %d\nSTARTPROPERTIES 6\n", height, widest, height,
           -face->descent);
    printf("FAMILY_NAME \"%s\"\nPIXEL_SIZE %d\nFONT_ASCENT %d\nFONT_DESCENT %d\n", face->name,
           height, face->ascent, face->descent);
    printf("DEFAULT_CHAR 65533\nCOPYRIGHT \"Motograph maintainers, OFL-1.1\"\nENDPROPERTIES\n");
    printf("CHARS %d\n", count);
    write_spaces(face);
    for (int i = 0; i < face->count; i++)
        if (code_of(face->glyphs[i].name) >= 0)
            write_glyph(face, &face->glyphs[i]);
    puts("ENDFONT");
}

int main(int argc, char **argv)
{
    struct face face = {.glyphs = calloc(GLYPHS_MAX, sizeof(struct glyph))};
    if (argc != 3 || !face.glyphs) {
        fprintf(stderr, "usage: facec FACE COMPOSE > FONT.bdf\n");
        return 2;
    }
    read_face(&face, argv[1]);
    read_compositions(&face, argv[2]);
    file_name = argv[1];
    line_number = 0;
    write_bdf(&face);
    free(face.glyphs);
    return fflush(stdout) == 0 ? 0 : 1;
}
