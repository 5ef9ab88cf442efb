/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that were taken back go from the files too: overwritten in the database (secure_delete,
 * and no page keeps what it held before), and with the write-ahead log, which still has them, as
 * soon as no reader needs it. For the writer. */
#pragma once

#include "db/db.h"

struct scrub {
    bool is_done;     /* nothing was destroyed since; not yet after a start */
    int64_t done_ms;  /* when it was last done */
    int64_t asked_ms; /* when the log was last to be moved for it */
};
/* Whether it is wanted, and the last is half a minute ago. A quiet moment is not waited for so
 * long. */
bool scrub_is_due(const struct scrub *scrub, int64_t now_ms);
/* Whether the log is to be moved into the database now, so that it can be emptied: when a scrub is
 * due, every few seconds until it is done. That is the drain's work (db/drain.h): it may take a
 * second. */
bool scrub_asks(struct scrub *scrub, int64_t now_ms);
/* The log lies in the database: empties it, and the memory, when that is wanted. What a reader
 * holds up is tried again when the log was moved again. */
void scrub_step(struct scrub *scrub, struct db *db, int64_t now_ms);
