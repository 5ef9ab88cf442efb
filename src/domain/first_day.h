/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first day of a call beside that of 2017: how what was done spreads over its 24 hours.
 *
 * The curve of 2017 is a model, made so that it runs through what was published about #MeToo on
 * Twitter from 15 October 2017, 20:21 UTC on: 20,400 posts after 3.6 hours (Keyhole), 83,000 after
 * 5.6 (Meltwater), some 200,000 by the morning in New York (BBC), more than 500,000 after 19.7 and
 * 792,000 after 24. Nobody published the hours themselves. */
#pragma once

#include "domain/board.h"

enum { FIRST_DAY_HOURS = 24, FIRST_DAY_WHOLE = 1000 };

/* By hour since the call, of a thousand. */
extern const int64_t first_day_2017[FIRST_DAY_HOURS];

/* Posts, comments and reactions. */
int64_t figure_acts(const struct figure_counts *counts);
/* Whether 24 hours have passed since the call and something was done in them that is told. */
bool first_day_is_over(const struct figures *figures);
/* The same of this call's first day, of a thousand, rounded. Only when that is over. */
void first_day_shares(const struct figures *figures, int64_t shares[FIRST_DAY_HOURS]);
