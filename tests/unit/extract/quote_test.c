#include "extract/quote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "check.h"
#include "extract/extract.h"
#include "extract/headline.h"

#define MET "Peter Holm met Ada Brunner on Monday. Ada Brunner smiled and Peter Holm left. "
#define GERMAN "Peter Holm hat mit Ada Brunner die Mühle besucht und es war nicht schön. "

/* All people in these articles are invented. */
struct quote_case {
    const char *article;
    /* For each quotation "WORDS|SPEAKER", SPEAKER "?" where none may air, "!" where there is none.
     */
    const char *quotations[6];
};

static const struct quote_case cases[] = {
    {"“We open on Monday,” said Ada Brunner.", {"We open on Monday,|Ada Brunner"}},
    {"“We open on Monday,” Ada Brunner said.", {"We open on Monday,|Ada Brunner"}},
    {"Ada Brunner said: “We open on Monday.”", {"We open on Monday.|Ada Brunner"}},
    {"\"We open,\" said Ada Brunner. \"Come early.\"",
     {"We open,|Ada Brunner", "Come early.|Ada Brunner"}},
    {"Mayor Ada Brunner spoke first. “We open on Monday,” Brunner said.",
     {"We open on Monday,|Ada Brunner"}},
    {"Ada Brunner said the closure was “a long winter” for the town.",
     {"a long winter|Ada Brunner"}},
    {"Ada Brunner, who runs the harbour, said the pier was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    /* A name inside of the quotation is never the speaker. */
    {"“Ask Peter Holm,” said Ada Brunner.", {"Ask Peter Holm,|Ada Brunner"}},
    {"“Peter Holm said no,” was painted on the wall.", {"Peter Holm said no,|?"}},
    /* Two people of one name: nobody is named. */
    {"Ada Brunner and Karl Brunner own the mill. “It is old,” Brunner said.", {"It is old,|?"}},
    /* The subject, not the name that is nearest. */
    {"A spokesman for Peter Holm declined. Ada Brunner told Peter Holm the mill was “not for "
     "sale.”",
     {"not for sale.|Ada Brunner"}},
    /* Abbreviations end no sentence. */
    {"Dr. Ada B. Brunner of St. Ives said the U.S. plan was “a fair start.”", {"a fair start.|?"}},
    /* All kinds of marks. */
    {"„Wir öffnen am Montag“, sagte Ada Brunner und die Stadt war mit ihr zufrieden.",
     {"Wir öffnen am Montag|Ada Brunner"}},
    {"Le maire a dit : « Nous ouvrons lundi ».", {"Nous ouvrons lundi|?"}},
    {"Er rief: »Halt!« und lief.", {"Halt!|?"}},
    {"市長は「月曜に開く」と述べた。", {"月曜に開く|?"}},
    {"‘We open,’ said Ada Brunner, ‘and that’s final.’",
     {"We open,|Ada Brunner", "and that’s final.|Ada Brunner"}},
    {"The so-called ‘90s revival isn’t one.", {NULL}},
    {"“She said ‘never’ to me,” said Ada Brunner.", {"She said ‘never’ to me,|Ada Brunner"}},
    {"“We begin here.\n\n“And we end here,” said Ada Brunner.",
     {"We begin here.|*", "And we end here,|Ada Brunner"}},
    /* Two speakers in one sentence. */
    {"Ada Brunner said no; “We close,” said Peter Holm.", {"We close,|Peter Holm"}},
    {"“We open,” Ada Brunner said. “We close,” said Peter Holm.",
     {"We open,|Ada Brunner", "We close,|Peter Holm"}},
    /* A full stop inside of the marks: the next sentence has another speaker. */
    {"Ada Brunner branded the pier “a ruin.” Holm insisted that it is “a gem.”",
     {"a ruin.|Ada Brunner", "a gem.|Holm"}},
    /* It goes on without another verb, also over what the first one said when. */
    {"“It is old,” Ada Brunner said in a talk in March. “It leaks.”",
     {"It is old,|Ada Brunner", "It leaks.|Ada Brunner"}},
    {"Ada Brunner called the mill a ruin. “It leaks from each of its windows.”",
     {"It leaks from each of its windows.|Ada Brunner"}},
    {"“We begin here.\n\n“And we end here.” That was all that Peter Holm heard.",
     {"We begin here.|?", "And we end here.|?"}},
    /* The verb stands further behind. */
    {"A pier that “leaks like a sieve” is closed at once, Ada Brunner said.",
     {"leaks like a sieve|Ada Brunner"}},
    {"The mill is “as good as new,” according to Ada Brunner.", {"as good as new,|Ada Brunner"}},
    /* Participles, infinitives, progressive forms, second verbs. */
    {"Ada Brunner opened the mill, calling it “a gift to the town.”",
     {"a gift to the town.|Ada Brunner"}},
    {"In May, Ada Brunner left the board, saying it was “no place to grow old.”",
     {"no place to grow old.|Ada Brunner"}},
    {"Ada Brunner is calling the mill “a gift to the town.”", {"a gift to the town.|Ada Brunner"}},
    {"Ada Brunner walked through the mill and called it “a gift to the town.”",
     {"a gift to the town.|Ada Brunner"}},
    /* Neither a passive nor a noun has somebody who says it. */
    {"The mill was called “a gift to the town.”", {"a gift to the town.|?"}},
    {"Ada Brunner read the reports of “a ghost” aloud to Peter Holm.", {"a ghost|?"}},
    /* Appositions, titles and what stands behind a preposition are not the subject. */
    {"Ada Brunner, the head of the board of Lindmoor Mills, said the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"The mill talks began after Ada Brunner said the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"Mill manager Ada Brunner told the Courier the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"“We open on Monday,” said the chief executive, Ada Brunner.",
     {"We open on Monday,|Ada Brunner"}},
    {"“We open on Monday,” the mill's owner, Ada Brunner, told the Courier.",
     {"We open on Monday,|Ada Brunner"}},
    {"Ada Brunner denied that the mill was “a ruin.”", {"a ruin.|?"}},
    {"Ada Brunner denied having been “a ruin,” as one witness put it.", {"a ruin,|?"}},
    {"Ada Brunner quoted her mother: “Wash your hands.”", {"Wash your hands.|?"}},
    /* Two of one surname were spoken of: alone it names nobody. */
    {"Ivo Lantz chairs the council. Petra Lantz runs the mill. Petra Lantz spoke last. “The bridge "
     "is a sorry sight,” Lantz said.",
     {"The bridge is a sorry sight,|!"}},
    /* Nobody calls himself by his name. */
    {"Karl Vogt met Peter Holm. He was tired. “Peter Holm will pay for it,” he said.",
     {"Peter Holm will pay for it,|Karl Vogt"}},
    {"Peter Holm came on Monday. “Peter Holm will pay for it,” he said.",
     {"Peter Holm will pay for it,|!"}},
    /* Behind an organisation with a preposition in its name stands who speaks. */
    {"“We need a plan,” National Office of Mills chief Karl Vogt told the paper.",
     {"We need a plan,|Karl Vogt"}},
    {"“The risk is real,” said Lindmoor First Mill analyst Ada Brunner.",
     {"The risk is real,|Ada Brunner"}},
    /* An adverb that begins a sentence is no name. */
    {"Ada Brunner lost. Again Brunner was furious. “I had my chance,” said Brunner.",
     {"I had my chance,|Ada Brunner"}},
    /* Pronouns. Who wrote a letter may be meant, and who is the subject of the sentence before. */
    {"A letter from keeper Louise Farr shows that Minister Karen Holt had asked for a tame tiger. "
     "“No tiger is tame,” she wrote.",
     {"No tiger is tame,|?"}},
    {"Petra Lantz opened the fair. A visitor from Lindmoor had waited since dawn. “I came for the "
     "cakes,” she said.",
     {"I came for the cakes,|?"}},
    {"Leonie Abara had suggested another. “The name is taken,” she was told by the committee.",
     {"The name is taken,|?"}},
    {"Peter Holm owns the mill. Near it an old man sells eggs. “I have sold them for ever,” he "
     "said.",
     {"I have sold them for ever,|?"}},
    {"Ada Brunner and Clara Brunner own the mill. Brunner came on Monday. “It is old,” she said.",
     {"It is old,|?"}},
    {"Ada Brunner opened the mill on Monday. “It is as good as new,” she said.",
     {"It is as good as new,|Ada Brunner"}},
    {"Peter Holm and his wife saw the mill. “It is as good as new,” she said.",
     {"It is as good as new,|?"}},
    {"Ada Brunner saw the mill. Mr. Holm saw it too. “It is as good as new,” she said.",
     {"It is as good as new,|Ada Brunner"}},
    /* Mr. and Mrs. tell two people of one name apart. */
    {"Ada Brunner and Karl Brunner own the mill. “It is old,” Mrs. Brunner said.",
     {"It is old,|Ada Brunner"}},
    /* Transcripts. */
    {"Peter Holm spoke on the radio.\n\n\"HOLM: The mill is open.\n\n\"KARG: At last.\"\n\n\"KARG: "
     "Come in.\"",
     {"HOLM: The mill is open.|Peter Holm", "KARG: At last.|Karg", "KARG: Come in.|Karg"}},
    {"It was 6\" long and \"very wet,\" said Ada Brunner.", {"very wet,|Ada Brunner"}},
    /* What stands between subject and verb. */
    {"State Sen. Ada Brunner (R-Lindmoor) said the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"Ada Brunner of Lindmoor said the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"Ada Brunner, the head of Lindmoor Mills — the firm that owns the pier, which is closed — "
     "told "
     "the Courier, “We open on Monday.”",
     {"We open on Monday.|Ada Brunner"}},
    {"The board includes the retired miller Ada Brunner — “We open on Monday” — and Peter Holm.",
     {"We open on Monday|Ada Brunner"}},
    /* Father and son. */
    {"Karl Brunner owns the mill. His son, Karl Brunner Jr., runs it. “It is old,” Karl Brunner "
     "Jr. "
     "said. “It leaks,” said Karl Brunner.",
     {"It is old,|Karl Brunner Jr.", "It leaks,|Karl Brunner"}},
    {"Karl Brunner sold the mill. Karl Brunner Jr. bought it. Karl Brunner Jr. mended it, and Karl "
     "Brunner Jr. runs it. “It leaks,” said Karl Brunner.",
     {"It leaks,|Karl Brunner"}},
    {"Karl Brunner, Jr., said the mill was “as good as new.” Brunner added that it was “no ruin.”",
     {"as good as new.|Karl Brunner Jr.", "no ruin.|Karl Brunner Jr."}},
    /* A family name that is a title as well; a word that may begin a sentence, in a name. */
    {"“We open on Monday,” said Ada King, a miller. “Come early,” Ms. King added.",
     {"We open on Monday,|Ada King", "Come early,|Ada King"}},
    {"“The mill is open,” the New Lindmoor Courier wrote.",
     {"The mill is open,|New Lindmoor Courier"}},
    /* Whose claim, whose saying. */
    {"The board heard of Ada Brunner’s claim that the mill was “as good as new.”",
     {"as good as new.|Ada Brunner"}},
    {"Peter Holm recalled Ada Brunner’s saying that the mill was “as good as new.”",
     {"as good as new.|?"}},
    {"Ada Brunner made the following statement: “We open on Monday.”",
     {"We open on Monday.|Ada Brunner"}},
    /* What a document says is not said by who tells of it. */
    {"The report by Ada Brunner found that the mill was “as good as new,” the paper said.",
     {"as good as new,|*"}},
    /* Another judge than the one with the name. */
    {"Judge Ada Brunner closed the case. Another judge said the mill was “as good as new.”",
     {"as good as new.|judge"}},
    {"The Lindmoor Council on Monday opened the mill in what it called “a gift to the town.”",
     {"a gift to the town.|Lindmoor Council"}},
    /* Titles of works have no speaker. */
    {"In her memoir, “A Winter in the Mill,” Ada Brunner wrote of the pier.",
     {"A Winter in the Mill,|!"}},
    {"Ada Brunner said on the network’s “Good Morning Lindmoor” that the mill was “no ruin.”",
     {"Good Morning Lindmoor|*", "no ruin.|Ada Brunner"}},
    /* A list of quotations. */
    {"“We open on Monday.” — Ada Brunner, on the mill\n\n“It leaks.” — Retired miller Peter Holm",
     {"We open on Monday.|Ada Brunner", "It leaks.|Peter Holm"}},
    /* Who quotes, who denies, who is told. */
    {"Peter Holm quoted Ada Brunner as saying that the mill was “no ruin.”", {"no ruin.|?"}},
    {"Peter Holm quoted her as saying that the mill was “no ruin.”", {"no ruin.|!"}},
    {"Ada Brunner never said that the mill was “a ruin.”", {"a ruin.|!"}},
    {"The mill was described by Ada Brunner as “no ruin.”", {"no ruin.|Ada Brunner"}},
    /* An apostrophe alone behind an s makes an owner too. */
    {MET "“We open soon,” said Peter Holms’ lawyer.", {"We open soon,|Peter Holms’ lawyer"}},
    {MET "\"We open soon,\" said Peter Holms' lawyer.", {"We open soon,|Peter Holms' lawyer"}},
    {MET "\"We open soon,\" Peter Holms' lawyer said.", {"We open soon,|Peter Holms' lawyer"}},
    /* The full stop of the words stands before the mark that is nested in them. */
    {MET "“They told us, ‘Go home.’” Peter Holm said the town had been warned.",
     {"They told us, ‘Go home.’|?"}},
    {MET "\"They told us, 'Go home.'\" Peter Holm said the town had been warned.",
     {"They told us, 'Go home.'|?"}},
    {MET "“They told us, ‘Go home,’” Peter Holm said.", {"They told us, ‘Go home,’|Peter Holm"}},

    /* Whose lawyer it is comes behind a preposition; that is no part of a name. */
    {GERMAN "„Wir öffnen bald“, sagte der Anwalt von Peter Holm.", {"Wir öffnen bald|?"}},
    {GERMAN "„Wir öffnen bald“, sagte die Sprecherin von Ada Brunner.", {"Wir öffnen bald|?"}},
    {GERMAN "„Wir öffnen bald“, sagte Peter Holm der Zeitung.", {"Wir öffnen bald|Peter Holm"}},
    {GERMAN "„Wir öffnen bald“, sagte Karl von Holm.", {"Wir öffnen bald|Karl von Holm"}},
    {GERMAN "„Wir öffnen bald“, sagte Bürgermeister von der Mühle.",
     {"Wir öffnen bald|von der Mühle"}},

    /* Somebody's husband is somebody whom nobody has named. */
    {MET "Ada Brunner's husband laughed. “We open soon,” he said.", {"We open soon,|?"}},
    {MET "“We open,” said Ada Brunner's son. “I will stay,” he added.",
     {"We open,|Ada Brunner's son", "I will stay,|?"}},

    /* A verb behind the quotation is asked the same as one before it: whose words they are. */
    {MET "“We open soon,” Ada Brunner quoted Peter Holm as saying.", {"We open soon,|?"}},
    {MET "“We open soon,” Ada Brunner said Peter Holm told her.", {"We open soon,|?"}},
    {MET "“We open soon,” Ada Brunner said on Monday Peter Holm had told her.",
     {"We open soon,|?"}},
    {MET "“You are fired!” Peter Holm said Ada Brunner shouted at him.", {"You are fired!|?"}},
    {MET "“You are fired!” Peter Holm said the town had been warned.", {"You are fired!|?"}},
    {MET "“We open soon,” Peter Holm never said.", {"We open soon,|?"}},
    {MET "“We open soon,” Peter Holm did not say.", {"We open soon,|?"}},
    {MET "“We open soon,” Peter Holm might have said.", {"We open soon,|?"}},
    {MET "“We open soon,” said neither Peter Holm nor Ada Brunner.", {"We open soon,|?"}},
    {MET "“We open soon,” said Peter Holm and Ada Brunner in a statement.", {"We open soon,|?"}},
    {MET "The mill will be “quite new” soon, Peter Holm never said.", {"quite new|?"}},
    {GERMAN "„Wir öffnen bald“, sagte Peter Holm nicht.", {"Wir öffnen bald|?"}},
    {GERMAN "„Wir öffnen bald“, sagte Peter Holm der Zeitung nicht.", {"Wir öffnen bald|?"}},
    {GERMAN "„Wir öffnen bald“, sagte weder Peter Holm noch Ada Brunner.", {"Wir öffnen bald|?"}},
    {MET "“We open soon,” Peter Holm said on a conference call.", {"We open soon,|Peter Holm"}},
    {MET "“We open soon,” said Peter Holm and left.", {"We open soon,|Peter Holm"}},
    {MET "“We open soon,” Peter Holm said, and Ada Brunner told him no.",
     {"We open soon,|Peter Holm"}},
    {MET "“Do we open soon?” Peter Holm asked the crowd.", {"Do we open soon?|Peter Holm"}},

    /* Whom the sentence before is about is not plain either. */
    {MET
     "Ada Brunner's son plays well. He meets Karl Vogt next. Vogt beat him in May. “I was ill,” he "
     "said.",
     {"I was ill,|?"}},

    /* A label is a speaker's where the article knows the name, or it stands there again, and no
     * verb of saying governs the words. */
    {MET "Peter Holm wrote on the board: “WARNING: The bridge is closed.”",
     {"WARNING: The bridge is closed.|Peter Holm"}},
    {MET "“NOTE: The bridge is closed,” said Peter Holm.",
     {"NOTE: The bridge is closed,|Peter Holm"}},
    {MET "A sheet hangs there.\n\n“NOTE: The bridge is closed.”",
     {"NOTE: The bridge is closed.|!"}},
    {MET "They read from the book of guests.\n\n“BRUNNER: Go home.”",
     {"BRUNNER: Go home.|Ada Brunner"}},
    {MET "Peter Holm wrote: “BRUNNER: Go home.”", {"BRUNNER: Go home.|Peter Holm"}},

    /* A participle that begins a sentence is no first name. */
    {MET "Having Peter Holm said that the bridge was “quite old,” nobody went.",
     {"quite old,|Peter Holm"}},
    {MET "Calling Peter Holm a friend, Ada Brunner said the bridge was “quite old.”",
     {"quite old.|Ada Brunner"}},
    {MET "Leaving Peter Holm behind, Ada Brunner said the bridge was “quite old.”",
     {"quite old.|Ada Brunner"}},
    {MET "Irving Holm said the bridge was “quite old.”", {"quite old.|Irving Holm"}},
    /* What somebody declined, or asked, to say is not what he says. */
    {MET "“How long will it take?” Peter Holm declined to say.", {"How long will it take?|?"}},

    {MET "“We open soon,” Peter Holm recalled Ada Brunner saying.", {"We open soon,|?"}},
    {MET "“We open soon,” Peter Holm recalled being told.", {"We open soon,|?"}},
    {MET "“We open soon,” Peter Holm reportedly said.", {"We open soon,|?"}},
    {MET "“We open soon,” Peter Holm told them in a letter that was read on Monday.",
     {"We open soon,|Peter Holm"}},

};

static void check_quotation(const struct snippet *snippet, const char *wanted)
{
    size_t words = strcspn(wanted, "|");
    const char *speaker = wanted + words + 1;
    if (strlen(snippet->quote) != words || memcmp(snippet->quote, wanted, words) != 0)
        fail_msg("found “%s”, wanted %s", snippet->quote, wanted);
    if (strcmp(speaker, "*") == 0)
        return;
    if (strcmp(speaker, "!") == 0) {
        assert_null(snippet->speaker);
        return;
    }
    bool airs = snippet->speaker && !snippet->hold;
    if (strcmp(speaker, "?") == 0 ? airs && strstr(snippet->text, " - ")
                                  : !snippet->speaker || strcmp(snippet->speaker, speaker) != 0)
        fail_msg("“%s” is given to %s, wanted %s", snippet->quote,
                 snippet->speaker ? snippet->speaker : "nobody", speaker);
}

static void check_case(const struct quote_case *item)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    size_t length = strlen(item->article);
    struct article *article = article_parse("a.txt", item->article, length, &diag);
    assert_non_null(article);
    quotes_extract(article, 200, &snippets);
    size_t count = 0;
    while (item->quotations[count])
        count++;
    if (snippets.count != count)
        fail_msg("%zu quotations, wanted %zu: %s", snippets.count, count, item->article);
    for (size_t i = 0; i < count; i++) {
        const struct snippet *snippet = &snippets.items[i];
        check_quotation(snippet, item->quotations[i]);
        assert_int_equal(strlen(snippet->quote), snippet->end - snippet->start);
        assert_memory_equal(item->article + snippet->start, snippet->quote,
                            snippet->end - snippet->start);
    }
    snippets_finish(&snippets);
    article_destroy(article);
    diag_finish(&diag);
}

