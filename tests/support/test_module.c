#include "test_module.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/data.h"

static const char *const select_names[TEST_SELECTS] = {"binary", "line",   "ab",
                                                       "abc",    "sm5266", "token"};

const char *test_select_name(enum test_select select)
{
    return select_names[select];
}

char *test_data_text(const char *path)
{
    char full[512];
    if (path[0] == '/')
        snprintf(full, sizeof full, "%s", path);
    else
        snprintf(full, sizeof full, "%s/%s", data_folder(), path);
    FILE *file = fopen(full, "r");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t size = 0;
    ssize_t length = getdelim(&text, &size, '\0', file);
    fclose(file);
    return length > 0 ? text : NULL;
}

/* What stands behind `key =` at the start of a line; NULL: nothing. */
static const char *value_of(const char *text, const char *key)
{
    size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) == 0 && strncmp(line + length, " = ", 3) == 0)
            return line + length + 3;
    }
    return NULL;
}

static int number_of(const char *text, const char *key, int fallback)
{
    const char *value = value_of(text, key);
    return value ? (int)strtol(value, NULL, 0) : fallback;
}

static bool is_word(const char *text, const char *key, const char *word)
{
    const char *value = value_of(text, key);
    size_t length = strlen(word);
    return value && value[0] == '"' && strncmp(value + 1, word, length) == 0 &&
           value[1 + length] == '"';
}

static void read_writes(struct test_module *module, const char *text)
{
    const char *value = value_of(text, "writes");
    const char *end = value ? strchr(value, ')') : NULL;
    module->writes = 0;
    module->latch_clocks = number_of(text, "latch_clocks", 1);
    module->falling = is_word(text, "clock", "falling");
    while (value && (value = strstr(value, "bits = ")) && value < end) {
        module->write[module->writes].bits = (unsigned)strtoul(value + 7, NULL, 0);
        value = strstr(value, "latch = ");
        module->write[module->writes++].latch = (int)strtol(value + 8, NULL, 0);
    }
}

/* Row `dy` below, columns from, from + step, ... of a block. */
struct stretch {
    int dy, from, count, step;
};

/* All stretches of a sweep `text`, up to `end`; returns how many. */
static int read_stretches(const char *text, const char *end, int width, struct stretch *out)
{
    int count = 0;
    while (text < end) {
        int dy, from, to, used = 0;
        char sign;
        if (sscanf(text, " [%d %c]%n", &dy, &sign, &used) == 2 && used)
            out[count++] = sign == '+' ? (struct stretch){dy, 0, width, 1}
                                       : (struct stretch){dy, width - 1, width, -1};
        else if (sscanf(text, " %d[%d..%d]%n", &dy, &from, &to, &used) == 3 && used)
            out[count++] = (struct stretch){dy, from, abs(to - from) + 1, to < from ? -1 : 1};
        else
            break;
        text += used;
    }
    return count;
}

/* Adds a sweep's places, relative to the base row. */
static int add_sweep(const struct test_module *module, const char *text, const char *end,
                     struct test_led *shape, int at)
{
    static struct stretch stretches[512];
    int width = module->columns;
    int used = 0;
    bool back = false;
    const char *colon = memchr(text, ':', (size_t)(end - text));
    if (colon && sscanf(text, " %d%n", &width, &used) == 1) {
        back = strstr(text, "right to left") && strstr(text, "right to left") < colon;
        text = colon + 1;
    }
    int count = read_stretches(text, end, width, stretches);
    int blocks = module->columns / width;
    for (int block = 0; block < blocks; block++)
        for (int i = 0; i < count; i++)
            for (int k = 0; k < stretches[i].count && at < module->places; k++)
                shape[at++] = (struct test_led){(back ? blocks - 1 - block : block) * width +
                                                    stretches[i].from + k * stretches[i].step,
                                                stretches[i].dy};
    return at;
}

