/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table behind cache.h: hash chains through entries that also stand in a line by age.
 *
 * An entry of an older generation is thrown away when it is met, or when it comes to the end
 * of the line; it is never served. It does not decide what may be kept: response.c does. */
#include "http/cache.h"

#include <microhttpd.h>
#include <stdlib.h>

enum { BUCKETS = 4096, STALE_DROPPED_AT_ONCE = 8, ENTRY_OVERHEAD = 4096 };

struct entry {
    struct entry *chain; /* in its bucket */
    struct entry *older;
    struct entry *newer;
    uint64_t hash;
    uint64_t generation;
    size_t bytes;
    struct MHD_Response *full;
    struct MHD_Response *unchanged;
    struct str target;
    struct str language;
    struct str etag;
    bool takes_gzip;
    char text[]; /* target, language, etag */
};

struct cache {
    struct entry *buckets[BUCKETS];
    struct entry *oldest;
    struct entry *newest;
    size_t bytes;
    size_t bytes_max;
    size_t n;
};

struct cache *cache_new(size_t bytes_max)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (cache != NULL)
        cache->bytes_max = bytes_max;
    return cache;
}

static uint64_t key_hash(const struct cache_key *key)
{
    uint64_t hash = str_hash(key->target) ^ (str_hash(key->language) * 31);
    return hash ^ (key->takes_gzip ? UINT64_C(0x9E3779B97F4A7C15) : 0);
}

static struct str key_language(const struct cache_key *key)
{
    return str_sub(key->language, 0, CACHE_LANGUAGE_MAX);
}

static bool is_of(const struct entry *entry, uint64_t hash, const struct cache_key *key)
{
    return entry->hash == hash && entry->takes_gzip == key->takes_gzip &&
           str_eq(entry->target, key->target) && str_eq(entry->language, key->language);
}

static void drop(struct cache *cache, struct entry *entry)
{
    struct entry **link = &cache->buckets[entry->hash % BUCKETS];
    while (*link != entry)
        link = &(*link)->chain;
    *link = entry->chain;
    if (entry->older != NULL)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
    if (entry->newer != NULL)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    cache->bytes -= entry->bytes;
    cache->n--;
    MHD_destroy_response(entry->full);
    MHD_destroy_response(entry->unchanged);
    free(entry);
}

void cache_free(struct cache *cache)
{
    if (cache == NULL)
        return;
    struct entry *entry = cache->oldest;
    while (entry != NULL) {
        struct entry *newer = entry->newer;
        drop(cache, entry);
        entry = newer;
    }
    free(cache);
}

static struct entry *look_up(struct cache *cache, uint64_t hash, const struct cache_key *key)
{
    struct entry *entry = cache->buckets[hash % BUCKETS];
    while (entry != NULL && !is_of(entry, hash, key))
        entry = entry->chain;
    return entry;
}

bool cache_find(struct cache *cache, const struct cache_key *key, uint64_t generation,
                struct cache_answer *out)
{
    struct cache_key cut = *key;
    cut.language = key_language(key);
    struct entry *entry = look_up(cache, key_hash(&cut), &cut);
    if (entry == NULL)
        return false;
    if (entry->generation != generation) {
        drop(cache, entry);
        return false;
    }
    *out = (struct cache_answer){entry->full, entry->unchanged, entry->etag};
    return true;
}

static void make_room(struct cache *cache, uint64_t generation, size_t bytes)
{
    int n_stale = 0;
    struct entry *entry = cache->oldest;
    while (entry != NULL) {
        struct entry *newer = entry->newer;
        bool is_full = cache->bytes + bytes > cache->bytes_max;
        bool is_stale = entry->generation != generation && n_stale++ < STALE_DROPPED_AT_ONCE;
        if (!is_full && !is_stale)
            break;
        drop(cache, entry);
        entry = newer;
    }
}

static struct str keep_text(struct entry *entry, size_t *at, struct str s)
{
    char *to = entry->text + *at;
    str_copy(to, s);
    *at += s.n;
    return (struct str){to, s.n};
}

static struct entry *entry_new(const struct cache_key *key, const struct cache_answer *answer)
{
    struct entry *entry =
        calloc(1, sizeof *entry + key->target.n + key->language.n + answer->etag.n);
    if (entry == NULL)
        return NULL;
    size_t at = 0;
    entry->target = keep_text(entry, &at, key->target);
    entry->language = keep_text(entry, &at, key->language);
    entry->etag = keep_text(entry, &at, answer->etag);
    entry->takes_gzip = key->takes_gzip;
    entry->full = answer->full;
    entry->unchanged = answer->unchanged;
    return entry;
}

static void let_go(const struct cache_answer *answer)
{
    MHD_destroy_response(answer->full);
    MHD_destroy_response(answer->unchanged);
}

static void link_entry(struct cache *cache, struct entry *entry)
{
    struct entry **bucket = &cache->buckets[entry->hash % BUCKETS];
    entry->chain = *bucket;
    *bucket = entry;
    entry->older = cache->newest;
    if (cache->newest != NULL)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
    cache->bytes += entry->bytes;
    cache->n++;
}

void cache_put(struct cache *cache, const struct cache_key *key, uint64_t generation,
               const struct cache_answer *take_answer, size_t bytes)
{
    size_t cost = bytes + key->target.n + ENTRY_OVERHEAD;
    if (cost > cache->bytes_max / 4) {
        let_go(take_answer);
        return;
    }
    struct cache_key cut = *key;
    cut.language = key_language(key);
    uint64_t hash = key_hash(&cut);
    struct entry *there = look_up(cache, hash, &cut);
    if (there != NULL)
        drop(cache, there);
    make_room(cache, generation, cost);
    struct entry *entry = entry_new(&cut, take_answer);
    if (entry == NULL) {
        let_go(take_answer);
        return;
    }
    entry->hash = hash;
    entry->generation = generation;
    entry->bytes = cost;
    link_entry(cache, entry);
}

size_t cache_count(const struct cache *cache)
{
    return cache->n;
}
