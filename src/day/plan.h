/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plan of the day: which act comes next, by whom, to what.
 *
 * Each act is drawn from a chance of its own number. Who and what she answers is looked for among
 * those that were answered already: where the one that chance names is still in flight, its
 * nearest neighbour is taken, so that the shape of the day does not depend on the server. */
#pragma once

#include "day/crowd.h"
#include "day/family.h"
#include "day/job.h"

struct plan {
    struct mix mix;
    const struct family *family;
    struct crowd *crowd;
    uint64_t seed;
    uint64_t n; /* acts planned so far */
};

/* The next act; false when the day is over. Voices come first until one is ready that stays; when
 * none ever is, the day is over. */
NODISCARD bool plan_next(struct plan *plan, struct job *out);
/* The n-th read: which page, and which voice on it. */
void plan_read(const struct plan *plan, uint64_t n, struct job *out);
/* The withdrawal of a voice. */
void plan_withdrawal(const struct plan *plan, const struct crowd_doomed *doomed, struct job *out);
/* A comment by the first person to the first voice, after the day: it moves the figures by one. */
void plan_nudge(struct plan *plan, struct job *out);
