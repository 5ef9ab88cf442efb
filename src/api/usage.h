/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much the server is used, as released figures say: for apps and directories of servers.
 *
 * Sums over the campaigns: who took part in two of them counts in both. Nothing is counted here
 * that is not published in figures already. */
#pragma once

#include "face/desk.h"

enum { USAGE_WEEKS = 12 };

struct usage_week {
    int64_t start_s;
    int64_t statuses;
    int64_t arrivals; /* people who took part for the first time */
};

struct usage {
    int64_t people, posts, comments;
    int64_t statuses; /* posts and comments */
    int64_t month; /* people who came in the last 30 days, or acted in the last 24 hours if more */
    int64_t halfyear;                     /* the same of 180 days */
    int64_t domains;                      /* this one only */
    struct usage_week weeks[USAGE_WEEKS]; /* the present week first */
};

NODISCARD enum err usage_load(struct req *req, struct usage *out);
