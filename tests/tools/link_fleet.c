/* Many walls at one broker: how long until a take-over is on all of them, and until all are right
 * again behind a broker that was killed.
 *
 *   link_fleet PORT LIGHT REAL ROUNDS BROKER ARGUMENT...
 *
 * starts the broker (which listens on PORT), prints "ready", and has LIGHT walls of its own beside
 * REAL ones (motograph link, started by who calls this). A light wall speaks with the broker and
 * understands what it hears as a real one does, and has no ticker behind it. A round is a take-over
 * for all, from its publishing to the result of each wall.
 */
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/memory.h"
#include "link/broker.h"
#include "link/meaning.h"

#define PATIENCE_NS (30 * CLOCK_NS_PER_S)
#define FILES 65536

struct fleet;

struct wall {
    struct fleet *fleet;
    struct broker *broker;
    struct topic_names names;
};

struct fleet {
    struct clock clock;
    struct loop *loop;
    struct loop_timer *patience, *next;
    struct wall *walls; /* the last one is the desk, which publishes and listens */
    size_t light, real, rounds;
    size_t online;
    int64_t round; /* that is on; 0: none */
    int64_t published_ns;
    int64_t *times; /* of this round */
    size_t answers;
    char address[64];
    char **broker; /* its command */
    pid_t pid;
    bool killed; /* the round is the one behind the broker's death */
};

static struct wall *desk(struct fleet *fleet)
{
    return &fleet->walls[fleet->light];
}

static void start_broker(struct fleet *fleet)
{
    fleet->pid = fork();
    if (fleet->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* it ends with this one */
        close_range(STDERR_FILENO + 1, UINT_MAX,
                    0); /* the walls' connections end with this one's */
        execvp(fleet->broker[0], fleet->broker);
        _exit(127);
    }
}

/* --- a light wall --- */

static void subscribe(struct wall *wall, const char *rest)
{
    char *topic = memory_format("motograph/%s", rest);
    broker_subscribe(wall->broker, topic, true);
    free(topic);
}

static void on_wall_connected(void *user)
{
    struct wall *wall = user;
    char *own = memory_format("%s/#", wall->names.name);
    char *topic = memory_format("motograph/%s/availability", wall->names.name);
    subscribe(wall, "all/#");
    subscribe(wall, own);
    broker_publish(wall->broker, topic, "online", strlen("online"), 1, true);
    free(own);
    free(topic);
}

static void on_nothing(void *user)
{
    (void)user;
}

static void on_taken(void *user, int id, bool taken)
{
    (void)user, (void)id, (void)taken;
}

static void on_wall_message(void *user, const char *text, const char *bytes, size_t size, bool kept)
{
    struct wall *wall = user;
    struct topic topic;
    struct meaning meaning;
    struct diag diag = {0};
    if (!topic_read(&wall->names, text, &topic) || size == 0 || topic.kind == TOPIC_OWN ||
        (kept && !topic_may_be_kept(&topic)))
        return;
    bool good =
        meaning_read(&topic, bytes, size, clock_wall_ms(&wall->fleet->clock), 0, &meaning, &diag);
    char *result = memory_format("motograph/%s/result", wall->names.name);
    json_t *json = json_pack("{s:s, s:O?, s:b}", "topic", text, "id", meaning.id, "ok", good);
    char *told = json_dumps(json, JSON_COMPACT);
    broker_publish(wall->broker, result, told, strlen(told), 1, false);
    free(told);
    json_decref(json);
    free(result);
    meaning_finish(&meaning);
    diag_finish(&diag);
}

/* --- the desk --- */

