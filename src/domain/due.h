/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is to be done with a post at a moment: publishing it, taking it off the pages. Kept in the
 * database, so that nothing is forgotten by a restart. For domain/'s own use, on the writer's
 * thread. */
#pragma once

#include "domain/batch.h"

enum due_kind { DUE_PUBLISH = 1, DUE_EXPIRE };

/* The one moment of this kind for the post; 0: none any more. */
NODISCARD enum err due_put(struct batch *batch, struct post_id id, enum due_kind kind,
                           int64_t at_ms);
/* Nothing is to be done with it any more. */
NODISCARD enum err due_clear(struct batch *batch, struct post_id id);
/* Whether something is due, or it cannot be told: then the step will say why. */
bool due_waits(struct db *db, struct arena *arena, int64_t now_ms);
/* Does what is due: at most *left things, which it counts down. */
NODISCARD enum err due_step(struct batch *batch, int64_t *left);
