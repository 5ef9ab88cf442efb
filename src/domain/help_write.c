/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The acts on the help directory: importing, confirming, removing.
 *
 * An import is one act: all of its entries are there afterwards, or none. An entry that it
 * describes anew loses its confirmations, for nobody has checked it as it is now. Every change is
 * noted, without who made it. */
#include "domain/batch.h"
#include "domain/help.h"
#include "sql/help.h"
#include "sql/person.h"

enum fate { FATE_SAME, FATE_NEW, FATE_CHANGED };

static enum err note(struct batch *batch, struct str service, enum help_action action)
{
    WRITE(sql_help_change_insert(
        batch->db, &(struct help_change_insert_in){batch_id(batch), service, action}));
    batch->has_removed = true; /* kept pages are wrong */
    return OK;
}

/* --- comparing --- */

/* The day of the last check is not what an entry says. */
static bool is_same_row(enum help_table table, const void *a, const void *b)
{
    const struct help_table_info *info = &help_tables[table];
    for (size_t i = 0; i < info->n_columns; i++) {
        size_t at = info->columns[i].at;
        bool is_assured = table == HELP_SERVICE && at == offsetof(struct help_service, assured);
        if (!is_assured && !str_eq(help_value(a, at), help_value(b, at)))
            return false;
    }
    return true;
}

static struct help_rows rows_of(const struct help_set *set, enum help_table table,
                                const struct help_service *service)
{
    return help_set_of(set, table,
                       table == HELP_ORGANISATION ? service->organisation : service->id);
}

static bool is_same(const struct help_set *set, const struct help_service *service,
                    const struct help_entry *stored)
{
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        struct help_rows rows = rows_of(set, t, service);
        if (rows.n != stored->tables[t].n)
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            size_t at = i * help_tables[t].row_size;
            if (!is_same_row(t, (const char *)rows.rows + at,
                             (const char *)stored->tables[t].rows + at))
                return false;
        }
    }
    return true;
}

