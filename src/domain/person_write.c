/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The acts of a person about herself: arriving, profile, receipt, leaving; and roles. */
#include "domain/person.h"
#include "domain/renewal.h"
#include "domain/sweep.h"
#include "domain/veil_write.h"
#include "sql/person.h"
#include "sql/token.h"

/* The key of a form that has brought somebody brings nobody else, however long ago it was. */
static enum err refuse_old_key(struct batch *batch, struct str receipt)
{
    struct person_receipt_taken_out row;
    enum err err = sql_person_receipt_taken_one(batch->db, batch->arena,
                                                &(struct person_receipt_taken_in){receipt}, &row);
    if (err == ERR_NOT_FOUND)
        return OK;
    return err == OK ? ERR_CONFLICT : err;
}

/* The next number, or one that says nothing of when she came. */
static enum err find_number(struct batch *batch, const struct act_arrival *arrival,
                            struct person_id *id)
{
    enum err err = OK;
    if (!arrival->is_repeatable) {
        id->v = ++batch->numbers.person;
        return OK;
    }
    while (err == OK) {
        struct person_row_out row;
        uint64_t chance;
        secret_bytes(&chance, sizeof chance);
        id->v = PERSON_DRAWN + (int64_t)(chance % (uint64_t)PERSON_DRAWN);
        err = sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){*id}, &row);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Made before the act itself when it brings a new person. */
enum err person_arrive(struct batch *batch, struct act *act)
{
    const struct act_arrival *arrival = &act->arrival;
    struct str key = {0};
    if (arrival->username.p != NULL) {
        key = person_username_key(batch->arena, arrival->username);
        struct person_by_username_out taken;
        enum err err = sql_person_by_username_one(batch->db, batch->arena,
                                                  &(struct person_by_username_in){key}, &taken);
        if (err != ERR_NOT_FOUND)
            return err == OK ? ERR_CONFLICT : err;
    }
    struct str receipt = {0};
    if (arrival->has_receipt)
        receipt = secret_hash_str(&arrival->receipt);
    if (arrival->is_repeatable)
        TRY(refuse_old_key(batch, receipt));
    struct person_id id;
    TRY(find_number(batch, arrival, &id));
    WRITE(sql_person_insert(batch->db, &(struct person_insert_in){
                                           .id = id,
                                           .username = arrival->username,
                                           .username_key = key,
                                           .pen_name = arrival->pen_name,
                                           .language = arrival->language,
                                           .country = arrival->country,
                                           .receipt = receipt,
                                           .arrived_day_ms = time_day_start(batch->now_ms),
                                       }));
    recent_arrived(batch, id, arrival->language, arrival->country);
    act->person = id;
    return arrival->has_token ? token_issue(batch, act) : OK;
}

enum err person_unarrive(struct batch *batch, struct act *act)
{
    if (act->arrival.has_token)
        WRITE(sql_token_delete(batch->db, &(struct token_delete_in){act->made_token}));
    WRITE(sql_person_delete(batch->db, &(struct person_delete_in){act->person}));
    recent_forget_person(batch, act->person);
    if (act->person.v < PERSON_DRAWN)
        batch->numbers.person--; /* hers was the last one given */
    act->person.v = act->made_token.v = 0;
    return OK;
}

enum err person_stands(struct batch *batch, struct person_id id)
{
    struct speaker speaker;
    TRY(recent_speaker(batch, id, &speaker));
    return speaker.is_leaving ? ERR_NOT_FOUND : OK;
}

enum err person_may_act(struct batch *batch, struct person_id id)
{
    struct speaker speaker;
    TRY(recent_speaker(batch, id, &speaker));
    if (speaker.is_leaving)
        return ERR_NOT_FOUND;
    return speaker.is_suspended ? ERR_FORBIDDEN : OK;
}

