/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The acts on what a person keeps to herself: follows, blocks, mutes, bookmarks, notices,
 * markers; and reports. None of it is counted or shown to others. Filters are filter_write.c's. */
#include "domain/batch.h"
#include "domain/hashtag_text.h"
#include "domain/standing.h"
#include "domain/sweep.h"
#include "domain/telling.h"
#include "domain/tie.h"
#include "domain/veil_write.h"
#include "sql/answer.h"
#include "sql/person.h"
#include "sql/post.h"

/* Under whose number it is noted. */
static struct person_id box_of(const struct telling *telling)
{
    return telling->veiled.v ? veil_box(telling->veiled) : telling->person;
}

enum err notice_add(struct batch *batch, const struct telling *telling)
{
    struct tie_hides_out ties = {0};
    if (telling->veiled.v == 0 && !recent_knows_plain(batch, telling->person))
        TRY(sql_tie_hides_one(batch->db, batch->arena,
                              &(struct tie_hides_in){telling->person, telling->actor,
                                                     telling->account, telling->root},
                              &ties));
    if (ties.is_hidden)
        return OK;
    struct notice_id id = {batch_id(batch)};
    WRITE(
        sql_notice_insert(batch->db, &(struct notice_insert_in){box_of(telling), id, telling->kind,
                                                                telling->account, telling->post}));
    event_add(batch->events, &(struct event){.kind = EVENT_NOTICE,
                                             .person = telling->person,
                                             .notice = id,
                                             .account = telling->account,
                                             .post = telling->post});
    return OK;
}

enum err notice_undo(struct batch *batch, const struct telling *telling, int64_t id)
{
    WRITE(sql_notice_undo(
        batch->db, &(struct notice_undo_in){
                       box_of(telling), {id}, telling->kind, telling->account, telling->post}));
    return OK;
}

/* The target must be there; a hashtag is made when it is new. */
static enum err find_target(struct batch *batch, const struct act *act, int64_t *target)
{
    const struct act_tie *tie = &act->tie;
    *target = tie->target;
    if (tie->kind == TIE_TAG) {
        struct act_tag tag = {.name = tie->tag};
        struct tag_id id;
        TRY(hashtag_key(batch->arena, tie->tag, &tag.key));
        TRY(tag_number(batch, &tag, &id));
        *target = id.v;
        return OK;
    }
    if (tie->kind == TIE_FOLLOW || tie->kind == TIE_BLOCK || tie->kind == TIE_MUTE) {
        struct person_row_out row;
        TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){{tie->target}},
                               &row));
        return row.is_leaving || row.id.v == act->person.v ? ERR_NOT_FOUND : OK;
    }
    struct post_head_out head;
    TRY(recent_head(batch, (struct post_id){tie->target}, &head));
    if (tie->kind == TIE_PIN && head.account.v != act->person.v)
        return ERR_NOT_FOUND;
    return OK;
}

static void forget_tied(struct batch *batch, const struct act *act, int64_t target)
{
    recent_forget_person(batch, act->person);
    if (act->tie.kind == TIE_BLOCK || act->tie.kind == TIE_MUTE)
        recent_forget_person(batch, (struct person_id){target});
}

static struct telling telling_of_follow(const struct act *act, int64_t target)
{
    return (struct telling){
        .person = {target},
        .kind = NOTICE_FOLLOW,
        .actor = act->person,
        .account = act->person,
    };
}

static enum err follow(struct batch *batch, const struct act *act, int64_t target)
{
    struct tie_blocks_out ties;
    TRY(person_may_act(batch, act->person));
    TRY(sql_tie_blocks_one(batch->db, batch->arena, &(struct tie_blocks_in){act->person, {target}},
                           &ties));
    if (ties.is_blocked)
        return ERR_FORBIDDEN;
    struct tie_exists_out old;
    enum err err = sql_tie_exists_one(
        batch->db, batch->arena, &(struct tie_exists_in){act->person, TIE_FOLLOW, target}, &old);
    if (err != ERR_NOT_FOUND)
        return err;
    struct telling telling = telling_of_follow(act, target);
    return notice_add(batch, &telling);
}

