#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/language.h"
#include "extract/quote.h"

/* Enough of a language for it to be recognised; all people are invented. */
#define JAPANESE "港の新しい桟橋が完成し、町の人々が集まって祝った。"
#define KOREAN "항구의 새 부두가 완성되어 마을 사람들이 모여 축하했다. "
#define ARABIC "افتتح أمس رصيف جديد في الميناء بعد عام من العمل. "
#define FRENCH "Le nouveau quai du port est ouvert depuis lundi et la ville est dans la rue. "
#define SPANISH "El nuevo muelle del puerto está abierto desde el lunes y la ciudad lo celebra. "
#define ITALIAN "Il nuovo molo del porto è aperto da lunedì e la città è in festa per questo. "
#define POLISH "Nowe nabrzeże w porcie jest otwarte od poniedziałku i miasto się z tego cieszy. "
#define TURKISH "Liman bölgesindeki yeni iskele pazartesi günü törenle hizmete girdi. "

struct language_case {
    const char *before, *sentence, *speaker; /* NULL: nobody may be named */
};

static const struct language_case cases[] = {
    {JAPANESE, "高橋健一町長は「海は広い」と述べた。", "高橋健一"},
    {JAPANESE, "「海は広い」と高橋健一さんは語った。", "高橋健一"},
    {JAPANESE, "高橋健一町長が来た。高橋町長は「海は広い」と述べた。", "高橋健一"},
    /* Two of one family name, none in full, nobody with a name. */
    {JAPANESE, "高橋健一氏と高橋健二氏が来た。高橋氏は「海は広い」と述べた。", NULL},
    {JAPANESE, "高橋健一副町長は「海は広い」と述べた。", "高橋健一"},
    {JAPANESE, "高橋健一元町長は「海は広い」と述べた。", "高橋健一"},
    {JAPANESE, "高橋町長は「海は広い」と述べた。", NULL},
    {JAPANESE, "町長は「海は広い」と述べた。", NULL},
    /* The owner is not the subject, and what was not said is nobody's. */
    {JAPANESE, "高橋健一町長の祖父は「海は広い」と述べた。", NULL},
    {JAPANESE, "高橋健一町長は「海は広い」とは言わなかった。", NULL},
    /* Two subjects: who says it cannot be told. */
    {JAPANESE, "高橋健一町長は、田中明さんが「海は広い」と述べたと説明した。", NULL},
    {KOREAN, "박지훈 군수는 “바다는 넓다”라고 말했다.", "박지훈"},
    {KOREAN, "박지훈 군수가 왔다. 박 군수는 “바다는 넓다”고 덧붙였다.", "박지훈"},
    {KOREAN, "서울시 시장은 “바다는 넓다”라고 말했다.", NULL},
    {KOREAN, "박지훈 군수의 아들은 “바다는 넓다”라고 말했다.", NULL},
    {KOREAN, "박지훈 군수는 “바다는 넓다”라고 말하지 않았다.", NULL},
};

static void check_case(const struct language_case *item)
{
    struct diag diag = {0};
    struct snippets snippets = {0};
    char text[1024];
    int length = snprintf(text, sizeof text, "%s%s", item->before, item->sentence);
    struct article *article = article_parse("a.txt", text, (size_t)length, &diag);
    assert_non_null(article);
    quotes_extract(article, 200, &snippets);
    assert_int_equal(snippets.count, 1);
    const char *speaker = snippets.items[0].speaker;
    if (item->speaker ? !speaker || strcmp(speaker, item->speaker) != 0 : speaker != NULL)
        fail_msg("%s: %s, wanted %s", item->sentence, speaker ? speaker : "nobody",
                 item->speaker ? item->speaker : "nobody");
    snippets_finish(&snippets);
    article_destroy(article);
    diag_finish(&diag);
}

static void the_particle_tells_the_subject(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}

static const struct language_case other_cases[] = {
    {ARABIC, "وقال سامر الحلواني، مدير الميناء: «البحر واسع».", "سامر الحلواني"},
    {ARABIC, "وقال المدير: «البحر واسع».", NULL},
    {ARABIC, "وقال ابن سامر الحلواني: «البحر واسع».", NULL},
    {FRENCH, "« La mer est large », a déclaré Odile Charpentier.", "Odile Charpentier"},
    {FRENCH, "Selon un témoin, « la mer est large ».", NULL},
    {SPANISH, "«El mar es ancho», dijo Remedios Tapia.", "Remedios Tapia"},
    {SPANISH, "El puerto negó que el mar fuera «ancho y profundo».", NULL},
    {ITALIAN, "«Il mare è largo», ha detto Ettore Mancuso.", "Ettore Mancuso"},
    {ITALIAN, "Sul muro si legge «il mare è largo».", NULL},
    {POLISH, "„Morze jest szerokie” – powiedział Zenon Gajda.", "Zenon Gajda"},
    {POLISH, "Na murze widać napis „morze jest szerokie”.", NULL},
    {TURKISH, "“Deniz geniştir” dedi Kemal Arslan.", NULL},
    {TURKISH, "Kemal Arslan ve Can Arslan geldi. Arslan “deniz geniştir” dedi.", NULL},
};

static void a_simple_attribution_works_in_each_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof other_cases / sizeof *other_cases; i++)
        check_case(&other_cases[i]);
}

static void a_mark_closes_before_a_particle(void **state)
{
    (void)state;
    const struct language_case item = {KOREAN, "위성 ‘민들레’가 신호를 보냈다.", NULL};
    check_case(&item);
}

static void check_list(const struct language *language, int list)
{
    const struct language_words *words = &language->lists[list];
    for (size_t i = 1; i < words->count; i++)
        if (strcmp(words->items[i - 1], words->items[i]) == 0)
            fail_msg("%s.cfg: \"%s\" stands twice in a list", language->code, words->items[i]);
}

static void no_list_has_a_word_twice(void **state)
{
    (void)state;
    size_t count;
    const struct language *all = languages_all(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        for (int list = 0; list < LANGUAGE_LISTS; list++)
            check_list(&all[i], list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A particle tells the subject, and only a name that is certain is given",
             the_particle_tells_the_subject),
        TEST("A simple attribution works in each language, an unknown one names nobody",
             a_simple_attribution_works_in_each_language),
        TEST("A closing mark may have a particle behind it at once",
             a_mark_closes_before_a_particle),
        TEST("No list of a language has a word twice", no_list_has_a_word_twice),
    };
    return cmocka_run_group_tests_name("news/languages", tests, NULL, NULL);
}
