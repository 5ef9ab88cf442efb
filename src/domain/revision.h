/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a reader knows that its copy of a row is still true, without asking the database.
 *
 * Whoever keeps a copy of what belongs to a number (a person, a post, a token) notes the number's
 * revision before it reads; while the revision is the same, the copy is true. The writer raises
 * the revisions of what a batch has changed after its commit and before anybody is answered.
 * Numbers share counters: a copy may be thought old without being so, never the other way. */
#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { REVISION_COUNTERS = 1 << 14 };

struct revisions {
    _Atomic uint64_t commits; /* batches committed so far */
    _Atomic uint32_t all;     /* raised when anything may have changed */
    _Atomic uint32_t counters[REVISION_COUNTERS];
};

static inline size_t revision_at(int64_t number)
{
    return (size_t)(((uint64_t)number * UINT64_C(0x9E3779B97F4A7C15)) >> 50);
}

/* From any thread. */
static inline uint64_t revision_of(const struct revisions *revisions, int64_t number)
{
    uint64_t all = atomic_load_explicit(&revisions->all, memory_order_acquire);
    return all << 32 |
           atomic_load_explicit(&revisions->counters[revision_at(number)], memory_order_acquire);
}

/* For the writer. */
static inline void revision_raise(struct revisions *revisions, int64_t number)
{
    atomic_fetch_add_explicit(&revisions->counters[revision_at(number)], 1, memory_order_release);
}

static inline void revision_raise_all(struct revisions *revisions)
{
    atomic_fetch_add_explicit(&revisions->all, 1, memory_order_release);
}
