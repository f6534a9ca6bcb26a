#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "config/config.h"
#include "serve/reply.h"
#include "who.h"

/* As long as a browser keeps it: a month; a token that is removed opens nothing before. */
#define COOKIE_S 2592000
#define COOKIE_TERMS "; Path=/; HttpOnly; SameSite=Strict"

static void put_session(const struct route_world *world, const char *name, enum token_role role,
                        struct route_reply *reply)
{
    static const char *const readings[] = {
        [CONFIG_READING_TOKEN] = "token", [CONFIG_READING_OPEN] = "open"};
    json_t *session =
        json_pack("{s:s?, s:s?, s:s}", "name", name, "role", role ? token_role_name(role) : NULL,
                  "reading", readings[world->config->control.reading]);
    reply_json(reply, STATUS_GOOD, session);
}

void answer_session(const struct route_world *world, const struct asked *asked,
                    struct route_reply *reply)
{
    put_session(world, asked->name, asked->role, reply);
}

void answer_login(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    const char *text = json_string_value(json_object_get(asked->json, "token"));
    const struct token *token = text ? token_list_find(world->tokens, text) : NULL;
    if (!token) {
        reply_refuse(reply, STATUS_UNAUTHORIZED, "token", "This token opens nothing.", "token",
                     NULL, "a token that motograph token add has made");
        return;
    }
    put_session(world, token->name, token->role, reply);
    snprintf(reply->cookie, sizeof reply->cookie, WHO_COOKIE "=%s; Max-Age=%d" COOKIE_TERMS, text,
             COOKIE_S);
}

void answer_logout(const struct route_world *world, const struct asked *asked,
                   struct route_reply *reply)
{
    (void)world, (void)asked;
    reply->status = STATUS_NO_CONTENT;
    reply->cache = "no-store";
    snprintf(reply->cookie, sizeof reply->cookie, WHO_COOKIE "=; Max-Age=0" COOKIE_TERMS);
}
