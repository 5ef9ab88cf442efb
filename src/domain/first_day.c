/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shares of a day's hours, of the same rounded numbers that everybody sees (first_day.h). */
#include "domain/first_day.h"

const int64_t first_day_2017[FIRST_DAY_HOURS] = {2,  5,  8,  13, 36, 42, 26, 20, 15, 12, 11, 11,
                                                 13, 16, 22, 50, 75, 85, 90, 95, 95, 92, 86, 80};

int64_t figure_acts(const struct figure_counts *counts)
{
    return counts->kinds[COUNT_POST] + counts->kinds[COUNT_COMMENT] + counts->kinds[COUNT_REACTION];
}

static int64_t first_day_acts(const struct figures *figures)
{
    int64_t sum = 0;
    for (size_t i = 0; i < figures->n_first; i++)
        sum += figure_acts(&figures->first[i].counts);
    return sum;
}

bool first_day_is_over(const struct figures *figures)
{
    const int64_t day_ms = INT64_C(24) * 3600 * 1000;
    return figures->as_of_ms - figures->called_ms >= day_ms &&
           figures->n_first == FIRST_DAY_HOURS && first_day_acts(figures) > 0;
}

void first_day_shares(const struct figures *figures, int64_t shares[FIRST_DAY_HOURS])
{
    int64_t sum = first_day_acts(figures);
    BUG_IF(sum <= 0 || figures->n_first != FIRST_DAY_HOURS);
    for (size_t i = 0; i < FIRST_DAY_HOURS; i++) {
        int64_t acts = figure_acts(&figures->first[i].counts);
        shares[i] = (acts * FIRST_DAY_WHOLE + sum / 2) / sum;
    }
}
