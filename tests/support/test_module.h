/* A panel as its file describes it, read by a reader of the tests' own: it knows the words of
 * boards/panels/README.md and nothing of src/.
 */
#ifndef SUPPORT_TEST_MODULE_H
#define SUPPORT_TEST_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#define TEST_MODULE_WRITES 4

enum test_select {
    SELECT_BINARY,
    SELECT_LINE,
    SELECT_AB,
    SELECT_ABC,
    SELECT_SM5266,
    SELECT_TOKEN,
    TEST_SELECTS,
};

struct test_led {
    int x, y;
};

struct test_module {
    int columns, rows, scan, halves;
    int places;           /* of a scan row */
    struct test_led *led; /* [half][scan row][place]; place 0 is shifted first */
    enum test_select select;
    char order[4]; /* which colours the lines R, G, B light */
    bool inverse, falling;
    int latch_clocks;
    int writes;
    struct {
        unsigned bits;
        int latch;
    } write[TEST_MODULE_WRITES];
};

/* Reads a panel's text. False where it is none. */
bool test_module_parse(struct test_module *module, const char *text);

/* The same of the file boards/panels/NAME.panel, below the folder of the shipped data; a name that
 * begins with `/` is a file's path. */
bool test_module_read(struct test_module *module, const char *name);

/* Takes over what a chip's file boards/chips/NAME.chip says. */
bool test_module_read_chip(struct test_module *module, const char *name);

void test_module_finish(struct test_module *module);

/* The LED of a place. */
struct test_led test_module_led(const struct test_module *module, int half, int row, int place);

/* As a file names a row selection. */
const char *test_select_name(enum test_select select);

/* The text of a file of the shipped data, or of any by its whole path; NULL where there is none.
 * The caller frees. */
char *test_data_text(const char *path);

#endif
