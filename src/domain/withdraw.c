/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Taking back what was said: gone at once from every page, list and figure.
 *
 * The post's row, words, earlier wordings and places in lists are removed in the act's own
 * transaction. Its answers fall with it: right away when they are few, otherwise in steps
 * (sweep.h) that begin as soon as the act is answered. Answers are not shown meanwhile, for
 * what they answer is gone. */
#include "domain/due.h"
#include "domain/publication.h"
#include "domain/standing.h"
#include "domain/sweep.h"
#include "domain/veil_write.h"
#include "sql/answer.h"
#include "sql/moderation.h"
#include "sql/post.h"
#include "sql/standing.h"

/* What the veil keeps of it, and what its author was told of it. */
static enum err unveil(struct batch *batch, struct post_id id, const struct post_head_out *head)
{
    if (!head->is_veiled)
        return OK;
    WRITE(sql_notice_delete_all(batch->db, &(struct notice_delete_all_in){veil_box(id)}));
    return veil_remove(batch, head->author, id);
}

/* Among the comments that its voice's author decides about. */
static enum err remove_asked(struct batch *batch, struct post_id id,
                             const struct post_head_out *head)
{
    if (head->root.v == 0)
        WRITE(sql_asked_delete_of_root(batch->db, &(struct asked_delete_of_root_in){id}));
    else if (head->state & (AWAY_ASKED | AWAY_REFUSED))
        WRITE(sql_asked_delete(batch->db, &(struct asked_delete_in){head->root, id}));
    return OK;
}

static enum err remove_rows(struct batch *batch, struct post_id id,
                            const struct post_head_out *head)
{
    if (head->flags & POST_NAMED)
        WRITE(sql_signature_delete(batch->db, &(struct signature_delete_in){id}));
    TRY(remove_asked(batch, id, head));
    WRITE(sql_consent_delete_of_post(batch->db, &(struct consent_delete_of_post_in){id}));
    TRY(hold_clear(batch, id));
    TRY(due_clear(batch, id));
    WRITE(sql_proposal_delete_of_post(batch->db, &(struct proposal_delete_of_post_in){id}));
    WRITE(sql_note_delete_of_post(batch->db, &(struct note_delete_of_post_in){id}));
    WRITE(sql_notice_delete_of_post(batch->db, &(struct notice_delete_of_post_in){id}));
    WRITE(sql_post_edit_delete(batch->db, &(struct post_edit_delete_in){id}));
    WRITE(sql_tie_delete_to_post(batch->db, &(struct tie_delete_to_post_in){id.v}));
    WRITE(sql_post_delete(batch->db, &(struct post_delete_in){id}));
    recent_forget_post(batch, id);
    return OK;
}

/* Counted ones, and comments that are away just now. */
static enum err find_answers(struct batch *batch, struct post_id id, bool *has_answers)
{
    struct post_count_row_out counts;
    const struct post_below_out *below;
    size_t n = 0;
    enum err err =
        sql_post_count_row_one(batch->db, batch->arena, &(struct post_count_row_in){id}, &counts);
    *has_answers = err == OK;
    if (err != ERR_NOT_FOUND)
        return err;
    TRY(sql_post_below_list(batch->db, batch->arena, &(struct post_below_in){id, 1}, &below, &n));
    *has_answers = n > 0;
    return OK;
}

enum err withdraw_post(struct batch *batch, struct post_id id, const struct post_head_out *head)
{
    struct publication post;
    bool has_answers;
    TRY(ledger_flush_answers(batch));
    TRY(publication_of(batch, id, head, &post));
    TRY(remove_rows(batch, id, head));
    TRY(unveil(batch, id, head));
    batch->has_destroyed = true;
    if (head->state == 0) {
        TRY(publication_leave(batch, &post));
        TRY(publication_answer(batch, &post, -1));
        /* of what is away it was told, or it never was shown */
        publication_tell(batch, &post, EVENT_GONE);
    }
    TRY(find_answers(batch, id, &has_answers));
    if (has_answers)
        TRY(sweep_add(batch, SWEEP_ANSWERS, id.v));
    batch->has_removed = true;
    return OK;
}

enum err withdraw_apply(struct batch *batch, struct act *act)
{
    struct post_head_out head;
    enum err err = recent_head(batch, act->withdraw, &head);
    if (err == ERR_NOT_FOUND) {
        struct share_by_id_out share;
        TRY(sql_share_by_id_one(batch->db, batch->arena, &(struct share_by_id_in){act->withdraw.v},
                                &share));
        if (share.person.v != act->person.v)
            return ERR_NOT_FOUND;
        act->id = act->withdraw.v;
        return share_remove(batch, share.person, share.post,
                            &(struct share_row_out){act->withdraw.v, share.cell, share.is_aside});
    }
    TRY(err);
    if (head.author.v != act->person.v)
        return ERR_NOT_FOUND;
    act->id = act->withdraw.v;
    return withdraw_post(batch, act->withdraw, &head);
}
