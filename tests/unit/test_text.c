/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person's text: cleaning, what is in it, excerpts. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "domain/text.h"
#include "scratch.h"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    return arena_init(&arena, (size_t)64 * 1024 * 1024) == OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct str repeated(struct str what, size_t times)
{
    char *p = arena_array(&arena, char, what.n *times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * what.n, what.p, what.n);
    return (struct str){p, what.n * times};
}

struct pair {
    struct str in;
    struct str out;
};

/* --- cleaning --- */

static void clean_texts(void **state)
{
    static const struct pair cases[] = {
        {STR_INIT("plain"), STR_INIT("plain")},
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT(" \t\n both ends \n\u3000\u00A0"), STR_INIT("both ends")},
        {STR_INIT("a\r\nb\rc\nd\xC2\x85"
                  "e\u2028f\u2029g"),
         STR_INIT("a\nb\nc\nd\ne\nf\ng")},
        {STR_INIT("a  \t\nb"), STR_INIT("a\nb")},
        {STR_INIT("a\tb"), STR_INIT("a\tb")},
        {STR_INIT("a\n\n\nb"), STR_INIT("a\n\n\nb")},
        {STR_INIT("a\n\n\n\n\n\nb"), STR_INIT("a\n\n\nb")},
        {STR_INIT("a\n \n\t\n \n \nb"), STR_INIT("a\n\n\nb")},
        {STR_INIT("\n\n\n\na"), STR_INIT("a")},
        {STR_INIT("a\x01\x1B[31mb\x7F\xC2\x90"), STR_INIT("a[31mb")},
        {STR_INIT("\uFEFF"
                  "a\uFFFE\uFFF9z"),
         STR_INIT("az")},
        {STR_INIT("YoTambie\u0301n"), STR_INIT("YoTambién")},
        {STR_INIT("e\x01\u0301"), STR_INIT("é")},
        {STR_INIT("می\u200Cخواهم \u200Fא"), STR_INIT("می\u200Cخواهم \u200Fא")},
        {STR_INIT("👩\u200D❤\uFE0F\u200D👩"), STR_INIT("👩\u200D❤\uFE0F\u200D👩")},
        /* Embeddings and overrides go. */
        {STR_INIT("a\u202Eb\u202Cc\u202Ad\u202De\u202Bf"), STR_INIT("abcdef")},
        /* Isolates stay, and are closed at the end of their line. */
        {STR_INIT("a \u2067b\u2069 c"), STR_INIT("a \u2067b\u2069 c")},
        {STR_INIT("a \u2067b\nc"), STR_INIT("a \u2067b\u2069\nc")},
        {STR_INIT("a \u2066b \u2068c"), STR_INIT("a \u2066b \u2068c\u2069\u2069")},
        {STR_INIT("a\u2069b\u2069"), STR_INIT("ab")},
        {STR_INIT("a\u2067b\nc\u2069d"), STR_INIT("a\u2067b\u2069\ncd")},
        /* Nothing to see. */
        {STR_INIT("\u200D\u200B\u2800 \u3164\u2067\u00AD"), STR_INIT("")},
        {STR_INIT("\x01\x02"), STR_INIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str out;
        struct str again;
        assert_int_equal(text_clean(&arena, cases[i].in, 100, &out), OK);
        scratch_assert_str(out, cases[i].out, __FILE__, __LINE__);
        assert_int_equal(text_clean(&arena, out, 100, &again), OK);
        assert_true(str_eq(out, again));
    }
    struct str out;
    assert_int_equal(text_clean(&arena, (struct str){NULL, 0}, 100, &out), OK);
    assert_str(out, "");
}

static void deep_isolates(void **state)
{
    (void)state;
    struct str out;
    struct str deep = arena_printf(&arena, "x%.*sy%.*sz", STRF(repeated(STR("\u2067"), 500)),
                                   STRF(repeated(STR("\u2069"), 500)));
    struct str wanted = arena_printf(&arena, "x%.*sy%.*sz", STRF(repeated(STR("\u2067"), 16)),
                                     STRF(repeated(STR("\u2069"), 16)));
    assert_int_equal(text_clean(&arena, deep, 2000, &out), OK);
    assert_true(str_eq(out, wanted));
}

