/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reactions and shares: one of each per person and post, counted, never listed.
 *
 * A person has one reaction to a post; another one replaces it and remains the same act. Both
 * belong to the campaigns of what they answer; their language and country are what the person said
 * of herself. */
#include "domain/audience.h"
#include "domain/batch.h"
#include "domain/standing.h"
#include "domain/telling.h"
#include "domain/tie.h"
#include "sql/answer.h"
#include "sql/post.h"

/* An author is told of the first reactions one by one; then the counts tell. */
enum { REACTION_NOTICES_MAX = 5 };

static const enum answer answers[REACTIONS] = {
    [REACTION_ME_TOO] = ANSWER_ME_TOO,
    [REACTION_BELIEVE] = ANSWER_BELIEVE,
    [REACTION_WITH_YOU] = ANSWER_WITH_YOU,
    [REACTION_THANK_YOU] = ANSWER_THANK_YOU,
};

/* Whether whoever acts reads it where she acts: what she is not shown she does not answer, whatever
 * number she guesses. Comments of a voice that is closed are shown to nobody. */
static bool is_for(const struct act *act, const struct post_head_out *head,
                   const struct post_head_out *root)
{
    bool is_comment = head->root.v != 0;
    if (head->author.v == act->person.v)
        return true;
    if (is_comment && (root->answers & ANSWERS_MASK) >= ANSWERS_REACTIONS)
        return false;
    return act->audience != AUDIENCE_MODERATORS &&
           (head->audiences & root->audiences & (1 << act->audience)) != 0;
}

enum err answer_target(struct batch *batch, const struct act *act, struct post_id post,
                       struct post_head_out *head, struct post_head_out *root)
{
    TRY(recent_head(batch, post, head));
    *root = *head;
    if (head->root.v != 0)
        TRY(recent_head(batch, head->root, root));
    bool is_standing =
        head->state == 0 && root->state == 0 && !head->is_leaving && !root->is_leaving;
    return is_standing && is_for(act, head, root) ? OK : ERR_NOT_FOUND;
}

/* What is answered must stand; nobody answers an account she blocks or is blocked by. (What was
 * said anonymously is the campaign's account's: neither a refusal nor leave may tell who said it.)
 */
static enum err find_target(struct batch *batch, const struct act *act, struct post_id post,
                            struct speaker *speaker, struct post_head_out *head)
{
    struct post_head_out root;
    const struct person_id person = act->person;
    TRY(answer_target(batch, act, post, head, &root));
    bool is_own = root.author.v == person.v && !root.is_veiled;
    if ((root.answers & ANSWERS_MASK) == ANSWERS_NOBODY && !is_own)
        return ERR_FORBIDDEN;
    TRY(recent_speaker(batch, person, speaker));
    if (speaker->is_suspended)
        return ERR_FORBIDDEN;
    if (speaker->is_leaving || speaker->is_plain)
        return speaker->is_leaving ? ERR_NOT_FOUND : OK;
    struct tie_blocks_out ties;
    TRY(sql_tie_blocks_one(batch->db, batch->arena, &(struct tie_blocks_in){person, head->account},
                           &ties));
    return ties.is_blocked ? ERR_NOT_FOUND : OK;
}

/* The campaigns of the target, the language and country of the person. */
static enum err answer_cell(struct batch *batch, const struct speaker *speaker,
                            const struct post_head_out *target, struct cell **out)
{
    struct cell *above;
    TRY(cell_get(batch, target->cell, &above));
    struct cell cell = *above;
    cell.language = speaker->language;
    cell.country = speaker->country;
    cell.network = STR("here");
    return cell_of(batch, &cell, out);
}

static struct telling telling_of(struct person_id person, struct post_id post,
                                 const struct post_head_out *head, int kind)
{
    return (struct telling){
        .person = head->author,
        .kind = kind,
        .actor = person,
        .account = person,
        .post = post,
        .root = head->root.v ? head->root : post,
        .veiled = {head->is_veiled ? post.v : 0},
    };
}

/* How many there are, this one too. */
static enum err count_same(struct batch *batch, struct post_id post, int kind, int64_t *n)
{
    struct answer_change all;
    TRY(recent_answers(batch, post, &all));
    *n = all.n[ANSWER_SHARE];
    if (kind == NOTICE_REACTION)
        *n = all.n[ANSWER_ME_TOO] + all.n[ANSWER_BELIEVE] + all.n[ANSWER_WITH_YOU] +
             all.n[ANSWER_THANK_YOU];
    return OK;
}

