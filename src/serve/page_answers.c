#include "answers.h"
#include "page.h"
#include "serve/preference.h"

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

void answer_words(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    static const char *const languages[] = {"en", "de"};
    (void)world;
    reply->vary = "Accept-Language";
    put_page(preference_choose(asked->language, languages, 2) ? page_words_de() : page_words_en(),
             reply);
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
