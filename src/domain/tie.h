/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person keeps: follows, blocks, mutes; notices; filters; markers. As they are read. */
#pragma once

#include "domain/post.h"
#include "domain/timeline.h"

/* How `person` and `other` stand to each other. */
struct relationship {
    struct person_id other;
    bool is_following, is_followed_by, is_blocking, is_blocked_by, is_muting;
};
NODISCARD enum err tie_relationship(struct db *db, struct arena *arena, struct person_id person,
                                    struct person_id other, struct relationship *out);

/* The numbers of the people she follows, at most so many, in no order. */
NODISCARD enum err tie_followed(struct db *db, struct arena *arena, struct person_id person,
                                int64_t most, const int64_t **out, size_t *n);
/* The people she follows, blocks or mutes (or who follow her), newest tie first; each with the
 * tie's number for paging. */
struct tied_person {
    int64_t id;
    struct person person;
};
struct tied_people {
    const struct tied_person *items;
    size_t n;
};
NODISCARD enum err tie_people(struct db *db, struct arena *arena, struct person_id person,
                              enum tie_kind kind, struct cursor cursor, struct tied_people *out);
NODISCARD enum err tie_followers(struct db *db, struct arena *arena, struct person_id person,
                                 struct cursor cursor, struct tied_people *out);

enum notice_kind { NOTICE_MENTION = 1, NOTICE_REACTION, NOTICE_SHARE, NOTICE_FOLLOW, NOTICE_KINDS };
struct notice {
    struct notice_id id;
    enum notice_kind kind;
    struct person account;
    bool has_post;
    struct post post;
};
/* `kinds`: bits 1 << enum notice_kind. Newest first. */
struct notices {
    const struct notice *items;
    size_t n;
};
NODISCARD enum err notice_list(struct db *db, struct arena *arena, struct reader reader,
                               unsigned kinds, struct cursor cursor, struct notices *out);
NODISCARD enum err notice_get(struct db *db, struct arena *arena, struct reader reader,
                              struct notice_id id, struct notice *out);

enum { FILTERS_MOST = 100, FILTER_KEYWORDS_MOST = 100 };
struct filter {
    struct filter_id id;
    struct str title, contexts;
    bool is_hiding;
    int64_t expires_ms;
    struct filter_keyword {
        int64_t id;
        struct str keyword;
        bool is_whole_word;
        struct str sealed;
    } * keywords;
    size_t n_keywords;
    struct str sealed; /* the title as it is stored; absent: it is not encrypted */
    bool is_closed;    /* title and words cannot be read (filter_open) */
};
/* As they are stored: what is sealed is closed. */
NODISCARD enum err filter_list(struct db *db, struct arena *arena, struct person_id person,
                               struct filter **out, size_t *n);
/* Whether she has any. */
NODISCARD enum err filter_has_any(struct db *db, struct arena *arena, struct person_id person,
                                  bool *out);
/* Opens those that are hers by her key; those that it does not open, or not whole, stay closed. */
NODISCARD enum err filter_open(struct arena *arena, const struct field_key *key,
                               struct person_id person, struct filter *filters, size_t n);
/* Where a title (part 0) or a word stands, for the key. */
static inline struct field_place filter_place(struct person_id person, struct filter_id filter,
                                              int64_t keyword)
{
    return (struct field_place){person.v, filter.v, keyword};
}
NODISCARD enum err filter_get(struct db *db, struct arena *arena, struct person_id person,
                              struct filter_id id, struct filter *out);

struct marker {
    struct str timeline;
    int64_t last_read, version, updated_ms;
};
NODISCARD enum err marker_list(struct db *db, struct arena *arena, struct person_id person,
                               const struct marker **out, size_t *n);
