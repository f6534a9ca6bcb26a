/* quote_score FOLDER [STRUCK]: how well quotations are found and given to their speakers. FOLDER
 * holds NAME.txt with NAME.json, a list of {"quote", "speaker", "accept", "ignore", "start", "end"}
 * (offsets in characters). Prints the figures and the table of confidence; where STRUCK is given
 * (lines of NAME OFFSET REASON: annotations that err), both with all annotations and without
 * those, each of which is listed. */
#include <ctype.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "extract/extract.h"
#include "news/article.h"

enum {
    WORDS_MAX = 24,
    WORD_SIZE = 40,
    MAX_CHARS = 200,
    BINS = 8,
    STRIKES_MAX = 100,
    NAME_SIZE = 24,
    REASON_SIZE = 160,
    EXCERPT = 90 /* bytes on each side */
};
#define SAME_SPAN 0.8 /* of the longer one's bytes must be shared */

static const double bins[BINS + 1] = {0, 0.6, 0.7, 0.8, 0.85, 0.89, 0.9, 0.95, 1.01};

static struct sum {
    size_t statements_found, statements_extra; /* what is held as a term or a title left out */
    size_t articles, gold, found, extra, named, right, aired, aired_right, sure, sure_right;
    size_t of[BINS], right_of[BINS];
} sums[2]; /* of all annotations, without the struck ones */

struct strike {
    char name[NAME_SIZE], reason[REASON_SIZE];
    size_t start; /* characters */
    bool met;
};

static struct strike strikes[STRIKES_MAX];
static size_t strike_count;

struct words {
    char items[WORDS_MAX][WORD_SIZE];
    size_t count;
};

/* The words of a name in lower case, without titles and articles. */
static struct words split(const char *name)
{
    static const char *const stop[] = {
        "the", "a",   "an",  "of",     "for",       "to",      "in",        "at", "on",
        "and", "or",  "his", "her",    "its",       "mr",      "mrs",       "ms", "dr",
        "sen", "rep", "gov", "former", "president", "senator", "secretary", "jr", "sr"};
    struct words words = {0};
    while (*name && words.count < WORDS_MAX) {
        char *word = words.items[words.count];
        size_t length = 0;
        for (; *name && (isalnum((unsigned char)*name) || (*name & 0x80) || *name == '-'); name++)
            if (length + 1 < WORD_SIZE)
                word[length++] = (char)tolower((unsigned char)*name);
        word[length] = '\0';
        bool keep = length > 1;
        for (size_t i = 0; keep && i < sizeof stop / sizeof *stop; i++)
            keep = strcmp(word, stop[i]) != 0;
        words.count += keep;
        name += *name != '\0';
    }
    return words;
}

static bool has(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0)
            return true;
    return false;
}

/* A name: capitals throughout. */
static bool is_person(const char *name)
{
    if (strncmp(name, "the ", 4) == 0)
        return false;
    for (const char *at = name; at && *at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (islower((unsigned char)*at))
            return false;
    }
    return true;
}

/* A person by the last name, and no other first name; anything else by a shared word. */
static bool same(const char *gold, const char *given)
{
    struct words a = split(gold), b = split(given);
    if (a.count == 0 || b.count == 0)
        return false;
    if (is_person(gold)) {
        bool last = has(&b, a.items[a.count - 1]);
        bool first = a.count < 2 || b.count < 2 || strncmp(a.items[0], b.items[0], 3) == 0;
        for (size_t i = 0; i + 1 < a.count; i++)
            first |= has(&b, a.items[i]);
        return last && first;
    }
    for (size_t i = 0; i < a.count; i++)
        if (has(&b, a.items[i]))
            return true;
    return false;
}

static bool is_right(const json_t *gold, const char *given)
{
    if (same(json_string_value(json_object_get(gold, "speaker")), given))
        return true;
    const json_t *accept = json_object_get(gold, "accept");
    for (size_t i = 0; i < json_array_size(accept); i++)
        if (same(json_string_value(json_array_get(accept, i)), given))
            return true;
    return false;
}

