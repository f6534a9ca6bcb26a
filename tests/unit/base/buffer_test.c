#include "base/buffer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

/* What malloc gives next is no zeros. */
static void soil_the_heap(void)
{
    void *piece = malloc(1 << 16);
    assert_non_null(piece);
    memset(piece, 0xff, 1 << 16);
    free(piece);
}

static void what_is_read_of_a_file_without_a_byte_is_an_empty_text(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    soil_the_heap();
    int fd = open("/dev/null", O_RDONLY);
    assert_int_equal(buffer_read_fd(&buffer, fd, 100), 0);
    assert_int_equal(buffer.length, 0);
    assert_string_equal(buffer.data, "");
    close(fd);
    buffer_finish(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_of_a_file_without_a_byte_is_an_empty_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
