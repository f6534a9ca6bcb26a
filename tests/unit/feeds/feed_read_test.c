/* Documents from outside become items: RSS and Atom, as they come. All that they say is invented.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "feeds/read.h"

/* A document, read; the diag has what was said of it. */
struct read {
    struct feed feed;
    struct diag diag;
    bool good;
};

static struct read read_bytes(const char *bytes, size_t length, const char *content_type)
{
    struct read read = {.good = false};
    struct feed_hints hints = {.name = "x", .content_type = content_type};
    read.good = feed_read(bytes, length, &hints, &read.feed, &read.diag);
    return read;
}

static struct read read_text(const char *text)
{
    return read_bytes(text, strlen(text), NULL);
}

static void finish(struct read *read)
{
    feed_finish(&read->feed);
    diag_finish(&read->diag);
}

static bool said(const struct read *read, const char *words)
{
    for (size_t i = 0; i < read->diag.count; i++)
        if (strstr(read->diag.messages[i].text, words))
            return true;
    return false;
}

#define ITEM(inside) "<rss version='2.0'><channel><item>" inside "</item></channel></rss>"

static void check_title(const char *title, const char *wanted)
{
    char *text = memory_format(ITEM("<title>%s</title>"), title);
    struct read read = read_text(text);
    assert_true(read.good);
    assert_int_equal(read.feed.count, 1);
    assert_string_equal(read.feed.items[0].title, wanted);
    finish(&read);
    free(text);
}

static void titles_verbatim(void **state)
{
    (void)state;
    check_title("A &#55357;&#56832; B &#xD83D;&#xDE00;", "A 😀 B 😀");
    check_title("AT&amp;T: profits &lt; losses", "AT&T: profits < losses");
    check_title("AT&T profits & losses: Q&A", "AT&T profits & losses: Q&A");
    check_title("Profits < losses", "Profits < losses");
    check_title("caf&eacute; &#8217;n&rsquo; bar", "café ’n’ bar");
    check_title("It&amp;#039;s Jo&amp;amp;Co", "It's Jo&Co");
    check_title("&#146;Yes&#146;", "’Yes’");
    check_title("<![CDATA[Jo &amp; <b>Mo</b>]]>", "Jo & Mo");
    check_title("  two \n lines\t", "two lines");
    check_title("Ferry \x0b sinks", "Ferry sinks");
}

static void tags_in_titles(void **state)
{
    (void)state;
    check_title("&lt;b&gt;Storm&lt;/b&gt; ends", "Storm ends");
    check_title("The &lt;title&gt; tag turns 30", "The <title> tag turns 30");
    check_title("Why &lt;b&gt; has no end", "Why <b> has no end");
    check_title("Storm&lt;br/&gt;ends", "Storm ends");
    check_title("Of &amp;lt;pre&amp;gt; and others", "Of <pre> and others");
    check_title("Real <i>markup</i> inside", "Real markup inside");
}

static void cut_document(void **state)
{
    (void)state;
    struct read read = read_text("<rss><channel><item><title>First</title></item>"
                                 "<item><title>Second headline is c");
    assert_true(read.good);
    assert_false(read.feed.whole);
    assert_int_equal(read.feed.count, 1);
    assert_string_equal(read.feed.items[0].title, "First");
    finish(&read);
    read = read_text("<rss><channel><item><title>First</title><link>x</link></channel></rss>");
    assert_int_equal(read.feed.count, 0);
    finish(&read);
}

static void mended_with_lines(void **state)
{
    (void)state;
    struct read read = read_text("\n\n<?xml version='1.0'?>\n<rss><channel><item>\n"
                                 "<title>A & B</title></item></channel></rss>");
    assert_string_equal(read.feed.items[0].title, "A & B");
    assert_true(read.feed.whole);
    assert_true(said(&read, "x:1: has something before its beginning"));
    assert_true(said(&read, "x:5: has a bare ampersand"));
    assert_int_equal(read.feed.items[0].line, 4);
    finish(&read);
    read = read_text("<rss><channel><item>\n<\x02title>A &\x01"
                     "amp; &#\x1f"
                     "66;</ti\x03tle>"
                     "</item></channel></rss>");
    assert_string_equal(read.feed.items[0].title, "A & B");
    assert_true(said(&read, "x:2: has a control character"));
    finish(&read);
}

