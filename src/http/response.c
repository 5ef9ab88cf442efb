/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Building answers and queueing them.
 *
 * An answer to an unknown sender on a route that says is_cacheable gets an ETag and goes into
 * the worker's cache; every other answer is no-store and costs no checksum. Pages shown to a
 * session are never compressed: their form tokens must not be guessed by the length of the answer
 * (BREACH). Which headers go along is headers.c's. */
#include "http/response.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "crypto/secret.h"
#include "http/cache.h"
#include "http/conn.h"
#include "http/gzip.h"
#include "http/headers.h"
#include "http/router.h"

enum { GZIP_MIN = 1024, JSON_MAX = 16 * 1024 * 1024, HEADER_MAX = 16 * 1024 };

static const char html_type[] = "text/html; charset=utf-8";
static const char json_type[] = "application/json; charset=utf-8";

static bool has_line_break(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
            return true;
    }
    return false;
}

void reply_header(struct req *req, const char *name, struct str value)
{
    BUG_IF(has_line_break(value));
    struct conn *conn = req->conn;
    struct conn_header *header = arena_new(req->arena, struct conn_header);
    header->name = name;
    header->value = arena_z(req->arena, value);
    *conn->headers_end = header;
    conn->headers_end = &header->next;
}

void reply_cookie(struct req *req, struct str value)
{
    static const char attributes[] = "Path=/; Secure; HttpOnly; SameSite=Strict";
    struct str line = value.p == NULL
                          ? arena_printf(req->arena, "__Host-s=; %s; Max-Age=0", attributes)
                          : arena_printf(req->arena, "__Host-s=%.*s; %s", STRF(value), attributes);
    reply_header(req, "Set-Cookie", line);
}

void reply_no_store(struct req *req)
{
    req->conn->is_no_store = true;
}

void reply_not_stored(struct req *req)
{
    reply_header(req, "Cache-Control", STR("no-store"));
}

void reply_form_action(struct req *req, struct str source)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789+.-:/[]_";
    for (size_t i = 0; i < source.n; i++) {
        if (source.p[i] == '\0' || strchr(allowed, source.p[i]) == NULL)
            return;
    }
    req->conn->form_action = arena_str(req->arena, source);
}

/* --- finished answers ------------------------------------------------------------------- */

/* Whether the answer is the same for every unknown sender and may be kept. */
static bool may_keep(const struct conn *conn, int status)
{
    const struct req *req = &conn->req;
    if (status != 200 || req->route == NULL || !req->route->is_cacheable || conn->is_no_store)
        return false;
    if (req->method != HTTP_GET || req->who.token != 0 || req->who.person != 0)
        return false;
    if (conn_has_credentials(conn))
        return false;
    /* The cache is asked before the route is known: the path must tell the same face. */
    if (conn->face == FACE_PAGE && router_face_of(req->path) != FACE_PAGE)
        return false;
    for (const struct conn_header *h = conn->headers; h != NULL; h = h->next) {
        if (strcasecmp(h->name, "Set-Cookie") == 0)
            return false;
    }
    return true;
}

static bool may_gzip(const struct conn *conn, struct str body)
{
    if (!conn->takes_gzip || body.n < GZIP_MIN)
        return false;
    return conn->face == FACE_API || !conn->req.who.is_session;
}

/* Replaces the body by its compressed form when that is worth it. */
static bool compress(struct conn *conn, bool is_kept, struct buf *body)
{
    if (!may_gzip(conn, buf_str(body)))
        return false;
    struct buf packed = buf_init(body->n + GZIP_MIN);
    if (!gzip_pack(conn->worker->gzip, is_kept, buf_str(body), &packed) || packed.n >= body->n) {
        buf_free(&packed);
        return false;
    }
    buf_free(body);
    *body = packed;
    return true;
}

/* Takes the buffer. NULL when memory is out. */
static struct MHD_Response *make_kept(struct conn *conn, const struct answer *answer,
                                      struct buf *take_body)
{
    struct MHD_Response *response;
    if (take_body == NULL || take_body->n == 0) {
        response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
        if (take_body != NULL)
            buf_free(take_body);
    } else {
        response =
            MHD_create_response_from_buffer(take_body->n, take_body->p, MHD_RESPMEM_MUST_FREE);
        if (response == NULL)
            buf_free(take_body);
        *take_body = (struct buf){0};
    }
    if (response != NULL)
        headers_add(conn, response, answer);
    return response;
}

