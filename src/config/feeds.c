#include "feeds.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "group_list.h"

static const struct group_list feeds = {
    &schema_feed,
    sizeof(struct config_feed),
    offsetof(struct config_feed, line),
    CONFIG_FEEDS_MAX,
    "a feed",
    "feeds = ( { url = \"https://...\"; name = \"Example\"; }, ... );"};

void feeds_finish(struct config *config)
{
    group_list_finish(&feeds, config->feeds, config->feed_count);
    free(config->feeds);
    config->feeds = NULL;
    config->feed_count = 0;
}

bool feeds_take(struct config *config, const config_setting_t *list, struct value_place place,
                struct diag *diag)
{
    if (!group_list_check(&feeds, list, place, diag))
        return false;
    bool good = true;
    feeds_finish(config);
    int count = config_setting_length(list);
    config->feeds = memory_alloc(count > 0 ? (size_t)count : 1, sizeof *config->feeds);
    for (int i = 0; i < count; i++)
        good &= group_list_take_item(&feeds, config_setting_get_elem(list, (unsigned)i),
                                     &config->feeds[config->feed_count++], place, diag);
    if (!good)
        feeds_finish(config);
    return good;
}

static bool is_web_address(const char *url)
{
    return strncmp(url, "http://", strlen("http://")) == 0 ||
           strncmp(url, "https://", strlen("https://")) == 0;
}

/* What is wrong with a feed among those before it; NULL: nothing. */
static const char *fault_of(const struct config *config, size_t at)
{
    const struct config_feed *feed = &config->feeds[at];
    if (!*feed->name)
        return "has no name; name = \"...\" is shown on the wall and known to commands";
    if (!*feed->url == !*feed->folder)
        return "wants either a url or a folder";
    if (*feed->url && !is_web_address(feed->url))
        return "has a url that begins with neither http:// nor https://";
    if (strcasecmp(feed->category, "house") == 0)
        return "has the category house, which is kept for lines of one's own";
    for (size_t i = 0; i < at; i++)
        if (strcmp(config->feeds[i].name, feed->name) == 0)
            return "has the name of another one";
    return NULL;
}

bool feeds_check(const struct config *config, const char *file, struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; i < config->feed_count; i++) {
        const char *fault = fault_of(config, i);
        if (fault && file)
            good = diag_add_at(diag, DIAG_ERROR, file, config->feeds[i].line, "feeds: feed %zu %s",
                               i + 1, fault);
        else if (fault)
            good = diag_error(diag, "feeds: feed %zu %s", i + 1, fault);
    }
    return good;
}

/* The sample explains a feed's keys without making one. */
void feeds_print(const struct config *config, bool sample, FILE *stream)
{
    if (sample) {
        fputs("\n# Where news comes from by itself; `motograph wires` fetches it:\n"
              "#   feeds = ( { url = \"https://news.example/rss.xml\"; name = \"Example\"; },\n"
              "#             { folder = \"/srv/wire\"; name = \"Wire\"; } );\n",
              stream);
        group_list_print_help(&feeds, stream);
    }
    if (config->feed_count > 0 || sample)
        group_list_print(&feeds, config->feeds, config->feed_count, stream);
}