enum err person_apply_arrive(struct batch *batch, struct act *act)
{
    (void)batch; /* the person was made before the act (person_arrive) */
    act->id = act->person.v;
    return OK;
}

enum err person_apply_profile(struct batch *batch, struct act *act)
{
    struct person_row_out old;
    const struct act_profile *new = &act->profile;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){act->person}, &old));
    if (old.is_leaving)
        return ERR_NOT_FOUND;
    WRITE(sql_person_update(
        batch->db, &(struct person_update_in){
                       .id = act->person,
                       .pen_name = new->has_pen_name ? new->pen_name : old.pen_name,
                       .note = new->has_note ? new->note : old.note,
                       .language = new->has_language ? new->language : old.language,
                       .country = new->has_country ? new->country : old.country,
                       .is_anonymous = new->has_anonymous ? new->is_anonymous : old.is_anonymous,
                   }));
    recent_forget_person(batch, act->person);
    batch->has_removed = true; /* the old name must not stand on kept pages */
    batch->has_destroyed = true;
    act->id = act->person.v;
    return OK;
}

enum err person_holds(struct batch *batch, struct person_id person, const struct held_key *held)
{
    struct person_receipt_out row;
    struct str of_key = held->has_receipt ? secret_hash_str(&held->receipt) : STR("");
    TRY(sql_person_receipt_one(batch->db, batch->arena, &(struct person_receipt_in){person}, &row));
    return secret_equal(row.receipt, of_key) ? OK : ERR_CONFLICT;
}

enum err person_apply_receipt(struct batch *batch, struct act *act)
{
    const struct act_renewal *renewal = &act->renewal;
    TRY(person_stands(batch, act->person));
    TRY(person_holds(batch, act->person, renewal->before));
    WRITE(sql_person_set_receipt(batch->db, &(struct person_set_receipt_in){
                                                act->person, secret_hash_str(&renewal->receipt)}));
    WRITE(filter_renew(batch, act->person, renewal));
    WRITE(token_renew(batch, act->person, renewal));
    act->id = act->person.v;
    return OK;
}

/* From this transaction on nothing of hers is shown and nobody can log in as her; what she said
 * is withdrawn in the same transaction, as far as one step goes, and the rest in those that
 * follow. What she said anonymously is withdrawn at once: its rows do not show that she is
 * leaving. */
enum err person_leave(struct batch *batch, struct person_id person)
{
    struct person_row_out row;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){person}, &row));
    if (row.is_campaign)
        return ERR_FORBIDDEN;
    WRITE(sql_person_mark_leaving(batch->db, &(struct person_mark_leaving_in){person}));
    WRITE(sql_token_delete_of_person(batch->db, &(struct token_delete_of_person_in){person}));
    WRITE(sql_code_delete_of_person(batch->db, &(struct code_delete_of_person_in){person}));
    recent_forget_people(batch);
    TRY(veil_withdraw_all(batch, person));
    TRY(sweep_add(batch, SWEEP_PERSON, person.v));
    batch->has_removed = true;
    return OK;
}

enum err person_apply_leave(struct batch *batch, struct act *act)
{
    act->id = act->person.v;
    return person_leave(batch, act->person);
}

enum err person_apply_role(struct batch *batch, struct act *act)
{
    struct person_row_out row;
    TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){act->person}, &row));
    if (row.is_leaving || row.is_campaign)
        return ERR_NOT_FOUND;
    struct campaign_id campaign = act->role.campaign;
    if (campaign.v != 0 && registry_campaign(batch->registry, campaign) == NULL)
        return ERR_NOT_FOUND;
    if (act->role.role == ROLE_NONE)
        WRITE(sql_role_delete(batch->db, &(struct role_delete_in){act->person, campaign}));
    else
        WRITE(sql_role_insert(batch->db, &(struct role_insert_in){act->person, campaign,
                                                                  (int64_t)act->role.role,
                                                                  act->role.language}));
    act->id = act->person.v;
    return OK;
}
