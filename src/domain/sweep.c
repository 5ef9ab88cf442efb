/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The steps of long work (sweep.h).
 *
 * The answers of a withdrawn post: its reactions and shares go; the comments of a voice fall:
 * they count no more and nobody but their authors sees them. A person who leaves: everything she
 * said is withdrawn, then what she kept, then she herself. */
#include "domain/sweep.h"

#include "domain/due.h"
#include "domain/lookalike.h"
#include "domain/person.h"
#include "domain/standing.h"
#include "domain/veil_write.h"
#include "sql/answer.h"
#include "sql/help.h"
#include "sql/moderation.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/token.h"

enum err sweep_add(struct batch *batch, int kind, int64_t target)
{
    batch->has_swept = true;
    WRITE(sql_sweep_insert(batch->db, &(struct sweep_insert_in){kind, target}));
    return OK;
}

/* --- what falls with a post --- */

/* One reaction, from the latest on; *id becomes the one before it. */
static enum err remove_reaction(struct batch *batch, int64_t *id)
{
    struct reaction_at_out row = {0};
    struct cell *cell;
    enum err err =
        sql_reaction_at_one(batch->db, batch->arena, &(struct reaction_at_in){*id}, &row);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    WRITE(sql_reaction_delete(batch->db, &(struct reaction_delete_in){*id}));
    if (row.person.v != 0 && row.kind < REACTION_ASIDE) { /* it counted */
        TRY(cell_get(batch, row.cell, &cell));
        TRY(ledger_act(batch, cell, COUNT_REACTION, *id, row.person, -1));
    }
    *id = row.previous;
    return OK;
}

static enum err remove_reactions(struct batch *batch, struct post_id post, int64_t *left)
{
    struct post_count_row_out row = {0};
    enum err err =
        sql_post_count_row_one(batch->db, batch->arena, &(struct post_count_row_in){post}, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    int64_t id = row.last_reaction;
    for (; id != 0 && *left > 0; --*left)
        TRY(remove_reaction(batch, &id));
    WRITE(sql_post_count_put_last(batch->db, &(struct post_count_put_last_in){post, id}));
    return OK;
}

static enum err remove_shares(struct batch *batch, struct post_id post, int64_t *left)
{
    const struct share_of_post_out *rows;
    size_t n;
    TRY(sql_share_of_post_list(batch->db, batch->arena, &(struct share_of_post_in){post, *left},
                               &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct cell *cell;
        TRY(cell_get(batch, rows[i].cell, &cell));
        WRITE(sql_share_delete(batch->db, &(struct share_delete_in){rows[i].id}));
        if (!rows[i].is_aside)
            TRY(ledger_act(batch, cell, COUNT_SHARE, rows[i].id, rows[i].person, -1));
        recent_forget_person(batch, rows[i].person);
        event_add(batch->events, &(struct event){.kind = EVENT_GONE,
                                                 .post = {rows[i].id},
                                                 .share = rows[i].id,
                                                 .account = rows[i].person});
    }
    return OK;
}

static enum err drop_comments(struct batch *batch, struct post_id root, int64_t *left)
{
    const struct post_below_out *rows;
    size_t n;
    TRY(sql_post_below_list(batch->db, batch->arena, &(struct post_below_in){root, *left}, &rows,
                            &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct post_id id = rows[i].id;
        TRY(standing_change(batch, &id, AWAY_FALLEN, 0));
        TRY(hold_clear(batch, id));
        if (rows[i].has_answers)
            TRY(sweep_add(batch, SWEEP_ANSWERS, id.v));
    }
    return OK;
}

/* Ends with nothing left in hand, or with nothing left of the post's answers. */
static enum err sweep_answers(struct batch *batch, struct post_id post, int64_t *left)
{
    TRY(remove_reactions(batch, post, left));
    if (*left > 0)
        TRY(remove_shares(batch, post, left));
    if (*left > 0)
        TRY(drop_comments(batch, post, left));
    TRY(ledger_flush(batch));
    if (*left == 0)
        return OK;
    --*left;
    WRITE(sql_post_count_delete(batch->db, &(struct post_count_delete_in){post}));
    recent_forget_post(batch, post);
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_ANSWERS, post.v}));
    return OK;
}

/* --- a person who leaves --- */

