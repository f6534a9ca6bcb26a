#include "control/json.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* --- requests --- */

static bool refuse_value(const struct request_field *field, const json_t *value, struct diag *diag)
{
    char *found = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
    request_refuse(field, found ? found : "what can't be told", diag);
    free(found);
    return false;
}

static bool take_field(const struct request_field *field, const json_t *value,
                       struct request *request, struct diag *diag)
{
    void *at = (char *)request + field->offset;
    if (!value)
        return !field->needed || request_refuse(field, NULL, diag);
    if (field->type == REQUEST_NUMBER && json_is_integer(value))
        *(int64_t *)at = json_integer_value(value);
    else if (field->type == REQUEST_SWITCH && json_is_boolean(value))
        *(enum request_switch *)at = json_is_true(value) ? REQUEST_ON : REQUEST_OFF;
    else if ((field->type == REQUEST_NAME || field->type == REQUEST_TEXT) && json_is_string(value))
        *(const char **)at = json_string_value(value);
    else
        return refuse_value(field, value, diag);
    return true;
}

bool request_from_json(const json_t *json, struct request *request, struct diag *diag)
{
    const char *command = json_string_value(json_object_get(json, "command"));
    size_t count;
    *request = (struct request){0};
    if (!command)
        return diag_error(diag, "a JSON object with \"command\" on one line is wanted");
    if (!request_parse(command, &request->kind))
        return diag_error(diag, "unknown command; there are: %s", request_names());
    request->editor = json_string_value(json_object_get(json, "editor"));
    const struct request_field *field = request_fields(request->kind, &count);
    for (; count > 0; field++, count--)
        if (!take_field(field, json_object_get(json, field->name), request, diag))
            return false;
    return true;
}

static json_t *field_to_json(const struct request_field *field, const struct request *request)
{
    const void *at = (const char *)request + field->offset;
    if (field->type == REQUEST_NUMBER)
        return json_integer(*(const int64_t *)at);
    if (field->type == REQUEST_SWITCH)
        return json_boolean(*(const enum request_switch *)at == REQUEST_ON);
    return json_string(*(const char *const *)at);
}

/* Zero is what is said by saying nothing. */
static bool is_said(const struct request_field *field, const struct request *request)
{
    const void *at = (const char *)request + field->offset;
    if (field->type == REQUEST_SWITCH)
        return *(const enum request_switch *)at != REQUEST_TOGGLE;
    return field->type == REQUEST_NUMBER || *(const char *const *)at != NULL;
}

