/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is told of a breakdown: which number moves, when, and to what. For the board only.
 *
 * A number moves when acts of its kind have come or gone in that very part: at least `floor`, and
 * less than twice as many, how many being drawn anew each time and told to nobody. So whoever adds
 * acts of his own and watches does not learn whether one more came from somebody else. It then
 * becomes what stands, rounded down to 10; nothing when that is below the floor. All that is told
 * of a kind leaves at least `floor` of its total untold, so that what is small cannot be found by
 * subtraction; docs/figures.md says what follows, and the tests show it. */
#pragma once

#include "domain/sheet.h"

enum { TOLD_UNIT = 10 };

/* What a number becomes when it moves: 0 below the floor. With a floor of 1 as it is. */
int64_t told_number(int64_t n, int64_t floor);
/* How far it must go until it moves again: floor to 2 * floor - 1, drawn anew. */
int64_t told_step(int64_t floor);

/* Moves the numbers of this sheet that are due. With a floor of 1 all of them, exactly. */
void told_move(struct sheet *sheet, int64_t floor);