/* Its notice, if there was one, has the number before the tie's. */
static enum err unfollow(struct batch *batch, const struct act *act, int64_t target)
{
    struct tie_exists_out tie;
    enum err err = sql_tie_exists_one(
        batch->db, batch->arena, &(struct tie_exists_in){act->person, TIE_FOLLOW, target}, &tie);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    struct telling telling = telling_of_follow(act, target);
    return notice_undo(batch, &telling, tie.id - 1);
}

/* What somebody who is blocked answered is shown to nobody and counts no more: as a rule at once,
 * when it is very much in steps. */
static enum err turn_answers(struct batch *batch, int64_t target)
{
    int64_t left = SWEEP_STEP;
    batch->has_removed = true;
    TRY(sweep_add(batch, SWEEP_BLOCK, target));
    return sweep_block(batch, (struct person_id){target}, &left);
}

enum err tie_apply_tie(struct batch *batch, struct act *act)
{
    int64_t target;
    TRY(person_stands(batch, act->person));
    TRY(find_target(batch, act, &target));
    if (act->tie.kind == TIE_FOLLOW)
        TRY(follow(batch, act, target));
    if (act->tie.kind == TIE_BLOCK) {
        WRITE(sql_tie_delete_between(batch->db,
                                     &(struct tie_delete_between_in){act->person, {target}}));
    }
    WRITE(sql_tie_insert(
        batch->db, &(struct tie_insert_in){act->person, act->tie.kind, target, batch_id(batch)}));
    if (act->tie.kind == TIE_BLOCK)
        TRY(turn_answers(batch, target));
    forget_tied(batch, act, target);
    act->id = target;
    return OK;
}

enum err tie_apply_untie(struct batch *batch, struct act *act)
{
    int64_t target;
    TRY(find_target(batch, act, &target));
    if (act->tie.kind == TIE_FOLLOW)
        TRY(unfollow(batch, act, target));
    WRITE(sql_tie_delete(batch->db, &(struct tie_delete_in){act->person, act->tie.kind, target}));
    if (act->tie.kind == TIE_BLOCK)
        TRY(turn_answers(batch, target));
    forget_tied(batch, act, target);
    act->id = target;
    return OK;
}

static enum err clear_notices(struct batch *batch, struct person_id box, struct notice_id id)
{
    if (id.v == 0)
        WRITE(sql_notice_delete_all(batch->db, &(struct notice_delete_all_in){box}));
    else
        WRITE(sql_notice_delete(batch->db, &(struct notice_delete_in){box, id}));
    return OK;
}

enum err notice_apply_clear(struct batch *batch, struct act *act)
{
    const struct post_id *posts;
    size_t n = 0;
    TRY(clear_notices(batch, act->person, act->notice));
    TRY(veil_posts(batch->db, batch->arena, batch->key, act->person, &posts, &n));
    for (size_t i = 0; i < n; i++)
        TRY(clear_notices(batch, veil_box(posts[i]), act->notice));
    return OK;
}

enum err marker_apply(struct batch *batch, struct act *act)
{
    TRY(person_stands(batch, act->person));
    WRITE(sql_marker_put(batch->db, &(struct marker_put_in){
                                        .person = act->person,
                                        .timeline = act->marker.timeline,
                                        .last_read = act->marker.last_read,
                                        .updated_ms = batch->now_ms,
                                    }));
    return OK;
}

/* Into the queue; a report alone holds nothing. */
static enum err queue_reported(struct batch *batch, struct str posts)
{
    int64_t id;
    struct post_head_out head;
    while (str_i64(str_cut(&posts, ' '), &id)) {
        enum err err = recent_head(batch, (struct post_id){id}, &head);
        if (err == OK)
            TRY(hold_add(batch, (struct post_id){id}, HOLD_BIT(HOLD_REPORT), 0));
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    return OK;
}

enum err report_apply(struct batch *batch, struct act *act)
{
    struct person_row_out row;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){act->report.account},
                           &row));
    act->id = batch_id(batch);
    WRITE(sql_report_insert(batch->db, &(struct report_insert_in){
                                           .id = {act->id},
                                           .account = act->report.account,
                                           .posts = act->report.posts,
                                           .comment = act->report.comment,
                                           .category = act->report.category,
                                       }));
    TRY(queue_reported(batch, act->report.posts));
    return OK;
}
