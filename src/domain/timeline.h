/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of posts, newest first, paged by cursor: index walks, never built per follower. */
#pragma once

#include "domain/post.h"
#include "domain/warning.h"

enum { TIMELINE_LIMIT_MAX = 40, TIMELINE_TAGS_MAX = 4 };

/* Mastodon's cursors: older than max_id; newer than since_id, the newest of them; or newer than
 * min_id, those immediately above it. 0: not given. The page always comes newest first. */
struct cursor {
    int64_t max_id, since_id, min_id;
    int64_t limit; /* 1..TIMELINE_LIMIT_MAX */
};

/* A post, or a share of it (then `share` is the number under which it stands in the list). */
struct entry {
    int64_t id;
    struct post post;
    bool is_share;
    struct person sharer;
};
struct page {
    struct entry *items;
    size_t n;
    int64_t newest, oldest; /* cursors for the links; never the number of what is not shown */
    bool has_more;          /* there is an older one */
};

/* Voices of a campaign: all, or those that count under a language (language_base of what was said;
 * empty: nobody said). */
struct campaign_query {
    struct campaign_id campaign;
    struct str language;             /* absent: all */
    const struct unwanted *unwanted; /* NULL: no warning is */
};
NODISCARD enum err timeline_campaign(struct db *db, struct arena *arena, struct reader reader,
                                     const struct campaign_query *query, struct cursor cursor,
                                     struct page *out);
/* Posts with hashtags: any of `any` (at least one), all of `all`, none of `none` (names, with or
 * without '#'). */
struct tag_query {
    const struct str *any;
    size_t n_any;
    const struct str *all;
    size_t n_all;
    const struct str *none;
    size_t n_none;
    const struct unwanted *unwanted; /* NULL: no warning is */
};
NODISCARD enum err timeline_tags(struct db *db, struct arena *arena, struct reader reader,
                                 const struct tag_query *query, struct cursor cursor,
                                 struct page *out);
/* All voices that may stand in lists. */
NODISCARD enum err timeline_public(struct db *db, struct arena *arena, struct reader reader,
                                   struct cursor cursor, struct page *out);
/* What the people and hashtags she follows brought, and her own. */
NODISCARD enum err timeline_home(struct db *db, struct arena *arena, struct reader reader,
                                 struct cursor cursor, struct page *out);
struct account_filter {
    struct person_id account;
    bool without_comments, without_shares, pinned_only;
    struct str tag; /* or absent */
};
/* What an account shows: never the anonymous voices of a person under her own account. */
NODISCARD enum err timeline_account(struct db *db, struct arena *arena, struct reader reader,
                                    struct account_filter filter, struct cursor cursor,
                                    struct page *out);
/* Comments of a voice, the oldest first, at most `limit` after `after` (0: from the beginning). */
struct thread_part {
    struct post_id root;
    int64_t after, limit;
};
struct thread_page {
    struct post *items;
    size_t n;
    int64_t next; /* what the following part begins after; 0 at the end */
};
NODISCARD enum err timeline_thread(struct db *db, struct arena *arena, struct reader reader,
                                   struct thread_part part, struct thread_page *out);
/* Everything a person said, anonymous and fallen too: for herself only. */
NODISCARD enum err timeline_mine(struct db *db, struct arena *arena, struct reader reader,
                                 struct cursor cursor, struct page *out);
/* What she reacted "with-you" to (Mastodon's favourites) and bookmarked. The cursor counts acts. */
NODISCARD enum err timeline_favourites(struct db *db, struct arena *arena, struct reader reader,
                                       struct cursor cursor, struct page *out);
NODISCARD enum err timeline_bookmarks(struct db *db, struct arena *arena, struct reader reader,
                                      struct cursor cursor, struct page *out);

/* One hashtag and its use by UTC day, today first: what is told of the posts that stand, by the
 * rules of told.h: 0 for few, else rounded and in steps. The people behind them are not counted. */
enum { TAG_DAYS = 7 };
struct tag_day {
    int64_t day_ms, uses;
};
struct tag_info {
    struct str name;
    struct str key;
    bool is_followed;
    struct tag_day days[TAG_DAYS];
};
NODISCARD enum err tag_get(struct db *db, struct arena *arena, struct person_id viewer,
                           struct str name, int64_t now_ms, struct tag_info *out);
/* The same for nobody, with its use today alone: days[0]. */
NODISCARD enum err tag_today(struct db *db, struct arena *arena, struct str name, int64_t now_ms,
                             struct tag_info *out);
/* Names that begin with `prefix`; those of families that are told of as used today or yesterday,
 * the most used first. */
NODISCARD enum err tag_search(struct db *db, struct arena *arena, struct str prefix, int64_t n,
                              const struct str **names, size_t *n_names);
NODISCARD enum err tag_trends(struct db *db, struct arena *arena, int64_t now_ms, int64_t n,
                              const struct str **names, size_t *n_names);
NODISCARD enum err tag_followed(struct db *db, struct arena *arena, struct person_id person,
                                int64_t n, const struct str **names, size_t *n_names);
