/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Kept answers: found by address, language and encoding; gone with their generation; bounded. On
 * a real server: one call of the handler, 304, gzip, and who never gets a kept answer. */
#include "http/cache.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scratch.h"
#include "stage.h"
#include "wire.h"

static struct MHD_Response *response(void)
{
    static char text[] = "x";
    return MHD_create_response_from_buffer(1, text, MHD_RESPMEM_PERSISTENT);
}

static struct cache_answer answer(const char *etag)
{
    return (struct cache_answer){response(), response(), str_of(etag)};
}

static void put(struct cache *cache, const char *target, const char *language, uint64_t generation,
                size_t bytes)
{
    struct cache_key key = {str_of(target), str_of(language), false};
    struct cache_answer kept = answer("e");
    cache_put(cache, &key, generation, &kept, bytes);
}

static bool has(struct cache *cache, const char *target, const char *language, uint64_t generation)
{
    struct cache_key key = {str_of(target), str_of(language), false};
    struct cache_answer found;
    return cache_find(cache, &key, generation, &found);
}

static void found_by_its_whole_key(void **state)
{
    (void)state;
    struct cache *cache = cache_new(1 << 20);
    struct cache_key key = {STR("/a?b"), STR("de"), true};
    struct cache_answer kept = answer("W/\"1\"");
    struct cache_answer found;
    cache_put(cache, &key, 1, &kept, 10);
    assert_true(cache_find(cache, &key, 1, &found));
    assert_ptr_equal(found.full, kept.full);
    assert_ptr_equal(found.unchanged, kept.unchanged);
    assert_str(found.etag, "W/\"1\"");
    key.takes_gzip = false;
    assert_false(cache_find(cache, &key, 1, &found));
    assert_false(has(cache, "/a?b", "en", 1));
    assert_false(has(cache, "/a", "de", 1));
    cache_free(cache);
}

static void gone_with_its_generation(void **state)
{
    (void)state;
    struct cache *cache = cache_new(1 << 20);
    put(cache, "/a", "", 1, 10);
    assert_true(has(cache, "/a", "", 1));
    assert_false(has(cache, "/a", "", 2));
    assert_int_equal(cache_count(cache), 0); /* nor kept */
    put(cache, "/a", "", 2, 10);
    put(cache, "/a", "", 2, 10);
    assert_int_equal(cache_count(cache), 1);
    /* What nobody asks for again goes when others come. */
    put(cache, "/b", "", 3, 10);
    assert_int_equal(cache_count(cache), 1);
    cache_free(cache);
}

static void bounded_by_bytes(void **state)
{
    (void)state;
    struct cache *cache = cache_new(100000);
    char target[16];
    for (int i = 0; i < 100; i++) {
        (void)snprintf(target, sizeof target, "/%d", i);
        put(cache, target, "", 1, 6000);
    }
    assert_in_range(cache_count(cache), 5, 10);
    assert_true(has(cache, "/99", "", 1));
    assert_false(has(cache, "/0", "", 1));
    put(cache, "/large", "", 1, 90000);
    assert_false(has(cache, "/large", "", 1));
    cache_free(cache);
}

static void long_languages_are_cut(void **state)
{
    (void)state;
    char language[300];
    memset(language, 'x', sizeof language);
    language[299] = '\0';
    struct cache *cache = cache_new(1 << 20);
    put(cache, "/a", language, 1, 10);
    language[200] = 'y'; /* beyond the cut */
    assert_true(has(cache, "/a", language, 1));
    language[50] = 'y';
    assert_false(has(cache, "/a", language, 1));
    cache_free(cache);
}

static void nothing_is_kept_without_room(void **state)
{
    (void)state;
    struct cache *cache = cache_new(0);
    put(cache, "/a", "", 1, 10);
    assert_int_equal(cache_count(cache), 0);
    cache_free(cache);
}

/* --- on a server --- */

static void one_worker(struct http_options *options)
{
    options->workers = 1;
}

static int64_t calls(void **state)
{
    const struct stage *stage = *state;
    return atomic_load(&stage->calls);
}

static void served_without_the_handler(void **state)
{
    struct stage *stage = *state;
    struct http_server *server = stage_start(stage, one_worker);
    struct wire wire;
    wire_open(&wire, http_port(server));
    int64_t before = calls(state);
    wire_get(&wire, "/kept", "");
    assert_str(wire_header(&wire, "Cache-Control"), "no-cache");
    char validator[128];
    (void)snprintf(validator, sizeof validator, "If-None-Match: %.*s\r\n",
                   STRF(wire_header(&wire, "ETag")));
    for (int i = 0; i < 5; i++) {
        wire_get(&wire, "/kept", "");
        assert_int_equal(wire.status, 200);
        assert_true(wire.body.n > 6000);
    }
    wire_get(&wire, "/kept", validator);
    assert_int_equal(wire.status, 304);
    assert_int_equal(wire.body.n, 0);
    assert_int_equal(calls(state), before + 1);
    wire_get(&wire, "/kept?x=1", "");
    wire_get(&wire, "/kept", "Accept-Language: ar\r\n");
    assert_int_equal(calls(state), before + 3);
    atomic_fetch_add(&stage->generation, 1);
    wire_get(&wire, "/kept", validator);
    assert_int_equal(wire.status, 200); /* the page says another number now */
    assert_int_equal(calls(state), before + 4);
    wire_close(&wire);
    http_stop(server);
}

static void never_for_known_senders(void **state)
{
    struct http_server *server = stage_start(*state, one_worker);
    struct wire wire;
    wire_open(&wire, http_port(server));
    int64_t before = calls(state);
    wire_get(&wire, "/kept", "");
    wire_get(&wire, "/kept", "Cookie: __Host-s=p7\r\n");
    assert_str(wire_header(&wire, "Cache-Control"), "no-store");
    assert_null(wire_header(&wire, "ETag").p);
    wire_get(&wire, "/kept", "Cookie: __Host-s=ended\r\n");
    assert_str(wire_header(&wire, "Cache-Control"), "no-store");
    assert_int_equal(calls(state), before + 3);
    struct str vary = wire_header(&wire, "Vary");
    assert_true(str_search(vary, STR("Cookie")) == vary.n);
    wire_close(&wire);
    http_stop(server);
}

static void compressed_for_who_takes_it(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/kept", "Accept-Encoding: br, gzip\r\n");
    assert_str(wire_header(&wire, "Content-Encoding"), "gzip");
    assert_true(str_starts(wire_header(&wire, "Vary"), STR("Accept-Encoding")));
    assert_in_range(wire.body.n, 20, 1000);
    assert_true(str_starts(wire.body, STR("\x1f\x8b")));
    wire_get(&wire, "/kept", "Accept-Encoding: gzip;q=0\r\n");
    assert_null(wire_header(&wire, "Content-Encoding").p);
    wire_get(&wire, "/kept", "Accept-Encoding: gzip\r\nCookie: __Host-s=p7\r\n");
    assert_null(wire_header(&wire, "Content-Encoding").p); /* BREACH */
    wire_get(&wire, "/api/hello", "Accept-Encoding: gzip\r\n");
    assert_null(wire_header(&wire, "Content-Encoding").p); /* too small */
    wire_close(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_by_its_whole_key),
        cmocka_unit_test(gone_with_its_generation),
        cmocka_unit_test(bounded_by_bytes),
        cmocka_unit_test(long_languages_are_cut),
        cmocka_unit_test(nothing_is_kept_without_room),
        cmocka_unit_test(served_without_the_handler),
        cmocka_unit_test(never_for_known_senders),
        cmocka_unit_test(compressed_for_who_takes_it),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
