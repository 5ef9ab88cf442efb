/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Connections that stay open: server-sent events and WebSocket, fed by one publisher.
 *
 * A handler opens a stream with a subscriber of its own making; from then on the worker's
 * thread calls `on_event` for every event published to all workers, and the subscriber writes
 * what concerns it. Nothing is queued without bound: a reader that falls STREAM_BACKLOG_MAX
 * bytes behind is closed. SSE sends ":thump" every 15 s, WebSocket a ping. */
#pragma once

#include "http/request.h"

enum { STREAM_BACKLOG_MAX = 256 * 1024 };

struct stream;

/* What one open stream listens with. Lives in memory of its own (size given at opening, zeroed),
 * freed when the stream ends. All calls are on the worker's thread. */
struct stream_kind {
    size_t size;
    /* The stream is open; NULL: nothing to do. Sends what a watcher needs at once. */
    void (*on_open)(struct stream *stream, void *subscriber);
    /* A published event. The event is the publisher's struct. */
    void (*on_event)(struct stream *stream, void *subscriber, const void *event);
    /* A text frame from a WebSocket client (valid UTF-8, at most 64 KiB); NULL for SSE. */
    void (*on_message)(struct stream *stream, void *subscriber, struct str text);
    void (*on_close)(struct stream *stream, void *subscriber);
};

/* Answers the request with a stream (text/event-stream). `subscriber` is copied. */
enum err stream_open_events(struct req *req, const struct stream_kind *kind,
                            const void *subscriber);
/* Answers with a WebSocket (RFC 6455). `protocol` is echoed in Sec-WebSocket-Protocol unless
 * absent. ERR_BAD_REQUEST when the request asks for none. */
enum err stream_open_socket(struct req *req, const struct stream_kind *kind, const void *subscriber,
                            struct str protocol);
bool req_wants_socket(const struct req *req);

/* Sends "event: name\ndata: data\n\n" (SSE), or `data` as one text frame (WebSocket; the name is
 * not sent). */
void stream_send(struct stream *stream, struct str name, struct str data);
/* Ends the stream after what was sent. */
void stream_close(struct stream *stream);
/* The worker's own, as req->worker. */
void *stream_worker(struct stream *stream);
/* How many streams are open on all workers. From any thread. */
int64_t stream_count(void);
