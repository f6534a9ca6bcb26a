#include "link/topic.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define WHO_LETTERS LETTERS "0123456789_-"
#define KEY_LETTERS LETTERS "0123456789._-"
#define MARK_ITEM "mqtt."
#define MARK_BREAKING "mqtt_"
#define MARK_LENGTH 5

static bool is_who(const char *text, size_t length)
{
    return length > 0 && length <= TOPIC_WHO_MAX && strspn(text, WHO_LETTERS) >= length;
}

static bool is_key(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= TOPIC_KEY_MAX && strchr(LETTERS, text[0]) &&
           strspn(text, KEY_LETTERS) == length;
}

/* --- who this wall is --- */

bool topic_is_prefix(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= TOPIC_PREFIX_MAX && text[0] != '/' && text[length - 1] != '/' &&
           !strstr(text, "//") && strspn(text, WHO_LETTERS "./") == length;
}

static bool take_prefix(struct topic_names *names, const char *prefix, struct diag *diag)
{
    if (!topic_is_prefix(prefix))
        return diag_error(diag, "mqtt.prefix: found \"%.80s\"; " TOPIC_PREFIX_WANTED, prefix,
                          TOPIC_PREFIX_MAX);
    snprintf(names->prefix, sizeof names->prefix, "%s", prefix);
    return true;
}

static bool take_name(struct topic_names *names, const char *name, const char *machine,
                      struct diag *diag)
{
    const char *found = *name ? name : machine;
    size_t length = *name ? strlen(name) : strcspn(machine, ".");
    if (!is_who(found, length) ||
        (length == strlen(TOPIC_ALL) && strncmp(found, TOPIC_ALL, length) == 0))
        return diag_error(diag,
                          "mqtt.name: found \"%.80s\"%s; a name of %d letters, digits, _ and - at "
                          "most is wanted, other than " TOPIC_ALL,
                          found, *name ? "" : ", this machine's", TOPIC_WHO_MAX);
    memcpy(names->name, found, length);
    return true;
}

static bool take_group(struct topic_names *names, const char *text, size_t length,
                       struct diag *diag)
{
    if (!is_who(text, length) || names->group_count == TOPIC_GROUPS_MAX)
        return diag_error(diag,
                          "mqtt.groups: found \"%.*s\"; %d names at most are wanted, each of %d "
                          "letters, digits, _ and - at most",
                          (int)(length < 80 ? length : 80), text, TOPIC_GROUPS_MAX, TOPIC_WHO_MAX);
    memcpy(names->groups[names->group_count++], text, length);
    return true;
}

static bool take_groups(struct topic_names *names, const char *groups, struct diag *diag)
{
    bool good = true;
    while (good && *groups) {
        groups += strspn(groups, " ;");
        size_t length = strcspn(groups, ";");
        size_t word = length;
        while (word > 0 && groups[word - 1] == ' ')
            word--;
        good = word == 0 || take_group(names, groups, word, diag);
        groups += length;
    }
    return good;
}

bool topic_names_read(struct topic_names *names, const char *prefix, const char *name,
                      const char *machine, const char *groups, struct diag *diag)
{
    *names = (struct topic_names){0};
    bool good = take_prefix(names, prefix, diag);
    good &= take_name(names, name, machine, diag);
    return take_groups(names, groups, diag) && good;
}

/* --- what is meant --- */

static bool is_meant(const struct topic_names *names, const char *who)
{
    if (strcmp(who, TOPIC_ALL) == 0 || strcmp(who, names->name) == 0)
        return true;
    for (size_t i = 0; i < names->group_count; i++)
        if (strcmp(who, names->groups[i]) == 0)
            return true;
    return false;
}

/* What a wall tells of itself: these are never for one. */
static const char *const own[] = {"availability", "state", "wall", "asrun", "event", "result"};

static const char *const dialect[] = {"notify", "notify/dismiss", "power", "nextapp", "settings"};

#define IS_AMONG(list, text) is_among(list, sizeof(list) / sizeof *(list), text)

