/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What came of the rehearsal, for people and as one JSON object. */
#pragma once

#include "day/compare.h"
#include "day/gauge.h"

struct outcome {
    const struct choices *choices;
    const struct gauge *gauge;
    const struct comparison *comparison; /* NULL: nothing was compared */
    int nudges;
    int64_t sent, received; /* bytes */
    double user_seconds, system_seconds;
    int64_t memory_kib; /* the most that was resident */
};

bool outcome_is_good(const struct outcome *outcome);
void outcome_print(const struct outcome *outcome);
void outcome_print_json(const struct outcome *outcome);
