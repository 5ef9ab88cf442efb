/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the author of a voice agreed to, as both faces show it: in her copies and in our own API. */
#pragma once

#include "base/json.h"
#include "domain/consent.h"

struct consent_shown {
    struct str audience;
    struct person_id partner;
    bool is_given;
    int64_t wording, day_ms;
};
extern const struct json_entity entity_consent;

/* A list of entity_consent. ERR_NOT_FOUND as consent_list. */
NODISCARD enum err consents_of(struct db *db, struct arena *arena, struct post_id post,
                               struct json_list *out);
/* The names of a set of enum audience_set, with the moderators, who always read it: a list of
 * texts. */
struct json_list consents_audiences(struct arena *arena, int audiences);
