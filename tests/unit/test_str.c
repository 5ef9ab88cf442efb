/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Borrowed strings: comparing, cutting, numbers at their limits, UTF-8 valid and not. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"

static const struct str absent = {NULL, 0};

static void comparing(void **state)
{
    (void)state;
    assert_true(str_eq(STR("voice"), STR("voice")));
    assert_false(str_eq(STR("voice"), STR("voicE")));
    assert_false(str_eq(STR("voice"), STR("voic")));
    assert_true(str_eq(absent, STR("")));
    assert_true(str_eq_nocase(STR("Content-TYPE"), STR("content-type")));
    assert_false(str_eq_nocase(STR("a["), STR("A{"))); /* differ by the same bit as letters do */
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR("\xC3"), STR("z")) > 0);
    assert_int_equal(str_cmp(absent, STR("")), 0);
}

static void beginnings_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("/api/v1"), STR("/api")));
    assert_false(str_starts(STR("/ap"), STR("/api")));
    assert_true(str_ends(STR("page.html"), STR(".html")));
    assert_false(str_ends(STR("html"), STR(".html")));
    assert_true(str_starts(absent, absent));
    assert_true(str_ends(absent, STR("")));
}

static void parts(void **state)
{
    (void)state;
    assert_str(str_sub(STR("abcdef"), 2, 3), "cde");
    assert_str(str_sub(STR("abc"), 1, 100), "bc");
    assert_str(str_sub(STR("abc"), 100, 1), "");
    assert_null(str_sub(absent, 0, 0).p);
    assert_int_equal(str_find(STR("a=b"), '='), 1);
    assert_int_equal(str_find(STR("ab"), '='), 2);
    assert_int_equal(str_find(absent, '='), 0);
    assert_int_equal(str_search(STR("one two"), STR("two")), 4);
    assert_int_equal(str_search(STR("one tw"), STR("two")), 6);
    assert_int_equal(str_search(STR("one"), STR("")), 0);
    assert_str(str_trim(STR(" \t a b \r\n")), "a b");
    assert_str(str_trim(STR(" \v\f ")), "");
    assert_null(str_trim(absent).p);
    assert_str(str_of("z"), "z");
    assert_null(str_of(NULL).p);
}

static void cutting(void **state)
{
    (void)state;
    struct str rest = STR("a,,b");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(str_cut(&rest, ','), "");
    assert_str(rest, "b");
    assert_str(str_cut(&rest, ','), "b");
    assert_null(rest.p);
    rest = STR("a,");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(rest, "");
    assert_non_null(rest.p); /* a separator at the end leaves an empty rest, not none */
}

