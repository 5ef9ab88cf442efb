/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The streams of one worker. Private to http/; all calls on the worker's thread.
 *
 * A stream has its own descriptor of the client's socket; the library has given its up. What is
 * to be written lies in `out` until the socket takes it; with nothing to say a stream costs
 * less than a kilobyte. Streams that end are freed at the end of a turn only. */
#pragma once

#include "http/stream.h"
#include "http/worker.h"

struct websocket;

struct stream {
    struct worker *worker;
    const struct stream_kind *kind;
    struct identity who;
    int fd;
    struct websocket *websocket; /* NULL: server-sent events */
    struct buf out;
    size_t sent;         /* of out */
    struct stream *next; /* in the worker's slot */
    struct stream **link;
    struct stream *next_dirty;
    bool is_dirty;
    bool is_closing; /* ends when everything is sent */
    bool is_dead;
    bool waits_for_room; /* EPOLLOUT is asked for */
    int64_t close_by_ms; /* of a closing stream: clock_monotonic_ms */
    _Alignas(max_align_t) char subscriber[];
};

/* What epoll says of the stream's socket. */
void streams_ready(struct stream *stream, uint32_t epoll_events);
void streams_deliver(struct worker *worker, const void *event);
/* Once a second: the heartbeat of every WORKER_THUMP_SLOTS-th stream. */
void streams_tick(struct worker *worker);
/* Writes what is to be written; frees the streams that have ended. */
void streams_flush(struct worker *worker);
void streams_close_all(struct worker *worker);
void streams_free_all(struct worker *worker);

/* For websocket.c: bytes for the client. False when the reader is too far behind. */
bool stream_put(struct stream *stream, struct str bytes);
