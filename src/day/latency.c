/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counting latencies (latency.h). Below 64 ns a bucket is 1 ns wide. */
#include "day/latency.h"

enum { PART_BITS = 6 };

static int bucket_of(uint64_t ns)
{
    if (ns < LATENCY_PARTS)
        return (int)ns;
    int power = 63 - __builtin_clzll(ns) - PART_BITS;
    int bucket = (power + 1) * LATENCY_PARTS + (int)((ns >> power) & (LATENCY_PARTS - 1));
    return bucket < LATENCY_BUCKETS ? bucket : LATENCY_BUCKETS - 1;
}

/* The highest number that falls in the bucket. */
static int64_t end_of(int bucket)
{
    if (bucket < LATENCY_PARTS)
        return bucket;
    int power = bucket / LATENCY_PARTS - 1;
    int64_t part = bucket % LATENCY_PARTS;
    return ((LATENCY_PARTS + part + 1) << power) - 1;
}

void latency_add(struct latency *latency, int64_t ns)
{
    if (ns < 0)
        ns = 0;
    latency->n++;
    if (ns > latency->most_ns)
        latency->most_ns = ns;
    latency->buckets[bucket_of((uint64_t)ns)]++;
}

int64_t latency_ns(const struct latency *latency, double part)
{
    int64_t wanted = (int64_t)(part * (double)latency->n), seen = 0;
    if (latency->n == 0)
        return 0;
    for (int i = 0; i < LATENCY_BUCKETS; i++) {
        seen += latency->buckets[i];
        if (seen > wanted || seen == latency->n)
            return end_of(i) < latency->most_ns ? end_of(i) : latency->most_ns;
    }
    return latency->most_ns;
}