static int by_time(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static void end(struct fleet *fleet, const char *why)
{
    if (why)
        printf("%s: %zu walls online, %zu answers\n", why, fleet->online, fleet->answers);
    loop_stop(fleet->loop);
}

static double ms(int64_t ns)
{
    return (double)ns / (double)CLOCK_NS_PER_MS;
}

static void print_round(struct fleet *fleet)
{
    size_t count = fleet->answers;
    qsort(fleet->times, count, sizeof *fleet->times, by_time);
    printf("%s: %zu walls (%zu real), p50 %.0f ms, p99 %.0f ms, last %.0f ms\n",
           fleet->killed ? "the broker killed and back" : "take-over", count, fleet->real,
           ms(fleet->times[count / 2]), ms(fleet->times[count * 99 / 100]),
           ms(fleet->times[count - 1]));
    fflush(stdout);
}

/* A round begins; what says its number is an answer. */
static void publish(struct fleet *fleet)
{
    char text[160];
    fleet->round++;
    fleet->answers = 0;
    snprintf(text, sizeof text,
             "{\"id\": %" PRId64 ", \"text\": \"Round %" PRId64 "\", \"minutes\": 1}", fleet->round,
             fleet->round);
    fleet->published_ns = loop_now_ns(fleet->loop);
    broker_publish(desk(fleet)->broker, "motograph/all/cmd/breaking", text, strlen(text), 1, false);
    loop_set_timer(fleet->patience, fleet->published_ns + PATIENCE_NS);
}

static void kill_broker(struct fleet *fleet)
{
    kill(fleet->pid, SIGKILL);
    waitpid(fleet->pid, NULL, 0);
    fleet->killed = true;
    fleet->answers = 0;
    fleet->round++;
    fleet->online = 0;
    start_broker(fleet);
    fleet->published_ns = loop_now_ns(fleet->loop);
    loop_set_timer(fleet->patience, fleet->published_ns + PATIENCE_NS);
}

static void on_next(void *user, int64_t now_ns)
{
    struct fleet *fleet = user;
    (void)now_ns;
    if ((size_t)fleet->round < fleet->rounds)
        publish(fleet);
    else if (!fleet->killed)
        kill_broker(fleet);
    else
        end(fleet, NULL);
}

static void note_answer(struct fleet *fleet)
{
    if (fleet->answers == fleet->light + fleet->real)
        return; /* all have; one said it twice */
    fleet->times[fleet->answers++] = loop_now_ns(fleet->loop) - fleet->published_ns;
    if (fleet->answers < fleet->light + fleet->real)
        return;
    print_round(fleet);
    loop_set_timer(fleet->next, loop_now_ns(fleet->loop) + CLOCK_NS_PER_S);
}

static void on_desk_connected(void *user)
{
    struct wall *wall = user;
    subscribe(wall, "+/result");
    subscribe(wall, "+/availability");
}

/* Behind its death the broker keeps nothing: what all are to show is said anew. */
static void on_desk_subscribed(void *user)
{
    static const char item[] = "{\"text\": \"All are here again\", \"id\": \"back\"}";
    struct wall *wall = user;
    if (wall->fleet->killed)
        broker_publish(wall->broker, "motograph/all/items/back", item, strlen(item), 1, true);
}

static void on_desk_message(void *user, const char *text, const char *bytes, size_t size, bool kept)
{
    struct fleet *fleet = ((struct wall *)user)->fleet;
    (void)kept;
    if (strstr(text, "/availability")) {
        fleet->online += size == strlen("online") && memcmp(bytes, "online", size) == 0;
        if (fleet->online == fleet->light + fleet->real && fleet->round == 0)
            loop_set_timer(fleet->next, loop_now_ns(fleet->loop) + CLOCK_NS_PER_S);
        return;
    }
    json_t *json = json_loadb(bytes, size, 0, NULL);
    const json_t *id = json_object_get(json, "id");
    const char *topic = json_string_value(json_object_get(json, "topic"));
    bool back = fleet->killed && topic && strcmp(topic, "motograph/all/items/back") == 0;
    if (json_is_true(json_object_get(json, "ok")) &&
        (back || (json_is_integer(id) && json_integer_value(id) == fleet->round)))
        note_answer(fleet);
    json_decref(json);
}

static void on_patience(void *user, int64_t now_ns)
{
    (void)now_ns;
    end(user, "not all have answered within 30 s");
}

/* --- all of it --- */

static void open_wall(struct wall *wall, bool is_desk, size_t number)
{
    struct diag diag = {0};
    char client[40];
    snprintf(wall->names.prefix, sizeof wall->names.prefix, "motograph");
    snprintf(wall->names.name, sizeof wall->names.name, is_desk ? "desk%zu" : "light%zu", number);
    snprintf(client, sizeof client, "bench-%s", wall->names.name);
    const struct broker_setup setup = {.address = wall->fleet->address,
                                       .client = client,
                                       .connected = is_desk ? on_desk_connected : on_wall_connected,
                                       .subscribed = is_desk ? on_desk_subscribed : on_nothing,
                                       .lost = on_nothing,
                                       .message = is_desk ? on_desk_message : on_wall_message,
                                       .taken = on_taken,
                                       .told = wall};
    wall->broker = broker_open(wall->fleet->loop, &setup, &diag);
    diag_print(&diag, stderr);
    if (!wall->broker)
        exit(1);
}

int main(int argc, char **argv)
{
    struct fleet fleet = {0};
    if (argc < 6) {
        fputs("usage: link_fleet PORT LIGHT REAL ROUNDS BROKER ARGUMENT...\n", stderr);
        return 2;
    }
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){FILES, FILES});
    signal(SIGPIPE, SIG_IGN);
    snprintf(fleet.address, sizeof fleet.address, "mqtt://127.0.0.1:%s", argv[1]);
    fleet.light = strtoul(argv[2], NULL, 10);
    fleet.real = strtoul(argv[3], NULL, 10);
    fleet.rounds = strtoul(argv[4], NULL, 10);
    fleet.broker = argv + 5;
    fleet.walls = memory_alloc(fleet.light + 1, sizeof *fleet.walls);
    fleet.times = memory_alloc(fleet.light + fleet.real + 1, sizeof *fleet.times);
    start_broker(&fleet);
    sleep(1); /* until it listens: its own walls would find it anyway */
    puts("ready");
    fflush(stdout);
    clock_init_real(&fleet.clock);
    fleet.loop = loop_create(&fleet.clock);
    fleet.patience = loop_add_timer(fleet.loop, on_patience, &fleet);
    fleet.next = loop_add_timer(fleet.loop, on_next, &fleet);
    loop_set_timer(fleet.patience, loop_now_ns(fleet.loop) + 4 * PATIENCE_NS);
    for (size_t i = 0; i <= fleet.light; i++) {
        fleet.walls[i].fleet = &fleet;
        open_wall(&fleet.walls[i], i == fleet.light, i);
    }
    loop_run(fleet.loop);
    for (size_t i = 0; i <= fleet.light; i++)
        broker_close(fleet.walls[i].broker, NULL);
    kill(fleet.pid, SIGTERM);
    waitpid(fleet.pid, NULL, 0);
    loop_destroy(fleet.loop);
    free(fleet.walls);
    free(fleet.times);
    return fleet.killed && fleet.answers >= fleet.light + fleet.real ? 0 : 1;
}
