/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is found in a text: the cases of data/screen.txt, what a call makes free, limits, and the
 * rules that follow. */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/screen.h"
#include "domain/unicode.h"
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

/* --- data/screen.txt --- */

static int32_t hex_value(struct str digits)
{
    int32_t value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        struct str set = STR("0123456789ABCDEF");
        size_t digit = str_find(set, digits.p[i]);
        assert_true(digit < set.n);
        value = value * 16 + (int32_t)digit;
    }
    return value;
}

/* \n and \u{…} become what they stand for. */
static struct str unescaped(struct str s)
{
    char *p = arena_array(&arena, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        struct str here = str_sub(s, i, s.n);
        if (str_starts(here, STR("\\u{"))) {
            size_t close = str_find(here, '}');
            n += unicode_put(p + n, hex_value(str_sub(here, 3, close - 3)));
            i += close;
        } else if (str_starts(here, STR("\\n"))) {
            p[n++] = '\n';
            i++;
        } else {
            p[n++] = s.p[i];
        }
    }
    return (struct str){p, n};
}

static const char *const kinds[SCREEN_KINDS] = {
    [SCREEN_LINK] = "link",     [SCREEN_EMAIL] = "email",
    [SCREEN_PHONE] = "phone",   [SCREEN_ADDRESS] = "address",
    [SCREEN_IBAN] = "iban",     [SCREEN_COORDINATES] = "coordinates",
    [SCREEN_HANDLE] = "handle", [SCREEN_MENTION] = "mention",
    [SCREEN_NAME] = "name",
};

/* "kind=piece | kind=piece" */
static struct str found_in(struct str text, const struct screen_free *allowed)
{
    struct finding *findings = NULL;
    size_t n = 0;
    struct str all = STR("");
    assert_int_equal(screen_text(&arena, text, allowed, &findings, &n), OK);
    assert_true(n <= SCREEN_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str piece = str_sub(text, findings[i].at, findings[i].length);
        assert_true(findings[i].length > 0 && piece.n == findings[i].length);
        if (i > 0)
            assert_true(findings[i].at >= findings[i - 1].at + findings[i - 1].length);
        all = arena_printf(&arena, "%.*s%s%s=%.*s", STRF(all), i ? " | " : "",
                           kinds[findings[i].kind], STRF(piece));
    }
    return all;
}

static bool case_holds(struct str line)
{
    struct str rest = line;
    struct str text = unescaped(str_cut(&rest, '\t'));
    struct str wanted = unescaped(str_trim(rest));
    struct str found = found_in(text, NULL);
    if (rest.p && str_eq(found, wanted))
        return true;
    print_error("%.*s\n  wanted '%.*s'\n  found  '%.*s'\n", STRF(text), STRF(wanted), STRF(found));
    return false;
}

static void texts_of_many_languages(void **state)
{
    enum { LEAST = 130 };
    static char file[1 << 16];
    FILE *f = fopen("tests/unit/data/screen.txt", "re");
    size_t cases = 0, wrong = 0;
    (void)state;
    assert_non_null(f);
    struct str rest = {file, fread(file, 1, sizeof file, f)};
    (void)fclose(f);
    assert_true(rest.n > 0 && rest.n < sizeof file);
    while (rest.p) {
        struct str line = str_cut(&rest, '\n');
        if (line.n == 0 || str_starts(line, STR(";;")))
            continue;
        arena_reset(&arena);
        cases++;
        wrong += !case_holds(line);
    }
    assert_int_equal(wrong, 0);
    assert_true(cases >= LEAST);
}

/* --- what is free --- */

static void what_stands_in_the_call_may_be_copied(void **state)
{
    static const struct str calls[] = {
        STR_INIT("Say it: #MeToo. Help: +44 1632 960 123. See https://example.org/help."),
        STR_INIT("Llamado por Ana Paz. Calle Luna 3.")};
    const struct screen_free allowed = {.texts = calls, .n = COUNT(calls)};
    (void)state;
    assert_str(found_in(calls[0], &allowed), "");
    assert_str(found_in(calls[1], &allowed), "");
    assert_str(found_in(STR("they helped: +44 1632 960 123"), &allowed), "");
    assert_str(found_in(STR("not them: +44 1632 960 124"), &allowed), "phone=+44 1632 960 124");
    assert_str(found_in(STR("see https://example.org/hel"), &allowed),
               "link=https://example.org/hel");
    assert_str(found_in(calls[0], NULL), "phone=+44 1632 960 123 | link=https://example.org/help");
}

static void this_server_may_be_linked_and_its_people_mentioned(void **state)
{
    const struct screen_free allowed = {.host = STR_INIT("chorus.example")};
    (void)state;
    assert_str(found_in(STR("https://chorus.example/x and https://chorus.example.org/x"), &allowed),
               "link=https://chorus.example.org/x");
    assert_str(found_in(STR("@ana@chorus.example and @ana@other.example"), &allowed),
               "mention=@ana@chorus.example | handle=@ana@other.example");
}

/* --- limits --- */

static void no_more_than_the_most(void **state)
{
    struct buf text = buf_init(1 << 16);
    struct finding *findings = NULL;
    size_t n = 0;
    (void)state;
    for (int i = 0; i < SCREEN_MAX + 9; i++)
        buf_put(&text, STR("call +44 1632 960 123, "));
    assert_int_equal(screen_text(&arena, buf_str(&text), NULL, &findings, &n), OK);
    assert_int_equal(n, SCREEN_MAX);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(findings[i].kind, SCREEN_PHONE);
    buf_free(&text);
}

static void an_empty_text_has_nothing(void **state)
{
    (void)state;
    assert_str(found_in(STR(""), NULL), "");
    assert_str(found_in(STR("\n \n"), NULL), "");
    assert_str(found_in(STR("@"), NULL), "");
    assert_str(found_in(STR("+"), NULL), "");
    assert_str(found_in(STR("("), NULL), "");
    assert_str(found_in(STR("1"), NULL), "");
}

static void the_memory_it_works_in_is_given_back(void **state)
{
    struct arena small;
    struct finding *findings = NULL;
    size_t n = 0;
    (void)state;
    assert_int_equal(arena_init(&small, 4096), OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(
            screen_text(&small, STR("me too, at 12 Baker Street"), NULL, &findings, &n), OK);
    assert_int_equal(n, 1);
    struct str room = {arena_array(&arena, char, 4096), 4096};
    assert_int_equal(screen_text(&small, room, NULL, &findings, &n), ERR_TOO_LARGE);
    arena_done(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_many_languages),
        cmocka_unit_test(what_stands_in_the_call_may_be_copied),
        cmocka_unit_test(this_server_may_be_linked_and_its_people_mentioned),
        cmocka_unit_test(no_more_than_the_most),
        cmocka_unit_test(an_empty_text_has_nothing),
        cmocka_unit_test(the_memory_it_works_in_is_given_back),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
