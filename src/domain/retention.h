/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is kept for a time only, and removed by itself. Everything else stays until the person
 * takes it back or leaves; what is in memory only (limits, copies) ends with the process.
 *
 *   keys against doing things twice   an hour        idempotency
 *   codes of log-ins of apps          ten minutes    code
 *   log-ins of the pages here         session_days   token, those without an app
 *   what waits for a second moderator seven days     proposal
 *   notes between moderators          thirty days    moderator_note
 *   what was written with a report    thirty days    report.comment, after it was dealt with
 *
 * The writer calls this between batches; what has expired is not honoured meanwhile where the
 * reader can see its age (keys, codes), and at most a minute longer where it cannot (log-ins). */
#pragma once

#include "db/db.h"
#include "domain/act.h"

enum {
    RETENTION_KEY_MS = 60 * 60 * 1000,
    RETENTION_CODE_MS = 10 * 60 * 1000,
    RETENTION_REPORT_DAYS = 30, /* of what was written with a report, after it was dealt with */
    RETENTION_STEP = 2000       /* log-ins looked at in one step */
};

struct retention {
    int64_t session_ms;      /* 0: log-ins of the pages never end by themselves */
    struct token_id done;    /* up to here log-ins were looked at */
    const int64_t *sessions; /* of the last step: those that ended, in the arena */
    size_t n_sessions;
};

/* One step, in a transaction of its own. *is_done: nothing that has expired is left. */
NODISCARD enum err retention_step(struct retention *retention, struct db *db, struct arena *arena,
                                  int64_t now_ms, bool *is_done);
