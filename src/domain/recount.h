/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting everything again from the acts: the tally, the people, the answers of each post. */
#pragma once

#include "crypto/secret.h"
#include "db/db.h"

/* Called for every difference: which counter, and both values. */
typedef void recount_fn(void *context, const char *what, int64_t stored, int64_t counted);

struct recount {
    struct db *db;
    struct arena *arena;
    /* The server's, without which those who spoke anonymously cannot be counted: then people are
     * left out. Not NULL for a repair. */
    const struct secret *key;
    bool is_repair;         /* the counted values are written: needs a DB_WRITER connection */
    recount_fn *difference; /* or NULL */
    void *context;
    size_t rows_max; /* how many people or posts are in memory at once; 0 for the usual */
};

/* Compares every counter with the acts, on a steady snapshot (when repairing, holding the write
 * lock). *differences is how many were found. ERR_STORAGE, ERR_BUSY, ERR_TOO_LARGE. */
NODISCARD enum err recount_run(const struct recount *recount, int64_t *differences);

/* For recount.c and its parts. `tell` is called with what is compared, its four numbers, and both
 * values. */
struct recount_part {
    struct db *db;
    struct arena *arena;
    const struct secret *key;
    void (*tell)(void *report, const char *what, const int64_t at[4], const int64_t both[2]);
    void *report;
    size_t rows_max;
};
/* The tally, and what people did under their own accounts. Without a key people are left out. */
NODISCARD enum err recount_acts_compare(const struct recount_part *part);
NODISCARD enum err recount_acts_repair(const struct recount_part *part);
/* What people said anonymously, and the hours in which people begin and end. */
NODISCARD enum err recount_people_compare(const struct recount_part *part);
NODISCARD enum err recount_people_repair(const struct recount_part *part);
/* The answers of each post. */
NODISCARD enum err recount_answers_compare(const struct recount_part *part);
NODISCARD enum err recount_answers_repair(const struct recount_part *part);
