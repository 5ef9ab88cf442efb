/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags: the cases of data/hashtags.txt, names given alone, keys, and texts made to be slow. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/hashtag_text.h"
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

/* --- data/hashtags.txt --- */

static void put_code_point(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_char(out, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf_char(out, (char)(lead[more] | (c >> (6 * more))));
    while (more-- > 0)
        buf_char(out, (char)(0x80 | ((c >> (6 * more)) & 0x3F)));
}

static uint32_t hex_value(struct str digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        bool decimal = c >= '0' && c <= '9';
        assert_true(decimal || (c >= 'A' && c <= 'F'));
        value = value * 16 + (uint32_t)(decimal ? c - '0' : c - 'A' + 10);
    }
    return value;
}

/* \n, \t and \u{…} become what they stand for. */
static struct str unescaped(struct str s)
{
    struct buf out = buf_init(1 << 16);
    for (size_t i = 0; i < s.n; i++) {
        struct str here = str_sub(s, i, s.n);
        if (str_starts(here, STR("\\u{"))) {
            size_t close = str_find(here, '}');
            put_code_point(&out, hex_value(str_sub(here, 3, close - 3)));
            i += close;
        } else if (str_starts(here, STR("\\n")) || str_starts(here, STR("\\t"))) {
            buf_char(&out, here.p[1] == 'n' ? '\n' : '\t');
            i++;
        } else {
            buf_char(&out, s.p[i]);
        }
    }
    assert_true(buf_ok(&out));
    struct str result = arena_str(&arena, buf_str(&out));
    buf_free(&out);
    return result;
}

/* The names found, each followed by a space. */
static struct str names_in(struct str text)
{
    struct buf out = buf_init(1 << 20);
    struct hashtag_span span = {0};
    while (hashtag_next(text, span.end, &span)) {
        assert_true(span.at < span.end && span.end <= text.n);
        assert_true(hashtag_is_valid(span.name));
        assert_true(hashtag_is_valid(str_sub(text, span.at, span.end - span.at)) ||
                    span.name.p != text.p + span.at + 1);
        buf_put(&out, span.name);
        buf_char(&out, ' ');
    }
    assert_true(buf_ok(&out));
    struct str result = arena_str(&arena, buf_str(&out));
    buf_free(&out);
    return result;
}

static bool case_holds(struct str line, bool difference)
{
    struct str rest = line;
    struct str text = unescaped(str_cut(&rest, '\t'));
    struct str wanted = unescaped(str_trim(str_cut(&rest, '\t')));
    struct str found = names_in(text);
    if (difference && rest.n == 0) {
        print_error("%.*s: no reason given\n", STRF(line));
        return false;
    }
    if (str_eq(str_sub(found, 0, found.n > 0 ? found.n - 1 : 0), wanted))
        return true;
    print_error("%.*s: found '%.*s'\n", STRF(text), STRF(found));
    return false;
}

static void published_cases(void **state)
{
    static char file[1 << 16];
    FILE *f = fopen("tests/unit/data/hashtags.txt", "re");
    assert_non_null(f);
    struct str rest = {file, fread(file, 1, sizeof file, f)};
    assert_true(rest.n > 0 && rest.n < sizeof file);
    (void)fclose(f);
    (void)state;

    size_t cases = 0;
    size_t differences = 0;
    size_t wrong = 0;
    bool difference = false;
    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        if (str_starts(line, STR(";;"))) {
            difference = difference || str_starts(line, STR(";; == differences"));
            continue;
        }
        if (line.n == 0)
            continue;
        assert_true(str_find(line, '\t') < line.n);
        cases++;
        differences += difference;
        wrong += !case_holds(line, difference);
    }
    assert_int_equal(wrong, 0);
    assert_true(cases - differences >= 80);
    assert_true(differences >= 20);
}

/* --- names and keys --- */

static bool same(struct str a, struct str b)
{
    struct str left;
    struct str right;
    assert_int_equal(hashtag_key(&arena, a, &left), OK);
    assert_int_equal(hashtag_key(&arena, b, &right), OK);
    return str_eq(left, right);
}

