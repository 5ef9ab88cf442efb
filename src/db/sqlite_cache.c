/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* SQLite's own cache of pages, with one habit mended.
 *
 * When SQLite puts the pages of a tree in order it moves one to a number that no page has, the one
 * at PENDING_BYTE (https://sqlite.org/fileformat2.html#the_lock_byte_page), and back. The cache
 * keeps in mind the highest number it has seen, so that the next commit, which drops what lies
 * behind the end of the database, takes it that something does, and looks at every page it holds: a
 * fifth of the writer's time as long as the database ends before that number, at one GiB. So such a
 * page waits at number 0 here, which no page has either. All else is passed on. */
#include <stdlib.h>

#include "db/sqlite.h"

enum { PENDING_BYTE = 0x40000000 };

struct cache {
    const sqlite3_pcache_methods2 *usual;
    sqlite3_pcache *real;
    unsigned parking; /* the number of the page at PENDING_BYTE */
};

static struct cache *cache_of(sqlite3_pcache *cache)
{
    return (struct cache *)(void *)cache;
}

static int cache_begin(void *usual)
{
    const sqlite3_pcache_methods2 *methods = usual;
    return methods->xInit(methods->pArg);
}

static void cache_end(void *usual)
{
    const sqlite3_pcache_methods2 *methods = usual;
    methods->xShutdown(methods->pArg);
}

static sqlite3_pcache *cache_create(int n_page, int n_extra, int can_drop)
{
    struct cache *cache = malloc(sizeof *cache);
    if (cache == NULL)
        return NULL;
    *cache = (struct cache){
        .usual = &sqlite_log_system()->cache,
        .parking = (unsigned)(PENDING_BYTE / n_page) + 1,
    };
    cache->real = cache->usual->xCreate(n_page, n_extra, can_drop);
    if (cache->real != NULL)
        return (sqlite3_pcache *)(void *)cache;
    free(cache);
    return NULL;
}

static void cache_destroy(sqlite3_pcache *cache)
{
    cache_of(cache)->usual->xDestroy(cache_of(cache)->real);
    free(cache_of(cache));
}

static unsigned place_of(const struct cache *cache, unsigned number)
{
    return number == cache->parking ? 0 : number;
}

static void cache_move(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned from, unsigned to)
{
    struct cache *own = cache_of(cache);
    own->usual->xRekey(own->real, page, place_of(own, from), place_of(own, to));
}

static sqlite3_pcache_page *cache_fetch(sqlite3_pcache *cache, unsigned number, int create)
{
    struct cache *own = cache_of(cache);
    return own->usual->xFetch(own->real, place_of(own, number), create);
}

/* --- passed on --- */

static void cache_limit(sqlite3_pcache *cache, int n_pages)
{
    cache_of(cache)->usual->xCachesize(cache_of(cache)->real, n_pages);
}

static int cache_count(sqlite3_pcache *cache)
{
    return cache_of(cache)->usual->xPagecount(cache_of(cache)->real);
}

static void cache_unpin(sqlite3_pcache *cache, sqlite3_pcache_page *page, int discard)
{
    cache_of(cache)->usual->xUnpin(cache_of(cache)->real, page, discard);
}

static void cache_truncate(sqlite3_pcache *cache, unsigned first)
{
    cache_of(cache)->usual->xTruncate(cache_of(cache)->real, first);
}

static void cache_shrink(sqlite3_pcache *cache)
{
    cache_of(cache)->usual->xShrink(cache_of(cache)->real);
}

int sqlite_cache_config(struct sqlite_system *system)
{
    int code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &system->cache);
    if (code != SQLITE_OK)
        return code;
    const sqlite3_pcache_methods2 methods = {
        .iVersion = 1,
        .pArg = &system->cache,
        .xInit = cache_begin,
        .xShutdown = cache_end,
        .xCreate = cache_create,
        .xCachesize = cache_limit,
        .xPagecount = cache_count,
        .xFetch = cache_fetch,
        .xUnpin = cache_unpin,
        .xRekey = cache_move,
        .xTruncate = cache_truncate,
        .xDestroy = cache_destroy,
        .xShrink = cache_shrink,
    };
    return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}
