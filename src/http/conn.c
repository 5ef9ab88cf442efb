/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The life of one request, as libmicrohttpd tells it.
 *
 * on_target: the first line has come; a struct conn is taken from the worker's list. on_request:
 * called with the header, then with each piece of the body, then once more when the request is
 * complete, and again after each resume. on_completed: over, however it ended; the struct goes
 * back. Nothing here knows what a request means: dispatch.c does.
 *
 * Answers are queued at the last call only, never at the first: an answer given before the body
 * has come makes the library close the connection. */
#include "http/conn.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "http/dispatch.h"
#include "http/price.h"

enum {
    ARENA_SIZE = 32 * 1024 * 1024,      /* address space: a page of the longest stories fits */
    BODY_KEPT = 64 * 1024,              /* a larger body buffer is given back */
    ANSWER_KEPT = 8 * 1024,             /* and a larger one of an answer */
    IDLE_SMALL = 32 * 1024,             /* a request that has used more memory … */
    IDLE_LARGE_KEPT = 64,               /* … is kept for reuse only while few are */
    BODY_DISCARD_MAX = 8 * 1024 * 1024, /* read past the limit, so that 413 can be heard */
    CONNECTION_MEMORY = 16 * 1024,
    CONNECTION_INCREMENT = 2 * 1024,
    CONNECTION_TIMEOUT_S = 75,
    LISTEN_BACKLOG = 4096,
};

static struct conn *conn_new(struct worker *worker)
{
    struct conn *conn = malloc(sizeof *conn);
    if (conn == NULL)
        return NULL;
    *conn = (struct conn){.worker = worker};
    conn->body = buf_init(worker->server->options.body_max);
    if (arena_init(&conn->arena, ARENA_SIZE) != OK) {
        free(conn);
        return NULL;
    }
    return conn;
}

static void conn_free(struct conn *conn)
{
    buf_free(&conn->body);
    buf_free(&conn->answer);
    arena_done(&conn->arena);
    free(conn);
}

static struct conn *conn_take(struct worker *worker)
{
    struct conn *conn = worker->idle_conns;
    if (conn != NULL) {
        worker->idle_conns = conn->next;
        worker->n_idle--;
    } else {
        conn = conn_new(worker);
        if (conn == NULL)
            return NULL;
    }
    worker->n_active++;
    *conn = (struct conn){
        .arena = conn->arena, .body = conn->body, .answer = conn->answer, .worker = worker};
    conn->headers_end = &conn->headers;
    return conn;
}

static void conn_put_back(struct conn *conn)
{
    struct worker *worker = conn->worker;
    worker->n_active--;
    bool is_large = conn->arena.peak > IDLE_SMALL || conn->body.size > IDLE_SMALL;
    if (worker->n_idle >= (is_large ? IDLE_LARGE_KEPT : WORKER_CONNS_KEPT)) {
        conn_free(conn);
        return;
    }
    arena_reset(&conn->arena);
    if (conn->body.size > BODY_KEPT)
        buf_free(&conn->body);
    if (conn->answer.size > ANSWER_KEPT)
        buf_free(&conn->answer);
    conn->body.max = worker->server->options.body_max;
    buf_clear(&conn->body);
    conn->next = worker->idle_conns;
    worker->idle_conns = conn;
    worker->n_idle++;
}

void conn_free_idle(struct worker *worker)
{
    while (worker->idle_conns != NULL) {
        struct conn *conn = worker->idle_conns;
        worker->idle_conns = conn->next;
        conn_free(conn);
    }
    worker->n_idle = 0;
}

static void *on_target(void *context, const char *target, struct MHD_Connection *mhd)
{
    struct conn *conn = conn_take(context);
    if (conn == NULL)
        return NULL;
    conn->mhd = mhd;
    conn->req.conn = conn;
    conn->req.arena = &conn->arena;
    conn->req.worker = conn->worker->app_worker;
    conn->target = arena_str(&conn->arena, target != NULL ? str_of(target) : STR(""));
    struct str rest = conn->target;
    conn->req.path = str_cut(&rest, '?');
    conn->query = rest;
    return conn;
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **slot,
                         enum MHD_RequestTerminationCode why)
{
    (void)context;
    (void)mhd;
    (void)why;
    struct conn *conn = *slot;
    *slot = NULL;
    if (conn != NULL)
        conn_put_back(conn);
}

