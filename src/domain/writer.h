/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer: one thread that applies all waiting acts in one transaction (group commit), and
 * only then answers them. Nothing else writes.
 *
 * It also releases figures, publishes events for streams, and does the long work (answers of a
 * withdrawn voice) in small steps between batches. */
#pragma once

#include "base/clock.h"
#include "db/drain.h"
#include "domain/act.h"
#include "domain/board.h"
#include "domain/revision.h"

struct writer;
struct event_list;

struct writer_options {
    struct db *db;       /* the one connection that writes; migrated */
    struct drain *drain; /* moves its log; or NULL: a commit does now and then */
    const struct clock *clock;
    const struct secret *key;     /* the server's */
    struct board *board;          /* figures in memory; loaded by writer_open */
    _Atomic uint64_t *generation; /* raised when kept pages are out of date */
    struct revisions *revisions;  /* raised when kept copies of rows are; or NULL */
    int64_t release_step;
    int64_t page_fresh_ms;
    int64_t session_ms; /* how long a log-in of the pages lasts; 0: for ever */
    int64_t queue_max;
    int64_t batch_max;
    /* Hooks, all optional, on the writer's thread. */
    void *context;
    void (*batch_begin)(void *context); /* before the acts of a batch are answered */
    void (*batch_end)(void *context);   /* after */
    bool (*wants_events)(void *context);
    void (*publish)(void *context, const struct event_list *events); /* to be kept by reference */
};

/* Loads what the writer keeps in memory. The thread is not started yet. */
NODISCARD enum err writer_open(struct writer **out, const struct writer_options *options);
NODISCARD enum err writer_start(struct writer *writer);
/* Applies what was accepted, answers it, ends the thread, frees. */
void writer_close(struct writer *writer);

/* Hands an act to the writer's thread. ERR_BUSY when the queue is full (nothing was done,
 * `done` will not be called). From any thread. */
NODISCARD enum err act_submit(struct writer *writer, struct act *act);
/* Applies acts on the calling thread, as one batch: for commands and tests, when the thread was not
 * started. The outcome of each stands in its `err`. Finishes all sweeps too. */
void acts_apply_now(struct writer *writer, struct act *acts, size_t n);
/* The same with one, whose outcome it returns. */
NODISCARD enum err act_apply_now(struct writer *writer, struct act *act);
