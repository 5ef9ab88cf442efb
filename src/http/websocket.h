/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* WebSocket frames (RFC 6455) over a stream, by wslay. Private to http/. */
#pragma once

#include "http/streams.h"

enum {
    WEBSOCKET_MESSAGE_MAX = 4 * 1024, /* a subscription; each byte can come in a frame of its own */
    WEBSOCKET_TURN_MAX = 16 * 1024,   /* bytes that are read before others have their turn */
    WEBSOCKET_MESSAGES_MAX = 600,     /* in a minute, pings and pongs too; with more it ends */
    WEBSOCKET_CLOSE_NORMAL = 1000,
    WEBSOCKET_CLOSE_GOING_AWAY = 1001,
    WEBSOCKET_CLOSE_POLICY = 1008,
};

struct websocket;

/* ERR_SYSTEM when memory is out. */
NODISCARD enum err websocket_new(struct websocket **out, struct stream *stream);
void websocket_free(struct websocket *websocket);
/* Reads what the socket has, in turns; the poller tells of what is left. False when the connection
 * is broken or over. */
bool websocket_read(struct websocket *websocket);
/* Queue a text frame, a ping, a close frame. False when it cannot be. */
bool websocket_text(struct websocket *websocket, struct str text);
bool websocket_ping(struct websocket *websocket);
bool websocket_close(struct websocket *websocket, uint16_t code);
/* We have said goodbye and wait for none. */
bool websocket_is_over(const struct websocket *websocket);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 section 4.2.2). */
struct str websocket_accept(struct arena *arena, struct str key);
