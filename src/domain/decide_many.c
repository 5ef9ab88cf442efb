/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deciding about many posts at once: a list, or a burst of whatever size, in steps (sweep.h).
 *
 * Each post gets a decision of its own in the trail, under that of the whole, so that taking the
 * whole back restores each as it was. A post about which the moderator may not decide is passed
 * by. */
#include "domain/decide.h"

#include "domain/near.h"
#include "domain/sweep.h"
#include "sql/moderation.h"
#include "sql/post.h"
#include "sql/token.h"

/* One of the many; nothing when it is gone, or not hers to decide. */
static enum err decide_one(struct batch *batch, const struct act *act, struct post_id post,
                           int64_t bulk)
{
    struct post_head_out head;
    struct verdict was;
    int64_t number;
    bool is_hiding = act->decide.kind == DECIDE_HIDE_MANY;
    enum err err = decide_may(batch, act, post, &head);
    if (err != OK || head.state & AWAY_FALLEN)
        return err == ERR_NOT_FOUND || err == ERR_FORBIDDEN ? OK : err;
    struct proposal_of_out second;
    err = sql_proposal_of_one(batch->db, batch->arena,
                              &(struct proposal_of_in){DECIDE_SECOND, post, {0}}, &second);
    if (err != ERR_NOT_FOUND)
        return err; /* somebody is to look at this one */
    TRY(verdict_of(batch, post, &head, &was));
    struct verdict verdict = {.away = is_hiding ? AWAY_HIDDEN : 0};
    TRY(verdict_put(batch, &post, &verdict));
    const struct decision_made made = {
        .kind = is_hiding ? DECIDE_HIDE : DECIDE_APPROVE,
        .moderator = act->person,
        .post = post,
        .reason = act->decide.reason,
        .bulk = bulk,
    };
    return decision_note(batch, &made, &was, &number);
}

/* Hers is a list of which she may decide about one at least. */
static enum err may_decide_list(struct batch *batch, const struct act *act)
{
    struct post_head_out head;
    enum err err = ERR_NOT_FOUND;
    for (size_t i = 0; i < act->decide.n_posts && err == ERR_NOT_FOUND; i++)
        err = decide_may(batch, act, (struct post_id){act->decide.posts[i]}, &head);
    return err;
}

static enum err decide_list(struct batch *batch, struct act *act)
{
    for (size_t i = 0; i < act->decide.n_posts; i++)
        TRY(decide_one(batch, act, (struct post_id){act->decide.posts[i]}, act->id));
    return OK;
}

/* A burst is hers when its first post is. */
static enum err decide_burst(struct batch *batch, struct act *act)
{
    struct post_head_out head;
    struct hold_burst_size_out burst;
    TRY(sql_hold_burst_size_one(batch->db, batch->arena,
                                &(struct hold_burst_size_in){act->decide.cluster}, &burst));
    if (burst.posts == 0)
        return ERR_NOT_FOUND;
    enum err err = decide_may(batch, act, burst.sample, &head);
    return err == ERR_FORBIDDEN ? OK : err; /* one of her own among them does not matter */
}

enum err decide_many(struct batch *batch, struct act *act)
{
    const struct decision_made made = {
        .kind = act->decide.kind, .moderator = act->person, .reason = act->decide.reason};
    const struct verdict was = {.burst = act->decide.cluster};
    if (act->decide.cluster == 0 &&
        (act->decide.n_posts == 0 || act->decide.n_posts > DECIDE_POSTS_MAX))
        return ERR_BAD_INPUT;
    TRY(act->decide.cluster != 0 ? decide_burst(batch, act) : may_decide_list(batch, act));
    TRY(decision_note(batch, &made, &was, &act->id));
    /* Those that still come are let through too. */
    if (act->decide.cluster != 0 && made.kind == DECIDE_APPROVE_MANY && batch->near != NULL)
        near_free(batch->near, (uint64_t)act->decide.cluster);
    return act->decide.cluster != 0 ? sweep_add(batch, SWEEP_MANY, act->id)
                                    : decide_list(batch, act);
}

/* --- steps --- */

static enum err end(struct batch *batch, enum sweep_kind kind, int64_t decision, int64_t *left)
{
    --*left;
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){kind, decision}));
    return ledger_flush(batch);
}

/* `post` of the decision's row is how far it has come. */
enum err decide_many_step(struct batch *batch, int64_t decision, int64_t *left)
{
    const struct hold_of_burst_out *rows;
    struct decision_row_out row;
    size_t n;
    int64_t most = *left;
    TRY(sql_decision_row_one(batch->db, batch->arena, &(struct decision_row_in){decision}, &row));
    TRY(sql_hold_of_burst_list(batch->db, batch->arena,
                               &(struct hold_of_burst_in){row.burst, row.post, most}, &rows, &n));
    const struct act act = {
        .kind = ACT_DECIDE,
        .person = row.moderator,
        .decide = {.kind = (enum decision_kind)row.kind,
                   .is_operator = row.moderator.v == 0,
                   .reason = row.reason},
    };
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(decide_one(batch, &act, rows[i].post, decision));
    if (n > 0)
        WRITE(sql_decision_put_post(batch->db,
                                    &(struct decision_put_post_in){decision, rows[n - 1].post}));
    if ((int64_t)n == most)
        return ledger_flush(batch);
    return end(batch, SWEEP_MANY, decision, left);
}

/* A post that has been decided about anew since stays as it is. */
static enum err undo_one(struct batch *batch, const struct decision_of_bulk_out *row)
{
    struct post_head_out head;
    struct decision_latest_out latest;
    struct post_id post = row->post;
    const struct verdict was = {row->was_away, (uint64_t)row->was_held, row->burst};
    WRITE(sql_decision_put_undone(batch->db, &(struct decision_put_undone_in){row->id}));
    enum err err = recent_head(batch, post, &head);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    TRY(sql_decision_latest_one(batch->db, batch->arena, &(struct decision_latest_in){post},
                                &latest));
    return latest.id > row->id ? OK : verdict_put(batch, &post, &was);
}

enum err decide_undo_step(struct batch *batch, int64_t decision, int64_t *left)
{
    const struct decision_of_bulk_out *rows;
    size_t n;
    int64_t most = *left;
    TRY(sql_decision_of_bulk_list(batch->db, batch->arena,
                                  &(struct decision_of_bulk_in){decision, most}, &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(undo_one(batch, &rows[i]));
    return (int64_t)n == most ? ledger_flush(batch) : end(batch, SWEEP_UNDO, decision, left);
}
