/* scenario FILE: plays a scenario with the whole ticker under the simulated clock
 * and prints what aired, to be compared with the rest of the file.
 *
 * A line of the first part (up to `----`) is a comment (#), or:
 *     zone Europe/Berlin             the zone of local time; before all else
 *     start 2026-05-04T08:00         the beginning, in local time
 *     set KEY=VALUE                  the configuration
 *     texts                          prints texts as shown, not names
 *     +H:MM:SS EVENT                 so long after the beginning, in order of time
 * Events: add NAME "TEXT" [OPTION VALUE]... (expires, not-before: so long from now;
 * category, daypart, speaker, priority, weight, gap, airings, breaking), kill NAME,
 * remove NAME, approve NAME, edit NAME "TEXT", clear, import NAME and the lines of an
 * article up to one with a full stop (its snippets are NAME/1, NAME/2, ...),
 * clock +H:MM:SS or -H:MM:SS (somebody sets it), clock unknown, clock known, next,
 * reload KEY=VALUE... (the configuration is read again, with these), pause, go, show and hide (from
 * when to when airings are printed), end. Printed are those airings, each with the time on the
 * wall, its name and why, and how often each snippet aired in all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "intake/import.h"
#include "newsroom.h"
#include "store/asrun.h"
#include "store_rows.h"

#define WORDS_MAX 24
#define NAMES_MAX 64
#define SETTINGS_MAX 16
#define SPANS_MAX 32
#define LINE_MAX_BYTES 1024

struct name {
    char *text;
    int64_t id;
    int64_t airings;
};

struct span {
    int64_t from_ms, to_ms; /* since the beginning */
};

struct jump {
    int64_t at_ms, by_ms;
};

struct scenario {
    FILE *file;
    const char *path;
    int line;
    int64_t start_ms;
    const char *settings[SETTINGS_MAX + 1];
    size_t setting_count;
    struct name names[NAMES_MAX];
    size_t name_count;
    struct span spans[SPANS_MAX];
    size_t span_count;
    struct jump jumps[SPANS_MAX];
    size_t jump_count;
    bool started;
    bool texts; /* as shown, in place of names */
    struct newsroom room;
    int64_t before_ms; /* while reading the log: when the row before began */
    size_t jumped;
    int64_t offset_ms;
};

static void refuse(const struct scenario *scenario, const char *what, const char *word)
{
    fprintf(stderr, "%s:%d: %s: %s\n", scenario->path, scenario->line, what, word ? word : "?");
    exit(2);
}

/* Words, or "quoted text", in place; NULL behind the last. */
static void split(struct scenario *scenario, char *line, char *words[WORDS_MAX])
{
    size_t count = 0;
    for (char *at = line; *(at += strspn(at, " \n"));) {
        bool quoted = *at == '"';
        char *end = quoted ? strchr(++at, '"') : at + strcspn(at, " \n");
        if (!end || count == WORDS_MAX - 1)
            refuse(scenario, "not understood", line);
        words[count++] = at;
        if (!*end)
            break;
        *end = '\0';
        at = end + 1;
    }
    for (; count < WORDS_MAX; count++)
        words[count] = NULL;
}

/* `+H:MM:SS` or `-H:MM:SS`. */
static int64_t span_ms(const struct scenario *scenario, const char *text)
{
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (!text || (*text != '+' && *text != '-') ||
        sscanf(text + 1, "%d:%d:%d", &hours, &minutes, &seconds) != 3)
        refuse(scenario, "a span such as +1:30:00 is wanted", text);
    int64_t ms = ((int64_t)hours * 3600 + minutes * 60 + seconds) * CLOCK_MS_PER_S;
    return *text == '-' ? -ms : ms;
}

static void add_name(struct scenario *scenario, const char *text, int64_t id)
{
    if (scenario->name_count == NAMES_MAX)
        refuse(scenario, "too many names", text);
    scenario->names[scenario->name_count++] = (struct name){memory_copy_string(text), id, 0};
}

static int64_t id_of(const struct scenario *scenario, const char *text)
{
    for (size_t i = scenario->name_count; text && i-- > 0;)
        if (strcmp(scenario->names[i].text, text) == 0)
            return scenario->names[i].id;
    refuse(scenario, "no such snippet", text);
    return 0;
}