static void damaged_types(void **state)
{
    (void)state;
    struct read read = read_text(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped' "
        "type=' Text/HTML; charset=x'>A &lt;b&gt;B&lt;/b&gt;</title></entry></feed>");
    assert_string_equal(read.feed.items[0].title, "A B");
    finish(&read);
}

static void external_entities(void **state)
{
    (void)state;
    struct read read = read_text("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
                                 "<rss><channel><item><title>a</title></item>"
                                 "<item><title>Now &x;</title></item></channel></rss>");
    assert_int_equal(read.feed.count, 1);
    assert_true(said(&read, "refused"));
    finish(&read);
}

static void billion_laughs(void **state)
{
    (void)state;
    struct read read =
        read_text("<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d "
                  "'&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"
                  "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g "
                  "'&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'>]>"
                  "<rss><channel><item><title>&h;</title></item></channel></rss>");
    assert_int_equal(read.feed.count, 0);
    finish(&read);
}

static void encodings(void **state)
{
    (void)state;
    static const char windows[] = ITEM("<title>Gr\xfc\xdf</title>");
    struct read read = read_bytes(windows, sizeof windows - 1, NULL);
    assert_string_equal(read.feed.items[0].title, "Grüß");
    assert_string_equal(read.feed.encoding, "windows-1252");
    finish(&read);
    static const char cyrillic[] =
        "\n<?xml version='1.0' encoding='windows-1251'?>" ITEM("<title>\xcc\xee\xf1\xf2</title>");
    read = read_bytes(cyrillic, sizeof cyrillic - 1, NULL);
    assert_string_equal(read.feed.items[0].title, "Мост");
    finish(&read);
    read = read_bytes(cyrillic, sizeof cyrillic - 1, "text/xml; charset=KOI8-R");
    assert_string_equal(read.feed.encoding, "KOI8-R");
    finish(&read);
    static const char lying[] =
        "<?xml version='1.0' encoding='iso-8859-1'?>" ITEM("<title>Grüß</title>");
    read = read_bytes(lying, sizeof lying - 1, "text/xml; charset=iso-8859-1");
    assert_string_equal(read.feed.items[0].title, "Grüß");
    assert_true(said(&read, "is UTF-8"));
    finish(&read);
}

