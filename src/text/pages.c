#include "text/pages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>

#include "base/memory.h"
#include "builder.h"
#include "thai.h"

#define MS_PER_S 1000.0
/* A line laid out as a whole may be wider than the sum of its words (kerning
 * across a space): it is broken anew, a little narrower. */
#define TRIES_MAX 4

/* Code points between two places where a line may break. */
struct word {
    size_t start, end; /* trailing spaces left out */
    int width;         /* px */
    int space;         /* px behind it, where no line ends */
};

struct breaker {
    struct fonts *fonts;
    struct paragraph paragraph;
    struct word *words;
    size_t word_count;
    size_t *starts; /* of each line, in words; one more at the end */
    size_t line_count;
    int width, height; /* of the box, in px of the font */
};

static bool is_space(uint32_t code)
{
    return code == ' ' || code == 0x3000; /* ideographic space */
}

/* The dash before a speaker stays with the name. */
static void glue_spans(const struct paragraph *paragraph, const struct strip_text *text,
                       char *breaks)
{
    for (size_t i = 1; i < paragraph->count; i++)
        for (size_t k = 0; k < text->span_count; k++)
            if (paragraph->offsets[i] == text->spans[k].start)
                breaks[i] = UC_BREAK_PROHIBITED;
}

static int width_of(const struct breaker *breaker, size_t from, size_t to)
{
    struct layout layout;
    int left;
    int right;
    layout_line(breaker->fonts, &breaker->paragraph, from, to, &layout);
    builder_ink_extent(breaker->fonts, &layout, &left, &right);
    layout_finish(&layout);
    return right - left;
}

static void add_word(struct breaker *breaker, size_t start, size_t end)
{
    const uint32_t *codes = breaker->paragraph.codes;
    size_t trimmed = end;
    while (trimmed > start && is_space(codes[trimmed - 1]))
        trimmed--;
    breaker->words[breaker->word_count++] = (struct word){
        start, trimmed, width_of(breaker, start, trimmed), width_of(breaker, trimmed, end)};
}

static void find_words(struct breaker *breaker, const struct strip_text *text)
{
    const struct paragraph *paragraph = &breaker->paragraph;
    char *breaks = memory_alloc(paragraph->count, 1);
    size_t start = 0;
    u32_possible_linebreaks(paragraph->codes, paragraph->count, "UTF-8", breaks);
    thai_breaks(paragraph->codes, paragraph->count, breaks);
    glue_spans(paragraph, text, breaks);
    breaker->words = memory_alloc(paragraph->count, sizeof *breaker->words);
    breaker->starts = memory_alloc(paragraph->count + 1, sizeof *breaker->starts);
    for (size_t i = 1; i <= paragraph->count; i++) {
        bool may = i == paragraph->count ||
                   (paragraph->graphemes[i] &&
                    (breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY));
        if (!may)
            continue;
        add_word(breaker, start, i);
        start = i;
    }
    free(breaks);
}

/* Fills each line as far as it goes. False when a word is wider than that. */
static bool break_lines(struct breaker *breaker, int width)
{
    int pen = 0;
    breaker->line_count = 0;
    for (size_t i = 0; i < breaker->word_count; i++) {
        const struct word *word = &breaker->words[i];
        if (word->width > width)
            return false;
        if (i == 0 || pen + word->width > width) {
            breaker->starts[breaker->line_count++] = i;
            pen = 0;
        }
        pen += word->width + word->space;
    }
    breaker->starts[breaker->line_count] = breaker->word_count;
    return true;
}

/* The narrowest lines that are no more of them: balanced. */
static bool balance_lines(struct breaker *breaker, int width)
{
    if (!break_lines(breaker, width))
        return false;
    size_t lines = breaker->line_count;
    int low = 0;
    int high = width;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (break_lines(breaker, middle) && breaker->line_count <= lines)
            high = middle;
        else
            low = middle;
    }
    return break_lines(breaker, high);
}

static void layout_of_line(const struct breaker *breaker, size_t line, struct layout *layout)
{
    const struct word *first = &breaker->words[breaker->starts[line]];
    const struct word *last = &breaker->words[breaker->starts[line + 1] - 1];
    layout_line(breaker->fonts, &breaker->paragraph, first->start, last->end, layout);
}

/* How much wider than the box its widest line is. */
static int excess(const struct breaker *breaker)
{
    int most = 0;
    for (size_t i = 0; i < breaker->line_count; i++) {
        const struct word *first = &breaker->words[breaker->starts[i]];
        const struct word *last = &breaker->words[breaker->starts[i + 1] - 1];
        int over = width_of(breaker, first->start, last->end) - breaker->width;
        most = over > most ? over : most;
    }
    return most;
}

