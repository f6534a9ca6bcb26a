#include "control/awtrix.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"

#define NOTIFY_KEY "awtrix-notify"
#define NOTIFY_S 600    /* a notification that is not held */
#define LONGEST_S 86400 /* whatever is written by a dialect is over by then */
#define APPS_MOST 10    /* of a list under one name */
#define NOTIFY_PRIORITY 9

/* What is understood. */
static const char *const known[] = {"text", "repeat",   "lifetime", "hold",        "stack",
                                    "name", "duration", "wakeup",   "lifetimeMode"};

static bool is_known(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], name) == 0)
            return true;
    return false;
}

static void note_ignored(const json_t *json, json_t *ignored)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)json, name, value)
    {
        size_t i = 0;
        while (i < json_array_size(ignored) &&
               strcmp(json_string_value(json_array_get(ignored, i)), name) != 0)
            i++;
        if (i == json_array_size(ignored) && !is_known(name))
            json_array_append_new(ignored, json_string(name));
    }
}

/* The words: a text, or pieces with a colour each, which are joined. */
static bool add_words(const json_t *text, struct buffer *out)
{
    if (json_is_string(text)) {
        buffer_add_string(out, json_string_value(text));
        return true;
    }
    for (size_t i = 0; i < json_array_size(text); i++) {
        const char *piece = json_string_value(json_object_get(json_array_get(text, i), "t"));
        if (!piece)
            return false;
        buffer_add_string(out, piece);
    }
    return json_is_array(text) || !text;
}

static void add_line(struct hook_lines *lines, const char *key, char *text)
{
    struct hook_line line = {.text = text ? text : memory_copy_string(""), .over = text == NULL};
    snprintf(line.key, sizeof line.key, "%s", key);
    lines->items = memory_resize(lines->items, lines->count + 1, sizeof *lines->items);
    lines->items[lines->count++] = line;
}

/* Nothing means that it goes, and all that a list has put under its name. */
static void remove_all(struct hook_lines *lines, const char *name)
{
    char key[HOOK_KEY_SIZE];
    snprintf(key, sizeof key, "awtrix-%.60s", name);
    add_line(lines, key, NULL);
    for (int i = 0; i < APPS_MOST; i++) {
        snprintf(key, sizeof key, "awtrix-%.60s%d", name, i);
        add_line(lines, key, NULL);
    }
}

bool awtrix_is_notification(const char *key)
{
    size_t length = strlen(NOTIFY_KEY);
    return key && strncmp(key, NOTIFY_KEY, length) == 0 && (!key[length] || key[length] == '-');
}

void awtrix_dismiss(const char *key, struct hook_lines *lines)
{
    add_line(lines, key, NULL);
}

/* A whole number of a document; false where it is something else. */
static bool take_number(const json_t *json, const char *name, int64_t most, int64_t *number,
                        const char **field)
{
    const json_t *value = json_object_get(json, name);
    if (!value || json_is_null(value))
        return true;
    *field = name;
    if (!json_is_number(value))
        return false;
    *number = (int64_t)json_number_value(value);
    *number = *number < 0 ? 0 : *number > most ? most : *number;
    return true;
}

static bool take_terms(const json_t *json, bool notify, struct awtrix_terms *terms,
                       const char **field)
{
    bool held = json_is_true(json_object_get(json, "hold"));
    *terms = (struct awtrix_terms){.lasts_s = 0, .priority = notify ? NOTIFY_PRIORITY : 0};
    if (!take_number(json, "repeat", 10000, &terms->airings, field) ||
        !take_number(json, "lifetime", LONGEST_S, &terms->lasts_s, field))
        return false;
    if (notify && terms->airings == 0 && !held)
        terms->airings = 1;
    if (terms->lasts_s == 0)
        terms->lasts_s = notify && !held ? NOTIFY_S : LONGEST_S;
    return true;
}

/* One that is stacked, as they come, stands beside those before. */
static void notify_key(const json_t *json, const char *words, char key[HOOK_KEY_SIZE])
{
    const json_t *stack = json_object_get(json, "stack");
    if (json_is_false(stack))
        snprintf(key, HOOK_KEY_SIZE, NOTIFY_KEY);
    else
        snprintf(key, HOOK_KEY_SIZE, NOTIFY_KEY "-%016" PRIx64, hash_text(HASH_START, words));
}

static bool read_one(const json_t *json, const char *name, size_t most_chars,
                     struct hook_lines *lines, struct awtrix_terms *terms, json_t *ignored,
                     const char **field)
{
    struct buffer words = {0};
    char key[HOOK_KEY_SIZE];
    *field = "text";
    note_ignored(json, ignored);
    bool good = add_words(hook_point(json, "/text"), &words) &&
                take_terms(json, name == NULL, terms, field);
    char *text = good && words.length ? hook_clean(words.data, most_chars) : NULL;
    if (name)
        snprintf(key, sizeof key, "awtrix-%.60s", name);
    else
        notify_key(json, words.length ? words.data : "", key);
    if (good && text)
        add_line(lines, key, text);
    buffer_finish(&words);
    return good;
}

bool awtrix_read(const json_t *json, const char *name, size_t most_chars, struct hook_lines *lines,
                 struct awtrix_terms *terms, json_t *ignored, const char **field)
{
    char numbered[HOOK_KEY_SIZE];
    bool good = true;
    *field = NULL;
    *terms = (struct awtrix_terms){.lasts_s = LONGEST_S};
    if (name && (json_object_size(json) == 0 && json_array_size(json) == 0)) {
        remove_all(lines, name);
        return true;
    }
    if (!json_is_array(json))
        return read_one(json, name, most_chars, lines, terms, ignored, field);
    for (size_t i = 0; good && i < json_array_size(json) && i < APPS_MOST; i++) {
        snprintf(numbered, sizeof numbered, "%.60s%zu", name ? name : "", i);
        good = read_one(json_array_get(json, i), name ? numbered : NULL, most_chars, lines, terms,
                        ignored, field);
    }
    return good;
}
