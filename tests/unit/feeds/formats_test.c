/* What newsrooms send besides RSS and Atom. All that the samples say is invented. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "feeds/read.h"

struct read {
    struct feed feed;
    struct diag diag;
    bool good;
    const struct feed_item *first; /* NULL: there is none */
};

static struct read read_as(const char *name, const char *text, const char *language)
{
    struct read read = {.good = false};
    struct feed_hints hints = {.name = name, .language = language};
    read.good = feed_read(text, strlen(text), &hints, &read.feed, &read.diag);
    read.first = read.feed.count > 0 ? read.feed.items : NULL;
    return read;
}

static struct read read_text(const char *text)
{
    return read_as("x", text, NULL);
}

static void finish(struct read *read)
{
    feed_finish(&read->feed);
    diag_finish(&read->diag);
}

static void check_text(const char *found, const char *wanted)
{
    if (!found || strcmp(found, wanted) != 0)
        fail_msg("\"%s\", not \"%s\"", found ? found : "(nothing)", wanted);
}

static bool held(const struct read *read, const char *words)
{
    return read->first && read->first->hold && strstr(read->first->hold, words);
}

/* Reads a text whose only item must be held for a reason with these words. */
static void check_held(const char *text, const char *words)
{
    struct read read = read_text(text);
    if (!held(&read, words))
        fail_msg("%s: %s, not %s", text, read.first && read.first->hold ? read.first->hold : "airs",
                 words);
    finish(&read);
}

static void json_feed(void **state)
{
    (void)state;
    struct read read =
        read_text("{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Harbour\",\n"
                  "\"home_page_url\": \"https://example.org/\", \"items\": [\n"
                  "{\"id\": 17, \"url\": \"/a\", \"title\": \"Ferry &amp; bridge <b>run</b>\",\n"
                  "\"content_html\": \"<p>One &amp; two</p><p>Three</p>\",\n"
                  "\"date_published\": \"2026-05-03T10:00:00Z\"}, {\"id\": \"b\", "
                  "\"content_text\": \"x\"}]}");
    check_text(read.feed.format, "JSON Feed 1.1");
    check_text(read.first->id, "17");
    check_text(read.first->link, "https://example.org/a");
    check_text(read.first->title, "Ferry &amp; bridge <b>run</b>");
    check_text(read.first->body, "One & two\n\nThree");
    assert_non_null(read.feed.items[1].hold);
    finish(&read);
    read = read_text("{\"a\": 1,\n \"b\" 2}");
    assert_false(read.good);
    assert_non_null(strstr(read.diag.messages[0].text, "x:2: is no good JSON"));
    finish(&read);
}

static void ninjs_of_three(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"uri\": \"urn:1\", \"type\": \"text\", \"headline\": \"Ferry runs\", \"body_xhtml\": "
        "\"<p>It runs.</p>\", \"urgency\": 3, \"embargoed\": \"2026-05-03T10:00:00Z\"}",
        "{\"uri\": \"urn:1\", \"headlines\": [{\"role\": \"short\", \"value\": \"No\"}, {\"role\": "
        "\"main\", \"value\": \"Ferry runs\"}], \"bodies\": [{\"contenttype\": \"text/html\", "
        "\"value\": \"<p>It runs.</p>\"}], \"urgency\": 3, \"embargoed\": "
        "\"2026-05-03T10:00:00Z\"}",
        "{\"uri\": \"urn:1\", \"pubStatus\": \"usable\", \"headlines\": [{\"value\": \"Ferry "
        "runs\"}], \"bodies\": [{\"contentType\": \"text/plain\", \"value\": \"It runs.\"}], "
        "\"urgency\": 3, \"embargoedUntil\": \"2026-05-03T10:00:00Z\"}"};
    static const char *const formats[] = {"ninjs 1", "ninjs 2", "ninjs 3"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct read read = read_text(texts[i]);
        check_text(read.feed.format, formats[i]);
        check_text(read.first->title, "Ferry runs");
        check_text(read.first->body, "It runs.");
        assert_int_equal(read.first->urgency, 3);
        assert_int_equal(read.first->embargo_ms, 1777802400000);
        assert_null(read.first->hold);
        finish(&read);
    }
}

static void ninjs_in_a_list(void **state)
{
    (void)state;
    static const char *const lists[] = {"[%s]", "{\"items\": [%s]}",
                                        "{\"_items\": [%s], \"_meta\": {\"total\": 1}}"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char *text = memory_format(lists[i], "{\"uri\": \"urn:1\", \"headline\": \"Ferry runs\"}");
        struct read read = read_text(text);
        check_text(read.feed.format, "ninjs 1");
        check_text(read.first->title, "Ferry runs");
        finish(&read);
        free(text);
    }
}

