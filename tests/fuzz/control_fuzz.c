/* Any bytes to the control socket of a ticker that runs: each line is answered with one JSON
 * document that says "ok" or why not, in order, and the ticker still answers and shows afterwards.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "config/config.h"
#include "control/control.h"
#include "output/outputs.h"
#include "player/commands.h"
#include "player/player.h"

#include "fuzz.h"

#define START_MS INT64_C(1767225600000)
#define WIDTH 64
#define HEIGHT 32
#define TURNS 3
#define TURN_NS INT64_C(1000000)

/* fontconfig keeps what it has read until the end. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

/* One ticker for all inputs: what one leaves behind is what the next one finds. */
static struct ticker {
    struct sockaddr_un address;
    struct config config;
    struct clock clock;
    struct loop *loop;
    struct loop_timer *bell;
    struct store *store;
    struct fonts *fonts;
    struct output *output;
    struct player_setup setup;
    struct player *player;
    struct control *control;
    struct diag diag;
} ticker;

static void ring(void *user, int64_t now_ns)
{
    (void)user, (void)now_ns;
    loop_stop(ticker.loop);
}

static void turn(void)
{
    loop_set_timer(ticker.bell, loop_now_ns(ticker.loop) + TURN_NS);
    require(loop_run(ticker.loop) == 0);
}

static void add_line(void)
{
    static char text[] = "The river is low";
    struct snippet snippet = {.kind = SNIPPET_LINE, .text = text, .weight = 10};
    snippet.created_ms = START_MS;
    require(store_add(ticker.store, &snippet, &ticker.diag));
}

static void open_ticker(void)
{
    struct diag *diag = &ticker.diag;
    ticker.address.sun_family = AF_UNIX;
    snprintf(ticker.address.sun_path, sizeof ticker.address.sun_path, "/tmp/motograph-fuzz-%d",
             (int)getpid());
    configuration_init(&ticker.config);
    require(configuration_set(&ticker.config, "text.fonts=motograph-13", diag));
    clock_init_simulated(&ticker.clock, START_MS);
    ticker.loop = loop_create(&ticker.clock);
    ticker.bell = loop_add_timer(ticker.loop, ring, NULL);
    require((ticker.store = store_open_memory(diag)) != NULL);
    require((ticker.fonts = fonts_open(&ticker.config.text, diag)) != NULL);
    add_line();
    ticker.output = null_open(NULL, &ticker.config, &ticker.clock, WIDTH, HEIGHT, diag);
    ticker.setup = (struct player_setup){
        .loop = ticker.loop,
        .clock = &ticker.clock,
        .config = &ticker.config,
        .store = ticker.store,
        .zones = layout_zones_create(&ticker.config, ticker.fonts, WIDTH, HEIGHT, diag),
        .output = ticker.output,
        .end_ns = INT64_MAX,
    };
    ticker.player = player_create(&ticker.setup, diag);
    ticker.control =
        control_open(ticker.loop, ticker.address.sun_path, commands_take, ticker.player, diag);
    require(ticker.player && ticker.control);
}

/* What is answered to the bytes. */
static void converse(const void *bytes, size_t size, struct buffer *answers)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    require(connect(fd, (const struct sockaddr *)&ticker.address, sizeof ticker.address) == 0);
    require(size == 0 || send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size);
    for (int i = 0; i < TURNS; i++) {
        char got[4096];
        turn();
        ssize_t count;
        while ((count = recv(fd, got, sizeof got, 0)) > 0)
            buffer_add(answers, got, (size_t)count);
    }
    close(fd);
    turn();
}

static size_t lines_in(const char *bytes, size_t size)
{
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += bytes[i] == '\n';
    return lines;
}

static void check_answers(const struct buffer *answers)
{
    if (answers->length == 0)
        return;
    const char *at = answers->data;
    const char *end = at + answers->length;
    for (const char *newline; at < end && (newline = memchr(at, '\n', (size_t)(end - at)));
         at = newline + 1) {
        json_t *answer = json_loadb(at, (size_t)(newline - at), 0, NULL);
        const json_t *ok = json_object_get(answer, "ok");
        require(json_is_boolean(ok));
        require(json_is_true(ok) || json_is_string(json_object_get(answer, "error")));
        json_decref(answer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char status[] = "{\"command\":\"status\"}\n";
    struct buffer answers = {0};
    if (!ticker.player)
        open_ticker();
    converse(data, size, &answers);
    check_answers(&answers);
    require(lines_in(answers.data, answers.length) <= lines_in((const char *)data, size));
    buffer_finish(&answers);
    converse(status, sizeof status - 1, &answers);
    require(lines_in(answers.data, answers.length) == 1 &&
            memmem(answers.data, answers.length, "\"ok\":true", 9));
    buffer_finish(&answers);
    return 0;
}
