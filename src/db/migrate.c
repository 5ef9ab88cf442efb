/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Brings a database up to the schema of this program, step by step.
 *
 * Each step runs in a transaction together with the note that it was taken, so a step is taken
 * wholly or not at all, and once even when two processes start together. There is no way back:
 * a newer database is refused, not changed. */
#include <stddef.h>

#include "base/log.h"
#include "db/engine.h"

struct step_last_out {
    int64_t number;
};

struct step_add_in {
    int64_t number;
    struct str name;
};

static const struct db_field step_last_fields[] = {
    {DB_I64, false, offsetof(struct step_last_out, number), "number"},
};

static const struct db_field step_add_fields[] = {
    {DB_I64, false, offsetof(struct step_add_in, number), "number"},
    {DB_TEXT, false, offsetof(struct step_add_in, name), "name"},
};

static const char table_text[] = "CREATE TABLE IF NOT EXISTS schema_step ("
                                 "number INTEGER PRIMARY KEY, name TEXT NOT NULL)";

static const struct db_query step_last = {
    .name = "step_last",
    .sqlite = "SELECT coalesce(max(number), 0) FROM schema_step",
    .postgres = "SELECT coalesce(max(number), 0) FROM schema_step",
    .out = step_last_fields,
    .n_out = 1,
    .row_size = sizeof(struct step_last_out),
    .row_align = _Alignof(struct step_last_out),
    .slot = SLOT_STEP_LAST,
};

static const struct db_query step_add = {
    .name = "step_add",
    .sqlite = "INSERT INTO schema_step (number, name) VALUES (?1, ?2)",
    .postgres = "INSERT INTO schema_step (number, name) VALUES ($1, $2)",
    .in = step_add_fields,
    .n_in = 2,
    .slot = SLOT_STEP_ADD,
};

static enum err take_number(void *context, const void *row)
{
    const struct step_last_out *last = row;
    *(int64_t *)context = last->number;
    return OK;
}

/* Within a transaction: takes the step unless somebody did so already. */
static enum err take_step(struct db *db, const struct schema_step *step)
{
    int64_t last = 0;
    TRY(db_each(db, &step_last, NULL, take_number, &last));
    if (last >= step->number)
        return OK;
    log_info("db", "schema: step %d, %s", step->number, step->name);
    TRY(db->engine->script(db, step->sql));
    struct step_add_in in = {step->number, str_of(step->name)};
    return db_run(db, &step_add, &in);
}

enum err migrate_steps(struct db *db, const struct schema_step *steps, size_t n)
{
    int64_t last = 0;
    TRY(db->engine->script(db, table_text));
    TRY(db_each(db, &step_last, NULL, take_number, &last));
    if (last > (n > 0 ? steps[n - 1].number : 0)) {
        log_error("db", "the database has schema step %lld, which this program does not know",
                  (long long)last);
        return ERR_STORAGE;
    }
    for (size_t i = 0; i < n; i++) {
        if (steps[i].number <= last)
            continue;
        TRY(db_begin(db));
        enum err err = take_step(db, &steps[i]);
        if (err != OK) {
            db_rollback(db);
            return err;
        }
        TRY(db_commit(db));
    }
    return OK;
}

enum err db_migrate(struct db *db)
{
    return migrate_steps(db, db->engine->steps, *db->engine->n_steps);
}

enum err db_is_current(struct db *db, bool *out)
{
    int64_t last = 0;
    size_t n = *db->engine->n_steps;
    TRY(db_each(db, &step_last, NULL, take_number, &last));
    *out = last == (n > 0 ? db->engine->steps[n - 1].number : 0);
    return OK;
}
