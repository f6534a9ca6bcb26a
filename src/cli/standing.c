#include "cli/standing.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "wires/book_path.h"

/* A feed whose newest item is as old as this says nothing any more. */
#define STALE_MS (INT64_C(3) * 24 * 3600 * CLOCK_MS_PER_S)
/* A busy machine asks late. */
#define LATE_MS (INT64_C(600) * CLOCK_MS_PER_S)

static int64_t wall_now_ms(void)
{
    struct clock clock;
    clock_init_real(&clock);
    return clock_wall_ms(&clock);
}

static bool tell(struct book *book, const struct config_feed *feed,
                 void (*fn)(void *user, const struct standing *standing), void *user,
                 struct diag *diag)
{
    struct standing standing = {.feed = feed};
    int64_t now_ms = wall_now_ms();
    desk_feed_init(&standing.desk, feed->name, feed->url, CLOCK_NS_PER_S);
    bool good = !book || book_load(book, &standing.desk, &standing.told, diag);
    standing.stale = standing.told.newest_ms > 0 && standing.desk.good_ms > 0 &&
                     now_ms - standing.told.newest_ms > STALE_MS;
    standing.overdue = !standing.desk.gone && standing.desk.next_ms > 0 &&
                       now_ms - standing.desk.next_ms > LATE_MS;
    if (good)
        fn(user, &standing);
    desk_feed_finish(&standing.desk);
    book_feed_finish(&standing.told);
    return good;
}

bool standing_each(const struct config *config,
                   void (*fn)(void *user, const struct standing *standing), void *user,
                   struct diag *diag)
{
    char *path = book_path(config);
    bool is_there = config->feed_count > 0 && access(path, F_OK) == 0;
    struct book *book = is_there ? book_open(path, true, diag) : NULL;
    bool good = book || !is_there;
    for (size_t i = 0; good && i < config->feed_count; i++)
        good = tell(book, &config->feeds[i], fn, user, diag);
    book_close(book);
    free(path);
    return good;
}

char *standing_words(const struct standing *standing)
{
    const struct desk_feed *desk = &standing->desk;
    if (*standing->feed->folder)
        return memory_copy_string("a folder");
    if (desk->last_ms == 0)
        return memory_copy_string("not asked yet");
    if (desk->gone)
        return memory_copy_string("gone for good (410); `motograph feeds refresh` asks again");
    if (standing->overdue)
        return memory_copy_string("nobody asks it any more: does `motograph wires` run?");
    if (desk->fault)
        return memory_format("%s (%d in a row)", desk->fault, desk->failures);
    if (desk->moved_for_good)
        return memory_format("has moved to %s: put that into the configuration", desk->moved);
    if (standing->stale)
        return memory_copy_string("nothing new for three days");
    return memory_format("well%s%s", standing->told.waiting ? ", some wait for their share" : "",
                         *standing->feed->proxy ? ", by its proxy, which connects: addresses are "
                                                  "judged only as they are written"
                                                : "");
}

bool standing_is_trouble(const struct standing *standing)
{
    return standing->desk.gone || standing->overdue || standing->desk.fault || standing->stale ||
           standing->desk.moved_for_good;
}
