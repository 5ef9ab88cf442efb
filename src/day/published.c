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

struct expect_range published_cell(int64_t n, int64_t floor)
{
    if (floor <= 1)
        return (struct expect_range){n, n};
    int64_t step = 2 * floor - 1, untold = floor + ROUND_TO;
    struct expect_range range = {n - step - untold - ROUND_TO, n + step};
    if (range.low < floor)
        range.low = 0;
    return range;
}

bool published_is_told(int64_t told, int64_t floor)
{
    return floor <= 1 || told == 0 || (told >= floor && told % ROUND_TO == 0);
}
