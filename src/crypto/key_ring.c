/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The two keys behind key_ring.h, in memory that is locked, guarded and not dumped.
 *
 * The key of an epoch lies at the epoch's parity. Its halves are read and written apart, so that no
 * lock is needed: whoever reads while it is overwritten gets a hash that means nothing, once. */
#include "crypto/key_ring.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

#include "base/log.h"

enum { KEYS = 2, HALVES = 2 };

struct ring_key {
    _Atomic int64_t epoch;
    _Atomic uint64_t halves[HALVES];
};

struct key_ring {
    struct ring_key keys[KEYS];
};

_Static_assert(HALVES * sizeof(uint64_t) == crypto_shorthash_KEYBYTES, "two halves are a key");

static size_t place_of(int64_t epoch)
{
    return (size_t)(epoch & (KEYS - 1));
}

static void make_key(struct ring_key *key, int64_t epoch)
{
    uint64_t halves[HALVES];
    randombytes_buf(halves, sizeof halves);
    for (size_t i = 0; i < HALVES; i++)
        atomic_store_explicit(&key->halves[i], halves[i], memory_order_relaxed);
    atomic_store_explicit(&key->epoch, epoch, memory_order_relaxed);
    sodium_memzero(halves, sizeof halves);
}

struct key_ring *key_ring_new(void)
{
    struct key_ring *ring = sodium_malloc(sizeof *ring);
    if (ring == NULL)
        return NULL;
    if (sodium_mlock(ring, sizeof *ring) != 0)
        log_warning("secret", "keys cannot be locked in memory (RLIMIT_MEMLOCK is too low): they "
                              "may be swapped out");
    for (size_t i = 0; i < KEYS; i++)
        make_key(&ring->keys[i], (int64_t)i);
    return ring;
}

void key_ring_free(struct key_ring *ring)
{
    sodium_free(ring); /* which wipes it */
}

void key_ring_turn(struct key_ring *ring, int64_t first)
{
    for (int64_t epoch = first; epoch < first + KEYS; epoch++) {
        struct ring_key *key = &ring->keys[place_of(epoch)];
        if (atomic_load_explicit(&key->epoch, memory_order_relaxed) != epoch)
            make_key(key, epoch);
    }
}

uint64_t key_ring_hash(const struct key_ring *ring, int64_t epoch, struct str message)
{
    const struct ring_key *key = &ring->keys[place_of(epoch)];
    unsigned char bytes[crypto_shorthash_KEYBYTES];
    for (size_t i = 0; i < HALVES; i++) {
        uint64_t half = atomic_load_explicit(&key->halves[i], memory_order_relaxed);
        memcpy(bytes + i * sizeof half, &half, sizeof half);
    }
    uint64_t hash;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "SipHash-2-4 gives 64 bits");
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)message.p, message.n, bytes);
    sodium_memzero(bytes, sizeof bytes);
    return hash;
}
