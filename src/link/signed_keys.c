#include "link/signed_keys.h"

#include <stdio.h>
#include <string.h>

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

void signed_print(const uint8_t *bytes, size_t size, char *text)
{
    for (size_t i = 0; i < size; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool signed_parse(const char *text, uint8_t *bytes, size_t size)
{
    if (strlen(text) != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = digit_of(text[2 * i]);
        int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

#define KEY_DIGITS ((size_t)2 * SIGNED_KEY_SIZE)

static bool refuse_twice(const struct signed_keys *keys, struct diag *diag)
{
    const struct signed_key *last = &keys->items[keys->count - 1];
    for (const struct signed_key *key = keys->items; key < last; key++)
        if (strcmp(key->name, last->name) == 0)
            return diag_error(diag,
                              "mqtt.keys: found two keys named %s; each needs a name of its own",
                              key->name);
    return true;
}

static bool take_key(struct signed_keys *keys, const char *text, size_t length)
{
    struct signed_key *key = &keys->items[keys->count];
    size_t name = strspn(text, NAME_LETTERS);
    size_t blanks = strspn(text + name, " ");
    char digits[KEY_DIGITS + 1] = "";
    if (keys->count == SIGNED_KEYS_MAX || name == 0 || name > SIGNED_NAME_MAX || blanks == 0 ||
        length != name + blanks + KEY_DIGITS)
        return false;
    memcpy(digits, text + name + blanks, KEY_DIGITS);
    if (!signed_parse(digits, key->bytes, SIGNED_KEY_SIZE))
        return false;
    memcpy(key->name, text, name);
    keys->count++;
    return true;
}

bool signed_keys_read(struct signed_keys *keys, const char *text, struct diag *diag)
{
    *keys = (struct signed_keys){0};
    while (*text) {
        text += strspn(text, " ;");
        size_t length = strcspn(text, ";");
        size_t word = length;
        while (word > 0 && text[word - 1] == ' ')
            word--;
        if (word > 0 && !take_key(keys, text, word))
            return diag_error(diag,
                              "mqtt.keys: found \"%.*s\"; %d at most, each a name and %d "
                              "hexadecimal digits (motograph sign --new prints them), are wanted",
                              (int)(word < 80 ? word : 80), text, SIGNED_KEYS_MAX,
                              2 * SIGNED_KEY_SIZE);
        if (word > 0 && !refuse_twice(keys, diag))
            return false;
        text += length;
    }
    return true;
}
