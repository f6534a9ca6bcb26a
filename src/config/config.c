#include "config/config.h"

#include <libconfig.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/local.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "config/describe.h"
#include "config/panel_model.h"
#include "config/panel_ranges.h"
#include "config/schema.h"
#include "environment.h"
#include "feeds.h"
#include "integers.h"
#include "panel_list.h"
#include "parse.h"
#include "tree.h"
#include "value.h"
#include "zones.h"

#define KEYS_MAX 48 /* in a group */
#define GROUPS_MAX 16
#define SET_NAME "--set"

struct place {
    char *file; /* NULL: the default */
    int line;
};

struct configuration_places {
    struct place keys[GROUPS_MAX][KEYS_MAX];
    char *zones; /* the file that has them; NULL: none */
    char *feeds; /* likewise */
};

static void *group_values(struct config *config, const struct schema_group *group)
{
    return (char *)config + group->offset;
}

/* What no constant can say: the paths of this user. */
static void fill_paths(struct config *config)
{
    if (!*config->store.path) {
        free(config->store.path);
        config->store.path =
            environment_path("XDG_DATA_HOME", ".local/share", "motograph/motograph.db");
    }
    if (!*config->control.socket) {
        free(config->control.socket);
        config->control.socket = environment_socket();
    }
    if (!*config->control.tokens) {
        free(config->control.tokens);
        config->control.tokens = environment_path("XDG_CONFIG_HOME", ".config", "motograph/tokens");
    }
}

void configuration_init(struct config *config)
{
    *config = (struct config){0};
    config->places = memory_alloc(1, sizeof *config->places);
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; k < schema_groups[g].count; k++)
            value_default(&schema_groups[g].keys[k], group_values(config, &schema_groups[g]));
    fill_paths(config);
}

void configuration_finish(struct config *config)
{
    zones_finish(config);
    feeds_finish(config);
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; k < schema_groups[g].count; k++)
            value_free(&schema_groups[g].keys[k], group_values(config, &schema_groups[g]));
    for (size_t g = 0; config->places && g < GROUPS_MAX; g++)
        for (size_t k = 0; k < KEYS_MAX; k++)
            free(config->places->keys[g][k].file);
    if (config->places) {
        free(config->places->zones);
        free(config->places->feeds);
    }
    free(config->places);
    *config = (struct config){0};
}

/* The known `group.key` nearest to a name that is none. */
static void nearest_key(const char *name, char *out, size_t size)
{
    size_t best = SIZE_MAX;
    for (size_t g = 0; g < schema_group_count; g++) {
        for (size_t k = 0; k < schema_groups[g].count; k++) {
            char *full =
                memory_format("%s.%s", schema_groups[g].name, schema_groups[g].keys[k].name);
            size_t far = nearest_distance(name, full);
            if (far < best) {
                best = far;
                snprintf(out, size, "%s", full);
            }
            free(full);
        }
    }
}

static bool tell_unknown(const char *name, struct value_place place, struct diag *diag)
{
    char nearest[128] = "";
    nearest_key(name, nearest, sizeof nearest);
    return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                       "%s: no such key; the nearest is %s", name, nearest);
}

static const struct schema_group *find_group(const char *name)
{
    for (size_t g = 0; g < schema_group_count; g++)
        if (strcmp(schema_groups[g].name, name) == 0)
            return &schema_groups[g];
    return NULL;
}

static const struct schema_key *find_key(const struct schema_group *group, const char *name)
{
    for (size_t k = 0; k < group->count; k++)
        if (strcmp(group->keys[k].name, name) == 0)
            return &group->keys[k];
    return NULL;
}

static struct place *place_of(struct config *config, const struct schema_group *group,
                              const struct schema_key *key)
{
    return &config->places->keys[group - schema_groups][key - group->keys];
}

/* A number that libconfig has wrapped is told already, by its place; what it was
 * wrapped to is nobody's business. */