static void same_tags(void **state)
{
    (void)state;
    assert_true(same(STR("MeToo"), STR("metoo")));
    assert_true(same(STR("#MeToo"), STR("METOO")));
    assert_true(same(STR("＃ＭｅＴｏｏ"), STR("metoo")));
    assert_true(same(STR("YoTambie\u0301n"), STR("YOTAMBIÉN")));
    assert_true(same(STR("ЯТоже"), STR("ятоже")));
    assert_true(same(STR("می\u200Cخواهم"), STR("میخواهم")));
    assert_true(same(STR("ශ්\u200Dරී"), STR("ශ්රී")));
    assert_true(same(STR("ﾊﾟﾜｰ"), STR("パワー")));
    assert_true(same(STR("❤\uFE0F"), STR("❤")));
    assert_true(same(STR("Straße"), STR("STRASSE")));
    assert_true(same(STR("#\u200EMeToo"), STR("MeToo")));
    assert_true(same(STR("한국"), STR("\u1112\u1161\u11AB\u1100\u116E\u11A8")));
}

static void different_tags(void **state)
{
    (void)state;
    assert_false(same(STR("YoTambién"), STR("YoTambien")));
    assert_false(same(STR("JaTeż"), STR("JaTez")));
    assert_false(same(STR("JagOckså"), STR("JagOcksa")));
    assert_false(same(STR("أنا_أيضا"), STR("انا_ايضا")));
    assert_false(same(STR("ın"), STR("in")));
    assert_false(same(STR("МеТоо"), STR("MeToo"))); /* Cyrillic */
    assert_false(same(STR("🍚🐰"), STR("🐰🍚")));
    assert_false(same(STR("me_too"), STR("metoo")));
}

static void displayed_form(void **state)
{
    (void)state;
    struct str name;
    assert_int_equal(hashtag_display(&arena, STR(" #YoTambie\u0301n "), &name), OK);
    assert_str(name, "YoTambién");
    assert_int_equal(hashtag_display(&arena, STR("\u202EMeToo\u202C"), &name), OK);
    assert_str(name, "MeToo");
    assert_int_equal(hashtag_display(&arena, STR("\u2067#أنا_كمان\u2069"), &name), OK);
    assert_str(name, "أنا_كمان");
    assert_int_equal(hashtag_display(&arena, STR("می\u200Cخواهم"), &name), OK);
    assert_str(name, "می\u200Cخواهم");
    assert_int_equal(hashtag_display(&arena, STR("＃MeToo"), &name), OK);
    assert_str(name, "MeToo");
}

static void refused_names(void **state)
{
    static const struct str refused[] = {
        STR_INIT(""),         STR_INIT("#"),       STR_INIT("##MeToo"),      STR_INIT("2017"),
        STR_INIT("_"),        STR_INIT("Me Too"),  STR_INIT("Me-Too"),       STR_INIT("MeToo!"),
        STR_INIT("MeToo❤"),   STR_INIT("Me\nToo"), STR_INIT("Me\0Too"),      STR_INIT("<b>"),
        STR_INIT("a\"b"),     STR_INIT("../etc"),  STR_INIT("\u0301a"),      STR_INIT("·a"),
        STR_INIT("a·"),       STR_INIT("\u3164"),  STR_INIT("\u200D"),       STR_INIT("\uFDFA"),
        STR_INIT("\xFF\xFE"), STR_INIT("Me\xC3"),  STR_INIT("\xED\xA0\x80"),
    };
    (void)state;
    struct str out = STR("untouched");
    for (size_t i = 0; i < COUNT(refused); i++) {
        assert_false(hashtag_is_valid(refused[i]));
        assert_int_equal(hashtag_display(&arena, refused[i], &out), ERR_BAD_INPUT);
        assert_int_equal(hashtag_key(&arena, refused[i], &out), ERR_BAD_INPUT);
    }
    assert_str(out, "untouched");
    assert_false(hashtag_is_valid((struct str){NULL, 0}));
}

static struct str repeated(struct str what, size_t times)
{
    char *p = arena_array(&arena, char, what.n *times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * what.n, what.p, what.n);
    return (struct str){p, what.n * times};
}