static bool is_among(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

/* What stands behind FOLDER/, where the text begins with it; NULL. */
static const char *within(const char *text, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(text, folder, length) == 0 && text[length] == '/' ? text + length + 1 : NULL;
}

static enum topic_kind keyed(struct topic *topic, const char *key, enum topic_kind kind)
{
    if (!is_key(key))
        return TOPIC_OTHER;
    snprintf(topic->key, sizeof topic->key, "%s", key);
    return kind;
}

/* AWTRIX NG's, which go by the names of commands. */
static const char *const dialect_ng[] = {"notify/dismiss", "apps/next"};

static enum topic_kind kind_of(struct topic *topic, const char *text)
{
    const char *key;
    const char *command = within(text, "cmd");
    if (command && (key = within(command, "apps/pushed")))
        return keyed(topic, key, TOPIC_DIALECT);
    if (command && IS_AMONG(dialect_ng, command))
        return TOPIC_DIALECT;
    if ((key = within(text, "items")))
        return keyed(topic, key, TOPIC_ITEM);
    if ((key = within(text, "breaking")))
        return keyed(topic, key, TOPIC_BREAKING);
    if ((key = within(text, "cmd")))
        return keyed(topic, key, TOPIC_COMMAND);
    if ((key = within(text, "custom")))
        return keyed(topic, key, TOPIC_DIALECT);
    return strcmp(text, "set") == 0      ? TOPIC_SET
           : strcmp(text, "marker") == 0 ? TOPIC_MARKER
           : IS_AMONG(own, text)         ? TOPIC_OWN
           : IS_AMONG(dialect, text)     ? TOPIC_DIALECT
                                         : TOPIC_OTHER;
}

/* Of what stands behind the prefix; false where nobody is named. */
static bool read_rest(const char *rest, struct topic *topic)
{
    size_t length = strcspn(rest, "/");
    *topic = (struct topic){.rest = rest};
    if (!is_who(rest, length) || rest[length] != '/')
        return false;
    memcpy(topic->who, rest, length);
    topic->kind = kind_of(topic, rest + length + 1);
    return true;
}

bool topic_read(const struct topic_names *names, const char *text, struct topic *topic)
{
    const char *rest = within(text, names->prefix);
    bool meant = rest && read_rest(rest, topic) && is_meant(names, topic->who);
    topic->ng = names->ng;
    return meant;
}

bool topic_may_be_kept(const struct topic *topic)
{
    return topic->kind != TOPIC_COMMAND && topic->kind != TOPIC_DIALECT;
}

/* --- in the store --- */

void topic_store_key(const struct topic *topic, char key[TOPIC_STORE_SIZE])
{
    snprintf(key, TOPIC_STORE_SIZE, "%s%s.%s",
             topic->kind == TOPIC_BREAKING ? MARK_BREAKING : MARK_ITEM, topic->who, topic->key);
}

bool topic_of_store_key(const char *key, struct topic *topic)
{
    bool breaking = strncmp(key, MARK_BREAKING, MARK_LENGTH) == 0;
    *topic = (struct topic){.kind = breaking ? TOPIC_BREAKING : TOPIC_ITEM};
    if (!breaking && strncmp(key, MARK_ITEM, MARK_LENGTH) != 0)
        return false;
    size_t length = strcspn(key + MARK_LENGTH, ".");
    const char *rest = key + MARK_LENGTH + length;
    if (!is_who(key + MARK_LENGTH, length) || *rest != '.' || !is_key(rest + 1))
        return false;
    memcpy(topic->who, key + MARK_LENGTH, length);
    snprintf(topic->key, sizeof topic->key, "%s", rest + 1);
    return true;
}

char *topic_rest(const struct topic *topic)
{
    if (topic->kind == TOPIC_SET)
        return memory_format("%s/set", topic->who);
    return memory_format("%s/%s/%s", topic->who,
                         topic->kind == TOPIC_BREAKING ? "breaking"
                         : topic->kind == TOPIC_ITEM   ? "items"
                                                       : "cmd",
                         topic->key);
}