static enum err tell_author(struct batch *batch, const struct act *act, struct post_id post,
                            const struct post_head_out *head, int kind)
{
    int64_t n;
    if (head->author.v == act->person.v && !head->is_veiled)
        return OK;
    TRY(count_same(batch, post, kind, &n));
    if (n > REACTION_NOTICES_MAX)
        return OK;
    struct telling telling = telling_of(act->person, post, head, kind);
    return notice_add(batch, &telling);
}

/* The notice of an act that is taken back has the number after the act's: tell_author is the last
 * thing that the act does. */
static enum err untell_author(struct batch *batch, struct person_id person, struct post_id post,
                              int kind, int64_t act_id)
{
    struct post_head_out head;
    enum err err = recent_head(batch, post, &head);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    struct telling telling = telling_of(person, post, &head, kind);
    return notice_undo(batch, &telling, act_id + 1);
}

static enum err change_reaction(struct batch *batch, const struct act *act,
                                const struct reaction_row_out *old)
{
    enum reaction kind = act->react.reaction;
    if (old->kind == (int64_t)kind)
        return OK;
    if (old->kind >= REACTION_ASIDE) { /* it will count again as what it is now */
        WRITE(sql_reaction_change(
            batch->db, &(struct reaction_change_in){old->id, REACTION_ASIDE + (int64_t)kind}));
        return OK;
    }
    WRITE(sql_reaction_change(batch->db, &(struct reaction_change_in){old->id, (int64_t)kind}));
    ledger_answer(batch, act->react.post, answers[old->kind], -1);
    ledger_answer(batch, act->react.post, answers[kind], 1);
    return OK;
}

enum err answer_apply_react(struct batch *batch, struct act *act)
{
    struct post_id post = act->react.post;
    struct speaker speaker;
    struct post_head_out head;
    if (act->react.reaction <= REACTION_NONE || act->react.reaction >= REACTIONS)
        return ERR_BAD_INPUT;
    TRY(find_target(batch, act, post, &speaker, &head));
    act->is_plain = speaker.is_plain;
    struct reaction_row_out old;
    enum err err = sql_reaction_row_one(batch->db, batch->arena,
                                        &(struct reaction_row_in){act->person, post}, &old);
    act->id = post.v;
    if (err == OK)
        return change_reaction(batch, act, &old);
    if (err != ERR_NOT_FOUND)
        return err;
    struct cell *cell;
    TRY(answer_cell(batch, &speaker, &head, &cell));
    struct answer_change before;
    TRY(recent_answers(batch, post, &before));
    int64_t id = batch_id(batch);
    WRITE(sql_reaction_insert(batch->db, &(struct reaction_insert_in){
                                             .id = id,
                                             .person = act->person,
                                             .post = post,
                                             .kind = (int64_t)act->react.reaction,
                                             .cell = cell->id,
                                             .previous = before.last_reaction,
                                         }));
    TRY(ledger_act(batch, cell, COUNT_REACTION, id, act->person, 1));
    ledger_reaction(batch, post, answers[act->react.reaction], id);
    return tell_author(batch, act, post, &head, NOTICE_REACTION);
}

enum err reaction_remove(struct batch *batch, struct person_id person, struct post_id post,
                         const struct reaction_row_out *row)
{
    struct cell *cell;
    TRY(cell_get(batch, row->cell, &cell));
    WRITE(sql_reaction_take_back(batch->db, &(struct reaction_take_back_in){row->id}));
    TRY(untell_author(batch, person, post, NOTICE_REACTION, row->id));
    if (row->kind >= REACTION_ASIDE)
        return OK;
    TRY(ledger_act(batch, cell, COUNT_REACTION, row->id, person, -1));
    return answer_count(batch, post, answers[row->kind], -1);
}

enum err reaction_turn(struct batch *batch, struct person_id person, struct post_id post,
                       const struct reaction_row_out *row)
{
    struct cell *cell;
    bool is_aside = row->kind < REACTION_ASIDE;
    int64_t kind = row->kind & (REACTION_ASIDE - 1);
    TRY(cell_get(batch, row->cell, &cell));
    WRITE(sql_reaction_change(
        batch->db, &(struct reaction_change_in){row->id, is_aside ? kind + REACTION_ASIDE : kind}));
    TRY(ledger_act(batch, cell, COUNT_REACTION, row->id, person, is_aside ? -1 : 1));
    return answer_count(batch, post, answers[kind], is_aside ? -1 : 1);
}

