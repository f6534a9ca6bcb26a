#include "control/hook.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"

#define LEVEL_MAX 9
#define POINTER_PART 256

/* --- pointers --- */

/* A part of a pointer, with ~1 for '/' and ~0 for '~'; its end. */
static const char *take_part(const char *at, char part[POINTER_PART])
{
    size_t length = 0;
    while (*at && *at != '/') {
        char byte = *at++;
        if (byte == '~' && (*at == '0' || *at == '1'))
            byte = *at++ == '0' ? '~' : '/';
        if (length + 1 < POINTER_PART)
            part[length++] = byte;
    }
    part[length] = '\0';
    return at;
}

static const json_t *step_into(const json_t *json, const char *part)
{
    size_t digits = strspn(part, "0123456789");
    if (json_is_object(json))
        return json_object_get(json, part);
    if (json_is_array(json) && digits > 0 && !part[digits] && digits < 10)
        return json_array_get(json, strtoul(part, NULL, 10));
    return NULL;
}

const json_t *hook_point(const json_t *json, const char *pointer)
{
    char part[POINTER_PART];
    while (json && *pointer == '/') {
        pointer = take_part(pointer + 1, part);
        json = step_into(json, part);
    }
    return *pointer ? NULL : json;
}

/* What a value says; false: nothing. */
static bool add_value(const json_t *json, struct buffer *out)
{
    if (json_is_string(json) && *json_string_value(json))
        buffer_add_string(out, json_string_value(json));
    else if (json_is_integer(json))
        buffer_format(out, "%lld", (long long)json_integer_value(json));
    else if (json_is_real(json))
        buffer_format(out, "%.6g", json_real_value(json));
    else if (json_is_boolean(json))
        buffer_add_string(out, json_is_true(json) ? "true" : "false");
    else
        return false;
    return true;
}

/* A text with its pointers filled in; false where one leads to nothing. */
static bool fill(const char *text, const json_t *json, struct buffer *out)
{
    buffer_clear(out);
    while (*text) {
        const char *close = *text == '{' ? strchr(text, '}') : NULL;
        if (!close) {
            buffer_add_byte(out, *text++);
            continue;
        }
        char *pointer = memory_copy_bytes(text + 1, (size_t)(close - text) - 1);
        bool good = add_value(hook_point(json, pointer), out);
        free(pointer);
        if (!good)
            return false;
        text = close + 1;
    }
    return out->length > 0;
}

static bool fill_first(const struct hook_texts *texts, const json_t *json, struct buffer *out)
{
    for (size_t i = 0; i < texts->count; i++)
        if (fill(texts->texts[i], json, out))
            return true;
    buffer_clear(out);
    return false;
}

/* --- words --- */

/* Pictures and what joins them (Unicode's blocks of symbols and pictographs), of which a wall has
 * none, and marks that nobody sees. */
static bool is_picture(uint32_t code)
{
    return code >= 0x1f000 || (code >= 0x2600 && code <= 0x27bf) ||
           (code >= 0x2b00 && code <= 0x2bff) || utf8_is_ignorable(code);
}

static size_t add_letter(const char *text, struct buffer *out)
{
    uint32_t code = 0;
    size_t size = utf8_decode(text, strlen(text), &code);
    bool space = size == 0 || utf8_is_control(code) || code == ' ' || code == 0xa0;
    if (space && out->length && out->data[out->length - 1] != ' ')
        buffer_add_byte(out, ' ');
    else if (!space && !is_picture(code))
        buffer_add(out, text, size);
    return size ? size : 1;
}

/* `<https://x|words>` and `<@U1|words>` are words; an address alone is none for a wall. */
static size_t add_link(const char *text, struct buffer *out)
{
    size_t length = strcspn(text, ">");
    const char *bar = memchr(text, '|', length);
    bool link = text[length] == '>' && length > 1 && strcspn(text, " ") > length &&
                (strncmp(text, "<http", 5) == 0 || strncmp(text, "<mailto:", 8) == 0 ||
                 strchr("@#!", text[1]));
    bool words = bar && text[length] == '>' && (link || strncmp(text, "<http", 5) == 0);
    for (const char *at = words ? bar + 1 : text + length; at < text + length;)
        at += add_letter(at, out);
    if (!words && !link)
        return 0;
    return length + 1;
}

/* The end of what fits, at a word's end where there is one in its last third. */
static void shorten(struct buffer *text, size_t most_chars)
{
    static const char dots[] = "…";
    size_t at = 0;
    if (utf8_count(text->data, text->length) <= most_chars)
        return;
    for (size_t count = 0; count + 1 < most_chars; count++) {
        uint32_t code;
        at += utf8_decode(text->data + at, text->length - at, &code);
    }
    size_t word = at;
    while (word > at - at / 3 && text->data[word] != ' ')
        word--;
    text->length = text->data[word] == ' ' ? word : at;
    buffer_add_string(text, dots);
}

char *hook_clean(const char *text, size_t most_chars)
{
    struct buffer out = {0};
    while (*text) {
        size_t size = *text == '<' ? add_link(text, &out) : 0;
        text += size ? size : add_letter(text, &out);
    }
    while (out.length && out.data[out.length - 1] == ' ')
        out.data[--out.length] = '\0';
    if (out.length)
        shorten(&out, most_chars);
    char *line = out.length && !utf8_is_blank(out.data, out.length) ? buffer_detach(&out) : NULL;
    buffer_finish(&out);
    return line;
}

