/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The gate before every handler, and the form of every error.
 *
 * Order: kept answer, route, inputs, sender, form token, login and scope, price, handler. What
 * a face may not look at is not there: no cookie on FACE_API, no token on FACE_PAGE. It holds
 * no rule of the application. */
#include "http/dispatch.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/form_token.h"
#include "http/headers.h"
#include "http/limit.h"
#include "http/params.h"
#include "http/price.h"
#include "http/response.h"
#include "http/router.h"

enum { BUSY_RETRY_S = 2, ERROR_MAX = 64 * 1024 };

/* --- errors ----------------------------------------------------------------------------- */

static struct str error_message(const struct req *req, enum err err)
{
    return req->refusal.n > 0 ? req->refusal : str_of(err_message(err));
}

static void put_details(struct buf *buf, const struct req *req, struct str message)
{
    const char *code = req->conn->refusal_code;
    buf_put(buf, STR(",\"details\":{\""));
    buf_json(buf, req->refused_input);
    buf_put(buf, STR("\":[{\"error\":\""));
    buf_put(buf, str_of(code != NULL ? code : "ERR_INVALID"));
    buf_put(buf, STR("\",\"description\":\""));
    buf_json(buf, message);
    buf_put(buf, STR("\"}]}"));
}

static enum err answer_json_error(struct conn *conn, enum err err, struct str message)
{
    struct buf buf = buf_init(ERROR_MAX);
    buf_put(&buf, STR("{\"error\":\""));
    buf_json(&buf, message);
    buf_char(&buf, '"');
    if (err == ERR_BAD_INPUT && conn->req.refused_input.n > 0)
        put_details(&buf, &conn->req, message);
    buf_char(&buf, '}');
    return reply_json_buf(&conn->req, err_status(err), &buf);
}

static void answer_plain_error(struct conn *conn, enum err err, struct str message)
{
    struct buf buf = buf_init(ERROR_MAX);
    buf_put(&buf, message);
    buf_char(&buf, '\n');
    if (reply_bytes(&conn->req, err_status(err), "text/plain; charset=utf-8", &buf) != OK)
        log_error("http", "an error could not be answered");
}

static void add_error_headers(struct conn *conn, enum err err)
{
    struct req *req = &conn->req;
    if (err == ERR_UNAUTHORISED && conn->face == FACE_API)
        reply_header(req, "WWW-Authenticate", STR("Bearer"));
    int64_t wait_ms = conn->limit_reset_ms - req->now_ms;
    if (err == ERR_BUSY)
        req->retry_s = BUSY_RETRY_S;
    if (err == ERR_TOO_MANY)
        req->retry_s = wait_ms > 0 ? (wait_ms + 999) / 1000 : BUSY_RETRY_S;
    if (req->retry_s > 0)
        reply_header(req, "Retry-After", arena_printf(req->arena, "%" PRId64, req->retry_s));
}

/* An address that no route knows is answered before any input is read: its page follows the query
 * (?lang=) all the same. What was sent to such an address is left alone. */
static void read_query(struct conn *conn)
{
    struct params params = params_init(&conn->arena);
    bool is_unread = conn->req.route == NULL && conn->req.method == HTTP_GET;
    if (!is_unread || params_urlencoded(&params, conn->query) != OK)
        return;
    conn->req.params = params.rows;
    conn->req.n_params = params.n;
}

/* Answers an error in the form of the request's face. */
static void answer_error(struct conn *conn, enum err err)
{
    struct req *req = &conn->req;
    struct str message = error_message(req, err);
    const struct http_app *app = conn->worker->app;
    conn->is_no_store = true;
    conn->forced_status = err_status(err);
    add_error_headers(conn, err);
    if (conn->face == FACE_API) {
        if (answer_json_error(conn, err, message) == OK)
            return;
    } else if (app->error_page != NULL) {
        read_query(conn);
        app->error_page(req, err, message);
    }
    if (conn->state == CONN_RUNNING)
        answer_plain_error(conn, err, message);
}

/* After a handler: nothing, or the error it returned, or the error that it forgot to answer. */
static void finish(struct conn *conn, enum err err)
{
    if (conn->state != CONN_RUNNING) {
        if (err != OK)
            log_warning("http", "a handler answered and then failed: %s", err_name(err));
        return;
    }
    if (err == OK) {
        log_error("http", "no answer from the handler of %s",
                  conn->req.route != NULL ? conn->req.route->path : "?");
        err = ERR_SYSTEM;
    }
    /* What the handler had begun to say is not said. */
    conn->headers = NULL;
    conn->headers_end = &conn->headers;
    answer_error(conn, err);
}

