#include "intake/written.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/config.h"
#include "news/banned.h"
#include "news/entity.h"
#include "news/person_name.h"
#include "store/find.h"

#define ORIGIN_OF_KEY "key:"

void written_tag(const struct store_row *row, char tag[WRITTEN_TAG_SIZE])
{
    const struct snippet *snippet = &row->snippet;
    const char *texts[] = {snippet->text,     snippet->quote,   snippet->speaker, snippet->hold,
                           snippet->category, snippet->daypart, snippet->language};
    const int64_t numbers[] = {snippet->id,         row->state,      snippet->kind,
                               snippet->priority,   snippet->weight, snippet->not_before_ms,
                               snippet->expires_ms, snippet->gap_ms, snippet->most_airings,
                               snippet->breaking};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_bytes(hash_text(hash, texts[i] ? texts[i] : ""), texts[i] ? "+" : "-", 2);
    hash = hash_bytes(hash, numbers, sizeof numbers);
    snprintf(tag, WRITTEN_TAG_SIZE, "%016" PRIx64, hash);
}

char *written_origin(const char *key)
{
    return memory_format(ORIGIN_OF_KEY "%s", key);
}

const char *written_key(const char *origin)
{
    size_t length = strlen(ORIGIN_OF_KEY);
    return origin && strncmp(origin, ORIGIN_OF_KEY, length) == 0 ? origin + length : NULL;
}

bool written_find(struct store *store, const char *key, int64_t *id, struct diag *diag)
{
    char *origin = written_origin(key);
    bool good = store_find_origin(store, origin, id, diag);
    free(origin);
    return good;
}

bool written_known(struct store *store, const char *key, int64_t id, bool *known, struct diag *diag)
{
    char *origin = written_origin(key);
    bool good = store_knows_origin(store, origin, id, known, diag);
    free(origin);
    return good;
}

/* --- words and terms --- */

/* One line that a person has typed, as long as what airs. */
static bool check_typed(const struct import *import, const char *member, const char *text,
                        struct diag *diag)
{
    size_t length = strlen(text);
    size_t most = (size_t)import->config->snippet.max_chars;
    const char *fault = utf8_validate(text, length) < length ? "no UTF-8"
                        : utf8_find_typed_control(text, length) < length
                            ? "a control character in it"
                        : utf8_is_blank(text, length) ? "nothing that can be seen"
                                                      : NULL;
    if (fault)
        return diag_error(diag, "put: \"%s\": found %s; a line of text is wanted", member, fault);
    return utf8_count(text, length) <= most ||
           diag_error(
               diag, "put: \"%s\": found %zu characters; %zu at most (snippet.max_chars) is wanted",
               member, utf8_count(text, length), most);
}

static bool check_optional(const struct import *import, const char *member, const char *text,
                           struct diag *diag)
{
    return !text || check_typed(import, member, text, diag);
}

static bool check_speaker(const struct import *import, const char *speaker, struct diag *diag)
{
    const char *one;
    const char *other;
    if (!check_optional(import, "speaker", speaker, diag))
        return false;
    if (speaker && person_name_hidden_end(speaker))
        return diag_error(diag, "put: \"speaker\": found a character at an end of it that nobody "
                                "sees; a name is wanted");
    return !speaker || !person_name_mixes(speaker, &one, &other) ||
           diag_error(diag,
                      "put: \"speaker\": found %s and %s letters, which look alike; letters of one "
                      "alphabet is wanted",
                      one, other);
}

static bool check_times(const struct import *import, const struct written_item *item,
                        struct diag *diag)
{
    if (item->ends && item->ends <= import->now_ms)
        return diag_error(diag,
                          "put: \"expires\": found a time that is past; one to come is wanted");
    return !item->ends || item->ends > item->begins ||
           diag_error(diag, "put: \"expires\": found a time before \"not_before\"; a later one is "
                            "wanted");
}

static bool check_item(const struct import *import, const struct written_item *item,
                       struct diag *diag)
{
    return check_typed(import, "text", item->text, diag) &&
           check_speaker(import, item->speaker, diag) &&
           check_optional(import, "category", item->category, diag) &&
           check_optional(import, "daypart", item->daypart, diag) &&
           check_optional(import, "language", item->language, diag) &&
           check_times(import, item, diag);
}

static void set_text(char **text, const char *value)
{
    char *copy = memory_copy_string(value);
    free(*text);
    *text = copy;
}

static void set_terms(const struct written_item *item, struct snippet *snippet)
{
    set_text(&snippet->category, item->category);
    set_text(&snippet->daypart, item->daypart);
    snippet->priority = (int)item->priority;
    snippet->weight = (int)item->weight;
    snippet->gap_ms = item->gap_s * CLOCK_MS_PER_S;
    snippet->most_airings = item->airings;
    snippet->not_before_ms = item->begins;
    snippet->expires_ms = item->ends;
}

/* The words, through the gate. */
static bool compose_words(const struct import *import, const struct written_item *item,
                          struct snippet *snippet, struct diag *diag)
{
    struct diag ignored = {0}; /* what is replaced is told by the row */
    char *words = entity_resolve(item->text);
    snippet->kind = item->speaker ? SNIPPET_QUOTE : SNIPPET_LINE;
    if (item->speaker) {
        snippet_compose_quote(snippet, words, item->speaker, NULL, NULL);
        free(words);
    } else {
        snippet->text = words;
    }
    bool good = check_typed(import, "text", snippet->text, diag);
    if (good)
        import_gate(import->config, import->fonts, snippet, &ignored);
    diag_finish(&ignored);
    return good && (!snippet->hold || diag_error(diag, "put: \"text\": %s", snippet->hold));
}

