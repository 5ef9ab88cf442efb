/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The cache of pages: where a page waits that SQLite moves out of the way, and that it is found. */
#include <stdlib.h>

#include "db/sqlite.h"
#include "scratch.h"

enum { PAGE_BYTES = 1024, NOWHERE = 0x40000000 / PAGE_BYTES + 1, MUST = 2, ONLY_IF_THERE = 0 };

struct caches {
    struct sqlite_system system;
    sqlite3_pcache_methods2 ours;
    sqlite3_pcache *cache;
};

/* The highest number that SQLite's own cache has been told of. */
static unsigned highest;
/* Its method, which note_move stands before. */
static void (*usual_move)(sqlite3_pcache *, sqlite3_pcache_page *, unsigned, unsigned);

static void note_move(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned from, unsigned to)
{
    if (to > highest)
        highest = to;
    usual_move(cache, page, from, to);
}

static int open_cache(void **state)
{
    struct caches *caches = calloc(1, sizeof *caches);
    assert_non_null(caches);
    assert_int_equal(sqlite_cache_config(&caches->system), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &caches->ours), SQLITE_OK);
    usual_move = caches->system.cache.xRekey;
    caches->system.cache.xRekey = note_move;
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
    assert_int_equal(sqlite_log_register(&caches->system), SQLITE_OK);
    caches->cache = caches->ours.xCreate(PAGE_BYTES, 64, 1);
    assert_non_null(caches->cache);
    caches->ours.xCachesize(caches->cache, 100);
    *state = caches;
    return 0;
}

static int close_cache(void **state)
{
    struct caches *caches = *state;
    caches->ours.xDestroy(caches->cache); /* the rest is SQLite's for as long as the program runs */
    return 0;
}

static sqlite3_pcache_page *get(const struct caches *caches, unsigned number, int how)
{
    return caches->ours.xFetch(caches->cache, number, how);
}

static void a_page_out_of_the_way_does_not_raise_the_end(void **state)
{
    struct caches *caches = *state;
    sqlite3_pcache_page *third = get(caches, 3, MUST);
    sqlite3_pcache_page *fifth = get(caches, 5, MUST);
    assert_non_null(third);
    assert_non_null(fifth);
    caches->ours.xRekey(caches->cache, third, 3, NOWHERE);
    assert_ptr_equal(get(caches, NOWHERE, ONLY_IF_THERE), third);
    assert_null(get(caches, 3, ONLY_IF_THERE));
    caches->ours.xRekey(caches->cache, fifth, 5, 3);
    caches->ours.xRekey(caches->cache, third, NOWHERE, 5);
    assert_ptr_equal(get(caches, 3, ONLY_IF_THERE), fifth);
    assert_ptr_equal(get(caches, 5, ONLY_IF_THERE), third);
    assert_null(get(caches, NOWHERE, ONLY_IF_THERE));
    assert_int_equal(highest, 5);
    assert_int_equal(caches->ours.xPagecount(caches->cache), 2);
}

static void pages_behind_the_end_are_dropped(void **state)
{
    struct caches *caches = *state;
    for (unsigned number = 10; number < 20; number++) {
        sqlite3_pcache_page *page = get(caches, number, MUST);
        assert_non_null(page);
        caches->ours.xUnpin(caches->cache, page, 0);
    }
    caches->ours.xTruncate(caches->cache, 15);
    assert_null(get(caches, 15, ONLY_IF_THERE));
    assert_null(get(caches, 19, ONLY_IF_THERE));
    assert_non_null(get(caches, 14, ONLY_IF_THERE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_out_of_the_way_does_not_raise_the_end),
        cmocka_unit_test(pages_behind_the_end_are_dropped),
    };
    return cmocka_run_group_tests_name("sqlite_cache", tests, open_cache, close_cache);
}