/* --- route ------------------------------------------------------------------------------ */

static const char *method_name(unsigned method)
{
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[method];
}

static struct str allow_of(struct arena *arena, unsigned allowed)
{
    struct str list = (allowed & (1U << HTTP_GET)) != 0 ? STR("OPTIONS, HEAD") : STR("OPTIONS");
    for (unsigned m = 0; m < HTTP_METHODS; m++) {
        if ((allowed & (1U << m)) != 0)
            list = arena_printf(arena, "%.*s, %s", STRF(list), method_name(m));
    }
    return list;
}

/* What the path takes besides the method asked for; the face is that of any of its routes. */
static enum err look_around(struct conn *conn, unsigned *allowed)
{
    const struct router *router = conn->worker->server->router;
    *allowed = 0;
    for (unsigned m = 0; m < HTTP_METHODS; m++) {
        struct router_match match;
        enum err err =
            router_find(router, &conn->arena, (enum http_method)m, conn->req.path, &match);
        if (err == ERR_BAD_REQUEST)
            return err;
        if (err != OK)
            continue;
        *allowed |= 1U << m;
        conn->face = match.route->face;
    }
    return *allowed != 0 ? OK : ERR_NOT_FOUND;
}

static enum err answer_options(struct conn *conn)
{
    unsigned allowed;
    enum err err = look_around(conn, &allowed);
    if (err != OK && conn->face != FACE_API)
        return err;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return ERR_SYSTEM;
    if (conn->face == FACE_API)
        headers_add_preflight(response);
    else
        headers_add(conn, response, &(struct answer){.status = 204});
    (void)MHD_add_response_header(response, "Allow",
                                  arena_z(&conn->arena, allow_of(&conn->arena, allowed)));
    conn_queue(conn, 204, response);
    MHD_destroy_response(response);
    return OK;
}

static enum err refuse_method(struct conn *conn)
{
    unsigned allowed;
    TRY(look_around(conn, &allowed));
    reply_header(&conn->req, "Allow", allow_of(&conn->arena, allowed));
    answer_error(conn, ERR_METHOD);
    return OK;
}

/* Before the route is looked for. The API has no prefixes. */
static void cut_prefix(struct conn *conn)
{
    const struct http_app *app = conn->worker->app;
    struct str path = conn->req.path;
    for (size_t i = 0; i < app->n_prefixes; i++) {
        struct str prefix = app->prefixes[i];
        struct str rest = str_sub(path, prefix.n, path.n);
        bool is_whole = rest.n == 0 || rest.p[0] == '/';
        if (!str_starts(path, prefix) || !is_whole || router_face_of(rest) == FACE_API)
            continue;
        conn->req.prefix = prefix;
        conn->req.path = rest.n > 0 ? rest : STR("/");
        return;
    }
}

static enum err find_route(struct conn *conn)
{
    struct req *req = &conn->req;
    struct router_match match;
    cut_prefix(conn);
    if (conn->is_options)
        return answer_options(conn);
    if (!conn->is_method_known)
        return refuse_method(conn);
    enum err err =
        router_find(conn->worker->server->router, &conn->arena, req->method, req->path, &match);
    if (err == ERR_METHOD)
        return refuse_method(conn);
    TRY(err);
    req->route = match.route;
    memcpy(req->path_values, match.values, sizeof match.values);
    conn->face = match.route->face;
    return OK;
}

/* --- inputs ----------------------------------------------------------------------------- */

static enum err read_body_params(struct conn *conn, struct params *params)
{
    struct str body = buf_str(&conn->body);
    if (body.n == 0 || conn->req.method == HTTP_GET)
        return OK;
    struct str rest = conn->in.content_type;
    struct str type = str_trim(str_cut(&rest, ';'));
    if (str_eq_nocase(type, STR("application/json")))
        return params_json(params, conn->worker->tokener, body);
    if (str_eq_nocase(type, STR("application/x-www-form-urlencoded")))
        return params_urlencoded(params, body);
    if (str_eq_nocase(type, STR("multipart/form-data")))
        return params_multipart(params, conn->mhd, body);
    return ERR_MEDIA_TYPE;
}

static enum err read_params(struct conn *conn)
{
    if (conn->is_body_too_large)
        return ERR_TOO_LARGE;
    struct params params = params_init(&conn->arena);
    TRY(params_urlencoded(&params, conn->query));
    TRY(read_body_params(conn, &params));
    conn->req.params = params.rows;
    conn->req.n_params = params.n;
    return OK;
}

