/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server's figures beside what was sent.
 *
 * Compared, number by number:
 *   windows   first 24 hours, last 24 hours, all: people, posts, comments, reactions, shares; exact
 *   hours     people and acts of each hour, rounded as published; a range of two when acts were in
 *             flight at an hour's end
 *   languages, countries, hashtags, networks   every cell, and that there is no other: which cells
 *             are merged and how the rest is rounded follows from the exact sums alone
 * When others had been acting in the campaign before, its windows must have risen by what was sent,
 * and hours and breakdowns are not compared. The clocks of both machines must agree. */
#pragma once

#include "day/call.h"
#include "day/expect.h"

enum { COMPARE_WINDOWS = 3, COMPARE_COLUMNS = EXPECT_KINDS + 1, COMPARE_SHOWN = 40 };

/* Figures as the server publishes them. */
struct figures_seen {
    struct json_object *json; /* NULL: none could be read */
    int64_t call_ms, as_of_ms, release;
    int64_t windows[COMPARE_WINDOWS][COMPARE_COLUMNS]; /* people first, then the kinds */
};

struct difference {
    struct str what; /* "countries/FR/posts" */
    struct expect_range expected;
    int64_t got;
};
struct comparison {
    int64_t n_compared, n_different;
    bool has_parts;
    struct expect_range expected[COMPARE_WINDOWS][COMPARE_COLUMNS];
    int64_t got[COMPARE_WINDOWS][COMPARE_COLUMNS];
    struct difference shown[COMPARE_SHOWN]; /* the first of them */
};

extern const char *const compare_windows[COMPARE_WINDOWS];
extern const char *const compare_columns[COMPARE_COLUMNS];

/* Asks for the figures. False when there are none. To be given back by figures_drop. */
NODISCARD bool figures_ask(const struct choices *choices, struct buf *body,
                           struct figures_seen *out);
void figures_drop(struct figures_seen *seen);

/* `before`: what was published before the rehearsal. Texts of differences are in the arena. */
void compare(const struct expect *expect, const struct family *family, int64_t floor,
             const struct figures_seen *pair[2], struct arena *arena, struct comparison *out);
