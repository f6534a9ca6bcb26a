#include "feeds/read.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "alert.h"
#include "atom.h"
#include "base/buffer.h"
#include "build.h"
#include "decode.h"
#include "extract/sniff.h"
#include "json.h"
#include "judge.h"
#include "lines.h"
#include "mail.h"
#include "markdown.h"
#include "mend.h"
#include "newsml.h"
#include "nitf.h"
#include "page.h"
#include "rss.h"
#include "sitemap.h"
#include "table.h"
#include "telegram.h"

typedef bool (*xml_reader)(struct source *source, const struct xml *xml);

static bool read_tree(struct source *source, const struct xml *xml)
{
    static const xml_reader readers[] = {rss_read,    atom_read,  nitf_read,
                                         newsml_read, alert_read, sitemap_read};
    for (size_t i = 0; xml->root && i < sizeof readers / sizeof *readers; i++)
        if (readers[i](source, xml))
            return true;
    return false;
}

static bool read_xml(struct source *source, const char *kind)
{
    struct buffer mended = {0};
    struct xml xml;
    mend(source->hints->name, source->text, source->length, &mended, source->diag);
    xml_read(source->hints->name, mended.data ? mended.data : "", mended.length, &xml,
             source->diag);
    source->feed->whole = xml.whole;
    bool read = read_tree(source, &xml);
    if (!read)
        diag_add_at(source->diag, DIAG_ERROR, source->hints->name, xml.root ? xml.root->line : 0,
                    "this is %s; no format of news that is known begins with <%s>", kind,
                    xml.root ? xml.root->name : "");
    xml_finish(&xml);
    buffer_finish(&mended);
    return read;
}

static bool read_json(struct source *source, const char *kind)
{
    (void)kind;
    return json_read(source);
}

static bool read_page(struct source *source, const char *kind)
{
    (void)kind;
    return page_read(source);
}

static bool read_markdown(struct source *source, const char *kind)
{
    (void)kind;
    return markdown_read(source);
}

static bool read_mail(struct source *source, const char *kind)
{
    (void)kind;
    return mail_read(source);
}

static bool read_table(struct source *source, const char *kind)
{
    (void)kind;
    return table_read(source);
}

/* Words of a kind's name (extract/sniff.h), and who reads it; the first that fits. */
struct reader {
    const char *word;
    bool (*read)(struct source *source, const char *kind);
};
static const struct reader readers[] = {
    {"telegram", telegram_read}, {"JSON", read_json}, {"web page", read_page},
    {"Markdown", read_markdown}, {"mail", read_mail}, {"CSV", read_table},
    {"RSS", read_xml},           {"Atom", read_xml},  {"NITF", read_xml},
    {"NewsML", read_xml},        {"(CAP)", read_xml}, {"EDXL", read_xml},
    {"sitemap", read_xml},       {"XML", read_xml},
};

static const struct reader *reader_of(const char *kind)
{
    for (size_t i = 0; kind && i < sizeof readers / sizeof *readers; i++)
        if (strstr(kind, readers[i].word))
            return &readers[i];
    return NULL;
}

/* What its name or HTTP says of what looks like plain text. */
static const char *told_kind(const struct feed_hints *hints)
{
    static const char *const told[][3] = {{"text/csv", ".csv", "a table (CSV)"},
                                          {"text/markdown", ".md", "a Markdown document"}};
    const char *end = strrchr(hints->name, '.');
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        size_t size = strlen(told[i][0]);
        if ((hints->content_type && strncasecmp(hints->content_type, told[i][0], size) == 0) ||
            (end && strcasecmp(end, told[i][1]) == 0))
            return told[i][2];
    }
    return NULL;
}

/* The root element of a feed, whatever document type somebody gave it. */
static bool is_feed_at_start(const char *text)
{
    static const char *const roots[] = {"<rss", "<feed", "<rdf:RDF", "<channel"};
    for (;;) {
        text += strspn(text, " \t\r\n");
        bool comment = strncmp(text, "<!--", 4) == 0;
        if (!comment && strncmp(text, "<!", 2) != 0 && strncmp(text, "<?", 2) != 0)
            break;
        const char *end = strstr(text, comment ? "-->" : ">");
        if (!end)
            return false;
        text = end + (comment ? 3 : 1);
    }
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(text, roots[i], strlen(roots[i])) == 0)
            return true;
    return false;
}

/* An object or a list of objects; a headline may begin with a bracket. */
static bool is_json_at_start(const char *text)
{
    text += strspn(text, " \t\r\n");
    if (*text == '[')
        text += 1 + strspn(text + 1, " \t\r\n");
    if (*text != '{')
        return false;
    text += 1 + strspn(text + 1, " \t\r\n");
    return *text == '"' || *text == '}';
}

/* What nobody takes for XML any more, and has its marks. */
static bool is_damaged(const char *text)
{
    const char *first = text + strspn(text, " \t\r\n");
    static const char *const marks[] = {"-->", "]]>", "?>", "<!--", "<![CDATA["};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strstr(text, marks[i]))
            return true;
    if (strncmp(first, "<!", 2) == 0 || strncmp(first, "<?", 2) == 0)
        return true;
    for (const char *at = text; (at = strstr(at, "</")); at++)
        if (isalpha((unsigned char)at[2]))
            return true;
    return false;
}

/* By the bytes themselves; of those in UTF-16 by the text that they are. */
static const char *kind_of(struct source *source)
{
    bool wide = memchr(source->bytes, '\0', source->size) && source->feed->encoding &&
                strncmp(source->feed->encoding, "UTF-", 4) == 0;
    if (is_feed_at_start(source->text))
        return "an XML document";
    if (is_json_at_start(source->text))
        return "a JSON document";
    const char *kind =
        wide ? sniff(source->text, source->length) : sniff(source->bytes, source->size);
    kind = kind ? kind : told_kind(source->hints);
    if (!kind && is_damaged(source->text))
        return "a damaged document of XML or HTML";
    return !kind && table_has_head(source) ? "a table (CSV)" : kind;
}

static bool read_kind(struct source *source)
{
    const char *kind = kind_of(source);
    const struct reader *reader = reader_of(kind);
    if (reader)
        return reader->read(source, kind);
    if (!kind && !memchr(source->text, '\0', source->length) &&
        source->text[strspn(source->text, " \t\r\n\f\v")])
        return lines_read(source);
    return diag_add_at(source->diag, DIAG_ERROR, source->hints->name, 0,
                       "this is %s; news are wanted",
                       kind                 ? kind
                       : source->length > 0 ? "binary data"
                                            : "empty");
}

bool feed_read(const char *bytes, size_t length, const struct feed_hints *hints, struct feed *feed,
               struct diag *diag)
{
    struct feed_hints named = *hints;
    struct buffer text = {0};
    *feed = (struct feed){0};
    named.name = hints->name ? hints->name : "the document";
    if (length > FEED_BYTES_MAX)
        return diag_add_at(diag, DIAG_ERROR, named.name, 0, "longer than %u MiB: no feed is",
                           FEED_BYTES_MAX >> 20);
    feed->encoding = decode(named.name, bytes, length, named.content_type, &text, diag);
    struct source source = {
        text.data ? text.data : "", text.length, bytes, length, &named, feed, diag, false};
    bool read = feed->encoding && read_kind(&source);
    if (read)
        judge(&source);
    buffer_finish(&text);
    return read;
}

void feed_prepare(const char *bytes, size_t length, const struct feed_hints *hints)
{
    if (length <= FEED_BYTES_MAX)
        decode_prepare(bytes, length, hints->content_type);
}
