#include "cli/outputs.h"

#include <assert.h>
#include <string.h>
#include <sys/stat.h>

struct entry {
    const char *spec; /* NAME, NAME:WORD or NAME[:WORD] */
    output_open_fn *open;
    enum output_argument takes;
    enum output_trait trait;
};

#define ENTRY(spec, open, takes, trait, help) {spec, open, OUTPUT_TAKES_##takes, OUTPUT_##trait},
static const struct entry entries[] = {OUTPUTS(ENTRY)};

#define ENTRIES (sizeof entries / sizeof *entries)

static int name_length(const struct entry *entry)
{
    return (int)strcspn(entry->spec, ":[");
}

static const struct entry *find(const char *spec)
{
    size_t length = strcspn(spec, ":");
    for (size_t i = 0; i < ENTRIES; i++)
        if ((size_t)name_length(&entries[i]) == length &&
            memcmp(spec, entries[i].spec, length) == 0)
            return &entries[i];
    return NULL;
}

/* An argument that is in the way is told before the show begins, not when it is written. */
static bool check_place(const struct entry *entry, const char *spec, const char *arg,
                        struct diag *diag)
{
    struct stat there;
    if (stat(arg, &there) != 0)
        return true;
    bool folder = S_ISDIR(there.st_mode);
    if (entry->takes == OUTPUT_TAKES_FILE && folder)
        return diag_error(diag, "--output %s: this is a folder; a file is wanted", spec);
    return entry->takes == OUTPUT_TAKES_FILE || folder ||
           diag_error(diag, "--output %s: this is no folder; one is wanted", spec);
}

static bool check_argument(const struct entry *entry, const char *spec, const char *arg,
                           struct diag *diag)
{
    if (entry->takes == OUTPUT_TAKES_NOTHING)
        return !arg || diag_error(diag, "--output %s: %s takes no argument", spec, entry->spec);
    if (entry->takes == OUTPUT_TAKES_OPTION)
        return true;
    if (arg && *arg)
        return check_place(entry, spec, arg, diag);
    return diag_error(diag, "--output %.*s: where to? %s", name_length(entry), entry->spec,
                      entry->spec);
}

struct output *output_open(const char *spec, const struct config *config, const struct clock *clock,
                           int width, int height, struct diag *diag)
{
    assert(width > 0 && height > 0);
    const struct entry *entry = find(spec);
    if (!entry) {
        diag_error(diag, "--output %s: there are %s", spec, OUTPUTS_LIST);
        return NULL;
    }
    const char *colon = strchr(spec, ':');
    const char *arg = colon ? colon + 1 : NULL;
    if (!check_argument(entry, spec, arg, diag))
        return NULL;
    return entry->open(arg, config, clock, width, height, diag);
}

bool output_has(const char *spec, enum output_trait trait)
{
    const struct entry *entry = find(spec);
    return entry && entry->trait == trait;
}
