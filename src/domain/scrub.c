/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Emptying the log and the memory after words were destroyed (scrub.h). */
#include "domain/scrub.h"

/* Many withdrawals are one scrub: after it pages are read into the memory again. A quiet moment is
 * not waited for so long. */
enum { SCRUB_MS = 30000 };

bool scrub_asks(struct scrub *scrub, int64_t now_ms)
{
    if (scrub->is_done || now_ms - scrub->asked_ms < SCRUB_MS)
        return false;
    scrub->asked_ms = now_ms;
    return true;
}

void scrub_step(struct scrub *scrub, struct db *db)
{
    if (!scrub->is_done)
        scrub->is_done = db_scrub(db) == OK;
}
