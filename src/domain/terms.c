/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the author of a voice changes about it, without touching its words: who may read it, who may
 * answer, when it comes and goes, and which comments are shown below it.
 *
 * Whoever did not say it is told that there is no such voice. Pausing is standing.c's. */
#include "domain/consent.h"
#include "domain/due.h"
#include "domain/publication.h"
#include "domain/standing.h"
#include "sql/post.h"
#include "sql/standing.h"

static enum err find_own(struct batch *batch, const struct act *act, struct post_id id,
                         struct post_head_out *head)
{
    TRY(recent_head(batch, id, head));
    bool is_hers = head->author.v == act->person.v && !head->is_leaving;
    return is_hers && !(head->state & AWAY_FALLEN) ? OK : ERR_NOT_FOUND;
}

static enum err find_voice(struct batch *batch, const struct act *act, struct post_head_out *head)
{
    TRY(find_own(batch, act, act->terms.post, head));
    return head->root.v == 0 ? OK : ERR_BAD_INPUT;
}

/* --- who may read it --- */

/* Apps that show it are told to take it away, or that it is there. */
static enum err tell_apps(struct batch *batch, struct post_id id, const struct post_head_out *head,
                          int audiences)
{
    struct publication post;
    bool was_there = (head->audiences & FOR_APPS) != 0, is_there = (audiences & FOR_APPS) != 0;
    if (head->state != 0 || was_there == is_there)
        return OK;
    TRY(publication_of(batch, id, head, &post));
    post.audiences |= FOR_APPS;
    publication_tell(batch, &post, is_there ? EVENT_POST : EVENT_GONE);
    return OK;
}

enum err terms_apply_audience(struct batch *batch, struct act *act)
{
    struct post_id id = act->terms.post;
    struct post_head_out head;
    int audiences = 0;
    TRY(find_voice(batch, act, &head));
    TRY(consent_change(batch, &act->terms, &audiences));
    WRITE(sql_post_put_audiences(batch->db, &(struct post_put_audiences_in){id, audiences}));
    recent_forget_post(batch, id);
    batch->has_removed = true;
    act->id = id.v;
    return tell_apps(batch, id, &head, audiences);
}

/* --- who may answer --- */

enum err terms_apply_answers(struct batch *batch, struct act *act)
{
    struct post_id id = act->terms.post;
    struct post_head_out head;
    int answers = act->terms.answers;
    bool is_known = (answers & ANSWERS_MASK) <= ANSWERS_NOBODY;
    if (!is_known || (answers & ~(ANSWERS_MASK | ANSWERS_SHIELDED)) != 0)
        return ERR_BAD_INPUT;
    TRY(find_voice(batch, act, &head));
    WRITE(sql_post_put_answers(batch->db, &(struct post_put_answers_in){id, answers}));
    recent_forget_post(batch, id);
    batch->has_removed = true;
    act->id = id.v;
    return OK;
}

/* --- when it comes and goes --- */

/* What was published has its moment behind it. */
static enum err change_publication(struct batch *batch, struct post_id *id,
                                   const struct post_head_out *head, int64_t at_ms)
{
    if (!(head->state & AWAY_WAITING))
        return ERR_CONFLICT;
    if (at_ms > batch->now_ms)
        return due_put(batch, *id, DUE_PUBLISH, at_ms);
    TRY(due_put(batch, *id, DUE_PUBLISH, 0));
    return standing_change(batch, id, 0, AWAY_WAITING);
}

static enum err change_expiry(struct batch *batch, struct post_id *id, int64_t at_ms)
{
    TRY(due_put(batch, *id, DUE_EXPIRE, at_ms));
    return standing_change(batch, id, 0, AWAY_EXPIRED);
}

enum err terms_apply_moment(struct batch *batch, struct act *act)
{
    const struct act_terms *terms = &act->terms;
    struct post_id id = terms->post;
    struct post_head_out head;
    TRY(find_own(batch, act, id, &head));
    if (terms->has_expiry && terms->expires_ms != 0 && terms->expires_ms <= batch->now_ms)
        return ERR_BAD_INPUT;
    if (terms->has_publish)
        TRY(change_publication(batch, &id, &head, terms->publish_at_ms));
    if (terms->has_expiry)
        TRY(change_expiry(batch, &id, terms->expires_ms));
    act->id = id.v;
    return OK;
}

/* --- what is shown below it --- */

/* The comment, when the voice above it is hers and moderators have read it if they are to. */
static enum err find_below(struct batch *batch, const struct act *act, struct post_head_out *head)
{
    struct post_head_out root;
    TRY(recent_head(batch, act->stand, head));
    if (head->root.v == 0 || head->state & (AWAY_FALLEN | AWAY_HELD))
        return ERR_NOT_FOUND;
    TRY(recent_head(batch, head->root, &root));
    return root.author.v == act->person.v && !root.is_leaving ? OK : ERR_NOT_FOUND;
}

enum err terms_apply_approve(struct batch *batch, struct act *act)
{
    struct post_id id = act->stand;
    struct post_head_out head;
    TRY(find_below(batch, act, &head));
    WRITE(sql_asked_delete(batch->db, &(struct asked_delete_in){head.root, id}));
    TRY(standing_change(batch, &id, 0, AWAY_ASKED | AWAY_REFUSED));
    act->id = id.v;
    return OK;
}

/* Kept in her list, so that she can think again. */
enum err terms_apply_refuse(struct batch *batch, struct act *act)
{
    struct post_id id = act->stand;
    struct post_head_out head;
    TRY(find_below(batch, act, &head));
    WRITE(sql_asked_put(batch->db, &(struct asked_put_in){head.root, id, true}));
    TRY(standing_change(batch, &id, AWAY_REFUSED, AWAY_ASKED));
    act->id = id.v;
    return OK;
}
