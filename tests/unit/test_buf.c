/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Growing buffers: the ceiling, the failure that stays, the escapers. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scratch.h"

enum { MAX = 1 << 20 };

static void pieces_are_put_together(void **state)
{
    (void)state;
    struct buf buf = buf_init(MAX);
    assert_str(buf_str(&buf), "");
    buf_put(&buf, STR("me"));
    buf_char(&buf, ' ');
    buf_put(&buf, STR("too"));
    buf_put(&buf, (struct str){NULL, 0});
    assert_true(buf_ok(&buf));
    assert_str(buf_str(&buf), "me too");
    buf_clear(&buf);
    assert_str(buf_str(&buf), "");
    buf_free(&buf);
}

static void numbers(void **state)
{
    (void)state;
    struct buf buf = buf_init(MAX);
    buf_i64(&buf, INT64_MIN);
    buf_char(&buf, ' ');
    buf_i64(&buf, INT64_MAX);
    buf_char(&buf, ' ');
    buf_i64(&buf, -7);
    buf_char(&buf, ' ');
    buf_i64(&buf, 0);
    assert_str(buf_str(&buf), "-9223372036854775808 9223372036854775807 -7 0");
    buf_free(&buf);
}

static void it_grows_to_the_ceiling_and_no_further(void **state)
{
    (void)state;
    for (size_t max = 0; max < 1200; max += 7) {
        struct buf buf = buf_init(max);
        for (size_t i = 0; i < max; i++)
            buf_char(&buf, (char)('a' + i % 26));
        assert_true(buf_ok(&buf));
        assert_int_equal(buf_str(&buf).n, max);
        buf_char(&buf, '!');
        assert_false(buf_ok(&buf));
        assert_int_equal(buf_str(&buf).n, max);
        for (size_t i = 0; i < max; i++)
            assert_int_equal(buf.p[i], 'a' + i % 26);
        buf_free(&buf);
    }
}

static void failure_stays_until_cleared(void **state)
{
    (void)state;
    struct buf buf = buf_init(10);
    buf_put(&buf, STR("0123456"));
    buf_put(&buf, STR("too much"));
    assert_false(buf_ok(&buf));
    buf_put(&buf, STR("x")); /* would fit, but what is before it is missing */
    buf_char(&buf, 'x');
    buf_i64(&buf, 1);
    buf_printf(&buf, "%d", 1);
    assert_str(buf_str(&buf), "0123456");
    assert_false(buf_reserve(&buf, 1));
    buf_clear(&buf);
    assert_true(buf_ok(&buf));
    assert_true(buf_reserve(&buf, 10));
    assert_false(buf_reserve(&buf, 11));
    buf_free(&buf);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct buf buf = buf_init(SIZE_MAX);
    buf_put(&buf, STR("abc"));
    assert_false(buf_reserve(&buf, SIZE_MAX));
    assert_false(buf_ok(&buf));
    buf_free(&buf);
}

static void printing_short_and_long(void **state)
{
    (void)state;
    for (int n = 250; n < 262; n++) {
        struct buf buf = buf_init(MAX);
        buf_char(&buf, '>');
        buf_printf(&buf, "%0*d", n, 1);
        buf_char(&buf, '<');
        assert_int_equal(buf_str(&buf).n, n + 2);
        assert_int_equal(buf.p[n], '1');
        assert_int_equal(buf.p[n + 1], '<');
        buf_free(&buf);
    }
}

typedef void escape_fn(struct buf *buf, struct str s);

static void assert_escaped(escape_fn *escape, struct str plain, struct str wanted)
{
    struct buf buf = buf_init(MAX);
    escape(&buf, plain);
    assert_true(buf_ok(&buf));
    scratch_assert_str(buf_str(&buf), wanted, __FILE__, __LINE__);
    buf_free(&buf);
}

