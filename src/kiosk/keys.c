#include "kiosk/keys.h"

#include <ctype.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char *const deeds[KEYS_DEEDS] = {"next",   "pause",   "blank", "brighter",
                                              "darker", "dismiss", "there"};

#define KEY(name)                                                                                  \
    {                                                                                              \
#name, EV_KEY, name                                                                        \
    }
#define SWITCH(name)                                                                               \
    {                                                                                              \
#name, EV_SW, name                                                                         \
    }

/* What remotes, keypads and gpio-keys have; others are told by their number. */
static const struct name {
    const char *name;
    uint16_t type, code;
} names[] = {
    KEY(KEY_ESC),
    KEY(KEY_1),
    KEY(KEY_2),
    KEY(KEY_3),
    KEY(KEY_4),
    KEY(KEY_5),
    KEY(KEY_6),
    KEY(KEY_7),
    KEY(KEY_8),
    KEY(KEY_9),
    KEY(KEY_0),
    KEY(KEY_BACKSPACE),
    KEY(KEY_TAB),
    KEY(KEY_ENTER),
    KEY(KEY_SPACE),
    KEY(KEY_KPENTER),
    KEY(KEY_KPPLUS),
    KEY(KEY_KPMINUS),
    KEY(KEY_F1),
    KEY(KEY_F2),
    KEY(KEY_F3),
    KEY(KEY_F4),
    KEY(KEY_F5),
    KEY(KEY_F6),
    KEY(KEY_HOME),
    KEY(KEY_UP),
    KEY(KEY_PAGEUP),
    KEY(KEY_LEFT),
    KEY(KEY_RIGHT),
    KEY(KEY_END),
    KEY(KEY_DOWN),
    KEY(KEY_PAGEDOWN),
    KEY(KEY_DELETE),
    KEY(KEY_MUTE),
    KEY(KEY_VOLUMEDOWN),
    KEY(KEY_VOLUMEUP),
    KEY(KEY_POWER),
    KEY(KEY_PAUSE),
    KEY(KEY_STOP),
    KEY(KEY_MENU),
    KEY(KEY_SLEEP),
    KEY(KEY_WAKEUP),
    KEY(KEY_PROG1),
    KEY(KEY_PROG2),
    KEY(KEY_BACK),
    KEY(KEY_FORWARD),
    KEY(KEY_NEXTSONG),
    KEY(KEY_PLAYPAUSE),
    KEY(KEY_PREVIOUSSONG),
    KEY(KEY_STOPCD),
    KEY(KEY_REWIND),
    KEY(KEY_EXIT),
    KEY(KEY_PLAY),
    KEY(KEY_FASTFORWARD),
    KEY(KEY_BRIGHTNESSDOWN),
    KEY(KEY_BRIGHTNESSUP),
    KEY(KEY_OK),
    KEY(KEY_SELECT),
    KEY(KEY_CLEAR),
    KEY(KEY_POWER2),
    KEY(KEY_INFO),
    KEY(KEY_RED),
    KEY(KEY_GREEN),
    KEY(KEY_YELLOW),
    KEY(KEY_BLUE),
    KEY(KEY_CHANNELUP),
    KEY(KEY_CHANNELDOWN),
    KEY(KEY_NEXT),
    KEY(KEY_PREVIOUS),
    KEY(BTN_0),
    KEY(BTN_1),
    KEY(BTN_2),
    KEY(BTN_3),
    SWITCH(SW_LID),
    SWITCH(SW_DOCK),
    SWITCH(SW_FRONT_PROXIMITY),
    SWITCH(SW_TABLET_MODE),
};

#define NAMES (sizeof names / sizeof *names)

/* A number is a key's, in decimal: what `evtest` and the kernel's overlays say. */
static bool read_code(const char *word, struct keys_row *row)
{
    for (size_t i = 0; i < NAMES; i++)
        if (strcmp(word, names[i].name) == 0) {
            row->type = names[i].type;
            row->code = names[i].code;
            return true;
        }
    char *end;
    unsigned long number = isdigit((unsigned char)*word) ? strtoul(word, &end, 10) : 0;
    row->type = EV_KEY;
    row->code = (uint16_t)number;
    return number > 0 && number <= KEY_MAX && *end == '\0';
}

static bool read_deed(const char *word, size_t length, enum keys_deed *deed)
{
    for (size_t i = 0; i < KEYS_DEEDS; i++)
        if (strlen(deeds[i]) == length && strncmp(deeds[i], word, length) == 0) {
            *deed = (enum keys_deed)i;
            return true;
        }
    return false;
}

static bool add_key(struct keys *keys, const char *word, enum keys_deed deed, struct diag *diag)
{
    struct keys_row row = {.deed = deed};
    if (!read_code(word, &row))
        return diag_error(diag,
                          "kiosk.keys: \"%s\" is no key known here; allowed: a name of "
                          "linux/input-event-codes.h such as KEY_NEXT, or a key's number, 1 to %d",
                          word, KEY_MAX);
    if (keys_find(keys, row.type, row.code) < keys->count)
        return diag_error(diag, "kiosk.keys: %s does two things; a key does one", word);
    if (keys->count == KEYS_MAX)
        return diag_error(diag, "kiosk.keys: %s is one too many; allowed: %d keys", word, KEYS_MAX);
    keys->rows[keys->count++] = row;
    return true;
}

static bool add_deed(struct keys *keys, char *part, struct diag *diag)
{
    char *colon = strchr(part, ':');
    char *rest = colon ? colon + 1 : NULL;
    const char *begin = part + strspn(part, " ");
    enum keys_deed deed;
    if (!colon || !read_deed(begin, (size_t)(colon - begin), &deed))
        return diag_error(diag,
                          "kiosk.keys: found \"%s\"; allowed: what is done, a colon, its keys, as "
                          "\"next: KEY_NEXT KEY_RIGHT\"; what is done is next, pause, blank, "
                          "brighter, darker, dismiss or there",
                          begin);
    bool good = true;
    char *at = NULL;
    for (char *word = strtok_r(rest, " ", &at); word; word = strtok_r(NULL, " ", &at))
        good &= add_key(keys, word, deed, diag);
    return good;
}

bool keys_parse(struct keys *keys, const char *text, struct diag *diag)
{
    bool good = true;
    char *at = NULL;
    char *copy = memory_copy_string(text);
    keys->count = 0;
    for (char *part = strtok_r(copy, ";", &at); part; part = strtok_r(NULL, ";", &at))
        if (part[strspn(part, " ")] != '\0')
            good &= add_deed(keys, part, diag);
    free(copy);
    return good;
}

size_t keys_find(const struct keys *keys, uint16_t type, uint16_t code)
{
    size_t i = 0;
    while (i < keys->count && (keys->rows[i].type != type || keys->rows[i].code != code))
        i++;
    return i;
}
