/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The acts on filters, which only the person herself reads: titles and words are encrypted with her
 * key before they are stored (crypto/field_key.h), and anew when she gets a new receipt. */
#include "domain/renewal.h"
#include "domain/tie.h"
#include "sql/answer.h"

/* ERR_NOT_FOUND unless it is hers. What lay open in it must go from the files as well. */
static enum err own_filter(struct batch *batch, const struct act *act, struct filter_id id)
{
    struct filter_row_out row;
    TRY(sql_filter_row_one(batch->db, batch->arena, &(struct filter_row_in){id, act->person},
                           &row));
    if (row.sealed.p == NULL)
        batch->has_destroyed = true;
    return OK;
}

static enum err new_filter(struct batch *batch, const struct act *act, struct filter_id *id)
{
    struct filter_count_out row;
    TRY(sql_filter_count_one(batch->db, batch->arena, &(struct filter_count_in){act->person},
                             &row));
    if (row.n >= FILTERS_MOST)
        return ERR_BAD_INPUT;
    id->v = batch_id(batch);
    return OK;
}

static enum err insert(struct batch *batch, const struct act *act, struct filter_id id)
{
    const struct act_filter *filter = &act->filter;
    const struct field_key *key = &filter->held->key;
    struct field_place place = filter_place(act->person, id, 0);
    WRITE(sql_filter_insert(batch->db,
                            &(struct filter_insert_in){
                                .id = id,
                                .person = act->person,
                                .sealed = field_seal(key, batch->arena, place, filter->title),
                                .contexts = filter->contexts,
                                .is_hiding = filter->is_hiding,
                                .expires_ms = filter->expires_ms,
                            }));
    WRITE(sql_filter_keyword_delete(batch->db, &(struct filter_keyword_delete_in){id}));
    for (size_t i = 0; i < filter->n_keywords; i++) {
        const struct act_keyword *word = &filter->keywords[i];
        place.part = batch_id(batch);
        WRITE(sql_filter_keyword_insert(
            batch->db, &(struct filter_keyword_insert_in){
                           .id = place.part,
                           .filter = id,
                           .sealed = field_seal(key, batch->arena, place, word->keyword),
                           .is_whole_word = word->is_whole_word,
                       }));
    }
    return OK;
}

enum err filter_apply(struct batch *batch, struct act *act)
{
    struct filter_id id = act->filter.target;
    TRY(person_stands(batch, act->person));
    if (act->filter.held == NULL || !act->filter.held->has_key)
        return ERR_FORBIDDEN;
    TRY(person_holds(batch, act->person, act->filter.held));
    if (id.v == 0)
        TRY(new_filter(batch, act, &id));
    else
        TRY(own_filter(batch, act, id));
    TRY(insert(batch, act, id));
    recent_forget_person(batch, act->person);
    act->id = id.v;
    return OK;
}

static enum err remove(struct batch *batch, struct person_id person, struct filter_id id)
{
    WRITE(sql_filter_keyword_delete(batch->db, &(struct filter_keyword_delete_in){id}));
    WRITE(sql_filter_delete(batch->db, &(struct filter_delete_in){id, person}));
    return OK;
}

enum err filter_apply_remove(struct batch *batch, struct act *act)
{
    TRY(own_filter(batch, act, act->filter_remove));
    TRY(remove(batch, act->person, act->filter_remove));
    recent_forget_person(batch, act->person);
    return OK;
}

/* --- a new receipt --- */

static enum err seal_anew(struct batch *batch, const struct field_key *key, struct person_id person,
                          const struct filter *filter)
{
    struct field_place place = filter_place(person, filter->id, 0);
    WRITE(sql_filter_seal(
        batch->db,
        &(struct filter_seal_in){filter->id, field_seal(key, batch->arena, place, filter->title)}));
    for (size_t i = 0; i < filter->n_keywords; i++) {
        const struct filter_keyword *word = &filter->keywords[i];
        place.part = word->id;
        WRITE(sql_filter_keyword_seal(
            batch->db, &(struct filter_keyword_seal_in){
                           word->id, field_seal(key, batch->arena, place, word->keyword)}));
    }
    return OK;
}

enum err filter_renew(struct batch *batch, struct person_id person,
                      const struct act_renewal *renewal)
{
    struct filter *filters;
    size_t n;
    TRY(filter_list(batch->db, batch->arena, person, &filters, &n));
    if (renewal->before->has_key)
        TRY(filter_open(batch->arena, &renewal->before->key, person, filters, n));
    for (size_t i = 0; i < n; i++) {
        batch->has_destroyed = batch->has_destroyed || filters[i].sealed.p == NULL;
        TRY(filters[i].is_closed ? remove(batch, person, filters[i].id)
                                 : seal_anew(batch, renewal->key, person, &filters[i]));
    }
    if (n > 0)
        recent_forget_person(batch, person);
    return OK;
}
