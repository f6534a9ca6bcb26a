#include "control/request.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "news/snippet.h"

#define AIRINGS_MAX 10000
#define MINUTES_MAX 525600 /* a year */
#define GAP_MAX_S 86400
#define MOST_AIRINGS 1000000

/* As much of what was found as helps. */
#define FOUND_SHOWN 40

#define STATUS "status"
#define NEXT "next"
#define PAUSE "pause"
#define BLANK "blank"
#define KILL "kill"
#define BREAKING "breaking"
#define CLEAR "clear"
#define RELOAD "reload"
#define WATCH "watch"
#define ITEM "item"
#define WITHDRAW "withdraw"
#define PUT "put"
#define APPROVE "approve"
#define REMOVE "remove"
#define ARTICLE "article"
#define BRIGHTNESS "brightness"
#define SETTINGS "settings"

static const char *const names[REQUEST_KINDS] = {
    [REQUEST_STATUS] = STATUS,         [REQUEST_NEXT] = NEXT,         [REQUEST_PAUSE] = PAUSE,
    [REQUEST_BLANK] = BLANK,           [REQUEST_KILL] = KILL,         [REQUEST_BREAKING] = BREAKING,
    [REQUEST_CLEAR] = CLEAR,           [REQUEST_RELOAD] = RELOAD,     [REQUEST_ITEM] = ITEM,
    [REQUEST_WITHDRAW] = WITHDRAW,     [REQUEST_WATCH] = WATCH,       [REQUEST_PUT] = PUT,
    [REQUEST_APPROVE] = APPROVE,       [REQUEST_REMOVE] = REMOVE,     [REQUEST_ARTICLE] = ARTICLE,
    [REQUEST_BRIGHTNESS] = BRIGHTNESS, [REQUEST_SETTINGS] = SETTINGS,
};

#define INSTANT "an instant in ms since 1970"
#define AT(member) offsetof(struct request, member)

