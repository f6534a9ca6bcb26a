#include "config/hook_file.h"

#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/data.h"
#include "setting.h"
#include "tree.h"

#define HOOKS "hooks" /* a kind of data */
#define ENDING ".hook"
#define MINUTES_MAX 525600 /* a year */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool take_text(struct hook_texts *texts, const config_setting_t *entry)
{
    const char *text = entry ? config_setting_get_string(entry) : NULL;
    if (!text || texts->count == HOOK_TEXTS_MAX)
        return false;
    texts->texts[texts->count++] = memory_copy_string(text);
    return true;
}

/* A text, or a list of some. */
static bool take_texts(const struct setting_group *in, const char *name, struct hook_texts *texts)
{
    const config_setting_t *entry = config_setting_get_member(in->group, name);
    bool good = true;
    if (!entry)
        return true;
    if (config_setting_type(entry) == CONFIG_TYPE_STRING)
        return take_text(texts, entry);
    good = config_setting_is_list(entry) || config_setting_is_array(entry);
    for (int i = 0; good && i < config_setting_length(entry); i++)
        good = take_text(texts, config_setting_get_elem(entry, (unsigned)i));
    return good || setting_refuse(in, name, "a text, or a list of at most 8, is wanted");
}

/* A pointer, which begins with a '/' or is empty. */
static bool take_pointer(const struct setting_group *in, const char *name, char **pointer)
{
    return setting_text(in, name, false, pointer) &&
           (!*pointer || !**pointer || **pointer == '/' ||
            setting_refuse(in, name, "a JSON pointer is wanted, as \"/alerts\""));
}

static bool take_rule(struct hook_rule *rule, const config_setting_t *group,
                      const struct setting_group *file)
{
    static const char *const names[] = {"when", "each", "text",  "key",    "state",
                                        "on",   "off",  "level", "levels", "minutes"};
    const struct setting_group in = {group, file->path, file->diag};
    if (!config_setting_is_group(group))
        return setting_refuse(file, "rules", "a list of { text = ...; } is wanted");
    bool good = setting_knows(&in, names, COUNT(names));
    good &= take_pointer(&in, "when", &rule->when);
    good &= take_pointer(&in, "each", &rule->each);
    good &= take_pointer(&in, "state", &rule->state);
    good &= take_pointer(&in, "level", &rule->level);
    good &= take_texts(&in, "text", &rule->text);
    good &= take_texts(&in, "key", &rule->key);
    good &= take_texts(&in, "on", &rule->on);
    good &= take_texts(&in, "off", &rule->off);
    good &= take_texts(&in, "levels", &rule->levels);
    good &= setting_int(&in, "minutes", 0, MINUTES_MAX, 0, &rule->minutes);
    return good &&
           (rule->text.count > 0 || setting_refuse(&in, "text", "where the words stand is wanted"));
}

static bool take_rules(struct hook_file *hook, const struct setting_group *in)
{
    const config_setting_t *list = config_setting_get_member(in->group, "rules");
    int count = list && config_setting_is_list(list) ? config_setting_length(list) : 0;
    bool good = count > 0 && count <= HOOK_RULES_MAX;
    if (!good)
        return setting_refuse(in, "rules", "a list of 1 to 16 { text = ...; } is wanted");
    for (int i = 0; i < count; i++)
        good &=
            take_rule(&hook->rules[hook->count++], config_setting_get_elem(list, (unsigned)i), in);
    return good;
}

static bool read_hook(struct hook_file *hook, const config_t *file, struct diag *diag)
{
    static const char *const names[] = {"title", "source", "rules"};
    const struct setting_group in = {config_root_setting(file), hook->file, diag};
    bool good = setting_knows(&in, names, COUNT(names));
    good &= setting_text(&in, "title", true, &hook->title);
    good &= setting_text(&in, "source", true, &hook->source);
    return take_rules(hook, &in) && good;
}

bool hook_file_read(struct hook_file *hook, const char *name, struct diag *diag)
{
    config_t file;
    *hook = (struct hook_file){0};
    hook->file = strchr(name, '/') ? NULL : data_find(HOOKS, name, ENDING);
    if (!hook->file)
        return diag_error(diag, "there is no hook \"%.80s\" (config/hooks/NAME.hook)", name);
    config_init(&file);
    bool good = tree_open(&file, hook->file, "a hook's file", diag) && read_hook(hook, &file, diag);
    config_destroy(&file);
    return good;
}

static void finish_texts(struct hook_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        free(texts->texts[i]);
}

void hook_file_finish(struct hook_file *hook)
{
    for (size_t i = 0; i < hook->count; i++) {
        struct hook_rule *rule = &hook->rules[i];
        struct hook_texts *texts[] = {&rule->text, &rule->key, &rule->on, &rule->off,
                                      &rule->levels};
        for (size_t t = 0; t < COUNT(texts); t++)
            finish_texts(texts[t]);
        free(rule->when);
        free(rule->each);
        free(rule->state);
        free(rule->level);
    }
    free(hook->file);
    free(hook->title);
    free(hook->source);
    *hook = (struct hook_file){0};
}