static void ninjs_held(void **state)
{
    (void)state;
    check_held("{\"uri\": \"a\", \"type\": \"picture\", \"headline\": \"A boat\"}", "picture");
    check_held("{\"uri\": \"a\", \"headline\": \"A\", \"pubstatus\": \"withheld\"}", "withholds");
    check_held("{\"uri\": \"a\", \"headline\": \"A\", \"pubstatus\": \"canceled\"}", "back");
    check_held("{\"uri\": \"a\", \"headline\": \"A\", \"embargoed\": \"soon\"}", "embargo");
    struct read read = read_text("{\"uri\": \"b\", \"headline\": \"B\", \"evolvedfrom\": \"a\"}");
    check_text(read.first->replaces[0], "a");
    finish(&read);
}

#define NITF(status)                                                                               \
    "<nitf><head><title>No</title><docdata " status                                                \
    "><doc-id id-string='n1'/><urgency ed-urg='2'/>"                                               \
    "<date.release norm='20260503T100000Z'/><ed-msg info='Check names'/></docdata></head>"         \
    "<body><body.head><hedline><hl1>Ferry <em>runs</em></hl1><hl2>Again</hl2></hedline>"           \
    "<byline>By Ada Stern</byline></body.head><body.content><block><p>It runs.</p>"                \
    "<media><media-caption><p>A boat</p></media-caption></media><p>Often.</p></block>"             \
    "</body.content></body></nitf>"

static void nitf(void **state)
{
    (void)state;
    struct read read = read_text(NITF(""));
    check_text(read.first->title, "Ferry runs");
    check_text(read.first->body, "It runs.\n\nOften.");
    check_text(read.first->author, "Ada Stern");
    check_text(read.first->id, "n1");
    check_text(read.first->note, "Check names");
    assert_int_equal(read.first->urgency, 2);
    assert_int_equal(read.first->embargo_ms, 1777802400000);
    finish(&read);
    check_held(NITF("management-status='canceled'"), "back");
}

#define NEWSML(class, meta)                                                                        \
    "<newsItem guid='urn:g' version='4' xml:lang='en'><itemMeta><itemClass qcode='ninat:" class    \
        "'/><provider literal='Harbour "                                                           \
        "Press'/><versionCreated>2026-05-03T10:00:00Z</versionCreated>" meta                       \
        "</itemMeta><contentMeta><urgency>4</urgency><headline>Ferry runs</headline>"              \
        "<by>Ada Stern</by></contentMeta><contentSet><inlineXML><html><body><p>It runs.</p>"       \
        "<p>Often.</p></body></html></inlineXML></contentSet></newsItem>"

static void newsml(void **state)
{
    (void)state;
    struct read read = read_text("<newsMessage><itemSet>" NEWSML(
        "text", "<pubStatus qcode='stat:usable'/>") "</itemSet></newsMessage>");
    check_text(read.first->title, "Ferry runs");
    check_text(read.first->body, "It runs.\n\nOften.");
    check_text(read.first->id, "urn:g");
    check_text(read.first->version, "4");
    check_text(read.first->source, "Harbour Press");
    assert_int_equal(read.first->urgency, 4);
    assert_null(read.first->hold);
    finish(&read);
    check_held(NEWSML("picture", ""), "picture");
    check_held(NEWSML("text", "<embargoed/>"), "embargo");
    check_held(NEWSML("text", "<pubStatus qcode='stat:withheld'/>"), "withholds");
    check_held(NEWSML("text", "<pubStatus uri='http://example.org/stat/canceled'/>"), "back");
}

static void telegram_iptc(void **state)
{
    (void)state;
    struct read read =
        read_text("\x01hbp0123 3 pl 45 hbp 0456\r\n\x02\r\nHarbour/Strike/\r\n"
                  "\r\nFerry runs again\r\nafter the strike\r\n\r\n"
                  "  Harbour City (hbp) - It\r\nruns.\r\n  Often.\r\n\x03 031000 may 26\x04");
    check_text(read.feed.format, "IPTC 7901");
    check_text(read.first->title, "Ferry runs again after the strike");
    check_text(read.first->body, "Harbour City (hbp) - It runs.\n\nOften.");
    check_text(read.first->id, "hbp0123");
    check_text(read.first->category, "pl");
    assert_int_equal(read.first->urgency, 3);
    finish(&read);
    static const char *const torn[] = {
        "\x01hbp0123 3 pl 45 hbp 0456\r\n\x02\r\nHarbour/Strike/\r\n\r\nFerry runs ag",
        "\x01hbp0123 3 pl 45 hbp 0456\r\n\x02\r\n\r\nFerry runs again\r\nafter the st"};
    for (size_t i = 0; i < sizeof torn / sizeof *torn; i++) {
        read = read_text(torn[i]);
        assert_non_null(read.first->hold);
        assert_false(read.feed.whole);
        finish(&read);
    }
}

