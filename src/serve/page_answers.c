#include <string.h>
#include <strings.h>

#include "answers.h"
#include "page.h"

static void put_page(const struct page_file *file, struct route_reply *reply)
{
    reply->cache = "no-cache";
    buffer_add(&reply->body, (const char *)file->bytes, file->size);
}

void answer_index(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_index(), reply);
}

void answer_style(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_style(), reply);
}

void answer_draw(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_draw(), reply);
}

void answer_wall(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_wall(), reply);
}

/* Whichever of the page's languages comes first (RFC 9110, 12.5.4): browsers have them in order. */
static bool wants_german(const char *languages)
{
    for (const char *at = languages; at && *at; at += strcspn(at, ","), at += strspn(at, ", ")) {
        if (strncasecmp(at, "de", 2) == 0)
            return true;
        if (strncasecmp(at, "en", 2) == 0)
            return false;
    }
    return false;
}

void answer_words(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    (void)world;
    put_page(wants_german(asked->language) ? page_words_de() : page_words_en(), reply);
}

void answer_say(const struct route_world *world, const struct asked *asked,
                struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_say(), reply);
}

void answer_desk(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_desk(), reply);
}

void answer_write(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    (void)world, (void)asked;
    put_page(page_write(), reply);
}
