/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Starting and stopping: the listening sockets, the workers, what they share.
 *
 * Each worker listens on a socket of its own at the same address (SO_REUSEPORT), so the kernel
 * spreads connections over them. There is no TLS here: a reverse proxy or Tor stands in front. */
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "http/limit.h"
#include "http/price.h"
#include "http/router.h"
#include "http/worker.h"

enum { BACKLOG = 4096, BODY_CEILING = 2 * 1024 * 1024 };

/* An address to listen on. */
struct address {
    struct sockaddr_storage storage;
    socklen_t size;
};

static bool address_of(struct str host, uint16_t port, struct address *out)
{
    char text[64];
    if (host.n == 0 || host.n >= sizeof text)
        return false;
    memcpy(text, host.p, host.n);
    text[host.n] = '\0';
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    *out = (struct address){0};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
        memcpy(&out->storage, &in, sizeof in);
        out->size = sizeof in;
    } else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1) {
        memcpy(&out->storage, &in6, sizeof in6);
        out->size = sizeof in6;
    }
    return out->size != 0;
}

/* Negative when it cannot be had; errno says why. */
static int listen_at(const struct address *address)
{
    int fd = socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int on = 1;
    bool is_set = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                  setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0;
    const struct sockaddr *at = (const struct sockaddr *)&address->storage;
    if (is_set && bind(fd, at, address->size) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage storage = {0};
    socklen_t size = sizeof storage;
    if (getsockname(fd, (struct sockaddr *)&storage, &size) != 0)
        return 0;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    if (storage.ss_family == AF_INET) {
        memcpy(&in, &storage, sizeof in);
        return ntohs(in.sin_port);
    }
    memcpy(&in6, &storage, sizeof in6);
    return ntohs(in6.sin6_port);
}

/* Whether another process listens there already, which SO_REUSEPORT would not tell. */
static bool is_taken(const struct address *address)
{
    int fd = socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    int on = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int result = bind(fd, (const struct sockaddr *)&address->storage, address->size);
    bool taken = result != 0 && errno == EADDRINUSE;
    close(fd);
    return taken;
}

static enum err open_listeners(struct http_server *server)
{
    uint16_t port = server->options.port;
    for (size_t i = 0; i < server->n_workers; i++) {
        struct address address;
        if (!address_of(server->options.host, port, &address)) {
            log_error("http", "no numeric address to listen on");
            return ERR_SYSTEM;
        }
        bool taken = i == 0 && port != 0 && is_taken(&address);
        int fd = taken ? -1 : listen_at(&address);
        if (fd < 0) {
            log_error("http", "port %u cannot be had: %s", port,
                      taken ? "another program listens there" : strerrordesc_np(errno));
            return ERR_SYSTEM;
        }
        server->workers[i].listen_fd = fd;
        port = port_of(fd);
    }
    server->port = port;
    return OK;
}

static void worker_init(struct http_server *server, struct worker *worker)
{
    worker->server = server;
    worker->app = server->app;
    worker->listen_fd = -1;
    worker->epoll_fd = -1;
    worker->wake_fd = -1;
    worker->events_end = &worker->events;
    pthread_mutex_init(&worker->events_lock, NULL);
}

static struct http_server *server_new(const struct http_app *app,
                                      const struct http_options *options)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return NULL;
    server->app = app;
    server->options = *options;
    if (server->options.body_max > BODY_CEILING)
        server->options.body_max = BODY_CEILING;
    server->is_https = str_starts(app->public_url, STR("https://"));
    server->n_workers = (size_t)options->workers;
    pthread_mutex_init(&server->start_lock, NULL);
    pthread_cond_init(&server->start_cond, NULL);
    for (size_t i = 0; i < server->n_workers; i++)
        worker_init(server, &server->workers[i]);
    return server;
}

static void server_free(struct http_server *server)
{
    for (size_t i = 0; i < server->n_workers; i++) {
        struct worker *worker = &server->workers[i];
        worker_take_events(worker);
        if (worker->listen_fd >= 0)
            close(worker->listen_fd);
        if (worker->wake_fd >= 0)
            close(worker->wake_fd);
        pthread_mutex_destroy(&worker->events_lock);
    }
    pthread_cond_destroy(&server->start_cond);
    pthread_mutex_destroy(&server->start_lock);
    limit_free(server->limit);
    price_free(server->price);
    router_free(server->router);
    free(server);
}

static enum err open_shared(struct http_server *server)
{
    TRY(router_new(&server->router, server->app->tables, server->app->n_tables));
    if (server->options.limits) {
        server->limit = limit_new();
        server->price = price_new();
        if (server->limit == NULL || server->price == NULL)
            return ERR_SYSTEM;
    }
    return open_listeners(server);
}

static void join(struct http_server *server, size_t n_threads)
{
    atomic_store(&server->is_stopping, true);
    for (size_t i = 0; i < n_threads; i++) {
        if (server->workers[i].wake_fd >= 0)
            worker_wake(&server->workers[i]);
    }
    for (size_t i = 0; i < n_threads; i++)
        pthread_join(server->workers[i].thread, NULL);
    /* Whoever resumed the last request may still be about to wake its worker. */
    for (size_t i = 0; i < n_threads; i++) {
        while (atomic_load(&server->workers[i].pokes) > 0)
            nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    }
}

/* Waits until each of n_threads has reported. */
static bool all_started(struct http_server *server, size_t n_threads)
{
    pthread_mutex_lock(&server->start_lock);
    while (server->n_started + server->n_failed < n_threads)
        pthread_cond_wait(&server->start_cond, &server->start_lock);
    bool is_good = server->n_failed == 0 && n_threads == server->n_workers;
    pthread_mutex_unlock(&server->start_lock);
    return is_good;
}

static enum err start_workers(struct http_server *server)
{
    size_t n = 0;
    while (n < server->n_workers) {
        struct worker *worker = &server->workers[n];
        if (pthread_create(&worker->thread, NULL, worker_run, worker) != 0)
            break;
        n++;
    }
    if (all_started(server, n))
        return OK;
    log_error("http", "not every worker could start");
    join(server, n);
    return ERR_SYSTEM;
}

enum err http_start(struct http_server **out, const struct http_app *app,
                    const struct http_options *options)
{
    BUG_IF(options->workers < 1 || options->workers > WORKERS_MAX);
    struct http_server *server = server_new(app, options);
    if (server == NULL)
        return ERR_SYSTEM;
    enum err err = open_shared(server);
    if (err == OK)
        err = start_workers(server);
    if (err != OK) {
        server_free(server);
        return err;
    }
    *out = server;
    return OK;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

void http_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    join(server, server->n_workers);
    server_free(server);
}

void http_publish(struct http_server *server, const struct http_event *event)
{
    for (size_t i = 0; i < server->n_workers; i++)
        worker_give_event(&server->workers[i], event);
}
