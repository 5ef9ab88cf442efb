/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The act DECIDE: everything that moderators and organisers decide.
 *
 * Each decision is checked first: who she is for this post or campaign, in which language, that it
 * is not her own, that two are two. Then it is done, and noted without any words. A decision about
 * how a post stands notes how it stood before, so that taking it back is exact. */
#include "domain/decide.h"

#include "domain/lookalike.h"
#include "domain/person.h"
#include "domain/sweep.h"
#include "sql/answer.h"
#include "sql/moderation.h"
#include "sql/person.h"
#include "sql/post.h"
#include "sql/standing.h"
#include "sql/token.h"

/* --- who may --- */

enum err decide_may(struct batch *batch, const struct act *act, struct post_id post,
                    struct post_head_out *head)
{
    struct post_words_out words;
    struct role_decides_out role;
    TRY(recent_head(batch, post, head));
    if (act->person.v == 0)
        return act->decide.is_operator ? OK : ERR_FORBIDDEN;
    TRY(sql_post_words_one(batch->db, batch->arena, &(struct post_words_in){post}, &words));
    TRY(sql_role_decides_one(batch->db, batch->arena,
                             &(struct role_decides_in){act->person, head->cell, words.language},
                             &role));
    if (!role.is_deciding)
        return ERR_NOT_FOUND;
    return head->author.v == act->person.v ? ERR_FORBIDDEN : OK;
}

/* Whether she has this role or a higher one for the campaign (none: the whole server). */
static enum err decide_role(struct batch *batch, const struct act *act, struct campaign_id campaign,
                            enum role role)
{
    struct role_holds_out row;
    if (act->person.v == 0)
        return act->decide.is_operator ? OK : ERR_FORBIDDEN;
    TRY(sql_role_holds_one(batch->db, batch->arena,
                           &(struct role_holds_in){act->person, campaign, (int64_t)role}, &row));
    return row.is_holding ? OK : ERR_NOT_FOUND;
}

/* Moderators of the whole server decide about accounts; about those of organisers only organisers
 * do, or one moderator could shut out all who gave her the role. */
static enum err may_decide_account(struct batch *batch, const struct act *act,
                                   struct person_id account)
{
    struct role_organises_out row;
    TRY(decide_role(batch, act, (struct campaign_id){0}, ROLE_MODERATOR));
    TRY(sql_role_organises_one(batch->db, batch->arena, &(struct role_organises_in){account},
                               &row));
    if (!row.is_organising)
        return OK;
    enum err err = decide_role(batch, act, (struct campaign_id){0}, ROLE_ORGANISER);
    return err == ERR_NOT_FOUND ? ERR_FORBIDDEN : err;
}

/* --- how a post stands --- */

