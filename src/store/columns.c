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
    {"kind", COLUMN_CHOICE, EXTRACTED | COLUMN_EDITED, SNIPPET(kind), .choice = kind_name,
     .json = "kind", .meaning = "headline, quote or line"},
    {"text", COLUMN_WORDS, EXTRACTED | COLUMN_EDITED, SNIPPET(text), .json = "text",
     .meaning = "as aired"},
    {"quote", COLUMN_WORDS, EXTRACTED | COLUMN_EDITED, SNIPPET(quote), .json = "quote",
     .meaning = "the words verbatim, without their marks"},
    {"speaker", COLUMN_WORDS, EXTRACTED | COLUMN_EDITED, SNIPPET(speaker), .json = "speaker",
     .meaning = "full name, where it is certain"},
    {"speaker_as_written", COLUMN_TEXT, EXTRACTED, SNIPPET(speaker_as_written),
     .json = "speaker_as_written", .meaning = "as the article names the speaker"},
    {"cue", COLUMN_TEXT, EXTRACTED, SNIPPET(cue), .json = "cue", .meaning = "verb of saying"},
    {"source", COLUMN_TEXT, EXTRACTED, SNIPPET(source), .json = "source",
     .meaning = "publication or report that it was relayed through"},
    {NULL, COLUMN_PAGES, COLUMN_EXTRACTED, SNIPPET(pages), .json = "pages",
     .meaning = "texts to air one after the other, where it is too long for one"},
    {"start", COLUMN_SIZE, EXTRACTED, SNIPPET(start), 0, INT64_MAX, .json = "start",
     .meaning = "first byte in the article's file"},
    {"end", COLUMN_SIZE, EXTRACTED, SNIPPET(end), 0, INT64_MAX, .json = "end",
     .meaning = "byte behind the last one in the article's file"},
    {"partial", COLUMN_BOOL, EXTRACTED, SNIPPET(partial), 0, 1, .json = "partial",
     .meaning = "a fragment inside of a sentence"},
    {"corrected", COLUMN_BOOL, EDITED, SNIPPET(corrected), 0, 1, .json = "corrected",
     .meaning = "an editor changed its words after they had been on air"},
    {"confidence", COLUMN_REAL, EXTRACTED, SNIPPET(confidence), 0, 1, .json = "confidence",
     .meaning = "that the speaker is right"},
    {"hold", COLUMN_TEXT, EXTRACTED, SNIPPET(hold), .json = "hold",
     .meaning = "why it must not air by itself"},
    {"id", COLUMN_NUMBER, COLUMN_READ, SNIPPET(id), INT64_MIN, INT64_MAX, .json = "id",
     .meaning = "never given twice: the log refers to it"},
    {"state", COLUMN_CHOICE, GIVEN, ROW(state), .choice = state_name, .unknown = STORE_HELD,
     .json = "state", .meaning = "where it stands with the editors"},
    {NULL, COLUMN_BORROWED, 0, ROW(fault), .json = "damaged",
     .meaning = "the column with what this program never writes there"},
    {"origin", COLUMN_BYTES, GIVEN, SNIPPET(origin), .json = "origin",
     .meaning = "a file's name, \"editor\", a feed's address"},
    {"rights", COLUMN_TEXT, GIVEN, SNIPPET(rights), .json = "rights",
     .meaning = "whose it is, on what terms, as its publisher says it"},
    {"replaced", COLUMN_TEXT, EDITED, SNIPPET(replaced), .json = "replaced",
     .meaning = "what the text shows something else for: \"U+2192 ->, ...\""},
    {"category", COLUMN_TEXT, EDITED, SNIPPET(category), .otherwise = "news", .json = "category",
     .meaning = "whose share of the rota it has"},
    {"daypart", COLUMN_TEXT, EDITED, SNIPPET(daypart), .json = "daypart",
     .meaning = "when it may air: a configured name or a span"},
    {"breaking", COLUMN_INT, GIVEN, SNIPPET(breaking), 0, SNIPPET_LEVEL_MAX, .json = "breaking",
     .meaning = "level of a take-over; 0: none"},
    {"page", COLUMN_INT, GIVEN, SNIPPET(page), 0, INT32_MAX - 1, .json = "page",
     .meaning = "1, 2, ... of a quotation in pages; 0: whole"},
    {"priority", COLUMN_INT, EDITED, SNIPPET(priority), 0, SNIPPET_PRIORITY_MAX, .json = "priority",
     .meaning = "0 is normal; a higher one airs first"},
    {"weight", COLUMN_INT, EDITED, SNIPPET(weight), 0, SNIPPET_WEIGHT_MAX, .json = "weight",
     .meaning = "its share in the rota; 10 is normal"},
    {"created_ms", COLUMN_TIME, GIVEN, SNIPPET(created_ms), 0, INT64_MAX, .json = "created",
     .meaning = "when it came in"},
    {"not_before_ms", COLUMN_TIME, EDITED, SNIPPET(not_before_ms), 0, INT64_MAX,
     .json = "not_before", .meaning = "the end of its embargo; 0: none"},
    {"expires_ms", COLUMN_EXPIRY, EDITED, SNIPPET(expires_ms), 0, INT64_MAX, .json = "expires",
     .meaning = "when it airs no longer"},
    {"last_ms", COLUMN_TIME, COLUMN_READ | COLUMN_JOINED, ROW(last_aired_ms), 0, INT64_MAX,
     .json = "last_aired", .meaning = "when it was last on air"},
    {"airings", COLUMN_NUMBER, COLUMN_READ | COLUMN_JOINED, ROW(airings), 0, INT64_MAX - 1,
     .json = "airings", .meaning = "how often it has been on air"},
    {"article", COLUMN_REFERENCE, GIVEN, SNIPPET(article_id), 0, INT64_MAX,
     .meaning = "the article that it is of"},
    {"speaker_start", COLUMN_SIZE, EDITED, SNIPPET(speaker_span.start), 0, INT64_MAX,
     .meaning = "first byte of the speaker in the text, for the colour"},
    {"speaker_length", COLUMN_SIZE, EDITED, SNIPPET(speaker_span.length), 0, INT64_MAX,
     .meaning = "so many bytes of the text; 0: none"},
    {"language", COLUMN_TEXT, GIVEN, SNIPPET(language), .meaning = "BCP 47, \"en\""},
    {"gap_ms", COLUMN_NUMBER, EDITED, SNIPPET(gap_ms), 0, INT64_MAX,
     .meaning = "at least this between two airings, ms; 0: the configured gap"},
    {"most_airings", COLUMN_NUMBER, EDITED, SNIPPET(most_airings), 0, INT64_MAX,
     .meaning = "it airs no more than so often; 0: no limit"},
    {"page_of", COLUMN_REFERENCE, GIVEN, SNIPPET(page_of), 0, INT64_MAX,
     .meaning = "the first page; none for the first itself"},
    {"checksum", COLUMN_NUMBER, COLUMN_INSERTED, ROW(checksum), INT64_MIN, INT64_MAX,
     .meaning = "of kind and text as they came in: known again when the article is corrected"},
    {"sum", COLUMN_NUMBER, EDITED, ROW(sum), INT64_MIN, INT64_MAX,
     .meaning = "of the words and their speaker as written: damage is known by it"},
};

const struct column_table snippet_columns = {"snippet", columns, sizeof columns / sizeof *columns};
