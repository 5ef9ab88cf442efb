/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who said what anonymously: known to whoever has the server's key, and not from the database.
 *
 * The author of an anonymous post is stored as a negative number, another one for each post. What
 * belongs to the person behind (which posts are hers, the hours they count for) stands in the table
 * `veil`, in rows that are found with the key only and tell nothing without it; what happens to the
 * post is told under the post's number. So no row with the number of a person depends on what she
 * says anonymously, and no row of an anonymous post on who says it. See docs/decisions/0017. */
#pragma once

#include "base/id.h"
#include "crypto/secret.h"
#include "db/db.h"

/* Anonymous posts that one person may have here at a time: few enough to look through. */
enum { VEIL_POSTS_MOST = 200 };

/* The author of an anonymous post as it is stored. */
struct person_id veil_author(const struct secret *key, struct post_id post,
                             struct person_id person);
/* Who that is. What is stored with a post that is not anonymous is the person herself. None
 * without the key (NULL); with another key, a number that means nothing. */
struct person_id veil_author_of(const struct secret *key, struct post_id post,
                                struct person_id stored);
static inline bool veil_is_veiled(struct person_id stored)
{
    return stored.v < 0;
}

/* The anonymous posts of a person, in no order. None without the key. */
NODISCARD enum err veil_posts(struct db *db, struct arena *arena, const struct secret *key,
                              struct person_id person, const struct post_id **out, size_t *n);

/* Under whose number a person is told what happens to her anonymous post: nobody's. */
static inline struct person_id veil_box(struct post_id post)
{
    return (struct person_id){-post.v};
}

/* --- rows of the table, for veil_write.c and recount --- */

enum veil_kind {
    VEIL_POST = 1, /* of: the place among a person's, from 0; value: the post */
    VEIL_HOURS,    /* of: the campaign; value: the hours of what stands of hers */
    VEIL_FILLER,   /* of: the place, from 0: there so that the number of rows tells nothing */
};
struct veil {
    int64_t kind; /* enum veil_kind */
    struct person_id person;
    int64_t of, value;
};
/* The first and the last hour in one number. */
static inline int64_t veil_hours_value(int64_t first, int64_t last)
{
    return first << 32 | last;
}
static inline int64_t veil_first(const struct veil *veil)
{
    return veil->value >> 32;
}
static inline int64_t veil_last(const struct veil *veil)
{
    return veil->value & INT64_C(0xffffffff);
}

enum { VEIL_SEALED_BYTES = 48 };
struct veil_sealed {
    unsigned char bytes[VEIL_SEALED_BYTES];
};

/* By what a row is found. */
struct secret_hash veil_tag(const struct secret *key, enum veil_kind kind, struct person_id person,
                            int64_t of);
/* The row's content under a new random number; the same content never looks the same. */
struct veil_sealed veil_seal(const struct secret *key, const struct veil *veil);
/* ERR_STORAGE for what has not the size of one. */
NODISCARD enum err veil_unseal(const struct secret *key, struct str sealed, struct veil *out);
/* The row; ERR_NOT_FOUND. */
NODISCARD enum err veil_find(struct db *db, struct arena *arena, const struct secret *key,
                             struct veil *veil);
