#include "news/banned.h"

#include "check.h"

#define LIST "blast; Dummkopf, hot air;ß;爆弾"

static const struct {
    const char *text;
    bool banned;
} texts[] = {
    {"A blast was heard", true},
    {"BLAST!", true},
    {"\"Blast\", he said", true},
    {"Blast's end", true},
    {"The sandblaster", false},
    {"blasted", false},
    {"Blast2", false},
    {"ｂｌａｓｔ in full width", true},
    {"bl\u00adast with a soft hyphen", true},
    {"bl\u200bast with a blank of no width", true},
    {"Der DUMMKOPF", true},
    {"Dummköpfe", false},
    {"It is all hot\u00a0air", true},
    {"hot   AIR", true},
    {"hot airs", false},
    {"hot", false},
    {"今日爆弾が見つかった", true},
    {"ss", true}, /* ß folds to it */
    {"", false},
};

static void whole_words_are_found_however_they_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (banned_in(LIST, texts[i].text) != texts[i].banned)
            fail_msg("\"%s\" is %sbanned", texts[i].text, texts[i].banned ? "not " : "");
}

static void an_empty_list_bans_nothing(void **state)
{
    (void)state;
    assert_false(banned_in("", "blast"));
    assert_false(banned_in(" ; ,;", "blast"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Whole words are found, however they are written",
             whole_words_are_found_however_they_are_written),
        TEST("An empty list bans nothing", an_empty_list_bans_nothing),
    };
    return cmocka_run_group_tests_name("news/banned", tests, NULL, NULL);
}
