/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Emptying the log and the memory after words were destroyed (scrub.h). */
#include "domain/scrub.h"

/* Many withdrawals are one scrub: after it pages are read into the memory again, and a log that
 * grows anew costs each commit twice as many waits for the disk. */
enum { SCRUB_MS = 30 * 1000, AGAIN_MS = 2 * 1000 };

void scrub_note(struct scrub *scrub, bool has_destroyed, int64_t now_ms)
{
    if (!has_destroyed || !scrub->is_done)
        return;
    scrub->is_done = false;
    scrub->wanted_ms = now_ms;
}

bool scrub_is_due(const struct scrub *scrub, int64_t now_ms)
{
    return !scrub->is_done && now_ms - scrub->wanted_ms >= SCRUB_MS;
}

bool scrub_asks(struct scrub *scrub, int64_t now_ms)
{
    if (!scrub_is_due(scrub, now_ms) || now_ms - scrub->asked_ms < AGAIN_MS)
        return false;
    scrub->asked_ms = now_ms;
    return true;
}

void scrub_step(struct scrub *scrub, struct db *db)
{
    if (!scrub->is_done)
        scrub->is_done = db_scrub(db) == OK;
}
