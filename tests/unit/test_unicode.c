/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Code points out of UTF-8, forwards and backwards, valid and broken; normal forms. */
#include <string.h>

#include "base/arena.h"
#include "domain/unicode.h"
#include "scratch.h"

/* Each code point goes there and back. */
static void every_code_point(void **state)
{
    (void)state;
    for (int32_t c = 1; c <= 0x10FFFF; c++) {
        char p[4];
        size_t at = 0;
        struct str s = {p, unicode_put(p, c)};
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        assert_int_equal(str_is_utf8(s), !surrogate);
        assert_int_equal(unicode_next(s, &at), surrogate ? -1 : c);
        assert_int_equal(at, surrogate ? 1 : s.n);
        if (!surrogate)
            assert_int_equal(unicode_before(s, s.n), c);
    }
}

static void broken_bytes(void **state)
{
    static const struct str broken[] = {
        STR_INIT("\x80"),
        STR_INIT("\xBF"),
        STR_INIT("\xC0\x80"),
        STR_INIT("\xC1\xBF"),
        STR_INIT("\xC3"),
        STR_INIT("\xC3z"),
        STR_INIT("\xE0\x80\x80"),
        STR_INIT("\xE2\x82"),
        STR_INIT("\xED\xA0\x80"),
        STR_INIT("\xF0\x8F\xBF\xBF"),
        STR_INIT("\xF0\x9F\x90"),
        STR_INIT("\xF4\x90\x80\x80"),
        STR_INIT("\xF5\x80\x80\x80"),
        STR_INIT("\xFF"),
    };
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        size_t at = 0;
        assert_int_equal(unicode_next(broken[i], &at), -1);
        assert_int_equal(at, 1);
    }
    assert_int_equal(unicode_before(STR("\xC3"), 1), -1);
    assert_int_equal(unicode_before(STR("abc"), 0), -1);
}

static void offsets_and_space(void **state)
{
    (void)state;
    assert_int_equal(unicode_offset(STR("aé🐰b"), 0), 0);
    assert_int_equal(unicode_offset(STR("aé🐰b"), 2), 3);
    assert_int_equal(unicode_offset(STR("aé🐰b"), 3), 7);
    assert_int_equal(unicode_offset(STR("aé🐰b"), 100), 8);
    assert_true(unicode_is_space(' '));
    assert_true(unicode_is_space(0x3000));
    assert_true(unicode_is_space(0xA0));
    assert_false(unicode_is_space(0x200B));
    assert_false(unicode_is_space('a'));
}

static void normal_forms(void **state)
{
    struct arena arena;
    struct str out;
    (void)state;
    assert_int_equal(arena_init(&arena, 64 * 1024), OK);
    assert_int_equal(unicode_normal(&arena, STR("plain"), UNICODE_NFC, &out), OK);
    assert_str(out, "plain");
    assert_int_equal(arena.used, 0);
    assert_int_equal(unicode_normal(&arena, STR("Yo"), UNICODE_NFKC_CASEFOLD, &out), OK);
    assert_str(out, "yo");
    assert_int_equal(unicode_normal(&arena, STR("e\u0301\u212B"), UNICODE_NFC, &out), OK);
    assert_str(out, "éÅ");
    assert_int_equal(unicode_normal(&arena, STR("ﬃ Ⅷ ß\u200D"), UNICODE_NFKC_CASEFOLD, &out), OK);
    assert_str(out, "ffi viii ss");
    assert_int_equal(unicode_normal(&arena, STR("\uFDFA"), UNICODE_NFKC_CASEFOLD, &out), OK);
    assert_int_equal(str_chars(out), 18);
    arena_done(&arena);
}

static void a_full_arena_is_an_error(void **state)
{
    static char wide[40000];
    struct arena arena;
    struct str out = STR("untouched");
    (void)state;
    for (size_t i = 0; i < sizeof wide; i += 2)
        memcpy(wide + i, "é", 2);
    assert_int_equal(arena_init(&arena, 4096), OK);
    assert_int_equal(unicode_normal(&arena, (struct str){wide, sizeof wide}, UNICODE_NFC, &out),
                     ERR_TOO_LARGE);
    assert_str(out, "untouched");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point),         cmocka_unit_test(broken_bytes),
        cmocka_unit_test(offsets_and_space),        cmocka_unit_test(normal_forms),
        cmocka_unit_test(a_full_arena_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
