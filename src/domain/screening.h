/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Why the words of a post may have to wait for a moderator: what screen.h finds in them and whether
 * near.h knows them as one of many, as reasons of standing.h. Which reasons hold is the campaign's
 * to say, not said here. */
#pragma once

#include "domain/act_post.h"
#include "domain/near.h"
#include "domain/screen.h"
#include "domain/standing.h"

struct batch;
struct cell;
struct registry;

/* On the worker's thread: looks through the clean text, and fills post->findings and post->print.
 * ERR_TOO_LARGE when the arena is full. */
NODISCARD enum err screening_prepare(struct arena *arena, struct act_post *post);

/* The calls of all campaigns: copies of them are what they ask for, never a flood; and the bursts
 * that moderators let through. */
NODISCARD enum err screening_learn(struct near *near, const struct registry *registry,
                                   struct arena *arena);

/* On the writer's: the reasons that are left when the calls of the cell's campaigns may be repeated
 * (a set of HOLD_BITs with those in post->holds), and the burst it belongs to, or 0. */
struct screening {
    uint64_t reasons;
    int64_t cluster;
    struct near_verdict near;
};
NODISCARD enum err screening_judge(struct batch *batch, const struct cell *cell,
                                   const struct act_post *post, struct person_id person,
                                   struct screening *out);
/* The same for what stands under a hashtag that asks to name somebody: there a full name is a
 * reason without any word before it. Adds to *reasons. */
NODISCARD enum err screening_exposed(struct batch *batch, const struct act_post *post,
                                     uint64_t *reasons);
/* The post that was judged has this number. When it made a burst of its text, those that said the
 * same before are put into the queue with it: they stand, so that nobody silences a voice by
 * copying it, and one decision is about them all. Before any other post is judged. */
NODISCARD enum err screening_name(struct batch *batch, const struct act_post *post,
                                  const struct screening *judged, struct post_id id);
