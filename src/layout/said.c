#include "said.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

static bool has(const char *text)
{
    return text && *text;
}

/* "news" is what all is that is nothing else, "house" what nobody outside of it calls so. */
static bool tells(const char *category)
{
    return has(category) && strcmp(category, "news") != 0 && strcmp(category, "house") != 0;
}

/* The category, else where a headline comes from, else what it is. */
static char *kind_of(const struct config_layout *layout, const struct snippet *snippet)
{
    if (tells(snippet->category))
        return utf8_capitals(snippet->category);
    if (snippet->kind == SNIPPET_LINE)
        return memory_copy_string(layout->notice_word);
    return utf8_capitals(has(snippet->source)     ? snippet->source
                         : has(snippet->category) ? snippet->category
                                                  : "news");
}

/* "SPORT 5 h", "SPORT CORRECTED": where nobody waits for the end of the words to see it. */
static void add_note(struct said *said, const char *note)
{
    char *text = memory_format("%s %s", said->text, note);
    free(said->text);
    said->text = text;
    said->brief = memory_copy_string(note);
}

/* Of a quotation: who said it where that is certain, never a guess. */
static void say_speaker(const struct config_layout *layout, const struct snippet *snippet,
                        struct said *said)
{
    said->names = has(snippet->speaker);
    said->text = memory_copy_string(said->names ? snippet->speaker : layout->quote_word);
}

struct said said_of(const struct config_layout *layout, const struct snippet *snippet,
                    const char *note)
{
    struct said said = {0};
    assert(snippet->text);
    bool quote = snippet->kind == SNIPPET_QUOTE;
    if (layout->label == CONFIG_LABEL_OFF)
        return said;
    if (snippet->breaking)
        said.alarm = memory_copy_string(layout->breaking_word);
    if (layout->label == CONFIG_LABEL_CLOCK)
        return said;
    if (quote && layout->label != CONFIG_LABEL_CATEGORY)
        say_speaker(layout, snippet, &said);
    else if (layout->label != CONFIG_LABEL_SPEAKER && !said.alarm)
        said.text = kind_of(layout, snippet);
    if (said.text && (!*said.text || (said.alarm && !said.names))) {
        free(said.text);
        said.text = NULL;
    }
    if (said.text && !said.names && note)
        add_note(&said, note);
    return said;
}

void said_finish(struct said *said)
{
    free(said->alarm);
    free(said->text);
    free(said->brief);
    *said = (struct said){0};
}