static bool read_shape(const struct test_module *module, const char *text, struct test_led *shape)
{
    const char *map = value_of(text, "map");
    const char *last = map && *map == '"' ? strchr(map + 1, '"') : NULL;
    int at = 0;
    if (!last)
        return false;
    for (map++; map < last;) {
        const char *end = memchr(map, ';', (size_t)(last - map));
        end = end ? end : last;
        at = add_sweep(module, map, end, shape, at);
        map = end + 1;
    }
    return at == module->places;
}

/* base_rows = ( [ 9, 8 ], [ 1, 0 ] ); without it halves below each other. */
static void read_bases(const struct test_module *module, const char *text, int *bases)
{
    const char *value = value_of(text, "base_rows");
    for (int i = 0; i < module->halves * module->scan; i++) {
        int half = i / module->scan;
        bases[i] = half * module->rows / module->halves + i % module->scan;
        if (!value)
            continue;
        while (!isdigit((unsigned char)*value))
            value++;
        bases[i] = (int)strtol(value, (char **)&value, 10);
    }
}

static bool fill_leds(struct test_module *module, const char *text)
{
    int bases[128];
    struct test_led *shape = calloc((size_t)module->places, sizeof *shape);
    bool good = read_shape(module, text, shape);
    read_bases(module, text, bases);
    for (int i = 0; i < module->halves * module->scan; i++)
        for (int place = 0; place < module->places; place++) {
            module->led[i * module->places + place] = shape[place];
            module->led[i * module->places + place].y += bases[i];
        }
    free(shape);
    return good;
}

static bool read_chip(struct test_module *module, const char *text)
{
    const char *chip = value_of(text, "chip");
    char name[64];
    if (!chip) {
        read_writes(module, text);
        return true;
    }
    return sscanf(chip, "\"%63[^\"]\"", name) == 1 && test_module_read_chip(module, name);
}

bool test_module_parse(struct test_module *module, const char *text)
{
    *module = (struct test_module){
        .columns = number_of(text, "columns", 0),
        .rows = number_of(text, "rows", 0),
        .scan = number_of(text, "scan", 0),
        .halves = number_of(text, "halves", 2),
        .order = "RGB",
    };
    if (module->columns < 1 || module->scan < 1 || module->halves * module->scan > 128)
        return false;
    module->places = module->columns * module->rows / (module->halves * module->scan);
    module->led = calloc((size_t)(module->columns * module->rows), sizeof *module->led);
    for (int i = 0; i < TEST_SELECTS; i++)
        if (is_word(text, "select", select_names[i]))
            module->select = (enum test_select)i;
    const char *order = value_of(text, "order");
    if (order)
        snprintf(module->order, sizeof module->order, "%.3s", order + 1);
    const char *inverse = value_of(text, "inverse");
    module->inverse = inverse && strncmp(inverse, "true", 4) == 0;
    return read_chip(module, text) && fill_leds(module, text);
}

static bool with_text(struct test_module *module, const char *folder, const char *name,
                      const char *ending, bool (*read)(struct test_module *, const char *))
{
    char path[256];
    if (name[0] == '/')
        snprintf(path, sizeof path, "%s", name);
    else
        snprintf(path, sizeof path, "boards/%s/%s.%s", folder, name, ending);
    char *text = test_data_text(path);
    bool good = text && read(module, text);
    free(text);
    return good;
}

bool test_module_read(struct test_module *module, const char *name)
{
    return with_text(module, "panels", name, "panel", test_module_parse);
}

static bool take_chip(struct test_module *module, const char *text)
{
    read_writes(module, text);
    return true;
}

bool test_module_read_chip(struct test_module *module, const char *name)
{
    return with_text(module, "chips", name, "chip", take_chip);
}

void test_module_finish(struct test_module *module)
{
    free(module->led);
    *module = (struct test_module){0};
}

struct test_led test_module_led(const struct test_module *module, int half, int row, int place)
{
    return module->led[(half * module->scan + row) * module->places + place];
}