static bool find_lines(struct breaker *breaker)
{
    int width = breaker->width;
    for (int i = 0; i < TRIES_MAX; i++) {
        if (!balance_lines(breaker, width))
            return false;
        int over = excess(breaker);
        if (over == 0)
            return true;
        width -= over;
    }
    return false;
}

static size_t graphemes_between(const struct paragraph *paragraph, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += paragraph->graphemes[i] != 0;
    return count;
}

static int32_t hold_ms(const struct breaker *breaker, const struct strip_box *box, size_t from_line,
                       size_t to_line)
{
    size_t from = breaker->words[breaker->starts[from_line]].start;
    size_t to = breaker->words[breaker->starts[to_line] - 1].end;
    double characters = (double)graphemes_between(&breaker->paragraph, from, to);
    int32_t needed = (int32_t)(characters / box->characters_per_second * MS_PER_S);
    return needed > box->hold_min_ms ? needed : box->hold_min_ms;
}

static void draw_line(const struct breaker *breaker, struct strip *strip, size_t line, int y,
                      const struct strip_text *text)
{
    struct layout layout;
    int left;
    int right;
    layout_of_line(breaker, line, &layout);
    builder_ink_extent(breaker->fonts, &layout, &left, &right);
    builder_add_line(strip, breaker->fonts, &layout, (strip->width - (right - left)) / 2 - left, y,
                     text);
    strip->missing += layout.missing;
    layout_finish(&layout);
}

/* Each line is centred in its equal share of the height: two lines of a panel
 * stand exactly as far apart as the rows that are lit together. */
static void draw_page(const struct breaker *breaker, struct strip *strip, size_t from_line,
                      size_t to_line, size_t most, const struct strip_text *text)
{
    int line_height = breaker->fonts->ascent_px + breaker->fonts->descent_px;
    int share = breaker->height / (int)most;
    int lines = (int)(to_line - from_line);
    int top = strip->pages[strip->page_count].y + (breaker->height - share * lines) / 2;
    for (size_t i = from_line; i < to_line; i++)
        draw_line(breaker, strip, i, top + (int)(i - from_line) * share + (share - line_height) / 2,
                  text);
}

static struct strip *draw_pages(const struct breaker *breaker, const struct strip_text *text,
                                const struct strip_box *box, size_t lines_most)
{
    size_t lines = breaker->line_count;
    size_t pages = (lines + lines_most - 1) / lines_most;
    int height = (int)pages * breaker->height;
    if ((box->pages_max && pages > box->pages_max) ||
        (int64_t)pages * breaker->height * breaker->fonts->scale > STRIP_MAX_HEIGHT_PX)
        return NULL;
    struct strip *strip =
        builder_create(breaker->width, height, lines, breaker->paragraph.count * 2 + 1);
    strip->pages = memory_alloc(pages, sizeof *strip->pages);
    strip->right_to_left = breaker->paragraph.right_to_left;
    strip->baseline = breaker->fonts->ascent_px;
    strip->missing = breaker->paragraph.missing;
    for (size_t page = 0, line = 0; page < pages; page++) {
        size_t end = line + lines / pages + (page < lines % pages);
        strip->pages[page] =
            (struct strip_page){(int)page * breaker->height, hold_ms(breaker, box, line, end)};
        draw_page(breaker, strip, line, end, lines_most, text);
        strip->page_count++;
        line = end;
    }
    builder_enlarge(strip, breaker->fonts->scale);
    return strip;
}

/* Where the box is no whole number of enlarged px, the pages are a little
 * higher than it, and it stands in their middle. */
static void centre_pages(struct strip *strip, const struct strip_box *box, int page_height)
{
    for (size_t i = 0; i < strip->page_count; i++)
        strip->pages[i].y += (page_height - box->height) / 2;
}

struct strip *strip_create_pages(struct fonts *fonts, const struct strip_text *text,
                                 const struct strip_box *box, struct diag *diag)
{
    assert(box->width > 0 && box->height > 0 && box->characters_per_second > 0);
    int scale = fonts->scale;
    struct breaker breaker = {
        .fonts = fonts, .width = box->width / scale, .height = (box->height + scale - 1) / scale};
    int line_height = fonts->ascent_px + fonts->descent_px;
    int lines_most = box->height / (line_height * scale);
    struct strip *strip = NULL;
    if (lines_most < 1)
        return NULL;
    paragraph_init(&breaker.paragraph, fonts, text->text, text->length, diag);
    if (breaker.paragraph.count > 0) {
        find_words(&breaker, text);
        if (find_lines(&breaker))
            strip = draw_pages(&breaker, text, box, (size_t)lines_most);
    }
    if (strip)
        centre_pages(strip, box, breaker.height * scale);
    free(breaker.words);
    free(breaker.starts);
    paragraph_finish(&breaker.paragraph);
    return strip;
}
