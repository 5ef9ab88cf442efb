/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk at which pages and API hand in acts and find out who is asking.
 *
 * An act lives in its request's arena and is the writer's until `done`; meanwhile the request is
 * suspended. Nothing here looks into words, and nothing is kept between requests. */
#include "face/desk.h"

/* The session's cookie; http/response.h sets it. */
#define COOKIE_NAME "__Host-s"

/* A worker's database pages are a quarter of the writer's (config.def). */
enum { READER_SHARE = 4 };

/* --- one per worker --- */

/* The desk and the memory in which it lies itself. */
struct desk_place {
    struct desk desk; /* first: a worker is a struct desk */
    struct arena own;
};

enum err desk_open(void *house, void **worker)
{
    struct house *of = house;
    int cache_mib = (int)(of->config->database_cache_mib / READER_SHARE);
    struct arena own;
    TRY(arena_init(&own, sizeof(struct desk_place) + alignof(struct desk_place)));
    struct desk_place *place = arena_new(&own, struct desk_place);
    place->own = own;
    place->desk.house = of;
    enum err err =
        db_open(&place->desk.db, of->database_path, DB_READER, cache_mib ? cache_mib : 1);
    if (err != OK) {
        desk_close(place);
        return err;
    }
    *worker = &place->desk;
    return OK;
}

void desk_close(void *worker)
{
    struct desk_place *place = worker;
    struct arena own = place->own;
    db_close(place->desk.db);
    formats_close(&place->desk.formats);
    arena_done(&place->desk.scratch);
    arena_done(&place->desk.relay.arena);
    arena_done(&place->desk.relay.scratch);
    arena_done(&own);
}

void desk_rest(void *worker)
{
    struct desk *desk = worker;
    db_let_go(desk->db);
}

/* One snapshot serves all requests between two commits. */
struct db *desk_read(struct desk *desk)
{
    const struct revisions *revisions = desk->house->revisions;
    if (revisions == NULL || db_hold(desk->db, revision_now(revisions)) != OK)
        db_let_go(desk->db);
    return desk->db;
}

/* --- who is asking --- */

/* Browsers cannot set headers on streams: there the token comes in the address or as the
 * WebSocket's protocol. Nowhere else, so that it stays out of addresses. */
static struct str api_token(const struct req *req)
{
    struct str text = req_bearer(req);
    if (text.p || !str_starts(req->path, STR("/api/v1/streaming")))
        return text;
    text = req_param(req, "access_token");
    return text.n ? text : str_trim(req_header(req, "Sec-WebSocket-Protocol"));
}

static enum err identify(struct req *req, struct str text, bool is_session)
{
    struct token token;
    struct desk *desk = desk_of(req);
    TRY(known_token(desk, req->arena, text, &token));
    req->who = (struct identity){
        .person = token.person.v,
        .token = token.id.v,
        .client = token.client.v,
        .scopes = token.scopes,
        .is_session = is_session,
    };
    return OK;
}

struct str desk_cookie(const struct req *req)
{
    return req_cookie(req, COOKIE_NAME);
}

struct str desk_login(const struct req *req)
{
    struct str rest = desk_cookie(req);
    return req->route->face == FACE_API ? api_token(req) : str_cut(&rest, '.');
}

enum err desk_identify(struct req *req)
{
    req->who = (struct identity){.person = 0};
    if (req->route->face == FACE_API) {
        struct str text = desk_login(req);
        return text.n ? identify(req, text, false) : OK;
    }
    struct str text = desk_login(req);
    if (!text.n)
        return OK;
    enum err err = identify(req, text, true);
    /* a session that was ended elsewhere: then nobody is known */
    return err == ERR_UNAUTHORISED ? OK : err;
}

/* --- the post of a path --- */

enum err desk_post(struct req *req, struct post *out)
{
    struct post_id id;
    TRY(req_path_id(req, 0, &id.v));
    return post_get(desk_db(req), req->arena, desk_reader(req), id, out);
}

enum err desk_own_post(struct req *req, struct post *out)
{
    TRY(desk_post(req, out));
    return out->is_mine ? OK : ERR_NOT_FOUND;
}

/* --- handing in an act --- */

/* Kept at req->state from desk_submit on. */
struct handed {
    struct act *act;
    http_handler *next;
    bool is_any;
};

struct act *desk_act(struct req *req, enum act_kind kind)
{
    struct act *act = arena_new(req->arena, struct act);
    act->kind = kind;
    act->person = desk_viewer(req);
    act->audience = desk_audience(req);
    act->idempotency = req_header(req, "Idempotency-Key");
    return act;
}

/* On the writer's thread. The request may be answered before this returns. */
static void wake(struct act *act)
{
    req_resume(act->context);
}

static enum err after_commit(struct req *req)
{
    const struct handed *handed = req->state;
    if (handed->act->err != OK && !handed->is_any)
        return handed->act->err;
    return handed->next(req);
}

static enum err prepare(struct req *req, struct act *act)
{
    const struct house *house = desk_of(req)->house;
    const char *why = NULL;
    enum err err = act_prepare(act, req->arena, house->key, house->config->text_max, &why);
    return err != OK && why ? req_refuse(req, err, why) : err;
}

static enum err submit(struct req *req, struct act *act)
{
    act->done = wake;
    act->context = req;
    TRY(act_submit(desk_of(req)->house->writer, act));
    return req_wait(req, after_commit);
}

static void hold(struct req *req, struct act *act, http_handler *next, bool is_any)
{
    struct handed *handed = arena_new(req->arena, struct handed);
    *handed = (struct handed){act, next, is_any};
    req->state = handed;
}

enum err desk_submit(struct req *req, struct act *act, http_handler *next)
{
    hold(req, act, next, false);
    TRY(prepare(req, act));
    return submit(req, act);
}

enum err desk_submit_any(struct req *req, struct act *act, http_handler *next)
{
    hold(req, act, next, true);
    act->err = prepare(req, act);
    return act->err == OK ? submit(req, act) : next(req);
}

struct act *desk_done(struct req *req)
{
    const struct handed *handed = req->state;
    return handed->act;
}
