/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding imitations and deciding about them: see lookalike.h. The looks of the members are made
 * when they are asked for: a family is small, and only organisers ask. */
#include "domain/lookalike.h"

#include "domain/hashtag_look.h"
#include "domain/sweep.h"
#include "sql/campaign.h"
#include "sql/tag.h"
#include "sql/token.h"

enum { OF_ONE_MEMBER = 50 };

/* --- reading --- */

struct listing {
    struct db *db;
    struct arena *arena;
    struct campaign_id campaign;
    const struct family_member *family;
    size_t n_family;
    struct lookalike *rows;
    size_t n;
};

static bool is_listed(const struct listing *listing, struct tag_id tag)
{
    for (size_t i = 0; i < listing->n; i++)
        if (listing->rows[i].tag.v == tag.v)
            return true;
    return false;
}

static enum err list_one(struct listing *listing, const struct family_member *like,
                         const struct tag_by_look_out *row)
{
    const struct family_member *member = family_find(listing->family, listing->n_family, row->key);
    bool is_own = member != NULL && member->same_as.n == 0;
    if (is_own || listing->n == LOOKALIKES_MAX || is_listed(listing, row->id))
        return OK;
    struct hashtag_is_apart_out apart;
    TRY(sql_hashtag_is_apart_one(listing->db, listing->arena,
                                 &(struct hashtag_is_apart_in){listing->campaign, row->id},
                                 &apart));
    enum lookalike_state state = member != NULL   ? LOOKALIKE_JOINED
                                 : apart.is_apart ? LOOKALIKE_APART
                                                  : LOOKALIKE_NEW;
    listing->rows[listing->n++] =
        (struct lookalike){row->id, row->name, like->name, row->uses, state};
    return OK;
}

static enum err list_like(struct listing *listing, const struct family_member *like)
{
    struct str look;
    const struct tag_by_look_out *rows;
    size_t n;
    TRY(hashtag_look(listing->arena, like->name, &look));
    TRY(sql_tag_by_look_list(listing->db, listing->arena,
                             &(struct tag_by_look_in){look, OF_ONE_MEMBER}, &rows, &n));
    for (size_t i = 0; i < n; i++)
        TRY(list_one(listing, like, &rows[i]));
    return OK;
}

enum err lookalike_list(struct db *db, struct arena *arena, struct campaign_id campaign,
                        const struct lookalike **out, size_t *n)
{
    struct campaign row;
    struct listing listing = {.db = db, .arena = arena, .campaign = campaign};
    TRY(campaign_get(db, arena, campaign, &row));
    TRY(campaign_family(db, arena, campaign, &listing.family, &listing.n_family));
    listing.rows = arena_try_array(arena, struct lookalike, LOOKALIKES_MAX);
    if (listing.rows == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < listing.n_family; i++)
        if (listing.family[i].same_as.n == 0)
            TRY(list_like(&listing, &listing.family[i]));
    *out = listing.rows;
    *n = listing.n;
    return OK;
}

/* --- deciding --- */

/* The member of its own right that the hashtag looks like. */
static enum err find_like(struct batch *batch, const struct family_member *family, size_t n,
                          struct str look, const struct family_member **out)
{
    for (size_t i = 0; i < n; i++) {
        struct str own;
        TRY(hashtag_look(batch->arena, family[i].name, &own));
        if (family[i].same_as.n == 0 && str_eq(own, look)) {
            *out = &family[i];
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static enum err changed(struct batch *batch)
{
    batch->has_removed = true;
    return batch_reload(batch);
}

enum err lookalike_join(struct batch *batch, struct campaign_id campaign, struct tag_id tag)
{
    struct tag_row_out row;
    const struct family_member *family, *like;
    struct str look;
    size_t n;
    TRY(sql_tag_row_one(batch->db, batch->arena, &(struct tag_row_in){tag}, &row));
    TRY(campaign_family(batch->db, batch->arena, campaign, &family, &n));
    if (family_find(family, n, row.key) != NULL)
        return ERR_CONFLICT;
    TRY(hashtag_look(batch->arena, row.name, &look));
    TRY(find_like(batch, family, n, look, &like));
    WRITE(sql_hashtag_insert(batch->db, &(struct hashtag_insert_in){
                                            .campaign = campaign,
                                            .key = row.key,
                                            .name = row.name,
                                            .language = like->language,
                                            .region = like->region,
                                            .sense = like->sense,
                                            .source = STR(""),
                                            .since = STR(""),
                                            .confidence = STR(""),
                                            .same_as = like->key,
                                            .rank = (int64_t)n,
                                        }));
    WRITE(sql_hashtag_apart_delete(batch->db, &(struct hashtag_apart_delete_in){campaign, tag}));
    return changed(batch);
}

enum err lookalike_leave(struct batch *batch, struct campaign_id campaign, struct tag_id tag)
{
    struct tag_row_out row;
    struct hashtag_is_apart_out apart;
    const struct family_member *family;
    size_t n;
    TRY(sql_tag_row_one(batch->db, batch->arena, &(struct tag_row_in){tag}, &row));
    TRY(campaign_family(batch->db, batch->arena, campaign, &family, &n));
    TRY(sql_hashtag_is_apart_one(batch->db, batch->arena,
                                 &(struct hashtag_is_apart_in){campaign, tag}, &apart));
    const struct family_member *member = family_find(family, n, row.key);
    if (apart.is_apart || (member != NULL && member->same_as.n == 0))
        return ERR_CONFLICT;
    WRITE(sql_hashtag_apart_put(batch->db, &(struct hashtag_apart_put_in){campaign, tag}));
    if (member == NULL)
        return OK;
    WRITE(sql_hashtag_delete(batch->db, &(struct hashtag_delete_in){campaign, row.key}));
    return changed(batch);
}

/* --- those of before --- */

enum err lookalike_step(struct batch *batch, int64_t *left)
{
    const struct tag_without_look_out *rows;
    size_t n;
    TRY(sql_tag_without_look_list(batch->db, batch->arena, &(struct tag_without_look_in){*left},
                                  &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct str look;
        TRY(hashtag_look(batch->arena, rows[i].name, &look));
        WRITE(sql_tag_look_put(batch->db, &(struct tag_look_put_in){rows[i].id, look}));
    }
    if (*left == 0)
        return OK;
    --*left;
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_LOOKS, 0}));
    return OK;
}
