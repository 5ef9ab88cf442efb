/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Open streams: taking the socket over, writing to it, ending.
 *
 * The request's socket is duplicated and the library told to close its own side (the handler's
 * answer is MHD_NO; with MHD_USE_TURBO it closes without shutting the connection down). So a
 * stream holds neither the library's buffers nor a place in its list of suspended connections,
 * through which every resume must walk. Frames of WebSocket are websocket.c's. */
#include "http/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/conn.h"
#include "http/headers.h"
#include "http/response.h"
#include "http/streams.h"
#include "http/websocket.h"

enum { OUT_KEPT = 512, CLOSE_PATIENCE_MS = 5000, BACKLOG_ROOM = 16 * 1024 };

/* Over all workers. Global because whoever makes events asks for it without knowing a server. */
static _Atomic int64_t streams_open;

/* --- writing ---------------------------------------------------------------------------- */

/* Marks it for streams_flush; `kill`: nothing more is sent. */
static void touch(struct stream *stream, bool kill)
{
    if (kill)
        stream->is_dead = true;
    if (stream->is_dirty)
        return;
    stream->is_dirty = true;
    stream->next_dirty = stream->worker->dirty;
    stream->worker->dirty = stream;
}

bool stream_put(struct stream *stream, struct str bytes)
{
    if (stream->is_dead)
        return false;
    struct buf *out = &stream->out;
    if (stream->sent > 0) {
        memmove(out->p, out->p + stream->sent, out->n - stream->sent);
        out->n -= stream->sent;
        stream->sent = 0;
    }
    bool fits = out->n + bytes.n <= STREAM_BACKLOG_MAX;
    if (fits)
        buf_put(out, bytes);
    touch(stream, !fits || !buf_ok(out));
    return !stream->is_dead;
}

static void put_event(struct stream *stream, struct str name, struct str data)
{
    if (name.n > 0) {
        (void)stream_put(stream, STR("event: "));
        (void)stream_put(stream, name);
        (void)stream_put(stream, STR("\n"));
    }
    struct str rest = data;
    do {
        stream_put(stream, STR("data: "));
        stream_put(stream, str_cut(&rest, '\n'));
        stream_put(stream, STR("\n"));
    } while (rest.p != NULL);
    stream_put(stream, STR("\n"));
}

void stream_send(struct stream *stream, struct str name, struct str data)
{
    if (stream->is_dead || stream->is_closing)
        return;
    if (stream->websocket == NULL)
        put_event(stream, name, data);
    else if (!websocket_text(stream->websocket, data))
        touch(stream, true);
}

static void close_with(struct stream *stream, uint16_t code)
{
    if (stream->is_dead || stream->is_closing)
        return;
    stream->is_closing = true;
    stream->close_by_ms = clock_monotonic_ms() + CLOSE_PATIENCE_MS;
    bool is_broken = stream->websocket != NULL && !websocket_close(stream->websocket, code);
    touch(stream, is_broken);
}

void stream_close(struct stream *stream)
{
    close_with(stream, WEBSOCKET_CLOSE_NORMAL);
}

static void ask_for_room(struct stream *stream, bool wanted)
{
    if (stream->waits_for_room == wanted)
        return;
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = stream};
    if (wanted)
        event.events |= EPOLLOUT;
    stream->waits_for_room = wanted;
    if (epoll_ctl(stream->worker->epoll_fd, EPOLL_CTL_MOD, stream->fd, &event) != 0)
        stream->is_dead = true;
}

/* True when nothing is left to be written. */
static bool write_out(struct stream *stream)
{
    struct buf *out = &stream->out;
    while (stream->sent < out->n) {
        ssize_t n = send(stream->fd, out->p + stream->sent, out->n - stream->sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            stream->is_dead = errno != EAGAIN;
            return false;
        }
        stream->sent += (size_t)n;
    }
    stream->sent = 0;
    if (out->size > OUT_KEPT)
        buf_free(out);
    out->max = STREAM_BACKLOG_MAX + BACKLOG_ROOM;
    buf_clear(out);
    return true;
}

/* --- life ------------------------------------------------------------------------------- */