enum err verdict_of(struct batch *batch, struct post_id post, const struct post_head_out *head,
                    struct verdict *out)
{
    const struct hold_of_post_out *rows;
    size_t n;
    struct verdict verdict = {.away = head->state & MODERATED};
    TRY(sql_hold_of_post_list(batch->db, batch->arena, &(struct hold_of_post_in){post}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        verdict.holds |= HOLD_BIT(rows[i].reason);
        if (rows[i].cluster != 0)
            verdict.burst = rows[i].cluster;
    }
    *out = verdict;
    return OK;
}

enum err verdict_put(struct batch *batch, struct post_id *post, const struct verdict *verdict)
{
    const uint64_t burst = HOLD_BIT(HOLD_BURST);
    TRY(hold_clear(batch, *post));
    TRY(hold_add(batch, *post, verdict->holds & ~burst, 0));
    TRY(hold_add(batch, *post, verdict->holds & burst, verdict->burst));
    return standing_change(batch, post, (int)verdict->away, MODERATED & ~(int)verdict->away);
}

enum err decision_note(struct batch *batch, const struct decision_made *made,
                       const struct verdict *was, int64_t *number)
{
    struct decision_last_out last;
    const struct verdict none = {0};
    if (was == NULL)
        was = &none;
    TRY(sql_decision_last_one(batch->db, batch->arena, &last));
    *number = last.id + 1;
    WRITE(sql_decision_insert(batch->db,
                              &(struct decision_insert_in){
                                  .id = *number,
                                  .hour_ms = batch->now_ms - batch->now_ms % DECISION_HOUR_MS,
                                  .moderator = made->moderator,
                                  .kind = (int64_t)made->kind,
                                  .post = made->post,
                                  .account = made->account,
                                  .campaign = made->campaign,
                                  .reason = made->reason,
                                  .was_away = was->away,
                                  .was_held = (int64_t)was->holds,
                                  .bulk = made->bulk,
                                  .burst = was->burst,
                              }));
    return OK;
}

/* The act's own decision, with what it is about. */
static struct decision_made made_of(const struct act *act)
{
    return (struct decision_made){
        .kind = act->decide.kind,
        .moderator = act->person,
        .post = act->decide.post,
        .account = act->decide.account,
        .campaign = act->decide.campaign,
        .reason = act->decide.reason,
    };
}

static enum err note(struct batch *batch, struct act *act)
{
    struct decision_made made = made_of(act);
    return decision_note(batch, &made, NULL, &act->id);
}

/* --- one post --- */

static struct verdict verdict_for(const struct act_decide *decide, const struct verdict *was)
{
    struct verdict verdict = {.burst = was->burst};
    if (decide->kind == DECIDE_HIDE)
        verdict.away = AWAY_HIDDEN;
    if (decide->kind == DECIDE_HOLD || decide->kind == DECIDE_ASK) {
        verdict.away = AWAY_HELD;
        verdict.holds =
            was->holds | HOLD_BIT(decide->kind == DECIDE_ASK ? HOLD_AUTHOR_ASKED : HOLD_MODERATOR);
    }
    return verdict;
}

/* Who asked for a second opinion waits for it; whoever gives it ends the asking. */
static enum err answer_second(struct batch *batch, const struct act *act)
{
    struct proposal_of_out row;
    enum err err =
        sql_proposal_of_one(batch->db, batch->arena,
                            &(struct proposal_of_in){DECIDE_SECOND, act->decide.post, {0}}, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    if (row.moderator.v == act->person.v)
        return ERR_FORBIDDEN;
    WRITE(sql_proposal_delete(batch->db, &(struct proposal_delete_in){row.id}));
    return OK;
}

static enum err decide_post(struct batch *batch, struct act *act)
{
    struct act_decide *decide = &act->decide;
    struct post_head_out head;
    struct verdict was;
    TRY(decide_may(batch, act, decide->post, &head));
    if (head.state & AWAY_FALLEN)
        return ERR_NOT_FOUND;
    if (decide->kind == DECIDE_SHOW && !(head.state & AWAY_HIDDEN))
        return ERR_CONFLICT;
    if (decide->kind == DECIDE_ASK &&
        (decide->reason <= QUESTION_NONE || decide->reason >= QUESTIONS))
        return ERR_BAD_INPUT;
    TRY(verdict_of(batch, decide->post, &head, &was));
    TRY(answer_second(batch, act));
    struct verdict verdict = verdict_for(decide, &was);
    TRY(verdict_put(batch, &decide->post, &verdict));
    if (decide->kind == DECIDE_ASK)
        WRITE(sql_hold_put_question(
            batch->db,
            &(struct hold_put_question_in){decide->post, HOLD_AUTHOR_ASKED, decide->reason}));
    struct decision_made made = made_of(act);
    return decision_note(batch, &made, &was, &act->id);
}

/* --- two people --- */

static enum err propose(struct batch *batch, struct act *act, enum decision_kind kind)
{
    struct proposal_of_out row;
    struct proposal_last_out last;
    const struct act_decide *decide = &act->decide;
    enum err err =
        sql_proposal_of_one(batch->db, batch->arena,
                            &(struct proposal_of_in){kind, decide->post, decide->account}, &row);
    if (err != ERR_NOT_FOUND)
        return err == OK ? ERR_CONFLICT : err;
    TRY(sql_proposal_last_one(batch->db, batch->arena, &last));
    WRITE(sql_proposal_insert(batch->db,
                              &(struct proposal_insert_in){
                                  .id = last.id + 1,
                                  .kind = (int64_t)kind,
                                  .post = decide->post,
                                  .account = decide->account,
                                  .moderator = act->person,
                                  .reason = decide->reason,
                                  .hour_ms = batch->now_ms - batch->now_ms % DECISION_HOUR_MS,
                              }));
    return note(batch, act);
}

/* The post stands in the queue until another moderator has decided. */
static enum err second_opinion(struct batch *batch, struct act *act)
{
    struct post_head_out head;
    TRY(decide_may(batch, act, act->decide.post, &head));
    TRY(propose(batch, act, DECIDE_SECOND));
    return hold_add(batch, act->decide.post, HOLD_BIT(HOLD_MODERATOR), 0);
}

static enum err propose_removal(struct batch *batch, struct act *act)
{
    struct post_head_out head;
    struct person_row_out row;
    if (act->decide.kind == DECIDE_REMOVE) {
        TRY(decide_may(batch, act, act->decide.post, &head));
        return propose(batch, act, DECIDE_REMOVE);
    }
    TRY(may_decide_account(batch, act, act->decide.account));
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){act->decide.account},
                           &row));
    if (row.is_leaving || row.is_campaign || row.id.v == act->person.v)
        return row.is_leaving ? ERR_NOT_FOUND : ERR_FORBIDDEN;
    return propose(batch, act, DECIDE_REMOVE_ACCOUNT);
}