/* The request keeps the buffer until it is over, so that its memory serves the next one. */
static enum err send_once(struct conn *conn, const struct answer *answer, struct buf *take_body)
{
    if (take_body != NULL) {
        buf_free(&conn->answer);
        conn->answer = *take_body;
        *take_body = (struct buf){0};
    }
    bool is_empty = take_body == NULL || conn->answer.n == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        is_empty ? 0 : conn->answer.n, is_empty ? NULL : conn->answer.p, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return ERR_SYSTEM;
    headers_add(conn, response, answer);
    conn_queue(conn, answer->status, response);
    MHD_destroy_response(response);
    return OK;
}

static bool sender_has(const struct conn *conn, struct str etag)
{
    struct str given = conn->in.if_none_match;
    if (given.p == NULL)
        return false;
    struct str core = str_sub(etag, 2, etag.n); /* without W/ */
    return str_search(given, core) < given.n || str_eq(given, STR("*"));
}

static enum err send_kept(struct conn *conn, struct answer *answer, struct buf *take_body)
{
    uint64_t sum = secret_checksum(buf_str(take_body));
    answer->etag = arena_printf(conn->req.arena, "W/\"%016" PRIx64 "\"", sum);
    answer->is_gzip = compress(conn, true, take_body);
    size_t bytes = take_body->size;
    struct answer unchanged = {.status = 304, .etag = answer->etag, .is_kept = true};
    struct cache_answer kept = {
        .full = make_kept(conn, answer, take_body),
        .unchanged = make_kept(conn, &unchanged, NULL),
        .etag = answer->etag,
    };
    if (kept.full == NULL || kept.unchanged == NULL) {
        MHD_destroy_response(kept.full);
        MHD_destroy_response(kept.unchanged);
        return ERR_SYSTEM;
    }
    if (sender_has(conn, answer->etag))
        conn_queue(conn, 304, kept.unchanged);
    else
        conn_queue(conn, 200, kept.full);
    struct cache_key key = {conn->target, conn->in.accept_language, conn->takes_gzip};
    cache_put(conn->worker->cache, &key, conn->generation, &kept, bytes);
    return OK;
}

bool response_from_cache(struct conn *conn)
{
    struct cache_key key = {conn->target, conn->in.accept_language, conn->takes_gzip};
    struct cache_answer kept;
    if (!cache_find(conn->worker->cache, &key, conn->generation, &kept))
        return false;
    if (sender_has(conn, kept.etag))
        conn_queue(conn, 304, kept.unchanged);
    else
        conn_queue(conn, 200, kept.full);
    return true;
}

enum err reply_bytes(struct req *req, int status, const char *content_type, struct buf *take_bytes)
{
    struct conn *conn = req->conn;
    if (!buf_ok(take_bytes)) {
        buf_free(take_bytes);
        return ERR_SYSTEM;
    }
    if (conn->forced_status != 0)
        status = conn->forced_status;
    struct answer answer = {.status = status, .type = content_type};
    answer.is_kept = may_keep(conn, status);
    if (answer.is_kept)
        return send_kept(conn, &answer, take_bytes);
    answer.is_gzip = compress(conn, false, take_bytes);
    return send_once(conn, &answer, take_bytes);
}

enum err reply_page(struct req *req, int status, struct buf *take_html)
{
    return reply_bytes(req, status, html_type, take_html);
}

enum err reply_json_buf(struct req *req, int status, struct buf *take_json)
{
    return reply_bytes(req, status, json_type, take_json);
}

enum err reply_static(struct req *req, const char *content_type, struct str bytes, struct str gzip)
{
    struct conn *conn = req->conn;
    struct answer answer = {.status = 200, .type = content_type, .is_eternal = true};
    answer.is_gzip = conn->takes_gzip && gzip.n > 0;
    struct str body = answer.is_gzip ? gzip : bytes;
    /* The library takes void * for all its modes; with PERSISTENT it only reads. */
    union {
        const char *in;
        void *out;
    } p = {.in = body.p};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body.n, p.out, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return ERR_SYSTEM;
    headers_add(conn, response, &answer);
    conn_queue(conn, 200, response);
    MHD_destroy_response(response);
    return OK;
}

