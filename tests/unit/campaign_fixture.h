/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A server without faces, for tests of domain/: database, board, writer, a clock that is turned by
 * hand, one campaign "metoo" (#MeToo en, #YoTambién es) called at FIXTURE_CALLED_MS. */
#pragma once

#include <semaphore.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "db/engine.h"
#include "domain/event.h"
#include "domain/tie.h"
#include "domain/timeline.h"
#include "domain/writer.h"
#include "scratch.h"

enum { HOUR_MS = 3600 * 1000, FIXTURE_TEXT_MAX = 20000 };
/* 2017-10-15T20:21:00Z */
#define FIXTURE_CALLED_MS INT64_C(1508098860000)

struct fixture {
    struct db *db;     /* the writer's connection */
    struct db *reader; /* of a file: one of its own; in memory: the same */
    struct board *board;
    struct writer *writer;
    struct secret *key;
    struct clock clock;
    _Atomic uint64_t generation;
    struct revisions revisions;
    _Atomic int64_t now_ms; /* turned by the test, read by the writer's thread too */
    struct arena arena;
    struct campaign_id campaign;
    struct person_id account;      /* the campaign's */
    struct writer_options options; /* may be changed before fixture_reopen */
    int64_t floor;                 /* of the board; the same */
    sem_t gate, answered;
    bool is_started;
};

/* In memory when `name` is NULL, otherwise a file in the scratch folder. Exact figures (floor 1)
 * that are released at once; the thread is not started. */
void fixture_open(struct fixture *f, const char *name);
void fixture_close(struct fixture *f);
/* As another process: connections, board and writer of its own on the other's file and key. */
void fixture_open_beside(struct fixture *f, const struct fixture *other, const char *name);
void fixture_close_beside(struct fixture *f);
/* Closes writer and board, and opens them again on the same database. */
void fixture_reopen(struct fixture *f);
/* The two halves of it. */
void fixture_close_writer(struct fixture *f);
void fixture_open_writer(struct fixture *f);
void fixture_start(struct fixture *f);

/* For cmocka's setup and teardown: *state is a struct fixture in memory, or in a new file: needed
 * by tests that look into the database while the thread runs. */
int fixture_set_up(void **state);
int fixture_set_up_file(void **state);
int fixture_tear_down(void **state);
#define IN_MEMORY(t) cmocka_unit_test_setup_teardown(t, fixture_set_up, fixture_tear_down)
#define IN_FILE(t)   cmocka_unit_test_setup_teardown(t, fixture_set_up_file, fixture_tear_down)

/* A zeroed act in the fixture's arena. */
struct act *fixture_act(struct fixture *f, enum act_kind kind, struct person_id person);
/* Prepares and applies it; the outcome of the first that refuses. */
enum err fixture_apply(struct fixture *f, struct act *act);
/* With the thread started: all acts in one batch; returns when all are answered. */
void fixture_apply_batch(struct fixture *f, struct act **acts, size_t n);
/* With the thread started: returns when no sweep is left. */
void fixture_settle(struct fixture *f);

/* Acts that must succeed. */
struct person_id fixture_arrive(struct fixture *f, const char *username);
struct campaign_id fixture_campaign(struct fixture *f, const char *slug, const char *hashtag);
void fixture_hashtag(struct fixture *f, struct campaign_id campaign, const char *name,
                     const char *language);
struct post_id fixture_say(struct fixture *f, struct person_id person, const char *text);
struct post_id fixture_comment(struct fixture *f, struct person_id person, struct post_id parent,
                               const char *text);
int64_t fixture_share(struct fixture *f, struct person_id person, struct post_id post);

/* A reader of the pages here, with the key of the fixture that was opened last. */
struct reader on_pages(struct person_id person);

/* Acts whose outcome is returned. */
enum err fixture_react(struct fixture *f, struct person_id person, struct post_id post,
                       enum reaction reaction);
enum err fixture_unreact(struct fixture *f, struct person_id person, struct post_id post);
enum err fixture_withdraw(struct fixture *f, struct person_id person, struct post_id post);
enum err fixture_leave(struct fixture *f, struct person_id person);
enum err fixture_tie(struct fixture *f, struct person_id person, enum tie_kind kind,
                     int64_t target);
enum err fixture_untie(struct fixture *f, struct person_id person, enum tie_kind kind,
                       int64_t target);

/* A recount finds no difference (prints those that it finds), fixture_assert_veil holds. */
void fixture_assert_recount(struct fixture *f);
/* Behind the veil there are as many rows as the anonymous posts themselves tell. */
void fixture_assert_veil(struct fixture *f);
struct figures fixture_figures(struct fixture *f, struct campaign_id campaign);
/* people, posts, comments, reactions, shares of one window. */
void fixture_assert_window(struct fixture *f, enum figure_window window, const int64_t wanted[5]);
/* What the viewer (perhaps none) sees. */
enum err fixture_post(struct fixture *f, struct person_id viewer, struct post_id id,
                      struct post *out);

/* Statements of the test's own. */
void fixture_script(struct fixture *f, const char *sql);
int64_t fixture_number(struct fixture *f, const char *sql);
