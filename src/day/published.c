/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules of publication (published.h). */
#include "day/published.h"

enum { ROUND_TO = 10 };

int64_t published_number(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return n;
    return n < floor ? 0 : (n + ROUND_TO / 2) / ROUND_TO * ROUND_TO;
}

static struct expect_range range_of(int64_t n, int64_t below, int64_t above, int64_t floor)
{
    struct expect_range range = {n - below, n + above};
    if (range.low < floor)
        range.low = 0;
    return range;
}

/* The most that can have come or gone in a cell that did not move. */
static int64_t unmoved(int64_t floor)
{
    return 2 * floor - 2;
}

struct expect_range published_cell(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return (struct expect_range){n, n};
    return range_of(n, unmoved(floor) + ROUND_TO - 1, unmoved(floor), floor);
}

/* When it gave way, what was untold of all came to less than the floor and a unit. In that sum the
 * others take off what is said of them and is not there; since then it went down or up itself. */
struct expect_range published_largest(int64_t n, int n_cells, int64_t floor)
{
    if (floor <= 1)
        return (struct expect_range){n, n};
    int64_t below = floor + ROUND_TO - 1 + (n_cells - 1) * unmoved(floor) + 2 * unmoved(floor);
    return range_of(n, below, unmoved(floor), floor);
}

bool published_is_told(int64_t told, int64_t floor)
{
    return floor <= 1 || told == 0 || (told >= floor && told % ROUND_TO == 0);
}