/* What is read for it is forgotten again: a directory may be large. */
static enum err fate_of(struct batch *batch, const struct help_set *set,
                        const struct help_service *service, enum fate *out)
{
    size_t used = batch->arena->used;
    struct help_entry stored;
    enum err err = help_get(batch->db, batch->arena, service->id, batch->now_ms, &stored);
    if (err == OK)
        *out = is_same(set, service, &stored) ? FATE_SAME : FATE_CHANGED;
    if (err == ERR_NOT_FOUND)
        *out = FATE_NEW;
    arena_back(batch->arena, used);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* --- writing --- */

static enum err remove_entry(struct batch *batch, struct str service)
{
    struct {
        struct str service;
    } in = {service};
    for (enum help_table t = 0; t < HELP_TABLES; t++) /* the organisation first */
        WRITE(db_run(batch->db, help_tables[t].remove, &in));
    WRITE(sql_help_confirmation_remove(batch->db, &(struct help_confirmation_remove_in){service}));
    WRITE(sql_help_state_remove(batch->db, &(struct help_state_remove_in){service}));
    return OK;
}

static enum err put_rows(struct batch *batch, enum help_table table, const struct help_rows *rows)
{
    const struct help_table_info *info = &help_tables[table];
    for (size_t i = 0; i < rows->n; i++)
        WRITE(db_run(batch->db, info->put, (const char *)rows->rows + i * info->row_size));
    return OK;
}

/* The day of a check, but none that is still to come. */
static struct str day_until(struct batch *batch, struct str day)
{
    struct str today = time_day(batch->arena, batch->now_ms);
    return str_cmp(day, today) > 0 ? today : day;
}

static enum err put_entry(struct batch *batch, const struct help_set *set,
                          const struct help_service *service)
{
    struct help_service kept = *service;
    kept.assured = day_until(batch, service->assured);
    for (enum help_table t = 0; t < HELP_TABLES; t++) {
        struct help_rows rows = rows_of(set, t, service);
        if (t == HELP_SERVICE)
            rows = (struct help_rows){&kept, 1};
        TRY(put_rows(batch, t, &rows));
    }
    WRITE(sql_help_state_put(
        batch->db, &(struct help_state_put_in){service->id, time_day_start(batch->now_ms)}));
    return OK;
}

/* The later of two checks stands. */
static enum err assure(struct batch *batch, struct str service, struct str day)
{
    struct help_service_of_out stored;
    TRY(sql_help_service_of_one(batch->db, batch->arena, &(struct help_service_of_in){service, 1},
                                &stored));
    day = day_until(batch, day);
    if (str_cmp(day, stored.assured) > 0) {
        WRITE(sql_help_assure(batch->db, &(struct help_assure_in){service, day}));
        batch->has_removed = true;
    }
    return OK;
}

/* When the organisation is described anew, its other entries are no longer confirmed as they are.
 */
static enum err unconfirm_others(struct batch *batch, const struct help_organisation *organisation)
{
    struct help_organisation_row_out stored;
    enum err err = sql_help_organisation_row_one(
        batch->db, batch->arena, &(struct help_organisation_row_in){organisation->id}, &stored);
    if (err == ERR_NOT_FOUND)
        return OK;
    TRY(err);
    if (!is_same_row(HELP_ORGANISATION, organisation, &stored))
        WRITE(sql_help_confirmation_remove_of_organisation(
            batch->db, &(struct help_confirmation_remove_of_organisation_in){organisation->id}));
    return OK;
}

/* --- importing --- */

static enum err decide(struct batch *batch, struct act_help_import *import, enum fate *fates)
{
    const struct help_set *set = import->set;
    const struct help_service *services = set->tables[HELP_SERVICE].rows;
    struct help_count_out count;
    import->n_added = import->n_changed = 0;
    for (size_t i = 0; i < set->tables[HELP_SERVICE].n; i++) {
        TRY(fate_of(batch, set, &services[i], &fates[i]));
        import->n_added += fates[i] == FATE_NEW;
        import->n_changed += fates[i] == FATE_CHANGED;
    }
    TRY(sql_help_count_one(batch->db, batch->arena, &count));
    return count.n + (int64_t)import->n_added > HELP_SERVICES_MAX ? ERR_BAD_INPUT : OK;
}

static enum err clear_changed(struct batch *batch, const struct help_set *set,
                              const enum fate *fates)
{
    const struct help_service *services = set->tables[HELP_SERVICE].rows;
    const struct help_organisation *organisations = set->tables[HELP_ORGANISATION].rows;
    for (size_t i = 0; i < set->tables[HELP_ORGANISATION].n; i++)
        TRY(unconfirm_others(batch, &organisations[i]));
    for (size_t i = 0; i < set->tables[HELP_SERVICE].n; i++)
        if (fates[i] == FATE_CHANGED)
            TRY(remove_entry(batch, services[i].id));
    return OK;
}

static enum err take_entry(struct batch *batch, const struct help_set *set,
                           const struct help_service *service, enum fate fate)
{
    if (fate == FATE_SAME)
        return assure(batch, service->id, service->assured);
    TRY(put_entry(batch, set, service));
    return note(batch, service->id, fate == FATE_NEW ? HELP_ADDED : HELP_CHANGED);
}

enum err help_apply_import(struct batch *batch, struct act *act)
{
    const struct help_set *set = act->help_import.set;
    const struct help_service *services = set->tables[HELP_SERVICE].rows;
    size_t n = set->tables[HELP_SERVICE].n;
    enum fate *fates = arena_array(batch->arena, enum fate, n + 1);
    TRY(decide(batch, &act->help_import, fates));
    TRY(clear_changed(batch, set, fates));
    for (size_t i = 0; i < n; i++)
        TRY(take_entry(batch, set, &services[i], fates[i]));
    act->id = (int64_t)n;
    return OK;
}

/* --- confirming, removing --- */

static enum err may_confirm(struct batch *batch, struct person_id person)
{
    const struct role_list_out *roles;
    size_t n;
    TRY(person_stands(batch, person));
    TRY(sql_role_list_list(batch->db, batch->arena, &(struct role_list_in){person}, &roles, &n));
    for (size_t i = 0; i < n; i++)
        if (roles[i].role == ROLE_ORGANISER || roles[i].role == ROLE_PARTNER ||
            roles[i].role == ROLE_COUNSELLOR)
            return OK;
    return ERR_FORBIDDEN;
}

/* Once two have checked it, it was last checked on the day since which both have. */
enum err help_apply_confirm(struct batch *batch, struct act *act)
{
    struct str service = act->help_service;
    struct help_state_row_out state;
    TRY(may_confirm(batch, act->person));
    TRY(sql_help_state_row_one(batch->db, batch->arena, &(struct help_state_row_in){service},
                               &state));
    WRITE(sql_help_confirmation_put(
        batch->db,
        &(struct help_confirmation_put_in){service, act->person, time_day_start(batch->now_ms)}));
    const struct help_confirmations_out *rows;
    size_t n;
    WRITE(sql_help_confirmations_list(batch->db, batch->arena,
                                      &(struct help_confirmations_in){service, HELP_CONFIRMATIONS},
                                      &rows, &n));
    if (n == HELP_CONFIRMATIONS)
        WRITE(assure(batch, service, time_day(batch->arena, rows[n - 1].day_ms)));
    act->id = (int64_t)n;
    return note(batch, service, HELP_CHECKED);
}

enum err help_apply_remove(struct batch *batch, struct act *act)
{
    struct help_state_row_out state;
    TRY(sql_help_state_row_one(batch->db, batch->arena,
                               &(struct help_state_row_in){act->help_service}, &state));
    TRY(remove_entry(batch, act->help_service));
    act->id = 1;
    return note(batch, act->help_service, HELP_REMOVED);
}
