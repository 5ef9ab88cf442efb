/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the author of a voice agreed to, for each audience by itself, and took back again: a list
 * that is only ever added to, with the day and the version of the text she read.
 *
 * Saying something publicly with an app is agreeing to this site's pages and to apps. Nothing is
 * stored for that: the list is derived, and written down when it is first changed. */
#pragma once

#include "db/db.h"
#include "domain/act_post.h"
#include "domain/audience.h"

/* The texts that were read. A number is never given to another text: when one changes its meaning,
 * it gets a new one. */
enum consent_wording {
    CONSENT_BY_APP,        /* none: it was said publicly with an app, or in answer to a voice */
    CONSENT_WORDING,       /* the boxes of the form */
    CONSENT_BESIDE_BUTTON, /* the sentence beside the one press */
    CONSENT_AGAIN,         /* the page that asks again before more may read it */
};
enum { CONSENTS_MAX = 200 };

struct consent {
    int64_t audience;      /* enum audience */
    struct person_id whom; /* the partner's account; none for other audiences */
    bool is_given;         /* false: taken back */
    int64_t wording;
    int64_t day_ms;
};
/* The list, the oldest first. For the author; who else may see it is the caller's to know.
 * ERR_NOT_FOUND: there is no such post. */
NODISCARD enum err consent_list(struct db *db, struct arena *arena, struct post_id post,
                                const struct consent **out, size_t *n);
/* Whether it is given now: the last word in the list about this audience. */
bool consent_stands(const struct consent *list, size_t n, int64_t audience, struct person_id whom);

/* --- for domain/'s own use, on the writer's thread --- */

struct batch;
/* Adds to the list. */
NODISCARD enum err consent_note(struct batch *batch, struct post_id post,
                                const struct act_consent *consents, size_t n, bool is_given);
/* Makes `wanted` all that is given. *audiences: the set (enum audience_set) that follows. With
 * !may_widen ERR_FORBIDDEN, and nothing is changed, when something would be given that is not. */
NODISCARD enum err consent_change(struct batch *batch, const struct act_terms *wanted,
                                  int *audiences);