json_t *request_to_json(const struct request *request)
{
    size_t count;
    const struct request_field *field = request_fields(request->kind, &count);
    json_t *json = json_object();
    json_object_set_new(json, "command", json_string(request_name(request->kind)));
    if (request->editor)
        json_object_set_new(json, "editor", json_string(request->editor));
    for (; count > 0; field++, count--)
        if (is_said(field, request) &&
            json_object_set_new(json, field->name, field_to_json(field, request)) < 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

/* --- states --- */

enum type {
    TEXT,    /* const char *, null where there is none */
    NOTE,    /* a text of OUTPUT_NOTE_SIZE in its place */
    KIND,    /* enum snippet_kind */
    INSTANT, /* int64_t, wall time in ms */
    NUMBER,  /* int64_t */
    COUNT,   /* size_t */
    REAL,    /* double */
    TRUTH,   /* bool */
};

struct member {
    const char *name;
    enum type type;
    size_t offset;
};

#define MEMBERS(table) (table), sizeof(table) / sizeof *(table)
#define OF(type, member) offsetof(struct type, member)

static const struct member state_begin[] = {{"version", TEXT, OF(state, version)}};

static const struct member state_end[] = {
    {"paused", TRUTH, OF(state, paused)},
    {"why_paused", TEXT, OF(state, why_paused)},
    {"dark", TRUTH, OF(state, dark)},
    {"why_dark", TEXT, OF(state, why_dark)},
    {"time_zone", TEXT, OF(state, time_zone)},
    {"config", TEXT, OF(state, configuration.path)},
    {"config_trouble", TEXT, OF(state, configuration.trouble)},
    {"needs_restart", TEXT, OF(state, configuration.restart)},
    {"reload_waits", TRUTH, OF(state, configuration.waits)},
    {"settings", TEXT, OF(state, configuration.settings)},
    {"due", NUMBER, OF(state, due)},
    {"time_known", TRUTH, OF(state, time_known)},
    {"brightness", NUMBER, OF(state, brightness)},
    {"taken_over", TRUTH, OF(state, taken_over)},
    {"store", TEXT, OF(state, store)},
    {"store_trouble", TEXT, OF(state, store_trouble)},
    {"pending", NUMBER, OF(state, unwritten)},
    {"store_edition", NUMBER, OF(state, store_edition)},
    {"store_note", TEXT, OF(state, store_note)},
    {"backup_trouble", TEXT, OF(state, backup_trouble)},
    {"running_s", NUMBER, OF(state, running_s)},
};

static const struct member taken[] = {
    {"id", NUMBER, OF(state, taken.id)},
    {"ended", NUMBER, OF(state, taken.ended)},
    {"created", TRUTH, OF(state, taken.created)},
    {"known", TRUTH, OF(state, taken.known)},
    {"corrected", TRUTH, OF(state, taken.corrected)},
    {"headlines", NUMBER, OF(state, taken.headlines)},
    {"quotations", NUMBER, OF(state, taken.quotations)},
    {"held", NUMBER, OF(state, taken.held)},
};

static const struct member airing[] = {
    {"id", NUMBER, OF(state_airing, id)},           {"kind", KIND, OF(state_airing, kind)},
    {"text", TEXT, OF(state_airing, text)},         {"reason", TEXT, OF(state_airing, reason)},
    {"since", INSTANT, OF(state_airing, since_ms)},
};

static const struct member output[] = {
    {"name", TEXT, OF(output_status, name)},
    {"path", TEXT, OF(output_status, path)},
    {"refresh_hz", REAL, OF(output_status, refresh_hz)},
    {"frames_per_second", REAL, OF(output_status, frames_per_second)},
    {"beats", NUMBER, OF(output_status, beats)},
    {"healthy", TRUTH, OF(output_status, healthy)},
    {"note", NOTE, OF(output_status, note)},
};

static const struct member plan[] = {
    {"slots", COUNT, OF(output_plan, slots)},
    {"refresh_hz", REAL, OF(output_plan, refresh_hz)},
    {"unit_share", REAL, OF(output_plan, unit_share)},
    {"delta_e", REAL, OF(output_plan, delta_e)},
    {"renamed", TRUTH, OF(output_plan, renamed)},
    {"moved", NOTE, OF(output_plan, moved)},
};

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *instant_to_json(int64_t when_ms)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(when_ms, text);
    return json_string(text);
}

static json_t *member_to_json(const struct member *member, const void *at)
{
    switch (member->type) {
    case TEXT:
        return text_or_null(*(const char *const *)at);
    case NOTE:
        return json_string(at);
    case KIND:
        return json_string(snippet_kind_name(*(const enum snippet_kind *)at));
    case INSTANT:
        return instant_to_json(*(const int64_t *)at);
    case NUMBER:
        return json_integer(*(const int64_t *)at);
    case COUNT:
        return json_integer((json_int_t) * (const size_t *)at);
    case REAL:
        return json_real(*(const double *)at);
    case TRUTH:
        return json_boolean(*(const bool *)at);
    }
    assert(false && "a member of no type");
    return NULL;
}

static void add_members(json_t *json, const void *value, const struct member *members, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_object_set_new(json, members[i].name,
                            member_to_json(&members[i], (const char *)value + members[i].offset));
}

static json_t *airing_to_json(const struct state_airing *on_air)
{
    if (!on_air->on)
        return json_null();
    json_t *json = json_object();
    add_members(json, on_air, MEMBERS(airing));
    return json;
}

static json_t *plan_to_json(const struct output_plan *made)
{
    json_t *json = json_object();
    json_t *help = json_array();
    add_members(json, made, MEMBERS(plan));
    for (size_t i = 0; i < made->help_count; i++)
        json_array_append_new(help, json_string(made->help[i]));
    json_object_set_new(json, "would_help", help);
    return json;
}

static json_t *output_to_json(const struct output_status *status)
{
    json_t *json = json_object();
    add_members(json, status, MEMBERS(output));
    if (status->plan.made)
        json_object_set_new(json, "plan", plan_to_json(&status->plan));
    return json;
}

static json_t *zone_to_json(const struct state_zone *zone)
{
    return json_pack("{s:o, s:o, s:o}", "zone", text_or_null(zone->name), "on_air",
                     airing_to_json(&zone->on_air), "next", text_or_null(zone->next));
}

void state_to_json(const struct state *state, json_t *json)
{
    assert(state->zone_count <= ZONES_MAX && state->main < state->zone_count);
    const struct state_zone *main = &state->zones[state->main];
    json_t *zones = json_array();
    for (size_t i = 0; i < state->zone_count; i++)
        json_array_append_new(zones, zone_to_json(&state->zones[i]));
    add_members(json, state, MEMBERS(state_begin));
    json_object_set_new(json, "on_air", airing_to_json(&main->on_air));
    json_object_set_new(json, "next", text_or_null(main->next));
    json_object_set_new(json, "zones", zones);
    add_members(json, state, MEMBERS(state_end));
    json_object_set_new(json, "output", output_to_json(&state->output));
    if (state->taken.edit) {
        json_t *edit = json_object();
        add_members(edit, state, MEMBERS(taken));
        json_object_set_new(json, "taken", edit);
    }
}

/* --- and back --- */

static void note_from_json(const char *text, char note[OUTPUT_NOTE_SIZE])
{
    snprintf(note, OUTPUT_NOTE_SIZE, "%s", text ? text : "");
}

static void member_from_json(const struct member *member, const json_t *json, void *at)
{
    const char *text = json_string_value(json);
    switch (member->type) {
    case TEXT:
        *(const char **)at = text;
        break;
    case NOTE:
        note_from_json(text, at);
        break;
    case KIND:
        if (text)
            snippet_kind_parse(text, at);
        break;
    case INSTANT:
        if (text)
            clock_parse(text, at);
        break;
    case NUMBER:
        *(int64_t *)at = json_integer_value(json);
        break;
    case COUNT:
        *(size_t *)at = json_integer_value(json) > 0 ? (size_t)json_integer_value(json) : 0;
        break;
    case REAL:
        *(double *)at = json_number_value(json);
        break;
    case TRUTH:
        *(bool *)at = json_is_true(json);
        break;
    }
}

static void take_members(const json_t *json, void *value, const struct member *members,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        member_from_json(&members[i], json_object_get(json, members[i].name),
                         (char *)value + members[i].offset);
}

static void zone_from_json(const json_t *json, struct state_zone *zone)
{
    const json_t *on_air = json_object_get(json, "on_air");
    zone->name = json_string_value(json_object_get(json, "zone"));
    zone->next = json_string_value(json_object_get(json, "next"));
    zone->on_air.on = json_is_object(on_air);
    take_members(on_air, &zone->on_air, MEMBERS(airing));
}

static void output_from_json(const json_t *json, struct output_status *status)
{
    const json_t *made = json_object_get(json, "plan");
    const json_t *help = json_object_get(made, "would_help");
    take_members(json, status, MEMBERS(output));
    status->plan.made = json_is_object(made);
    take_members(made, &status->plan, MEMBERS(plan));
    for (size_t i = 0; i < json_array_size(help) && i < OUTPUT_HELP_MAX; i++)
        snprintf(status->plan.help[status->plan.help_count++], OUTPUT_HELP_SIZE, "%s",
                 json_string_value(json_array_get(help, i)));
}

/* The zone that airs what the whole is said to air. */
static size_t main_from_json(const json_t *json, const json_t *zones)
{
    const json_t *on_air = json_object_get(json, "on_air");
    for (size_t i = 0; i < json_array_size(zones); i++)
        if (json_equal(json_object_get(json_array_get(zones, i), "on_air"), on_air))
            return i;
    return 0;
}

void state_from_json(const json_t *json, struct state *state)
{
    const json_t *zones = json_object_get(json, "zones");
    *state = (struct state){0};
    take_members(json, state, MEMBERS(state_begin));
    take_members(json, state, MEMBERS(state_end));
    for (size_t i = 0; i < json_array_size(zones) && i < ZONES_MAX; i++)
        zone_from_json(json_array_get(zones, i), &state->zones[state->zone_count++]);
    const json_t *edit = json_object_get(json, "taken");
    state->taken.edit = json_is_object(edit);
    take_members(edit, state, MEMBERS(taken));
    size_t main = main_from_json(json, zones);
    state->main = main < state->zone_count ? main : 0;
    output_from_json(json_object_get(json, "output"), &state->output);
}
