/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much one sender may ask for in five minutes. Private to http/.
 *
 * Counters only, in a table of fixed size: no key is kept, so nothing here tells who was there.
 * Each sender is counted in two cells, found by a keyed hash; the smaller one counts (a count-min
 * sketch), so that somebody else's traffic can hardly be charged to her. A sliding window: what
 * is left of the last five minutes, by weight, and the current five. The key of the hash is another
 * one every hour and is forgotten five minutes after its time, so that what was counted cannot be
 * traced back by anybody (docs/decisions/0011). Shared by all workers; safe from several threads.
 * It refuses nobody: what follows from "over" is the caller's. */
#pragma once

#include "http/http.h"

enum { LIMIT_WINDOW_MS = 5 * 60 * 1000, LIMIT_KEY_WINDOWS = 12 };

struct limit;

/* One request, and to whom it is charged. */
struct limit_ask {
    struct str sender; /* bytes that stand for the sender; different kinds begin differently */
    enum http_cost cost;
    int64_t most; /* in a window; 0: not limited */
};

struct limit_answer {
    int64_t limit;     /* 0: not limited */
    int64_t remaining; /* after this request */
    int64_t reset_ms;  /* when the current window ends; is_over: when one more is let through */
    bool is_over;      /* it was not counted */
};

/* NULL when memory is out. */
struct limit *limit_new(void);
void limit_free(struct limit *limit);
/* Counts one request. Nothing of `ask` is kept. */
struct limit_answer limit_take(struct limit *limit, const struct limit_ask *ask, int64_t now_ms);
/* Takes back what limit_take has just counted. */
void limit_give_back(struct limit *limit, const struct limit_ask *ask, int64_t now_ms);
/* How many requests were over their limits in the last five minutes, all senders together. */
int64_t limit_load(struct limit *limit, int64_t now_ms);
/* Forgets what is over also when nobody asks for anything. To be called now and then. */
void limit_rest(struct limit *limit, int64_t now_ms);