static void at_most_a_hundred_characters(void **state)
{
    (void)state;
    struct str key;
    struct hashtag_span span;
    assert_true(hashtag_is_valid(repeated(STR("é"), 100)));
    assert_false(hashtag_is_valid(repeated(STR("é"), 101)));
    assert_true(hashtag_is_valid(repeated(STR("🐰"), 100)));
    assert_false(hashtag_is_valid(repeated(STR("🐰"), 101)));
    assert_int_equal(hashtag_key(&arena, repeated(STR("文"), 100), &key), OK);
    assert_int_equal(key.n, 300);
    assert_int_equal(hashtag_key(&arena, repeated(STR("\uFB03"), 100), &key), OK);
    assert_int_equal(key.n, 300);
    assert_int_equal(hashtag_key(&arena, repeated(STR("\u1FB7"), 100), &key), OK);
    assert_int_equal(key.n, 500);
    /* A letter with 99 Tibetan vowels of three parts each: found, but refused. */
    struct str vowels = arena_printf(&arena, "ཀ%.*s", STRF(repeated(STR("\u0F77"), 99)));
    assert_int_equal(hashtag_key(&arena, vowels, &key), ERR_BAD_INPUT);
    struct str longer = arena_printf(&arena, "#%.*s #ok", STRF(repeated(STR("a"), 101)));
    assert_true(hashtag_next(longer, 0, &span));
    assert_str(span.name, "ok");
}

/* Whatever may stand in a tag: its key has nothing in it that could end a tag or break a page. */
static void every_code_point(void **state)
{
    (void)state;
    size_t valid = 0;
    for (uint32_t c = 0x20; c < 0x110000; c++) {
        struct buf name = buf_init(64);
        struct str key;
        buf_put(&name, STR("a"));
        put_code_point(&name, c >= 0xD800 && c < 0xE000 ? '-' : c);
        buf_put(&name, STR("b"));
        arena_reset(&arena);
        if (hashtag_is_valid(buf_str(&name))) {
            valid++;
            assert_int_equal(hashtag_key(&arena, buf_str(&name), &key), OK);
            assert_true(key.n >= 2 && str_is_utf8(key));
            for (size_t i = 0; i < key.n; i++)
                assert_null(strchr(" \t\n#<>&\"'/%", key.p[i]));
        }
        buf_free(&name);
    }
    assert_true(valid > 130 * 1000);
}

/* --- texts made to be slow: these would take hours if anything were looked at again and again ---
 */

static size_t tags_in(struct str text)
{
    struct hashtag_span span = {0};
    size_t n = 0;
    while (hashtag_next(text, span.end, &span))
        n++;
    return n;
}

static void long_texts(void **state)
{
    enum { MANY = 1000 * 1000 };
    (void)state;
    assert_int_equal(tags_in(repeated(STR("#"), MANY)), 0);
    assert_int_equal(tags_in(repeated(STR("＃"), MANY)), 0);
    assert_int_equal(tags_in(repeated(STR("#a "), MANY)), MANY);
    assert_int_equal(tags_in(repeated(STR("#a"), MANY)), 1);
    assert_int_equal(tags_in(repeated(STR("#\u200D"), MANY)), 0);
    assert_int_equal(tags_in(repeated(STR("h"), MANY)), 0);
    assert_int_equal(tags_in(repeated(STR("http://"), MANY)), 0);
    assert_int_equal(tags_in(repeated(STR("http://a.bc "), MANY)), 0);
    assert_int_equal(tags_in(arena_printf(&arena, "#%.*s", STRF(repeated(STR("a"), MANY)))), 0);
    assert_int_equal(tags_in(arena_printf(&arena, "#a%.*s", STRF(repeated(STR("\u0301"), MANY)))),
                     0);
    assert_int_equal(
        tags_in(arena_printf(&arena, "https://a.bc/%.*s#x", STRF(repeated(STR("("), MANY)))), 0);
    assert_int_equal(tags_in(repeated(STR("\xF0\x9F"), MANY)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(published_cases, begin, end),
        cmocka_unit_test_setup_teardown(same_tags, begin, end),
        cmocka_unit_test_setup_teardown(different_tags, begin, end),
        cmocka_unit_test_setup_teardown(displayed_form, begin, end),
        cmocka_unit_test_setup_teardown(refused_names, begin, end),
        cmocka_unit_test_setup_teardown(at_most_a_hundred_characters, begin, end),
        cmocka_unit_test_setup_teardown(every_code_point, begin, end),
        cmocka_unit_test_setup_teardown(long_texts, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