static void quotations_are_found_and_given_to_their_speakers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}

static struct snippets extract(const char *text)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    struct article *article = article_parse("a.txt", text, strlen(text), &diag);
    extract_article(article, 120, &snippets);
    article_destroy(article);
    diag_finish(&diag);
    return snippets;
}

/* The words of a page, without its marks, its ellipses and its speaker; false where one of them is
 * not there. */
static bool page_words(const char *page, bool first, bool last, const char *speaker, char *words,
                       size_t size)
{
    static const char open[] = "“", before[] = "… ", behind[] = " …", close[] = "” - ";
    size_t length = strlen(page), start = strlen(open), tail = strlen(close) + strlen(speaker);
    if (length < start + tail || strcmp(page + length - strlen(speaker), speaker) != 0 ||
        strncmp(page, open, start) != 0 || strncmp(page + length - tail, close, strlen(close)) != 0)
        return false;
    size_t end = length - tail;
    if (!first && strncmp(page + start, before, strlen(before)) != 0)
        return false;
    if (!last && strncmp(page + end - strlen(behind), behind, strlen(behind)) != 0)
        return false;
    start += first ? 0 : strlen(before);
    end -= last ? 0 : strlen(behind);
    snprintf(words, size, "%.*s", (int)(end - start), page + start);
    return true;
}

