#include "link/discovery.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A member of an entity: a text as it stands, or a topic of this wall. */
struct member {
    const char *name, *value;
};

#define MEMBERS_MAX 12

struct entity {
    const char *id, *platform, *name;
    struct member members[MEMBERS_MAX];
};

#define WORDS(member)                                                                              \
    "{{ (value_json." member ".text or '')[:250] if value_json." member " else '' }}"
#define STATE                                                                                      \
    {                                                                                              \
        "state_topic", "state"                                                                     \
    }
#define DIAGNOSTIC                                                                                 \
    {                                                                                              \
        "entity_category", "diagnostic"                                                            \
    }

/* Names that end in _topic have topics behind this wall's name as values. */
static const struct entity entities[] = {
    {"line",
     "notify",
     "Line",
     {{"command_topic", "cmd/notify"}, {"command_template", "{\"text\": {{ value | tojson }} }"}}},
    {"breaking",
     "notify",
     "Breaking",
     {{"command_topic", "cmd/breaking"},
      {"command_template", "{\"text\": {{ value | tojson }} }"}}},
    {"light",
     "light",
     "Wall",
     {{"command_topic", "cmd/light"},
      STATE,
      {"state_value_template", "{{ 'OFF' if value_json.dark else 'ON' }}"},
      {"brightness_command_topic", "cmd/brightness"},
      {"brightness_state_topic", "state"},
      {"brightness_value_template", "{{ value_json.brightness }}"}}},
    {"paused",
     "switch",
     "Paused",
     {{"command_topic", "cmd/pause"},
      STATE,
      {"value_template", "{{ 'ON' if value_json.paused else 'OFF' }}"}}},
    {"next", "button", "Next", {{"command_topic", "cmd/next"}}},
    {"clear", "button", "End breaking", {{"command_topic", "cmd/clear"}}},
    {"blank", "button", "Blank", {{"command_topic", "cmd/blank"}, {"payload_press", "ON"}}},
    {"wall", "image", "Wall", {{"image_topic", "wall"}, {"content_type", "image/png"}}},
    {"on_air",
     "sensor",
     "On air",
     {STATE,
      {"value_template", WORDS("on_air")},
      {"json_attributes_topic", "state"},
      {"json_attributes_template", "{{ (value_json.on_air or {}) | tojson }}"}}},
    {"coming",
     "sensor",
     "Next",
     {STATE,
      {"value_template", "{{ (value_json.next or '')[:250] }}"},
      {"json_attributes_topic", "state"},
      {"json_attributes_template", "{{ {'text': value_json.next} | tojson }}"}}},
    {"held", "sensor", "Held", {STATE, {"value_template", "{{ value_json.held }}"}}},
    {"refresh",
     "sensor",
     "Refresh",
     {STATE,
      {"value_template", "{{ value_json.refresh_hz }}"},
      {"unit_of_measurement", "Hz"},
      {"device_class", "frequency"},
      DIAGNOSTIC}},
    {"problem",
     "binary_sensor",
     "Problem",
     {STATE,
      {"value_template", "{{ 'OFF' if value_json.healthy and not value_json.twin else 'ON' }}"},
      {"device_class", "problem"},
      DIAGNOSTIC}},
    {"clock",
     "binary_sensor",
     "Clock right",
     {STATE, {"value_template", "{{ 'ON' if value_json.time_known else 'OFF' }}"}, DIAGNOSTIC}},
    {"program",
     "update",
     "Program",
     {STATE,
      {"value_template", "{{ {'installed_version': value_json.version, 'latest_version': "
                         "value_json.version} | tojson }}"},
      DIAGNOSTIC}},
    {"happening", "event", "Event", {{"state_topic", "event"}}},
};

#define BRIGHTNESS_MOST 100

static bool is_topic(const char *name)
{
    size_t length = strlen(name);
    return length > strlen("_topic") && strcmp(name + length - strlen("_topic"), "_topic") == 0;
}

static void set_text(json_t *json, const char *name, char *owned)
{
    json_object_set_new(json, name, json_string(owned));
    free(owned);
}

static json_t *entity_of(const struct topic_names *names, const struct entity *entity)
{
    json_t *json = json_pack("{s:s, s:s}", "platform", entity->platform, "name", entity->name);
    set_text(json, "unique_id", memory_format("motograph_%s_%s", names->name, entity->id));
    for (size_t i = 0; i < MEMBERS_MAX && entity->members[i].name; i++) {
        const struct member *member = &entity->members[i];
        set_text(json, member->name,
                 is_topic(member->name)
                     ? memory_format("%s/%s/%s", names->prefix, names->name, member->value)
                     : memory_copy_string(member->value));
    }
    if (strcmp(entity->platform, "light") == 0)
        json_object_set_new(json, "brightness_scale", json_integer(BRIGHTNESS_MOST));
    if (strcmp(entity->platform, "event") == 0)
        json_object_set_new(json, "event_types",
                            json_pack("[s, s, s]", "breaking", "cleared", "error"));
    return json;
}

json_t *discovery_document(const struct topic_names *names)
{
    json_t *components = json_object();
    json_t *device = json_pack("{s:s, s:s, s:s}", "manufacturer", "Motograph", "model",
                               "News ticker", "sw_version", MOTOGRAPH_VERSION);
    json_t *json =
        json_pack("{s:o, s:{s:s, s:s}, s:o}", "device", device, "origin", "name", "motograph",
                  "sw_version", MOTOGRAPH_VERSION, "components", components);
    char *id = memory_format("motograph_%s", names->name);
    json_object_set_new(device, "identifiers", json_pack("[s]", id));
    free(id);
    set_text(device, "name", memory_format("Wall %s", names->name));
    set_text(json, "availability_topic",
             memory_format("%s/%s/availability", names->prefix, names->name));
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        json_object_set_new(components, entities[i].id, entity_of(names, &entities[i]));
    return json;
}

char *discovery_topic(const char *prefix, const struct topic_names *names)
{
    return memory_format("%s/device/motograph_%s/config", prefix, names->name);
}
