/* What the reading process hands back, whole and spoilt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "cache_control.h"
#include "check.h"
#include "same.h"
#include "wires/frames.h"
#include "wires/secret.h"

static void whole(struct buffer *frames, const char *title)
{
    struct diag diag = {0};
    struct feed_code code = {(char *)"SAME", (char *)"006109"};
    struct feed_point point = {52.5, 13.25};
    struct feed_shape shape = {&point, 1, 10};
    struct feed_alert alert = {.severity = FEED_SEVERE,
                               .event = (char *)"Storm",
                               .codes = &code,
                               .code_count = 1,
                               .shapes = &shape,
                               .shape_count = 1};
    char *replaced[] = {(char *)"0"};
    struct feed_item item = {.line = 7,
                             .id = (char *)"1",
                             .title = (char *)title,
                             .body = (char *)"One.\n\nTwo.",
                             .embargo_ms = FEED_NEVER,
                             .urgency = 2,
                             .status = FEED_WITHHELD,
                             .replaces = replaced,
                             .replace_count = 1,
                             .alert = &alert};
    const struct feed feed = {
        .kind = FEED_ALERT, .title = (char *)"Feed", .whole = true, .items = &item, .count = 1};
    diag_warning(&diag, "feed:3: mended");
    frames_put(frames, &feed, &diag, true);
    diag_finish(&diag);
}

static bool taken(const struct buffer *frames, size_t length, struct feed *feed, struct diag *diag)
{
    bool shut_in;
    char *exact = memory_copy_bytes(frames->data, length); /* a byte behind the end is found */
    bool good = frames_take(exact, length, feed, diag, &shut_in);
    free(exact);
    return good;
}

static void a_feed_comes_back_as_it_was(void **state)
{
    (void)state;
    struct buffer frames = {0};
    struct feed feed = {0};
    struct diag diag = {0};
    whole(&frames, "The mill opens");
    assert_true(taken(&frames, frames.length, &feed, &diag));
    assert_int_equal(feed.count, 1);
    const struct feed_item *item = &feed.items[0];
    assert_string_equal(item->title, "The mill opens");
    assert_string_equal(item->body, "One.\n\nTwo.");
    assert_null(item->summary);
    assert_true(item->embargo_ms == FEED_NEVER);
    assert_int_equal(item->status, FEED_WITHHELD);
    assert_string_equal(item->replaces[0], "0");
    assert_string_equal(item->alert->codes[0].value, "006109");
    assert_true(item->alert->shapes[0].points[0].longitude == 13.25);
    assert_true(item->alert->shapes[0].radius_km == 10);
    assert_string_equal(diag.messages[0].text, "feed:3: mended");
    feed_finish(&feed);
    diag_finish(&diag);
    buffer_finish(&frames);
}

static void what_is_cut_off_or_longer_is_refused(void **state)
{
    (void)state;
    struct buffer frames = {0};
    whole(&frames, "The mill opens");
    for (size_t length = 0; length < frames.length; length++) {
        struct feed feed = {0};
        struct diag diag = {0};
        if (taken(&frames, length, &feed, &diag))
            fail_msg("%zu of %zu bytes", length, frames.length);
        feed_finish(&feed);
        diag_finish(&diag);
    }
    struct feed feed = {0};
    struct diag diag = {0};
    buffer_add_byte(&frames, 0);
    assert_false(taken(&frames, frames.length, &feed, &diag));
    feed_finish(&feed);
    diag_finish(&diag);
    buffer_finish(&frames);
}

static void texts_that_no_reader_gives_are_refused(void **state)
{
    (void)state;
    static const char *const titles[] = {"a\nb", "a\x1b[2J", "broken \xc3(", "\x7f"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        struct buffer frames = {0};
        struct feed feed = {0};
        struct diag diag = {0};
        whole(&frames, titles[i]);
        assert_false(taken(&frames, frames.length, &feed, &diag));
        feed_finish(&feed);
        diag_finish(&diag);
        buffer_finish(&frames);
    }
}

