/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Emptying the log and the memory after words were destroyed (scrub.h). */
#include "domain/scrub.h"

/* Many withdrawals are one scrub. */
enum { SCRUB_MS = 5000 };

void scrub_step(struct scrub *scrub, struct db *db, int64_t now_ms)
{
    if (scrub->is_done || now_ms - scrub->tried_ms < SCRUB_MS)
        return;
    scrub->is_done = db_scrub(db) == OK;
    scrub->tried_ms = now_ms;
}