static void end(struct stream *stream)
{
    struct worker *worker = stream->worker;
    if (stream->kind->on_close != NULL)
        stream->kind->on_close(stream, stream->subscriber);
    *stream->link = stream->next;
    if (stream->next != NULL)
        stream->next->link = stream->link;
    worker->n_streams--;
    atomic_fetch_sub(&streams_open, 1);
    (void)epoll_ctl(worker->epoll_fd, EPOLL_CTL_DEL, stream->fd, NULL);
    (void)shutdown(stream->fd, SHUT_RDWR);
    close(stream->fd);
    websocket_free(stream->websocket);
    buf_free(&stream->out);
    free(stream);
}

static void flush_one(struct stream *stream)
{
    bool is_written = !stream->is_dead && write_out(stream);
    if (stream->is_dead) {
        end(stream);
        return;
    }
    ask_for_room(stream, !is_written);
    bool is_over = stream->websocket == NULL || websocket_is_over(stream->websocket);
    if (stream->is_dead || (is_written && stream->is_closing && is_over))
        end(stream);
}

void streams_flush(struct worker *worker)
{
    while (worker->dirty != NULL) {
        struct stream *stream = worker->dirty;
        worker->dirty = stream->next_dirty;
        stream->is_dirty = false;
        flush_one(stream);
    }
}

static void read_and_forget(struct stream *stream)
{
    char nothing[1024];
    ssize_t n = recv(stream->fd, nothing, sizeof nothing, MSG_DONTWAIT);
    bool is_gone = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    if (is_gone)
        touch(stream, true);
}

void streams_ready(struct stream *stream, uint32_t epoll_events)
{
    if (stream->is_dead)
        return;
    if ((epoll_events & (EPOLLERR | EPOLLHUP)) != 0) {
        touch(stream, true);
        return;
    }
    if ((epoll_events & EPOLLOUT) != 0)
        touch(stream, false);
    if ((epoll_events & (EPOLLIN | EPOLLRDHUP)) == 0)
        return;
    if (stream->websocket == NULL)
        read_and_forget(stream);
    else
        touch(stream, !websocket_read(stream->websocket));
}

void streams_deliver(struct worker *worker, const void *event)
{
    for (size_t slot = 0; slot < WORKER_THUMP_SLOTS; slot++) {
        for (struct stream *s = worker->streams[slot]; s != NULL; s = s->next) {
            if (!s->is_dead && !s->is_closing && s->kind->on_event != NULL)
                s->kind->on_event(s, s->subscriber, event);
        }
    }
}

static void thump(struct stream *stream, int64_t now_ms)
{
    if (stream->is_closing) {
        if (now_ms >= stream->close_by_ms)
            touch(stream, true);
    } else if (stream->websocket == NULL) {
        stream_put(stream, STR(":thump\n"));
    } else if (!websocket_ping(stream->websocket)) {
        touch(stream, true);
    }
}

void streams_tick(struct worker *worker)
{
    int64_t now_ms = clock_monotonic_ms();
    worker->next_slot = (worker->next_slot + 1) % WORKER_THUMP_SLOTS;
    for (struct stream *s = worker->streams[worker->next_slot]; s != NULL; s = s->next)
        thump(s, now_ms);
}

void streams_close_all(struct worker *worker)
{
    for (size_t slot = 0; slot < WORKER_THUMP_SLOTS; slot++) {
        for (struct stream *s = worker->streams[slot]; s != NULL; s = s->next)
            close_with(s, WEBSOCKET_CLOSE_GOING_AWAY);
    }
}

void streams_free_all(struct worker *worker)
{
    worker->dirty = NULL;
    for (size_t slot = 0; slot < WORKER_THUMP_SLOTS; slot++) {
        struct stream *stream = worker->streams[slot];
        while (stream != NULL) {
            struct stream *next = stream->next;
            end(stream);
            stream = next;
        }
    }
}

/* --- opening ---------------------------------------------------------------------------- */

static int take_socket(const struct conn *conn)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    int fd = info != NULL ? fcntl(info->connect_fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (fd < 0)
        return -1;
    int on = 1;
    int off = 0;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_CORK, &off, sizeof off);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static void link_stream(struct stream *stream)
{
    struct worker *worker = stream->worker;
    /* Behind the slot whose turn it is: its first heartbeat comes last. */
    size_t slot = (worker->next_slot + worker->n_streams) % WORKER_THUMP_SLOTS;
    stream->next = worker->streams[slot];
    stream->link = &worker->streams[slot];
    if (stream->next != NULL)
        stream->next->link = &stream->next;
    worker->streams[slot] = stream;
    if (worker->n_streams++ == 0)
        worker->next_tick_ms = clock_monotonic_ms() + 1000;
    atomic_fetch_add(&streams_open, 1);
}

