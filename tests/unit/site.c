/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The application behind site.h, put together as command/serve.c does it. */
#include "site.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "http/form_token.h"
#include "http/stream.h"
#include "tree.h"
#include "web/web.h"

static struct site site;

/* --- opening --- */

static void begin_batch(void *context)
{
    (void)context;
    req_resume_batch_begin();
}

static void end_batch(void *context)
{
    (void)context;
    req_resume_batch_end();
}

static bool wants_events(void *context)
{
    (void)context;
    return stream_count() > 0;
}

static void keep_events(const void *events)
{
    event_keep(events);
}

static void drop_events(const void *events)
{
    event_drop(events);
}

static void publish(void *context, const struct event_list *events)
{
    (void)context;
    struct http_event event = {events, keep_events, drop_events};
    http_publish(site.server, &event);
}

static void furnish(struct site *s, const char *path)
{
    struct fixture *f = &s->f;
    config_init(&s->config, &f->arena);
    s->house = (struct house){
        .revisions = &f->revisions,
        .known = &s->known,
        .config = &s->config,
        .key = f->key,
        .writer = f->writer,
        .board = f->board,
        .public_url = STR("http://chorus.test"),
        .host = STR("chorus.test"),
        .database_path = path,
        .server = &s->server,
    };
    s->tables[0] = web_routes;
    s->tables[1] = api_routes;
    s->app = (struct http_app){
        .tables = s->tables,
        .n_tables = COUNT(s->tables),
        .key = f->key,
        .identify = desk_identify,
        .error_page = web_error_page,
        .ask_login = web_ask_login,
        .prefixes = web_prefixes,
        .n_prefixes = web_prefixes_count,
        .worker_open = desk_open,
        .worker_close = desk_close,
        .worker_rest = desk_rest,
        .context = &s->house,
        .generation = &f->generation,
        .host = s->house.host,
        .public_url = s->house.public_url,
    };
}

int site_set_up(void **state)
{
    static int n;
    char name[32];
    snprintf(name, sizeof name, "site%d.db", ++n);
    struct fixture *f = &site.f;
    site.server = NULL;
    fixture_open(f, name);
    fixture_close_writer(f);
    f->now_ms = clock_now_ms(&clock_system);
    f->options.batch_begin = begin_batch;
    f->options.batch_end = end_batch;
    f->options.wants_events = wants_events;
    f->options.publish = publish;
    fixture_open_writer(f);
    assert_int_equal(known_open(&site.known), OK);
    furnish(&site, arena_z(&f->arena, str_of(scratch_path(name))));
    const struct http_options options = {
        .host = STR("127.0.0.1"),
        .workers = 1,
        .connections_max = 16,
        .body_max = 1024 * 1024,
        .cache_max = 4 * 1024 * 1024,
    };
    fixture_start(f);
    assert_int_equal(http_start(&site.server, &site.app, &options), OK);
    wire_open(&site.wire, http_port(site.server));
    *state = &site;
    return 0;
}

static void forget_answer(struct site *s)
{
    tree_free(s->json);
    s->json = NULL;
}

int site_tear_down(void **state)
{
    struct site *s = *state;
    forget_answer(s);
    wire_close(&s->wire);
    http_stop(s->server);
    known_close(&s->known);
    fixture_close(&s->f);
    return 0;
}

/* --- people --- */

int64_t site_act(struct site *s, struct act *act)
{
    fixture_apply_batch(&s->f, &act, 1);
    assert_int_equal(act->err, OK);
    return act->id;
}

struct str site_token(struct site *s, struct person_id person, uint64_t scopes, struct token_id *id)
{
    struct token_secret secret = token_secret_new();
    struct act *act = fixture_act(&s->f, ACT_TOKEN, person);
    act->token.scopes = scopes;
    act->token.secret = token_secret_hash(s->f.key, SECRET_TOKEN, &secret);
    int64_t made = site_act(s, act);
    if (id != NULL)
        id->v = made;
    return token_text(&s->f.arena, made, &secret);
}

struct guest site_guest(struct site *s, const char *username)
{
    const uint64_t all = (UINT64_C(1) << SCOPE_BITS) - 1;
    struct guest guest = {0};
    struct act *act = fixture_act(&s->f, ACT_ARRIVE, guest.id);
    act->arrival.is_wanted = true;
    act->arrival.username = str_of(username);
    guest.id.v = site_act(s, act);
    guest.token = site_token(s, guest.id, all, NULL);
    guest.cookie = site_token(s, guest.id, all, &guest.session);
    return guest;
}

struct post_id site_answer(struct site *s, const struct guest *who, struct post_id to,
                           const char *text)
{
    struct act *act = fixture_act(&s->f, ACT_POST, who->id);
    act->post.text = str_of(text);
    act->post.parent = to;
    return (struct post_id){site_act(s, act)};
}

struct post_id site_say(struct site *s, const struct guest *who, const char *text)
{
    return site_answer(s, who, (struct post_id){0}, text);
}

/* --- asking --- */

static int ask(struct site *s, const char *method, const char *target, struct str headers,
               const char *body)
{
    struct arena *arena = &s->f.arena;
    struct str head = arena_printf(
        arena,
        "%s %s HTTP/1.1\r\nHost: chorus.test\r\n%.*sContent-Length: %zu\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nAccept-Language: en\r\n\r\n%s",
        method, target, STRF(headers), strlen(body), body);
    forget_answer(s);
    wire_send(&s->wire, head);
    assert_true(wire_read(&s->wire));
    if (str_starts(wire_header(&s->wire, "Content-Type"), STR("application/json")))
        s->json = tree_read(arena_z(arena, s->wire.body));
    return s->wire.status;
}

int site_get_with(struct site *s, struct str token, const char *target)
{
    return ask(s, "GET", target,
               arena_printf(&s->f.arena, "Authorization: Bearer %.*s\r\n", STRF(token)), "");
}

int site_send(struct site *s, const struct guest *who, const char *method, const char *target,
              const char *body)
{
    struct str headers = STR("");
    if (who != NULL)
        headers = arena_printf(&s->f.arena, "Authorization: Bearer %.*s\r\n", STRF(who->token));
    return ask(s, method, target, headers, body);
}

int site_get(struct site *s, const struct guest *who, const char *target)
{
    return site_send(s, who, "GET", target, "");
}

static struct str cookie_of(struct site *s, const struct guest *who)
{
    if (who == NULL)
        return STR("");
    return arena_printf(&s->f.arena, "Cookie: __Host-s=%.*s\r\n", STRF(who->cookie));
}

int site_page(struct site *s, const struct guest *who, const char *target)
{
    return ask(s, "GET", target, cookie_of(s, who), "");
}

int site_press(struct site *s, const struct guest *who, const char *target, const char *once,
               const char *body)
{
    struct arena *arena = &s->f.arena;
    struct str token = form_token_make(arena, s->f.key, who != NULL ? who->session.v : 0,
                                       clock_now_ms(&clock_system));
    struct str form =
        arena_printf(arena, "form_token=%.*s%s%s%s%s", STRF(token), once != NULL ? "&once=" : "",
                     once != NULL ? once : "", *body ? "&" : "", body);
    return ask(s, "POST", target, cookie_of(s, who), arena_z(arena, form));
}

/* --- looking --- */

struct str site_json(const struct site *s, const char *path)
{
    return tree_at(s->json, path);
}

int site_count(const struct site *s, const char *path)
{
    return tree_count(s->json, path);
}

bool site_says(const struct site *s, const char *text)
{
    return str_search(s->wire.body, str_of(text)) < s->wire.body.n;
}