static bool wrapped_here(const config_setting_t *setting, struct value_place place,
                         const struct diag *diag)
{
    char *prefix = memory_format("%s:%d: ", place.file, place.line);
    bool told = false;
    for (size_t i = 0; i < diag->count && config_setting_is_number(setting); i++)
        told |= strncmp(diag->messages[i].text, prefix, strlen(prefix)) == 0 &&
                strstr(diag->messages[i].text, INTEGERS_TOLD);
    free(prefix);
    return told;
}

static bool take_key(struct config *config, const struct schema_group *group, const char *name,
                     const config_setting_t *setting, struct value_place place, struct diag *diag)
{
    const struct schema_key *key = find_key(group, name);
    if (!key) {
        char *full = memory_format("%s.%s", group->name, name);
        tell_unknown(full, place, diag);
        free(full);
        return false;
    }
    struct place *known = place_of(config, group, key);
    free(known->file);
    *known = (struct place){memory_copy_string(place.file), place.line};
    return !wrapped_here(setting, place, diag) &&
           value_take(group, key, setting, group_values(config, group), place, diag);
}

/* The file that is read, and its folder. */
struct source {
    const char *path;
    const char *folder;
};

/* `room` may hold the file's name then. */
static struct value_place place_in(const config_setting_t *setting, const struct source *source,
                                   char room[PATH_MAX])
{
    const char *file = config_setting_source_file(setting);
    bool included = file && strcmp(file, source->path) != 0;
    return (struct value_place){included ? parse_included(source->path, file, room) : source->path,
                                (int)config_setting_source_line(setting), source->folder};
}

/* Whether a name is that of a list; then it is taken, and *good says how it went. */
static bool take_list(struct config *config, const config_setting_t *setting, const char *name,
                      struct value_place place, bool *good, struct diag *diag)
{
    char **file = NULL;
    if (strcmp(name, schema_zone.name) == 0) {
        file = &config->places->zones;
        *good = zones_take(config, setting, place, diag);
    } else if (strcmp(name, schema_feed.name) == 0) {
        file = &config->places->feeds;
        *good = feeds_take(config, setting, place, diag);
    } else if (strcmp(name, "panels") == 0) {
        *good = panel_list_take(&config->panel, setting, place, diag);
        return true;
    } else {
        return false;
    }
    free(*file);
    *file = place.line ? memory_copy_string(place.file) : NULL;
    return true;
}

static bool take_group(struct config *config, const config_setting_t *setting,
                       const struct source *source, struct diag *diag)
{
    const char *name = config_setting_name(setting);
    const struct schema_group *group = find_group(name);
    char room[PATH_MAX];
    struct value_place place = place_in(setting, source, room);
    bool good = true;
    if (take_list(config, setting, name, place, &good, diag))
        return good;
    if (!group)
        return tell_unknown(name, place, diag);
    if (!config_setting_is_group(setting))
        return diag_add_at(diag, DIAG_ERROR, place.file, place.line,
                           "%s: a group is wanted: %s = { ... };", name, name);
    for (int i = 0; i < config_setting_length(setting); i++) {
        const config_setting_t *key = config_setting_get_elem(setting, (unsigned)i);
        place = place_in(key, source, room);
        good &= take_key(config, group, config_setting_name(key), key, place, diag);
    }
    return good;
}

bool configuration_read(struct config *config, const char *path, struct diag *diag)
{
    config_t file;
    char *folder = environment_folder_of(path);
    const struct source source = {path, folder};
    config_init(&file);
    bool tree = false;
    bool good = parse_file(&file, path, &tree, diag);
    if (tree) {
        good &= integers_check_file(path, diag);
        const config_setting_t *root = config_root_setting(&file);
        for (int i = 0; i < config_setting_length(root); i++)
            good &= take_group(config, config_setting_get_elem(root, (unsigned)i), &source, diag);
        fill_paths(config);
    }
    config_destroy(&file);
    free(folder);
    return good;
}