/* --- sender ----------------------------------------------------------------------------- */

static enum err identify(struct conn *conn)
{
    const struct http_app *app = conn->worker->app;
    if (app->identify == NULL)
        return OK;
    enum err err = app->identify(&conn->req);
    if (err == OK)
        return OK;
    conn->req.who = (struct identity){0};
    /* A session that has ended is nobody: the page says what to do. */
    bool is_ended_session = err == ERR_UNAUTHORISED && conn->face != FACE_API;
    return is_ended_session ? OK : err;
}

static enum err check_login(struct conn *conn)
{
    struct req *req = &conn->req;
    const struct http_route *route = req->route;
    bool needs_person = route->login == LOGIN_PERSON;
    bool lacks_person = needs_person && req->who.person == 0;
    if (route->login == LOGIN_TOKEN || needs_person) {
        bool is_nobody = req->who.token == 0 && req->who.person == 0;
        http_handler *ask = conn->worker->app->ask_login;
        if (conn->face != FACE_API && (is_nobody || lacks_person))
            return req->method == HTTP_GET && ask != NULL ? ask(req) : ERR_FORBIDDEN;
        if (is_nobody)
            return ERR_UNAUTHORISED;
        if (lacks_person)
            return req_refuse(req, ERR_BAD_INPUT, "This method requires an authenticated user");
    }
    bool is_known = req->who.token != 0 || req->who.person != 0;
    if (route->scope != 0 && is_known && (req->who.scopes & route->scope) == 0)
        return ERR_SCOPE;
    return OK;
}

static enum err check_form(struct conn *conn)
{
    struct req *req = &conn->req;
    if (conn->face != FACE_PAGE || req->method == HTTP_GET)
        return OK;
    if (req_is_from_elsewhere(req))
        return ERR_FORM_TOKEN;
    int64_t session = req->who.is_session ? req->who.token : 0;
    struct str token = req_param(req, "form_token");
    const struct secret *key = conn->worker->app->key;
    return form_token_holds(key, session, token, req->now_ms) ? OK : ERR_FORM_TOKEN;
}

/* The sender, and whether the form is hers. A route that asks for no login still checks the
 * form of somebody who is logged in by her session. */
static enum err check_sender(struct conn *conn)
{
    bool asks = conn->req.route->login != LOGIN_NONE;
    bool is_form = conn->face == FACE_PAGE && conn->req.method != HTTP_GET;
    if (asks || (is_form && conn->in.cookie.p != NULL))
        TRY(identify(conn));
    TRY(check_form(conn));
    if (!asks)
        conn->req.who = (struct identity){0};
    return check_login(conn);
}

/* --- price ------------------------------------------------------------------------------ */

/* What stands for a sender begins with one of these, so that none is taken for another. */
enum payer { PAYER_PERSON = 'p', PAYER_TOKEN = 't', PAYER_ADDRESS = 'a', PAYER_AROUND = 'n' };

/* As many as one address may the addresses around it send together (IPv4 /24, IPv6 /56). */
enum { AROUND_TIMES = 8 };

static struct str payer(struct conn *conn, enum payer kind, const void *bytes, size_t n)
{
    char *text = arena_array(&conn->arena, char, n + 1);
    text[0] = (char)kind;
    if (n > 0)
        memcpy(text + 1, bytes, n);
    return (struct str){text, n + 1};
}

static size_t charge_address(struct conn *conn, struct limit_ask asks[CONN_CHARGES])
{
    int64_t most = conn->worker->server->options.limit[COST_ARRIVAL];
    unsigned char bytes[CONN_SENDER_BYTES];
    size_t n = conn_sender(conn, bytes);
    asks[0] = (struct limit_ask){payer(conn, PAYER_ADDRESS, bytes, n), COST_ARRIVAL, most};
    if (n == 0)
        return 1;
    struct str around = payer(conn, PAYER_AROUND, bytes, n - 1);
    asks[1] = (struct limit_ask){around, COST_ARRIVAL, most * AROUND_TIMES};
    return 2;
}

/* To whom a request is charged: whoever is known, by herself, so that people behind one address do
 * not hinder each other; whoever comes, and whoever sends a form unknown, by her address. */