static struct name *name_of(struct scenario *scenario, int64_t id)
{
    for (size_t i = 0; i < scenario->name_count; i++)
        if (scenario->names[i].id == id)
            return &scenario->names[i];
    return NULL;
}

/* --- events --- */

static bool set_number(struct snippet *snippet, const char *option, const char *value)
{
    const int number = atoi(value);
    if (strcmp(option, "priority") == 0)
        snippet->priority = number;
    else if (strcmp(option, "weight") == 0)
        snippet->weight = number;
    else if (strcmp(option, "gap") == 0)
        snippet->gap_ms = number * CLOCK_MS_PER_S;
    else if (strcmp(option, "airings") == 0)
        snippet->most_airings = number;
    else if (strcmp(option, "breaking") == 0)
        snippet->breaking = number;
    else
        return false;
    return true;
}

static void set_option(struct scenario *scenario, struct snippet *snippet, const char *option,
                       char *value)
{
    int64_t now_ms = clock_wall_ms(&scenario->room.clock);
    if (!value)
        refuse(scenario, "a value is wanted", option);
    else if (strcmp(option, "expires") == 0)
        snippet->expires_ms = now_ms + span_ms(scenario, value);
    else if (strcmp(option, "not-before") == 0)
        snippet->not_before_ms = now_ms + span_ms(scenario, value);
    else if (strcmp(option, "category") == 0)
        snippet->category = value;
    else if (strcmp(option, "daypart") == 0)
        snippet->daypart = value;
    else if (strcmp(option, "speaker") == 0)
        snippet->speaker = value;
    else if (!set_number(snippet, option, value))
        refuse(scenario, "no option of a snippet", option);
}

static void add(struct scenario *scenario, char **words)
{
    struct snippet snippet = {.kind = SNIPPET_LINE, .text = words[1]};
    if (!words[0] || !words[1])
        refuse(scenario, "add NAME \"TEXT\" is wanted", words[0]);
    for (size_t i = 2; words[i]; i += 2)
        set_option(scenario, &snippet, words[i], words[i + 1]);
    add_name(scenario, words[0], newsroom_add(&scenario->room, snippet));
}

struct naming {
    struct scenario *scenario;
    const char *name;
    int count;
};

static bool name_new(void *user, const struct store_row *row)
{
    struct naming *naming = user;
    if (name_of(naming->scenario, row->snippet.id))
        return true;
    char *text = memory_format("%s/%d", naming->name, ++naming->count);
    add_name(naming->scenario, text, row->snippet.id);
    free(text);
    return true;
}

static void count_names(struct naming *naming)
{
    size_t length = strlen(naming->name);
    for (size_t i = 0; i < naming->scenario->name_count; i++) {
        const char *text = naming->scenario->names[i].text;
        naming->count += strncmp(text, naming->name, length) == 0 && text[length] == '/';
    }
}

static void import_article(struct scenario *scenario, const char *name)
{
    struct newsroom *room = &scenario->room;
    char line[LINE_MAX_BYTES];
    char *path = memory_format("%s/%s.txt", room->folder, name ? name : "?");
    FILE *article = fopen(path, "w");
    while (article && fgets(line, sizeof line, scenario->file) && strcmp(line, ".\n") != 0) {
        scenario->line++;
        fputs(line, article);
    }
    if (!article || fclose(article) != 0)
        refuse(scenario, "can't be written", path);
    const struct import import = {.config = &room->studio.config,
                                  .store = room->desk,
                                  .fonts = room->studio.fonts,
                                  .now_ms = clock_wall_ms(&room->clock)};
    if (!import_path(&import, path, &room->diag))
        refuse(scenario, "not imported", path);
    struct naming naming = {scenario, name, 0};
    count_names(&naming);
    store_each(room->desk, name_new, &naming, &room->diag);
    free(path);
}

static void set_state(struct scenario *scenario, enum store_state state, const char *name)
{
    struct newsroom *room = &scenario->room;
    if (!store_set_state(room->desk, id_of(scenario, name), state, &room->diag))
        refuse(scenario, "not done", name);
}

