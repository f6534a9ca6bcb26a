#include "feeds/item.h"

#include <stdlib.h>

static void alert_finish(struct feed_alert *alert)
{
    if (!alert)
        return;
    for (size_t i = 0; i < alert->code_count; i++) {
        free(alert->codes[i].name);
        free(alert->codes[i].value);
    }
    for (size_t i = 0; i < alert->shape_count; i++)
        free(alert->shapes[i].points);
    free(alert->codes);
    free(alert->shapes);
    char *texts[] = {alert->sender,    alert->event,       alert->urgency,
                     alert->certainty, alert->instruction, alert->area};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    free(alert);
}

void feed_item_finish(struct feed_item *item)
{
    char *texts[] = {item->id,       item->link,     item->title,   item->summary, item->body,
                     item->language, item->source,   item->author,  item->rights,  item->note,
                     item->version,  item->category, item->speaker, item->hold};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (size_t i = 0; i < item->replace_count; i++)
        free(item->replaces[i]);
    free(item->replaces);
    alert_finish(item->alert);
}

void feed_finish(struct feed *feed)
{
    for (size_t i = 0; i < feed->count; i++)
        feed_item_finish(&feed->items[i]);
    free(feed->items);
    for (size_t i = 0; i < feed->feed_count; i++)
        free(feed->feeds[i]);
    free(feed->feeds);
    free(feed->title);
    free(feed->link);
    free(feed->description);
    free(feed->language);
    free(feed->rights);
    *feed = (struct feed){0};
}