static size_t charges_of(struct conn *conn, enum http_cost cost,
                         struct limit_ask asks[CONN_CHARGES])
{
    const struct identity *who = &conn->req.who;
    const struct http_options *options = &conn->worker->server->options;
    bool is_arrival = cost == COST_ARRIVAL;
    bool is_person = who->person != 0 && !is_arrival;
    bool is_bearer = who->token != 0 && !(is_arrival && who->is_session);
    if (is_person || is_bearer) {
        int64_t id = is_person ? who->person : who->token;
        struct str sender = payer(conn, is_person ? PAYER_PERSON : PAYER_TOKEN, &id, sizeof id);
        int64_t most = is_arrival ? options->limit_bearer : options->limit[cost];
        asks[0] = (struct limit_ask){sender, cost, most};
        return 1;
    }
    bool is_form_of_a_stranger = cost == COST_ACT && conn->face == FACE_PAGE;
    return is_arrival || is_form_of_a_stranger ? charge_address(conn, asks) : 0;
}

/* Whether it is over a limit: then it is charged nothing. */
static bool charge(struct conn *conn, const struct limit_ask *asks, size_t n)
{
    struct limit *limit = conn->worker->server->limit;
    for (size_t i = 0; i < n; i++) {
        struct limit_answer answer = limit_take(limit, &asks[i], conn->req.now_ms);
        if (i == 0 || answer.is_over) {
            conn->limit = answer.limit;
            conn->limit_remaining = answer.remaining;
            conn->limit_reset_ms = answer.reset_ms;
        }
        if (answer.is_over) {
            conn_give_back(conn);
            return true;
        }
        conn->charged[conn->n_charged++] = asks[i];
    }
    return false;
}

/* Over the limit an app has to wait. A form costs some work or some waiting: nobody is refused
 * because others share her address. */
static enum err ask_price(struct conn *conn)
{
    struct req *req = &conn->req;
    http_handler *ask = conn->worker->app->ask_price;
    if (conn->face != FACE_PAGE || req->method == HTTP_GET || ask == NULL)
        return ERR_TOO_MANY;
    enum price_state state =
        price_take(conn->worker->server->price, &conn->arena, req_param(req, "price"),
                   req_param(req, "number"), req->now_ms, &conn->price_receipt);
    req->is_unpaid = state == PRICE_WAITED;
    return state == PRICE_WAITED || state == PRICE_SOLVED ? OK : ask(req);
}

static enum err pay(struct conn *conn)
{
    struct limit_ask asks[CONN_CHARGES];
    enum http_cost cost = conn->req.route->cost;
    if (conn->worker->server->limit == NULL || cost == COST_FREE)
        return OK;
    size_t n = charges_of(conn, cost, asks);
    return charge(conn, asks, n) ? ask_price(conn) : OK;
}

/* --- the way through -------------------------------------------------------------------- */

static bool takes_gzip(struct str accept)
{
    struct str rest = accept;
    while (rest.p != NULL) {
        struct str parameters = str_cut(&rest, ',');
        struct str name = str_trim(str_cut(&parameters, ';'));
        if (!str_eq_nocase(name, STR("gzip")))
            continue;
        struct str q = str_trim(parameters);
        return !(str_eq(q, STR("q=0")) || str_starts(q, STR("q=0.0")));
    }
    return false;
}

static void prepare(struct conn *conn)
{
    struct req *req = &conn->req;
    const struct http_app *app = conn->worker->app;
    conn->state = CONN_RUNNING;
    conn->face = router_face_of(req->path);
    conn->takes_gzip = takes_gzip(conn->in.accept_encoding);
    req->now_ms = clock_now_ms(&clock_system);
    if (app->generation != NULL)
        conn->generation = atomic_load_explicit(app->generation, memory_order_acquire);
}

/* Each step may have answered. */
static enum err run(struct conn *conn)
{
    static enum err (*const steps[])(struct conn *) = {find_route, read_params, check_sender, pay};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        TRY(steps[i](conn));
        if (conn->state != CONN_RUNNING)
            return OK;
    }
    return conn->req.route->handler(&conn->req);
}

void dispatch_request(struct conn *conn)
{
    prepare(conn);
    bool may_be_kept = conn->req.method == HTTP_GET && conn->is_method_known &&
                       !conn_has_credentials(conn) && conn->body_seen == 0;
    if (may_be_kept && response_from_cache(conn))
        return;
    finish(conn, run(conn));
}

void dispatch_resumed(struct conn *conn)
{
    conn->state = CONN_RUNNING;
    finish(conn, conn->after(&conn->req));
}
