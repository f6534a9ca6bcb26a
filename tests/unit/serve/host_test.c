/* Under which names the page may be asked for. */
#include "check.h"
#include "serve/host.h"

static bool ours(const char *field)
{
    return host_is_ours(field, "lobby.example.org", "wall.example; news.example");
}

static void addresses_and_own_names_are_ours(void **state)
{
    static const char *const good[] = {
        "127.0.0.1",    "127.0.0.1:8080",    "192.168.1.20:80", "[::1]",
        "[::1]:8080",   "[fe80::1]:80",      "localhost",       "LocalHost:8080",
        "lobby",        "lobby:8080",        "LOBBY.local",     "lobby.local:8080",
        "wall.example", "Wall.Example:8080", "news.example",    "lobby.example.org",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!ours(good[i]))
            fail_msg("%s is refused", good[i]);
}

static void other_names_are_not(void **state)
{
    static const char *const bad[] = {
        "evil.example",
        "",
        "wall.example.evil",
        "evil.wall.example",
        "lobby.evil",
        "lobby.local.evil",
        "lobb",
        "localhost.evil",
        "127.0.0.1.evil",
        "127.0.0.1:80:80",
        "localhost:",
        "localhost:8x",
        "[::1",
        "[evil]",
        "[::1]evil",
        "wall.example; news.example",
        ";",
        "127.1",
        "::1",
        "wall.example ",
        "lobby.example.org.",
        "[127.0.0.1]",
        ":8080",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ours(bad[i]))
            fail_msg("%s is taken", bad[i]);
    assert_false(ours(NULL));
    assert_false(host_is_ours("evil.example", "", ""));
    assert_false(host_is_ours(".local", "", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Addresses and the machine's own names are ours", addresses_and_own_names_are_ours),
        TEST("Any other name is refused, however it is written", other_names_are_not),
    };
    return cmocka_run_group_tests_name("serve/host", tests, NULL, NULL);
}
