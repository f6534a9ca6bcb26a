#include "news/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define NORMAL_WEIGHT 10

static const char *const kind_names[] = {
    [SNIPPET_HEADLINE] = "headline", [SNIPPET_QUOTE] = "quote", [SNIPPET_LINE] = "line"};

struct snippet *snippets_add(struct snippets *snippets)
{
    if (snippets->count == snippets->capacity) {
        snippets->capacity = snippets->capacity ? 2 * snippets->capacity : 8;
        snippets->items =
            memory_resize(snippets->items, snippets->capacity, sizeof *snippets->items);
    }
    struct snippet *snippet = &snippets->items[snippets->count++];
    *snippet = (struct snippet){.weight = NORMAL_WEIGHT};
    return snippet;
}

void snippets_finish(struct snippets *snippets)
{
    for (size_t i = 0; i < snippets->count; i++)
        snippet_finish(&snippets->items[i]);
    free(snippets->items);
    *snippets = (struct snippets){0};
}

void snippet_finish(struct snippet *snippet)
{
    free(snippet->text);
    free(snippet->quote);
    free(snippet->speaker);
    free(snippet->speaker_as_written);
    free(snippet->cue);
    free(snippet->source);
    free(snippet->language);
    free(snippet->hold);
    free(snippet->replaced);
    free(snippet->origin);
    free(snippet->rights);
    free(snippet->category);
    free(snippet->daypart);
    for (size_t i = 0; i < snippet->page_count; i++)
        free(snippet->pages[i].text);
    free(snippet->pages);
    *snippet = (struct snippet){0};
}

void snippet_add_page(struct snippet *snippet, const struct snippet_page *page)
{
    snippet->pages = memory_resize(snippet->pages, snippet->page_count + 1, sizeof *snippet->pages);
    snippet->pages[snippet->page_count++] =
        (struct snippet_page){memory_copy_string(page->text), page->speaker_span};
}

struct snippet snippet_copy(const struct snippet *snippet)
{
    struct snippet copy = *snippet;
    copy.text = memory_copy_string(snippet->text);
    copy.quote = memory_copy_string(snippet->quote);
    copy.speaker = memory_copy_string(snippet->speaker);
    copy.speaker_as_written = memory_copy_string(snippet->speaker_as_written);
    copy.cue = memory_copy_string(snippet->cue);
    copy.source = memory_copy_string(snippet->source);
    copy.language = memory_copy_string(snippet->language);
    copy.hold = memory_copy_string(snippet->hold);
    copy.replaced = memory_copy_string(snippet->replaced);
    copy.origin = memory_copy_string(snippet->origin);
    copy.rights = memory_copy_string(snippet->rights);
    copy.category = memory_copy_string(snippet->category);
    copy.daypart = memory_copy_string(snippet->daypart);
    copy.pages = NULL;
    copy.page_count = 0;
    for (size_t i = 0; i < snippet->page_count; i++)
        snippet_add_page(&copy, &snippet->pages[i]);
    return copy;
}

void snippets_add_airing(struct snippets *snippets, const struct snippet *snippet)
{
    if (snippet->page_count == 0)
        *snippets_add(snippets) = snippet_copy(snippet);
    for (size_t i = 0; i < snippet->page_count; i++) {
        struct snippet *copy = snippets_add(snippets);
        *copy = snippet_copy(snippet);
        free(copy->text);
        copy->text = memory_copy_string(snippet->pages[i].text);
        copy->speaker_span = snippet->pages[i].speaker_span;
        copy->page = (int)i + 1;
    }
}

const char *snippet_kind_name(enum snippet_kind kind)
{
    return kind_names[kind];
}

bool snippet_kind_parse(const char *name, enum snippet_kind *kind)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum snippet_kind)i;
            return true;
        }
    return false;
}

void snippet_compose_quote(struct snippet *snippet, const char *words, const char *speaker,
                           const char *open, const char *close)
{
    struct buffer text = {0};
    char *kept_words = memory_copy_string(words);
    char *kept_speaker = memory_copy_string(speaker);
    buffer_format(&text, "%s%s%s - ", open ? open : "“", words, close ? close : "”");
    struct snippet_span span = {text.length, strlen(speaker)};
    buffer_add_string(&text, speaker);
    free(snippet->text);
    free(snippet->quote);
    free(snippet->speaker);
    snippet->text = buffer_detach(&text);
    snippet->speaker_span = span;
    snippet->quote = kept_words;
    snippet->speaker = kept_speaker;
}

void snippet_take_words(struct snippet *snippet, struct snippet *next)
{
    char **const mine[] = {&snippet->text, &snippet->replaced, &snippet->quote, &snippet->speaker};
    char **const theirs[] = {&next->text, &next->replaced, &next->quote, &next->speaker};
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++) {
        free(*mine[i]);
        *mine[i] = *theirs[i];
        *theirs[i] = NULL;
    }
    snippet->kind = next->kind;
    snippet->speaker_span = next->speaker_span;
}
