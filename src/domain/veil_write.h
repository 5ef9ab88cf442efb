/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping the veil (veil.h): which anonymous posts are whose, and the hours they count for.
 *
 * For domain/'s own use, on the writer's thread. */
#pragma once

#include "domain/batch.h"
#include "domain/veil.h"

/* As it is stored: the person herself, or veiled when the post is anonymous. */
struct person_id veil_stored(const struct batch *batch, struct post_id post, int flags,
                             struct person_id person);

/* One more of hers. ERR_FORBIDDEN, and nothing was done, when she has VEIL_POSTS_MOST. */
NODISCARD enum err veil_add(struct batch *batch, struct person_id person, struct post_id post);
/* It was withdrawn. */
NODISCARD enum err veil_remove(struct batch *batch, struct person_id person, struct post_id post);
/* It has another number. */
NODISCARD enum err veil_move(struct batch *batch, struct person_id person, struct post_id old,
                             struct post_id new);
/* All of hers, withdrawn: she leaves. */
NODISCARD enum err veil_withdraw_all(struct batch *batch, struct person_id person);

/* The hours of what she said anonymously in a campaign and what stands of it: as stored, as her
 * posts tell, and storing them. */
NODISCARD enum err veil_hours(struct batch *batch, struct campaign_id campaign,
                              struct person_id person, struct engagement *out);
NODISCARD enum err veil_count_hours(struct batch *batch, struct campaign_id campaign,
                                    struct person_id person, struct engagement *out);
NODISCARD enum err veil_put_hours(struct batch *batch, struct campaign_id campaign,
                                  struct person_id person, const struct engagement *hours);

/* Whatever of hers is counted or kept behind the veil has changed: at the next flush of the ledger
 * veil_balance is called for her. */
void veil_changed(struct batch *batch, struct person_id person);
/* Adds or removes fillers until the table has one row for each anonymous post and one for each
 * campaign that it belongs to, whoever said it: the number of rows must not tell how many people
 * have spoken. */
NODISCARD enum err veil_balance(struct batch *batch, struct person_id person);

/* Veils the anonymous posts of a database that was made before there was the veil; goes on where it
 * was interrupted. In transactions of its own; the arena is reset. */
NODISCARD enum err veil_upgrade(struct db *db, struct arena *arena, struct registry *registry,
                                struct recent *recent, const struct secret *key);
