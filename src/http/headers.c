/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which headers an answer carries: tables by face, and the few that depend on the answer.
 *
 * Nothing here is decided by a handler except through reply_header. */
#include "http/headers.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"

struct fixed {
    const char *name;
    const char *value;
};

#define CSP_BEGIN                                                                                  \
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "              \
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; "                 \
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

static const struct fixed page_headers[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Robots-Tag", "noindex, noarchive"},
    {"Permissions-Policy",
     "accelerometer=(), autoplay=(), browsing-topics=(), "
     "camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), "
     "gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), keyboard-map=(), "
     "local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), "
     "picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), "
     "screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), "
     "window-management=(), xr-spatial-tracking=()"},
};

static const struct fixed api_headers[] = {
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Expose-Headers", "Link, X-RateLimit-Limit, X-RateLimit-Remaining, "
                                      "X-RateLimit-Reset, X-Request-Id"},
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Robots-Tag", "noindex, noarchive"},
};

static const struct fixed preflight_headers[] = {
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS"},
    {"Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key"},
    {"Access-Control-Max-Age", "86400"},
};

static const char hsts[] = "max-age=63072000";

static bool is_overruled(const struct conn *conn, const char *name)
{
    for (const struct conn_header *h = conn->headers; h != NULL; h = h->next) {
        if (strcasecmp(h->name, name) == 0)
            return true;
    }
    return false;
}

static void add(const struct conn *conn, struct MHD_Response *response, const char *name,
                const char *value)
{
    if (!is_overruled(conn, name))
        (void)MHD_add_response_header(response, name, value);
}

static void add_fixed(const struct conn *conn, struct MHD_Response *response,
                      const struct fixed *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(conn, response, rows[i].name, rows[i].value);
}

static void add_csp(const struct conn *conn, struct MHD_Response *response)
{
    const char *csp = CSP_BEGIN;
    if (conn->form_action.n > 0)
        csp = arena_printf(conn->req.arena, CSP_BEGIN " %.*s", STRF(conn->form_action)).p;
    add(conn, response, "Content-Security-Policy", csp);
}

static const char *cache_control(const struct conn *conn, const struct answer *answer)
{
    if (answer->is_eternal)
        return "public, max-age=31536000, immutable";
    if (answer->is_kept)
        return "no-cache";
    bool is_known = conn->req.who.token != 0 || conn->req.who.person != 0;
    return conn->face == FACE_API && is_known ? "private, no-store" : "no-store";
}

static void add_limit(const struct conn *conn, struct MHD_Response *response)
{
    char number[32];
    (void)snprintf(number, sizeof number, "%" PRId64, conn->limit);
    add(conn, response, "X-RateLimit-Limit", number);
    (void)snprintf(number, sizeof number, "%" PRId64, conn->limit_remaining);
    add(conn, response, "X-RateLimit-Remaining", number);
    add(conn, response, "X-RateLimit-Reset",
        arena_z(conn->req.arena, time_iso(conn->req.arena, conn->limit_reset_ms)));
}

static void add_content(const struct conn *conn, struct MHD_Response *response,
                        const struct answer *answer)
{
    if (answer->type != NULL)
        add(conn, response, "Content-Type", answer->type);
    if (answer->is_gzip)
        add(conn, response, "Content-Encoding", "gzip");
    if (answer->etag.n > 0)
        add(conn, response, "ETag", arena_z(conn->req.arena, answer->etag));
    add(conn, response, "Cache-Control", cache_control(conn, answer));
    if (answer->is_kept || answer->is_eternal || conn->face == FACE_PAGE)
        add(conn, response, "Vary",
            conn->face == FACE_PAGE ? "Accept-Encoding, Accept-Language" : "Accept-Encoding");
}

/* Where Tor Browser finds the same page. It takes it from https only. */
static void add_onion(const struct conn *conn, struct MHD_Response *response)
{
    struct str onion = conn->worker->app->onion_url;
    if (onion.n > 0 && conn->worker->server->is_https)
        add(conn, response, "Onion-Location",
            arena_printf(conn->req.arena, "%.*s%.*s", STRF(onion), STRF(conn->target)).p);
}

void headers_add(const struct conn *conn, struct MHD_Response *response,
                 const struct answer *answer)
{
    add_content(conn, response, answer);
    if (conn->face == FACE_API) {
        add_fixed(conn, response, api_headers, sizeof api_headers / sizeof api_headers[0]);
        if (conn->limit > 0)
            add_limit(conn, response);
    } else {
        add_csp(conn, response);
        if (conn->face == FACE_PAGE && answer->status == 200)
            add_onion(conn, response);
        add_fixed(conn, response, page_headers, sizeof page_headers / sizeof page_headers[0]);
    }
    if (conn->worker->server->is_https)
        add(conn, response, "Strict-Transport-Security", hsts);
    for (const struct conn_header *h = conn->headers; h != NULL; h = h->next)
        (void)MHD_add_response_header(response, h->name, h->value);
    if (conn->worker->stop_at_ms != 0)
        (void)MHD_add_response_header(response, "Connection", "close");
}

void headers_put_stream(const struct conn *conn, struct buf *buf)
{
    for (size_t i = 0; i < sizeof api_headers / sizeof api_headers[0]; i++)
        buf_printf(buf, "%s: %s\r\n", api_headers[i].name, api_headers[i].value);
    if (conn->worker->server->is_https)
        buf_printf(buf, "Strict-Transport-Security: %s\r\n", hsts);
}

void headers_add_preflight(struct MHD_Response *response)
{
    for (size_t i = 0; i < sizeof preflight_headers / sizeof preflight_headers[0]; i++)
        (void)MHD_add_response_header(response, preflight_headers[i].name,
                                      preflight_headers[i].value);
}