/* --- the header ------------------------------------------------------------------------- */

static const struct {
    struct str name;
    size_t at;
} headers_read[] = {
    {STR_INIT("host"), offsetof(struct conn_headers, host)},
    {STR_INIT("cookie"), offsetof(struct conn_headers, cookie)},
    {STR_INIT("origin"), offsetof(struct conn_headers, origin)},
    {STR_INIT("content-type"), offsetof(struct conn_headers, content_type)},
    {STR_INIT("authorization"), offsetof(struct conn_headers, authorization)},
    {STR_INIT("if-none-match"), offsetof(struct conn_headers, if_none_match)},
    {STR_INIT("sec-fetch-site"), offsetof(struct conn_headers, sec_fetch_site)},
    {STR_INIT("accept-encoding"), offsetof(struct conn_headers, accept_encoding)},
    {STR_INIT("accept-language"), offsetof(struct conn_headers, accept_language)},
};

/* What the library lets through although proxies read it in different ways: a blank in a name,
 * which hides a header from one of them, and control characters in a value. */
static bool is_odd(struct str name, struct str value)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] <= ' ' || name.p[i] >= 0x7F)
            return true;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == '\0')
            return true;
    return false;
}

static void look_at_frame(struct conn_headers *in, struct str name, struct str value)
{
    in->is_odd = in->is_odd || is_odd(name, value);
    in->n_lengths += str_eq_nocase(name, STR(MHD_HTTP_HEADER_CONTENT_LENGTH));
    in->n_codings += str_eq_nocase(name, STR(MHD_HTTP_HEADER_TRANSFER_ENCODING));
    in->n_hosts += str_eq_nocase(name, STR(MHD_HTTP_HEADER_HOST));
}

/* Whether a proxy in front may have seen another request than this (RFC 9112
 * sections 3.2, 5.1, 6.3). */
static bool is_smuggled(const struct conn_headers *in)
{
    return in->is_odd || in->n_lengths > 1 || in->n_codings > 1 || in->n_hosts > 1;
}

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *key,
                                 size_t key_size, const char *value, size_t value_size)
{
    char *headers = context;
    (void)kind;
    look_at_frame(context, (struct str){key, key_size},
                  (struct str){value != NULL ? value : "", value_size});
    for (size_t i = 0; i < sizeof headers_read / sizeof headers_read[0]; i++) {
        struct str name = headers_read[i].name;
        if (name.n != key_size || !str_eq_nocase(name, (struct str){key, key_size}))
            continue;
        struct str text = {value != NULL ? value : "", value_size};
        memcpy(headers + headers_read[i].at, &text, sizeof text);
        break;
    }
    return MHD_YES;
}

static void read_method(struct conn *conn, const char *method)
{
    static const struct {
        struct str name;
        enum http_method method;
    } methods[] = {
        {STR_INIT("GET"), HTTP_GET},     {STR_INIT("HEAD"), HTTP_GET},
        {STR_INIT("POST"), HTTP_POST},   {STR_INIT("PUT"), HTTP_PUT},
        {STR_INIT("PATCH"), HTTP_PATCH}, {STR_INIT("DELETE"), HTTP_DELETE},
    };
    struct str name = str_of(method);
    conn->is_head = str_eq(name, STR("HEAD"));
    conn->is_options = str_eq(name, STR("OPTIONS"));
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (!str_eq(name, methods[i].name))
            continue;
        conn->req.method = methods[i].method;
        conn->is_method_known = true;
    }
}

static struct str header_of(const struct conn *conn, const char *name)
{
    return str_of(MHD_lookup_connection_value(conn->mhd, MHD_HEADER_KIND, name));
}

