/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* wslay's event interface between a stream's socket and its subscriber.
 *
 * wslay unmasks, checks UTF-8, joins fragments, answers pings and closes; what it wants to send
 * goes into the stream's buffer, which has the ceiling. Messages above WEBSOCKET_MESSAGE_MAX end
 * the connection (1009), too many in a minute too (1008). Binary messages are ignored. */
#include "http/websocket.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

#include "base/clock.h"
#include "http/sha1.h"

struct websocket {
    wslay_event_context_ptr context;
    struct stream *stream;
    size_t room;       /* bytes that may still be read in this turn */
    int64_t minute_ms; /* since when the messages are counted */
    int n_messages;
    bool is_ended; /* the peer has closed its side of the socket */
};

static ssize_t on_recv(wslay_event_context_ptr context, uint8_t *to, size_t n, int flags,
                       void *user)
{
    struct websocket *websocket = user;
    (void)flags;
    if (websocket->room == 0) {
        wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
        return -1;
    }
    n = n < websocket->room ? n : websocket->room;
    ssize_t got = recv(websocket->stream->fd, to, n, MSG_DONTWAIT);
    if (got > 0) {
        websocket->room -= (size_t)got;
        return got;
    }
    bool is_empty = got < 0 && (errno == EAGAIN || errno == EINTR);
    websocket->is_ended |= !is_empty;
    wslay_event_set_error(context, is_empty ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

static ssize_t on_send(wslay_event_context_ptr context, const uint8_t *from, size_t n, int flags,
                       void *user)
{
    struct websocket *websocket = user;
    (void)flags;
    if (stream_put(websocket->stream, (struct str){(const char *)from, n}))
        return (ssize_t)n;
    wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

/* Whether it is one too many. */
static bool count_message(struct websocket *websocket)
{
    enum { MINUTE_MS = 60 * 1000 };
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms - websocket->minute_ms >= MINUTE_MS) {
        websocket->minute_ms = now_ms;
        websocket->n_messages = 0;
    }
    return ++websocket->n_messages > WEBSOCKET_MESSAGES_MAX;
}

static void on_message(wslay_event_context_ptr context,
                       const struct wslay_event_on_msg_recv_arg *message, void *user)
{
    struct websocket *websocket = user;
    struct stream *stream = websocket->stream;
    if (count_message(websocket)) {
        (void)wslay_event_queue_close(context, WEBSOCKET_CLOSE_POLICY, NULL, 0);
        wslay_event_shutdown_read(context);
        return;
    }
    if (message->opcode != WSLAY_TEXT_FRAME || stream->kind->on_message == NULL)
        return;
    struct str text = {(const char *)message->msg, message->msg_length};
    stream->kind->on_message(stream, stream->subscriber, text);
}

enum err websocket_new(struct websocket **out, struct stream *stream)
{
    static const struct wslay_event_callbacks callbacks = {
        .recv_callback = on_recv,
        .send_callback = on_send,
        .on_msg_recv_callback = on_message,
    };
    struct websocket *websocket = calloc(1, sizeof *websocket);
    if (websocket == NULL)
        return ERR_SYSTEM;
    websocket->stream = stream;
    if (wslay_event_context_server_init(&websocket->context, &callbacks, websocket) != 0) {
        free(websocket);
        return ERR_SYSTEM;
    }
    wslay_event_config_set_max_recv_msg_length(websocket->context, WEBSOCKET_MESSAGE_MAX);
    *out = websocket;
    return OK;
}

void websocket_free(struct websocket *websocket)
{
    if (websocket == NULL)
        return;
    wslay_event_context_free(websocket->context);
    free(websocket);
}

static bool send_queued(struct websocket *websocket)
{
    return wslay_event_send(websocket->context) == 0;
}

/* wslay reads no more after a close or an error; the socket must still be emptied. */
static bool read_and_forget(const struct websocket *websocket)
{
    char nothing[1024];
    ssize_t n = recv(websocket->stream->fd, nothing, sizeof nothing, MSG_DONTWAIT);
    return n > 0 || (n < 0 && errno == EAGAIN);
}

bool websocket_read(struct websocket *websocket)
{
    if (!wslay_event_get_read_enabled(websocket->context))
        return read_and_forget(websocket);
    websocket->room = WEBSOCKET_TURN_MAX;
    int result = wslay_event_recv(websocket->context);
    bool is_sent = send_queued(websocket);
    if (result != 0 || !is_sent || websocket->is_ended)
        return false;
    /* Nothing more is wanted of the peer (it has closed, or broken the protocol and was told):
     * end when that is written. */
    if (!wslay_event_get_read_enabled(websocket->context))
        websocket->stream->is_closing = true;
    return true;
}

static bool queue(struct websocket *websocket, uint8_t opcode, struct str text)
{
    struct wslay_event_msg message = {
        .opcode = opcode, .msg = (const uint8_t *)text.p, .msg_length = text.n};
    return wslay_event_queue_msg(websocket->context, &message) == 0 && send_queued(websocket);
}

bool websocket_text(struct websocket *websocket, struct str text)
{
    return queue(websocket, WSLAY_TEXT_FRAME, text);
}

bool websocket_ping(struct websocket *websocket)
{
    return queue(websocket, WSLAY_PING, STR(""));
}

bool websocket_close(struct websocket *websocket, uint16_t code)
{
    int result = wslay_event_queue_close(websocket->context, code, NULL, 0);
    return result == 0 && send_queued(websocket);
}

bool websocket_is_over(const struct websocket *websocket)
{
    return wslay_event_get_close_sent(websocket->context) &&
           !wslay_event_get_read_enabled(websocket->context);
}

static struct str base64(struct arena *arena, const unsigned char bytes[SHA1_BYTES])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *to = arena_array(arena, char, 28);
    for (size_t i = 0; i < 7; i++) {
        uint32_t third = i < 6 ? bytes[3 * i + 2] : 0;
        uint32_t group = (uint32_t)bytes[3 * i] << 16 | (uint32_t)bytes[3 * i + 1] << 8 | third;
        for (size_t d = 0; d < 4; d++)
            to[4 * i + d] = digits[group >> (18 - 6 * d) & 63];
    }
    to[27] = '=';
    return (struct str){to, 28};
}

struct str websocket_accept(struct arena *arena, struct str key)
{
    struct str message = arena_printf(arena, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", STRF(key));
    unsigned char hash[SHA1_BYTES];
    sha1(message, hash);
    return base64(arena, hash);
}
