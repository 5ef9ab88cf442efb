/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One open batch over the campaign of campaign_fixture.h, for tests of what only the writer calls:
 * registry, recent and ledger are the test's own, and nothing is done that the test does not do.
 *
 * The fixture's acts come first; after in_batch_begin its writer is not to be used until
 * in_batch_end (and fixture_reopen, when the batch made numbers). */
#pragma once

#include "campaign_fixture.h"
#include "domain/batch.h"

struct in_batch {
    struct fixture f;
    struct arena arena;
    struct registry registry;
    struct recent recent;
    struct id_source ids;
    struct batch batch;
    int64_t n_ids; /* given by in_batch_id */
};

/* For cmocka: *state is a struct in_batch over a database in memory; no batch is open. */
int in_batch_set_up(void **state);
int in_batch_tear_down(void **state);
#define IN_BATCH(t) cmocka_unit_test_setup_teardown(t, in_batch_set_up, in_batch_tear_down)

/* A new transaction a second later, with an empty ledger; the registry is loaded anew, and what is
 * remembered of people and posts stays. */
struct batch *in_batch_begin(struct in_batch *b);
void in_batch_end(struct in_batch *b);

/* An id of that hour since the call, never the same; in any order. */
int64_t in_batch_id(struct in_batch *b, int64_t hour);
/* The cell of acts under #MeToo (or of a bare one: no member), in English, from nowhere. */
struct cell *in_batch_cell(struct in_batch *b, bool is_member);
