/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Taking back what was said: gone at once from every page, list and figure.
 *
 * The post's row, words, earlier wordings and places in lists are removed in the act's own
 * transaction. Its answers fall with it: right away when they are few, otherwise in steps
 * (sweep.h) that begin as soon as the act is answered. Answers are not shown meanwhile, for
 * what they answer is gone. */
#include "domain/batch.h"
#include "domain/sweep.h"
#include "domain/text.h"
#include "sql/answer.h"
#include "sql/post.h"

/* Takes the post out of the hashtags' lists. `keys` gets the hashtags' keys for the event. */
static enum err remove_tags(struct batch *batch, struct post_id id,
                            const struct post_head_out *head, struct str *keys, size_t *n_keys)
{
    struct post_words_out words;
    TRY(sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){id}, &words));
    struct text_hashtag tags[TEXT_HASHTAGS_MAX];
    size_t n = 0;
    text_hashtags(batch->arena, words.body, tags, TEXT_HASHTAGS_MAX, &n);
    for (size_t i = 0; i < n; i++) {
        struct tag_id tag;
        enum err err = tag_find(batch, tags[i].key, &tag);
        if (err == OK)
            WRITE(sql_post_tag_delete(batch->db, &(struct post_tag_delete_in){tag, id}));
        else if (err != ERR_NOT_FOUND)
            return err;
        keys[i] = tags[i].key;
    }
    *n_keys = n;
    if (head->page_tag.v != 0)
        WRITE(sql_post_tag_delete(batch->db, &(struct post_tag_delete_in){head->page_tag, id}));
    return OK;
}

/* What answered counts no more among the answers of what it answered. */
static enum err uncount_answer(struct batch *batch, const struct post_head_out *head)
{
    if (head->root.v == 0 || head->state != 0)
        return OK;
    TRY(answer_uncount(batch, head->root, ANSWER_COMMENT));
    return head->parent.v == head->root.v ? OK
                                          : answer_uncount(batch, head->parent, ANSWER_COMMENT);
}

enum err answer_uncount(struct batch *batch, struct post_id post, enum answer answer)
{
    struct post_head_out head;
    enum err err = recent_head(batch, post, &head);
    if (err == OK && head.state == 0)
        ledger_answer(batch, post, answer, -1);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err remove_rows(struct batch *batch, struct post_id id, const struct cell *cell)
{
    for (int i = 0; i < cell->n_members; i++)
        WRITE(sql_campaign_post_delete(
            batch->db, &(struct campaign_post_delete_in){cell->members[i].campaign, id}));
    WRITE(sql_notice_delete_of_post(batch->db, &(struct notice_delete_of_post_in){id}));
    WRITE(sql_post_edit_delete(batch->db, &(struct post_edit_delete_in){id}));
    WRITE(sql_tie_delete_to_post(batch->db, &(struct tie_delete_to_post_in){id.v}));
    WRITE(sql_post_delete(batch->db, &(struct post_delete_in){id}));
    recent_forget_post(batch, id);
    return OK;
}

enum err withdraw_post(struct batch *batch, struct post_id id, const struct post_head_out *head)
{
    struct cell *cell;
    struct str keys[TEXT_HASHTAGS_MAX];
    size_t n_keys = 0;
    TRY(ledger_flush_answers(batch));
    TRY(cell_get(batch, head->cell, &cell));
    TRY(remove_tags(batch, id, head, keys, &n_keys));
    TRY(remove_rows(batch, id, cell));
    if (head->state == 0)
        TRY(ledger_act(batch, cell, head->root.v == 0 ? COUNT_POST : COUNT_COMMENT, id.v,
                       head->author, -1));
    TRY(uncount_answer(batch, head));
    struct post_count_row_out counts;
    enum err err =
        sql_post_count_row_one(batch->db, batch->arena, &(struct post_count_row_in){id}, &counts);
    if (err == OK)
        TRY(sweep_add(batch, SWEEP_ANSWERS, id.v));
    else if (err != ERR_NOT_FOUND)
        return err;
    batch->has_removed = true;
    event_add(batch->events, &(struct event){.kind = EVENT_GONE,
                                             .post = id,
                                             .root = head->root,
                                             .account = head->account,
                                             .tags = keys,
                                             .n_tags = n_keys,
                                             .is_listed = true});
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
        return share_remove(batch, act->withdraw.v, share.person, share.post, share.cell);
    }
    TRY(err);
    if (head.author.v != act->person.v)
        return ERR_NOT_FOUND;
    act->id = act->withdraw.v;
    return withdraw_post(batch, act->withdraw, &head);
}