/* The rows of a kind stand together. */
static const struct request_field fields[] = {
    {REQUEST_NEXT, REQUEST_NAME, "zone", AT(next.zone), 0, 0, "a zone's name", false},
    {REQUEST_PAUSE, REQUEST_SWITCH, "on", AT(pause.on), 0, 0, "true or false", false},
    {REQUEST_BLANK, REQUEST_SWITCH, "on", AT(blank.on), 0, 0, "true or false", false},
    {REQUEST_KILL, REQUEST_NUMBER, "id", AT(kill.id), 1, INT64_MAX, "an id", true},
    {REQUEST_BREAKING, REQUEST_TEXT, "text", AT(breaking.text), 0, 0,
     "a text of snippet.max_chars characters at most, without control characters,", true},
    {REQUEST_BREAKING, REQUEST_NUMBER, "level", AT(breaking.level), 1, SNIPPET_LEVEL_MAX, "a level",
     true},
    {REQUEST_BREAKING, REQUEST_NUMBER, "airings", AT(breaking.airings), 0, AIRINGS_MAX,
     "a number of airings", false},
    {REQUEST_BREAKING, REQUEST_NUMBER, "minutes", AT(breaking.minutes), 0, MINUTES_MAX,
     "a number of minutes", false},
    {REQUEST_BREAKING, REQUEST_NUMBER, "ends", AT(breaking.ends), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_BREAKING, REQUEST_NAME, "key", AT(breaking.key), 0, 0, "a key", false},
    {REQUEST_ITEM, REQUEST_NAME, "feed", AT(item.feed), 0, 0, "a configured feed's name", true},
    {REQUEST_ITEM, REQUEST_NAME, "key", AT(item.key), 0, 0, "what makes it the same", true},
    {REQUEST_ITEM, REQUEST_TEXT, "text", AT(item.text), 0, 0,
     "a text of snippet.max_chars characters at most, without control characters,", true},
    {REQUEST_ITEM, REQUEST_NAME, "body", AT(item.body), 0, 0, "a text", false},
    {REQUEST_ITEM, REQUEST_NAME, "language", AT(item.language), 0, 0, "a language", false},
    {REQUEST_ITEM, REQUEST_NAME, "link", AT(item.link), 0, 0, "an address", false},
    {REQUEST_ITEM, REQUEST_NAME, "rights", AT(item.rights), 0, 0, "a text", false},
    {REQUEST_ITEM, REQUEST_NAME, "hold", AT(item.hold), 0, 0, "a reason", false},
    {REQUEST_ITEM, REQUEST_NUMBER, "priority", AT(item.priority), 0, SNIPPET_PRIORITY_MAX,
     "a priority", false},
    {REQUEST_ITEM, REQUEST_NUMBER, "level", AT(item.level), 0, SNIPPET_LEVEL_MAX, "a level", false},
    {REQUEST_ITEM, REQUEST_NUMBER, "dated", AT(item.dated), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_ITEM, REQUEST_NUMBER, "begins", AT(item.begins), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_ITEM, REQUEST_NUMBER, "ends", AT(item.ends), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_WITHDRAW, REQUEST_NAME, "feed", AT(withdraw.feed), 0, 0, "a configured feed's name",
     true},
    {REQUEST_WITHDRAW, REQUEST_NAME, "key", AT(withdraw.key), 0, 0, "what makes it the same", true},
    {REQUEST_WITHDRAW, REQUEST_SWITCH, "over", AT(withdraw.over), 0, 0, "true or false", false},
    {REQUEST_PUT, REQUEST_NUMBER, "id", AT(put.id), 0, INT64_MAX, "an id", false},
    {REQUEST_PUT, REQUEST_NAME, "key", AT(put.key), 0, 0, "a key", false},
    {REQUEST_PUT, REQUEST_NAME, "match", AT(put.match), 0, 0, "a tag", false},
    {REQUEST_PUT, REQUEST_TEXT, "text", AT(put.text), 0, 0,
     "a text of snippet.max_chars characters at most, without control characters,", true},
    {REQUEST_PUT, REQUEST_NAME, "speaker", AT(put.speaker), 0, 0, "a name", false},
    {REQUEST_PUT, REQUEST_NAME, "category", AT(put.category), 0, 0, "a category", false},
    {REQUEST_PUT, REQUEST_NAME, "daypart", AT(put.daypart), 0, 0, "a daypart", false},
    {REQUEST_PUT, REQUEST_NAME, "language", AT(put.language), 0, 0, "a language", false},
    {REQUEST_PUT, REQUEST_NUMBER, "priority", AT(put.priority), 0, SNIPPET_PRIORITY_MAX,
     "a priority", false},
    {REQUEST_PUT, REQUEST_NUMBER, "weight", AT(put.weight), 1, SNIPPET_WEIGHT_MAX, "a weight",
     true},
    {REQUEST_PUT, REQUEST_NUMBER, "gap_s", AT(put.gap_s), 0, GAP_MAX_S, "a number of seconds",
     false},
    {REQUEST_PUT, REQUEST_NUMBER, "most_airings", AT(put.airings), 0, MOST_AIRINGS,
     "a number of airings", false},
    {REQUEST_PUT, REQUEST_NUMBER, "not_before", AT(put.begins), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_PUT, REQUEST_NUMBER, "expires", AT(put.ends), 0, CLOCK_LAST_MS, INSTANT, false},
    {REQUEST_APPROVE, REQUEST_NUMBER, "id", AT(decide.id), 0, INT64_MAX, "an id", false},
    {REQUEST_APPROVE, REQUEST_NAME, "key", AT(decide.key), 0, 0, "a key", false},
    {REQUEST_APPROVE, REQUEST_NAME, "match", AT(decide.match), 0, 0, "a tag", false},
    {REQUEST_REMOVE, REQUEST_NUMBER, "id", AT(decide.id), 0, INT64_MAX, "an id", false},
    {REQUEST_REMOVE, REQUEST_NAME, "key", AT(decide.key), 0, 0, "a key", false},
    {REQUEST_REMOVE, REQUEST_NAME, "match", AT(decide.match), 0, 0, "a tag", false},
    {REQUEST_ARTICLE, REQUEST_NAME, "name", AT(article.name), 0, 0, "a name", true},
    {REQUEST_ARTICLE, REQUEST_NAME, "bytes", AT(article.bytes), 0, 0, "an article", true},
    {REQUEST_BRIGHTNESS, REQUEST_NUMBER, "percent", AT(brightness.percent), 1, 100,
     "a share of the schedule's light", true},
    {REQUEST_SETTINGS, REQUEST_NAME, "lines", AT(settings.lines), 0, 0, "KEY=VALUE in each line",
     true},
    {REQUEST_SETTINGS, REQUEST_NUMBER, "percent", AT(settings.percent), 0, 100,
     "a share of the schedule's light", false},
};

