/* Tests of wires/opml. */
#include "wires/opml.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

struct seen {
    char url[80], title[80];
};

static void keep(void *user, const char *url, const char *title)
{
    struct seen *seen = user;
    snprintf(seen->url, sizeof seen->url, "%s", url);
    snprintf(seen->title, sizeof seen->title, "%s", title ? title : "none");
}

static void texts_are_lines(void **state)
{
    static const char list[] = "<outline xmlUrl='https://a.example/&#x7f;x&amp;y' "
                               "title='A\xe9 &#155;2J&#xd800;&#x110000; \xc2\x9b &#8220;B'/>";
    struct seen seen = {0};
    (void)state;
    assert_int_equal(opml_each(list, sizeof list - 1, keep, &seen), 1);
    assert_string_equal(seen.url, "https://a.example/ x&y");
    assert_string_equal(seen.title, "A\xef\xbf\xbd  2J   \xe2\x80\x9c"
                                    "B");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("What a list of feeds says is lines of UTF-8 without controls", texts_are_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
