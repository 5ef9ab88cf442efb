/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping the veil (veil_write.h).
 *
 * A person's anonymous posts have places 0, 1, 2, … without a gap, so that all are found without
 * anybody counting them: a place that becomes free is taken by the last one. */
#include "domain/veil_write.h"

#include "base/log.h"
#include "domain/recount.h"
#include "domain/recount_table.h"
#include "domain/sweep.h"
#include "sql/post.h"
#include "sql/token.h"
#include "sql/veil.h"

struct person_id veil_stored(const struct batch *batch, struct post_id post, int flags,
                             struct person_id person)
{
    return flags & POST_ANONYMOUS ? veil_author(batch->key, post, person) : person;
}

/* --- rows --- */

static enum err put(struct db *db, const struct secret *key, const struct veil *veil)
{
    struct secret_hash tag = veil_tag(key, (enum veil_kind)veil->kind, veil->person, veil->of);
    struct veil_sealed sealed = veil_seal(key, veil);
    WRITE(sql_veil_put(db, &(struct veil_put_in){
                               secret_hash_str(&tag),
                               {(const char *)sealed.bytes, sizeof sealed.bytes},
                           }));
    return OK;
}

static enum err drop(struct batch *batch, enum veil_kind kind, struct person_id person, int64_t of)
{
    struct secret_hash tag = veil_tag(batch->key, kind, person, of);
    WRITE(sql_veil_delete(batch->db, &(struct veil_delete_in){secret_hash_str(&tag)}));
    return OK;
}

/* --- whose posts --- */

