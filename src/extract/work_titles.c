#include "work_titles.h"

#include <ctype.h>
#include <string.h>

#include "config/language.h"

#define TITLE_WORDS_MAX 12
#define LOOK_BACK 150 /* tokens: a longer sentence is no sentence */
#define SMALL_MOST 4  /* letters: a longer word of a title has a capital */

/* How many words there are, all that are not short with a capital; 0: another one is small. */
static size_t capital_words(const char *words, const char *end)
{
    size_t count = 0;
    while (words < end) {
        while (words < end && !isalnum((unsigned char)*words) && (*words & 0x80) == 0)
            words++;
        const char *word = words;
        while (words < end && *words != ' ')
            words++;
        bool small = word < words && islower((unsigned char)*word);
        if (small && (count == 0 || words - word > SMALL_MOST))
            return 0;
        count += word < words;
    }
    return count;
}

/* Whether the preposition at `i` tells where something was said or done, not what: "said on", "an
 * episode of", and wherever no verb of saying stands before. */
static bool is_place(const struct tokens *tokens, size_t first, size_t i)
{
    if (i > first && (token_in(&tokens->items[i - 1], LANGUAGE_WORKS) ||
                      token_in(&tokens->items[i - 1], LANGUAGE_CUES)))
        return true;
    for (size_t k = first; k < i; k++)
        if (token_in(&tokens->items[k], LANGUAGE_CUES) ||
            token_in(&tokens->items[k], LANGUAGE_PARTICIPLES))
            return false;
    return true;
}

/* Two words at least, or one behind a noun that says what it is. */
bool work_titles_is_one(const char *text, const struct tokens *tokens, size_t index,
                        const struct quotation *quotation, const struct language *language)
{
    size_t first = tokens->items[index].sentence_first;
    if (index > LOOK_BACK && first < index - LOOK_BACK)
        first = index - LOOK_BACK;
    size_t before = index;
    before -= before > first && tokens->items[before - 1].kind == TOKEN_COMMA;
    if (before == first)
        return false;
    const struct token *noun = &tokens->items[before - 1];
    bool beside = before == index;
    bool work = noun->kind == TOKEN_WORD && token_in(noun, LANGUAGE_WORKS);
    bool owner = beside && noun->kind == TOKEN_CAPITAL && noun->possessive;
    bool named = beside && noun->kind == TOKEN_CAPITAL &&
                 language->lists[LANGUAGE_NOUN_CAPITALS].count > 0; /* Radiosender „...“ */
    bool governed =
        beside && token_in(noun, LANGUAGE_PREPOSITIONS) && is_place(tokens, first, before - 1);
    size_t words = work || owner || named || governed
                       ? capital_words(text + quotation->start, text + quotation->end)
                       : 0;
    return words > 0 && words <= TITLE_WORDS_MAX && (work || named || words > 1);
}
