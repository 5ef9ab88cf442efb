/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a reader knows that its copy of a row is still true, without asking the database.
 *
 * Commits are numbered. The revision of a number (a person, a post, a token) is that of the last
 * commit that changed what belongs to it; the writer notes it after the commit and before anybody
 * is answered. Whoever keeps a copy notes the count of commits before it reads: the copy is true
 * while the revision is not above that. Numbers share counters: a copy may be thought old without
 * being so, never the other way. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REVISION_BITS = 16, REVISION_COUNTERS = 1 << REVISION_BITS };

struct revisions {
    _Atomic uint64_t commits; /* so far */
    _Atomic uint64_t all;     /* the last that may have changed anything */
    _Atomic uint64_t counters[REVISION_COUNTERS];
};

static inline size_t revision_at(int64_t number)
{
    return (size_t)(((uint64_t)number * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - REVISION_BITS));
}

/* From any thread: the commits so far, to be asked for before reading. */
static inline uint64_t revision_now(const struct revisions *revisions)
{
    return atomic_load_explicit(&revisions->commits, memory_order_acquire);
}

/* From any thread: the last commit that changed the number, 0 for none. */
static inline uint64_t revision_of(const struct revisions *revisions, int64_t number)
{
    uint64_t all = atomic_load_explicit(&revisions->all, memory_order_acquire);
    uint64_t one =
        atomic_load_explicit(&revisions->counters[revision_at(number)], memory_order_acquire);
    return one > all ? one : all;
}

/* From any thread: whether what was read when there were `now` commits is still true. */
static inline bool revision_holds(const struct revisions *revisions, int64_t number, uint64_t now)
{
    return revision_of(revisions, number) <= now;
}

/* For the writer: counts a commit, before it says what that changed: so whoever sees a revision
 * reads what was committed. Gives the commit's number. */
static inline uint64_t revision_commit(struct revisions *revisions)
{
    return atomic_fetch_add_explicit(&revisions->commits, 1, memory_order_release) + 1;
}

/* For the writer: the last commit changed this. */
static inline void revision_raise(struct revisions *revisions, int64_t number)
{
    atomic_store_explicit(&revisions->counters[revision_at(number)], revision_now(revisions),
                          memory_order_release);
}

static inline void revision_raise_all(struct revisions *revisions)
{
    atomic_store_explicit(&revisions->all, revision_now(revisions), memory_order_release);
}