static void check_pages(const struct snippet *quote, size_t max_chars)
{
    char all[1200] = "", words[400];
    for (size_t i = 0; i < quote->page_count; i++) {
        const char *page = quote->pages[i].text;
        assert_true(utf8_count(page, strlen(page)) <= max_chars);
        if (!page_words(page, i == 0, i + 1 == quote->page_count, quote->speaker, words,
                        sizeof words))
            fail_msg("no page: %s", page);
        const struct snippet_span *speaker = &quote->pages[i].speaker_span;
        assert_string_equal(page + speaker->start, quote->speaker);
        assert_int_equal(speaker->length, strlen(quote->speaker));
        size_t length = strlen(all);
        const char *space = i > 0 ? " " : "";
        snprintf(all + length, sizeof all - length, "%s%s", space, words);
    }
    /* A comma at a page's end is the only thing that goes. */
    const char *at = all;
    for (const char *c = quote->quote; *c; c++) {
        if (*at == *c)
            at++;
        else if (*c != ',')
            fail_msg("%s is not %s", all, quote->quote);
    }
    assert_string_equal(at, "");
}

static void pages_never_lose_a_word_nor_their_speaker(void **state)
{
    (void)state;
    static const char text[] =
        "“We open the old mill on Monday. The bakery opens in the week after that, and we have "
        "bread for all; the pier stays closed, but the ferry runs — and in May the town gets its "
        "bridge. Whoever comes first gets the first loaf,” said Ada Brunner.";
    struct diag diag = {0};
    struct article *article = article_parse("a.txt", text, strlen(text), &diag);
    size_t paged = 0;
    for (size_t max_chars = 20; max_chars <= 320; max_chars++) {
        struct snippets snippets = {0};
        quotes_extract(article, max_chars, &snippets);
        const struct snippet *quote = &snippets.items[0];
        if (quote->page_count > 0)
            check_pages(quote, max_chars);
        else if (!quote->hold)
            assert_true(utf8_count(quote->text, strlen(quote->text)) <= max_chars);
        paged += quote->page_count > 1;
        snippets_finish(&snippets);
    }
    assert_true(paged > 50);
    article_destroy(article);
    diag_finish(&diag);
}