static void any_byte_may_be_another(void **state)
{
    (void)state;
    struct buffer frames = {0};
    whole(&frames, "The mill opens");
    for (size_t i = 0; i < frames.length; i++)
        for (int other = 0; other < 256; other += 51) {
            struct feed feed = {0};
            struct diag diag = {0};
            char before = frames.data[i];
            frames.data[i] = (char)other;
            taken(&frames, frames.length, &feed, &diag);
            frames.data[i] = before;
            feed_finish(&feed);
            diag_finish(&diag);
        }
    buffer_finish(&frames);
}

static void cache_control_tells_how_long(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int64_t seconds;
    } rows[] = {{"max-age=60", 60},          {"public, MAX-AGE=7200", 7200},
                {"max-age=60, no-cache", 0}, {"no-store,max-age=5", 0},
                {"s-maxage=9", 0},           {"max-age=99999999999999999999", INT32_MAX},
                {"max-age=-5", 0},           {"", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(cache_control_max_age(rows[i].value, strlen(rows[i].value)),
                         rows[i].seconds);
}

static void stories_are_told_apart_without_what_counts_visitors(void **state)
{
    (void)state;
    static const char *const links[][2] = {
        {"https://www.X.example/a/b/?utm_source=rss&id=7#top", "x.example/a/b?id=7"},
        {"http://x.example/a?at_medium=RSS&at_campaign=K", "x.example/a"},
        {"http://x.example/A", "x.example/A"},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char *same = same_link(links[i][0]);
        assert_string_equal(same, links[i][1]);
        free(same);
    }
    char *title = same_title("  “The Mill” – opens: 7 a.m.! ");
    assert_string_equal(title, "the mill opens 7 a m");
    free(title);
    assert_null(same_title("…!"));
    assert_null(same_link(NULL));
}

/* Why it is so is told, after the key that named it, and nothing of what is in it. */
static void refused(const struct secret_file *file, const char *why)
{
    char *line = NULL;
    struct diag diag = {0};
    assert_false(secret_read(file, &line, &diag));
    assert_null(line);
    assert_int_equal(diag.count, 1);
    assert_int_equal(strncmp(diag.messages[0].text, "auth_file: ", 11), 0);
    assert_non_null(strstr(diag.messages[0].text, why));
    assert_null(strstr(diag.messages[0].text, "lovelace"));
    diag_finish(&diag);
}

static void write_secret(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, 0600);
}

/* It is read at once, or told why not: nobody waits for who would write into a pipe. */
static void a_password_comes_from_a_file_of_one_s_own(void **state)
{
    (void)state;
    char folder[] = "/tmp/motograph-secret-XXXXXX";
    char path[64];
    char *line = NULL;
    struct diag diag = {0};
    assert_non_null(mkdtemp(folder));
    const struct secret_file of_folder = {"auth_file", folder, "a word"};
    const struct secret_file of_file = {"auth_file", path, "a word"};
    refused(&of_folder, "it is no file");
    snprintf(path, sizeof path, "%s/auth", folder);
    refused(&of_file, "No such file");
    assert_int_equal(mkfifo(path, 0600), 0);
    refused(&of_file, "it is no file");
    unlink(path);
    write_secret(path, "\r\nmore\n");
    refused(&of_file, "its first line is empty");
    write_secret(path, "ada:lovelace\r\nmore\n");
    chmod(path, 0640);
    refused(&of_file, "found mode 0640");
    chmod(path, 0600);
    assert_true(secret_read(&of_file, &line, &diag));
    assert_string_equal(line, "ada:lovelace");
    free(line);
    unlink(path);
    rmdir(folder);
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A feed comes back as it was", a_feed_comes_back_as_it_was),
        TEST("What is cut off, or longer, is refused", what_is_cut_off_or_longer_is_refused),
        TEST("Texts that no reader gives are refused", texts_that_no_reader_gives_are_refused),
        TEST("Any byte may be another", any_byte_may_be_another),
        TEST("Cache-Control tells how long", cache_control_tells_how_long),
        TEST("Stories are told apart without what counts visitors",
             stories_are_told_apart_without_what_counts_visitors),
        TEST("A password comes from a file that nobody else reads, never from a pipe",
             a_password_comes_from_a_file_of_one_s_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