static void encodings_by_any_name(void **state)
{
    (void)state;
    const struct {
        const char *label, *bytes, *wanted, *encoding;
    } cases[] = {
        {"ISO_8859-2:1987", "\xaf\xf3\xb3w", "Żółw", "ISO-8859-2"},
        {"csISOLatinCyrillic", "\xd8", "и", "ISO-8859-5"},
        {"latin2", "\xb1", "ą", "ISO-8859-2"},
        {"MacRoman", "caf\x8e", "café", "macintosh"},
        {"cp437", "caf\x82", "café", "IBM437"},
        {"850", "caf\x82", "café", "IBM850"},
        {"x-sjis", "\x93\x8c\x8b\x9e", "東京", "Shift_JIS"},
        {"ISO-2022-JP", "\x1b$B@>5~\x1b(B", "西京", "ISO-2022-JP"},
        {"csISO2022JP", "\x1b$B@>5~\x1b(B", "西京", "ISO-2022-JP"},
        {"gb2312", "\xb1\xb1\xbe\xa9", "北京", "GB18030"},
        {"ks_c_5601-1987", "\xbc\xad\xbf\xef", "서울", "EUC-KR"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = memory_format("<?xml version='1.0' encoding='%s'?>" ITEM("<title>%s</title>"),
                                   cases[i].label, cases[i].bytes);
        struct read read = read_text(text);
        assert_true(read.good);
        assert_string_equal(read.feed.items[0].title, cases[i].wanted);
        assert_string_equal(read.feed.encoding, cases[i].encoding);
        finish(&read);
        free(text);
    }
}

static void declaration_of_any_kind(void **state)
{
    (void)state;
    const char *const heads[] = {"<?xml version='1.0' encoding='utf-8'>", "<?xml version='1.0' ?>",
                                 "<?xml encoding=utf-8?>", "\n<?xml version='2.7'?>"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char *text = memory_format("%s" ITEM("<title>One</title>"), heads[i]);
        struct read read = read_text(text);
        assert_true(read.good);
        assert_string_equal(read.feed.items[0].title, "One");
        finish(&read);
        free(text);
    }
}

static void pieces_of_documents(void **state)
{
    (void)state;
    const char *const pieces[] = {"ncoding=\"utf-8\"?>\nThe mill opens\n", "]]>-\nThe mill opens\n",
                                  "The mill opens\n<![CDATA[ more\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct read read = read_text(pieces[i]);
        assert_false(read.good);
        finish(&read);
    }
    struct read read = read_text("<ncoding\n");
    assert_true(read.good);
    assert_non_null(read.feed.items[0].hold);
    finish(&read);
}

static void http_and_the_declaration_differ(void **state)
{
    (void)state;
    const char *text =
        "<?xml version='1.0' encoding='windows-1251'?>" ITEM("<title>\xcc\xee\xf1\xf2</title>");
    struct read read = read_bytes(text, strlen(text), "text/xml; charset=utf-8");
    assert_string_equal(read.feed.items[0].title, "Мост");
    assert_true(said(&read, "windows-1251 is taken"));
    finish(&read);
}

static void half_a_letter(void **state)
{
    (void)state;
    struct read read = read_text(ITEM("<title>Grün, Grüß, Grütze, Bär und Öl, M\xc3 </title>"));
    assert_int_equal(read.feed.count, 1);
    assert_non_null(read.feed.items[0].hold);
    finish(&read);
}

static void names_of_sites(void **state)
{
    (void)state;
    struct read read = read_text("<rss><channel><title>Harbour News</title>"
                                 "<item><title>Ferry runs | Harbour News</title></item>"
                                 "<item><title>Ferry runs - Harbour</title></item>"
                                 "</channel></rss>");
    assert_string_equal(read.feed.items[0].title, "Ferry runs");
    assert_string_equal(read.feed.items[1].title, "Ferry runs - Harbour");
    finish(&read);
}

static void other_titles(void **state)
{
    (void)state;
    struct read read = read_text(
        "<rss "
        "xmlns:media='http://search.yahoo.com/mrss/'><channel><image><title>Logo</title></image>"
        "<textInput><title>Search</title></textInput><item><media:title>A boat</media:title>"
        "<title>Ferry runs</title><media:title>A boat</media:title></item></channel></rss>");
    assert_null(read.feed.title);
    assert_string_equal(read.feed.items[0].title, "Ferry runs");
    finish(&read);
}

static void rss_links(void **state)
{
    (void)state;
    struct read read = read_text(
        "<rss><channel><link>https://example.org/a/</link><item><guid>https://example.org/1</guid>"
        "</item><item><link> ../b?c </link><guid isPermaLink='false'>https://example.org/2</guid>"
        "</item></channel></rss>");
    assert_string_equal(read.feed.items[0].link, "https://example.org/1");
    assert_string_equal(read.feed.items[1].link, "https://example.org/b?c");
    assert_string_equal(read.feed.items[1].id, "https://example.org/2");
    finish(&read);
}

static void rss_of_old(void **state)
{
    (void)state;
    struct read read =
        read_text("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
                  "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                  "<channel rdf:about='y'><title>Harbour</title></channel>"
                  "<item rdf:about='https://example.org/1'><title>One</title>"
                  "<dc:date>2026-05-03T10:00+02:00</dc:date></item></rdf:RDF>");
    assert_string_equal(read.feed.format, "RSS 1.0");
    assert_string_equal(read.feed.items[0].id, "https://example.org/1");
    assert_int_equal(read.feed.items[0].published_ms, 1777795200000);
    finish(&read);
}

#define ATOM(inside) "<feed xmlns='http://www.w3.org/2005/Atom'><entry>" inside "</entry></feed>"

static void check_atom(const char *element, const char *wanted)
{
    char *text = memory_format(ATOM("%s"), element);
    struct read read = read_text(text);
    assert_int_equal(read.feed.count, 1);
    assert_string_equal(read.feed.items[0].title, wanted);
    finish(&read);
    free(text);
}

static void atom_titles(void **state)
{
    (void)state;
    check_atom("<title>Of &amp;amp; and &lt;b></title>", "Of &amp; and <b>");
    check_atom("<title type='text'>1 &lt; 2</title>", "1 < 2");
    check_atom("<title type='html'>A &amp;amp; &lt;b>B&lt;/b></title>", "A & B");
    check_atom("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A &amp;amp; "
               "<b>B</b></div></title>",
               "A &amp; B");
    check_atom("<title mode='base64'>RmVycnkgcnVucw==</title>", "Ferry runs");
    check_atom("<title type='text/html' mode='escaped'>A &lt;i>B&lt;/i></title>", "A B");
}

static void atom_item(void **state)
{
    (void)state;
    struct read read = read_text(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://example.org/a/' xml:lang='de'>"
        "<title>Hafen</title><entry><id>tag:1</id><title>Fähre</title><link rel='self' href='s'/>"
        "<link href='b'/><published>2026-05-03T10:00:00Z</published>"
        "<updated>2026-05-03T11:00:00Z</updated>"
        "<content type='html'>&lt;p>One&lt;/p>&lt;script>no()&lt;/script>&lt;p>Two</content>"
        "</entry></feed>");
    const struct feed_item *item = &read.feed.items[0];
    assert_string_equal(read.feed.format, "Atom 1.0");
    assert_string_equal(item->link, "https://example.org/a/b");
    assert_string_equal(item->body, "One\n\nTwo");
    assert_string_equal(item->language, "de");
    assert_int_equal(item->updated_ms - item->published_ms, 3600 * 1000);
    finish(&read);
}

static void nothing_known(void **state)
{
    (void)state;
    struct read read = read_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>");
    assert_false(read.good);
    assert_int_equal(read.diag.errors, 1);
    finish(&read);
    read = read_text("");
    assert_false(read.good);
    finish(&read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A title airs as it is meant, references resolved and nothing eaten", titles_verbatim),
        TEST("Pairs of inline markup go from RSS titles, other tags are text", tags_in_titles),
        TEST("Only items whose end was read count", cut_document),
        TEST("What is mended is told with its line", mended_with_lines),
        TEST("A title of HTML is one whatever else its type says", damaged_types),
        TEST("No other file is read for an entity", external_entities),
        TEST("An expansion without measure is refused", billion_laughs),
        TEST("Encodings: valid UTF-8, then HTTP, then the declaration", encodings),
        TEST("An encoding is known by each of its names", encodings_by_any_name),
        TEST("Where HTTP says UTF-8 and is wrong, the document's own declaration counts",
             http_and_the_declaration_differ),
        TEST("A declaration with a fault hides nothing", declaration_of_any_kind),
        TEST("Pieces of XML are no headlines", pieces_of_documents),
        TEST("A title with half a letter does not air", half_a_letter),
        TEST("A site's name goes from a title where it is exactly the feed's", names_of_sites),
        TEST("Titles of pictures and of inputs are no item's", other_titles),
        TEST("A permanent id is the link, and links are made absolute", rss_links),
        TEST("RSS 1.0 has its items beside the channel", rss_of_old),
        TEST("Atom's titles are what they say they are, and never decoded twice", atom_titles),
        TEST("An entry of Atom has its link, its text, its language and its dates", atom_item),
        TEST("What is no feed is an error", nothing_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