/* What an editor does to the store; false: something else is meant. */
static bool edit(struct scenario *scenario, char **words)
{
    struct newsroom *room = &scenario->room;
    const char *verb = words[0];
    size_t count = 0;
    if (strcmp(verb, "add") == 0)
        add(scenario, words + 1);
    else if (strcmp(verb, "kill") == 0)
        set_state(scenario, STORE_KILLED, words[1]);
    else if (strcmp(verb, "approve") == 0)
        set_state(scenario, STORE_APPROVED, words[1]);
    else if (strcmp(verb, "remove") == 0)
        store_remove(room->desk, id_of(scenario, words[1]), &room->diag);
    else if (strcmp(verb, "edit") == 0)
        store_set_text(room->desk, id_of(scenario, words[1]), words[2], &room->diag);
    else if (strcmp(verb, "clear") == 0)
        store_clear_breaking(room->desk, &count, &room->diag);
    else if (strcmp(verb, "import") == 0)
        import_article(scenario, words[1]);
    else
        return false;
    return true;
}

static void set_clock(struct scenario *scenario, const char *how)
{
    struct clock *clock = &scenario->room.clock;
    clock->unset = how && strcmp(how, "unknown") == 0;
    if (!how || (*how != '+' && *how != '-'))
        return;
    int64_t by_ms = span_ms(scenario, how);
    scenario->jumps[scenario->jump_count++] =
        (struct jump){clock->monotonic_ns / CLOCK_NS_PER_MS, by_ms};
    clock->wall_start_ms += by_ms;
}

static void set_shown(struct scenario *scenario, bool shown)
{
    int64_t now_ms = scenario->room.clock.monotonic_ns / CLOCK_NS_PER_MS;
    if (shown)
        scenario->spans[scenario->span_count++] = (struct span){now_ms, INT64_MAX};
    else if (scenario->span_count > 0)
        scenario->spans[scenario->span_count - 1].to_ms = now_ms;
}

static void add_setting(struct scenario *scenario, const char *setting)
{
    if (!setting || scenario->setting_count == SETTINGS_MAX)
        refuse(scenario, "no setting, or too many", setting);
    scenario->settings[scenario->setting_count++] = memory_copy_string(setting);
}

static void reload(struct scenario *scenario, char **settings)
{
    for (; *settings; settings++)
        add_setting(scenario, *settings);
    newsroom_reload(&scenario->room, scenario->settings);
}

static void event(struct scenario *scenario, char **words)
{
    const char *verb = words[0];
    if (scenario->span_count == SPANS_MAX || scenario->jump_count == SPANS_MAX)
        refuse(scenario, "too many of them", verb);
    if (strcmp(verb, "show") == 0 || strcmp(verb, "hide") == 0)
        set_shown(scenario, *verb == 's');
    else if (strcmp(verb, "clock") == 0)
        set_clock(scenario, words[1]);
    else if (strcmp(verb, "pause") == 0 || strcmp(verb, "go") == 0)
        newsroom_ask(&scenario->room,
                     (struct request){.kind = REQUEST_PAUSE,
                                      .pause.on = *verb == 'p' ? REQUEST_ON : REQUEST_OFF});
    else if (strcmp(verb, "next") == 0)
        newsroom_ask(&scenario->room, (struct request){.kind = REQUEST_NEXT});
    else if (strcmp(verb, "reload") == 0)
        reload(scenario, words + 1);
    else if (!edit(scenario, words))
        refuse(scenario, "no such event", verb);
    if (scenario->room.diag.errors > 0)
        refuse(scenario, "the store says", scenario->room.diag.messages[0].text);
    player_look(scenario->room.player);
}

static void begin(struct scenario *scenario)
{
    if (scenario->started)
        return;
    scenario->started = true;
    newsroom_open(&scenario->room, scenario->settings, scenario->start_ms);
    scenario->room.glass.keep = false;
    scenario->room.setup.unseen = !scenario->texts;
    newsroom_start(&scenario->room);
}

static void head(struct scenario *scenario, char **words)
{
    if (strcmp(words[0], "zone") == 0) {
        setenv("TZ", words[1] ? words[1] : "", 1);
        tzset();
    } else if (strcmp(words[0], "start") == 0) {
        if (!words[1] || !clock_parse(words[1], &scenario->start_ms))
            refuse(scenario, "no instant", words[1]);
    } else if (strcmp(words[0], "texts") == 0) {
        scenario->texts = true;
    } else if (strcmp(words[0], "set") == 0) {
        add_setting(scenario, words[1]);
    } else {
        refuse(scenario, "not understood", words[0]);
    }
}