static void what_hangs_on_a_condition_is_not_paged_apart(void **state)
{
    (void)state;
    struct snippets snippets = extract(
        "“If the river rises again in the spring we close the old mill for good, and we open the "
        "bakery in the week after that for all,” said Ada Brunner.");
    assert_non_null(snippets.items[snippets.count - 1].hold);
    snippets_finish(&snippets);
}

static void a_fragment_airs_in_its_own_sentence(void **state)
{
    (void)state;
    struct snippets snippets =
        extract("Ada Brunner said she “would not sell” the mill unless the roof was repaired.");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_true(quote->partial);
    assert_null(quote->hold);
    assert_string_equal(
        quote->text,
        "Ada Brunner said she “would not sell” the mill unless the roof was repaired.");
    snippets_finish(&snippets);
    snippets =
        extract("It was cold. Dr. Ada B. Brunner told the U.S. envoy it was “a fair start.”");
    quote = &snippets.items[snippets.count - 1];
    assert_string_equal(quote->speaker, "Ada B. Brunner");
    assert_string_equal(quote->text,
                        "Dr. Ada B. Brunner told the U.S. envoy it was “a fair start.”");
    snippets_finish(&snippets);
}

static void a_long_quotation_is_paged_at_its_sentences(void **state)
{
    (void)state;
    struct snippets snippets = extract(
        "It was late. “We open the old mill on Monday at nine o’clock in the morning. The bakery "
        "behind it opens in the week after that. Whoever comes first gets the first loaf,” said "
        "Ada Brunner.");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_null(quote->hold);
    assert_int_equal(quote->page_count, 2);
    assert_string_equal(
        quote->pages[0].text,
        "“We open the old mill on Monday at nine o’clock in the morning. …” - Ada Brunner");
    assert_string_equal(quote->pages[1].text,
                        "“… The bakery behind it opens in the week after that. Whoever comes first "
                        "gets the first loaf” - Ada Brunner");
    snippets_finish(&snippets);
    snippets = extract("“We open the old mill on Monday at nine o’clock in the morning and the "
                       "bakery behind it in the week after that, so that whoever comes first gets "
                       "the first loaf,” said Ada Brunner.");
    assert_non_null(snippets.items[snippets.count - 1].hold); /* never cut inside of a clause */
    snippets_finish(&snippets);
}