/* Whether whoever acts may judge what is proposed. */
static enum err may_remove(struct batch *batch, const struct act *act,
                           const struct proposal_row_out *row, struct post_head_out *head)
{
    if (row->post.v != 0)
        return decide_may(batch, act, row->post, head);
    TRY(may_decide_account(batch, act, row->account));
    return row->account.v == act->person.v ? ERR_FORBIDDEN : OK;
}

/* What is proposed, if it is hers to judge. */
static enum err find_proposal(struct batch *batch, struct act *act, struct proposal_row_out *row,
                              struct post_head_out *head)
{
    TRY(sql_proposal_row_one(batch->db, batch->arena, &(struct proposal_row_in){act->decide.number},
                             row));
    if (row->kind == DECIDE_SECOND)
        return ERR_NOT_FOUND;
    act->decide.post = row->post;
    act->decide.account = row->account;
    act->decide.reason = row->reason;
    return may_remove(batch, act, row, head);
}

/* Whoever has lost her role, or is suspended, is no longer one of two. */
static bool is_still_proposed(struct batch *batch, const struct proposal_row_out *row)
{
    struct post_head_out head;
    const struct act hers = {
        .kind = ACT_DECIDE, .person = row->moderator, .decide = {.is_operator = true}};
    return (row->moderator.v == 0 || person_may_act(batch, row->moderator) == OK) &&
           may_remove(batch, &hers, row, &head) == OK;
}

static enum err confirm(struct batch *batch, struct act *act)
{
    struct proposal_row_out row;
    struct post_head_out head;
    TRY(find_proposal(batch, act, &row, &head));
    if (row.moderator.v == act->person.v)
        return ERR_FORBIDDEN;
    WRITE(sql_proposal_delete(batch->db, &(struct proposal_delete_in){act->decide.number}));
    if (!is_still_proposed(batch, &row)) { /* then it is she who proposes it */
        act->decide.kind = (enum decision_kind)row.kind;
        return propose(batch, act, act->decide.kind);
    }
    TRY(note(batch, act));
    return row.post.v != 0 ? withdraw_post(batch, row.post, &head)
                           : person_leave(batch, row.account);
}