/* `text` as libconfig's syntax, or as a plain text where the key takes one. */
static bool parse_assigned(config_t *file, const struct schema_key *key, const char *text)
{
    bool wants_text =
        key->type != SCHEMA_INT && key->type != SCHEMA_REAL && key->type != SCHEMA_BOOL;
    bool plain = wants_text && text[0] != '"' && text[0] != '(' && text[0] != '[';
    if (plain) {
        config_setting_t *setting =
            memory_must(config_setting_add(config_root_setting(file), "value", CONFIG_TYPE_STRING));
        bool taken = config_setting_set_string(setting, text) == CONFIG_TRUE;
        tree_must(file);
        return taken;
    }
    char *line = memory_format("value = %s;", text);
    bool good = config_read_string(file, line) == CONFIG_TRUE;
    free(line);
    if (good)
        tree_must(file);
    return good;
}

static bool set_key(struct config *config, const struct schema_group *group,
                    const struct schema_key *key, const char *text, const char *from,
                    struct diag *diag)
{
    const struct value_place place = {.file = from};
    config_t file;
    config_init(&file);
    bool good;
    if (parse_assigned(&file, key, text)) {
        const config_setting_t *value = config_lookup(&file, "value");
        good = integers_check(from, text, diag) &&
               take_key(config, group, key->name, value, place, diag);
    } else {
        char allowed[256];
        describe_allowed(key, allowed, sizeof allowed);
        good = diag_add_at(diag, DIAG_ERROR, place.file, 0, "%s.%s: found %s; allowed: %s",
                           group->name, key->name, text, allowed);
    }
    config_destroy(&file);
    fill_paths(config);
    return good;
}

/* Of a list, with what one item of it may be. */
static bool set_list(struct config *config, const char *name, const char *text, const char *item,
                     const char *from, struct diag *diag)
{
    const struct value_place place = {.file = from};
    config_t file;
    config_init(&file);
    char *line = memory_format("list = %s;", text);
    bool good = config_read_string(&file, line) == CONFIG_TRUE;
    if (good)
        tree_must(&file);
    const config_setting_t *list = good ? config_lookup(&file, "list") : NULL;
    if (!list)
        good = diag_error(diag, "%s %s=%s: not libconfig's syntax: ( { %s; } )", from, name, text,
                          item);
    else
        take_list(config, list, name, place, &good, diag);
    free(line);
    config_destroy(&file);
    return good;
}

bool configuration_assign(struct config *config, const char *assignment, const char *from,
                          struct diag *diag)
{
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return diag_error(diag, "%s %s: KEY=VALUE is wanted", from, assignment);
    static const char *const lists[][2] = {{"zones", "shows = \"news\""},
                                           {"panels", "order = \"RBG\""},
                                           {"feeds", "url = \"https://...\"; name = \"...\""}};
    char *name = memory_copy_bytes(assignment, (size_t)(equals - assignment));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(name, lists[i][0]) == 0) {
            free(name);
            return set_list(config, lists[i][0], equals + 1, lists[i][1], from, diag);
        }
    char *dot = strchr(name, '.');
    if (dot)
        *dot = '\0';
    const struct schema_group *group = find_group(name);
    const struct schema_key *key = dot && group ? find_key(group, dot + 1) : NULL;
    if (dot)
        *dot = '.';
    bool good = key ? set_key(config, group, key, equals + 1, from, diag)
                    : tell_unknown(name, (struct value_place){.file = from}, diag);
    free(name);
    return good;
}

bool configuration_set(struct config *config, const char *assignment, struct diag *diag)
{
    return configuration_assign(config, assignment, SET_NAME, diag);
}

/* A message about a key, at the place where it was set. */
static bool tell(struct config *config, enum diag_level level, const char *name, struct diag *diag,
                 const char *what)
{
    char *copy = memory_copy_string(name);
    char *dot = strchr(copy, '.');
    *dot = '\0';
    const struct schema_group *group = find_group(copy);
    const struct place *place = place_of(config, group, find_key(group, dot + 1));
    free(copy);
    if (place->file)
        return diag_add_at(diag, level, place->file, place->line, "%s: %s", name, what);
    return diag_add(diag, level, "%s: %s", name, what);
}