enum err answer_apply_unreact(struct batch *batch, struct act *act)
{
    struct post_id post = act->react.post;
    struct post_head_out head;
    TRY(recent_head(batch, post, &head));
    act->id = post.v;
    struct reaction_row_out old;
    enum err err = sql_reaction_row_one(batch->db, batch->arena,
                                        &(struct reaction_row_in){act->person, post}, &old);
    if (err == ERR_NOT_FOUND)
        return OK;
    TRY(err);
    if (act->react.reaction != REACTION_NONE &&
        (old.kind & (REACTION_ASIDE - 1)) != (int64_t)act->react.reaction)
        return OK;
    return reaction_remove(batch, act->person, post, &old);
}

void answer_tell_counts(struct batch *batch, struct act *act)
{
    struct answer_change all;
    act->has_counts = recent_knows_answers(batch, act->react.post, &all);
    if (!act->has_counts)
        return;
    act->counts.comments = all.n[ANSWER_COMMENT];
    act->counts.shares = all.n[ANSWER_SHARE];
    for (int i = REACTION_ME_TOO; i < REACTIONS; i++)
        act->counts.reactions[i] = all.n[answers[i]];
}

/* --- shares --- */

enum err answer_apply_share(struct batch *batch, struct act *act)
{
    struct speaker speaker;
    struct post_head_out head;
    TRY(find_target(batch, act, act->share, &speaker, &head));
    struct share_row_out old;
    enum err err = sql_share_row_one(batch->db, batch->arena,
                                     &(struct share_row_in){act->person, act->share}, &old);
    if (err == OK) {
        act->id = old.id;
        return OK;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    struct cell *cell;
    TRY(answer_cell(batch, &speaker, &head, &cell));
    act->id = batch_id(batch);
    WRITE(sql_share_insert(batch->db,
                           &(struct share_insert_in){act->id, act->person, act->share, cell->id}));
    recent_forget_person(batch, act->person);
    TRY(ledger_act(batch, cell, COUNT_SHARE, act->id, act->person, 1));
    ledger_answer(batch, act->share, ANSWER_SHARE, 1);
    event_add(batch->events, &(struct event){.kind = EVENT_SHARE,
                                             .post = act->share,
                                             .share = act->id,
                                             .account = act->person,
                                             .is_listed = true});
    return tell_author(batch, act, act->share, &head, NOTICE_SHARE);
}

/* It is no longer in any list. */
static void tell_unshared(struct batch *batch, struct person_id person, int64_t id)
{
    recent_forget_person(batch, person);
    batch->has_removed = true;
    event_add(batch->events,
              &(struct event){.kind = EVENT_GONE, .post = {id}, .share = id, .account = person});
}

enum err share_remove(struct batch *batch, struct person_id person, struct post_id post,
                      const struct share_row_out *row)
{
    struct cell *cell;
    TRY(cell_get(batch, row->cell, &cell));
    WRITE(sql_share_delete(batch->db, &(struct share_delete_in){row->id}));
    tell_unshared(batch, person, row->id);
    TRY(untell_author(batch, person, post, NOTICE_SHARE, row->id));
    if (row->is_aside)
        return OK;
    TRY(ledger_act(batch, cell, COUNT_SHARE, row->id, person, -1));
    return answer_count(batch, post, ANSWER_SHARE, -1);
}

enum err share_turn(struct batch *batch, struct person_id person, struct post_id post,
                    const struct share_row_out *row)
{
    struct cell *cell;
    int sign = row->is_aside ? 1 : -1;
    TRY(cell_get(batch, row->cell, &cell));
    WRITE(sql_share_put_aside(batch->db, &(struct share_put_aside_in){row->id, !row->is_aside}));
    if (sign < 0)
        tell_unshared(batch, person, row->id);
    TRY(ledger_act(batch, cell, COUNT_SHARE, row->id, person, sign));
    return answer_count(batch, post, ANSWER_SHARE, sign);
}

enum err answer_apply_unshare(struct batch *batch, struct act *act)
{
    struct post_head_out head;
    TRY(recent_head(batch, act->share, &head));
    struct share_row_out old;
    enum err err = sql_share_row_one(batch->db, batch->arena,
                                     &(struct share_row_in){act->person, act->share}, &old);
    act->id = act->share.v;
    if (err == ERR_NOT_FOUND)
        return OK;
    TRY(err);
    return share_remove(batch, act->person, act->share, &old);
}
