/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Removing what has expired (retention.h).
 *
 * Log-ins are walked once in the order in which they began: those of apps are passed by and not
 * looked at again until the program is started anew. */
#include "domain/retention.h"

#include "base/clock.h"
#include "domain/moderation.h"
#include "sql/answer.h"
#include "sql/moderation.h"
#include "sql/token.h"

static const int64_t day_ms = 86400000;

static enum err end_sessions(struct retention *retention, struct db *db, struct arena *arena,
                             int64_t now_ms, struct token_id *done)
{
    const struct token_between_out *rows;
    size_t n;
    struct token_between_in range = {
        .after = retention->done,
        .until = {id_at_ms(now_ms - retention->session_ms)},
        .n = RETENTION_STEP,
    };
    *done = retention->done;
    if (retention->session_ms == 0 || range.until.v <= range.after.v)
        return OK;
    TRY(sql_token_between_list(db, arena, &range, &rows, &n));
    int64_t *ended = arena_array(arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        *done = rows[i].id;
        if (rows[i].client.v != 0)
            continue;
        TRY(sql_token_delete(db, &(struct token_delete_in){rows[i].id}));
        ended[retention->n_sessions++] = rows[i].id.v;
    }
    retention->sessions = ended;
    return OK;
}

static enum err remove_expired(struct retention *retention, struct db *db, struct arena *arena,
                               int64_t now_ms, struct token_id *done)
{
    TRY(sql_idempotency_delete_before(
        db, &(struct idempotency_delete_before_in){now_ms - RETENTION_KEY_MS}));
    TRY(sql_code_delete_before(
        db, &(struct code_delete_before_in){id_at_ms(now_ms - RETENTION_CODE_MS)}));
    TRY(sql_proposal_delete_before(
        db, &(struct proposal_delete_before_in){now_ms - PROPOSAL_DAYS * day_ms}));
    TRY(sql_note_delete_before(
        db, &(struct note_delete_before_in){now_ms - MODERATOR_NOTE_DAYS * day_ms}));
    TRY(sql_report_forget_words(
        db, &(struct report_forget_words_in){now_ms - RETENTION_REPORT_DAYS * day_ms}));
    return end_sessions(retention, db, arena, now_ms, done);
}

enum err retention_step(struct retention *retention, struct db *db, struct arena *arena,
                        int64_t now_ms, bool *is_done)
{
    struct token_id done;
    retention->n_sessions = 0;
    TRY(db_begin(db));
    enum err err = remove_expired(retention, db, arena, now_ms, &done);
    if (err == OK)
        err = db_commit(db);
    if (err != OK) {
        db_rollback(db);
        retention->n_sessions = 0;
        return err;
    }
    *is_done = done.v == retention->done.v;
    retention->done = done;
    return OK;
}