static size_t byte_of(const char *text, size_t length, size_t characters)
{
    size_t at = 0;
    for (uint32_t code; characters > 0 && at < length; characters--) {
        size_t size = utf8_decode(text + at, length - at, &code);
        at += size ? size : 1;
    }
    return at;
}

static const struct snippet *match(const struct snippets *snippets, bool *used, size_t start,
                                   size_t end)
{
    for (size_t i = 0; i < snippets->count; i++) {
        const struct snippet *item = &snippets->items[i];
        size_t from = item->start > start ? item->start : start;
        size_t to = item->end < end ? item->end : end;
        size_t longer =
            item->end - item->start > end - start ? item->end - item->start : end - start;
        if (item->kind != SNIPPET_QUOTE || used[i] || to <= from ||
            (double)(to - from) < SAME_SPAN * (double)longer)
            continue;
        used[i] = true;
        return item;
    }
    return NULL;
}

/* Not held as a mere term or title. */
static bool is_statement(const struct snippet *item)
{
    return !item->hold || !strstr(item->hold, ", no statement");
}

static void count(struct sum *sum, const json_t *gold, const struct snippet *item)
{
    sum->gold++;
    sum->found += item != NULL;
    sum->statements_found += item && is_statement(item);
    if (!item || !item->speaker)
        return;
    bool right = is_right(gold, item->speaker);
    const char *mention = json_string_value(json_object_get(gold, "mention"));
    if (!right && mention && strcmp(mention, item->speaker) == 0)
        return; /* a role as it stands in the text: not resolved, but not wrong */
    sum->named++;
    sum->right += right;
    sum->aired += !item->hold;
    sum->aired_right += !item->hold && right;
    sum->sure += item->confidence >= 0.9;
    sum->sure_right += item->confidence >= 0.9 && right;
    for (int bin = 0; bin < BINS; bin++)
        if (item->confidence >= bins[bin] && item->confidence < bins[bin + 1]) {
            sum->of[bin]++;
            sum->right_of[bin] += right;
        }
}

static void judge(const json_t *gold, const struct snippet *item, bool struck)
{
    if (json_is_true(json_object_get(gold, "ignore")))
        return;
    count(&sums[0], gold, item);
    if (!struck)
        count(&sums[1], gold, item);
}

/* Whether the annotation is struck; the first time it is listed, with the words around it. */
static bool is_struck(const char *name, size_t characters, const char *text, size_t start,
                      size_t end)
{
    for (size_t i = 0; i < strike_count; i++) {
        struct strike *strike = &strikes[i];
        if (strike->start != characters || strcmp(strike->name, name) != 0)
            continue;
        size_t from = start > EXCERPT ? start - EXCERPT : 0;
        printf("struck: %s at %zu, %s: ", name, characters, strike->reason);
        for (size_t k = from; text[k] && k < end + EXCERPT; k++)
            putchar(text[k] == '\n' ? ' ' : text[k]);
        putchar('\n');
        strike->met = true;
        return true;
    }
    return false;
}

/* A quotation over several paragraphs counts once for each. */
static void judge_paragraphs(const char *name, const json_t *gold, const char *text, size_t length,
                             const struct snippets *snippets, bool *used)
{
    size_t characters = (size_t)json_integer_value(json_object_get(gold, "start"));
    size_t start = byte_of(text, length, characters);
    size_t end = byte_of(text, length, (size_t)json_integer_value(json_object_get(gold, "end")));
    bool struck = is_struck(name, characters, text, start, end);
    while (start < end) {
        const char *stop = memchr(text + start, '\n', end - start);
        size_t to = stop ? (size_t)(stop - text) : end;
        if (to > start)
            judge(gold, match(snippets, used, start, to), struck);
        start = to + 1;
    }
}

