/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Campaigns: a call with its hashtag family. */
#pragma once

#include "db/db.h"
#include "domain/act.h"

enum {
    CAMPAIGN_SLUG_MAX = 40,
    CAMPAIGN_TITLE_MAX = 120,
    CAMPAIGN_CALL_MAX = 2000,
    CAMPAIGNS_MAX = 200
};

struct campaign {
    struct campaign_id id;
    struct str slug; /* a-z, 0-9, '-' */
    struct person_id account;
    struct str title;
    struct str call;
    struct str language;
    int64_t called_ms;
    enum moderation_mode moderation;
    uint64_t rules; /* findings that hold a post: HOLD_BITs of standing.h */
};

struct family_member {
    struct str key, name, language, region, sense, source, since;
    struct str confidence; /* "certain", "known", "disputed", or empty: nobody said */
    struct str same_as;    /* the key of the member it imitates, or empty */
};

NODISCARD enum err campaign_by_slug(struct db *db, struct arena *arena, struct str slug,
                                    struct campaign *out);
NODISCARD enum err campaign_get(struct db *db, struct arena *arena, struct campaign_id id,
                                struct campaign *out);
/* All, in the order in which they were made. */
NODISCARD enum err campaign_list(struct db *db, struct arena *arena, const struct campaign **out,
                                 size_t *n);
/* The members of a family, the one it is known by first. */
NODISCARD enum err campaign_family(struct db *db, struct arena *arena, struct campaign_id id,
                                   const struct family_member **out, size_t *n);
/* The one with this key; NULL when there is none. */
const struct family_member *family_find(const struct family_member *family, size_t n,
                                        struct str key);
/* The member that a hashtag names, with or without '#'; ERR_NOT_FOUND also when it is none. */
NODISCARD enum err campaign_member(struct db *db, struct arena *arena, struct campaign_id id,
                                   struct str name, struct family_member *out);
/* The eight senses a hashtag can have, NULL-terminated. */
extern const char *const campaign_senses[];
/* How sure a source can be, NULL-terminated. */
extern const char *const campaign_confidences[];
/* A family with this hashtag, the oldest campaign's first; ERR_NOT_FOUND when it is in none. */
struct hashtag_home {
    struct campaign_id campaign;
    struct str language, sense;
};
NODISCARD enum err hashtag_home(struct db *db, struct arena *arena, struct str key,
                                struct hashtag_home *out);
