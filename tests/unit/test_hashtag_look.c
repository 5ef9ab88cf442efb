/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What looks the same has one look, and what does not has another. */
#include "domain/hashtag_look.h"

#include "scratch.h"

static int set_up(void **state)
{
    static struct arena arena;
    *state = &arena;
    return arena_init(&arena, 16 * 1024 * 1024) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_done(*state);
    return 0;
}

static struct str look(struct arena *arena, const char *name)
{
    struct str out;
    assert_int_equal(hashtag_look(arena, str_of(name), &out), OK);
    assert_true(out.n > 0);
    return out;
}

static void imitations_look_like_what_they_imitate(void **state)
{
    static const char *const pairs[][2] = {
        {"MeToo", "МеТоо"}, /* Cyrillic in all letters */
        {"MeToo", "метоо"}, /* the same in small ones */
        {"MeToo", "MeT00"}, /* noughts */
        {"MeToo", "ΜεΤοο"}, /* Greek */
        {"MeToo", "METОO"}, /* one letter of another script */
        {"TimesUp", "TirnesUp"},
        {"IHave", "lHave"}, /* a small L */
        {"BelieveSurvivors", "Be1ieveSurvivors"},
        {"ЯТоже", "ЯToже"}, /* Latin in a Cyrillic one */
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_true(str_eq(look(arena, pairs[i][0]), look(arena, pairs[i][1])));
}

static void others_do_not(void **state)
{
    static const char *const pairs[][2] = {
        {"MeToo", "WeToo"},         {"MeToo", "MeTwo"},
        {"YoTambién", "YoTambien"}, {"ЯНеБоюсьСказать", "ЯНеБоюсьСказати"},
        {"أنا_كمان", "وأنا_كمان"},  {"我也是", "米兔"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_false(str_eq(look(arena, pairs[i][0]), look(arena, pairs[i][1])));
}

static void any_length_has_a_look(void **state)
{
    struct arena *arena = *state;
    struct str name = STR("");
    for (int i = 0; i < 100; i++)
        name = arena_printf(arena, "%.*s\uFDFA", STRF(name)); /* one that becomes many */
    struct str out;
    assert_int_equal(hashtag_look(arena, name, &out), OK);
    assert_true(out.n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(imitations_look_like_what_they_imitate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(others_do_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_length_has_a_look, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
