/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting everything again from the acts: the tally, the people, the answers of each post. */
#pragma once

#include "db/db.h"

/* Called for every difference: which counter, and both values. */
typedef void recount_fn(void *context, const char *what, int64_t stored, int64_t counted);

/* Compares every counter with the acts, on a steady snapshot. *differences is how many were found.
 * With `is_repair`, the counted values are written (needs a DB_WRITER connection; holds the write
 * lock meanwhile). ERR_STORAGE, ERR_BUSY. */
NODISCARD enum err recount_run(struct db *db, struct arena *arena, bool is_repair,
                               recount_fn *difference, void *context, int64_t *differences);