static enum err withdraw_posts(struct batch *batch, struct person_id person, int64_t *left)
{
    const struct post_of_author_out *rows;
    size_t n;
    TRY(sql_post_of_author_list(batch->db, batch->arena, &(struct post_of_author_in){person, *left},
                                &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct post_head_out head;
        TRY(recent_head(batch, rows[i].id, &head));
        TRY(withdraw_post(batch, rows[i].id, &head));
    }
    return OK;
}

static enum err take_back_reactions(struct batch *batch, struct person_id person, int64_t *left)
{
    const struct reaction_of_person_out *rows;
    size_t n;
    TRY(sql_reaction_of_person_list(batch->db, batch->arena,
                                    &(struct reaction_of_person_in){person, *left}, &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(reaction_remove(batch, person, rows[i].post,
                            &(struct reaction_row_out){rows[i].kind, rows[i].id, rows[i].cell}));
    return OK;
}

static enum err take_back_shares(struct batch *batch, struct person_id person, int64_t *left)
{
    const struct share_of_person_out *rows;
    size_t n;
    TRY(sql_share_of_person_list(batch->db, batch->arena,
                                 &(struct share_of_person_in){person, *left}, &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(share_remove(batch, person, rows[i].post,
                         &(struct share_row_out){rows[i].id, rows[i].cell, rows[i].is_aside}));
    return OK;
}

static enum err remove_filters(struct batch *batch, struct person_id person)
{
    enum { FILTERS_MOST = 1000 };
    const struct filter_rows_out *rows;
    size_t n;
    TRY(sql_filter_rows_list(batch->db, batch->arena,
                             &(struct filter_rows_in){person, FILTERS_MOST}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        WRITE(sql_filter_keyword_delete(batch->db, &(struct filter_keyword_delete_in){rows[i].id}));
        WRITE(sql_filter_delete(batch->db, &(struct filter_delete_in){rows[i].id, person}));
    }
    return OK;
}

/* What she did as a moderator stays, without her; notes and proposals go. */
static enum err remove_moderator(struct batch *batch, struct person_id person)
{
    struct db *db = batch->db;
    WRITE(sql_note_delete_of_moderator(db, &(struct note_delete_of_moderator_in){person}));
    WRITE(sql_proposal_delete_of_person(db, &(struct proposal_delete_of_person_in){person}));
    WRITE(sql_decision_forget_moderator(db, &(struct decision_forget_moderator_in){person}));
    WRITE(sql_decision_forget_account(db, &(struct decision_forget_account_in){person}));
    WRITE(sql_report_forget_moderator(db, &(struct report_forget_moderator_in){person}));
    WRITE(sql_role_delete_all(db, &(struct role_delete_all_in){person}));
    return OK;
}

static enum err remove_person(struct batch *batch, struct person_id person)
{
    struct db *db = batch->db;
    TRY(remove_filters(batch, person));
    TRY(remove_moderator(batch, person));
    WRITE(sql_notice_delete_of_follower(db, &(struct notice_delete_of_follower_in){person}));
    WRITE(sql_tie_delete_of_person(db, &(struct tie_delete_of_person_in){person}));
    WRITE(sql_tie_delete_to_person(db, &(struct tie_delete_to_person_in){person.v}));
    WRITE(sql_notice_delete_all(db, &(struct notice_delete_all_in){person}));
    WRITE(sql_marker_delete_all(db, &(struct marker_delete_all_in){person}));
    WRITE(sql_token_delete_of_person(db, &(struct token_delete_of_person_in){person}));
    WRITE(sql_code_delete_of_person(db, &(struct code_delete_of_person_in){person}));
    WRITE(sql_help_confirmation_remove_of_person(
        db, &(struct help_confirmation_remove_of_person_in){person}));
    if (person.v < PERSON_DRAWN)
        WRITE(sql_person_number_put(db, &(struct person_number_put_in){person}));
    WRITE(sql_person_delete(db, &(struct person_delete_in){person}));
    batch->has_destroyed = true;
    recent_forget_people(batch);
    WRITE(sql_sweep_delete(db, &(struct sweep_delete_in){SWEEP_PERSON, person.v}));
    return OK;
}

static enum err sweep_person(struct batch *batch, struct person_id person, int64_t *left)
{
    TRY(veil_withdraw_all(batch, person));
    TRY(withdraw_posts(batch, person, left));
    if (*left > 0)
        TRY(take_back_reactions(batch, person, left));
    if (*left > 0)
        TRY(take_back_shares(batch, person, left));
    TRY(ledger_flush(batch));
    if (*left == 0)
        return OK;
    --*left;
    return remove_person(batch, person);
}

/* --- somebody who is blocked, or is no more --- */

enum err sweep_block(struct batch *batch, struct person_id account, int64_t *left)
{
    const struct comment_to_turn_out *rows;
    size_t n;
    int64_t most = *left;
    TRY(sql_comment_to_turn_list(batch->db, batch->arena,
                                 &(struct comment_to_turn_in){account, most}, &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        struct post_id id = rows[i].id;
        TRY(standing_change(batch, &id, rows[i].is_blocked ? AWAY_BLOCKED : 0,
                            rows[i].is_blocked ? 0 : AWAY_BLOCKED));
    }
    if ((int64_t)n == most)
        return OK;
    --*left;
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_BLOCK, account.v}));
    return OK;
}

/* Some of one piece of work: with something left in hand when it is done. */
static enum err sweep_one(struct batch *batch, const struct sweep_first_out *work, int64_t *left)
{
    switch (work->kind) {
    case SWEEP_ANSWERS:
        return sweep_answers(batch, (struct post_id){work->target}, left);
    case SWEEP_PERSON:
        return sweep_person(batch, (struct person_id){work->target}, left);
    case SWEEP_MANY:
        return decide_many_step(batch, work->target, left);
    case SWEEP_UNDO:
        return decide_undo_step(batch, work->target, left);
    case SWEEP_SUSPEND:
        return suspend_step(batch, (struct person_id){work->target}, true, left);
    case SWEEP_RESTORE:
        return suspend_step(batch, (struct person_id){work->target}, false, left);
    case SWEEP_BLOCK:
        TRY(sweep_block(batch, (struct person_id){work->target}, left));
        return ledger_flush(batch);
    case SWEEP_TAG:
        --*left;
        TRY(tag_forget(batch, (struct tag_id){work->target}));
        WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_TAG, work->target}));
        return OK;
    case SWEEP_LOOKS:
        return lookalike_step(batch, left);
    default:
        return ERR_STORAGE;
    }
}

enum err sweep_step(struct batch *batch, bool *is_done)
{
    int64_t left = SWEEP_STEP;
    TRY(ledger_flush(batch));
    TRY(due_step(batch, &left));
    for (*is_done = false; left > 0;) {
        struct sweep_first_out work;
        enum err err = sql_sweep_first_one(batch->db, batch->arena, &work);
        *is_done = err == ERR_NOT_FOUND;
        if (*is_done)
            return OK;
        TRY(err);
        batch->has_removed = true;
        TRY(sweep_one(batch, &work, &left));
    }
    return OK;
}
