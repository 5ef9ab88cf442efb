/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Emptying the log and the memory after words were destroyed (scrub.h). */
#include "domain/scrub.h"

/* Many withdrawals are one scrub: after it pages are read into the memory again, and a log that
 * grows anew costs each commit twice as many waits for the disk. */
enum { SCRUB_MS = 30 * 1000, AGAIN_MS = 2 * 1000 };

/* A clock that was set back must not keep what was destroyed: then it is over at once. */
static bool is_over(int64_t since_ms, int64_t span_ms, int64_t now_ms)
{
    return now_ms < since_ms || now_ms - since_ms >= span_ms;
}

void scrub_note(struct scrub *scrub, bool has_destroyed, int64_t now_ms)
{
    if (!has_destroyed || !scrub->is_done)
        return;
    scrub->is_done = false;
    scrub->wanted_ms = now_ms;
}

bool scrub_is_due(const struct scrub *scrub, int64_t now_ms)
{
    return !scrub->is_done && is_over(scrub->wanted_ms, SCRUB_MS, now_ms);
}

bool scrub_asks(struct scrub *scrub, int64_t now_ms)
{
    if (!scrub_is_due(scrub, now_ms) || !is_over(scrub->asked_ms, AGAIN_MS, now_ms))
        return false;
    scrub->asked_ms = now_ms;
    return true;
}

void scrub_step(struct scrub *scrub, struct db *db)
{
    if (!scrub->is_done)
        scrub->is_done = db_scrub(db) == OK;
}
