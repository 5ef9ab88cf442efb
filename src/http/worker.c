/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loop of one worker.
 *
 * One epoll holds the daemon's own epoll, the eventfd by which others wake this thread, and the
 * sockets of streams. In each turn: take what is ready, empty the mailbox, give streams their
 * heartbeat, run the daemon, write what streams have to say. The daemon has no thread of its own
 * and its connections are suspended and resumed here only. */
#include "http/worker.h"

#include <errno.h>
#include <json-c/json.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/cache.h"
#include "http/conn.h"
#include "http/gzip.h"
#include "http/limit.h"
#include "http/params.h"
#include "http/streams.h"

enum { EVENTS_AT_ONCE = 64, STOP_GRACE_MS = 5000, STOP_TICK_MS = 20 };

void worker_wake(struct worker *worker)
{
    uint64_t one = 1;
    /* Full (EAGAIN) means that it is awake already. */
    ssize_t n = write(worker->wake_fd, &one, sizeof one);
    (void)n;
}

void worker_give_resumed(struct worker *worker, struct conn *conn)
{
    conn->next = atomic_load_explicit(&worker->resumed, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&worker->resumed, &conn->next, conn,
                                                  memory_order_release, memory_order_relaxed))
        continue;
}

void worker_give_event(struct worker *worker, const struct http_event *event)
{
    struct worker_event *node = malloc(sizeof *node);
    if (node == NULL)
        return; /* streams miss one event: their clients read the page again */
    *node = (struct worker_event){.event = *event};
    event->keep(event->event);
    atomic_fetch_add(&worker->pokes, 1);
    pthread_mutex_lock(&worker->events_lock);
    *worker->events_end = node;
    worker->events_end = &node->next;
    pthread_mutex_unlock(&worker->events_lock);
    worker_wake(worker);
    atomic_fetch_sub(&worker->pokes, 1);
}

/* True when something was resumed. */
static bool take_resumed(struct worker *worker)
{
    struct conn *list = atomic_exchange_explicit(&worker->resumed, NULL, memory_order_acquire);
    struct conn *in_order = NULL;
    while (list != NULL) {
        struct conn *conn = list;
        list = conn->next;
        conn->next = in_order;
        in_order = conn;
    }
    bool any = in_order != NULL;
    while (in_order != NULL) {
        struct conn *conn = in_order;
        in_order = conn->next;
        conn_resume(conn);
    }
    return any;
}

void worker_take_events(struct worker *worker)
{
    pthread_mutex_lock(&worker->events_lock);
    struct worker_event *list = worker->events;
    worker->events = NULL;
    worker->events_end = &worker->events;
    pthread_mutex_unlock(&worker->events_lock);
    while (list != NULL) {
        struct worker_event *node = list;
        list = node->next;
        streams_deliver(worker, node->event.event);
        node->event.drop(node->event.event);
        free(node);
    }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* How long to wait: the daemon's wish, the next heartbeat, the check whether stopping is done. */
static int wait_ms(struct worker *worker)
{
    int64_t wait = INT32_MAX;
    MHD_UNSIGNED_LONG_LONG wish = 0;
    if (MHD_get_timeout(worker->daemon, &wish) == MHD_YES)
        wait = wish < INT32_MAX ? (int64_t)wish : INT32_MAX;
    if (worker->server->limit != NULL)
        wait = least(wait, LIMIT_WINDOW_MS);
    if (worker->n_streams > 0) {
        int64_t tick = worker->next_tick_ms - clock_monotonic_ms();
        wait = least(wait, tick > 0 ? tick : 0);
    }
    if (worker->stop_at_ms != 0)
        wait = least(wait, STOP_TICK_MS);
    return wait == INT32_MAX ? -1 : (int)wait;
}

/* Once a second while there are streams; for what limits are to forget, every few minutes do. */
static void tick(struct worker *worker)
{
    struct limit *limit = worker->server->limit;
    if (worker->n_streams == 0 && limit == NULL)
        return;
    int64_t now = clock_monotonic_ms();
    if (now < worker->next_tick_ms)
        return;
    worker->next_tick_ms = now + 1000;
    streams_tick(worker);
    if (limit != NULL)
        limit_rest(limit, clock_now_ms(&clock_system));
}

static void drain_wake(struct worker *worker)
{
    uint64_t count;
    ssize_t n = read(worker->wake_fd, &count, sizeof count);
    (void)n;
}

static void turn(struct worker *worker)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int wait = wait_ms(worker);
    int n = epoll_wait(worker->epoll_fd, events, EVENTS_AT_ONCE, wait);
    if (n < 0 && errno != EINTR)
        bug_stop(__FILE__, __LINE__, "epoll_wait");
    bool run = n <= 0 || wait == 0;
    for (int i = 0; i < n; i++) {
        void *what = events[i].data.ptr;
        if (what == &worker->daemon_fd)
            run = true;
        else if (what == &worker->wake_fd)
            drain_wake(worker);
        else
            streams_ready(what, events[i].events);
    }
    run |= take_resumed(worker);
    worker_take_events(worker);
    tick(worker);
    if (run)
        (void)MHD_run(worker->daemon);
    streams_flush(worker);
    if (worker->app->worker_rest != NULL && worker->app_worker != NULL)
        worker->app->worker_rest(worker->app_worker);
}