/* --- redirects and small answers -------------------------------------------------------- */

static enum err send_location(struct req *req, int status, struct str uri)
{
    struct buf safe = buf_init(HEADER_MAX);
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.p[i];
        if (c <= ' ' || c >= 0x7F)
            buf_printf(&safe, "%%%02X", c);
        else
            buf_char(&safe, uri.p[i]);
    }
    if (!buf_ok(&safe)) {
        buf_free(&safe);
        return ERR_TOO_LARGE;
    }
    reply_header(req, "Location", buf_str(&safe));
    buf_free(&safe);
    return send_once(req->conn, &(struct answer){.status = status}, NULL);
}

enum err reply_see_other(struct req *req, struct str path)
{
    bool is_here =
        str_starts(path, STR("/")) && !str_starts(path, STR("//")) && !str_starts(path, STR("/\\"));
    return send_location(req, 303, is_here ? path : STR("/"));
}

enum err reply_again(struct req *req, struct str path)
{
    conn_give_back(req->conn);
    return send_location(req, 307, path);
}

enum err reply_away(struct req *req, struct str uri)
{
    return send_location(req, 303, uri);
}

enum err reply_redirect(struct req *req, struct str uri)
{
    return send_location(req, 302, uri);
}

enum err reply_nothing(struct req *req, int status)
{
    return send_once(req->conn, &(struct answer){.status = status}, NULL);
}

enum err reply_empty_json(struct req *req)
{
    struct buf buf = buf_init(16);
    buf_put(&buf, STR("{}"));
    return reply_json_buf(req, 200, &buf);
}

/* The memory of the last answer, or none yet. */
static struct buf answer_buf(struct req *req)
{
    struct buf buf = req->conn->answer;
    req->conn->answer = (struct buf){0};
    buf_clear(&buf);
    buf.max = JSON_MAX;
    return buf;
}

enum err reply_json(struct req *req, const struct json_entity *entity, const void *thing)
{
    struct buf buf = answer_buf(req);
    json_put(&buf, entity, thing);
    return reply_json_buf(req, 200, &buf);
}

enum err reply_json_list(struct req *req, const struct json_entity *entity, struct json_list list)
{
    struct buf buf = answer_buf(req);
    json_put_list(&buf, entity, list);
    return reply_json_buf(req, 200, &buf);
}

/* --- Link ------------------------------------------------------------------------------- */

/* The other values of the query as they came, each followed by "&". */
static void put_other_query(struct buf *buf, struct str query)
{
    static const struct str ours[] = {STR_INIT("max_id"), STR_INIT("min_id"), STR_INIT("since_id"),
                                      STR_INIT("access_token")};
    struct str rest = query;
    while (rest.p != NULL) {
        struct str pair = str_cut(&rest, '&');
        struct str name = str_sub(pair, 0, str_find(pair, '='));
        bool is_ours = pair.n == 0;
        for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
            is_ours |= str_eq(name, ours[i]);
        if (is_ours)
            continue;
        buf_put(buf, pair);
        buf_char(buf, '&');
    }
}

static void put_link(const struct req *req, struct buf *buf, const char *cursor, int64_t id)
{
    struct str base = req->conn->worker->app->public_url;
    buf_char(buf, '<');
    if (base.n > 0) {
        buf_put(buf, base.p[base.n - 1] == '/' ? str_sub(base, 0, base.n - 1) : base);
    } else {
        buf_put(buf, STR("http://"));
        buf_put(buf, req->conn->in.host);
    }
    buf_put(buf, req->path);
    buf_char(buf, '?');
    put_other_query(buf, req->conn->query);
    buf_printf(buf, "%s=%" PRId64 ">", cursor, id);
}

void reply_link_ids(struct req *req, int64_t newest, int64_t oldest)
{
    if (newest == 0 && oldest == 0)
        return;
    struct buf buf = buf_init(HEADER_MAX);
    put_link(req, &buf, "max_id", oldest);
    buf_put(&buf, STR("; rel=\"next\", "));
    put_link(req, &buf, "min_id", newest);
    buf_put(&buf, STR("; rel=\"prev\""));
    if (buf_ok(&buf) && !has_line_break(buf_str(&buf)))
        reply_header(req, "Link", buf_str(&buf));
    buf_free(&buf);
}
