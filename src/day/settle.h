/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Before and after the day: an app with a token, and the figures once they are published. */
#pragma once

#include "day/ask.h"
#include "day/compare.h"
#include "day/plan.h"

/* Registers an app and gets its token, in the arena. Absent (with a line on standard error) when
 * the server will not. */
struct str settle_app(const struct choices *choices, struct arena *arena);

struct settle {
    const struct choices *choices;
    struct plan *plan;
    struct expect *expect;
    const struct figures_seen *before;
    struct arena *arena; /* for the comparison alone: its differences stay in it */
};

/* Figures are published in steps: the last few acts may wait for more to come. Asks again and again
 * until all is equal or 10 seconds have passed in which they came no nearer; after a moment a
 * comment is sent with each try, which is expected like any other, until the step is full. Returns
 * how many those were, -1 when there are no figures. */
int settle_figures(const struct settle *settle, struct comparison *out);
