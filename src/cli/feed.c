/* motograph feed FILE|URL...: what a document from outside is, and what of it would air; stores
 * nothing. What has an address is fetched and read by motograph-wires: this program has no network.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/input.h"
#include "cli/commands.h"
#include "cli/companion.h"
#include "feeds/read.h"
#include "wires/frames.h"

/* A text that is there; JSON has no member for one that is not. */
static void put_text(json_t *object, const char *name, const char *text)
{
    if (text)
        json_object_set_new(object, name, json_string(text));
}

static void put_instant(json_t *object, const char *name, int64_t instant_ms)
{
    char text[CLOCK_TEXT_SIZE];
    if (instant_ms <= 0 || instant_ms > CLOCK_LAST_MS)
        return;
    clock_format_utc(instant_ms, text);
    json_object_set_new(object, name, json_string(text));
}

static const char *status_name(enum feed_status status)
{
    static const char *const names[] = {
        [FEED_USABLE] = "usable", [FEED_WITHHELD] = "withheld", [FEED_CANCELED] = "canceled"};
    return names[status];
}

static void put_alert(json_t *json, const struct feed_alert *alert)
{
    static const char *const severities[] = {[FEED_SEVERITY_UNKNOWN] = "Unknown",
                                             [FEED_MINOR] = "Minor",
                                             [FEED_MODERATE] = "Moderate",
                                             [FEED_SEVERE] = "Severe",
                                             [FEED_EXTREME] = "Extreme"};
    if (!alert)
        return;
    json_t *object = json_object();
    json_object_set_new(object, "severity", json_string(severities[alert->severity]));
    put_text(object, "sender", alert->sender);
    put_text(object, "event", alert->event);
    put_text(object, "urgency", alert->urgency);
    put_text(object, "certainty", alert->certainty);
    put_text(object, "instruction", alert->instruction);
    put_text(object, "area", alert->area);
    put_instant(object, "effective", alert->effective_ms);
    put_instant(object, "onset", alert->onset_ms);
    json_object_set_new(json, "alert", object);
}

static void put_item_times(json_t *json, const struct feed_item *item)
{
    put_instant(json, "published", item->published_ms);
    put_instant(json, "updated", item->updated_ms);
    put_instant(json, "expires", item->expires_ms);
    put_instant(json, "embargo", item->embargo_ms);
}

static json_t *item_to_json(const struct feed_item *item)
{
    json_t *json = json_object();
    put_text(json, "id", item->id);
    put_text(json, "title", item->title);
    put_text(json, "link", item->link);
    put_item_times(json, item);
    put_text(json, "summary", item->summary);
    if (item->body)
        json_object_set_new(json, "content", json_pack("[s]", item->body));
    put_text(json, "language", item->language);
    put_text(json, "source", item->source);
    put_text(json, "author", item->author);
    put_text(json, "rights", item->rights);
    put_text(json, "note", item->note);
    put_text(json, "version", item->version);
    put_text(json, "category", item->category);
    put_text(json, "speaker", item->speaker);
    if (item->urgency)
        json_object_set_new(json, "urgency", json_integer(item->urgency));
    json_object_set_new(json, "status", json_string(status_name(item->status)));
    if (item->line)
        json_object_set_new(json, "line", json_integer(item->line));
    for (size_t i = 0; i < item->replace_count; i++) {
        if (i == 0)
            json_object_set_new(json, "replaces", json_array());
        json_array_append_new(json_object_get(json, "replaces"), json_string(item->replaces[i]));
    }
    put_alert(json, item->alert);
    put_text(json, "hold", item->hold);
    return json;
}

static json_t *feed_to_json(const char *path, const struct feed *feed)
{
    json_t *json = json_object(), *items = json_array();
    put_text(json, "file", path);
    put_text(json, "format", feed->format);
    put_text(json, "encoding", feed->encoding);
    put_text(json, "title", feed->title);
    put_text(json, "link", feed->link);
    put_text(json, "description", feed->description);
    put_text(json, "language", feed->language);
    put_text(json, "rights", feed->rights);
    put_instant(json, "updated", feed->updated_ms);
    if (feed->ttl_s)
        json_object_set_new(json, "ttl_s", json_integer(feed->ttl_s));
    json_object_set_new(json, "whole", json_boolean(feed->whole));
    for (size_t i = 0; i < feed->count; i++)
        json_array_append_new(items, item_to_json(&feed->items[i]));
    json_object_set_new(json, "items", items);
    for (size_t i = 0; i < feed->feed_count; i++) {
        if (i == 0)
            json_object_set_new(json, "feeds", json_array());
        json_array_append_new(json_object_get(json, "feeds"), json_string(feed->feeds[i]));
    }
    return json;
}