static void score(const char *path, const char *name, const json_t *list)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    struct article *article = extract_read(path, &diag);
    size_t length;
    if (!article)
        exit(1);
    const char *text = article_text(article, &length);
    extract_article(article, MAX_CHARS, &snippets);
    bool *used = calloc(snippets.count + 1, sizeof *used);
    for (size_t i = 0; used && i < json_array_size(list); i++)
        judge_paragraphs(name, json_array_get(list, i), text, length, &snippets, used);
    for (size_t i = 0; used && i < snippets.count; i++) {
        bool extra = snippets.items[i].kind == SNIPPET_QUOTE && !used[i];
        sums[0].extra += extra;
        sums[1].extra += extra;
        sums[0].statements_extra += extra && is_statement(&snippets.items[i]);
        sums[1].statements_extra += extra && is_statement(&snippets.items[i]);
    }
    sums[0].articles++;
    sums[1].articles++;
    free(used);
    snippets_finish(&snippets);
    article_destroy(article);
    diag_finish(&diag);
}

static double share(size_t part, size_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_sum(const struct sum *sum)
{
    printf("%zu articles, %zu quotations\n", sum->articles, sum->gold);
    printf("found                      %5.1f %%, %zu marks more than annotated, F1 %.1f\n",
           share(sum->found, sum->gold), sum->extra,
           share(2 * sum->found, sum->gold + sum->found + sum->extra));
    printf("the same, of what is not held as a term or a title: %.1f %%, %zu more, F1 %.1f\n",
           share(sum->statements_found, sum->gold), sum->statements_extra,
           share(2 * sum->statements_found,
                 sum->gold + sum->statements_found + sum->statements_extra));
    printf("rightly attributed         %5.1f %% of all, %.1f %% of those named\n",
           share(sum->right, sum->gold), share(sum->right, sum->named));
    printf("aired with a name          %5.1f %% of all, right %.1f %% (%zu of %zu)\n",
           share(sum->aired, sum->gold), share(sum->aired_right, sum->aired), sum->aired_right,
           sum->aired);
    printf("confidence 0.9 or more     %5.1f %% of those named, right %.1f %%\n",
           share(sum->sure, sum->named), share(sum->sure_right, sum->sure));
    printf("confidence      named   right\n");
    for (int bin = 0; bin < BINS; bin++)
        if (sum->of[bin] > 0)
            printf("  %.2f to %.2f  %5zu   %5.1f %%\n", bins[bin], bins[bin + 1] - 0.01,
                   sum->of[bin], share(sum->right_of[bin], sum->of[bin]));
}

/* Lines of NAME OFFSET REASON; # begins a comment. False: the file can't be read. */
static bool read_strikes(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[NAME_SIZE + REASON_SIZE];
    if (!file)
        return false;
    while (fgets(line, sizeof line, file) && strike_count < STRIKES_MAX) {
        struct strike *strike = &strikes[strike_count];
        strike_count += *line != '#' && sscanf(line, "%23s %zu %159[^\n]", strike->name,
                                               &strike->start, strike->reason) == 3;
    }
    fclose(file);
    return true;
}

static bool print_struck(void)
{
    bool all = true;
    printf("\nwithout the %zu struck annotations (%.1f %% of all):\n", strike_count,
           share(strike_count, sums[0].gold));
    print_sum(&sums[1]);
    for (size_t i = 0; i < strike_count; i++) {
        if (!strikes[i].met)
            fprintf(stderr, "no annotation of %s begins at %zu\n", strikes[i].name,
                    strikes[i].start);
        all &= strikes[i].met;
    }
    return all;
}

static int is_annotation(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    struct timespec start, end;
    int count = argc == 2 || argc == 3 ? scandir(argv[1], &entries, is_annotation, alphasort) : -1;
    if (count <= 0 || (argc == 3 && !read_strikes(argv[2]))) {
        fprintf(stderr,
                "quote_score FOLDER [STRUCK]: a folder of NAME.txt and NAME.json is wanted\n");
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        json_t *list = json_load_file(path, 0, NULL);
        memcpy(path + strlen(path) - 5, ".txt", 4);
        path[strlen(path) - 1] = '\0';
        entries[i]->d_name[strlen(entries[i]->d_name) - 5] = '\0';
        score(path, entries[i]->d_name, list);
        json_decref(list);
        free(entries[i]);
    }
    free(entries);
    clock_gettime(CLOCK_MONOTONIC, &end);
    print_sum(&sums[0]);
    double seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%.0f articles a second, reading and judging them included\n",
           (double)sums[0].articles / seconds);
    return argc == 2 || print_struck() ? 0 : 1;
}