#define ANPA(keyword)                                                                              \
    "\x16\x16\x01"                                                                                 \
    "a0123\r\nu a \x02" keyword "\r\n^Ferry runs again<\r\n"                                       \
    "^Eds: Corrects the day.<\r\n^By ADA STERN=\r\n\tHARBOUR CITY _ ``It runs,'' she said.\r\n"    \
    "\tOften.\r\n\x03\x0c\x04"

static void telegram_anpa(void **state)
{
    (void)state;
    struct read read = read_text(ANPA("BC-Harbour Strike, 1st Ld-Writethru, 416<"));
    check_text(read.feed.format, "ANPA 1312");
    check_text(read.first->title, "Ferry runs again");
    check_text(read.first->id, "BC-Harbour Strike");
    check_text(read.first->author, "ADA STERN");
    check_text(read.first->note, "Eds: Corrects the day.");
    check_text(read.first->body, "HARBOUR CITY — “It runs,” she said.\n\nOften.");
    assert_int_equal(read.first->urgency, 3);
    assert_null(read.first->hold);
    finish(&read);
    check_held(ANPA("BC-Harbour Strike, KILL, 416<"), "back");
    check_held(ANPA("BC-Harbour Strike, ADVISORY<"), "editors");
}

#define ALERT(status, type, scope)                                                                 \
    "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>i2</identifier><sender>s"     \
    "</sender><sent>2026-05-03T10:00:00-00:00</sent><status>" status "</status><msgType>" type     \
    "</msgType><scope>" scope "</scope><references>s,i0,2026-05-03T09:00:00-00:00 "                \
    "s,i1,2026-05-03T09:30:00-00:00</references>"                                                  \
    "<info><language>en-US</language><event>Storm</event><severity>Severe</severity>"              \
    "<expires>2026-05-03T12:00:00-00:00</expires><area><areaDesc>North Bay</areaDesc>"             \
    "<polygon>1,2 3,4 5,6 1,2</polygon><circle>1,2 30</circle><geocode><valueName>FIPS"            \
    "</valueName><value>17</value></geocode></area></info>"                                        \
    "<info><language>de-DE</language><headline>Sturm</headline></info></alert>"

static void alert(void **state)
{
    (void)state;
    struct read read = read_text(ALERT("Actual", "Update", "Public"));
    check_text(read.first->title, "Storm: North Bay");
    check_text(read.first->id, "i2");
    check_text(read.first->replaces[1], "i1");
    assert_null(read.first->hold);
    assert_int_equal(read.first->expires_ms - read.first->published_ms, 2 * 3600 * 1000);
    assert_int_equal(read.first->alert->severity, FEED_SEVERE);
    assert_int_equal(read.first->alert->type, FEED_ALERT_UPDATE);
    assert_int_equal(read.first->alert->shape_count, 2);
    assert_int_equal(read.first->alert->shapes[0].count, 4);
    assert_true(read.first->alert->shapes[1].radius_km == 30);
    check_text(read.first->alert->codes[0].value, "17");
    finish(&read);
    read = read_as("x", ALERT("Actual", "Alert", "Public"), "de");
    check_text(read.first->title, "Sturm");
    finish(&read);
    check_held(ALERT("Test", "Alert", "Public"), "test");
    check_held(ALERT("Actual", "Alert", "Private"), "public");
    check_held(ALERT("Actual", "Ack", "Public"), "message");
    check_held(ALERT("Actual", "Cancel", "Public"), "back");
}

static void alerts_wrapped(void **state)
{
    (void)state;
    struct read read =
        read_text("<EDXLDistribution><contentObject><xmlContent><embeddedXMLContent>" ALERT(
            "Actual", "Alert", "Public") "</embeddedXMLContent></xmlContent></contentObject>"
                                         "</EDXLDistribution>");
    assert_int_equal(read.feed.count, 1);
    finish(&read);
    read =
        read_text("<feed xmlns='http://www.w3.org/2005/Atom' xmlns:cap='urn:oasis:names:tc:"
                  "emergency:cap:1.2'><entry><id>u</id><title>Storm in the bay</title>"
                  "<cap:event>Storm</cap:event><cap:severity>Extreme</cap:severity>"
                  "<cap:status>Actual</cap:status><cap:areaDesc>Bay</cap:areaDesc></entry></feed>");
    check_text(read.first->title, "Storm in the bay");
    assert_int_equal(read.first->alert->severity, FEED_EXTREME);
    check_text(read.first->alert->area, "Bay");
    assert_null(read.first->hold);
    finish(&read);
}

