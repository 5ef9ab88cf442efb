/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One request on its way through the server. Private to http/.
 *
 * A struct conn lives from the request's first line until its answer is sent, then goes back to
 * the worker's list with its arena and body buffer. The library's callbacks are in conn.c; what
 * they call in turn is dispatch.c. */
#pragma once

#include "http/limit.h"
#include "http/request.h"
#include "http/worker.h"

struct MHD_Connection;
struct MHD_Response;

/* A request is charged to its sender, and an address to its neighbourhood as well. */
enum { CONN_CHARGES = 2, CONN_SENDER_BYTES = 8 };

enum conn_state {
    CONN_HEAD,     /* the first line has come */
    CONN_BODY,     /* the header has come, perhaps more is coming */
    CONN_RUNNING,  /* a handler runs */
    CONN_WAITING,  /* handed over by req_wait, suspended */
    CONN_ANSWERED, /* the answer is queued */
    CONN_TAKEN,    /* the socket went to a stream */
};

/* Request headers that http/ itself reads; absent when not sent. They point into the library's
 * memory and live as long as the request. User-Agent, Referer and the X-Forwarded family are
 * never read. */
struct conn_headers {
    struct str authorization;
    struct str cookie;
    struct str accept_language;
    struct str accept_encoding;
    struct str if_none_match;
    struct str content_type;
    struct str host;
    struct str origin;
    struct str sec_fetch_site;
    unsigned n_lengths, n_codings, n_hosts;
    bool is_odd; /* it has a name or value that another server may read otherwise */
};

/* A header of the answer to come. */
struct conn_header {
    const char *name;
    const char *value;
    struct conn_header *next;
};

struct conn {
    struct req req; /* first: a struct req of this server is a struct conn */
    struct arena arena;
    struct buf body;
    struct buf answer; /* what is being sent; its memory is kept for the next answer */
    struct worker *worker;
    struct conn *next; /* in the idle list or in the mailbox */

    struct MHD_Connection *mhd;
    enum conn_state state;
    http_handler *after; /* what runs when a waiting request is resumed */
    struct str target;   /* as in the first line, with query */
    struct str query;    /* without "?", absent when there is none */
    bool is_head;
    bool is_method_known;
    bool is_options;
    bool is_body_too_large;
    bool takes_gzip;
    enum http_face face;
    size_t body_seen; /* bytes, kept or not */
    struct conn_headers in;
    uint64_t generation; /* of the application, before anything was read */

    /* The answer to come. */
    struct conn_header *headers;
    struct conn_header **headers_end;
    struct str form_action; /* added to the CSP's form-action */
    bool is_no_store;
    int forced_status;        /* errors: whatever the error page says */
    const char *refusal_code; /* "ERR_BLANK", …; NULL: ERR_INVALID */

    /* What limit.c said; limit 0: nothing to say. */
    int64_t limit;
    int64_t limit_remaining;
    int64_t limit_reset_ms;
    /* What it was charged, should nothing come of it. */
    struct limit_ask charged[CONN_CHARGES];
    size_t n_charged;
    uint64_t price_receipt; /* of price_take; 0: none */
};

/* Starts the worker's daemon with the callbacks of this file. ERR_SYSTEM when it cannot. */
NODISCARD enum err conn_daemon_start(struct worker *worker, unsigned int connections_max);
/* Frees the requests kept for reuse. */
void conn_free_idle(struct worker *worker);
/* Continues a request that came back through the mailbox. */
void conn_resume(struct conn *conn);
/* Queues the answer; the caller keeps its reference. */
void conn_queue(struct conn *conn, int status, struct MHD_Response *response);
/* Answers from the worker's cache; false when nothing fits. */
bool response_from_cache(struct conn *conn);
/* What of the peer's address stands for a sender: IPv4 /32 (4 bytes) or IPv6 /64 (8 bytes); 0 bytes
 * when there is none. It goes no further than into a keyed hash. */
size_t conn_sender(const struct conn *conn, unsigned char bytes[CONN_SENDER_BYTES]);
/* Takes back what the request was charged: the same one comes once more. */
void conn_give_back(struct conn *conn);
/* A session cookie or Authorization was sent (whether it holds or not). */
bool conn_has_credentials(const struct conn *conn);
