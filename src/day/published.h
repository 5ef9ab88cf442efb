/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as they are published: headlines exact; cells of a breakdown below the floor merged into
 * "other" together with the next smallest ones until it holds two and reaches the floor, the rest
 * rounded to 10. The same rules as the server's, written a second time from their description, so
 * that a mistake in one of the two shows. */
#pragma once

#include "day/expect.h"

struct published_cell {
    struct str name;
    bool is_other;
    int64_t kinds[EXPECT_KINDS];
};

/* 0 below the floor, else rounded to 10; with a floor of 1 as it is. */
int64_t published_number(int64_t n, int64_t floor);
/* Makes cells as they are published of what was expected, the largest first, at most NAMES_MAX.
 * Returns how many. `names`: what the numbers of this breakdown stand for. */
int published_cells(const struct expect_sum *sums, const struct names *names, int64_t floor,
                    struct published_cell *out);
