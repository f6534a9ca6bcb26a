#include "headlines.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

struct headlines *headlines_create(void)
{
    return memory_alloc(1, sizeof(struct headlines));
}

void headlines_destroy(struct headlines *headlines)
{
    if (!headlines)
        return;
    for (size_t bit = 0; bit < HEADLINES_BITS; bit++)
        free(headlines->with[bit].places);
    free(headlines->items);
    free(headlines);
}

/* Grown to the next power of two, so that many additions cost few copies. */
static void *room_for_one(void *items, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0;
    return full ? memory_resize(items, count ? 2 * count : 1, size) : items;
}

/* The numbers of those that are set. */
static size_t bits_of(const struct likeness *likeness, uint16_t numbers[HEADLINES_BITS])
{
    size_t count = 0;
    for (size_t word = 0; word < LIKENESS_WORDS; word++)
        for (uint64_t bits = likeness->bits[word]; bits; bits &= bits - 1)
            numbers[count++] = (uint16_t)(word * 64 + (size_t)__builtin_ctzll(bits));
    return count;
}

void headlines_add(struct headlines *headlines, int64_t id, int64_t created_ms, int64_t checksum,
                   const char *text)
{
    uint16_t bits[HEADLINES_BITS];
    struct likeness title = likeness_of(text);
    assert(id > 0 && headlines->count < UINT32_MAX);
    headlines->items = room_for_one(headlines->items, headlines->count, sizeof *headlines->items);
    headlines->items[headlines->count] =
        (struct headline){id, created_ms, checksum, (uint32_t)title.count};
    for (size_t i = 0, count = bits_of(&title, bits); i < count; i++) {
        struct headline_list *list = &headlines->with[bits[i]];
        list->places = room_for_one(list->places, list->count, sizeof *list->places);
        list->places[list->count++] = (uint32_t)headlines->count;
    }
    headlines->count++;
    headlines->last_id = id > headlines->last_id ? id : headlines->last_id;
}

void headlines_remove(struct headlines *headlines, int64_t id)
{
    size_t count = id > headlines->last_id ? 0 : headlines->count;
    for (size_t i = 0; i < count; i++)
        if (headlines->items[i].id == id)
            headlines->items[i].id = 0; /* its bits stay, and count for nothing */
}

/* Of each headline how many bits it shares; the caller frees. */
static uint32_t *shared_with(const struct headlines *headlines, const struct likeness *title)
{
    uint16_t bits[HEADLINES_BITS];
    uint32_t *shared = memory_alloc(headlines->count + 1, sizeof *shared);
    for (size_t i = 0, count = bits_of(title, bits); i < count; i++) {
        const struct headline_list *list = &headlines->with[bits[i]];
        for (size_t j = 0; j < list->count; j++)
            shared[list->places[j]]++;
    }
    return shared;
}

static int newest_first(const void *a, const void *b)
{
    const struct headline *one = a;
    const struct headline *other = b;
    if (one->created_ms != other->created_ms)
        return one->created_ms < other->created_ms ? 1 : -1;
    return (one->id < other->id) - (one->id > other->id);
}

struct headline *headlines_like(const struct headlines *headlines, const struct likeness *title,
                                int64_t checksum, double least, size_t *count)
{
    assert(least > 0);
    uint32_t *shared = shared_with(headlines, title);
    struct headline *found = NULL;
    *count = 0;
    for (size_t i = 0; i < headlines->count; i++) {
        const struct headline *item = &headlines->items[i];
        if (item->id == 0 || (item->checksum != checksum &&
                              likeness_of_shared(shared[i], title->count, item->trigrams) < least))
            continue;
        found = room_for_one(found, *count, sizeof *found);
        found[(*count)++] = *item;
    }
    free(shared);
    if (found)
        qsort(found, *count, sizeof *found, newest_first);
    return found;
}
