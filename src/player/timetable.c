#include "player/timetable.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "config/config.h"
#include "schedule/daypart_parse.h"

#define NORMAL_WEIGHT 10
#define WEIGHT_MAX 100

static const char house[] = "house";

/* Text without the spaces around it; the caller frees. */
static char *trimmed(const char *text, size_t length)
{
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return memory_copy_bytes(text, length);
}

/* Calls fn with each part of a list that semicolons divide. */
static bool each_part(const char *list, bool (*fn)(struct timetable *, char *, struct diag *),
                      struct timetable *timetable, struct diag *diag)
{
    bool good = true;
    while (*list) {
        size_t length = strcspn(list, ";");
        char *part = trimmed(list, length);
        if (*part)
            good &= fn(timetable, part, diag);
        free(part);
        list += length + (list[length] == ';');
    }
    return good;
}

/* Cuts a number from the end of a text, behind a space. */
static bool cut_number(char *text, int least, int most, int *number)
{
    char *space = strrchr(text, ' ');
    char *end;
    if (!space)
        return false;
    errno = 0;
    long value = strtol(space + 1, &end, 10);
    if (end == space + 1 || *end || errno || value < least || value > most)
        return false;
    *number = (int)value;
    while (space > text && space[-1] == ' ')
        space--;
    *space = '\0';
    return true;
}

int timetable_category(struct timetable *timetable, const char *name)
{
    assert(name);
    for (int i = 0; i < timetable->name_count; i++)
        if (strcmp(timetable->names[i], name) == 0)
            return i;
    if (timetable->name_count == ROTA_CATEGORIES)
        return ROTA_CATEGORIES - 1; /* the last is for all that are left */
    timetable->rota.weights[timetable->name_count] = NORMAL_WEIGHT;
    timetable->rota.bounded[timetable->name_count] = true; /* until somebody asks for it */
    timetable->names[timetable->name_count] = memory_copy_string(name);
    return timetable->name_count++;
}

static bool take_category(struct timetable *timetable, char *part, struct diag *diag)
{
    int weight;
    char *whole = memory_copy_string(part);
    bool good = cut_number(part, 1, WEIGHT_MAX, &weight);
    if (good) {
        int category = timetable_category(timetable, part);
        timetable->rota.weights[category] = weight;
        timetable->rota.bounded[category] = false;
    } else {
        diag_error(diag,
                   "rota.categories: found \"%s\"; a name and a share from 1 to 100 are wanted",
                   whole);
    }
    free(whole);
    return good;
}

static void add_daypart(struct timetable *timetable, const char *text,
                        const struct daypart *daypart)
{
    size_t count = ++timetable->daypart_count;
    timetable->dayparts = memory_resize(timetable->dayparts, count, sizeof *timetable->dayparts);
    timetable->texts = memory_resize(timetable->texts, count, sizeof *timetable->texts);
    timetable->holds = memory_resize(timetable->holds, count, sizeof *timetable->holds);
    timetable->dayparts[count - 1] = *daypart;
    timetable->texts[count - 1] = memory_copy_string(text);
    timetable->holds[count - 1] = false;
}

static bool read_daypart(const struct timetable *timetable, const char *text,
                         struct daypart *daypart, struct diag *diag)
{
    if (!daypart_parse(text, daypart, diag))
        return false;
    bool has_place = timetable->place.latitude != 0 || timetable->place.longitude != 0;
    return has_place || !daypart_needs_place(daypart) ||
           diag_error(diag,
                      "%s: where the wall stands must be known for that: schedule.latitude and "
                      "schedule.longitude",
                      text);
}

static bool take_daypart(struct timetable *timetable, char *part, struct diag *diag)
{
    struct daypart daypart;
    if (!read_daypart(timetable, part, &daypart, diag))
        return false;
    add_daypart(timetable, daypart.name, &daypart);
    timetable->configured++;
    return true;
}

bool timetable_init(struct timetable *timetable, const struct config *config, struct diag *diag)
{
    const struct config_schedule *schedule = &config->schedule;
    *timetable = (struct timetable){
        .rota = {.gap_ms = (int64_t)(config->rota.gap_seconds * 1e3),
                 .speaker_spacing = config->rota.speaker_spacing,
                 .house_every = config->rota.house_every},
        .place = {schedule->latitude, schedule->longitude},
    };
    timetable_category(timetable, house); /* ROTA_HOUSE */
    bool good = each_part(config->rota.categories, take_category, timetable, diag);
    struct diag found = {0};
    good &= each_part(schedule->dayparts, take_daypart, timetable, &found);
    for (size_t i = 0; i < found.count; i++)
        diag_add(diag, found.messages[i].level, "schedule.dayparts: %s", found.messages[i].text);
    diag_finish(&found);
    return good;
}

void timetable_finish(struct timetable *timetable)
{
    for (int i = 0; i < timetable->name_count; i++)
        free(timetable->names[i]);
    for (size_t i = 0; i < timetable->daypart_count; i++)
        free(timetable->texts[i]);
    free(timetable->dayparts);
    free(timetable->texts);
    free(timetable->holds);
    *timetable = (struct timetable){0};
}

int timetable_span(struct timetable *timetable, const char *text, struct diag *diag)
{
    for (size_t i = 0; i < timetable->daypart_count; i++)
        if (strcasecmp(timetable->texts[i], text) == 0)
            return (int)i;
    struct daypart daypart;
    if (!read_daypart(timetable, text, &daypart, diag))
        return -1;
    add_daypart(timetable, text, &daypart);
    return (int)timetable->daypart_count - 1;
}

void timetable_look(struct timetable *timetable, int64_t now_ms)
{
    for (size_t i = 0; i < timetable->daypart_count; i++)
        timetable->holds[i] = daypart_holds(&timetable->dayparts[i], timetable->place, now_ms);
}

int timetable_brightness(const struct timetable *timetable, int64_t now_ms)
{
    assert(timetable->configured <= timetable->daypart_count);
    return daypart_brightness(timetable->dayparts, timetable->configured, timetable->place, now_ms,
                              100);
}

int64_t timetable_next_change(const struct timetable *timetable, int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < timetable->daypart_count; i++) {
        int64_t change_ms =
            daypart_next_change_ms(&timetable->dayparts[i], timetable->place, now_ms);
        next_ms = change_ms < next_ms ? change_ms : next_ms;
    }
    return next_ms;
}
