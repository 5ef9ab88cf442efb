/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The live side of the board: for the writer alone, on its thread (board.h is for everybody). */
#pragma once

#include "base/clock.h"
#include "domain/ledger.h"

/* Counts everything anew from the tally: at the start, and after another process has written.
 * Campaigns that are new are added, and released; the others wait for board_release. */
NODISCARD enum err board_load(struct board *board, struct db *db, struct registry *registry,
                              struct arena *arena, int64_t now_ms);

/* Adds what a committed batch changed. */
void board_apply(struct board *board, const struct ledger *ledger);

/* Releases the campaigns that have `step` new acts or a new hour since their last release. Calls
 * `released` for each; true when there was any. */
bool board_release(struct board *board, int64_t now_ms, int64_t step,
                   void (*released)(void *context, struct campaign_id campaign), void *context);
