/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which language the pages speak, plural forms, and filling in values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/i18n.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    return arena_init(&arena, 1024 * 1024) == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void assert_str(struct str found, const char *wanted)
{
    assert_string_equal(arena_z(&arena, found), wanted);
}

static struct locale in(const char *code)
{
    struct locale locale;
    locale_choose(&locale, str_of(code), (struct str){0});
    return locale;
}

static void english_is_first_and_every_language_has_a_name(void **state)
{
    (void)state;
    assert_true(locale_count() >= 3);
    assert_str(locale_code(0), "en");
    for (size_t i = 0; i < locale_count(); i++)
        assert_true(locale_name(i).n > 0);
}

static void what_was_asked_for_wins(void **state)
{
    (void)state;
    struct locale locale;
    locale_choose(&locale, STR("es"), STR("ar"));
    assert_str(locale.code, "es");
    assert_true(locale.is_chosen);
    locale_choose(&locale, STR("ES"), STR("ar"));
    assert_str(locale.code, "es");
}

static void the_browser_is_asked_next(void **state)
{
    (void)state;
    struct locale locale;
    locale_choose(&locale, (struct str){0}, STR("xx, ar-EG;q=0.8, en;q=0.5"));
    assert_str(locale.code, "ar");
    assert_str(locale.direction, "rtl");
    assert_false(locale.is_chosen);
}

static void nonsense_gives_english(void **state)
{
    (void)state;
    static const char *const asked[] = {"", "xx", "../es", "e", "es\n", NULL};
    for (size_t i = 0; asked[i]; i++) {
        struct locale locale;
        locale_choose(&locale, str_of(asked[i]), STR(";;q=,=5"));
        assert_str(locale.code, "en");
        assert_false(locale.is_chosen);
    }
}

static void messages_are_translated(void **state)
{
    (void)state;
    struct locale english = in("en");
    struct locale spanish = in("es");
    assert_str(locale_say(&english, "Me too"), "Me too");
    assert_str(locale_say(&spanish, "Me too"), "Yo también");
    assert_str(locale_say(&spanish, "A sentence that nobody translated."),
               "A sentence that nobody translated.");
}

static void plural_forms_follow_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int64_t count;
        const char *form;
    } cases[] = {
        {"en", 0, "{n} people"},  {"en", 1, "{n} person"},      {"en", 2, "{n} people"},
        {"en", -1, "{n} people"}, {"es", 1, "{n} persona"},     {"es", 7, "{n} personas"},
        {"ar", 2, "شخصان"},       {"ar", 5, "{n} أشخاص"},       {"ar", 11, "{n} شخصًا"},
        {"ar", 100, "{n} شخص"},   {"ar", 4700003, "{n} أشخاص"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct locale locale = in(cases[i].code);
        assert_str(locale_plural(&locale, N("{n} person", "{n} people"), cases[i].count),
                   cases[i].form);
    }
}

static void values_are_filled_in(void **state)
{
    (void)state;
    struct locale english = in("en");
    const struct message_arg args[] = {{"a", STR_INIT("{b}")}, {"b", STR_INIT("two")}};
    assert_str(locale_fill(&english, &arena, "{a}, {b}, {a}.", args, 2), "{b}, two, {b}.");
    assert_str(locale_fill(&english, &arena, "{c} { {b", args, 2), "{c} { {b");
    assert_str(locale_fill(&english, &arena, "", args, 2), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_is_first_and_every_language_has_a_name),
        cmocka_unit_test(what_was_asked_for_wins),
        cmocka_unit_test(the_browser_is_asked_next),
        cmocka_unit_test(nonsense_gives_english),
        cmocka_unit_test(messages_are_translated),
        cmocka_unit_test(plural_forms_follow_the_language),
        cmocka_unit_test(values_are_filled_in),
    };
    return cmocka_run_group_tests_name("i18n", tests, setup, teardown);
}
