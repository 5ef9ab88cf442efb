/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that were taken back go from the files too: overwritten in the database (secure_delete,
 * and no page keeps what it held before), and with the write-ahead log, which still has them, as
 * soon as no reader needs it. For the writer. */
#pragma once

#include "db/db.h"

struct scrub {
    bool is_done;     /* nothing was destroyed since; not yet after a start */
    int64_t tried_ms; /* when it was last tried */
};
/* Empties the log when it is wanted and was not tried just now; what is held up is tried again. */
void scrub_step(struct scrub *scrub, struct db *db, int64_t now_ms);
