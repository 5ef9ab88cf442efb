/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Compressing: what comes out is what went in, in gzip's format, or nothing at all. */
#include "http/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "scratch.h"

enum { MOST = 4 * 1024 * 1024 };

static struct gzip *gzip;

static int open_gzip(void **state)
{
    (void)state;
    gzip = gzip_new();
    return gzip != NULL ? 0 : -1;
}

static int close_gzip(void **state)
{
    (void)state;
    gzip_free(gzip);
    gzip_free(NULL);
    return 0;
}

/* Unpacks one gzip member that must be all of `packed`, and compares. */
static void assert_unpacks(struct str packed, struct str wanted)
{
    enum { GZIP_ONLY = 15 + 16 };
    unsigned char *bytes = malloc(packed.n + 1), *out = malloc(wanted.n + 1);
    assert_true(bytes != NULL && out != NULL);
    memcpy(bytes, packed.p, packed.n);
    z_stream stream = {.next_in = bytes, .avail_in = (uInt)packed.n};
    stream.next_out = out;
    stream.avail_out = (uInt)(wanted.n + 1);
    assert_int_equal(inflateInit2(&stream, GZIP_ONLY), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    assert_int_equal(stream.total_out, wanted.n);
    if (wanted.n > 0)
        assert_memory_equal(out, wanted.p, wanted.n);
    inflateEnd(&stream);
    free(bytes);
    free(out);
}

static void assert_round(bool is_kept, struct str s)
{
    struct buf out = buf_init(MOST);
    assert_true(gzip_pack(gzip, is_kept, s, &out));
    assert_unpacks(buf_str(&out), s);
    buf_free(&out);
}

static struct str noise(size_t n)
{
    static char bytes[1024 * 1024];
    uint64_t x = 1;
    assert_true(n <= sizeof bytes);
    for (size_t i = 0; i < n; i++) {
        x = x * UINT64_C(6364136223846793005) + 1442695040888963407U;
        bytes[i] = (char)(x >> 56);
    }
    return (struct str){bytes, n};
}

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        assert_round(kept, STR(""));
        assert_round(kept, STR("a"));
        assert_round(kept, STR("\0\0\xFF\0"));
        assert_round(kept, noise(100));
        assert_round(kept, noise(1024 * 1024)); /* which cannot be made smaller */
    }
}

static void it_is_appended(void **state)
{
    (void)state;
    struct buf out = buf_init(MOST);
    buf_put(&out, STR("before"));
    assert_true(gzip_pack(gzip, true, STR("first first first"), &out));
    size_t end = out.n;
    assert_true(gzip_pack(gzip, false, STR("second"), &out));
    assert_memory_equal(out.p, "before\x1F\x8B\x08", 9);
    assert_unpacks((struct str){out.p + 6, end - 6}, STR("first first first"));
    assert_unpacks((struct str){out.p + end, out.n - end}, STR("second"));
    buf_free(&out);
}

/* No time, no name of the machine: the same text is the same bytes, also after others. */
static void the_same_is_packed_the_same(void **state)
{
    (void)state;
    struct buf one = buf_init(MOST), two = buf_init(MOST);
    assert_true(gzip_pack(gzip, true, STR("the same again"), &one));
    assert_round(true, noise(5000));
    assert_true(gzip_pack(gzip, true, STR("the same again"), &two));
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.p, two.p, one.n);
    assert_memory_equal(one.p + 4, "\0\0\0\0", 4); /* MTIME */
    buf_free(&one);
    buf_free(&two);
}

static void more_work_is_spent_on_what_is_kept(void **state)
{
    (void)state;
    struct buf text = buf_init(MOST), once = buf_init(MOST), kept = buf_init(MOST);
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, "<li class=\"voice\" id=\"v%d\">It was said %d times.</li>\n", i, i % 7);
    assert_true(gzip_pack(gzip, false, buf_str(&text), &once));
    assert_true(gzip_pack(gzip, true, buf_str(&text), &kept));
    assert_true(kept.n < once.n);
    assert_true(once.n < text.n / 4);
    buf_free(&text);
    buf_free(&once);
    buf_free(&kept);
}

static void what_does_not_fit_is_refused_and_harms_nobody(void **state)
{
    (void)state;
    struct buf small = buf_init(1000);
    assert_false(gzip_pack(gzip, false, noise(2000), &small));
    buf_clear(&small);
    assert_true(gzip_pack(gzip, false, STR("short"), &small));
    assert_unpacks(buf_str(&small), STR("short"));
    buf_free(&small);
    struct buf failed = buf_init(1);
    buf_put(&failed, STR("too long"));
    assert_false(gzip_pack(gzip, true, STR("a"), &failed));
    buf_free(&failed);
    assert_round(false, noise(2000));
    assert_round(true, noise(2000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(it_is_appended),
        cmocka_unit_test(the_same_is_packed_the_same),
        cmocka_unit_test(more_work_is_spent_on_what_is_kept),
        cmocka_unit_test(what_does_not_fit_is_refused_and_harms_nobody),
    };
    return cmocka_run_group_tests(tests, open_gzip, close_gzip);
}