static void clean_lines(void **state)
{
    static const struct pair cases[] = {
        {STR_INIT("  Ana \t\r\n  María \u00A0 "), STR_INIT("Ana María")},
        {STR_INIT("a\u202Eb\u2067c\u2069d\u202C"), STR_INIT("abcd")},
        {STR_INIT("a\u2028b\x07"), STR_INIT("a b")},
        {STR_INIT("e\u0301"), STR_INIT("é")},
        {STR_INIT("\u200B\u200D"), STR_INIT("")},
        {STR_INIT(""), STR_INIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str out;
        assert_int_equal(text_clean_line(&arena, cases[i].in, 30, &out), OK);
        scratch_assert_str(out, cases[i].out, __FILE__, __LINE__);
    }
}

static void refused_texts(void **state)
{
    (void)state;
    struct str out = STR("untouched");
    assert_int_equal(text_clean(&arena, STR("abcdef"), 5, &out), ERR_TOO_LARGE);
    assert_int_equal(text_clean_line(&arena, STR("abcdef"), 5, &out), ERR_TOO_LARGE);
    assert_int_equal(text_clean(&arena, repeated(STR(" "), 1000), 5, &out), ERR_TOO_LARGE);
    assert_int_equal(text_clean(&arena, STR("a\xFF"), 5, &out), ERR_BAD_INPUT);
    assert_int_equal(text_clean(&arena, STR("a\xC3"), 5, &out), ERR_BAD_INPUT);
    assert_int_equal(text_clean(&arena, STR("a\0b"), 5, &out), ERR_BAD_INPUT);
    assert_int_equal(text_clean_line(&arena, STR("\xED\xA0\x80"), 5, &out), ERR_BAD_INPUT);
    assert_str(out, "untouched");

    /* Counted as code points, after cleaning. */
    assert_int_equal(text_clean(&arena, STR("ééééé"), 5, &out), OK);
    assert_int_equal(text_clean(&arena, STR(" e\u0301🐰e\u0301 "), 3, &out), OK);
    assert_str(out, "é🐰é");
}

/* --- what is in it --- */

static void hashtags(void **state)
{
    (void)state;
    struct text_hashtag tags[TEXT_HASHTAGS_MAX];
    size_t n;
    const struct str text = STR_INIT("#MeToo #YoTambién #METOO "
                                     "#我也是 #yotambien https://a.bc/#x");
    text_hashtags(&arena, text, tags, TEXT_HASHTAGS_MAX, &n);
    assert_int_equal(n, 4);
    assert_str(tags[0].name, "MeToo");
    assert_str(tags[0].key, "metoo");
    assert_str(tags[1].name, "YoTambién");
    assert_str(tags[1].key, "yotambién");
    assert_str(tags[2].name, "我也是");
    assert_str(tags[3].name, "yotambien");
    text_hashtags(&arena, STR("#a #b #c"), tags, 2, &n);
    assert_int_equal(n, 2);
    text_hashtags(&arena, STR("none"), tags, 2, &n);
    assert_int_equal(n, 0);

    char many[400] = "";
    size_t at = 0;
    for (int i = 0; i < 50; i++)
        at += (size_t)snprintf(many + at, sizeof many - at, "#tag%d ", i);
    text_hashtags(&arena, str_of(many), tags, 1000, &n);
    assert_int_equal(n, TEXT_HASHTAGS_MAX);
}

static void mentions(void **state)
{
    (void)state;
    struct str names[TEXT_MENTIONS_MAX];
    size_t n;
    text_mentions(STR("@ana, (@Ben) @ANA @carla@other.example. mail me@x.example, @dora-b. "
                      "https://x.example/@eva @ @- x@fay /@gea @@hana"),
                  names, TEXT_MENTIONS_MAX, &n);
    assert_int_equal(n, 4);
    assert_str(names[0], "ana");
    assert_str(names[1], "Ben");
    assert_str(names[2], "carla@other.example");
    assert_str(names[3], "dora-b");
    text_mentions(STR("@a @b @c"), names, 2, &n);
    assert_int_equal(n, 2);
    text_mentions(STR("@a@b @c@localhost"), names, 9, &n);
    assert_int_equal(n, 2);
    assert_str(names[0], "a");
    assert_str(names[1], "c");
}

static void bare(void **state)
{
    static const struct str bare_texts[] = {
        STR_INIT(""),
        STR_INIT("#MeToo"),
        STR_INIT("Me too."),
        STR_INIT("ME TOO!!! #MeToo 💔"),
        STR_INIT("@ana #MeToo #YoTambién ✊🏿❤\uFE0F"),
        STR_INIT("MeToo"),
        STR_INIT("Yo también… #YoTambién"),
        STR_INIT("¡Yo también!"),
        STR_INIT("Anch’io"),
        STR_INIT("Moi aussi."),
        STR_INIT("Я тоже"),
        STR_INIT("أنا أيضا"),
        STR_INIT("גם אני"),
        STR_INIT("我也是。"),
        STR_INIT("私も"),
        STR_INIT("나도"),
        STR_INIT("मैं भी"),
        STR_INIT("আমিও"),
        STR_INIT("من هم"),
        STR_INIT("Και εγώ"),
        STR_INIT("Tôi cũng vậy"),
    };
    static const struct str stories[] = {
        STR_INIT("me too, at work"),
        STR_INIT("me too me too"),
        STR_INIT("I was sixteen. #MeToo"),
        STR_INIT("me"),
        STR_INIT("2016"),
        STR_INIT("#MeToo https://example.org/a"),
        STR_INIT("مع"),
        STR_INIT("他"),
        STR_INIT("a very long sentence that says a good deal more than those two words do"),
        STR_INIT("\xFF"),
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bare_texts); i++) {
        if (!text_is_bare(bare_texts[i]))
            print_error("not bare: %.*s\n", STRF(bare_texts[i]));
        assert_true(text_is_bare(bare_texts[i]));
    }
    for (size_t i = 0; i < COUNT(stories); i++)
        assert_false(text_is_bare(stories[i]));
}

