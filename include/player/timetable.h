/* The timetable: the configuration's rota and schedule, read once. */
#ifndef PLAYER_TIMETABLE_H
#define PLAYER_TIMETABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "schedule/daypart.h"
#include "schedule/rota.h"

struct config;
struct config_schedule;

struct timetable {
    struct rota_config rota;
    char *names[ROTA_CATEGORIES]; /* of categories, in use up to name_count */
    int name_count;
    struct daypart *dayparts;
    char **texts; /* as a snippet tells each: a name, or the span itself */
    bool *holds;  /* at the last timetable_look */
    size_t daypart_count;
    size_t configured; /* the first ones are the configuration's: they dim the wall */
    struct sun_place place;
};

/* False with an error for each thing that is not understood. */
bool timetable_init(struct timetable *timetable, const struct config *config, struct diag *diag);
void timetable_finish(struct timetable *timetable);

/* The span that a snippet's daypart tells, known or read now; -1 with an error. */
int timetable_span(struct timetable *timetable, const char *text, struct diag *diag);

/* The index of a category's weight, a new one where there is room. */
int timetable_category(struct timetable *timetable, const char *name);

/* Looks at the clock: fills in `holds`. */
void timetable_look(struct timetable *timetable, int64_t now_ms);

/* The percentage of panel.brightness that holds now; 0: dark. */
int timetable_brightness(const struct timetable *timetable, int64_t now_ms);

/* Until then `holds` and the brightness stay as they are. */
int64_t timetable_next_change(const struct timetable *timetable, int64_t now_ms);

#endif