static void page(void **state)
{
    (void)state;
    struct read read = read_text(
        "<!DOCTYPE html><html lang=en><head><title>Ferry runs - Harbour</title>"
        "<meta property='og:site_name' content='Harbour'>"
        "<link rel=alternate type='application/rss+xml' href='https://example.org/feed'>"
        "<script>var a = '<p>no</p>';</script></head><body><header><h1>Harbour</h1></header>"
        "<nav><p>Home</p></nav><article><header><h1>Ferry &amp; bridge run</h1></header>"
        "<p>It runs.<p>Often, <b>she</b> said.<figure><figcaption><p>A "
        "boat</p></figcaption></figure>"
        "<div class='share-bar'><p>Share</p></div></article><p>Other news</p>"
        "<footer><p>Imprint</p></footer></body></html>");
    check_text(read.feed.format, "HTML");
    check_text(read.first->title, "Ferry & bridge run");
    check_text(read.first->body, "It runs.\n\nOften, she said.");
    check_text(read.first->language, "en");
    check_text(read.feed.feeds[0], "https://example.org/feed");
    assert_null(read.first->hold);
    finish(&read);
    check_held(
        "<!DOCTYPE html><title>Sign in</title><form><p>Please</p><input type=password></form>",
        "log in");
    check_held("<!DOCTYPE html><title>Ferry</title><nav><p>Home</p></nav>", "no text");
}

static void markdown(void **state)
{
    (void)state;
    struct read read =
        read_as("x.md",
                "# Ferry *runs* again\n\nIt [runs](https://example.org), **she** said.\n"
                "And 2 * 3.\n\n- One\n- Two\n\n```\ncode\n```\n![A boat](b.png)\n",
                NULL);
    check_text(read.first->title, "Ferry runs again");
    check_text(read.first->body, "It runs, she said. And 2 * 3.\n\nOne\n\nTwo");
    finish(&read);
    read = read_text("---\ntitle: \"Ferry runs\"\nlang: en\n---\n\nIt **runs**.\n");
    check_text(read.first->title, "Ferry runs");
    check_text(read.first->language, "en");
    finish(&read);
}

static void mail(void **state)
{
    (void)state;
    struct read read = read_text(
        "From: Ada Stern <ada@example.org>\nSubject: =?utf-8?Q?F=C3=A4hre_?=\n "
        "=?utf-8?B?ZsOkaHJ0?=\n"
        "Date: Sun, 03 May 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/html\n\n"
        "<p>No</p>\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
        "quoted-printable\n\nSie f=C3=A4hrt=\n wieder.\n\n> alt\n-- \nAda\n--b--\n");
    check_text(read.feed.format, "mail");
    check_text(read.first->title, "Fähre fährt");
    check_text(read.first->body, "Sie fährt wieder.");
    check_text(read.first->id, "<1@example.org>");
    assert_int_equal(read.first->published_ms, 1777802400000);
    finish(&read);
    read =
        read_text("From: a@example.org\nSubject: F\xe4hre\nTo: b@example.org\n\nSie f\xe4hrt.\n");
    check_text(read.first->title, "Fähre");
    check_text(read.first->body, "Sie fährt.");
    finish(&read);
}

static void table(void **state)
{
    (void)state;
    struct read read = read_as("x.csv",
                               "\xef\xbb\xbftext,speaker,category,from,until,priority\r\n"
                               "\"Ferry, \"\"the old\"\"\nruns\",,news,2026-05-03T10:00:00Z,,4\r\n"
                               ",,,,,\r\nWe won,Ada Stern,sport,,2026-05-04T00:00:00Z,x\r\n",
                               NULL);
    assert_int_equal(read.feed.count, 2);
    check_text(read.first->title, "Ferry, \"the old\" runs");
    check_text(read.first->category, "news");
    assert_int_equal(read.first->priority, 4);
    assert_int_equal(read.first->embargo_ms, 1777802400000);
    check_text(read.feed.items[1].speaker, "Ada Stern");
    assert_int_equal(read.feed.items[1].line, 5);
    assert_non_null(strstr(read.diag.messages[0].text, "x.csv:5: \"x\" is no priority"));
    finish(&read);
    read = read_as("x.csv", "a,b\n1,2\n", NULL);
    assert_false(read.good);
    finish(&read);
}