static enum err refuse(struct batch *batch, struct act *act)
{
    struct proposal_row_out row;
    struct post_head_out head;
    TRY(find_proposal(batch, act, &row, &head));
    WRITE(sql_proposal_delete(batch->db, &(struct proposal_delete_in){act->decide.number}));
    return note(batch, act);
}

/* --- accounts --- */

static enum err suspend(struct batch *batch, struct act *act)
{
    bool is_suspended = act->decide.kind == DECIDE_SUSPEND;
    TRY(may_decide_account(batch, act, act->decide.account));
    if (act->decide.account.v == act->person.v)
        return ERR_FORBIDDEN;
    TRY(suspend_put(batch, act->decide.account, is_suspended));
    return note(batch, act);
}

/* --- taking back --- */

static enum err undo_post(struct batch *batch, struct act *act, const struct decision_row_out *row)
{
    struct post_head_out head;
    struct decision_latest_out latest;
    const struct verdict was = {row->was_away, (uint64_t)row->was_held, row->burst};
    act->decide.post = row->post;
    TRY(decide_may(batch, act, row->post, &head));
    TRY(sql_decision_latest_one(batch->db, batch->arena, &(struct decision_latest_in){row->post},
                                &latest));
    if (latest.id != act->decide.number)
        return ERR_CONFLICT;
    WRITE(sql_decision_put_undone(batch->db, &(struct decision_put_undone_in){latest.id}));
    TRY(verdict_put(batch, &act->decide.post, &was));
    return note(batch, act);
}

/* Her own decision about many, while she may decide about one of them at least; or any, as an
 * organiser. */
static enum err may_undo_many(struct batch *batch, const struct act *act,
                              const struct decision_row_out *row)
{
    const struct decision_of_bulk_out *posts;
    struct hold_burst_size_out burst;
    struct post_head_out head;
    size_t n = 0;
    bool is_own = act->person.v != 0 && row->moderator.v == act->person.v;
    TRY(sql_decision_of_bulk_list(
        batch->db, batch->arena,
        &(struct decision_of_bulk_in){act->decide.number, DECIDE_POSTS_MAX}, &posts, &n));
    for (size_t i = 0; is_own && i < n; i++)
        if (decide_may(batch, act, posts[i].post, &head) == OK)
            return OK;
    TRY(sql_hold_burst_size_one(batch->db, batch->arena, &(struct hold_burst_size_in){row->burst},
                                &burst));
    if (is_own && n == 0 && decide_may(batch, act, burst.sample, &head) == OK)
        return OK; /* it has only begun */
    return decide_role(batch, act, (struct campaign_id){0}, ROLE_ORGANISER);
}

static enum err undo_many(struct batch *batch, struct act *act, const struct decision_row_out *row)
{
    TRY(may_undo_many(batch, act, row));
    WRITE(sql_decision_put_undone(batch->db, &(struct decision_put_undone_in){act->decide.number}));
    WRITE(sql_sweep_delete(batch->db, &(struct sweep_delete_in){SWEEP_MANY, act->decide.number}));
    TRY(sweep_add(batch, SWEEP_UNDO, act->decide.number));
    TRY(note(batch, act));
    return row->burst != 0 ? batch_reload(batch) : OK; /* which bursts are let through */
}

static enum err undo(struct batch *batch, struct act *act)
{
    struct decision_row_out row;
    TRY(sql_decision_row_one(batch->db, batch->arena, &(struct decision_row_in){act->decide.number},
                             &row));
    if (row.is_undone)
        return ERR_CONFLICT;
    if (row.kind <= DECIDE_ASK)
        return undo_post(batch, act, &row);
    if (row.kind == DECIDE_APPROVE_MANY || row.kind == DECIDE_HIDE_MANY)
        return undo_many(batch, act, &row);
    if (row.kind != DECIDE_SUSPEND && row.kind != DECIDE_UNSUSPEND)
        return ERR_FORBIDDEN;
    act->decide.account = row.account;
    act->decide.kind = row.kind == DECIDE_SUSPEND ? DECIDE_UNSUSPEND : DECIDE_SUSPEND;
    TRY(suspend(batch, act));
    WRITE(sql_decision_put_undone(batch->db, &(struct decision_put_undone_in){act->decide.number}));
    return OK;
}

