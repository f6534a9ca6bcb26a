/* corpus_check FOLDER < EXTRACT: compares what `motograph extract --json` prints
 * for the articles of FOLDER with the truth beside each, ARTICLE.json: a list of
 * {"quote": the words, "speaker": the fullest name or null, "accept": other ways
 * to name the same, "kind", "must_hold", "keep": words that must air with it}, in the article's
 * order.
 *
 * Prints a line of counts an article, then a line a defect. Exit code 0 when it
 * could compare, whatever it found; 1 when not. */
#include <errno.h>
#include <iconv.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define ARTICLE_BYTES_MAX 100000 /* an article of the corpus has a few thousand */
#define DEFECTS_MAX 500

struct counts {
    size_t quotations, found, right, near, abstained, aired;
};

struct check {
    char name[128]; /* of the article, without folder and ending */
    char *bytes;    /* of its file */
    size_t length;
    const char *encoding;
    struct counts counts;
    char *defects[DEFECTS_MAX];
    size_t defect_count;
};

struct span {
    size_t start, end;
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* One defect, with the words it is about. */
static void defect(struct check *check, const char *what, const json_t *quotation,
                   const char *detail)
{
    if (check->defect_count == DEFECTS_MAX)
        return;
    check->defects[check->defect_count++] =
        memory_format("! %s: %s: <%s>%s", check->name, what, text_of(quotation, "quote"), detail);
}

/* UTF-8 in the encoding of the article's file, for the caller to free; NULL when
 * that has no such character. */
static char *encode(const struct check *check, const char *utf8)
{
    iconv_t converter = iconv_open(check->encoding, "UTF-8");
    if (converter == (iconv_t)-1)
        return NULL;
    char *in = memory_copy_string(utf8);
    char *in_at = in;
    size_t in_left = strlen(in);
    size_t out_left = in_left;
    char *out = memory_alloc(out_left + 1, 1);
    char *out_at = out;
    bool good = iconv(converter, &in_at, &in_left, &out_at, &out_left) != (size_t)-1;
    iconv_close(converter);
    free(in);
    if (good)
        return out;
    free(out);
    return NULL;
}

/* Where the words end that begin at `at`; 0: others stand there. A line end of
 * the file is a space of the words. */
static size_t match(const struct check *check, size_t at, const char *words)
{
    for (; *words; words++, at++) {
        if (*words == ' ' && at + 1 < check->length && check->bytes[at] == '\r')
            at++;
        if (at >= check->length ||
            (check->bytes[at] != *words && !(*words == ' ' && check->bytes[at] == '\n')))
            return 0;
    }
    return at;
}

static bool ends_with(const struct check *check, size_t end, const char *mark)
{
    char *bytes = encode(check, mark);
    size_t length = bytes ? strlen(bytes) : 0;
    bool found =
        length > 0 && length <= end && memcmp(check->bytes + end - length, bytes, length) == 0;
    free(bytes);
    return found;
}

/* Whether a mark opens a quotation right before `at`, a space between them or
 * none. */
static bool opened_before(const struct check *check, size_t at)
{
    static const char *const spaces[] = {"", " ", "\u00a0", "\u202f"};
    static const char *const marks[] = {"\"", "“",  "”",  "„",  "«",  "»",  "‘", "'",
                                        "‚",  "``", "''", "「", "『", "《", "‹", "›"};
    for (size_t s = 0; s < sizeof spaces / sizeof *spaces; s++) {
        if (*spaces[s] && !ends_with(check, at, spaces[s]))
            continue;
        char *space = encode(check, spaces[s]);
        size_t before = at - (space ? strlen(space) : 0);
        free(space);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (ends_with(check, before, marks[i]))
                return true;
    }
    return false;
}

/* The place of the words between marks, from `from` on. */
static bool locate(const struct check *check, const char *utf8, size_t from, struct span *span)
{
    char *words = encode(check, utf8);
    bool found = false;
    for (size_t at = from; words && at < check->length && !found; at++) {
        size_t end = match(check, at, words);
        found = end > 0 && opened_before(check, at);
        *span = (struct span){at, end};
    }
    free(words);
    return found;
}

static struct span span_of(const json_t *quotation)
{
    return (struct span){(size_t)json_integer_value(json_object_get(quotation, "start")),
                         (size_t)json_integer_value(json_object_get(quotation, "end"))};
}

/* What was extracted with exactly these bytes. */
static const json_t *extracted_at(const json_t *snippets, struct span span)
{
    size_t i;
    const json_t *snippet;
    json_array_foreach(snippets, i, snippet)
    {
        struct span its = span_of(snippet);
        if (strcmp(text_of(snippet, "kind"), "quote") == 0 && its.start == span.start &&
            its.end == span.end)
            return snippet;
    }
    return NULL;
}

static bool is_accepted(const json_t *truth, const char *speaker)
{
    size_t i;
    const json_t *other;
    const char *full = text_of(truth, "speaker");
    if (full && strcmp(full, speaker) == 0)
        return true;
    json_array_foreach(json_object_get(truth, "accept"), i, other)
    {
        if (strcmp(json_string_value(other), speaker) == 0)
            return true;
    }
    return false;
}

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    const char *at = strstr(text, word);
    while (at && ((at > text && at[-1] != ' ') || (at[length] && at[length] != ' ')))
        at = strstr(at + 1, word);
    return at != NULL;
}

