#include "session.h"

#include <string.h>

#include "memory_map.h"
#include "messages.h"

#ifndef FIRMWARE_NAME
#define FIRMWARE_NAME "test"
#endif

void session_init(struct session *session, struct device_wall *wall, uint32_t clock_hz)
{
    memset(session, 0, sizeof *session);
    session->wall = wall;
    session->clock_hz = clock_hz;
}

static void reply(struct session *session, enum wire_type type, const uint8_t *body, size_t size)
{
    session->reply_size = wire_encode(type, 0, body, size, session->reply);
}

static void acknowledge(struct session *session, enum wire_result result)
{
    uint8_t body[4];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 2, session->expected);
    wire_put(&cursor, 1, result);
    wire_put(&cursor, 1, SESSION_WINDOW);
    reply(session, WIRE_ACK, body, sizeof body);
}

static void tell_caps(struct session *session, uint32_t nonce)
{
    struct wire_caps caps = {
        .nonce = nonce,
        .memory = (uint32_t)session->wall->memory_size,
        .strips = (uint32_t)device_wall_strip_memory(session->wall),
        .clock_hz = session->clock_hz,
        .columns_max = DEVICE_COLUMNS_MAX,
        .planes_max = DEVICE_PLANES_MAX,
        .zones_max = DEVICE_ZONES_MAX,
        .pages_max = DEVICE_PAGES_MAX,
        .window = SESSION_WINDOW,
        .name = FIRMWARE_NAME,
    };
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put_caps(&cursor, &caps);
    reply(session, WIRE_CAPS, body, (size_t)(cursor.at - body));
}

static void take_hello(struct session *session, struct wire_cursor *body)
{
    uint32_t nonce = (uint32_t)wire_take(body, 4);
    if (body->bad || body->at != body->end)
        return;
    session->open = true;
    session->expected = 0;
    tell_caps(session, nonce);
}

/* The one message that is answered with something else. */
static enum wire_result take_ping(struct session *session, struct wire_cursor *body,
                                  int64_t device_us)
{
    uint64_t token = wire_take(body, 8);
    if (body->bad || body->at != body->end)
        return WIRE_BAD_BODY;
    uint8_t answer[16];
    struct wire_cursor cursor = {answer, answer + sizeof answer, false};
    wire_put(&cursor, 8, token);
    wire_put(&cursor, 8, (uint64_t)device_us);
    reply(session, WIRE_PONG, answer, sizeof answer);
    return WIRE_DONE;
}

static enum wire_result take_config(struct session *session, struct wire_cursor *body)
{
    struct wire_config config;
    wire_take_config(body, &config);
    if (body->bad || body->at != body->end)
        return WIRE_BAD_BODY;
    enum wire_result result = memory_map_configure(session->wall, &config);
    session->configured |= result == WIRE_DONE;
    return result;
}

static enum wire_result take_clock(struct session *session, struct wire_cursor *body)
{
    int64_t clock_us = (int64_t)wire_take(body, 8);
    if (body->bad || body->at != body->end || !wire_is_instant(clock_us))
        return WIRE_BAD_BODY;
    session->wall->clock_us = clock_us;
    return WIRE_DONE;
}

static enum wire_result take(struct session *session, struct wire_message *message)
{
    switch ((int)message->type) {
    case WIRE_CONFIG:
        return take_config(session, &message->body);
    case WIRE_CLOCK:
        return take_clock(session, &message->body);
    case WIRE_BOOT:
        session->boot = true;
        return WIRE_DONE;
    default:
        return messages_take(session->wall, message->type, &message->body);
    }
}

static void take_message(struct session *session, struct wire_message *message, int64_t device_us)
{
    if (message->type == WIRE_HELLO) {
        session->heard_us = device_us;
        take_hello(session, &message->body);
        return;
    }
    if (!session->open || message->type >= WIRE_CAPS)
        return;
    session->heard_us = device_us;
    if (message->sequence != session->expected) {
        acknowledge(session, WIRE_UNEXPECTED);
        return;
    }
    session->expected++;
    if (message->type == WIRE_PING)
        (void)take_ping(session, &message->body, device_us);
    else
        acknowledge(session, take(session, message));
}

void session_byte(struct session *session, uint8_t byte, int64_t device_us)
{
    struct wire_message message;
    uint32_t dropped = session->reader.dropped;
    if (wire_read(&session->reader, byte, &message))
        take_message(session, &message, device_us);
    else if (session->open && session->reader.dropped != dropped)
        acknowledge(session, WIRE_UNEXPECTED);
}

bool session_is_silent(const struct session *session, int64_t device_us)
{
    const int64_t before_config_us = 5000000;
    int64_t allowed_us = session->wall->ready ? (int64_t)session->wall->config.dark_after_ms * 1000
                                              : before_config_us;
    return device_us - session->heard_us > allowed_us;
}
