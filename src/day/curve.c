/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hourly curve of the first day (curve.h), in thousandths. */
#include "day/curve.h"

static const int weights[CURVE_HOURS] = {2,  5,  8,  13, 36, 42, 26, 20, 15, 12, 11, 11,
                                         13, 16, 22, 50, 75, 85, 90, 95, 95, 92, 86, 80};
enum { WEIGHTS = 1000 };
static const int64_t HOUR_NS = INT64_C(3600000000000);

static int weight(int from, int to)
{
    int sum = 0;
    for (int h = from; h < to && h < CURVE_HOURS; h++)
        sum += weights[h];
    return sum;
}

double curve_share(int from, int to)
{
    return (double)weight(from, to) / WEIGHTS;
}

int64_t curve_ns(double part, int from, int to)
{
    double wanted = part * weight(from, to);
    int hour = from;
    while (hour + 1 < to && hour + 1 < CURVE_HOURS && wanted > weights[hour]) {
        wanted -= weights[hour];
        hour++;
    }
    double within = wanted / weights[hour];
    return (int64_t)(((double)(hour - from) + (within < 1 ? within : 1)) * (double)HOUR_NS);
}
