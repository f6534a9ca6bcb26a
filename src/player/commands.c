/* What the control socket asks of a player. */
#include <string.h>

#include "player_state.h"

#include "config/config.h"

static void set_paused(struct player *player, bool paused)
{
    int64_t now_ns = player_now(player);
    if (paused == (player->pause_ns >= 0))
        return;
    player->setup.output->ops->advance(player->setup.output, now_ns);
    if (paused)
        player_freeze(player, now_ns);
    else
        player_unfreeze(player, now_ns);
    player_go_on(player, now_ns);
}

/* The place of that name, of all that there are without one. False: there is none. */
static bool go_on_to_next(struct player *player, const char *name)
{
    bool found = false;
    for (size_t i = 0; i < player->places; i++) {
        const char *called = composer_place_name(player->setup.composer, i);
        if (name && (!called || strcmp(name, called) != 0))
            continue;
        found = true;
        if (player->air[i].snippet.id)
            player_cut(player, i, "the command next", false);
    }
    player_go_on(player, player_now(player));
    return found;
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *airing_to_json(const struct airing *air)
{
    if (!air->on)
        return json_null();
    char since[CLOCK_TEXT_SIZE];
    clock_format_utc(air->start_ms, since);
    return json_pack("{s:I, s:s, s:s, s:s, s:s}", "id", (json_int_t)air->snippet.id, "kind",
                     snippet_kind_name(air->snippet.kind), "text", air->snippet.text, "reason",
                     air->reason, "since", since);
}

static json_t *plan_to_json(const struct output_plan *plan)
{
    json_t *help = json_array();
    for (size_t i = 0; i < plan->help_count; i++)
        json_array_append_new(help, json_string(plan->help[i]));
    return json_pack("{s:I, s:f, s:f, s:f, s:b, s:o}", "slots", (json_int_t)plan->slots,
                     "refresh_hz", plan->refresh_hz, "unit_share", plan->unit_share, "delta_e",
                     plan->delta_e, "renamed", plan->renamed, "would_help", help);
}

static json_t *output_to_json(struct output *output)
{
    struct output_status status = {.healthy = true};
    output->ops->status(output, &status);
    json_t *json = json_pack("{s:s, s:f, s:f, s:b, s:s}", "name", status.name, "refresh_hz",
                             status.refresh_hz, "frames_per_second", status.frames_per_second,
                             "healthy", status.healthy, "note", status.note);
    if (status.plan.made)
        json_object_set_new(json, "plan", plan_to_json(&status.plan));
    return json;
}

static json_t *zones_to_json(const struct player *player)
{
    json_t *zones = json_array();
    for (size_t i = 0; i < player->places; i++)
        json_array_append_new(
            zones,
            json_pack("{s:o, s:o, s:o}", "zone",
                      text_or_null(composer_place_name(player->setup.composer, i)), "on_air",
                      airing_to_json(&player->air[i]), "next", text_or_null(player->next_text[i])));
    return zones;
}

/* What a person would call the thing on air: a take-over, else what the first zone
 * that has something shows. */
static size_t main_place(const struct player *player)
{
    size_t last = player->places - 1;
    if (composer_is_wall(player->setup.composer, last) && player->air[last].on)
        return last;
    for (size_t i = 0; i < player->places; i++)
        if (player->air[i].snippet.id)
            return i;
    return 0;
}

static void fill_status(struct player *player, json_t *reply)
{
    size_t place = main_place(player);
    json_object_set_new(reply, "version", json_string(MOTOGRAPH_VERSION));
    json_object_set_new(reply, "on_air", airing_to_json(&player->air[place]));
    json_object_set_new(reply, "next", text_or_null(player->next_text[place]));
    json_object_set_new(reply, "zones", zones_to_json(player));
    json_object_set_new(reply, "paused", json_boolean(player->pause_ns >= 0));
    json_object_set_new(reply, "due", json_integer((json_int_t)player->candidates.due_count));
    json_object_set_new(reply, "time_known", json_boolean(player->time_known));
    json_object_set_new(reply, "brightness", json_integer(player->brightness));
    json_object_set_new(reply, "taken_over", json_boolean(player->air[place].snippet.breaking > 0));
    json_object_set_new(reply, "store", text_or_null(player->setup.config->store.path));
    json_object_set_new(
        reply, "store_trouble",
        text_or_null(player->setup.keeper ? keeper_trouble(player->setup.keeper) : NULL));
    json_object_set_new(reply, "pending",
                        json_integer((json_int_t)player->candidates.pending.count));
    json_object_set_new(reply, "store_note", text_or_null(player->setup.store_note));
    json_object_set_new(
        reply, "running_s",
        json_integer((json_int_t)((player_now(player) - player->start_ns) / CLOCK_NS_PER_S)));
    json_object_set_new(reply, "output", output_to_json(player->setup.output));
}

/* What is of another type than it should be is no reason to do something else. */
static const char *wrong_type(const json_t *request)
{
    const json_t *zone = json_object_get(request, "zone");
    const json_t *on = json_object_get(request, "on");
    if (zone && !json_is_string(zone))
        return "\"zone\": a zone's name in quotation marks is wanted";
    if (on && !json_is_boolean(on))
        return "\"on\": true or false is wanted";
    return NULL;
}

const char *player_control(void *user, const char *command, const json_t *request, json_t *reply)
{
    struct player *player = user;
    const char *wrong = wrong_type(request);
    if (wrong)
        return wrong;
    if (strcmp(command, "next") == 0) {
        if (!go_on_to_next(player, json_string_value(json_object_get(request, "zone"))))
            return "no zone of that name shows news; `motograph status` names them";
    } else if (strcmp(command, "pause") == 0) {
        const json_t *on = json_object_get(request, "on");
        set_paused(player, on ? json_is_true(on) : player->pause_ns < 0);
    } else if (strcmp(command, "blank") == 0) {
        set_paused(player, true);
        player->setup.output->ops->blank(player->setup.output);
    } else if (player_is_edit(command)) {
        const char *error = player_take_edit(player, command, request);
        if (error)
            return error;
    } else if (strcmp(command, "status") != 0) {
        return "unknown command; there are: status, next, pause, blank, kill, breaking, clear";
    }
    fill_status(player, reply);
    return NULL;
}
