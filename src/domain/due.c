/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Publishing and expiring at a moment (due.h). */
#include "domain/due.h"

#include "domain/standing.h"
#include "sql/standing.h"

enum err due_put(struct batch *batch, struct post_id id, enum due_kind kind, int64_t at_ms)
{
    WRITE(sql_due_delete(batch->db, &(struct due_delete_in){id, (int64_t)kind}));
    if (at_ms != 0)
        WRITE(sql_due_insert(batch->db, &(struct due_insert_in){at_ms, id, (int64_t)kind}));
    return OK;
}

enum err due_clear(struct batch *batch, struct post_id id)
{
    WRITE(sql_due_delete_of_post(batch->db, &(struct due_delete_of_post_in){id}));
    return OK;
}

bool due_waits(struct db *db, struct arena *arena, int64_t now_ms)
{
    const struct due_until_out *rows;
    size_t n = 0;
    enum err err = sql_due_until_list(db, arena, &(struct due_until_in){now_ms, 1}, &rows, &n);
    return err != OK || n > 0;
}

static enum err do_one(struct batch *batch, const struct due_until_out *row)
{
    struct post_id id = row->post;
    WRITE(sql_due_delete(batch->db, &(struct due_delete_in){id, row->kind}));
    enum err err = row->kind == DUE_PUBLISH ? standing_change(batch, &id, 0, AWAY_WAITING)
                                            : standing_change(batch, &id, AWAY_EXPIRED, 0);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err due_step(struct batch *batch, int64_t *left)
{
    const struct due_until_out *rows;
    size_t n;
    TRY(sql_due_until_list(batch->db, batch->arena, &(struct due_until_in){batch->now_ms, *left},
                           &rows, &n));
    *left -= (int64_t)n;
    for (size_t i = 0; i < n; i++)
        TRY(do_one(batch, &rows[i]));
    if (n > 0)
        batch->has_removed = true;
    return ledger_flush(batch);
}