static enum err has_place(struct batch *batch, enum veil_kind kind, struct person_id person,
                          int64_t place, bool *has)
{
    struct veil veil = {(int64_t)kind, person, place, 0};
    enum err err = veil_find(batch->db, batch->arena, batch->key, &veil);
    *has = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* How many rows of a kind she has: the first place that is free, found by halving once one beyond
 * is known. */
static enum err count_places(struct batch *batch, enum veil_kind kind, struct person_id person,
                             int64_t *n)
{
    int64_t low = 0, high = 1;
    bool has = true;
    TRY(has_place(batch, kind, person, 0, &has));
    while (has) {
        low = high;
        high *= 2;
        TRY(has_place(batch, kind, person, high - 1, &has));
    }
    while (low + 1 < high) {
        int64_t middle = low + (high - low) / 2;
        TRY(has_place(batch, kind, person, middle - 1, &has));
        if (has)
            low = middle;
        else
            high = middle;
    }
    *n = low;
    return OK;
}

static enum err append(struct batch *batch, struct person_id person, struct post_id post,
                       int64_t most)
{
    int64_t n;
    TRY(count_places(batch, VEIL_POST, person, &n));
    if (n >= most)
        return ERR_FORBIDDEN;
    veil_changed(batch, person);
    return put(batch->db, batch->key, &(struct veil){VEIL_POST, person, n, post.v});
}

enum err veil_add(struct batch *batch, struct person_id person, struct post_id post)
{
    batch->recent->has_veil = true;
    return append(batch, person, post, VEIL_POSTS_MOST);
}

/* Her posts and the place of this one; n when it is not among them. */
static enum err find_place(struct batch *batch, struct person_id person, struct post_id post,
                           const struct post_id **posts, size_t *n, size_t *place)
{
    TRY(veil_posts(batch->db, batch->arena, batch->key, person, posts, n));
    for (*place = 0; *place < *n && (*posts)[*place].v != post.v;)
        ++*place;
    return OK;
}

enum err veil_remove(struct batch *batch, struct person_id person, struct post_id post)
{
    const struct post_id *posts;
    size_t n, place;
    TRY(find_place(batch, person, post, &posts, &n, &place));
    if (place == n)
        return OK;
    veil_changed(batch, person);
    if (place + 1 < n)
        TRY(put(batch->db, batch->key,
                &(struct veil){VEIL_POST, person, (int64_t)place, posts[n - 1].v}));
    return drop(batch, VEIL_POST, person, (int64_t)n - 1);
}

enum err veil_move(struct batch *batch, struct person_id person, struct post_id old,
                   struct post_id new)
{
    const struct post_id *posts;
    size_t n, place;
    TRY(find_place(batch, person, old, &posts, &n, &place));
    return put(batch->db, batch->key, &(struct veil){VEIL_POST, person, (int64_t)place, new.v});
}

enum err veil_withdraw_all(struct batch *batch, struct person_id person)
{
    const struct post_id *posts;
    size_t n;
    if (!batch->recent->has_veil)
        return OK;
    TRY(veil_posts(batch->db, batch->arena, batch->key, person, &posts, &n));
    while (n-- > 0) { /* the last first, which moves no other */
        struct post_head_out head;
        TRY(recent_head(batch, posts[n], &head));
        TRY(withdraw_post(batch, posts[n], &head));
    }
    return OK;
}

/* --- the hours they count for --- */

enum err veil_hours(struct batch *batch, struct campaign_id campaign, struct person_id person,
                    struct engagement *out)
{
    struct veil veil = {VEIL_HOURS, person, campaign.v, 0};
    enum err err = ERR_NOT_FOUND;
    if (batch->recent->has_veil)
        err = veil_find(batch->db, batch->arena, batch->key, &veil);
    *out = (struct engagement){0};
    if (err == OK)
        *out = (struct engagement){veil_first(&veil), veil_last(&veil), .is_any = true};
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool belongs(const struct cell *cell, struct campaign_id campaign)
{
    for (int i = 0; i < cell->n_members; i++)
        if (cell->members[i].campaign.v == campaign.v)
            return true;
    return false;
}

enum err veil_count_hours(struct batch *batch, struct campaign_id campaign, struct person_id person,
                          struct engagement *out)
{
    const struct campaign *of = registry_campaign(batch->registry, campaign);
    const struct post_id *posts;
    size_t n;
    *out = (struct engagement){0};
    TRY(veil_posts(batch->db, batch->arena, batch->key, person, &posts, &n));
    for (size_t i = 0; of != NULL && i < n; i++) {
        struct post_head_out head;
        struct cell *cell;
        TRY(recent_head(batch, posts[i], &head));
        if (head.state != 0)
            continue;
        TRY(cell_get(batch, head.cell, &cell));
        int64_t hour = campaign_hour(of, id_ms(posts[i].v));
        if (!belongs(cell, campaign))
            continue;
        if (!out->is_any || hour < out->first)
            out->first = hour;
        if (!out->is_any || hour > out->last)
            out->last = hour;
        out->is_any = true;
    }
    return OK;
}

enum err veil_put_hours(struct batch *batch, struct campaign_id campaign, struct person_id person,
                        const struct engagement *hours)
{
    if (!hours->is_any)
        return drop(batch, VEIL_HOURS, person, campaign.v);
    return put(batch->db, batch->key,
               &(struct veil){VEIL_HOURS, person, campaign.v,
                              veil_hours_value(hours->first, hours->last)});
}

/* --- as many rows as the posts themselves tell --- */

void veil_changed(struct batch *batch, struct person_id person)
{
    ledger_balance(batch, person);
}

/* One for each campaign that each of her posts belongs to, standing or not. */
static enum err count_wanted(struct batch *batch, struct person_id person, int64_t *n)
{
    const struct post_id *posts;
    size_t n_posts;
    TRY(veil_posts(batch->db, batch->arena, batch->key, person, &posts, &n_posts));
    *n = 0;
    for (size_t i = 0; i < n_posts; i++) {
        struct post_head_out head;
        struct cell *cell;
        TRY(recent_head(batch, posts[i], &head));
        TRY(cell_get(batch, head.cell, &cell));
        *n += cell->n_members;
    }
    return OK;
}

static enum err count_hours_rows(struct batch *batch, struct person_id person, int64_t *n)
{
    const struct registry *registry = batch->registry;
    *n = 0;
    for (size_t i = 0; i < registry->n_campaigns; i++) {
        bool has;
        TRY(has_place(batch, VEIL_HOURS, person, registry->campaigns[i].id.v, &has));
        *n += has;
    }
    return OK;
}

enum err veil_balance(struct batch *batch, struct person_id person)
{
    int64_t wanted, hours, fillers;
    TRY(count_wanted(batch, person, &wanted));
    TRY(count_hours_rows(batch, person, &hours));
    TRY(count_places(batch, VEIL_FILLER, person, &fillers));
    wanted -= hours;
    for (; fillers < wanted; fillers++)
        TRY(put(batch->db, batch->key, &(struct veil){VEIL_FILLER, person, fillers, 0}));
    for (; fillers > wanted && fillers > 0; fillers--)
        TRY(drop(batch, VEIL_FILLER, person, fillers - 1));
    return OK;
}

/* --- databases of before --- */

static enum err upgrade_one(struct batch *batch, const struct veil_wanted_out *post)
{
    struct db *db = batch->db;
    WRITE(sql_veil_post(
        db, &(struct veil_post_in){post->id, veil_author(batch->key, post->id, post->author)}));
    WRITE(sql_veil_notices(db,
                           &(struct veil_notices_in){post->id, veil_box(post->id), post->author}));
    return append(batch, post->author, post->id, INT64_MAX);
}

/* Everybody's rows, once all are veiled. */
static enum err balance_all(struct batch *batch)
{
    const struct veiled_out *posts;
    size_t n;
    TRY(sql_veiled_list(batch->db, batch->arena, &posts, &n));
    for (size_t i = 0; i < n; i++) {
        size_t used = batch->arena->used;
        TRY(veil_balance(batch, veil_author_of(batch->key, posts[i].id, posts[i].author)));
        arena_back(batch->arena, used);
    }
    return OK;
}

static enum err upgrade_people(struct batch *batch)
{
    const struct recount_part part = {
        .db = batch->db, .arena = batch->arena, .key = batch->key, .rows_max = RECOUNT_ROWS_MAX};
    TRY(recount_acts_repair(&part));
    TRY(recount_people_repair(&part));
    return balance_all(batch);
}

/* The next posts; when there is none left, the people, and the work is done. */
static enum err upgrade_some(struct batch *batch, struct post_id *after, bool *is_done)
{
    enum { STEP = 500 };
    const struct veil_wanted_out *posts;
    size_t n;
    TRY(sql_veil_wanted_list(batch->db, batch->arena, &(struct veil_wanted_in){*after, STEP},
                             &posts, &n));
    for (size_t i = 0; i < n; i++)
        TRY(upgrade_one(batch, &posts[i]));
    *is_done = n == 0;
    if (*is_done)
        TRY(upgrade_people(batch));
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_VEIL, after->v}));
    if (*is_done)
        return OK;
    *after = posts[n - 1].id;
    WRITE(sql_sweep_insert(batch->db, &(struct sweep_insert_in){SWEEP_VEIL, after->v}));
    return OK;
}

enum err veil_upgrade(struct db *db, struct arena *arena, struct registry *registry,
                      struct recent *recent, const struct secret *key)
{
    struct veil_step_out step = {0};
    enum err err = sql_veil_step_one(db, arena, &step);
    struct post_id after = {step.target};
    bool is_done = err == ERR_NOT_FOUND;
    if (err != OK)
        return is_done ? OK : err;
    log_info("veil", "anonymous posts of before are being veiled");
    while (!is_done) {
        struct batch batch = {
            .db = db, .arena = arena, .registry = registry, .recent = recent, .key = key};
        arena_reset(arena);
        TRY(db_begin(db));
        err = upgrade_some(&batch, &after, &is_done);
        if (err == OK)
            err = db_commit(db);
        if (err == OK)
            continue;
        db_rollback(db);
        return err;
    }
    return recent_load(recent, db, arena);
}
