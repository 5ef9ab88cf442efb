/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Latencies in buckets of a fixed memory, each 1/64 of a power of two wide: a percentile is right
 * within 1.6 %. */
#pragma once

#include <stdint.h>

enum { LATENCY_PARTS = 64, LATENCY_POWERS = 40, LATENCY_BUCKETS = LATENCY_PARTS * LATENCY_POWERS };

struct latency {
    int64_t n;
    int64_t most_ns;
    int64_t buckets[LATENCY_BUCKETS];
};

void latency_add(struct latency *latency, int64_t ns);
/* The time within which this part (0 to 1) of them was answered: the upper end of its bucket, at
 * most the longest; 0 when there were none. */
int64_t latency_ns(const struct latency *latency, double part);
