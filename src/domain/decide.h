/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of deciding (decide.c, decide_many.c, suspend.c), for domain/'s own use, on the
 * writer's thread. */
#pragma once

#include "domain/batch.h"
#include "domain/standing.h"

/* Of a post, what moderators decide about: whether it waits or is hidden, and the reasons. */
enum { MODERATED = AWAY_HELD | AWAY_HIDDEN };

struct verdict {
    int64_t away;   /* of MODERATED */
    uint64_t holds; /* HOLD_BITs */
    int64_t burst;  /* the cluster of its holds; 0 for none */
};

/* Whether she decides about the post, which is not her own: ERR_FORBIDDEN. ERR_NOT_FOUND also for
 * posts of which she is not to know. Gives the head. */
NODISCARD enum err decide_may(struct batch *batch, const struct act *act, struct post_id post,
                              struct post_head_out *head);
/* How the post stands before moderators. */
NODISCARD enum err verdict_of(struct batch *batch, struct post_id post,
                              const struct post_head_out *head, struct verdict *out);
/* Makes it stand so. A post that is published for the first time gets its number: *post. */
NODISCARD enum err verdict_put(struct batch *batch, struct post_id *post,
                               const struct verdict *verdict);

/* Notes a decision; `was`: NULL when it is none about a post's standing. */
struct decision_made {
    enum decision_kind kind;
    struct person_id moderator;
    struct post_id post;
    struct person_id account;
    struct campaign_id campaign;
    int64_t reason, bulk;
};
NODISCARD enum err decision_note(struct batch *batch, const struct decision_made *made,
                                 const struct verdict *was, int64_t *number);
/* Begins a decision about many; the steps are in sweep.h. */
NODISCARD enum err decide_many(struct batch *batch, struct act *act);

/* Suspends an account or takes that back; what follows is done in steps. ERR_CONFLICT when it is so
 * already, ERR_FORBIDDEN for a campaign's account. */
NODISCARD enum err suspend_put(struct batch *batch, struct person_id account, bool is_suspended);