#define FIELDS (sizeof fields / sizeof *fields)

const char *request_name(enum request_kind kind)
{
    assert(kind < REQUEST_KINDS);
    return names[kind];
}

bool request_parse(const char *name, enum request_kind *kind)
{
    for (size_t i = 0; i < REQUEST_KINDS; i++)
        if (strcmp(names[i], name) == 0) {
            *kind = (enum request_kind)i;
            return true;
        }
    return false;
}

const char *request_names(void)
{
    return STATUS ", " NEXT ", " PAUSE ", " BLANK ", " KILL ", " BREAKING ", " CLEAR ", " RELOAD
                  ", " WATCH ", " ITEM ", " WITHDRAW ", " PUT ", " APPROVE ", " REMOVE ", " ARTICLE
                  ", " BRIGHTNESS ", " SETTINGS;
}

const struct request_field *request_fields(enum request_kind kind, size_t *count)
{
    size_t first = 0;
    while (first < FIELDS && fields[first].kind != kind)
        first++;
    *count = 0;
    while (first + *count < FIELDS && fields[first + *count].kind == kind)
        ++*count;
    return fields + first;
}

/* As many bytes of a text as may be shown, its last character whole. */
static size_t shown_of(const char *text)
{
    size_t length = strlen(text);
    size_t shown = length < FOUND_SHOWN ? length : FOUND_SHOWN;
    while (shown > 0 && shown < length && ((unsigned char)text[shown] & 0xc0) == 0x80)
        shown--; /* a continuation byte, RFC 3629, 3 */
    return shown;
}

bool request_refuse(const struct request_field *field, const char *found, struct diag *diag)
{
    char range[64] = "";
    if (field->type == REQUEST_NUMBER && field->most == INT64_MAX)
        snprintf(range, sizeof range, ", a whole number from %lld,", (long long)field->least);
    else if (field->type == REQUEST_NUMBER)
        snprintf(range, sizeof range, " from %lld to %lld", (long long)field->least,
                 (long long)field->most);
    const char *text = found ? found : "nothing";
    size_t shown = shown_of(text);
    return diag_error(diag, "%s: \"%s\": found %.*s%s; %s%s is wanted", names[field->kind],
                      field->name, (int)shown, text, text[shown] ? "..." : "", field->what, range);
}

static bool check_number(const struct request_field *field, int64_t number, struct diag *diag)
{
    char found[24];
    if (number >= field->least && number <= field->most)
        return true;
    snprintf(found, sizeof found, "%lld", (long long)number);
    return request_refuse(field, found, diag);
}

static bool check_text(const struct request_field *field, const char *text, size_t max_chars,
                       struct diag *diag)
{
    if (!text)
        return request_refuse(field, NULL, diag);
    size_t length = strlen(text);
    return (utf8_find_typed_control(text, length) == length && !utf8_is_blank(text, length) &&
            utf8_count(text, length) <= max_chars) ||
           request_refuse(field, *text ? text : "an empty one", diag);
}

bool request_check(const struct request *request, size_t max_chars, struct diag *diag)
{
    size_t count;
    const struct request_field *field = request_fields(request->kind, &count);
    bool good = true;
    for (; good && count > 0; field++, count--) {
        const char *at = (const char *)request + field->offset;
        if (field->type == REQUEST_NUMBER)
            good = check_number(field, *(const int64_t *)(const void *)at, diag);
        else if (field->type == REQUEST_TEXT)
            good = check_text(field, *(const char *const *)(const void *)at, max_chars, diag);
    }
    return good;
}
