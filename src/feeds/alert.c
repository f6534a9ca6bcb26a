#include "alert.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "node.h"

#define POINTS_MAX 4096 /* of a polygon: a coast line */
#define SHAPES_MAX 256

/* The place of a word in a list, from 1; 0 where it is none of it. */
static int place_of(const char *word, const char *const *words)
{
    for (int i = 0; word && words[i]; i++)
        if (strcasecmp(words[i], word) == 0)
            return i + 1;
    return 0;
}

static int word_of(struct source *source, const struct xml_node *node, const char *name,
                   const char *const *words)
{
    char *word = node_child_plain(source, node, name);
    int place = place_of(word, words);
    free(word);
    return place;
}

/* "latitude,longitude"; behind it in *text. */
static bool take_point(const char **text, struct feed_point *point)
{
    const double most_latitude = 90, most_longitude = 180;
    char *end;
    point->latitude = strtod(*text, &end);
    if (end == *text || *end != ',')
        return false;
    const char *second = end + 1;
    point->longitude = strtod(second, &end);
    bool good = end != second && point->latitude >= -most_latitude &&
                point->latitude <= most_latitude && point->longitude >= -most_longitude &&
                point->longitude <= most_longitude;
    *text = end + strspn(end, " \t\r\n");
    return good;
}

static void add_shape(struct feed_alert *alert, struct feed_shape shape)
{
    if (alert->shape_count == SHAPES_MAX) {
        free(shape.points);
        return;
    }
    alert->shapes = memory_resize(alert->shapes, alert->shape_count + 1, sizeof *alert->shapes);
    alert->shapes[alert->shape_count++] = shape;
}

/* Four points at least, the last of which is the first again (CAP 1.2, 3.2.4). */
static void read_polygon(const char *text, struct feed_alert *alert)
{
    const size_t least = 4;
    struct feed_shape shape = {0};
    struct feed_point point;
    while (*text && shape.count < POINTS_MAX && take_point(&text, &point)) {
        shape.points = memory_resize(shape.points, shape.count + 1, sizeof point);
        shape.points[shape.count++] = point;
    }
    if (*text || shape.count < least)
        free(shape.points);
    else
        add_shape(alert, shape);
}

/* "latitude,longitude radius" */
static void read_circle(const char *text, struct feed_alert *alert)
{
    struct feed_point point;
    if (!take_point(&text, &point))
        return;
    double radius = strtod(text, NULL);
    const double most = 20038; /* half of the way around the earth, in km */
    if (!(radius >= 0 && radius <= most))
        return;
    struct feed_shape shape = {.count = 1, .radius_km = radius};
    shape.points = memory_alloc(1, sizeof point);
    shape.points[0] = point;
    add_shape(alert, shape);
}

static void read_code(struct source *source, const struct xml_node *node, struct feed_alert *alert)
{
    char *name = node_child_plain(source, node, "valueName");
    char *value = node_child_plain(source, node, "value");
    const size_t most = 4096;
    if (!name || !value || alert->code_count == most) {
        free(name);
        free(value);
        return;
    }
    alert->codes = memory_resize(alert->codes, alert->code_count + 1, sizeof *alert->codes);
    alert->codes[alert->code_count++] = (struct feed_code){name, value};
}

static void add_area(char **areas, char *area)
{
    char *both = *areas && area ? memory_format("%s; %s", *areas, area) : NULL;
    if (both) {
        free(area);
        free(*areas);
        *areas = both;
    } else {
        build_default(areas, area);
    }
}

/* Areas of an <info>, or of an entry that has them without <area> around. */
static void read_areas(struct source *source, const struct xml_node *info, struct feed_alert *alert)
{
    for (const struct xml_node *at = xml_walk(info, info); at; at = xml_walk(info, at)) {
        if (!at->closed)
            continue;
        if (xml_is(at, "areaDesc"))
            add_area(&alert->area, node_plain(source, at));
        else if (xml_is(at, "geocode"))
            read_code(source, at, alert);
        char *shape = xml_is(at, "polygon") || xml_is(at, "circle") ? node_plain(source, at) : NULL;
        if (shape && xml_is(at, "polygon"))
            read_polygon(shape, alert);
        else if (shape)
            read_circle(shape, alert);
        free(shape);
    }
}

static void read_words(struct source *source, const struct xml_node *node,
                       const struct xml_node *info, struct feed_alert *alert)
{
    static const char *const statuses[] = {"Actual", "Exercise", "System", "Test", "Draft", NULL};
    static const char *const types[] = {"Alert", "Update", "Cancel", "Ack", "Error", NULL};
    static const char *const scopes[] = {"Public", "Restricted", "Private", NULL};
    static const char *const severities[] = {"Minor", "Moderate", "Severe", "Extreme", NULL};
    alert->status = (enum feed_alert_status)word_of(source, node, "status", statuses);
    alert->type = (enum feed_alert_type)word_of(source, node, "msgType", types);
    if (!alert->type) /* as some indexes have it */
        alert->type = (enum feed_alert_type)word_of(source, node, "message_type", types);
    alert->scope = (enum feed_alert_scope)word_of(source, node, "scope", scopes);
    alert->severity = (enum feed_severity)word_of(source, info, "severity", severities);
}