static void hexadecimal_and_addresses(void **state)
{
    (void)state;
    assert_escaped(buf_url, STR("aZ09-._~"), STR("aZ09-._~"));
    assert_escaped(buf_url, STR("a b/c?d=e&f#%\xC3\xA9+"),
                   STR("a%20b%2Fc%3Fd%3De%26f%23%25%C3%A9%2B"));
}

static void html(void **state)
{
    (void)state;
    assert_escaped(buf_html, STR(""), STR(""));
    assert_escaped(buf_html, STR("<a href=\"x\" id='y'>&amp;</a>"),
                   STR("&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"));
    assert_escaped(buf_html, STR("caf\xC3\xA9 \xE2\x80\xA6 %$#(*)=?;:"),
                   STR("caf\xC3\xA9 \xE2\x80\xA6 %$#(*)=?;:"));
}

static void json(void **state)
{
    (void)state;
    assert_escaped(buf_json, STR("a\"b\\c/d<e>&'"), STR("a\\\"b\\\\c/d<e>&'"));
    assert_escaped(buf_json, STR("\b\t\n\f\r"), STR("\\b\\t\\n\\f\\r"));
    assert_escaped(buf_json, STR("\x01\v\x1F\x00\x7F"), STR("\\u0001\\u000b\\u001f\\u0000\x7F"));
    assert_escaped(buf_json, STR("\xE2\x80\xA8|\xE2\x80\xA9"), STR("\\u2028|\\u2029"));
    assert_escaped(buf_json, STR("\xE2\x80\x99\xE2\x82\xAC"), STR("\xE2\x80\x99\xE2\x82\xAC"));
    /* cut off: written as it stands, never read beyond */
    assert_escaped(buf_json, (struct str){"\xE2\x80\xA8", 2}, STR("\xE2\x80"));
    assert_escaped(buf_json, (struct str){"\xE2\x80\xA8", 1}, STR("\xE2"));
}

/* The plain way, byte by byte, to compare the fast way with. */
static void slow_json(struct buf *buf, unsigned char c)
{
    static const char named[] = "\"\\\b\t\n\f\r";
    static const char names[] = "\"\\btnfr";
    const char *at = c ? strchr(named, c) : NULL;
    if (at)
        buf_printf(buf, "\\%c", names[at - named]);
    else if (c < 0x20)
        buf_printf(buf, "\\u%04x", c);
    else
        buf_char(buf, (char)c);
}

static void slow_html(struct buf *buf, unsigned char c)
{
    static const char *const names[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    if (names[c])
        buf_put(buf, str_of(names[c]));
    else
        buf_char(buf, (char)c);
}

static void every_byte_at_every_place_is_escaped_as_the_slow_way_does(void **state)
{
    (void)state;
    struct buf fast = buf_init(MAX);
    struct buf slow = buf_init(MAX);
    for (unsigned c = 0; c < 256; c++) {
        for (size_t at = 0; at < 19; at++) {
            char text[19];
            memset(text, 'a', sizeof text);
            text[at] = (char)c;
            if (at > 0)
                text[at - 1] = (char)(c + 1); /* neighbours disturb carries */
            buf_clear(&fast);
            buf_clear(&slow);
            buf_json(&fast, (struct str){text, sizeof text});
            buf_html(&fast, (struct str){text, sizeof text});
            for (size_t i = 0; i < sizeof text; i++)
                slow_json(&slow, (unsigned char)text[i]);
            for (size_t i = 0; i < sizeof text; i++)
                slow_html(&slow, (unsigned char)text[i]);
            assert_true(str_eq(buf_str(&fast), buf_str(&slow)));
        }
    }
    buf_free(&fast);
    buf_free(&slow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_put_together),
        cmocka_unit_test(numbers),
        cmocka_unit_test(it_grows_to_the_ceiling_and_no_further),
        cmocka_unit_test(failure_stays_until_cleared),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(printing_short_and_long),
        cmocka_unit_test(hexadecimal_and_addresses),
        cmocka_unit_test(html),
        cmocka_unit_test(json),
        cmocka_unit_test(every_byte_at_every_place_is_escaped_as_the_slow_way_does),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
