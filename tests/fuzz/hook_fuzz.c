/* Any bytes as what another program has sent: lines come out that are lines, whatever they were. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "control/awtrix.h"
#include "control/hook.h"

#include "fuzz.h"

#define MOST 120

static void check(struct hook_lines *lines)
{
    require(lines->count <= HOOK_LINES_MAX);
    for (size_t i = 0; i < lines->count; i++) {
        const char *text = lines->items[i].text;
        size_t length = strlen(text);
        require(utf8_validate(text, length) == length && utf8_find_control(text, length) == length);
        require(utf8_count(text, length) <= MOST && lines->items[i].key[0]);
    }
    hook_lines_finish(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"slack",   "alertmanager", "grafana",   "uptime-kuma",
                                        "apprise", "ntfy",         "octoprint", "github"};
    const char *types[] = {"application/json", "application/x-www-form-urlencoded"};
    struct hook_lines lines = {0};
    struct awtrix_terms terms;
    const char *field;
    if (size < 1)
        return 0;
    static struct hook_file hooks[sizeof names / sizeof *names];
    for (size_t i = 0; !hooks[0].count && i < sizeof names / sizeof *names; i++) {
        struct diag diag = {0};
        require(hook_file_read(&hooks[i], names[i], &diag));
    }
    const struct hook_file *hook = &hooks[data[0] % (sizeof names / sizeof *names)];
    json_t *json = hook_document((const char *)data + 1, size - 1, types[data[0] & 1]);
    if (!json)
        return 0;
    hook_read(hook, "fuzz", json, MOST, &lines);
    check(&lines);
    json_t *ignored = json_array();
    awtrix_read(json, data[0] & 1 ? "app" : NULL, MOST, &lines, &terms, ignored, &field);
    check(&lines);
    json_decref(ignored);
    json_decref(json);
    return 0;
}
