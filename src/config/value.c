#include "value.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "config/describe.h"
#include "environment.h"
#include "tree.h"

#define DESCRIPTION_SIZE 256

static void *field(const struct schema_key *key, void *values)
{
    return (char *)values + key->offset;
}

static const void *field_const(const struct schema_key *key, const void *values)
{
    return (const char *)values + key->offset;
}

static bool is_text(const struct schema_key *key)
{
    return key->type == SCHEMA_STRING || key->type == SCHEMA_NAME || key->type == SCHEMA_PATH ||
           key->type == SCHEMA_FILE;
}

/* What stands in the file, for the message. */
static void describe_found(const config_setting_t *setting, char *out, size_t size)
{
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        snprintf(out, size, "%lld", config_setting_get_int64(setting));
        break;
    case CONFIG_TYPE_FLOAT:
        snprintf(out, size, "%g", config_setting_get_float(setting));
        break;
    case CONFIG_TYPE_STRING:
        snprintf(out, size, "\"%.80s\"", config_setting_get_string(setting));
        break;
    case CONFIG_TYPE_BOOL:
        snprintf(out, size, "%s", config_setting_get_bool(setting) ? "true" : "false");
        break;
    case CONFIG_TYPE_GROUP:
        snprintf(out, size, "a group");
        break;
    default:
        snprintf(out, size, "a list");
        break;
    }
}

static bool is_number(const config_setting_t *setting)
{
    int type = config_setting_type(setting);
    return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64 || type == CONFIG_TYPE_FLOAT;
}

static double number_of(const config_setting_t *setting)
{
    if (config_setting_type(setting) == CONFIG_TYPE_FLOAT)
        return config_setting_get_float(setting);
    return (double)config_setting_get_int64(setting);
}

static bool take_int(const struct schema_key *key, const config_setting_t *setting, int *out)
{
    if (!is_number(setting) || config_setting_type(setting) == CONFIG_TYPE_FLOAT)
        return false;
    double number = number_of(setting);
    if (number < key->least || number > key->most)
        return false;
    *out = (int)number;
    return true;
}

static bool take_real(const struct schema_key *key, const config_setting_t *setting, double *out)
{
    /* written so that NaN fails */
    if (!is_number(setting) || !(number_of(setting) >= key->least) ||
        !(number_of(setting) <= key->most))
        return false;
    *out = number_of(setting);
    return true;
}

static bool take_bool(const config_setting_t *setting, bool *out)
{
    if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
        return false;
    *out = config_setting_get_bool(setting) != 0;
    return true;
}

static bool take_choice(const struct schema_key *key, const char *text, int *out)
{
    for (int i = 0; text && key->allowed[i]; i++)
        if (strcasecmp(text, key->allowed[i]) == 0) {
            *out = i;
            return true;
        }
    return false;
}

/* A file's name as it is from anywhere; NULL where it begins with the home of somebody whom nobody
 * knows. */
static char *place_file(const char *name, const char *folder)
{
    if (name[0] == '~')
        return environment_home(name);
    if (!folder || !*name || name[0] == '/')
        return memory_copy_string(name);
    return memory_format("%s/%s", folder, name);
}

static void free_fonts(struct config_text *text)
{
    for (size_t i = 0; i < text->font_count; i++)
        free(text->fonts[i]);
    text->font_count = 0;
}

/* The only list there is; one text alone is taken, too. */
static bool take_fonts(const config_setting_t *setting, struct config_text *text,
                       const char *folder)
{
    const char *one = config_setting_get_string(setting);
    int count = one ? 1 : config_setting_length(setting);
    if (count < 1 || count > CONFIG_FONTS_MAX || config_setting_is_group(setting))
        return false;
    char *names[CONFIG_FONTS_MAX] = {0};
    bool good = true;
    for (int i = 0; i < count; i++) {
        const char *name = one ? one : config_setting_get_string_elem(setting, i);
        names[i] = name ? place_file(name, strchr(name, '/') ? folder : NULL) : NULL;
        good &= names[i] != NULL;
    }
    for (int i = 0; !good && i < count; i++)
        free(names[i]);
    if (!good)
        return false;
    free_fonts(text);
    memcpy(text->fonts, names, (size_t)count * sizeof *names);
    text->font_count = (size_t)count;
    return true;
}

static bool take_string(const struct schema_key *key, const char *text, char **out,
                        const char *folder)
{
    if (!text)
        return false;
    bool file = key->type == SCHEMA_FILE || (key->type == SCHEMA_NAME && strchr(text, '/'));
    char *taken = file                       ? place_file(text, folder)
                  : key->type == SCHEMA_PATH ? place_file(text, NULL)
                                             : memory_copy_string(text);
    if (!taken)
        return false;
    free(*out);
    *out = taken;
    return true;
}

