/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows in memory, found by two numbers: what a recount counts into.
 *
 * Rows are plain bytes of one size that begin with their key, and stay in the order in which they
 * were made. The table grows with them. Not for threads. */
#pragma once

#include "base/arena.h"

enum { RECOUNT_ROWS_MAX = 3 << 21 };

struct recount_key {
    int64_t of, in; /* never both 0 */
};

struct recount_table {
    struct arena memory;
    uint32_t *places; /* of rows, one more than they are; 0 is free */
    char *rows;
    size_t row_size;
    size_t n;
    size_t room; /* for rows, before it has to grow */
    size_t rows_max;
    int place_bits; /* there are two to the power of these places: more than rows */
    char padding[4];
};

/* `row_size`: a multiple of 8, the key included. `rows_max`: at most RECOUNT_ROWS_MAX. ERR_SYSTEM.
 */
NODISCARD enum err recount_table_init(struct recount_table *table, size_t row_size,
                                      size_t rows_max);
void recount_table_done(struct recount_table *table);

/* The row of this key, made when there is none yet, zeroed but for the key. Valid until the next
 * is made. NULL when there are rows_max, or the system has no memory. */
void *recount_table_row(struct recount_table *table, struct recount_key key);
/* Row i of n. */
void *recount_table_at(const struct recount_table *table, size_t i);

/* What is counted at a time, when a table does not hold all: the things whose numbers fall into
 * part `index` of `of`. Begins zeroed. */
struct recount_portion {
    uint64_t index, of;
};
bool recount_portion_has(const struct recount_portion *portion, int64_t number);
/* Moves on to the next portion, from how the last one ended; false when there is none, and with
 * *err then as it is to be answered. Portions are about equal: when the first is ERR_TOO_LARGE or
 * its table nearly full, there are twice as many. */
bool recount_portion_next(struct recount_portion *portion, enum err *err);
/* How a portion that was counted into this table ends. */
NODISCARD enum err recount_portion_fits(const struct recount_portion *portion,
                                        const struct recount_table *table);
