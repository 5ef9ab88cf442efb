/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telling people what happens to what they said, and taking that back. Written by tie_write.c, read
 * by tie.c.
 *
 * For domain/'s own use, on the writer's thread. */
#pragma once

#include "domain/batch.h"

/* Something that `person` is to be told: who did it, and the account that is shown for him. */
struct telling {
    struct person_id person;
    int kind; /* enum notice_kind */
    struct person_id actor, account;
    struct post_id post, root; /* none for a follow; root: the voice at the head of the thread */
    struct post_id veiled;     /* her anonymous post that it is about, or none */
};
/* Tells her, unless she does not want to hear of either, or of the thread. The notice takes the
 * next number, when there is one. What is about her anonymous post is always noted, under the
 * post's number (veil_box), and sorted out when she reads: what is missing would tell whom she
 * blocks. */
NODISCARD enum err notice_add(struct batch *batch, const struct telling *telling);
/* Takes back the notice with this number, if it is that one. */
NODISCARD enum err notice_undo(struct batch *batch, const struct telling *telling, int64_t id);
