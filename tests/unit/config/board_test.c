#include "config/board.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

#define HEAD "title = \"t\"; source = \"s\"; tested = \"no\";\n"
#define CHIPS "chips = ( \"a\" );\n"
#define LINES(R1)                                                                                  \
    "lines = { R1 = " R1 "; G1 = 1; B1 = 2; R2 = 3; G2 = 4; B2 = 5; A = 6; B = 7; C = 8;"          \
    " CLK = 9; LAT = 10; OE = 11; };\n"
#define LANE(NUMBER) "lane" NUMBER " = { R1 = 20; G1 = 21; B1 = 22; R2 = 23; G2 = 24; B2 = 25; };\n"

static bool read_text(const char *text, struct board *board, struct diag *diag)
{
    char path[32];
    int fd = memfd_create("board", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    bool good = board_read(board, path, diag);
    close(fd);
    return good;
}

static void a_whole_board_is_taken(void **state)
{
    struct board board;
    struct diag diag = {0};
    (void)state;
    assert_true(read_text(HEAD CHIPS LINES("0") LANE("2"), &board, &diag));
    assert_int_equal(board.lanes, 2);
    board_finish(&board);
    diag_finish(&diag);
}

static const struct refused {
    const char *text, *words;
} refused[] = {
    {HEAD "chips = ( \"\" );\n" LINES("0"), ":2: chips: a label is a text"},
    {HEAD CHIPS "lines = [ 1, 2 ];\n", ":3: lines in braces are wanted"},
    {HEAD CHIPS "lines = ( 1, 2 );\n", ":3: lines in braces are wanted"},
    {HEAD CHIPS LINES("\"\""), ":3: R1: an offset, a name, or"},
    {HEAD CHIPS LINES("4294967296"), ":3: 4294967296: the number"},
    {HEAD CHIPS LINES("0") "lane4 = { };\n", ":4: lane4: no such setting; there are title"},
    {HEAD "oe_pul = \"up\";\n" CHIPS LINES("0"), ":2: oe_pul: no such setting"},
    {HEAD "oe_pull = \"high\";\n" CHIPS LINES("0"), ":2: oe_pull: found high"},
    {HEAD CHIPS LINES("{ chip = 0; ofset = 1; }"), ":3: ofset: no such setting; there are chip"},
    {HEAD CHIPS LINES("0") "shared = ( { pins = [ 1 ]; by = \"b\"; on = 1; } );\n",
     ":4: on: no such setting; there are pins"},
    {HEAD CHIPS LINES("0") LANE("3"), ":4: there is a third lane (lane3), but no second"},
};

static void what_is_not_whole_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct board board;
        struct diag diag = {0};
        assert_false(read_text(refused[i].text, &board, &diag));
        assert_int_equal(diag.errors, diag.count);
        if (diag.count == 0 || !strstr(diag.messages[0].text, refused[i].words))
            fail_msg("%s: %s", refused[i].words, diag.count ? diag.messages[0].text : "nothing");
        diag_finish(&diag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A board with all its lines is taken", a_whole_board_is_taken),
        TEST("A board whose lines no panel could be driven by is refused with the place",
             what_is_not_whole_is_refused),
    };
    return cmocka_run_group_tests_name("config/board", tests, NULL, NULL);
}