/* --- reports --- */

/* The first of its posts says whose it is to judge; without posts, those of the whole server. */
static enum err may_judge_report(struct batch *batch, const struct act *act,
                                 const struct report_row_out *row)
{
    int64_t post;
    struct post_head_out head;
    struct str rest = row->posts;
    enum err err = ERR_NOT_FOUND;
    if (str_i64(str_cut(&rest, ' '), &post))
        err = decide_may(batch, act, (struct post_id){post}, &head);
    if (err != ERR_NOT_FOUND)
        return err;
    return decide_role(batch, act, (struct campaign_id){0}, ROLE_MODERATOR);
}

static enum err leave_queue(struct batch *batch, struct str posts)
{
    int64_t post;
    while (str_i64(str_cut(&posts, ' '), &post))
        WRITE(sql_hold_delete(batch->db, &(struct hold_delete_in){{post}, HOLD_REPORT}));
    return OK;
}

static enum err judge_report(struct batch *batch, struct act *act)
{
    struct report_row_out row;
    enum decision_kind kind = act->decide.kind;
    TRY(sql_report_row_one(batch->db, batch->arena, &(struct report_row_in){act->decide.report},
                           &row));
    TRY(may_judge_report(batch, act, &row));
    struct report_put_in put = {act->decide.report, row.state, row.moderator, row.resolved_hour_ms};
    if (kind == DECIDE_REPORT_TAKE || kind == DECIDE_REPORT_LEAVE)
        put.moderator.v = kind == DECIDE_REPORT_TAKE ? act->person.v : 0;
    if (kind == DECIDE_REPORT_RESOLVE || kind == DECIDE_REPORT_REOPEN)
        put.state = kind == DECIDE_REPORT_RESOLVE;
    put.resolved_hour_ms = put.state ? batch->now_ms - batch->now_ms % DECISION_HOUR_MS : 0;
    WRITE(sql_report_put(batch->db, &put));
    act->decide.account = row.account;
    if (kind == DECIDE_REPORT_RESOLVE)
        TRY(leave_queue(batch, row.posts));
    return note(batch, act);
}

/* --- what organisers decide --- */

static enum err give_role(struct batch *batch, struct act *act)
{
    const struct act_decide *decide = &act->decide;
    struct person_row_out row;
    TRY(decide_role(batch, act, decide->campaign, ROLE_ORGANISER));
    if (decide->campaign.v != 0 && registry_campaign(batch->registry, decide->campaign) == NULL)
        return ERR_NOT_FOUND;
    if (decide->role < ROLE_ORGANISER || decide->role > ROLE_COUNSELLOR)
        return ERR_BAD_INPUT;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){decide->account},
                           &row));
    if (row.is_leaving || row.is_campaign)
        return ERR_NOT_FOUND;
    if (decide->kind == DECIDE_ROLE_GIVE)
        WRITE(sql_role_insert(batch->db, &(struct role_insert_in){decide->account, decide->campaign,
                                                                  decide->role, decide->language}));
    else
        WRITE(sql_role_delete_one(batch->db,
                                  &(struct role_delete_one_in){decide->account, decide->campaign,
                                                               decide->role, decide->language}));
    return note(batch, act);
}

static enum err put_settings(struct batch *batch, struct act *act)
{
    const struct act_decide *decide = &act->decide;
    TRY(decide_role(batch, act, decide->campaign, ROLE_ORGANISER));
    if (registry_campaign(batch->registry, decide->campaign) == NULL)
        return ERR_NOT_FOUND;
    if (decide->mode >= MODERATION_MODES || (decide->rules & ~HOLD_FINDINGS) != 0)
        return ERR_BAD_INPUT;
    WRITE(sql_campaign_put_moderation(
        batch->db, &(struct campaign_put_moderation_in){decide->campaign, (int64_t)decide->mode,
                                                        (int64_t)decide->rules}));
    TRY(note(batch, act));
    return batch_reload(batch);
}

