/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The whole application on a server of its own, over the campaign of campaign_fixture.h, for tests
 * of face/, web/ and api/: a handler is asked as anybody may ask it, by its address.
 *
 * One request at a time; what the last one answered is kept. The clock of the writer stands at the
 * time when the site was opened. */
#pragma once

#include "campaign_fixture.h"
#include "domain/token.h"
#include "face/desk.h"
#include "http/server.h"
#include "wire.h"

struct json_object;

struct site {
    struct fixture f;
    struct config config;
    struct house house;
    struct known known;
    struct http_routes tables[2];
    struct http_app app;
    struct http_server *server;
    struct wire wire;
    struct json_object *json; /* of the last answer, when it is JSON */
};

/* Somebody with an app's token of all scopes, and with a session of the pages. */
struct guest {
    struct person_id id;
    struct str token;
    struct str cookie;
    struct token_id session;
};

int site_set_up(void **state);
int site_tear_down(void **state);
#define ON_SITE(t) cmocka_unit_test_setup_teardown(t, site_set_up, site_tear_down)

struct guest site_guest(struct site *s, const char *username);
/* A token for a person (or for an app alone) with these scopes. */
struct str site_token(struct site *s, struct person_id person, uint64_t scopes,
                      struct token_id *id);
/* In a transaction of its own, on the writer's thread; the act must succeed. */
int64_t site_act(struct site *s, struct act *act);
struct post_id site_say(struct site *s, const struct guest *who, const char *text);
struct post_id site_answer(struct site *s, const struct guest *who, struct post_id to,
                           const char *text);

/* The API. `who` may be NULL. `body` is a form ("a=b&c=d"). Returns the status. */
int site_get(struct site *s, const struct guest *who, const char *target);
int site_send(struct site *s, const struct guest *who, const char *method, const char *target,
              const char *body);
/* With a token that was given by hand. */
int site_get_with(struct site *s, struct str token, const char *target);
/* The pages. site_press adds form_token and, when `once` is not NULL, the form's key. */
int site_page(struct site *s, const struct guest *who, const char *target);
int site_press(struct site *s, const struct guest *who, const char *target, const char *once,
               const char *body);

/* Of the last answer. A path in JSON is "0.account.username"; absent when it leads nowhere, "null",
 * numbers and bools as they are written. */
struct str site_json(const struct site *s, const char *path);
/* Items of the list there ("": the whole), -1 when it is none. */
int site_count(const struct site *s, const char *path);
bool site_says(const struct site *s, const char *text);
#define assert_json(s, path, text) assert_str(site_json((s), (path)), text)
#define assert_json_id(s, path, id)                                                                \
    assert_true(                                                                                   \
        str_eq(site_json((s), (path)), arena_printf(&(s)->f.arena, "%lld", (long long)(id).v)))

/* printf for addresses; valid until the arena is reset. */
#define site_path(s, ...) arena_z(&(s)->f.arena, arena_printf(&(s)->f.arena, __VA_ARGS__))