/* How many rows of one half share a scan row: 1 for direct wiring, 2 or 4 else. */
static bool check_scan(struct config *config, struct diag *diag)
{
    const struct config_panel *panel = &config->panel;
    int scan = panel_scan_rows(panel);
    int shared = panel_shared_rows(panel);
    char what[200];
    if (shared == 0) {
        snprintf(what, sizeof what, "found %d, but a panel of %d rows has at most 1:%d", scan,
                 panel->rows, panel->rows / 2);
        return tell(config, DIAG_ERROR, "panel.scan", diag, what);
    }
    if (panel_multiplex_fits(panel))
        return true;
    snprintf(what, sizeof what,
             "1:%d on %d rows means that %d rows share a scan row: panel.multiplex must be %s, or "
             "panel.model says how (`motograph pattern detect` finds it)",
             scan, panel->rows, shared,
             shared == 1   ? "\"direct\""
             : shared == 2 ? "\"stripe\" or \"checker\""
                           : "\"stripe\", and at most 4 rows");
    const char *cause = panel->scan ? "panel.scan" : "panel.multiplex";
    return tell(config, DIAG_ERROR, cause, diag, what);
}

static bool has_model(const struct config *config)
{
    return config->panel.model && *config->panel.model;
}

/* What the keys say of the panel itself, where no model does. */
static bool check_size(struct config *config, struct diag *diag)
{
    const struct config_panel *panel = &config->panel;
    bool good = true;
    if (has_model(config))
        return true;
    if (!panel_has_rows(panel))
        good = tell(config, DIAG_ERROR, "panel.rows", diag, "allowed: an even number, 4 to 64");
    if (!panel_has_scan(panel))
        return tell(config, DIAG_ERROR, "panel.scan", diag, "allowed: 1 to 32, or 0 for rows / 2");
    return good && check_scan(config, diag);
}

static bool is_asked(const struct config *config, const char *key)
{
    const struct schema_group *group = find_group("panel");
    return config->places->keys[group - schema_groups][find_key(group, key) - group->keys].file;
}

static bool apply_model(struct config *config, struct diag *diag)
{
    const struct panel_asked asked = {
        .rows = is_asked(config, "rows"),
        .columns = is_asked(config, "columns"),
        .scan = is_asked(config, "scan"),
        .multiplex = is_asked(config, "multiplex"),
        .order = is_asked(config, "order"),
        .blank_ns = is_asked(config, "blank_ns"),
    };
    struct diag told = {0};
    bool good = panel_model_apply(&config->panel, asked, &told);
    configuration_place(config, &told);
    for (size_t i = 0; i < told.count; i++)
        diag_add(diag, told.messages[i].level, "%s", told.messages[i].text);
    diag_finish(&told);
    return good;
}

static bool check_panel(struct config *config, struct diag *diag)
{
    const struct config_panel *panel = &config->panel;
    bool good = check_size(config, diag) && apply_model(config, diag);
    good &= panel_list_check(panel, diag);
    if (panel->rotation % 90 != 0)
        good = tell(config, DIAG_ERROR, "panel.rotation", diag, "allowed: 0, 90, 180 or 270");
    if (panel->columns * panel->chain > PANEL_CHAIN_COLUMNS_MAX)
        good = tell(config, DIAG_ERROR, "panel.chain", diag,
                    "columns times chain must be at most 1024");
    if (panel->chain % panel->fold != 0)
        good =
            tell(config, DIAG_ERROR, "panel.fold", diag,
                 "a chain can only be folded into rows of equal length: a divisor of panel.chain");
    return good;
}

static bool check_time_zone(struct config *config, struct diag *diag)
{
    char what[256];
    const char *zone = config->schedule.time_zone;
    if (local_zone_is_known(zone))
        return true;
    snprintf(what, sizeof what,
             "found \"%.80s\"; allowed: a zone that there is, such as \"Europe/Berlin\" "
             "(/usr/share/zoneinfo, of the package tzdata), or \"\" for the system's",
             zone);
    return tell(config, DIAG_ERROR, "schedule.time_zone", diag, what);
}