static size_t count_airable(const struct feed *feed)
{
    size_t count = 0;
    for (size_t i = 0; i < feed->count; i++)
        count += feed->items[i].hold == NULL;
    return count;
}

static void print_item(const struct cli *cli, const struct feed_item *item)
{
    char stamp[ASKED_TIME_SIZE] = "";
    if (item->published_ms)
        cli_format_stamp(cli, item->published_ms, stamp);
    printf("  %-17s ", stamp);
    cli_print_text(item->title ? item->title : "(no title)");
    if (item->hold) {
        printf("  %-17s held: ", "");
        cli_print_text(item->hold);
    }
}

static void print_people(const struct cli *cli, const char *path, const struct feed *feed)
{
    size_t airable = count_airable(feed);
    printf("%s: %s, %s, %zu item%s, %zu would air\n", path, feed->format, feed->encoding,
           feed->count, feed->count == 1 ? "" : "s", airable);
    if (feed->title) {
        printf("  ");
        cli_print_text(feed->title);
    }
    for (size_t i = 0; i < feed->count; i++)
        print_item(cli, &feed->items[i]);
    for (size_t i = 0; i < feed->feed_count; i++) {
        printf("  it names a feed: ");
        cli_print_text(feed->feeds[i]);
    }
}

static bool read_file(struct cli *cli, const char *path, struct feed *feed)
{
    struct buffer bytes = {0};
    int fd = input_open(path, "a feed's file", &cli->diag);
    if (fd < 0)
        return false;
    int error = input_read(path, fd, FEED_BYTES_MAX, &bytes);
    close(fd);
    bool good = error == 0 || diag_add_at(&cli->diag, DIAG_ERROR, path, 0, "%s", strerror(-error));
    struct feed_hints hints = {.name = path, .base = cli_value(cli, "base")};
    good = good && feed_read(bytes.data ? bytes.data : "", bytes.length, &hints, feed, &cli->diag);
    buffer_finish(&bytes);
    return good;
}

/* What the second program prints, whole. */
static bool fetch(struct cli *cli, const char *address, struct buffer *answer)
{
    char *path = companion_path("wires");
    char *arguments[] = {path, "get", "--read", (char *)address, NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;
    int ends[2];
    bool good = pipe2(ends, O_CLOEXEC) == 0;
    if (!good) {
        free(path);
        return diag_error(&cli->diag, "%s: %s", address, strerror(errno));
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    errno = posix_spawn(&pid, path, &actions, NULL, arguments, environ);
    good = errno == 0 || companion_is_missing(path, &cli->diag);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    good = good && buffer_read_fd(answer, ends[0], FRAMES_BYTES_MAX) == 0;
    close(ends[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    free(path);
    return good;
}

static bool read_address(struct cli *cli, const char *address, struct feed *feed)
{
    struct buffer answer = {0};
    bool shut_in;
    size_t before = cli->diag.errors;
    bool good = fetch(cli, address, &answer);
    if (good && answer.length > 1 && answer.data[0] == GET_FAULT)
        good = diag_error(&cli->diag, "%s: %.*s", address, (int)answer.length - 1,
                          (const char *)answer.data + 1);
    else if (good)
        good = (answer.length > 1 && answer.data[0] == GET_FRAMES &&
                frames_take(answer.data + 1, answer.length - 1, feed, &cli->diag, &shut_in)) ||
               diag_error(&cli->diag, "%s: the process that fetches it has died", address);
    buffer_finish(&answer);
    return good && cli->diag.errors == before;
}

static bool is_address(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

static bool show(struct cli *cli, const char *path)
{
    struct feed feed = {0};
    bool good = is_address(path) ? read_address(cli, path, &feed) : read_file(cli, path, &feed);
    if (good && cli->json)
        cli_print_json(feed_to_json(path, &feed));
    else if (good)
        print_people(cli, path, &feed);
    feed_finish(&feed);
    return good;
}

static int run(struct cli *cli)
{
    int code = CLI_DONE;
    for (int i = 0; i < cli->argument_count; i++)
        if (!show(cli, cli->arguments[i]))
            code = CLI_FAULT;
    return code;
}

const struct cli_command cli_feed = {
    .name = "feed",
    .arguments = "FILE|URL...",
    .help = "tells what news a file or an address has (RSS, Atom, ...), and what would air",
    .least = 1,
    .most = -1,
    .options = {{"base", "URL", "the address that its links are relative to", 0}},
    .run = run,
};