static void numbers_are_read_to_their_limits(void **state)
{
    (void)state;
    int64_t i = 7;
    uint64_t u = 7;
    assert_true(str_i64(STR("9223372036854775807"), &i) && i == INT64_MAX);
    assert_true(str_i64(STR("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(str_i64(STR("+5"), &i) && i == 5);
    assert_true(str_i64(STR("-0"), &i) && i == 0);
    assert_true(str_i64(STR("0000000000000000000000012"), &i) && i == 12);
    assert_true(str_u64(STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_true(str_u64(STR("0"), &u) && u == 0);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "-",
                                        "+",
                                        " 1",
                                        "1 ",
                                        "1x",
                                        "0x1",
                                        "--1",
                                        "+-1",
                                        "1.0",
                                        "1e3",
                                        "\xD9\xA1",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "99999999999999999999"};
    for (size_t n = 0; n < COUNT(wrong); n++) {
        int64_t i = 7;
        assert_false(str_i64(str_of(wrong[n]), &i));
        assert_int_equal(i, 7);
    }
    uint64_t u = 7;
    assert_false(str_u64(STR("18446744073709551616"), &u));
    assert_false(str_u64(STR("+1"), &u));
    assert_false(str_u64(STR("-1"), &u));
    assert_false(str_u64(STR("1\0"), &u));
    assert_false(str_u64(absent, &u));
    assert_int_equal(u, 7);
}

static void numbers_come_back_as_they_were_written(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int n = 0; n < 10000; n++) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        int64_t number = (int64_t)(seed >> (n % 64)) * (n % 2 ? 1 : -1);
        char text[32];
        snprintf(text, sizeof text, "%" PRId64, number);
        int64_t found;
        assert_true(str_i64(str_of(text), &found));
        assert_int_equal(found, number);
    }
}

static void valid_utf8(void **state)
{
    (void)state;
    static const struct str right[] = {
        STR_INIT(""),
        STR_INIT("me too"),
        STR_INIT("\x01\x7F"),
        STR_INIT("\xC2\x80"),
        STR_INIT("\xDF\xBF"),
        STR_INIT("\xE0\xA0\x80"),
        STR_INIT("\xED\x9F\xBF"),
        STR_INIT("\xEE\x80\x80"),
        STR_INIT("\xEF\xBF\xBF"),
        STR_INIT("\xF0\x90\x80\x80"),
        STR_INIT("\xF4\x8F\xBF\xBF"),
    };
    for (size_t i = 0; i < COUNT(right); i++)
        assert_true(str_is_utf8(right[i]));
    assert_true(str_is_utf8(absent));
}

/* Also behind and before enough ASCII for the fast path, and cut off at the end. */
static void assert_invalid(struct str wrong)
{
    char text[64];
    assert_false(str_is_utf8(wrong));
    for (size_t before = 0; before < 20; before++) {
        memset(text, 'a', sizeof text);
        memcpy(text + before, wrong.p, wrong.n);
        assert_false(str_is_utf8((struct str){text, before + wrong.n}));
        assert_false(str_is_utf8((struct str){text, before + wrong.n + 17}));
    }
}

static void invalid_utf8(void **state)
{
    (void)state;
    static const struct str wrong[] = {
        STR_INIT("\0"),               /* NUL */
        STR_INIT("\x80"),             /* a continuation alone */
        STR_INIT("\xBF\xBF"),         /* two of them */
        STR_INIT("\xC0\x80"),         /* NUL, overlong */
        STR_INIT("\xC1\xBF"),         /* overlong */
        STR_INIT("\xC2"),             /* cut off */
        STR_INIT("\xC2\x41"),         /* no continuation */
        STR_INIT("\xE0\x9F\xBF"),     /* overlong */
        STR_INIT("\xE1\x80"),         /* cut off */
        STR_INIT("\xE1\x80\xC0"),     /* no continuation */
        STR_INIT("\xED\xA0\x80"),     /* first surrogate */
        STR_INIT("\xED\xBF\xBF"),     /* last surrogate */
        STR_INIT("\xF0\x8F\xBF\xBF"), /* overlong */
        STR_INIT("\xF0\x90\x80"),     /* cut off */
        STR_INIT("\xF4\x90\x80\x80"), /* above U+10FFFF */
        STR_INIT("\xF5\x80\x80\x80"), /* above U+10FFFF */
        STR_INIT("\xFE"),             /* never in UTF-8 */
        STR_INIT("\xFF"),             /* never in UTF-8 */
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_invalid(wrong[i]);
}

static void characters_are_code_points(void **state)
{
    (void)state;
    assert_int_equal(str_chars(STR("")), 0);
    assert_int_equal(str_chars(STR("abc")), 3);
    assert_int_equal(str_chars(STR("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x95\x8A")), 3);
}

static void hashes_are_those_of_fnv(void **state)
{
    (void)state;
    assert_true(str_hash(STR("")) == 0xCBF29CE484222325U);
    assert_true(str_hash(STR("a")) == 0xAF63DC4C8601EC8CU);
    assert_true(str_hash(STR("foobar")) == 0x85944171F73967E8U);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing),
        cmocka_unit_test(beginnings_and_ends),
        cmocka_unit_test(parts),
        cmocka_unit_test(cutting),
        cmocka_unit_test(numbers_are_read_to_their_limits),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(numbers_come_back_as_they_were_written),
        cmocka_unit_test(valid_utf8),
        cmocka_unit_test(invalid_utf8),
        cmocka_unit_test(characters_are_code_points),
        cmocka_unit_test(hashes_are_those_of_fnv),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
