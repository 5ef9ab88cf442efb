/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Long work in short steps, each a transaction of its own between two batches: what falls with a
 * withdrawn post, its hashtags, everything of a person who leaves, what moderators decide about
 * many posts or an account, the answers of somebody who is blocked. Survives a crash (table sweep).
 */
#pragma once

#include "domain/batch.h"

enum sweep_kind {
    SWEEP_ANSWERS = 1,
    SWEEP_PERSON,
    SWEEP_MANY, /* the target is the decision */
    SWEEP_UNDO, /* the same */
    SWEEP_SUSPEND,
    SWEEP_RESTORE,
    SWEEP_VEIL,       /* veil_upgrade's */
    SWEEP_BLOCK,      /* the account that was blocked, or is no more */
    SWEEP_TAG,        /* a hashtag that something carried */
    SWEEP_LOOKS = 20, /* of hashtags from before looks were stored; left by the schema */
};
enum { SWEEP_STEP = 100 }; /* rows handled in one step */

/* Leaves the work to be done. */
NODISCARD enum err sweep_add(struct batch *batch, int kind, int64_t target);
/* Of an account that was blocked or is no more: its comments stand where the author of the voice
 * does not block it. Takes what it does from *left; the work was added, and ends when it is done.
 */
NODISCARD enum err sweep_block(struct batch *batch, struct person_id account, int64_t *left);
/* Does one step: as much of what is to be done, in turn, as SWEEP_STEP allows. *is_done when
 * nothing is left. Sets has_removed when there was anything. */
NODISCARD enum err sweep_step(struct batch *batch, bool *is_done);
/* Parts of it that are elsewhere (decide_many.c, suspend.c; lookalike.h). Each takes what it does
 * from *left and ends the work when it is done. */
NODISCARD enum err decide_many_step(struct batch *batch, int64_t decision, int64_t *left);
NODISCARD enum err decide_undo_step(struct batch *batch, int64_t decision, int64_t *left);
NODISCARD enum err suspend_step(struct batch *batch, struct person_id person, bool is_suspended,
                                int64_t *left);
