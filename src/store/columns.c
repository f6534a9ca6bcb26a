#include "store/columns.h"

#include <stddef.h>

#include "news/snippet.h"
#include "store/store.h"

#define ROW(member) offsetof(struct store_row, member)
#define SNIPPET(member) offsetof(struct store_row, snippet.member)

#define GIVEN (COLUMN_INSERTED | COLUMN_READ)
#define EDITED (GIVEN | COLUMN_EDITED)
#define EXTRACTED (GIVEN | COLUMN_EXTRACTED)

static const char *kind_name(int value)
{
    return value <= SNIPPET_LINE ? snippet_kind_name((enum snippet_kind)value) : NULL;
}

static const char *state_name(int value)
{
    return value < STORE_STATES ? store_state_name((enum store_state)value) : NULL;
}

/* A state that there is none of is none that airs. A page's next one is counted, too, and so is an
 * airing more. A weight of 0 is as the least. */
static const struct column columns[] = {
    {"kind", COLUMN_CHOICE, SNIPPET(kind), EXTRACTED, .choice = kind_name, .json = "kind",
     .meaning = "headline, quote or line"},
    {"text", COLUMN_WORDS, SNIPPET(text), EXTRACTED | COLUMN_EDITED, .json = "text",
     .meaning = "as aired"},
    {"quote", COLUMN_WORDS, SNIPPET(quote), EXTRACTED, .json = "quote",
     .meaning = "the words verbatim, without their marks"},
    {"speaker", COLUMN_WORDS, SNIPPET(speaker), EXTRACTED, .json = "speaker",
     .meaning = "full name, where it is certain"},
    {"speaker_as_written", COLUMN_TEXT, SNIPPET(speaker_as_written), EXTRACTED,
     .json = "speaker_as_written", .meaning = "as the article names the speaker"},
    {"cue", COLUMN_TEXT, SNIPPET(cue), EXTRACTED, .json = "cue", .meaning = "verb of saying"},
    {"source", COLUMN_TEXT, SNIPPET(source), EXTRACTED, .json = "source",
     .meaning = "publication or report that it was relayed through"},
    {NULL, COLUMN_PAGES, SNIPPET(pages), COLUMN_EXTRACTED, .json = "pages",
     .meaning = "texts to air one after the other, where it is too long for one"},
    {"start", COLUMN_SIZE, SNIPPET(start), EXTRACTED, 0, INT64_MAX, .json = "start",
     .meaning = "first byte in the article's file"},
    {"end", COLUMN_SIZE, SNIPPET(end), EXTRACTED, 0, INT64_MAX, .json = "end",
     .meaning = "byte behind the last one in the article's file"},
    {"partial", COLUMN_BOOL, SNIPPET(partial), EXTRACTED, 0, 1, .json = "partial",
     .meaning = "a fragment inside of a sentence"},
    {"confidence", COLUMN_REAL, SNIPPET(confidence), EXTRACTED, 0, 1, .json = "confidence",
     .meaning = "that the speaker is right"},
    {"hold", COLUMN_TEXT, SNIPPET(hold), EXTRACTED, .json = "hold",
     .meaning = "why it must not air by itself"},
    {"id", COLUMN_NUMBER, SNIPPET(id), COLUMN_READ, INT64_MIN, INT64_MAX, .json = "id",
     .meaning = "never given twice: the log refers to it"},
    {"state", COLUMN_CHOICE, ROW(state), GIVEN, .choice = state_name, .unknown = STORE_HELD,
     .json = "state", .meaning = "where it stands with the editors"},
    {NULL, COLUMN_BORROWED, ROW(fault), 0, .json = "damaged",
     .meaning = "the column with what this program never writes there"},
    {"origin", COLUMN_BYTES, SNIPPET(origin), GIVEN, .json = "origin",
     .meaning = "a file's name, \"editor\", a feed's address"},
    {"replaced", COLUMN_TEXT, SNIPPET(replaced), EDITED, .json = "replaced",
     .meaning = "what the text shows something else for: \"U+2192 ->, ...\""},
    {"category", COLUMN_TEXT, SNIPPET(category), EDITED, .otherwise = "news", .json = "category",
     .meaning = "whose share of the rota it has"},
    {"daypart", COLUMN_TEXT, SNIPPET(daypart), EDITED, .json = "daypart",
     .meaning = "when it may air: a configured name or a span"},
    {"breaking", COLUMN_INT, SNIPPET(breaking), GIVEN, 0, SNIPPET_LEVEL_MAX, .json = "breaking",
     .meaning = "level of a take-over; 0: none"},
    {"page", COLUMN_INT, SNIPPET(page), GIVEN, 0, INT32_MAX - 1, .json = "page",
     .meaning = "1, 2, ... of a quotation in pages; 0: whole"},
    {"priority", COLUMN_INT, SNIPPET(priority), EDITED, 0, SNIPPET_PRIORITY_MAX, .json = "priority",
     .meaning = "0 is normal; a higher one airs first"},
    {"weight", COLUMN_INT, SNIPPET(weight), EDITED, 0, SNIPPET_WEIGHT_MAX, .json = "weight",
     .meaning = "its share in the rota; 10 is normal"},
    {"created_ms", COLUMN_TIME, SNIPPET(created_ms), GIVEN, 0, INT64_MAX, .json = "created",
     .meaning = "when it came in"},
    {"not_before_ms", COLUMN_TIME, SNIPPET(not_before_ms), EDITED, 0, INT64_MAX,
     .json = "not_before", .meaning = "the end of its embargo; 0: none"},
    {"expires_ms", COLUMN_EXPIRY, SNIPPET(expires_ms), EDITED, 0, INT64_MAX, .json = "expires",
     .meaning = "when it airs no longer"},
    {"last_ms", COLUMN_TIME, ROW(last_aired_ms), COLUMN_READ | COLUMN_JOINED, 0, INT64_MAX,
     .json = "last_aired", .meaning = "when it was last on air"},
    {"airings", COLUMN_NUMBER, ROW(airings), COLUMN_READ | COLUMN_JOINED, 0, INT64_MAX - 1,
     .json = "airings", .meaning = "how often it has been on air"},
    {"article", COLUMN_REFERENCE, SNIPPET(article_id), GIVEN, 0, INT64_MAX,
     .meaning = "the article that it is of"},
    {"speaker_start", COLUMN_SIZE, SNIPPET(speaker_span.start), EDITED, 0, INT64_MAX,
     .meaning = "first byte of the speaker in the text, for the colour"},
    {"speaker_length", COLUMN_SIZE, SNIPPET(speaker_span.length), EDITED, 0, INT64_MAX,
     .meaning = "so many bytes of the text; 0: none"},
    {"language", COLUMN_TEXT, SNIPPET(language), GIVEN, .meaning = "BCP 47, \"en\""},
    {"gap_ms", COLUMN_NUMBER, SNIPPET(gap_ms), EDITED, 0, INT64_MAX,
     .meaning = "at least this between two airings, ms; 0: the configured gap"},
    {"most_airings", COLUMN_NUMBER, SNIPPET(most_airings), EDITED, 0, INT64_MAX,
     .meaning = "it airs no more than so often; 0: no limit"},
    {"page_of", COLUMN_REFERENCE, SNIPPET(page_of), GIVEN, 0, INT64_MAX,
     .meaning = "the first page; none for the first itself"},
    {"checksum", COLUMN_NUMBER, ROW(checksum), COLUMN_INSERTED, INT64_MIN, INT64_MAX,
     .meaning = "of kind and text as they came in: known again when the article is corrected"},
    {"sum", COLUMN_NUMBER, ROW(sum), EDITED, INT64_MIN, INT64_MAX,
     .meaning = "of the words and their speaker as written: damage is known by it"},
};

const struct column_table snippet_columns = {"snippet", columns, sizeof columns / sizeof *columns};