static void begin_stop(struct worker *worker)
{
    worker->stop_at_ms = clock_monotonic_ms() + STOP_GRACE_MS;
    MHD_socket listener = MHD_quiesce_daemon(worker->daemon);
    if (listener != MHD_INVALID_SOCKET)
        close(listener);
    worker->listen_fd = -1;
    streams_close_all(worker);
}

/* Requests that wait are always waited for; slow readers and slow writers for the grace only. */
static bool is_stopped(const struct worker *worker)
{
    if (worker->stop_at_ms == 0 || worker->n_waiting > 0)
        return false;
    if (worker->n_active == 0 && worker->n_streams == 0)
        return true;
    return clock_monotonic_ms() >= worker->stop_at_ms;
}

static bool watch(struct worker *worker, int fd, void *what)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};
    return epoll_ctl(worker->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static enum err open_descriptors(struct worker *worker)
{
    worker->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (worker->epoll_fd < 0 || worker->wake_fd < 0 ||
        !watch(worker, worker->wake_fd, &worker->wake_fd)) {
        log_error("http", "no epoll or eventfd: %s", strerrordesc_np(errno));
        return ERR_SYSTEM;
    }
    return OK;
}

static enum err open_tools(struct worker *worker)
{
    worker->tokener = params_tokener();
    worker->cache = cache_new(worker->server->options.cache_max);
    worker->gzip = gzip_new();
    if (worker->tokener == NULL || worker->cache == NULL || worker->gzip == NULL)
        return ERR_SYSTEM;
    return OK;
}

static enum err open_daemon(struct worker *worker)
{
    const struct http_options *options = &worker->server->options;
    int each = (options->connections_max + options->workers - 1) / options->workers;
    TRY(conn_daemon_start(worker, (unsigned)each));
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(worker->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    worker->daemon_fd = info != NULL ? info->epoll_fd : -1;
    if (worker->daemon_fd < 0 || !watch(worker, worker->daemon_fd, &worker->daemon_fd))
        return ERR_SYSTEM;
    return OK;
}

static enum err worker_open(struct worker *worker)
{
    TRY(open_descriptors(worker));
    TRY(open_tools(worker));
    const struct http_app *app = worker->app;
    if (app->worker_open != NULL)
        TRY(app->worker_open(app->context, &worker->app_worker));
    return open_daemon(worker);
}

/* Takes down whatever worker_open has set up. */
static void worker_close(struct worker *worker)
{
    streams_free_all(worker);
    cache_free(worker->cache);
    if (worker->daemon != NULL)
        MHD_stop_daemon(worker->daemon);
    worker->daemon = NULL;
    conn_free_idle(worker);
    if (worker->app_worker != NULL && worker->app->worker_close != NULL)
        worker->app->worker_close(worker->app_worker);
    gzip_free(worker->gzip);
    if (worker->tokener != NULL)
        json_tokener_free(worker->tokener);
    if (worker->listen_fd >= 0)
        close(worker->listen_fd);
    worker->listen_fd = -1;
    if (worker->epoll_fd >= 0)
        close(worker->epoll_fd);
}

static void report_start(struct http_server *server, enum err err)
{
    pthread_mutex_lock(&server->start_lock);
    if (err == OK)
        server->n_started++;
    else
        server->n_failed++;
    pthread_cond_signal(&server->start_cond);
    pthread_mutex_unlock(&server->start_lock);
}

void *worker_run(void *context)
{
    struct worker *worker = context;
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    enum err err = worker_open(worker);
    report_start(worker->server, err);
    while (err == OK && !is_stopped(worker)) {
        if (worker->stop_at_ms == 0 && atomic_load(&worker->server->is_stopping))
            begin_stop(worker);
        turn(worker);
    }
    worker_close(worker);
    return NULL;
}