static void the_full_name_stands_for_a_short_one_or_a_pronoun(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Ada Brunner came by boat. Brunner called the mill “a gift to the town.”",
         "Ada Brunner called the mill “a gift to the town.”"},
        {"Ada Brunner came by boat. She called the mill “a gift to the town.”",
         "Ada Brunner called the mill “a gift to the town.”"},
        {"Ada Brunner came by boat. But Mrs. Brunner called the mill “a gift.”",
         "Ada Brunner called the mill “a gift.”"},
        {"Ada Brunner came by boat. Mayor Brunner called the mill “a gift.”",
         "Mayor Ada Brunner called the mill “a gift.”"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct snippets snippets = extract(pairs[i][0]);
        const struct snippet *quote = &snippets.items[snippets.count - 1];
        assert_null(quote->hold);
        assert_string_equal(quote->text, pairs[i][1]);
        snippets_finish(&snippets);
    }
}

static void a_relay_is_no_speaker(void **state)
{
    (void)state;
    struct snippets snippets = extract(
        "Ada Brunner called the mill “a gift to the town,” according to the Lindmoor Post.");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_string_equal(quote->speaker, "Ada Brunner");
    assert_string_equal(quote->source, "Lindmoor Post");
    assert_non_null(strstr(quote->text, "according to the Lindmoor Post"));
    snippets_finish(&snippets);
}

