/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Imitations of a family's hashtags: suggested to organisers, counted in by nobody else.
 *
 * What looks like a member is found by the look that every new hashtag is stored with. An imitation
 * that is counted in is a member beside the one it imitates; what was said with it before stays
 * where it was. */
#pragma once

#include "domain/batch.h"

enum lookalike_state { LOOKALIKE_NEW, LOOKALIKE_JOINED, LOOKALIKE_APART };
enum { LOOKALIKES_MAX = 200 };

struct lookalike {
    struct tag_id tag;
    struct str name;
    struct str as; /* the name of the member it looks like */
    int64_t uses;  /* as they are told; 0: too few */
    enum lookalike_state state;
};

/* The imitations of a family that were used here, at most LOOKALIKES_MAX, in the order of the
 * members. ERR_NOT_FOUND when there is no such campaign. */
NODISCARD enum err lookalike_list(struct db *db, struct arena *arena, struct campaign_id campaign,
                                  const struct lookalike **out, size_t *n);

/* --- for decide.c, on the writer's thread; who may was checked --- */

/* Counts the hashtag in, from now on. ERR_NOT_FOUND when it looks like none of the family,
 * ERR_CONFLICT when it is a member. */
NODISCARD enum err lookalike_join(struct batch *batch, struct campaign_id campaign,
                                  struct tag_id tag);
/* Leaves it out, from now on, also when it was counted in. ERR_CONFLICT when it is left out
 * already, or a member of its own right. */
NODISCARD enum err lookalike_leave(struct batch *batch, struct campaign_id campaign,
                                   struct tag_id tag);

/* One step of finding out the looks of hashtags from before looks were stored (sweep.h). */
NODISCARD enum err lookalike_step(struct batch *batch, int64_t *left);
