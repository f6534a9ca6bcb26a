#include "output/output.h"

#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "output/outputs.h"

enum argument {
    NO_ARGUMENT,
    FILE_ARGUMENT,
    FOLDER_ARGUMENT,
    ANY_ARGUMENT,
};

struct entry {
    const char *name;
    output_open_fn *open;
    enum argument argument;
    bool simulated;
};

static const struct entry entries[] = {
    {"gpiod", panel_open_gpiod, NO_ARGUMENT, false},
    {"terminal", terminal_open, NO_ARGUMENT, false},
    {"vcd", panel_open_vcd, FILE_ARGUMENT, true},
    {"png", picture_open_png, FOLDER_ARGUMENT, true},
    {"gif", picture_open_gif, FILE_ARGUMENT, true},
    {"rp2040", rp2040_open, ANY_ARGUMENT, false},
    {"null", null_open, NO_ARGUMENT, false},
};

#define ENTRIES (sizeof entries / sizeof *entries)

static const struct entry *find(const char *spec)
{
    size_t length = strcspn(spec, ":");
    for (size_t i = 0; i < ENTRIES; i++)
        if (strlen(entries[i].name) == length && memcmp(spec, entries[i].name, length) == 0)
            return &entries[i];
    return NULL;
}

/* Told before the show, not after it. */
static bool check_place(const struct entry *entry, const char *arg, struct diag *diag)
{
    struct stat there;
    if (stat(arg, &there) != 0)
        return true;
    bool folder = S_ISDIR(there.st_mode);
    if (entry->argument == FILE_ARGUMENT && folder)
        return diag_error(diag, "--output %s:%s: this is a folder; a file is wanted", entry->name,
                          arg);
    return entry->argument == FILE_ARGUMENT || folder ||
           diag_error(diag, "--output %s:%s: this is no folder; one is wanted", entry->name, arg);
}

static bool check_argument(const struct entry *entry, const char *arg, struct diag *diag)
{
    if (entry->argument == NO_ARGUMENT)
        return !arg || diag_error(diag, "--output %s:%s: %s takes no argument", entry->name, arg,
                                  entry->name);
    if (entry->argument == ANY_ARGUMENT)
        return true;
    if (arg && *arg)
        return check_place(entry, arg, diag);
    return diag_error(diag, "--output %s: where to? %s:%s", entry->name, entry->name,
                      entry->argument == FILE_ARGUMENT ? "FILE" : "DIR");
}

uint32_t output_sum(const struct frame *frame)
{
    size_t size = (size_t)frame->width * (size_t)frame->height * 3;
    return (uint32_t)crc32_z(0, frame->rgb, size);
}

void output_count_sum(struct output_sent *sent, uint32_t sum, bool fresh)
{
    if (!fresh && sent->frames > 0 && sum == sent->last)
        return;
    sent->frames++;
    sent->pixels += sum;
    sent->last = sum;
}

void output_count(struct output_sent *sent, const struct frame *frame)
{
    output_count_sum(sent, output_sum(frame), sent->fresh);
    sent->fresh = false;
}

struct output *output_open(const char *spec, const struct config *config, const struct clock *clock,
                           int width, int height, struct diag *diag)
{
    const struct entry *entry = find(spec);
    if (!entry) {
        diag_error(diag,
                   "--output %s: there are gpiod, terminal, vcd:FILE, png:DIR, gif:FILE, "
                   "rp2040[:TTY], null",
                   spec);
        return NULL;
    }
    const char *colon = strchr(spec, ':');
    const char *arg = colon ? colon + 1 : NULL;
    if (!check_argument(entry, arg, diag))
        return NULL;
    return entry->open(arg, config, clock, width, height, diag);
}

bool output_is_simulated(const char *spec)
{
    const struct entry *entry = find(spec);
    return entry && entry->simulated;
}