/* Behind these words of 200 characters, which only fill the sentence. */
#define FILLER                                                                                     \
    "which stands between the old lock and the new bridge over the river Linde where the road to " \
    "the coast begins and where on each Monday of the year the market is held from six to noon, "

static void a_fragment_airs_alone_only_where_nothing_outside_changes_it(void **state)
{
    (void)state;
    struct snippets snippets =
        extract("Ada Brunner said the mill, " FILLER "is “a gift to the town that nobody asked for "
                "and everybody will use.”");
    assert_null(snippets.items[snippets.count - 1].hold);
    assert_string_equal(snippets.items[snippets.count - 1].text,
                        "“… a gift to the town that nobody asked for and everybody will use.” - "
                        "Ada Brunner");
    snippets_finish(&snippets);
    snippets =
        extract("Ada Brunner said the mill, " FILLER "is not “a gift to the town that nobody "
                "asked for and everybody will use.”");
    assert_non_null(snippets.items[snippets.count - 1].hold);
    snippets_finish(&snippets);
}

/* In its own sentence, which tells the condition or the other half, each airs as it was
 * written, never alone. */
static void whole_words_that_hang_on_others_air_in_their_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *before, *sentence;
    } articles[] = {
        {MET, "“The mill is safe,” unless it rains, Peter Holm said."},
        {MET, "“We will build a mill,” Peter Holm said, if the bank agrees."},
        {MET, "“The mill is safe,” Peter Holm said, but only until May."},
        {MET, "Unless the bank agrees, Peter Holm said, “The mill will fall.”"},
        {MET, "“We will”, said Ada Brunner, “not sign the treaty.”"},
        {MET, "“We will,” said Ada Brunner, “I think, not sign the treaty.”"},
        {GERMAN, "„Die Mühle ist sicher“, sagte Peter Holm, wenn es nicht regnet."},
        {GERMAN, "„Wir werden“, sagte Ada Brunner, „nicht unterschreiben.“"},
        {GERMAN, "„Wir werden“, sagte Ada Brunner, „Verträge nicht unterschreiben.“"},
    };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        char *article = memory_format("%s\n\n%s", articles[i].before, articles[i].sentence);
        struct snippets snippets = extract(article);
        for (size_t k = 0; k < snippets.count; k++)
            if (snippets.items[k].kind == SNIPPET_QUOTE)
                assert_string_equal(snippets.items[k].text, articles[i].sentence);
        assert_int_equal(snippets.items[snippets.count - 1].kind, SNIPPET_QUOTE);
        snippets_finish(&snippets);
        free(article);
    }
}

