/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much one sender may ask for in five minutes. Private to http/.
 *
 * Counters only, in a table of fixed size: no key is kept, so nothing here tells who was there.
 * Each sender is counted in two cells, found by a keyed hash that changes with every start; the
 * smaller one counts (a count-min sketch), so that somebody else's traffic can hardly be
 * charged to her. A sliding window: what is left of the last five minutes, by weight, and the
 * current five. Shared by all workers; safe from several threads. */
#pragma once

#include "http/http.h"

enum { LIMIT_WINDOW_MS = 5 * 60 * 1000 };

struct limit;

struct limit_answer {
    int64_t limit;     /* 0: not limited */
    int64_t remaining; /* after this request */
    int64_t reset_ms;  /* when the current window ends */
    bool is_over;      /* refuse it; it was not counted */
};

/* `most`: requests per window for each cost. NULL when memory is out. */
struct limit *limit_new(const int64_t most[HTTP_COSTS]);
void limit_free(struct limit *limit);
/* Counts one request of `key` (any hash that stands for the sender). */
struct limit_answer limit_take(struct limit *limit, enum http_cost cost, uint64_t key,
                               int64_t now_ms);
