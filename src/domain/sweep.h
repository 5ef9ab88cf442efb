/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Long work in short steps, each a transaction of its own between two batches: what falls with a
 * withdrawn post, and everything of a person who leaves. Survives a crash (table sweep). */
#pragma once

#include "domain/batch.h"

enum { SWEEP_ANSWERS = 1, SWEEP_PERSON = 2 };
enum { SWEEP_STEP = 500 }; /* rows handled in one step */

/* Leaves the work to be done. */
NODISCARD enum err sweep_add(struct batch *batch, int kind, int64_t target);
/* Does one step: as much of what is to be done, in turn, as SWEEP_STEP allows. *is_done when
 * nothing is left. Sets has_removed when there was anything. */
NODISCARD enum err sweep_step(struct batch *batch, bool *is_done);
