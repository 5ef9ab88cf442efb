/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Suspending an account, and taking that back.
 *
 * At once nothing that the account said is shown and the person says nothing more. In steps
 * (sweep.h) it leaves the figures, with her reactions and shares; both come back exactly when the
 * decision is undone. What she said anonymously is not touched: if it vanished with the account,
 * everybody could see that it was hers. It is decided about by itself. */
#include "domain/decide.h"
#include "domain/standing.h"
#include "domain/sweep.h"
#include "sql/answer.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/token.h"

enum err suspend_put(struct batch *batch, struct person_id account, bool is_suspended)
{
    struct person_row_out row;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){account}, &row));
    if (row.is_leaving || row.is_campaign)
        return row.is_leaving ? ERR_NOT_FOUND : ERR_FORBIDDEN;
    if (row.is_suspended == is_suspended)
        return ERR_CONFLICT;
    WRITE(sql_person_put_suspended(batch->db,
                                   &(struct person_put_suspended_in){account, is_suspended}));
    recent_forget_people(batch); /* copies of her posts are out of date too */
    batch->has_removed = true;
    int other = is_suspended ? SWEEP_RESTORE : SWEEP_SUSPEND;
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){other, account.v}));
    return sweep_add(batch, is_suspended ? SWEEP_SUSPEND : SWEEP_RESTORE, account.v);
}

static enum err turn_posts(struct batch *batch, struct person_id person, bool is_suspended,
                           int64_t *left)
{
    const struct post_to_turn_out *rows;
    size_t n;
    TRY(sql_post_to_turn_list(batch->db, batch->arena,
                              &(struct post_to_turn_in){person, !is_suspended, *left}, &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct post_id id = rows[i].id;
        TRY(standing_change(batch, &id, is_suspended ? AWAY_SUSPENDED : 0,
                            is_suspended ? 0 : AWAY_SUSPENDED));
    }
    return OK;
}

static enum err turn_reactions(struct batch *batch, struct person_id person, bool is_suspended,
                               int64_t *left)
{
    const struct reaction_to_turn_out *rows;
    size_t n;
    TRY(sql_reaction_to_turn_list(batch->db, batch->arena,
                                  &(struct reaction_to_turn_in){person, !is_suspended, *left},
                                  &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(reaction_turn(batch, person, rows[i].post,
                          &(struct reaction_row_out){rows[i].kind, rows[i].id, rows[i].cell}));
    return OK;
}

static enum err turn_shares(struct batch *batch, struct person_id person, bool is_suspended,
                            int64_t *left)
{
    const struct share_to_turn_out *rows;
    size_t n;
    TRY(sql_share_to_turn_list(batch->db, batch->arena,
                               &(struct share_to_turn_in){person, !is_suspended, *left}, &rows,
                               &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(share_turn(batch, person, rows[i].post,
                       &(struct share_row_out){rows[i].id, rows[i].cell, !is_suspended}));
    return OK;
}

enum err suspend_step(struct batch *batch, struct person_id person, bool is_suspended,
                      int64_t *left)
{
    TRY(turn_posts(batch, person, is_suspended, left));
    if (*left > 0)
        TRY(turn_reactions(batch, person, is_suspended, left));
    if (*left > 0)
        TRY(turn_shares(batch, person, is_suspended, left));
    TRY(ledger_flush(batch));
    if (*left == 0)
        return OK;
    --*left;
    int kind = is_suspended ? SWEEP_SUSPEND : SWEEP_RESTORE;
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){kind, person.v}));
    return OK;
}
