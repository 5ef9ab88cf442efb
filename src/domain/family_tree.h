/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A hashtag family as a tree in time: what came before the call, the call, its translations, the
 * branches that grew of it, those who stand by, what followed. It is told by the senses that
 * organisers gave; nothing is guessed from how a hashtag is used. */
#pragma once

#include "domain/campaign.h"

enum relation {
    RELATION_PREDECESSOR,
    RELATION_CALL,
    RELATION_TRANSLATION,
    RELATION_BRANCH,
    RELATION_SOLIDARITY,
    RELATION_SUCCESSOR,
    RELATIONS
};

/* "predecessor", …, as the API says it. */
const char *relation_name(enum relation relation);
/* What a member is to the one that the family is known by. "I too" in another language is a
 * translation, but for a name that begins with the call's own (MeTooIndia): that is a branch. */
enum relation relation_of(const struct family_member *member, const struct family_member *main);

/* Since when, as precisely as is known: 0 for what is not. */
struct since {
    int year, month, day;
};
/* "", "2017", "2017-10" or "2017-10-15"; false for all else. */
bool since_parse(struct str text, struct since *out);

struct tree_node {
    const struct family_member *member;
    struct since since;
    const struct family_member *const *spellings; /* imitations that were counted in */
    size_t n_spellings;
};

struct family_tree {
    struct {
        const struct tree_node *nodes; /* the oldest first, those without a date last */
        size_t n;
    } relations[RELATIONS];
};

/* The tree of a family, in the arena. */
NODISCARD enum err family_tree_of(struct arena *arena, const struct family_member *family, size_t n,
                                  struct family_tree *out);