/* False at the end. */
static bool play_line(struct scenario *scenario, char *line)
{
    char *words[WORDS_MAX];
    if (strncmp(line, "----", 4) == 0)
        return false;
    split(scenario, line, words);
    if (!words[0] || *words[0] == '#')
        return true;
    if (*words[0] != '+') {
        head(scenario, words);
        return true;
    }
    begin(scenario);
    newsroom_run_to_ms(&scenario->room, span_ms(scenario, words[0]));
    if (!words[1])
        refuse(scenario, "what happens then?", words[0]);
    if (strcmp(words[1], "end") == 0)
        return false;
    event(scenario, words + 1);
    return true;
}

/* --- what aired --- */

/* How long after the beginning a row began: the log tells wall time, which was set. */
static int64_t elapsed_ms(struct scenario *scenario, const struct asrun_row *row)
{
    int64_t since_ms = row->start_ms - scenario->start_ms - scenario->offset_ms;
    while (scenario->jumped < scenario->jump_count) {
        const struct jump *jump = &scenario->jumps[scenario->jumped];
        if (since_ms < jump->at_ms && since_ms >= scenario->before_ms)
            break;
        scenario->offset_ms += jump->by_ms;
        since_ms -= jump->by_ms;
        scenario->jumped++;
    }
    scenario->before_ms = since_ms;
    return since_ms;
}

static bool is_shown(const struct scenario *scenario, int64_t ms)
{
    for (size_t i = 0; i < scenario->span_count; i++)
        if (ms >= scenario->spans[i].from_ms && ms < scenario->spans[i].to_ms)
            return true;
    return false;
}

static bool print_row(void *user, const struct asrun_row *row)
{
    struct scenario *scenario = user;
    struct name *name = name_of(scenario, row->snippet);
    int64_t since_ms = elapsed_ms(scenario, row);
    if (name && !row->uncounted)
        name->airings++;
    if (!is_shown(scenario, since_ms))
        return true;
    char when[64];
    struct tm local;
    time_t start_s = (time_t)(row->start_ms / CLOCK_MS_PER_S);
    localtime_r(&start_s, &local);
    strftime(when, sizeof when, "%a %H:%M:%S %Z", &local);
    printf("+%lld:%02lld:%02lld  %s  %-10s  %s%s%s\n", (long long)(since_ms / 3600000),
           (long long)(since_ms / 60000 % 60), (long long)(since_ms / 1000 % 60), when,
           name && !scenario->texts ? name->text
           : *row->text             ? row->text
                                    : "-",
           row->reason, row->cut ? "; cut: " : "", row->cut ? row->cut : "");
    return true;
}

/* All that was written, once the ticker has ended. */
static void print_airings(struct scenario *scenario)
{
    struct newsroom *room = &scenario->room;
    struct asrun_check check;
    if (!asrun_verify(room->desk, NULL, &check, &room->diag) || check.broken)
        refuse(scenario, "the chain breaks", scenario->path);
    asrun_each(room->desk, INT64_MIN, INT64_MAX, print_row, scenario, &room->diag);
    printf("airings:");
    for (size_t i = 0; i < scenario->name_count; i++)
        printf(" %s %lld%s", scenario->names[i].text, (long long)scenario->names[i].airings,
               i + 1 < scenario->name_count ? "," : "\n");
    if (scenario->name_count == 0)
        printf(" none\n");
}

int main(int argc, char **argv)
{
    static struct scenario scenario;
    char line[LINE_MAX_BYTES];
    scenario.path = argc == 2 ? argv[1] : "";
    scenario.file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!scenario.file) {
        fprintf(stderr, "usage: scenario FILE\n");
        return 2;
    }
    scenario.before_ms = INT64_MIN;
    while (fgets(line, sizeof line, scenario.file)) {
        scenario.line++;
        if (!play_line(&scenario, line))
            break;
    }
    begin(&scenario);
    newsroom_stop(&scenario.room);
    print_airings(&scenario);
    newsroom_close(&scenario.room);
    fclose(scenario.file);
    for (size_t i = 0; i < scenario.name_count; i++)
        free(scenario.names[i].text);
    for (size_t i = 0; i < scenario.setting_count; i++)
        free((char *)scenario.settings[i]);
    return 0;
}
