/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The types that http/ shares with its users: a request, a route, an answer.
 *
 * http/ is a web server that knows nothing of Chorus. Whoever uses it gives it tables of
 * routes; each handler reads its declared inputs, asks once, answers once. The library beneath
 * (libmicrohttpd) is known to this folder only. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "crypto/secret.h"

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_METHODS };

/* Who sends the request, as found by the application's `identify` hook. Plain numbers here: http/
 * gives them no meaning. */
struct identity {
    int64_t person; /* 0: nobody known */
    int64_t token;  /* 0: no token or session */
    int64_t client; /* the application behind the token, 0: none (a web session) */
    uint64_t scopes;
    bool is_session; /* by cookie: forms need a CSRF token */
};

/* What a route asks of the sender. */
enum http_login {
    LOGIN_NONE,     /* the sender is not even looked at: answers may be cached for all */
    LOGIN_OPTIONAL, /* a valid token or session is used, an invalid token refused */
    LOGIN_TOKEN,    /* a token (perhaps of an application alone) */
    LOGIN_PERSON,   /* a person */
};

/* Which counter pays for the request (http/limit.h). */
enum http_cost { COST_READ, COST_ACT, COST_ARRIVAL, COST_FREE, HTTP_COSTS };

/* What goes with every answer of a route. */
enum http_face {
    FACE_PAGE, /* HTML: CSP and the headers that protect a reader, CSRF checked for changes */
    FACE_API,  /* JSON: CORS open, errors as {"error": …}, rate headers */
    FACE_FILE, /* embedded assets: immutable */
};

struct req;

/* Answers by calling one of the reply_ functions (response.h) or stream_ functions, or by handing
 * the request over with req_wait (request.h). Any other value than OK makes the router answer
 * the error in the face's form. */
typedef enum err http_handler(struct req *req);

struct http_route {
    enum http_method method;
    enum http_face face;
    const char *path; /* "/api/v1/statuses/:id/context"; ":name" is one segment */
    http_handler *handler;
    enum http_login login;
    uint64_t scope; /* any one of these bits; 0: none needed */
    enum http_cost cost;
    bool is_cacheable; /* an answer to an unknown sender may be kept for others (cache.h) */
    const struct input_table *inputs; /* NULL: reads none; for documentation and fuzzing */
    const char *handler_name;
    const char *scope_name;
};

struct http_routes {
    const struct http_route *rows;
    size_t n;
};

/* What a form costs that is over the limit (http/price.h). */
struct http_price {
    struct str token;      /* to be sent back with the form as "price" */
    struct str salt, hash; /* somewhere in 0..most is the number that SHA-256(salt ":" number) … */
    int64_t most;          /* … is hash (hexadecimal) of: to be sent back as "number"; … */
    int64_t wait_ms;       /* … or the form alone, after as long */
    bool is_again;         /* it was shown before; the wait began then */
};

/* What the application gives to the server. All hooks run on the worker's thread. */
struct http_app {
    const struct http_routes *tables; /* searched as one; a path may stand once per method */
    size_t n_tables;
    const struct secret *key; /* for form tokens */
    /* Finds out who sends the request, from req_bearer and req_cookie. ERR_UNAUTHORISED when a
     * token was given and does not hold. */
    enum err (*identify)(struct req *req);
    /* Renders an error as a page; the status is set already. */
    void (*error_page)(struct req *req, enum err err, struct str message);
    /* Answers a GET for a page that only a person gets, when nobody is known. NULL: an error. */
    http_handler *ask_login;
    /* Answers a form whose sender is over her limit with its price (req_price) and everything that
     * was in it. NULL: an error. */
    http_handler *ask_price;
    /* What may stand before the path of a page and says how it is shown, not which it is ("/n"):
     * req->path comes without it. */
    const struct str *prefixes;
    size_t n_prefixes;
    /* One per worker: opened before the first request, closed after the last. */
    enum err (*worker_open)(void *context, void **worker);
    void (*worker_close)(void *worker);
    /* After each turn of the worker's loop, before it waits for more; may be NULL. */
    void (*worker_rest)(void *worker);
    /* What the router puts at req->worker. */
    void *context;
    /* Rises whenever kept answers may be out of date (atomic, relaxed reads). */
    const _Atomic uint64_t *generation;
    struct str host; /* authority of the public address: forms come from there, … */
    struct str public_url;
    struct str onion_host; /* … from here, and from whatever name a request was sent to */
    struct str onion_url;  /* announced with pages, when the public address is https */
};