/* Neither slow nor stuck, whatever stands there. */
static void long_texts(void **state)
{
    enum { MANY = 20000 };
    (void)state;
    assert_true(text_is_bare(repeated(STR("#a "), MANY)));
    assert_true(text_is_bare(repeated(STR("💔"), MANY)));

    struct text_hashtag tags[TEXT_HASHTAGS_MAX];
    size_t n;
    text_hashtags(&arena, repeated(STR("#aA #Aa "), MANY), tags, TEXT_HASHTAGS_MAX, &n);
    assert_int_equal(n, 1);
    struct str out;
    assert_int_equal(text_clean(&arena, repeated(STR("a\n\n\n\n"), MANY), 5 * MANY, &out), OK);
    assert_int_equal(out.n, 4 * MANY - 3);
    assert_int_equal(text_clean(&arena, repeated(STR("\u2067"), MANY), MANY, &out), OK);
    assert_str(out, "");
}

/* --- excerpts --- */

static void excerpts(void **state)
{
    (void)state;
    assert_str(text_plain_excerpt(&arena, STR("short"), 20), "short");
    assert_str(text_plain_excerpt(&arena, STR("exactly so"), 10), "exactly so");
    assert_str(text_plain_excerpt(&arena, STR("two\nlines,\n\n one"), 30), "two lines, one");
    assert_str(text_plain_excerpt(&arena, STR("the words are cut there"), 15), "the words are…");
    assert_str(text_plain_excerpt(&arena, STR("the words are cut there"), 14), "the words are…");
    assert_str(text_plain_excerpt(&arena, STR("unbreakable_name_here"), 8), "unbreak…");
    assert_str(text_plain_excerpt(&arena, STR("我也是我也是"), 4), "我也是…");
    /* Never in the middle of what looks like one sign. */
    assert_str(text_plain_excerpt(&arena, STR("ab👩\u200D👩\u200D👧cd"), 5), "ab…");
    assert_str(text_plain_excerpt(&arena, STR("कि\u0928\u093Fxyz"), 4), "कि…");
    assert_str(text_plain_excerpt(&arena, STR("a \u2067b\u2069 c <i>"), 20), "a b c <i>");
    assert_str(text_plain_excerpt(&arena, STR("abc"), 1), "…");
    assert_str(text_plain_excerpt(&arena, STR("a"), 1), "a");
    assert_str(text_plain_excerpt(&arena, STR("abc"), 0), "");
    assert_str(text_plain_excerpt(&arena, STR(""), 10), "");
    assert_str(text_plain_excerpt(&arena, STR("\xFF"), 10), "");
    assert_int_equal(str_chars(text_plain_excerpt(&arena, repeated(STR("x "), 20000), 100)), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(clean_texts, begin, end),
        cmocka_unit_test_setup_teardown(deep_isolates, begin, end),
        cmocka_unit_test_setup_teardown(clean_lines, begin, end),
        cmocka_unit_test_setup_teardown(refused_texts, begin, end),
        cmocka_unit_test_setup_teardown(hashtags, begin, end),
        cmocka_unit_test_setup_teardown(mentions, begin, end),
        cmocka_unit_test_setup_teardown(bare, begin, end),
        cmocka_unit_test_setup_teardown(long_texts, begin, end),
        cmocka_unit_test_setup_teardown(excerpts, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
