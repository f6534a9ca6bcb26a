/* What is let go of first when the program dies. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../../../src/panel/low_files.h"
#include "check.h"

static int open_one(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd;
}

static void what_is_opened_meanwhile_is_above_all_else(void **state)
{
    (void)state;
    struct low_files low;
    int before = open_one();
    low_files_take(&low);
    assert_int_equal(open_one(), LOW_FILES);
    low_files_give_back(&low);
    assert_int_equal(open_one(), before);
}

static void where_few_may_be_open_none_is_taken(void **state)
{
    (void)state;
    struct low_files low;
    struct rlimit before, few;
    int first = open_one();
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = (struct rlimit){(rlim_t)first + 1, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    low_files_take(&low);
    assert_int_equal(open_one(), first);
    low_files_give_back(&low);
    setrlimit(RLIMIT_NOFILE, &before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The panel's lines and the guard's pipe are above all other files: a death lets them "
             "go "
             "first",
             what_is_opened_meanwhile_is_above_all_else),
        TEST("Where few files may be open none is taken", where_few_may_be_open_none_is_taken),
    };
    return cmocka_run_group_tests_name("panel/low_files", tests, NULL, NULL);
}