/* --- documents --- */

/* -1: it is no hexadecimal digit. */
static int digit_of(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Form encoding (WHATWG URL, 5.1). No NUL ends the text. */
static char *decode_form(const char *text, size_t length)
{
    struct buffer out = {0};
    for (size_t i = 0; i < length; i++) {
        bool coded = text[i] == '%' && i + 2 < length;
        int high = coded ? digit_of(text[i + 1]) : -1;
        int low = coded ? digit_of(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            buffer_add_byte(&out, (char)(16 * high + low));
            i += 2;
        } else {
            buffer_add_byte(&out, text[i] == '+' ? ' ' : text[i]);
        }
    }
    return buffer_detach(&out);
}

static json_t *document_of_form(const char *body, size_t size)
{
    static const char name[] = "payload=";
    const char *at = memmem(body, size, name, strlen(name));
    if (!at || (at > body && at[-1] != '&'))
        return NULL;
    at += strlen(name);
    const char *end = memchr(at, '&', size - (size_t)(at - body));
    char *text = decode_form(at, end ? (size_t)(end - at) : size - (size_t)(at - body));
    json_t *json = json_loads(text, 0, NULL);
    free(text);
    return json;
}

json_t *hook_document(const char *body, size_t size, const char *type)
{
    bool form = type && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0;
    json_t *json = json_loadb(body, size, 0, NULL);
    if (!json && form)
        json = document_of_form(body, size);
    if (!json)
        json = json_pack("{s:o?}", "message", json_stringn(body, size));
    else if (!json_is_object(json))
        json = json_pack("{s:o}", "list", json);
    return json;
}

static bool is_among(const struct hook_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcasecmp(texts->texts[i], text) == 0)
            return true;
    return false;
}

/* "critical=5" of what the document says. */
static int level_of(const struct hook_rule *rule, const json_t *json)
{
    struct buffer said = {0};
    int level = 0;
    bool told = rule->level && add_value(hook_point(json, rule->level), &said);
    for (size_t i = 0; told && i < rule->levels.count; i++) {
        const char *text = rule->levels.texts[i];
        size_t length = strcspn(text, "=");
        if (length == said.length && strncasecmp(text, said.data, length) == 0 && text[length])
            level = (int)strtol(text + length + 1, NULL, 10);
    }
    buffer_finish(&said);
    return level < 0 ? 0 : level > LEVEL_MAX ? LEVEL_MAX : level;
}

/* Whether it is on, or over; false: neither. */
static bool take_state(const struct hook_rule *rule, const json_t *json, bool *over)
{
    struct buffer said = {0};
    bool known = true;
    *over = false;
    if (rule->state && add_value(hook_point(json, rule->state), &said)) {
        *over = is_among(&rule->off, said.data);
        known = *over || rule->on.count == 0 || is_among(&rule->on, said.data);
    }
    buffer_finish(&said);
    return known;
}

/* Its words: of what is over none are wanted, where it is known by its key. */
static char *words_of(const struct hook_rule *rule, const json_t *json, bool known,
                      size_t most_chars)
{
    struct buffer text = {0};
    char *words = fill_first(&rule->text, json, &text) ? hook_clean(text.data, most_chars) : NULL;
    buffer_finish(&text);
    return words || !known ? words : memory_copy_string("");
}

static void add_line(const struct hook_rule *rule, const char *name, const json_t *json,
                     size_t most_chars, struct hook_lines *lines)
{
    struct hook_line line = {.level = level_of(rule, json), .minutes = rule->minutes};
    struct buffer key = {0};
    bool keyed = fill_first(&rule->key, json, &key);
    if (lines->count < HOOK_LINES_MAX && take_state(rule, json, &line.over))
        line.text = words_of(rule, json, keyed && line.over, most_chars);
    if (line.text) {
        snprintf(line.key, sizeof line.key, "hook-%.64s-%016" PRIx64, name,
                 hash_text(HASH_START, keyed ? key.data : line.text));
        lines->items = memory_resize(lines->items, lines->count + 1, sizeof *lines->items);
        lines->items[lines->count++] = line;
    } else {
        lines->ignored++;
    }
    buffer_finish(&key);
}

static void read_by(const struct hook_rule *rule, const char *name, const json_t *json,
                    size_t most_chars, struct hook_lines *lines)
{
    const json_t *list = rule->each ? hook_point(json, rule->each) : NULL;
    if (!rule->each)
        add_line(rule, name, json, most_chars, lines);
    for (size_t i = 0; i < json_array_size(list); i++)
        add_line(rule, name, json_array_get(list, i), most_chars, lines);
}

void hook_read(const struct hook_file *hook, const char *name, const json_t *json,
               size_t most_chars, struct hook_lines *lines)
{
    for (size_t i = 0; i < hook->count; i++) {
        const struct hook_rule *rule = &hook->rules[i];
        const json_t *there = rule->when ? hook_point(json, rule->when) : json;
        if (!there || json_is_null(there))
            continue;
        read_by(rule, name, json, most_chars, lines);
        return;
    }
    lines->ignored++;
}

void hook_lines_finish(struct hook_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i].text);
    free(lines->items);
    *lines = (struct hook_lines){0};
}
