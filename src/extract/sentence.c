#include "sentence.h"

struct sentence sentence_of(const struct tokens *tokens, size_t index)
{
    const struct token *token = &tokens->items[index];
    return (struct sentence){
        .start = tokens->items[token->sentence_first].start,
        .end = tokens->items[token->sentence_end - 1].end,
        .first = token->sentence_first,
        .count = token->sentence_end - token->sentence_first,
    };
}