bool configuration_check(struct config *config, struct diag *diag)
{
    bool good = check_panel(config, diag);
    good &= check_time_zone(config, diag);
    good &= feeds_check(config, config->places->feeds, diag);
    if (config->crawl.pixels_per_second == 0 && !config->crawl.force &&
        config->crawl.characters_per_second > CONFIG_CPS_MAX)
        return tell(config, DIAG_ERROR, "crawl.characters_per_second", diag,
                    "above 15 characters a second nobody can follow; crawl.force = true allows it");
    if (config->crawl.pixels_per_second == 0 &&
        config->crawl.characters_per_second > CONFIG_CPS_WARNING)
        tell(config, DIAG_WARNING, "crawl.characters_per_second", diag,
             "above 12 characters a second few people can follow");
    return good;
}

/* Where a message is about: the key that it begins with, or a zone by its number. */
static bool find_place(const struct config *config, const char *text, struct place *place)
{
    unsigned number = 0;
    if (sscanf(text, "zones: zone %u", &number) == 1 && number > 0 &&
        number <= config->zone_count && config->places->zones) {
        *place = (struct place){config->places->zones, config->zones[number - 1].line};
        return true;
    }
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; k < schema_groups[g].count; k++) {
            const char *group = schema_groups[g].name;
            const char *key = schema_groups[g].keys[k].name;
            size_t length = strlen(group);
            if (strncmp(text, group, length) == 0 && text[length] == '.' &&
                strncmp(text + length + 1, key, strlen(key)) == 0 &&
                text[length + 1 + strlen(key)] == ':') {
                *place = config->places->keys[g][k];
                return place->file != NULL;
            }
        }
    return false;
}

void configuration_place(const struct config *config, struct diag *diag)
{
    struct diag placed = {0};
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_message *message = &diag->messages[i];
        struct place place;
        if (find_place(config, message->text, &place))
            diag_add_at(&placed, message->level, place.file, place.line, "%s", message->text);
        else
            diag_add(&placed, message->level, "%s", message->text);
    }
    diag_finish(diag);
    *diag = placed;
}

char *configuration_own_path(void)
{
    return environment_path("XDG_CONFIG_HOME", ".config", "motograph/motograph.cfg");
}

char *configuration_default_path(void)
{
    char *path = configuration_own_path();
    if (access(path, F_OK) == 0)
        return path;
    free(path);
    static const char system_wide[] = ENVIRONMENT_SYSTEM_FOLDER "/motograph.cfg";
    return access(system_wide, F_OK) == 0 ? memory_copy_string(system_wide) : NULL;
}

static void print_group(const struct config *config, const struct schema_group *group, bool sample,
                        FILE *stream)
{
    const void *values = (const char *)config + group->offset;
    if (sample)
        fprintf(stream, "\n# %s.\n", group->help);
    fprintf(stream, "%s = {\n", group->name);
    for (size_t k = 0; k < group->count; k++) {
        const struct schema_key *key = &group->keys[k];
        char allowed[256];
        describe_allowed(key, allowed, sizeof allowed);
        if (sample)
            fprintf(stream, "    # %s; %s\n", key->help, allowed);
        fprintf(stream, "    %s = ", key->name);
        if (sample && (key->type == SCHEMA_STRING || key->type == SCHEMA_PATH) && !*key->fallback &&
            !config->places->keys[group - schema_groups][k].file)
            fputs("\"\"", stream); /* another user has another path */
        else
            value_print(key, values, stream);
        fputs(";\n", stream);
    }
    fputs("};\n", stream);
}

void configuration_print(const struct config *config, bool sample, FILE *stream)
{
    if (sample)
        fputs("# Motograph's configuration: every key with its value in force. What is left out\n"
              "# has its default. The syntax is libconfig's.\n",
              stream);
    for (size_t g = 0; g < schema_group_count; g++)
        print_group(config, &schema_groups[g], sample, stream);
    panel_list_print(&config->panel, sample, stream);
    zones_print(config, sample, stream);
    feeds_print(config, sample, stream);
}