/* Whether what looks like a hashtag of the family is counted in. */
static enum err judge_lookalike(struct batch *batch, struct act *act)
{
    const struct act_decide *decide = &act->decide;
    TRY(decide_role(batch, act, decide->campaign, ROLE_ORGANISER));
    if (registry_campaign(batch->registry, decide->campaign) == NULL)
        return ERR_NOT_FOUND;
    TRY(decide->kind == DECIDE_JOIN ? lookalike_join(batch, decide->campaign, decide->tag)
                                    : lookalike_leave(batch, decide->campaign, decide->tag));
    return note(batch, act);
}

static enum err hand_over(struct batch *batch, struct act *act)
{
    const struct act_decide *decide = &act->decide;
    struct note_last_out last;
    struct post_head_out head;
    if (decide->post.v != 0)
        TRY(decide_may(batch, act, decide->post, &head));
    else
        TRY(decide_role(batch, act, decide->campaign, ROLE_MODERATOR));
    TRY(sql_note_last_one(batch->db, batch->arena, &last));
    WRITE(
        sql_note_insert(batch->db, &(struct note_insert_in){
                                       .id = last.id + 1,
                                       .hour_ms = batch->now_ms - batch->now_ms % DECISION_HOUR_MS,
                                       .moderator = act->person,
                                       .campaign = decide->campaign,
                                       .post = decide->post,
                                       .text = decide->note,
                                   }));
    act->id = last.id + 1;
    return OK;
}

/* --- the act --- */

typedef enum err decide_fn(struct batch *batch, struct act *act);

static decide_fn *const deciders[DECISION_KINDS] = {
    [DECIDE_APPROVE] = decide_post,
    [DECIDE_HOLD] = decide_post,
    [DECIDE_HIDE] = decide_post,
    [DECIDE_SHOW] = decide_post,
    [DECIDE_ASK] = decide_post,
    [DECIDE_SECOND] = second_opinion,
    [DECIDE_REMOVE] = propose_removal,
    [DECIDE_APPROVE_MANY] = decide_many,
    [DECIDE_HIDE_MANY] = decide_many,
    [DECIDE_SUSPEND] = suspend,
    [DECIDE_UNSUSPEND] = suspend,
    [DECIDE_REMOVE_ACCOUNT] = propose_removal,
    [DECIDE_REPORT_TAKE] = judge_report,
    [DECIDE_REPORT_LEAVE] = judge_report,
    [DECIDE_REPORT_RESOLVE] = judge_report,
    [DECIDE_REPORT_REOPEN] = judge_report,
    [DECIDE_ROLE_GIVE] = give_role,
    [DECIDE_ROLE_TAKE] = give_role,
    [DECIDE_SETTINGS] = put_settings,
    [DECIDE_UNDO] = undo,
    [DECIDE_CONFIRM] = confirm,
    [DECIDE_REFUSE] = refuse,
    [DECIDE_NOTE] = hand_over,
    [DECIDE_JOIN] = judge_lookalike,
    [DECIDE_APART] = judge_lookalike,
};

enum err decide_apply(struct batch *batch, struct act *act)
{
    enum decision_kind kind = act->decide.kind;
    if (kind >= DECISION_KINDS || deciders[kind] == NULL)
        return ERR_BAD_INPUT;
    if (act->decide.kind != DECIDE_ASK &&
        (act->decide.reason < REASON_NONE || act->decide.reason >= REASONS))
        return ERR_BAD_INPUT;
    if (act->person.v != 0)
        TRY(person_may_act(batch, act->person));
    return deciders[kind](batch, act);
}
