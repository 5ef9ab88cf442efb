/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A bounded memory of rows by number: what was asked for lately is found without asking again.
 *
 * It forgets by itself: each number has a set of MEMO_WAYS places, and a new row takes the place
 * of the one in its set that was not asked for since the last was forgotten. Rows are plain
 * bytes of one size. Not for threads. */
#pragma once

#include "base/arena.h"

enum { MEMO_WAYS = 8 };

struct memo {
    struct arena memory;
    struct memo_set *sets;
    char *rows;
    size_t row_size;
    size_t n_sets; /* a power of two */
};

/* Room for at least `n` rows of `row_size` bytes (a multiple of 8), committed as it is used.
 * ERR_SYSTEM. */
NODISCARD enum err memo_init(struct memo *memo, size_t row_size, size_t n);
void memo_done(struct memo *memo);

/* The row of this number (not 0), or NULL. Valid until the next memo_put. */
void *memo_find(struct memo *memo, int64_t number);
/* The row's place, zeroed, to be filled; another row may have been forgotten for it. */
void *memo_put(struct memo *memo, int64_t number);
void memo_forget(struct memo *memo, int64_t number);
/* Forgets all. */
void memo_clear(struct memo *memo);
