/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server: workers, listening, stopping without loss.
 *
 * Each worker is one thread with its own libmicrohttpd daemon, its own SO_REUSEPORT listener
 * and its own epoll loop (the library's internal thread stalls with suspended connections).
 * Requests that wait are resumed on the worker's own thread through an eventfd. */
#pragma once

#include "http/http.h"

struct http_server;

struct http_options {
    struct str host; /* "127.0.0.1", "::1", "0.0.0.0" */
    uint16_t port;   /* 0: any free one */
    int workers;
    int connections_max;
    size_t body_max;  /* bytes of a request's body; more is answered 413 */
    size_t cache_max; /* bytes of kept answers per worker */
    bool limits;
    int64_t limit[HTTP_COSTS]; /* requests per five minutes */
    int64_t limit_bearer;      /* of these: arrivals of one token, instead of its address's */
};

/* Listens and starts the workers. The app and what it points to must outlive the server.
 * ERR_SYSTEM, logged, when the address cannot be had. */
NODISCARD enum err http_start(struct http_server **out, const struct http_app *app,
                              const struct http_options *options);
uint16_t http_port(const struct http_server *server);
/* Stops accepting, answers what was accepted, closes streams, joins the workers, frees. Requests
 * that wait must still be resumed by others while this runs. */
void http_stop(struct http_server *server);

/* Gives an event to every open stream of every worker. `event` is reference-counted by the
 * caller's functions: `keep` is called once per worker that takes it, `drop` when that worker is
 * done. From any thread; never blocks. */
struct http_event {
    const void *event;
    void (*keep)(const void *event);
    void (*drop)(const void *event);
};
void http_publish(struct http_server *server, const struct http_event *event);
