/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What handlers may ask of a request, and the way of a waiting one back to its worker.
 *
 * A request waits in suspension, known only to whoever has its work; req_resume puts it into
 * the worker's mailbox. The batch of the calling thread is the one thread-local variable of the
 * program. Reading declared inputs is input.c's. */
#include "http/request.h"

#include <microhttpd.h>
#include <string.h>

#include "http/conn.h"
#include "http/params.h"
#include "http/form_token.h"
#include "http/limit.h"
#include "http/price.h"

enum err req_refuse(struct req *req, enum err err, const char *message)
{
    req->refusal = str_of(message);
    return err;
}

enum err req_path_id(struct req *req, size_t n, int64_t *out)
{
    BUG_IF(n >= sizeof req->path_values / sizeof req->path_values[0]);
    int64_t id = 0;
    if (!str_i64(req->path_values[n], &id) || id <= 0)
        return ERR_NOT_FOUND;
    *out = id;
    return OK;
}

struct str req_param(const struct req *req, const char *name)
{
    struct str wanted = str_of(name);
    for (size_t i = 0; i < req->n_params; i++) {
        if (str_eq(req->params[i].name, wanted) && !req->params[i].is_file)
            return req->params[i].value;
    }
    return (struct str){0};
}

/* --- headers ---------------------------------------------------------------------------- */

struct str req_header(const struct req *req, const char *name)
{
    static const struct str never[] = {
        STR_INIT("User-Agent"), STR_INIT("Referer"),   STR_INIT("X-Forwarded-For"),
        STR_INIT("Forwarded"),  STR_INIT("X-Real-IP"), STR_INIT("Cookie"),
        STR_INIT("From"),
    };
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (str_eq_nocase(never[i], str_of(name)))
            return (struct str){0};
    }
    return str_of(MHD_lookup_connection_value(req->conn->mhd, MHD_HEADER_KIND, name));
}

/* The rest of Authorization when it is of the scheme ("Bearer ", "Basic "), or absent. */
static struct str authorization_of(const struct req *req, struct str scheme)
{
    struct str value = req->conn->in.authorization;
    if (value.n <= scheme.n || !str_eq_nocase(str_sub(value, 0, scheme.n), scheme))
        return (struct str){0};
    return str_trim(str_sub(value, scheme.n, value.n));
}

enum err req_decode(struct req *req, struct str part, struct str *out)
{
    return params_decode(req->arena, part, false, out) ? OK : ERR_NOT_FOUND;
}

struct str req_bearer(const struct req *req)
{
    if (req->conn->face == FACE_PAGE)
        return (struct str){0};
    return authorization_of(req, STR("Bearer "));
}

struct str req_cookie(const struct req *req, const char *name)
{
    const struct conn *conn = req->conn;
    if (conn->face == FACE_API || conn->in.cookie.p == NULL)
        return (struct str){0};
    return str_of(MHD_lookup_connection_value(conn->mhd, MHD_COOKIE_KIND, name));
}

bool req_basic(const struct req *req, struct str *user, struct str *password)
{
    struct str coded = authorization_of(req, STR("Basic "));
    while (coded.n > 0 && coded.p[coded.n - 1] == '=')
        coded.n--;
    char *url = arena_try_array(req->arena, char, coded.n + 1);
    if (coded.n == 0 || url == NULL)
        return false;
    for (size_t i = 0; i < coded.n; i++) {
        char c = coded.p[i];
        if (c == '+')
            c = '-';
        else if (c == '/')
            c = '_';
        url[i] = c;
    }
    struct str both;
    if (secret_unbase64url(req->arena, (struct str){url, coded.n}, &both) != OK)
        return false;
    struct str name = str_cut(&both, ':');
    if (both.p == NULL || !str_is_utf8(name) || !str_is_utf8(both))
        return false;
    *user = name;
    *password = both;
    return true;
}

/* Host is any name that leads here, the second of a server too. Only the browser chooses it: a page
 * of another site can name that site in Origin, but not in Host. A name that somebody makes lead
 * here (DNS rebinding) is sent none of our cookies. */
bool req_is_from_elsewhere(const struct req *req)
{
    const struct http_app *app = req->conn->worker->app;
    const struct conn_headers *in = &req->conn->in;
    const struct str hosts[] = {in->host, app->host, app->onion_host};
    return !form_origin_is_ours(in->sec_fetch_site, in->origin, hosts,
                                sizeof hosts / sizeof hosts[0]);
}

struct str req_form_token(const struct req *req)
{
    int64_t session = req->who.is_session ? req->who.token : 0;
    return form_token_make(req->arena, req->conn->worker->app->key, session, req->now_ms);
}

void req_charge(struct req *req, size_t times)
{
    struct conn *conn = req->conn;
    struct limit *limit = conn->worker->server->limit;
    for (size_t i = 0; i < times && conn->n_charged > 0; i++)
        conn->limit_remaining = limit_take(limit, &conn->charged[0], req->now_ms).remaining;
}

struct http_price req_price(struct req *req)
{
    struct http_server *server = req->conn->worker->server;
    struct http_price price;
    BUG_IF(server->price == NULL);
    struct str token = req_param(req, "price");
    if (price_read(server->price, req->arena, token, req->now_ms, &price) == OK)
        return price;
    int64_t load = limit_load(server->limit, req->now_ms);
    price_make(server->price, req->arena, load, req->now_ms, &price);
    return price;
}

/* --- waiting ---------------------------------------------------------------------------- */

enum err req_wait(struct req *req, http_handler *next)
{
    struct conn *conn = req->conn;
    BUG_IF(conn->state != CONN_RUNNING);
    conn->after = next;
    conn->state = CONN_WAITING;
    return OK;
}

/* The workers that a batch of the calling thread has given something to. */
static _Thread_local struct {
    bool is_open;
    size_t n;
    struct worker *workers[WORKERS_MAX];
} batch;

static bool batch_has(const struct worker *worker)
{
    for (size_t i = 0; i < batch.n; i++) {
        if (batch.workers[i] == worker)
            return true;
    }
    return false;
}

/* A worker may end as soon as its last request is resumed; `pokes` keeps it until it has been
 * woken. */
void req_resume(struct req *req)
{
    struct worker *worker = req->conn->worker;
    if (batch.is_open && batch_has(worker)) {
        worker_give_resumed(worker, req->conn);
        return;
    }
    atomic_fetch_add(&worker->pokes, 1);
    worker_give_resumed(worker, req->conn);
    if (batch.is_open && batch.n < WORKERS_MAX) {
        batch.workers[batch.n++] = worker;
        return;
    }
    worker_wake(worker);
    atomic_fetch_sub(&worker->pokes, 1);
}

void req_resume_batch_begin(void)
{
    BUG_IF(batch.is_open);
    batch.is_open = true;
    batch.n = 0;
}

void req_resume_batch_end(void)
{
    BUG_IF(!batch.is_open);
    batch.is_open = false;
    for (size_t i = 0; i < batch.n; i++) {
        worker_wake(batch.workers[i]);
        atomic_fetch_sub(&batch.workers[i]->pokes, 1);
    }
    batch.n = 0;
}
