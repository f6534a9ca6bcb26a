#include "news/banned.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

/* From Thai on most scripts part no words, or glue on what other ones put beside. */
#define FIRST_UNPARTED 0x0e00

const char banned_reason[] = "it has a word that never airs (news.banned)";

/* Folded, blanks as one, without what nobody sees; the caller finishes. */
static void fold_into(struct buffer *out, const char *text, size_t length)
{
    size_t folded = 0;
    char *fold = utf8_fold(text, length, &folded);
    for (size_t at = 0; at < folded;) {
        uint32_t code = 0;
        size_t size = utf8_decode(fold + at, folded - at, &code);
        size = size ? size : 1;
        bool blank = code == ' ' || code == '\t';
        if (blank && out->length > 0 && out->data[out->length - 1] != ' ')
            buffer_add_byte(out, ' ');
        else if (!blank && !utf8_is_ignorable(code))
            buffer_add(out, fold + at, size);
        at += size;
    }
    free(fold);
}

static bool is_of_word(uint32_t code)
{
    return (code >= '0' && code <= '9') || utf8_is_letter(code);
}

/* Whether a word may begin or end between the two: one of them is of no word, or the script parts
 * none. */
static bool is_edge(uint32_t inside, uint32_t outside)
{
    return inside >= FIRST_UNPARTED || !is_of_word(inside) || !is_of_word(outside);
}

static bool is_whole(const struct buffer *text, size_t at, size_t length)
{
    uint32_t first = 0, last = 0, before = 0, after = 0;
    utf8_decode(text->data + at, length, &first);
    utf8_decode_before(text->data, at + length, &last);
    bool begins = at == 0 || !utf8_decode_before(text->data, at, &before) || is_edge(first, before);
    size_t end = at + length;
    bool ends = end >= text->length ||
                utf8_decode(text->data + end, text->length - end, &after) == 0 ||
                is_edge(last, after);
    return begins && ends;
}

static bool has_word(const struct buffer *text, const struct buffer *word)
{
    if (word->length == 0 || text->length == 0)
        return false;
    for (const char *at = text->data; (at = strstr(at, word->data)); at++)
        if (is_whole(text, (size_t)(at - text->data), word->length))
            return true;
    return false;
}

bool banned_in(const char *list, const char *text)
{
    static const char separators[] = ";,";
    struct buffer folded = {0};
    bool found = false;
    if (!*list)
        return false;
    fold_into(&folded, text, strlen(text));
    for (const char *at = list; !found && *at; at += *at != '\0') {
        size_t length = strcspn(at, separators);
        struct buffer word = {0};
        fold_into(&word, at, length);
        while (word.length > 0 && word.data[word.length - 1] == ' ')
            word.data[--word.length] = '\0';
        found = has_word(&folded, &word);
        buffer_finish(&word);
        at += length;
    }
    buffer_finish(&folded);
    return found;
}
