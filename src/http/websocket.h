/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* WebSocket frames (RFC 6455) over a stream, by wslay. Private to http/. */
#pragma once

#include "http/streams.h"

enum {
    WEBSOCKET_MESSAGE_MAX = 64 * 1024,
    WEBSOCKET_CLOSE_NORMAL = 1000,
    WEBSOCKET_CLOSE_GOING_AWAY = 1001,
};

struct websocket;

/* ERR_SYSTEM when memory is out. */
NODISCARD enum err websocket_new(struct websocket **out, struct stream *stream);
void websocket_free(struct websocket *websocket);
/* Reads what the socket has. False when the connection is broken or over. */
bool websocket_read(struct websocket *websocket);
/* Queue a text frame, a ping, a close frame. False when it cannot be. */
bool websocket_text(struct websocket *websocket, struct str text);
bool websocket_ping(struct websocket *websocket);
bool websocket_close(struct websocket *websocket, uint16_t code);
/* We have said goodbye and wait for none. */
bool websocket_is_over(const struct websocket *websocket);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 section 4.2.2). */
struct str websocket_accept(struct arena *arena, struct str key);
