#include "words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

/* The words up to `end` and what stands behind the speaker (a note). */
static void add_rest(struct buffer *text, const char *words, size_t end,
                     const struct snippet_span *speaker)
{
    buffer_add(text, words, end);
    buffer_add_string(text, words + speaker->start + speaker->length);
}

void words_make(struct words *words, const struct compose_item *item)
{
    const struct snippet *snippet = item->snippet;
    const char *shown = item->shown ? item->shown->text : snippet->text;
    assert(item->shown || !item->noted);
    char *stored = memory_copy_bytes(shown, item->noted ? item->shown->bare : strlen(shown));
    struct snippet_span speaker = item->shown ? item->shown->speaker_span : snippet->speaker_span;
    size_t end = look_words_end(stored, &speaker);
    struct buffer text = {0};
    if (end == strlen(stored) || item->still) {
        buffer_add_string(&text, stored);
    } else if (item->named) {
        add_rest(&text, stored, end, &speaker);
        speaker = (struct snippet_span){0};
    } else {
        buffer_add(&text, stored + speaker.start, speaker.length);
        buffer_add_string(&text, ": ");
        add_rest(&text, stored, end, &speaker);
        speaker.start = 0;
    }
    free(stored);
    words->text = buffer_detach(&text);
    words->span_count = look_spans(snippet, words->text, &speaker, words->spans);
}

void words_finish(struct words *words)
{
    free(words->text);
    *words = (struct words){0};
}
