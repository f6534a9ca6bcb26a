/* What kind of thing bytes are: named, or plain text. */
#include "check.h"

#include <string.h>

#include "config/language.h"
#include "extract/sniff.h"

struct thing {
    const char *bytes, *kind;
};

struct binary {
    const char *bytes;
    size_t length;
    const char *kind;
};

static const char *kind_of(const struct thing *thing)
{
    return sniff(thing->bytes, strlen(thing->bytes));
}

static void check_kind(const char *bytes, const char *kind, const char *wanted)
{
    if (!kind || strcmp(kind, wanted) != 0)
        fail_msg("%s: %s, not %s", bytes, kind ? kind : "plain text", wanted);
}

#define BYTES(text) text, sizeof(text) - 1

static const struct thing named[] = {
    {"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>", "an RSS feed"},
    {"\xef\xbb\xbf\n <!-- made --> <rss>", "an RSS feed"},
    {"junk before\n<rss version=\"2.0\"><channel/>", "an RSS feed"},
    {"<feed xmlns=\"http://www.w3.org/2005/Atom\">", "an Atom feed"},
    {"<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", "an RSS 1.0 feed (RDF)"},
    {"<newsItem standard=\"NewsML-G2\">", "an item of NewsML-G2"},
    {"<?xml version='1.0'?><!DOCTYPE nitf><nitf>", "an article in NITF"},
    {"<cap:alert xmlns:cap=\"urn\">", "an alert (CAP)"},
    {"<?xml version=\"1.0\"?><notes/>", "an XML document"},
    {"<story><p>It rains.</p></story>", "an XML document"},
    {"<!DOCTYPE html><html><head>", "a web page"},
    {"<!doctype HTML>\n<title>", "a web page"},
    {"<p>The bridge closes.</p>", "a web page"},
    {"The bridge closes.<br>\nIt rains.", "a piece of a web page (HTML)"},
    {"The <b>bridge</b> closes.", "a piece of a web page (HTML)"},
    {"&lt;p&gt;The bridge closes.&lt;/p&gt;", "a piece of a web page (HTML)"},
    {"{\"version\": \"https://jsonfeed.org/version/1.1\"}", "a JSON Feed"},
    {"{ \"uri\": \"x\", \"versioncreated\": \"2026\" }", "an item of ninjs (JSON)"},
    {"[ {\"title\": \"Bridge\"} ]", "a JSON document"},
    {"[\"Bridge\", \"Ferry\"]", "a JSON document"},
    {"{}", "a JSON document"},
    {"---\ntitle: Bridge\n---\n\nText.", "a Markdown document (with front matter)"},
    {"+++\ntitle = \"Bridge\"\n+++\nText.", "a Markdown document (with front matter)"},
    {"---\nkind: list\nof: things\n", "a YAML document"},
    {"# Bridge closes\n\nThe bridge closes.", "a Markdown document"},
    {"Bridge closes\n=============\n\nThe bridge closes.", "a Markdown document"},
    {"Bridge closes\n\nThe council **voted 9-4** for it.", "a Markdown document"},
    {"Bridge closes\n\nThe [council](https://example.org) voted.", "a Markdown document"},
    {"From: Ivo <ivo@example.org>\nTo: all@example.org\n\nText.", "a mail (with its headers)"},
    {"Received: by example.org\n\twith ESMTP\nSubject: Bridge\n", "a mail (with its headers)"},
    {"From ivo@example.org Mon Mar  2 09:12:00 2026\n", "a mail (with its headers)"},
    {"Von: Ivo Grant\nAn: Redaktion\nBetreff: Brücke\n\nText.", "a mail (with its headers)"},
    {"Кому: Ада\nТема: Мост\n\nТекст.", "a mail (with its headers)"},
    {"{\\rtf1\\ansi Bridge}", "an RTF document"},
    {"\x01"
     "bdt0123 3 pl 245 \r\n\x02"
     "Bridge\x03",
     "a wire telegram (IPTC 7901)"},
    {"\x16\x16\x01"
     "a0123\x02"
     "r a BC-Bridge\x03",
     "a wire telegram (ANPA 1312)"},
    {"bdt0123 3 pl 245 dpa 0456\n\nBridge closes\n", "a wire telegram (IPTC 7901)"},
    {"a0123\nr a BC-Bridge   03-02 0245\nBridge closes", "a wire telegram (ANPA 1312)"},
    {"%PDF-1.7\n", "a PDF document"},
    {"\x05\x06\x07\x0e\x0f", "binary data"},
    {"== History ==\nThe [[bridge]] is old.", "wiki text"},
    {"[b]Bridge closes[/b]\n", "BBCode"},
    {"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "subtitles (SubRip)"},
    {"title,date,place\nBridge,2026,Millmouth\nFerry,2026,Wick\n", "a table (CSV)"},
    {"\"id\",\"title\"\n\"1\",\"Bridge\"\n\"2\",\"Ferry\"\n", "a table (CSV)"},
    {"callback({\"a\": 1});", "a JSON document"},
    {"*Bridge closes*\n\nThe _bridge_ closes.\n", "a Markdown document"},
    {"\\section{Bridge}\nText", "a LaTeX document"},
    {"title: Bridge\ndate: 2026\n\nText", "a text with settings at its head (front matter)"},
    {"title\tdate\nBridge\t2026\nFerry\t2026\n", "a table (CSV)"},
};

static void what_is_no_plain_text_is_named(void **state)
{
    (void)state;
    struct diag diag = {0};
    languages_load(&diag);
    diag_finish(&diag);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        check_kind(named[i].bytes, kind_of(&named[i]), named[i].kind);
}

static void what_is_no_text_is_named(void **state)
{
    (void)state;
    static const struct binary things[] = {
        {BYTES("\x89PNG\r\n\x1a\n\0\0"), "a PNG picture"},
        {BYTES("\xff\xd8\xff\xe0\0\x10JFIF"), "a JPEG picture"},
        {BYTES("GIF89a\x01\0\x01\0"), "a GIF picture"},
        {BYTES("PK\x03\x04\x14\0"), "a ZIP archive (or a DOCX, ODT or EPUB document)"},
        {BYTES("\x1f\x8b\x08\0"), "a gzip archive"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Office document (DOC, XLS, PPT)"},
        {BYTES("SQLite format 3\0"), "an SQLite database"},
        {BYTES("\x7f"
               "ELF\x02\x01"),
         "a program"},
    };
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        check_kind(things[i].bytes, sniff(things[i].bytes, things[i].length), things[i].kind);
    assert_null(sniff("a\0b", 3)); /* news/article.h refuses it */
}

static void what_people_write_is_plain_text(void **state)
{
    (void)state;
    static const struct thing things[] = {
        {"", NULL},
        {"Bridge closes in May\n\nThe bridge closes in May, the council said.", NULL},
        {"[Update] Bridge closes\n\nIt closes.", NULL},
        {"{Sic} he wrote.\n", NULL},
        {"\"We will rebuild,\" she said.\n", NULL},
        {"I <3 Millmouth\n\nThe shirts sell well.", NULL},
        {"<Ada> hello\n<Ivo> hello\n", NULL},
        {"# 1 hit for the ferry choir\n", NULL},
        {"#bridge is the word of the week\n", NULL},
        {"---\n\nBridge closes\n\nIt closes.", NULL},
        {"* * *\n\nBridge closes\n", NULL},
        {"- Bridge closes\n- Ferry fares rise\n- Pool opens\n", NULL},
        {"Subject: Ferry fares\n\nFares will rise.", NULL},
        {"Contact: Ivo Grant\nPhone: 555 0123\n\nBridge closes\n", NULL},
        {"Mayor: bridge closes\nCouncil: it does not\n", NULL},
        {"``Yes,'' she said. ''I said, 'No,''' he recalled.\n", NULL},
        {"GIF89a is a format, the museum says.\n", NULL},
        {"MZ Wallace opens a shop\n", NULL},
        {"Ada, Ivo, Tom\nAnn, Sue, Liz\nJim, Joe, Jon\n", NULL},
        {"The fares: 12,50 and 13,50\nThe old: 11,50 and 12,50\nThen: 10,50 and 11,50\n", NULL},
        {"The *Ada Holm sails\n\nThe ship snake_case_one sails.\n", NULL},
        {"A 5 * 3 grid ** of lamps\n", NULL},
        {"Rails & roads: a < b\n", NULL},
    };
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        if (kind_of(&things[i]))
            fail_msg("%s: %s", things[i].bytes, kind_of(&things[i]));
}

static void a_slip_far_within_is_no_document_of_its_kind(void **state)
{
    (void)state;
    char text[4096] = "";
    for (int i = 0; i < 30; i++)
        strncat(text, "The bridge closes in May, the council said.\n\n", 60);
    strncat(text, "See <a href=\"x\">the plan</a> and **this**.\n", 60);
    assert_null(sniff(text, strlen(text)));
    assert_true(sniff_has_markup("See <a href=\"x\">the plan</a>."));
    assert_true(sniff_has_markup("The council **voted 9-4**."));
    assert_false(sniff_has_markup("The council voted 9-4 * in May."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What is no plain text is named", what_is_no_plain_text_is_named),
        TEST("What is no text is named", what_is_no_text_is_named),
        TEST("What people write is plain text", what_people_write_is_plain_text),
        TEST("A slip far within is no document of its kind",
             a_slip_far_within_is_no_document_of_its_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