bool written_compose(const struct import *import, const struct written_item *item,
                     struct snippet *snippet, struct diag *diag)
{
    *snippet = (struct snippet){.created_ms = import->now_ms};
    if (!check_item(import, item, diag) || !compose_words(import, item, snippet, diag))
        return false;
    set_terms(item, snippet);
    set_text(&snippet->language, item->language);
    snippet->origin = item->key ? written_origin(item->key) : memory_copy_string("editor");
    return true;
}

/* --- the store --- */

static bool check_match(const struct store_row *row, const char *match, struct diag *diag)
{
    char tag[WRITTEN_TAG_SIZE] = "";
    if (row)
        written_tag(row, tag);
    bool good = !match || (strcmp(match, "*") == 0   ? row != NULL
                           : strcmp(match, "-") == 0 ? row == NULL
                                                     : strcmp(match, tag) == 0);
    return good || diag_error(diag, "put: \"match\": found %s; %s is wanted",
                              row ? tag : "that it is not there",
                              strcmp(match, "*") == 0   ? "that it is there"
                              : strcmp(match, "-") == 0 ? "that it is not there"
                                                        : match);
}

/* What an edit holds for: the snippet as it came, and what becomes of it. */
struct change {
    const struct import *import;
    const struct written_item *item;
};

/* Words that stay are not composed anew: marks and the speaker's place stay theirs, too. */
static bool has_words(const struct snippet *snippet, const struct written_item *item)
{
    const char *words = item->speaker ? snippet->quote : snippet->text;
    bool same_speaker =
        item->speaker ? snippet->speaker && strcmp(snippet->speaker, item->speaker) == 0 : true;
    return words && same_speaker && strcmp(words, item->text) == 0;
}

static bool change(void *user, struct snippet *snippet, struct diag *diag)
{
    const struct change *made = user;
    struct snippet next = {0};
    bool good = true;
    if (!has_words(snippet, made->item)) {
        good = compose_words(made->import, made->item, &next, diag);
        /* What another program writes under its key is not corrected: it goes on. */
        if (good)
            snippet->corrected |= !made->item->key;
        if (good)
            snippet_take_words(snippet, &next);
    }
    if (good)
        set_terms(made->item, snippet);
    snippet_finish(&next);
    return good;
}

static bool edit(const struct import *import, const struct written_item *item, int64_t id,
                 struct diag *diag)
{
    struct store_row row;
    struct change made = {import, item};
    if (!store_get(import->store, id, &row, diag))
        return false;
    bool good = check_match(&row, item->match, diag);
    if (good && row.state != STORE_LIVE && row.state != STORE_APPROVED && row.state != STORE_HELD)
        good = diag_error(diag,
                          "put: snippet %lld is %s and stays so; approve it, or write it under "
                          "another key",
                          (long long)id, store_state_name(row.state));
    store_row_finish(&row);
    return good && check_item(import, item, diag) &&
           store_edit(import->store, id, change, &made, diag);
}

static bool add(const struct import *import, const struct written_item *item, int64_t *id,
                struct diag *diag)
{
    struct snippet snippet = {0};
    bool good = check_match(NULL, item->match, diag) &&
                written_compose(import, item, &snippet, diag) &&
                store_add(import->store, &snippet, diag);
    *id = good ? snippet.id : 0;
    snippet_finish(&snippet);
    return good;
}

/* Which one is meant; 0: a new one. */
static bool find(const struct import *import, const struct written_item *item, int64_t *id,
                 struct diag *diag)
{
    *id = item->id;
    if (item->id)
        return true;
    if (item->key)
        return written_find(import->store, item->key, id, diag);
    return item->speaker || store_find_words(import->store, item->text, import->now_ms, id, diag);
}

/* What was looked at stays so until it is written: no other program comes between. */
static bool settle(const struct import *import, bool good, struct diag *diag)
{
    if (good)
        return store_batch_end(import->store, diag);
    store_batch_drop(import->store);
    return false;
}

bool written_put(const struct import *import, const struct written_item *item, int64_t *id,
                 bool *created, struct diag *diag)
{
    if (!store_batch_begin(import->store, diag))
        return false;
    bool good = find(import, item, id, diag);
    *created = good && *id == 0;
    if (good)
        good = *created ? add(import, item, id, diag) : edit(import, item, *id, diag);
    return settle(import, good, diag);
}

/* Whether it is as it was when it was decided on. */
static bool is_as_read(const struct import *import, int64_t id, const char *match,
                       bool (*check)(const struct import *import, const struct store_row *row,
                                     struct diag *diag),
                       struct diag *diag)
{
    struct store_row row;
    if (!store_get(import->store, id, &row, diag))
        return false;
    bool good = check_match(&row, match, diag) && (!check || check(import, &row, diag));
    store_row_finish(&row);
    return good;
}

/* What never airs does not for an editor's word. */
static bool check_banned(const struct import *import, const struct store_row *row,
                         struct diag *diag)
{
    const char *text = row->snippet.text;
    return !text || !banned_in(import->config->news.banned, text) ||
           diag_error(diag, "approve: snippet %lld stays held: %s", (long long)row->snippet.id,
                      banned_reason);
}

bool written_approve(const struct import *import, int64_t id, const char *match, struct diag *diag)
{
    return store_batch_begin(import->store, diag) &&
           settle(import,
                  is_as_read(import, id, match, check_banned, diag) &&
                      store_set_state(import->store, id, STORE_APPROVED, diag),
                  diag);
}

bool written_remove(const struct import *import, int64_t id, const char *match, struct diag *diag)
{
    return store_batch_begin(import->store, diag) &&
           settle(import,
                  is_as_read(import, id, match, NULL, diag) &&
                      store_remove(import->store, id, diag),
                  diag);
}
