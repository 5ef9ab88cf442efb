/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How posts come to stand and cease to (standing.h): by their authors, by moderators, by time.
 *
 * One function changes the reasons; whatever follows from a post's standing or not (lists, figures,
 * answer counts, streams) follows there. */
#include "domain/standing.h"

#include "domain/publication.h"
#include "domain/veil_write.h"
#include "sql/moderation.h"
#include "sql/post.h"
#include "sql/standing.h"

static const struct {
    const char *name;
    bool is_mendable;
} holds[] = {
#define HOLD(name, number, text, is_mendable) [number] = {text, is_mendable},
#include "domain/holds.def"
#undef HOLD
};

static const char *const policies[] = {
    [ANSWERS_EVERYBODY] = "everybody", [ANSWERS_PARTNERS] = "partners",
    [ANSWERS_APPROVED] = "approved",   [ANSWERS_REACTIONS] = "reactions",
    [ANSWERS_NOBODY] = "nobody",
};

const char *answers_name(int answers)
{
    int policy = answers & ANSWERS_MASK;
    return policies[policy <= ANSWERS_NOBODY ? policy : ANSWERS_NOBODY];
}

int answers_of(struct str name)
{
    for (int i = ANSWERS_EVERYBODY; i <= ANSWERS_NOBODY; i++)
        if (str_eq(name, str_of(policies[i])))
            return i;
    return ANSWERS_MASK;
}

enum { HOLDS = sizeof holds / sizeof *holds };

const char *hold_name(int64_t reason)
{
    return reason >= 0 && reason < HOLDS ? holds[reason].name : NULL;
}

bool hold_is_mendable(int64_t reason)
{
    return reason >= 0 && reason < HOLDS && holds[reason].is_mendable;
}

/* --- coming and going --- */

static enum err put_state(struct batch *batch, struct post_id id, int64_t state)
{
    WRITE(sql_post_put_state(batch->db, &(struct post_put_state_in){id, state}));
    recent_forget_post(batch, id);
    return OK;
}

/* Published for the first time: from now on it has the number of this moment, so that neither its
 * number nor its time tells when it was written. */
static enum err publish_new(struct batch *batch, struct post_id old,
                            const struct post_head_out *head, struct post_id *id)
{
    struct publication post;
    TRY(publication_number(batch, (int)head->flags, id));
    const struct person_id author = veil_stored(batch, *id, (int)head->flags, head->author);
    if (head->is_veiled)
        TRY(veil_move(batch, head->author, old, *id));
    WRITE(sql_post_move(batch->db, &(struct post_move_in){old, *id, author}));
    WRITE(sql_post_delete(batch->db, &(struct post_delete_in){old}));
    WRITE(sql_post_edit_move(batch->db, &(struct post_edit_move_in){old, *id}));
    WRITE(sql_decision_move(batch->db, &(struct decision_move_in){old, *id}));
    WRITE(sql_proposal_move(batch->db, &(struct proposal_move_in){old, *id}));
    WRITE(sql_note_move(batch->db, &(struct note_move_in){old, *id}));
    WRITE(sql_hold_move(batch->db, &(struct hold_move_in){old, *id}));
    WRITE(sql_due_move(batch->db, &(struct due_move_in){old, *id}));
    WRITE(sql_consent_move(batch->db, &(struct consent_move_in){old, *id}));
    if (head->flags & POST_NAMED)
        WRITE(sql_signature_move(batch->db, &(struct signature_move_in){old, *id}));
    recent_forget_post(batch, old);
    TRY(publication_of(batch, *id, head, &post));
    TRY(publication_enter(batch, &post));
    TRY(publication_answer(batch, &post, 1));
    TRY(publication_notify(batch, &post));
    publication_tell(batch, &post, EVENT_POST);
    return OK;
}

static enum err come_back(struct batch *batch, struct post_id id, const struct post_head_out *head)
{
    struct publication post;
    TRY(put_state(batch, id, 0));
    TRY(publication_of(batch, id, head, &post));
    TRY(publication_enter(batch, &post));
    TRY(publication_answer(batch, &post, 1));
    publication_tell(batch, &post, EVENT_POST);
    return OK;
}

static enum err go_away(struct batch *batch, struct post_id id, const struct post_head_out *head,
                        int64_t state)
{
    struct publication post;
    TRY(publication_of(batch, id, head, &post));
    TRY(put_state(batch, id, state));
    TRY(publication_leave(batch, &post));
    TRY(publication_answer(batch, &post, -1));
    publication_tell(batch, &post, EVENT_GONE);
    return OK;
}