static bool is_honorific(const char *word)
{
    static const char *const words[] = {"Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Ms.", "Dr", "Dr."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static bool has_all_words(const char *text, const char *words)
{
    char *copy = memory_copy_string(words);
    char *rest = copy;
    bool all = true;
    for (char *word; all && (word = strsep(&rest, " "));)
        all = is_honorific(word) || has_word(text, word);
    free(copy);
    return all;
}

/* The right one, but not by the name that the article gives: a part of it, or
 * with a title before it. */
static bool is_near(const char *full, const char *name)
{
    return full && (has_all_words(full, name) || has_all_words(name, full));
}

static void compare_speaker(struct check *check, const json_t *truth, const json_t *snippet)
{
    const char *speaker = text_of(snippet, "speaker");
    const char *full = text_of(truth, "speaker");
    const char *held = text_of(snippet, "hold");
    if (!speaker) {
        *(full ? &check->counts.abstained : &check->counts.right) += 1;
    } else if (is_accepted(truth, speaker)) {
        check->counts.right++;
        check->counts.aired += !held;
    } else if (is_near(full, speaker)) {
        check->counts.near++;
    } else {
        char *detail =
            memory_format(" is given to <%s>, right is <%s>", speaker, full ? full : "nobody");
        defect(check, held ? "wrong name, held" : "WRONG NAME AIRS", truth, detail);
        free(detail);
    }
}

/* What hangs on words outside of the marks: held, or these words air with it. */
static void compare_context(struct check *check, const json_t *truth, const json_t *snippet)
{
    size_t i;
    const json_t *words;
    if (text_of(snippet, "hold"))
        return;
    if (json_is_true(json_object_get(truth, "must_hold")))
        defect(check, "airs but must be held", truth, "");
    json_array_foreach(json_object_get(truth, "keep"), i, words)
    {
        if (strstr(text_of(snippet, "text"), json_string_value(words)))
            continue;
        char *detail = memory_format(" airs without <%s>", json_string_value(words));
        defect(check, "CUT", truth, detail);
        free(detail);
    }
}

static void compare(struct check *check, const json_t *truth, const json_t *snippets)
{
    size_t i, from = 0;
    const json_t *item;
    json_array_foreach(truth, i, item)
    {
        struct span span;
        check->counts.quotations++;
        if (!locate(check, text_of(item, "quote"), from, &span)) {
            defect(check, "the annotation has words that are not in the article", item, "");
            continue;
        }
        from = span.end;
        const json_t *snippet = extracted_at(snippets, span);
        if (!snippet) {
            defect(check, "not found", item, "");
            continue;
        }
        check->counts.found++;
        compare_speaker(check, item, snippet);
        compare_context(check, item, snippet);
    }
}

static bool is_annotated(const struct check *check, const json_t *truth, struct span span)
{
    size_t i, from = 0;
    const json_t *item;
    json_array_foreach(truth, i, item)
    {
        struct span its;
        if (!locate(check, text_of(item, "quote"), from, &its))
            continue;
        from = its.end;
        if (its.start == span.start && its.end == span.end)
            return true;
    }
    return false;
}

/* Each quotation's bytes are in the source, and it is one. */
static void compare_back(struct check *check, const json_t *truth, const json_t *snippets)
{
    size_t i;
    const json_t *snippet;
    json_array_foreach(snippets, i, snippet)
    {
        if (strcmp(text_of(snippet, "kind"), "quote") != 0)
            continue;
        struct span span = span_of(snippet);
        char *words = encode(check, text_of(snippet, "quote"));
        if (!words || match(check, span.start, words) != span.end)
            defect(check, "OTHER BYTES THAN THE SOURCE'S", snippet, "");
        else if (!is_annotated(check, truth, span))
            defect(check, "no quotation of its own", snippet, "");
        free(words);
    }
}

static bool read_file(struct check *check, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    check->bytes = memory_alloc(ARTICLE_BYTES_MAX, 1);
    check->length = fread(check->bytes, 1, ARTICLE_BYTES_MAX, file);
    fclose(file);
    return true;
}

static json_t *read_truth(const char *folder, const char *name)
{
    json_error_t error;
    char *path = memory_format("%s/%s.json", folder, name);
    json_t *truth = json_load_file(path, 0, &error);
    if (!truth)
        fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    free(path);
    return truth;
}

static void take_name(struct check *check, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    snprintf(check->name, sizeof check->name, "%.*s", (int)strcspn(base, "."), base);
}

static void print_counts(const struct check *check)
{
    const struct counts *c = &check->counts;
    printf("%-32s %10zu %6zu %6zu %6zu %10zu %6zu\n", check->name, c->quotations, c->found,
           c->right, c->near, c->abstained, c->aired);
}

static void add_counts(struct counts *total, const struct counts *counts)
{
    total->quotations += counts->quotations;
    total->found += counts->found;
    total->right += counts->right;
    total->near += counts->near;
    total->abstained += counts->abstained;
    total->aired += counts->aired;
}

/* An article: its counts printed, its defects added to all of them. */
static bool check_document(const char *folder, const json_t *document, struct check *all)
{
    struct check check = {.encoding = text_of(document, "encoding")};
    const json_t *snippets = json_object_get(document, "snippets");
    take_name(&check, text_of(document, "file"));
    json_t *truth = read_truth(folder, check.name);
    bool good = truth && read_file(&check, text_of(document, "file"));
    if (good) {
        compare(&check, truth, snippets);
        compare_back(&check, truth, snippets);
        print_counts(&check);
    }
    add_counts(&all->counts, &check.counts);
    for (size_t i = 0; i < check.defect_count; i++)
        if (all->defect_count < DEFECTS_MAX)
            all->defects[all->defect_count++] = check.defects[i];
        else
            free(check.defects[i]);
    free(check.bytes);
    json_decref(truth);
    return good;
}

int main(int argc, char **argv)
{
    struct check all = {.name = "all"};
    bool good = argc == 2;
    if (!good)
        fprintf(stderr, "corpus_check FOLDER < EXTRACT\n");
    printf("%-32s %10s %6s %6s %6s %10s %6s\n", "# article", "quotations", "found", "right", "near",
           "abstained", "aired");
    json_t *document;
    while (good && (document = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL))) {
        good = check_document(argv[1], document, &all);
        json_decref(document);
    }
    print_counts(&all);
    for (size_t i = 0; i < all.defect_count; i++) {
        puts(all.defects[i]);
        free(all.defects[i]);
    }
    return good ? 0 : 1;
}
