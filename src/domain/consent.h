/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the author of a voice agreed to, for each audience by itself, and took back again: a list
 * that is only ever added to, with the day and the version of the text she read. */
#pragma once

#include "db/db.h"
#include "domain/act_post.h"
#include "domain/audience.h"

/* Of the texts by which pages ask now; raised when one of them changes its meaning. */
enum { CONSENT_WORDING = 1, CONSENTS_MAX = 200 };

struct consent {
    int64_t audience;      /* enum audience */
    struct person_id whom; /* the partner's account; none for other audiences */
    bool is_given;         /* false: taken back */
    int64_t wording;
    int64_t day_ms;
};
/* The list, the oldest first. For the author; who else may see it is the caller's to know. */
NODISCARD enum err consent_list(struct db *db, struct arena *arena, struct post_id post,
                                const struct consent **out, size_t *n);

/* Adds to the list (for domain/'s own use, on the writer's thread). */
struct batch;
NODISCARD enum err consent_note(struct batch *batch, struct post_id post,
                                const struct act_consent *consents, size_t n, bool is_given);
