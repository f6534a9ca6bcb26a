/* A thread beside the loop, and a file that shrinks under it. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mapped.h"
#include "base/thread.h"
#include "check.h"

#define BYTES 4096

static void *read_first(void *user)
{
    const volatile uint8_t *bytes = user;
    return bytes[0] == 0 ? user : NULL;
}

static void a_file_that_shrinks_ends_no_thread(void **state)
{
    (void)state;
    pthread_t thread;
    void *result = NULL;
    int fd = memfd_create("shrinks", MFD_CLOEXEC);
    assert_true(fd >= 0 && ftruncate(fd, BYTES) == 0);
    void *bytes = mmap(NULL, BYTES, PROT_READ, MAP_SHARED, fd, 0);
    assert_true(bytes != MAP_FAILED && ftruncate(fd, 0) == 0);
    mapped_survive();
    unsigned before = mapped_losses();
    assert_int_equal(thread_begin(&thread, read_first, bytes), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    assert_ptr_equal(result, bytes);
    assert_int_equal(mapped_losses(), before + 1);
    munmap(bytes, BYTES);
    close(fd);
}

/* Reads beyond the end of a file; the signal that ends this process, or its code. */
static int end_of_reader(bool gives_up)
{
    pid_t child = fork();
    if (child == 0) {
        int fd = memfd_create("shrinks", MFD_CLOEXEC);
        const volatile uint8_t *bytes = mmap(NULL, BYTES, PROT_READ, MAP_SHARED, fd, 0);
        if (gives_up)
            mapped_give_up(7);
        else
            signal(SIGBUS, SIG_DFL);
        _exit(bytes[0]);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void a_command_ends_with_a_word(void **state)
{
    (void)state;
    assert_int_equal(end_of_reader(true), 7);
    assert_int_equal(end_of_reader(false), -SIGBUS);
}

static void *ask_mask(void *user)
{
    sigset_t *mask = user;
    pthread_sigmask(SIG_SETMASK, NULL, mask);
    return NULL;
}

static void what_others_send_is_the_loops(void **state)
{
    (void)state;
    pthread_t thread;
    sigset_t mask, before, after;
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    assert_int_equal(thread_begin(&thread, ask_mask, &mask), 0);
    pthread_join(thread, NULL);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    assert_true(sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGHUP) == 1);
    assert_int_equal(sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A file that shrinks under a thread ends nothing", a_file_that_shrinks_ends_no_thread),
        TEST("A file that shrinks under a command ends it with its own code, not by a signal",
             a_command_ends_with_a_word),
        TEST("What others send is left to the loop", what_others_send_is_the_loops),
    };
    return cmocka_run_group_tests_name("base/thread", tests, NULL, NULL);
}
