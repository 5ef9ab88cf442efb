/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finished answers to unknown senders, kept for the next one. Private to http/.
 *
 * One per worker, touched by its thread only. An answer is found by its address with query, the
 * sender's Accept-Language and whether she takes gzip; it holds as long as the application's
 * generation stands still. Bounded by bytes; the oldest go first. */
#pragma once

#include "base/str.h"

struct MHD_Response;
struct cache;

enum { CACHE_LANGUAGE_MAX = 100 };

struct cache_key {
    struct str target;
    struct str language; /* cut to CACHE_LANGUAGE_MAX */
    bool takes_gzip;
};

/* What is kept: the answer and its 304 twin. */
struct cache_answer {
    struct MHD_Response *full;
    struct MHD_Response *unchanged;
    struct str etag;
};

/* NULL when memory is out. bytes_max 0 keeps nothing. */
struct cache *cache_new(size_t bytes_max);
void cache_free(struct cache *cache);
/* False when there is none of this generation. The answer is the cache's, good until the next
 * cache_ call. */
bool cache_find(struct cache *cache, const struct cache_key *key, uint64_t generation,
                struct cache_answer *out);
/* Keeps an answer of `bytes`, taking the references that came with it (both responses are destroyed
 * at once when it cannot be kept). Replaces what stood under the key. */
void cache_put(struct cache *cache, const struct cache_key *key, uint64_t generation,
               const struct cache_answer *take_answer, size_t bytes);
/* For tests: entries kept. */
size_t cache_count(const struct cache *cache);