/* The voice above it was withdrawn while it was away: it has fallen too. */
static enum err find_fallen(struct batch *batch, const struct post_head_out *head, int64_t *state)
{
    struct post_head_out root;
    if (head->root.v == 0)
        return OK;
    enum err err = recent_head(batch, head->root, &root);
    if (err == ERR_NOT_FOUND)
        *state |= AWAY_FALLEN;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err standing_change(struct batch *batch, struct post_id *id, int add, int remove)
{
    struct post_head_out head;
    TRY(recent_head(batch, *id, &head));
    int64_t state = (head.state | add) & ~(int64_t)remove;
    if (state == head.state)
        return OK;
    bool was_new = (state & AWAY_NEW) != 0;
    if ((state & ~(int64_t)AWAY_NEW) == 0)
        TRY(find_fallen(batch, &head, &state));
    batch->has_removed = true;
    if ((state & ~(int64_t)AWAY_NEW) == 0)
        return was_new ? publish_new(batch, *id, &head, id) : come_back(batch, *id, &head);
    return head.state == 0 ? go_away(batch, *id, &head, state) : put_state(batch, *id, state);
}

/* --- waiting for moderators --- */

enum err hold_add(struct batch *batch, struct post_id id, uint64_t reasons, int64_t cluster)
{
    for (int i = 0; i < HOLDS; i++)
        if (reasons & HOLD_BIT(i))
            WRITE(sql_hold_insert(batch->db,
                                  &(struct hold_insert_in){id, i, batch->now_ms, cluster}));
    return OK;
}

/* Of one campaign: reasons that are no findings always hold. */
static uint64_t holding(const struct campaign *campaign, uint64_t reasons)
{
    switch (campaign->moderation) {
    case MODERATE_AFTER:
        return reasons & ~HOLD_FINDINGS;
    case MODERATE_BEFORE:
        return reasons | HOLD_BIT(HOLD_CAMPAIGN);
    case MODERATE_BY_RULE:
    case MODERATION_MODES:
        break;
    }
    return reasons & (~HOLD_FINDINGS | campaign->rules);
}

uint64_t hold_by_rules(const struct batch *batch, const struct cell *cell, uint64_t reasons,
                       uint64_t *kept)
{
    uint64_t held = cell->n_members == 0 ? reasons : 0;
    for (int i = 0; i < cell->n_members; i++) {
        const struct campaign *campaign =
            registry_campaign(batch->registry, cell->members[i].campaign);
        held |= campaign != NULL ? holding(campaign, reasons) : reasons;
    }
    *kept = reasons & ~held;
    return held;
}

enum err hold_renew(struct batch *batch, struct post_id *id, const struct cell *cell,
                    uint64_t reasons, int64_t cluster)
{
    const struct hold_of_post_out *rows;
    struct post_head_out head;
    size_t n, n_left = 0;
    uint64_t noted;
    uint64_t held = hold_by_rules(batch, cell, reasons, &noted);
    TRY(recent_head(batch, *id, &head));
    TRY(sql_hold_of_post_list(batch->db, batch->arena, &(struct hold_of_post_in){*id}, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (!hold_is_mendable(rows[i].reason))
            n_left += rows[i].reason != HOLD_REPORT; /* which asks, and does not hold */
        else if (!(reasons & HOLD_BIT(rows[i].reason)))
            WRITE(sql_hold_delete(batch->db, &(struct hold_delete_in){*id, rows[i].reason}));
    }
    TRY(hold_add(batch, *id, held | noted, cluster));
    /* What stands though it is in the queue goes on standing. */
    if (held != 0 || (n_left > 0 && head.state & AWAY_HELD))
        return standing_change(batch, id, AWAY_HELD, 0);
    return standing_change(batch, id, 0, AWAY_HELD);
}

enum err hold_clear(struct batch *batch, struct post_id id)
{
    WRITE(sql_hold_delete_of_post(batch->db, &(struct hold_delete_of_post_in){id}));
    return OK;
}

/* --- by the author --- */

static enum err find_own(struct batch *batch, const struct act *act, struct post_id id)
{
    struct post_head_out head;
    TRY(recent_head(batch, id, &head));
    return head.author.v == act->person.v && !head.is_leaving ? OK : ERR_NOT_FOUND;
}

enum err standing_apply_pause(struct batch *batch, struct act *act)
{
    struct post_id id = act->stand;
    TRY(find_own(batch, act, id));
    TRY(standing_change(batch, &id, AWAY_PAUSED, 0));
    act->id = id.v;
    return OK;
}

enum err standing_apply_resume(struct batch *batch, struct act *act)
{
    struct post_id id = act->stand;
    TRY(find_own(batch, act, id));
    TRY(standing_change(batch, &id, 0, AWAY_PAUSED));
    act->id = id.v;
    return OK;
}
