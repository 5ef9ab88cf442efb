/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the files of http/ share: the server, its workers, their mailboxes. Private to http/.
 *
 * A worker is one thread. Everything of a worker is touched by that thread only, except the
 * mailbox (resumed, events, pokes), which others fill and then wake the worker by its eventfd. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "http/server.h"

struct MHD_Daemon;
struct json_tokener;
struct cache;
struct conn;
struct gzip;
struct limit;
struct price;
struct router;
struct stream;

/* WORKER_THUMP_SLOTS: streams are spread over as many seconds, so that heartbeats do not come
 * all at once. */
enum { WORKERS_MAX = 64, WORKER_THUMP_SLOTS = 15, WORKER_CONNS_KEPT = 4096 };

/* One published event on its way to one worker. */
struct worker_event {
    struct http_event event;
    struct worker_event *next;
};

struct worker {
    struct http_server *server;
    const struct http_app *app;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    void *app_worker;
    int listen_fd;
    int epoll_fd; /* our own: the daemon's epoll, wake_fd and the streams' sockets */
    int wake_fd;
    int daemon_fd; /* the daemon's epoll */

    struct conn *idle_conns; /* requests that are over, kept with their memory */
    size_t n_idle;
    size_t n_active;  /* requests between their first line and the end of their answer */
    size_t n_waiting; /* of these: handed over by req_wait */
    struct cache *cache;
    struct gzip *gzip;
    struct json_tokener *tokener;

    struct stream *streams[WORKER_THUMP_SLOTS];
    struct stream *dirty; /* have something to write, or are to be freed */
    size_t n_streams;
    size_t next_slot;
    int64_t next_tick_ms; /* clock_monotonic_ms of the next heartbeat */
    int64_t stop_at_ms;   /* 0: running; else when the grace for stopping ends */

    /* The mailbox. */
    _Atomic(struct conn *) resumed; /* last in, first out */
    pthread_mutex_t events_lock;
    struct worker_event *events;
    struct worker_event **events_end;
    _Atomic int pokes; /* threads that are about to write to wake_fd */
};

struct http_server {
    const struct http_app *app;
    struct http_options options;
    struct router *router;
    struct limit *limit; /* NULL: no limits */
    struct price *price; /* what stands beside it */
    bool is_https;       /* by public_url */
    uint16_t port;
    size_t n_workers;
    struct worker workers[WORKERS_MAX];
    _Atomic bool is_stopping;
    /* http_start waits here until each worker is ready or has failed. */
    pthread_mutex_t start_lock;
    pthread_cond_t start_cond;
    size_t n_started;
    size_t n_failed;
};

/* The thread's function; takes a struct worker whose listen_fd is set. Reports itself through
 * the server's start_ fields. */
void *worker_run(void *worker);
/* Wakes the worker. From any thread. */
void worker_wake(struct worker *worker);
/* Gives the worker an event. From any thread. */
void worker_give_event(struct worker *worker, const struct http_event *event);
/* Hands the events that have come to the streams. On the worker's thread, or when it has ended. */
void worker_take_events(struct worker *worker);
/* Gives the worker a request to resume, without waking it. From any thread; the request may be
 * gone as soon as this returns. */
void worker_give_resumed(struct worker *worker, struct conn *conn);
