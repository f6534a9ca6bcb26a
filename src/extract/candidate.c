#include "candidate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char *const feature_names[FEATURES] = {
#define X(name) #name,
    CANDIDATE_FEATURES(X)
#undef X
};

static const char *const class_names[SPEAKER_CLASSES] = {
    [SPEAKER_CLASS_BESIDE] = "beside",       [SPEAKER_CLASS_NAMED] = "named",
    [SPEAKER_CLASS_PRONOUN] = "pronoun",     [SPEAKER_CLASS_ROLE] = "role",
    [SPEAKER_CLASS_INHERITED] = "inherited",
};

const char *feature_name(enum feature feature)
{
    assert(feature < FEATURES);
    return feature_names[feature];
}

const char *speaker_class_name(enum speaker_class class)
{
    assert(class < SPEAKER_CLASSES);
    return class_names[class];
}

void candidate_set(struct candidate *candidate, enum feature feature, bool there)
{
    if (there)
        candidate->features[feature / 64] |= UINT64_C(1) << feature % 64;
}

bool candidate_has(const struct candidate *candidate, enum feature feature)
{
    return candidate->features[feature / 64] >> feature % 64 & 1;
}

struct candidate *candidate_add(struct candidates *candidates, const char *speaker,
                                enum speaker_class class)
{
    assert(speaker && *speaker);
    for (size_t i = 0; i < candidates->count; i++)
        if (strcmp(candidates->items[i].speaker, speaker) == 0)
            return &candidates->items[i];
    if (candidates->count == CANDIDATES_MAX)
        return NULL;
    struct candidate *item = &candidates->items[candidates->count++];
    *item = (struct candidate){.speaker = memory_copy_string(speaker), .class = class};
    candidate_set(item, FEATURE_bias, true);
    return item;
}

void candidate_finish_all(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        free(candidates->items[i].speaker);
    candidates->count = 0;
}