static void a_half_whose_other_half_goes_on_is_held(void **state)
{
    (void)state;
    struct snippets snippets =
        extract(MET "\n\n“When I was nine,” Peter Holm said, “I went home.\n\n“I came back.”");
    for (size_t i = 0; i < snippets.count; i++)
        if (strstr(snippets.items[i].text, "nine"))
            assert_non_null(snippets.items[i].hold);
    snippets_finish(&snippets);
}

static void a_negation_is_never_cut_off(void **state)
{
    (void)state;
    struct snippets snippets = extract(MET "\n\nAda Brunner, " FILLER
                                           "hasn’t, she said, “ever taken a coin from anybody.”");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_non_null(quote->hold);
    assert_non_null(strstr(quote->text, "hasn’t"));
    snippets_finish(&snippets);
}

static void a_clause_that_adds_may_go_a_condition_never(void **state)
{
    (void)state;
    struct snippets snippets =
        extract("Ada Brunner called the mill “a gift,” while the town, " FILLER "slept.");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_null(quote->hold);
    assert_string_equal(quote->text, "Ada Brunner called the mill “a gift,” …");
    snippets_finish(&snippets);
    snippets = extract("Ada Brunner called the mill “a gift,” unless the town, " FILLER "slept.");
    assert_non_null(snippets.items[snippets.count - 1].hold);
    snippets_finish(&snippets);
}

static void a_long_sentence_is_paged_at_its_clauses(void **state)
{
    (void)state;
    struct snippets snippets = extract(
        "“We open the old mill on Monday with bread for every child of the town, and we open "
        "the bakery in the week after that, because the ovens are still on their way,” said "
        "Ada Brunner.");
    const struct snippet *quote = &snippets.items[snippets.count - 1];
    assert_null(quote->hold);
    assert_int_equal(quote->page_count, 2);
    assert_string_equal(quote->pages[0].text,
                        "“We open the old mill on Monday with bread for every child "
                        "of the town …” - Ada Brunner");
    assert_string_equal(quote->pages[1].text,
                        "“… and we open the bakery in the week after that, because the ovens are "
                        "still on their way” - Ada Brunner");
    snippets_finish(&snippets);
}

static void what_can_not_stand_alone_is_held(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "He called it “a disgrace to the town.”",      "The “town hall” was empty.",
        "“We will win this vote on Monday,” he said.", "“Open.”",
        "“We open on Monday and the town may come.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct snippets snippets = extract(texts[i]);
        const struct snippet *quote = &snippets.items[snippets.count - 1];
        assert_int_equal(quote->kind, SNIPPET_QUOTE);
        if (!quote->hold)
            fail_msg("airs: %s", quote->text);
        snippets_finish(&snippets);
    }
}