static enum err watch_stream(struct stream *stream, bool is_socket)
{
    if (is_socket)
        TRY(websocket_new(&stream->websocket, stream));
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = stream};
    if (epoll_ctl(stream->worker->epoll_fd, EPOLL_CTL_ADD, stream->fd, &event) == 0)
        return OK;
    websocket_free(stream->websocket);
    return ERR_SYSTEM;
}

static enum err open_stream(struct req *req, const struct stream_kind *kind, const void *subscriber,
                            bool is_socket, struct stream **out)
{
    struct conn *conn = req->conn;
    struct http_server *server = conn->worker->server;
    bool is_full = stream_count() >= server->options.connections_max;
    if (is_full || conn->worker->stop_at_ms != 0)
        return ERR_BUSY;
    struct stream *stream = calloc(1, sizeof *stream + kind->size);
    if (stream == NULL)
        return ERR_SYSTEM;
    stream->worker = conn->worker;
    stream->kind = kind;
    stream->who = req->who;
    stream->out = buf_init(STREAM_BACKLOG_MAX + BACKLOG_ROOM);
    stream->fd = take_socket(conn);
    if (stream->fd < 0 || watch_stream(stream, is_socket) != OK) {
        if (stream->fd >= 0)
            close(stream->fd);
        free(stream);
        return ERR_SYSTEM;
    }
    if (kind->size > 0)
        memcpy(stream->subscriber, subscriber, kind->size);
    link_stream(stream);
    conn->state = CONN_TAKEN;
    *out = stream;
    return OK;
}

static void opened(struct stream *stream)
{
    if (stream->kind->on_open != NULL)
        stream->kind->on_open(stream, stream->subscriber);
}

static void put_head(struct stream *stream, const struct conn *conn, const char *first_lines)
{
    struct buf head = buf_init(BACKLOG_ROOM);
    buf_put(&head, str_of(first_lines));
    headers_put_stream(conn, &head);
    for (const struct conn_header *h = conn->headers; h != NULL; h = h->next)
        buf_printf(&head, "%s: %s\r\n", h->name, h->value);
    buf_put(&head, STR("\r\n"));
    stream_put(stream, buf_str(&head));
    if (!buf_ok(&head))
        touch(stream, true);
    buf_free(&head);
}

enum err stream_open_events(struct req *req, const struct stream_kind *kind, const void *subscriber)
{
    static const char first_lines[] = "HTTP/1.1 200 OK\r\n"
                                      "Content-Type: text/event-stream; charset=utf-8\r\n"
                                      "Cache-Control: no-store\r\n"
                                      "X-Accel-Buffering: no\r\n"
                                      "Connection: close\r\n";
    if (req->conn->is_head)
        return reply_nothing(req, 200);
    struct stream *stream;
    TRY(open_stream(req, kind, subscriber, false, &stream));
    put_head(stream, req->conn, first_lines);
    (void)stream_put(stream, STR(":thump\n"));
    opened(stream);
    return OK;
}

bool req_wants_socket(const struct req *req)
{
    return str_eq_nocase(req_header(req, "Upgrade"), STR("websocket"));
}

enum err stream_open_socket(struct req *req, const struct stream_kind *kind, const void *subscriber,
                            struct str protocol)
{
    struct str key = str_trim(req_header(req, "Sec-WebSocket-Key"));
    bool is_wanted = req_wants_socket(req) && !req->conn->is_head && key.n == 24 &&
                     str_eq(req_header(req, "Sec-WebSocket-Version"), STR("13"));
    if (!is_wanted)
        return ERR_BAD_REQUEST;
    if (protocol.p != NULL)
        reply_header(req, "Sec-WebSocket-Protocol", protocol);
    reply_header(req, "Sec-WebSocket-Accept", websocket_accept(req->arena, key));
    struct stream *stream;
    TRY(open_stream(req, kind, subscriber, true, &stream));
    put_head(stream, req->conn,
             "HTTP/1.1 101 Switching Protocols\r\n"
             "Upgrade: websocket\r\n"
             "Connection: Upgrade\r\n");
    opened(stream);
    return OK;
}

void *stream_worker(struct stream *stream)
{
    return stream->worker->app_worker;
}

int64_t stream_count(void)
{
    return atomic_load_explicit(&streams_open, memory_order_relaxed);
}