/* `folder`: of a file's name, see struct value_place. */
static bool take(const struct schema_key *key, const config_setting_t *setting, void *values,
                 const char *folder)
{
    const char *text = config_setting_get_string(setting); /* NULL for another type */
    switch (key->type) {
    case SCHEMA_BOOL:
        return take_bool(setting, field(key, values));
    case SCHEMA_INT:
        return take_int(key, setting, field(key, values));
    case SCHEMA_REAL:
        return take_real(key, setting, field(key, values));
    case SCHEMA_STRING:
    case SCHEMA_NAME:
    case SCHEMA_PATH:
    case SCHEMA_FILE:
        return take_string(key, text, field(key, values), folder);
    case SCHEMA_CHOICE:
        return take_choice(key, text, field(key, values));
    case SCHEMA_COLOUR:
        return colour_parse(text, field(key, values));
    case SCHEMA_FONTS:
        return take_fonts(setting, values, folder);
    }
    return false;
}

bool value_take(const struct schema_group *group, const struct schema_key *key,
                const config_setting_t *setting, void *values, struct value_place place,
                struct diag *diag)
{
    if (take(key, setting, values, place.folder))
        return true;
    char found[DESCRIPTION_SIZE];
    char allowed[DESCRIPTION_SIZE];
    describe_found(setting, found, sizeof found);
    describe_allowed(key, allowed, sizeof allowed);
    return diag_add_at(diag, DIAG_ERROR, place.file, place.line, "%s.%s: found %s; allowed: %s",
                       group->name, key->name, found, allowed);
}

/* The defaults are written as in a file, and read by the same code. */
void value_default(const struct schema_key *key, void *values)
{
    if (is_text(key) && !*key->fallback) {
        take_string(key, "", field(key, values), NULL);
        return;
    }
    config_t file;
    char *text = memory_format("value = %s;", key->fallback);
    config_init(&file);
    bool good = config_read_string(&file, text) == CONFIG_TRUE;
    if (good)
        tree_must(&file);
    good = good && take(key, config_lookup(&file, "value"), values, NULL);
    config_destroy(&file);
    free(text);
    if (!good) {
        fprintf(stderr, "motograph: the default of %s is not allowed by its own table\n",
                key->name);
        abort();
    }
}

void value_free(const struct schema_key *key, void *values)
{
    if (key->type == SCHEMA_FONTS)
        free_fonts(values);
    if (!is_text(key))
        return;
    char **text = field(key, values);
    free(*text);
    *text = NULL;
}

static void swap_bytes(void *one, void *other, size_t size)
{
    char *a = one;
    char *b = other;
    for (size_t i = 0; i < size; i++) {
        char byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

static void swap_fonts(struct config_text *text, struct config_text *other)
{
    swap_bytes(text->fonts, other->fonts, sizeof text->fonts);
    swap_bytes(&text->font_count, &other->font_count, sizeof text->font_count);
}

void value_swap(const struct schema_key *key, void *values, void *others)
{
    static const size_t sizes[] = {
        [SCHEMA_BOOL] = sizeof(bool),
        [SCHEMA_INT] = sizeof(int),
        [SCHEMA_REAL] = sizeof(double),
        [SCHEMA_STRING] = sizeof(char *),
        [SCHEMA_NAME] = sizeof(char *),
        [SCHEMA_PATH] = sizeof(char *),
        [SCHEMA_FILE] = sizeof(char *),
        [SCHEMA_CHOICE] = sizeof(int),
        [SCHEMA_COLOUR] = sizeof(struct config_colour),
    };
    if (key->type == SCHEMA_FONTS)
        swap_fonts(values, others);
    else
        swap_bytes(field(key, values), field(key, others), sizes[key->type]);
}

static void print_string(const char *text, FILE *stream)
{
    fputc('"', stream);
    for (const char *c = text ? text : ""; *c; c++) {
        if (*c == '"' || *c == '\\')
            fputc('\\', stream);
        fputc(*c, stream);
    }
    fputc('"', stream);
}

static void print_fonts(const struct config_text *text, FILE *stream)
{
    fputs("( ", stream);
    for (size_t i = 0; i < text->font_count; i++) {
        fputs(i ? ", " : "", stream);
        print_string(text->fonts[i], stream);
    }
    fputs(" )", stream);
}

/* A number that libconfig reads as one with a point. */
static void print_real(double number, FILE *stream)
{
    char text[32];
    snprintf(text, sizeof text, "%.10g", number);
    fprintf(stream, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

void value_print(const struct schema_key *key, const void *values, FILE *stream)
{
    const void *at = field_const(key, values);
    const struct config_colour *colour = at;
    switch (key->type) {
    case SCHEMA_BOOL:
        fputs(*(const bool *)at ? "true" : "false", stream);
        break;
    case SCHEMA_INT:
        fprintf(stream, "%d", *(const int *)at);
        break;
    case SCHEMA_REAL:
        print_real(*(const double *)at, stream);
        break;
    case SCHEMA_STRING:
    case SCHEMA_NAME:
    case SCHEMA_PATH:
    case SCHEMA_FILE:
        print_string(*(char *const *)at, stream);
        break;
    case SCHEMA_CHOICE:
        print_string(key->allowed[*(const int *)at], stream);
        break;
    case SCHEMA_COLOUR:
        fprintf(stream, "\"#%02x%02x%02x\"", colour->r, colour->g, colour->b);
        break;
    case SCHEMA_FONTS:
        print_fonts(values, stream);
        break;
    }
}