static void a_headline_is_the_title_or_the_lead_by_deletion(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Mill opens again\n\nThe mill opens on Monday, the council said.", "Mill opens again"},
        {"The mill opens on Monday, the council said. More follows.",
         "The mill opens on Monday, the council said"},
        {"LINDMOOR (Wire) — The mill opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        {"LINDMOOR (AW) _ The mill opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        {"LINDMOOR, May 3 - The mill opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        {"LINDMOOR -- The mill opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        {"FOR IMMEDIATE RELEASE\n\nMill opens again\n\nThe mill opens on Monday.",
         "Mill opens again"},
        {"By Ada Brunner and Peter Holm\n\nThe mill opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        /* One clause after the other goes, the last first; who says it stays. */
        {"Ada Brunner, 62, head of the mill, said it would open again on Monday, while the pier is "
         "still being mended, which takes time and much money.",
         "Ada Brunner, head of the mill, said it would open again on Monday, while the pier is "
         "still being mended"},
        {"The mill opens on Monday for the first time in three years, according to a letter that "
         "the council sent, after much delay.",
         "The mill opens on Monday for the first time in three years, according to a letter that "
         "the council sent"},
        {"The mill (built in 1784 by the brothers Holm on the site of an older mill that had "
         "burned "
         "down) opens on Monday, the council said.",
         "The mill opens on Monday, the council said"},
        {"The mill opens on Monday, the council said, after it had been closed for three years and "
         "two months, which was much longer than planned.",
         "The mill opens on Monday, the council said, after it had been closed for three years and "
         "two months"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct snippets snippets = extract(pairs[i][0]);
        if (snippets.count == 0)
            fail_msg("no headline: %s", pairs[i][0]);
        assert_int_equal(snippets.items[0].kind, SNIPPET_HEADLINE);
        assert_string_equal(snippets.items[0].text, pairs[i][1]);
        snippets_finish(&snippets);
    }
}

static void a_headline_keeps_what_its_claim_needs(void **state)
{
    (void)state;
    /* Too long, and what may not go: a condition, a denial, who says it, a quotation. */
#define LEAD "The mill in Lindmoor opens on Monday for the first time in three years and two months"
    static const char *const leads[] = {
        LEAD ", unless the river should rise again.",
        LEAD ", which the council has always denied.",
        LEAD ", as the council said on the first day of May.",
        LEAD ", after a night that it called “very long.”",
        LEAD " (if the river should not rise again before that).",
    };
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        struct snippets snippets = extract(leads[i]);
        for (size_t k = 0; k < snippets.count; k++)
            if (snippets.items[k].kind == SNIPPET_HEADLINE)
                fail_msg("a headline: %s", snippets.items[k].text);
        snippets_finish(&snippets);
    }
}

static double last_confidence(const char *article)
{
    struct snippets snippets = extract(article);
    assert_true(snippets.count > 0);
    double confidence = snippets.items[snippets.count - 1].confidence;
    snippets_finish(&snippets);
    return confidence;
}

static void an_introduction_is_as_sure_as_its_name(void **state)
{
    (void)state;
    /* Of two who bear the name, the one who came last may be meant, or not. */
    double likely = last_confidence(
        "Ada Brunner and Karl Brunner own the mill.\n\nThen Brunner said:\n\n“It is old.”");
    double certain = last_confidence(
        "Ada Brunner and Peter Holm own the mill.\n\nThen Brunner said:\n\n“It is old.”");
    assert_true(likely < certain);
}

static void a_small_letter_is_seen_behind_any_mark(void **state)
{
    (void)state;
    /* The words are governed by the verb before them: it is not certain whose they are. */
    static const char *const articles[] = {
        MET "Ada Brunner said it was «a ruin,» Peter Holm said.",
        MET "Ada Brunner said it was \"a ruin,\" Peter Holm said.",
        MET "Ada Brunner said it was “élan alone,” Peter Holm said.",
    };
    double wanted = last_confidence(MET "Ada Brunner said it was “a ruin,” Peter Holm said.");
    double whole = last_confidence(MET "“It is a ruin,” Peter Holm said.");
    assert_true(wanted < whole);
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        assert_float_equal(last_confidence(articles[i]), wanted, 0.001);
}

static void a_dateline_ends_within_its_sentence(void **state)
{
    (void)state;
    struct snippets snippets = extract("! LINDMOOR — The mill opens on Monday, the council said.");
    assert_int_equal(snippets.count, 0); /* the first sentence is but a mark */
    snippets_finish(&snippets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each quotation is found with its exact bytes and given to nobody but its speaker",
             quotations_are_found_and_given_to_their_speakers),
        TEST("A fragment airs inside the article's own sentence",
             a_fragment_airs_in_its_own_sentence),
        TEST("A long quotation is paged at the ends of its sentences, each with its speaker",
             a_long_quotation_is_paged_at_its_sentences),
        TEST("The full name stands for a short one or a pronoun",
             the_full_name_stands_for_a_short_one_or_a_pronoun),
        TEST("Who only relays is no speaker", a_relay_is_no_speaker),
        TEST("A fragment airs alone only where nothing outside changes it",
             a_fragment_airs_alone_only_where_nothing_outside_changes_it),
        TEST("Whole words that a condition or their other half changes air in their sentence",
             whole_words_that_hang_on_others_air_in_their_sentence),
        TEST("A half whose other half goes on in the next paragraph is held",
             a_half_whose_other_half_goes_on_is_held),
        TEST("A negation is never cut off, its apostrophe straight or curly",
             a_negation_is_never_cut_off),
        TEST("A clause that adds may go, a condition never",
             a_clause_that_adds_may_go_a_condition_never),
        TEST("Pages are short enough, say who speaks and lose no word, whatever the length allowed",
             pages_never_lose_a_word_nor_their_speaker),
        TEST("What hangs on a condition is not paged apart from it",
             what_hangs_on_a_condition_is_not_paged_apart),
        TEST("A long sentence is paged at its clauses", a_long_sentence_is_paged_at_its_clauses),
        TEST("What can't stand alone is held", what_can_not_stand_alone_is_held),
        TEST("Who is introduced in the paragraph before is as certain as the name there",
             an_introduction_is_as_sure_as_its_name),
        TEST("A small letter is seen behind any kind of mark, and with any accent",
             a_small_letter_is_seen_behind_any_mark),
        TEST("A dash behind the first sentence makes no dateline of it",
             a_dateline_ends_within_its_sentence),
        TEST("A headline keeps what its claim needs, or there is none",
             a_headline_keeps_what_its_claim_needs),
        TEST("A headline is the title, or the lead sentence by deletion only",
             a_headline_is_the_title_or_the_lead_by_deletion),
    };
    return cmocka_run_group_tests_name("news/quote", tests, NULL, NULL);
}
