/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that were taken back go from the files too: overwritten in the database (secure_delete,
 * and no page keeps what it held before), and with the write-ahead log, which still has them, as
 * soon as no reader needs it. For the writer. */
#pragma once

#include "db/db.h"

struct scrub {
    bool is_done;      /* nothing was destroyed since; not yet after a start */
    int64_t wanted_ms; /* since when it is wanted */
    int64_t asked_ms;  /* when the log was last to be moved for it */
};
/* A batch was committed, which has destroyed something or not. */
void scrub_note(struct scrub *scrub, bool has_destroyed, int64_t now_ms);
/* Whether it has been wanted for half a minute. Until then a quiet moment is waited for, in which
 * it holds up nobody. */
bool scrub_is_due(const struct scrub *scrub, int64_t now_ms);
/* Whether the log is to be moved into the database now, so that it can be emptied: when a scrub is
 * due, every few seconds until it is done. That is the drain's work (db/drain.h): it may take a
 * second. */
bool scrub_asks(struct scrub *scrub, int64_t now_ms);
/* The log lies in the database: empties it, and the memory, when that is wanted. What a reader
 * holds up is tried again when the log was moved again. */
void scrub_step(struct scrub *scrub, struct db *db);