/* "sender,identifier,sent sender,identifier,sent": the identifiers. */
static void read_references(struct source *source, const struct xml_node *node,
                            struct feed_item *item)
{
    char *text = node_child_plain(source, node, "references");
    for (char *at = text; at && *at;) {
        size_t length = strcspn(at, " ");
        char *next = at + length + (at[length] != '\0');
        at[length] = '\0';
        char *first = strchr(at, ','), *last = strrchr(at, ',');
        if (first && last > first) {
            *last = '\0';
            build_replaces(item, first + 1);
        }
        at = next;
    }
    free(text);
}

static char *title_of(struct source *source, const struct xml_node *info,
                      const struct feed_alert *alert, char **hold)
{
    char *headline = node_line(source, xml_child(info, "headline"), WRITING_PLAIN, hold);
    if (headline || !alert->event)
        return headline;
    return alert->area ? memory_format("%s: %s", alert->event, alert->area)
                       : memory_copy_string(alert->event);
}

/* An index of alerts leaves out what goes without saying: what it says must be right. */
static void judge_alert(const struct feed_alert *alert, bool index, struct feed_item *item)
{
    bool actual = alert->status == FEED_ALERT_ACTUAL || (index && !alert->status);
    bool public = alert->scope == FEED_ALERT_PUBLIC || (index && !alert->scope);
    bool message = alert->type == FEED_ALERT_ACK || alert->type == FEED_ALERT_ERROR;
    if (alert->type == FEED_ALERT_CANCEL)
        item->status = FEED_CANCELED;
    if (!actual)
        build_hold(item, "it is an exercise or a test, no actual alert");
    else if (!public)
        build_hold(item, "it is no alert to the public");
    else if (message)
        build_hold(item, "it is a message between systems, no alert");
}

void alert_fill(struct source *source, const struct xml_node *node, const struct xml_node *info,
                struct feed_item *item)
{
    struct feed_alert *alert = memory_alloc(1, sizeof *alert);
    item->alert = alert;
    read_words(source, node, info, alert);
    alert->sender = node_child_plain(source, node, "sender");
    alert->event = node_child_plain(source, info, "event");
    alert->urgency = node_child_plain(source, info, "urgency");
    alert->certainty = node_child_plain(source, info, "certainty");
    alert->instruction = node_body(source, xml_child(info, "instruction"), WRITING_PLAIN);
    node_instant(source, &alert->effective_ms, xml_child(info, "effective"));
    node_instant(source, &alert->onset_ms, xml_child(info, "onset"));
    node_instant(source, &item->expires_ms, xml_child(info, "expires"));
    node_instant(source, &item->published_ms, xml_child(node, "sent"));
    if (info)
        read_areas(source, info, alert);
    read_references(source, node, item);
    build_default(&item->title, title_of(source, info, alert, &item->hold));
    judge_alert(alert, node == info, item);
}

/* The one whose language is wanted: "de" is de-DE, too. Without one the first. */
static const struct xml_node *info_of(struct source *source, const struct xml_node *alert)
{
    const char *wanted = source->hints->language;
    size_t size = wanted ? strcspn(wanted, "-") : 0;
    for (const struct xml_node *at = alert->first; at && size > 0; at = at->next) {
        if (!at->closed || !xml_is(at, "info"))
            continue;
        char *language = node_child_plain(source, at, "language");
        const char *told = language ? language : "en-US"; /* the standard's default */
        bool is = strcspn(told, "-_") == size && strncasecmp(told, wanted, size) == 0;
        free(language);
        if (is)
            return at;
    }
    return xml_child(alert, "info");
}

static void read_alert(struct source *source, const struct xml_node *node)
{
    struct feed_item *item = build_item(source, node->line);
    if (!item)
        return;
    const struct xml_node *info = info_of(source, node);
    item->id = node_child_plain(source, node, "identifier");
    item->language = node_child_plain(source, info, "language");
    item->source = node_child_plain(source, info, "senderName");
    build_default(&item->source, node_child_plain(source, node, "sender"));
    item->body = node_body(source, xml_child(info, "description"), WRITING_PLAIN);
    item->summary = memory_copy_string(item->body);
    item->link = node_link(source, node, NULL);
    build_default(&item->link, node_child_plain(source, info, "web"));
    alert_fill(source, node, info, item);
    item->updated_ms = item->published_ms;
}

bool alert_is_in(const struct xml_node *entry)
{
    return xml_child(entry, "severity") &&
           (xml_child(entry, "event") || xml_child(entry, "msgType"));
}

bool alert_read(struct source *source, const struct xml *xml)
{
    const struct xml_node *root = xml->root;
    bool wrapped = xml_is(root, "EDXLDistribution") || xml_is(root, "alerts");
    if (!xml_is(root, "alert") && !wrapped)
        return false;
    source->feed->kind = FEED_ALERT;
    const char *space = xml_attribute(root, "xmlns");
    bool early = space && strstr(space, "cap:1.1");
    source->feed->format = wrapped ? "CAP in EDXL" : early ? "CAP 1.1" : "CAP 1.2";
    for (const struct xml_node *at = root; at; at = xml_walk(root, at))
        if (at->closed && xml_is(at, "alert"))
            read_alert(source, at);
    return true;
}
