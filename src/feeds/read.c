#include "feeds/read.h"

#include <string.h>

#include "build.h"
#include "decode.h"
#include "formats.h"
#include "judge.h"
#include "mend.h"

typedef bool (*xml_reader)(struct source *source, const struct xml *xml);

static bool read_tree(struct source *source, const struct xml *xml)
{
    static const xml_reader readers[] = {rss_read, atom_read};
    for (size_t i = 0; xml->root && i < sizeof readers / sizeof *readers; i++)
        if (readers[i](source, xml))
            return true;
    return false;
}

static bool read_xml(struct source *source)
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
                    xml.root ? "an XML document that begins with <%s>, which is no format of news "
                               "that is known: RSS or Atom is wanted"
                             : "no XML that can be read: RSS or Atom is wanted",
                    xml.root ? xml.root->name : "");
    xml_finish(&xml);
    buffer_finish(&mended);
    return read;
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
    struct source source = {text.data ? text.data : "", text.length, &named, feed, diag};
    bool read = feed->encoding && read_xml(&source);
    if (read)
        judge(&source);
    buffer_finish(&text);
    return read;
}
