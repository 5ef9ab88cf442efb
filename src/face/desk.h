/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What pages and API share: the worker's own connection, who is asking, handing in an act.
 *
 * web/ and api/ never include each other; what both need of the joint between http/ and domain/
 * stands here, and nothing else does. */
#pragma once

#include "db/db.h"
#include "domain/act.h"
#include "domain/board.h"
#include "domain/language.h"
#include "domain/token.h"
#include "domain/writer.h"
#include "face/known.h"
#include "http/request.h"
#include "http/response.h"
#include "http/stream.h"
#include "os/config.h"

/* Shared by all workers; filled by command/serve.c, steady while the server runs. */
struct house {
    const struct config *config;
    const struct secret *key;
    struct writer *writer;
    struct board *board;
    const struct revisions *revisions;
    struct known *known;
    struct str public_url; /* "https://metoo.example", no slash at the end */
    struct str host;       /* "metoo.example" */
    const char *database_path;
    struct http_server **server;
};

/* What the open streams of one worker share while one event list is handed out: an update is read
 * and rendered once and sent to many (api/relay.c, which also sets it up). Zeroed by desk_open. */
struct desk_relay {
    uint64_t list;        /* event_number of the list that `view` was made of; 0: none */
    void *view;           /* the face's own, in `arena` */
    struct arena arena;   /* reset with each list */
    struct arena scratch; /* reset for each watcher */
};

/* One per worker thread. */
struct desk {
    struct house *house;
    struct db *db;        /* reads only; ask desk_read */
    struct arena scratch; /* one thing at a time: mapped at first use, given back by desk_close */
    struct desk_relay relay;
    struct formats formats; /* of numbers and dates */
};

/* The http_app hooks: context is the house. */
enum err desk_open(void *house, void **worker);
void desk_close(void *worker);
void desk_rest(void *worker);
/* From the bearer token (API) or the cookie (pages), also access_token for streams. */
enum err desk_identify(struct req *req);

/* The token that was sent, an app's or a session's; empty for none. */
struct str desk_login(const struct req *req);
/* The session's cookie: a token, perhaps with what only web/ reads behind a dot. Absent: none. */
struct str desk_cookie(const struct req *req);

static inline struct desk *desk_of(const struct req *req)
{
    return req->worker;
}
/* The worker's connection, seeing all that was committed and answered so far. */
struct db *desk_read(struct desk *desk);
static inline struct db *desk_db(const struct req *req)
{
    return desk_read(desk_of(req));
}
static inline struct person_id desk_viewer(const struct req *req)
{
    return (struct person_id){req->who.person};
}
/* Pages are one audience, everything else is read by apps. */
static inline enum audience desk_audience(const struct req *req)
{
    bool is_page = req->route != NULL && req->route->face == FACE_PAGE;
    return is_page ? AUDIENCE_PAGES : AUDIENCE_APPS;
}
/* Whoever asks, as a reader of posts. */
static inline struct reader desk_reader(const struct req *req)
{
    return (struct reader){desk_viewer(req), desk_audience(req), desk_of(req)->house->key};
}

/* The post whose number is the first value of the path, as whoever asks may see it; ERR_NOT_FOUND.
 * desk_own_post: only for its author. */
NODISCARD enum err desk_post(struct req *req, struct post *out);
NODISCARD enum err desk_own_post(struct req *req, struct post *out);

/* A zeroed act in the request's arena, by the viewer, with the Idempotency-Key of the header. */
struct act *desk_act(struct req *req, enum act_kind kind);
/* Prepares and submits the act and hands the request over; after the commit `next` runs with the
 * act at desk_done. An act that was refused makes the router answer its error instead of running
 * `next`. To be returned by the handler. */
NODISCARD enum err desk_submit(struct req *req, struct act *act, http_handler *next);
/* The same, but `next` runs also for a refused act and looks at act->err itself. */
NODISCARD enum err desk_submit_any(struct req *req, struct act *act, http_handler *next);
/* The act that was handed in by this request. */
struct act *desk_done(struct req *req);