static void table_without_a_name(void **state)
{
    (void)state;
    struct read read = read_text("text;speaker;until\nFerry runs\nWe won;Ada;2026-05-04\n");
    check_text(read.feed.format, "CSV");
    assert_int_equal(read.feed.count, 2);
    check_text(read.first->title, "Ferry runs");
    finish(&read);
    read = read_text("text,speaker,priority\nFerry runs,,4\nWe won,Ada");
    check_text(read.feed.format, "CSV");
    assert_null(read.first->hold);
    assert_non_null(strstr(read.feed.items[1].hold, "no end"));
    assert_false(read.feed.whole);
    finish(&read);
    read = read_text("text,priority\n\"Ferry runs, and bri");
    assert_non_null(strstr(read.first->hold, "no end"));
    finish(&read);
}

static void lines(void **state)
{
    (void)state;
    struct read read = read_text("Ferry runs again\nBridge closes on Monday\nFour win a prize\n");
    check_text(read.feed.format, "headlines");
    assert_int_equal(read.feed.count, 3);
    check_text(read.feed.items[2].title, "Four win a prize");
    assert_int_equal(read.feed.items[2].line, 3);
    finish(&read);
    check_held("Ferry <b>runs again\nBridge closes\nFour win\n", "markup");
    read = read_text("Ferry runs again ** Bridge closes\n** Four win **\n");
    assert_int_equal(read.feed.count, 3);
    check_text(read.feed.items[1].title, "Bridge closes");
    finish(&read);
    read =
        read_text("Ferry runs again\n\nThe ferry runs again. Ada Stern said so.\n\nIt is fast.\n");
    check_text(read.feed.format, "plain text");
    check_text(read.first->title, "Ferry runs again");
    check_text(read.first->body, "The ferry runs again. Ada Stern said so.\n\nIt is fast.");
    finish(&read);
}

static void notices(void **state)
{
    (void)state;
    check_held("<rss><item><title>ADVISORY: the budget at noon</title></item></rss>", "editors");
    check_held("<rss><item><title>MANDATORY KILL: Ferry</title></item></rss>", "back");
}

static void many_items(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_add_string(&text, "<rss>");
    for (unsigned i = 0; i <= FEED_ITEMS_MAX + 1; i++)
        buffer_format(&text, "<item><title>Number %u</title></item>", i);
    buffer_add_string(&text, "</rss>");
    struct read read = read_text(text.data);
    assert_int_equal(read.feed.count, FEED_ITEMS_MAX);
    assert_int_equal(read.diag.count, 1);
    assert_false(read.feed.whole);
    assert_int_equal(read.diag.count, 1);
    finish(&read);
    buffer_finish(&text);
}

static void others(void **state)
{
    static const char *const texts[] = {"%PDF-1.7\n", "", "   \n", "\f", "<opml></opml>"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct read read = read_text(texts[i]);
        assert_false(read.good);
        assert_int_equal(read.diag.errors, 1);
        finish(&read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A JSON Feed's titles are text, its content is HTML", json_feed),
        TEST("ninjs is read by the names of its three versions", ninjs_of_three),
        TEST("Lists of ninjs are read, also as Superdesk's content API names them",
             ninjs_in_a_list),
        TEST("Pictures, what is withheld, canceled or under embargo in ninjs does not air",
             ninjs_held),
        TEST("NITF has its headline, its paragraphs and its embargo", nitf),
        TEST("NewsML-G2 has its texts, and what holds them", newsml),
        TEST("A telegram of IPTC 7901 airs its headline, never its heading", telegram_iptc),
        TEST("A telegram of ANPA 1312 is named by its keywords, and its notes do not air",
             telegram_anpa),
        TEST("An alert is of the language wanted, and airs only where it is actual", alert),
        TEST("Alerts are found in a distribution and in an index", alerts_wrapped),
        TEST("A web page gives its article without what stands around it", page),
        TEST("Markdown loses its marks, not its words", markdown),
        TEST("A mail gives its subject and its own words, decoded", mail),
        TEST("A table gives a row an item, by the names of its columns", table),
        TEST("A table is known by its first row, and a row that broke off does not air",
             table_without_a_name),
        TEST("Headlines a line or between stars are told from an article", lines),
        TEST("Notices to editors and kills do not air", notices),
        TEST("Of too many items the first are read", many_items),
        TEST("What has no news is an error", others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