/* The first call. Refuses at once what cannot be read to its end. */
static enum MHD_Result read_head(struct conn *conn, const char *method)
{
    conn->state = CONN_BODY;
    read_method(conn, method);
    struct str length = header_of(conn, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (length.p == NULL)
        return MHD_YES;
    uint64_t n = 0;
    /* Two lengths are how requests are smuggled past a proxy (RFC 9112 section 6.1). */
    bool has_both = header_of(conn, MHD_HTTP_HEADER_TRANSFER_ENCODING).p != NULL;
    if (has_both || !str_u64(length, &n))
        return MHD_NO;
    size_t max = conn->worker->server->options.body_max;
    conn->is_body_too_large = n > max;
    bool is_hopeless = n > max + BODY_DISCARD_MAX;
    bool asks_first = n > max && header_of(conn, MHD_HTTP_HEADER_EXPECT).p != NULL;
    if (is_hopeless || asks_first)
        dispatch_request(conn);
    return MHD_YES;
}

static enum MHD_Result read_body(struct conn *conn, struct str piece)
{
    conn->body_seen += piece.n;
    size_t max = conn->worker->server->options.body_max;
    if (conn->body_seen > max)
        conn->is_body_too_large = true;
    if (conn->body_seen > max + BODY_DISCARD_MAX)
        return MHD_NO;
    if (!conn->is_body_too_large)
        buf_put(&conn->body, piece);
    return buf_ok(&conn->body) ? MHD_YES : MHD_NO;
}

/* After a handler has run: NO makes the library close its side of a socket that a stream took. */
static enum MHD_Result settle(struct conn *conn)
{
    if (conn->state == CONN_TAKEN)
        return MHD_NO;
    if (conn->state == CONN_WAITING) {
        conn->worker->n_waiting++;
        MHD_suspend_connection(conn->mhd);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **slot)
{
    struct conn *conn = *slot;
    (void)context;
    (void)mhd;
    (void)url;
    (void)version;
    if (conn == NULL)
        return MHD_NO;
    if (conn->state == CONN_HEAD)
        return read_head(conn, method);
    if (*data_size > 0) {
        struct str piece = {data, *data_size};
        *data_size = 0;
        return read_body(conn, piece);
    }
    if (conn->state == CONN_BODY) {
        (void)MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, on_header, &conn->in);
        if (is_smuggled(&conn->in))
            return MHD_NO;
        dispatch_request(conn);
    } else if (conn->state == CONN_WAITING) {
        dispatch_resumed(conn);
    } else {
        return MHD_YES;
    }
    return settle(conn);
}

void conn_resume(struct conn *conn)
{
    conn->worker->n_waiting--;
    MHD_resume_connection(conn->mhd);
}

void conn_queue(struct conn *conn, int status, struct MHD_Response *response)
{
    BUG_IF(conn->state == CONN_ANSWERED);
    conn->state = CONN_ANSWERED;
    if (MHD_queue_response(conn->mhd, (unsigned)status, response) != MHD_YES)
        log_warning("http", "an answer could not be queued");
}

void conn_give_back(struct conn *conn)
{
    struct http_server *server = conn->worker->server;
    for (size_t i = 0; i < conn->n_charged; i++)
        limit_give_back(server->limit, &conn->charged[i], conn->req.now_ms);
    conn->n_charged = 0;
    if (conn->price_receipt != 0)
        price_give_back(server->price, conn->price_receipt);
    conn->price_receipt = 0;
}

/* --- who is there ----------------------------------------------------------------------- */

size_t conn_sender(const struct conn *conn, unsigned char bytes[CONN_SENDER_BYTES])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL)
        return 0;
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, info->client_addr, sizeof in);
        memcpy(bytes, &in.sin_addr, 4);
        return 4;
    }
    if (info->client_addr->sa_family != AF_INET6)
        return 0;
    struct sockaddr_in6 in6;
    memcpy(&in6, info->client_addr, sizeof in6);
    bool is_mapped = IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr);
    size_t n = is_mapped ? 4 : CONN_SENDER_BYTES;
    memcpy(bytes, in6.sin6_addr.s6_addr + (is_mapped ? 12 : 0), n);
    return n;
}

bool conn_has_credentials(const struct conn *conn)
{
    if (conn->in.authorization.p != NULL)
        return true;
    return conn->in.cookie.p != NULL && conn->face != FACE_API;
}

enum err conn_daemon_start(struct worker *worker, unsigned int connections_max)
{
    worker->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL, on_request, worker,
        MHD_OPTION_LISTEN_SOCKET, worker->listen_fd, MHD_OPTION_CONNECTION_LIMIT, connections_max,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)CONNECTION_INCREMENT,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LISTEN_BACKLOG, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_URI_LOG_CALLBACK, on_target, worker,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, worker, MHD_OPTION_END);
    if (worker->daemon == NULL) {
        log_error("http", "libmicrohttpd does not start");
        return ERR_SYSTEM;
    }
    worker->listen_fd = -1; /* the daemon's now */
    return OK;
}
