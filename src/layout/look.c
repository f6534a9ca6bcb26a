#include "look.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "display/scene.h"

/* Between a quotation's words and who said them (news/snippet.h). */
static const char dash[] = " - ";

size_t look_words_end(const char *words, const struct snippet_span *speaker)
{
    const size_t gap = sizeof dash - 1;
    assert(speaker->start + speaker->length <= strlen(words));
    bool behind = speaker->length > 0 && speaker->start >= gap &&
                  strncmp(words + speaker->start - gap, dash, gap) == 0;
    return behind ? speaker->start - gap : strlen(words);
}

size_t look_spans(const struct snippet *snippet, const char *words,
                  const struct snippet_span *speaker, struct text_span spans[LOOK_SPANS_MAX])
{
    struct snippet_span parts[QUOTED_PARTS_MAX];
    size_t part_count = 0;
    size_t count = 0;
    bool told = speaker->length == 0;
    if (snippet->kind == SNIPPET_QUOTE)
        part_count = quoted_parts(words, look_words_end(words, speaker), parts);
    for (size_t i = 0; i < part_count; i++) {
        bool apart = parts[i].start >= speaker->start + speaker->length;
        bool within = !told && !apart && parts[i].start + parts[i].length > speaker->start;
        if (!told && (apart || within)) {
            spans[count++] = (struct text_span){speaker->start, speaker->length, TEXT_ROLE_SPEAKER};
            told = true;
        }
        if (!within)
            spans[count++] = (struct text_span){parts[i].start, parts[i].length, TEXT_ROLE_TEXT};
    }
    if (!told)
        spans[count++] = (struct text_span){speaker->start, speaker->length, TEXT_ROLE_SPEAKER};
    return count;
}

/* A part of the list, "weather #00c0ff": its category and its colour. The caller frees the
 * category; NULL where it is none. */
static char *take_part(const char *part, size_t length, struct config_colour *colour)
{
    while (length > 0 && *part == ' ') {
        part++;
        length--;
    }
    while (length > 0 && part[length - 1] == ' ')
        length--;
    char *name = memory_copy_bytes(part, length);
    char *space = strrchr(name, ' ');
    bool good = space && colour_parse(space + 1, colour);
    while (good && space >= name && *space == ' ')
        *space-- = '\0';
    if (good && *name)
        return name;
    free(name);
    return NULL;
}

/* The colour of a category in the list; false where it has none. */
static bool find_category(const char *list, const char *category, struct config_colour *colour)
{
    for (const char *at = list; at && *at;) {
        size_t length = strcspn(at, ";");
        struct config_colour found = {0};
        char *name = take_part(at, length, &found);
        bool same = name && strcmp(name, category) == 0;
        free(name);
        if (same) {
            *colour = found;
            return true;
        }
        at += length + (at[length] == ';');
    }
    return false;
}

bool look_check(const struct config_colours *colours, struct diag *diag)
{
    bool good = true;
    for (const char *at = colours->categories; at && *at;) {
        size_t length = strcspn(at, ";");
        struct config_colour colour;
        char *name = take_part(at, length, &colour);
        if (!name && strspn(at, " ") < length)
            good = diag_error(diag,
                              "colours.categories: found \"%.*s\"; a category and its colour, "
                              "\"#rrggbb\" or a name, are wanted: \"sport green; weather sky\"",
                              (int)length, at);
        free(name);
        at += length + (at[length] == ';');
    }
    return good;
}

/* Of what the house says: a take-over, a line that was typed, a headline. */
static struct config_colour house_colour(const struct config_colours *colours,
                                         const struct snippet *snippet)
{
    struct config_colour colour = colours->headline;
    if (snippet->breaking)
        return colours->breaking_text;
    if (snippet->kind == SNIPPET_QUOTE)
        return colour;
    if (snippet->kind == SNIPPET_LINE)
        colour = colours->line;
    find_category(colours->categories, snippet->category ? snippet->category : "news", &colour);
    return colour;
}

void look_colours(struct zone *zone, const struct config_colours *colours,
                  const struct snippet *snippet)
{
    zone_set_colours(zone, colours);
    zone->colours[TEXT_ROLE_HEADLINE] = house_colour(colours, snippet);
}

struct config_colour look_colour(const struct config_colours *colours,
                                 const struct snippet *snippet)
{
    if (snippet->breaking)
        return colours->breaking;
    return snippet->kind == SNIPPET_QUOTE ? colours->text : house_colour(colours, snippet);
}
