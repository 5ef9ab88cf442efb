/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A family as a tree: what each member is to the call, and in which order they stand. */
#include "domain/family_tree.h"

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

static const struct family_member family[] = {
    {STR_INIT("metoo"), STR_INIT("MeToo"), STR_INIT("en"), .sense = STR_INIT("me-too"),
     .since = STR_INIT("2017-10-15")},
    {STR_INIT("balancetonporc"), STR_INIT("BalanceTonPorc"), STR_INIT("fr"),
     .sense = STR_INIT("expose"), .since = STR_INIT("2017-10-13")},
    {STR_INIT("moiaussi"), STR_INIT("MoiAussi"), STR_INIT("fr-CA"), .sense = STR_INIT("me-too"),
     .since = STR_INIT("2017-10")},
    {STR_INIT("ятоже"), STR_INIT("ЯТоже"), STR_INIT("ru"), .sense = STR_INIT("me-too"),
     .since = STR_INIT("2017")},
    {STR_INIT("mainbhi"), STR_INIT("MainBhi"), STR_INIT("hi"), .sense = STR_INIT("me-too")},
    {STR_INIT("metoobangladesh"), STR_INIT("MeTooBangladesh"), STR_INIT("bn"),
     .sense = STR_INIT("me-too")},
    {STR_INIT("wetoo"), STR_INIT("WeToo"), STR_INIT("en"), .sense = STR_INIT("me-too"),
     .since = STR_INIT("2017")},
    {STR_INIT("niunamenos"), STR_INIT("NiUnaMenos"), STR_INIT("es"),
     .sense = STR_INIT("predecessor"), .since = STR_INIT("2015")},
    {STR_INIT("aufschrei"), STR_INIT("aufschrei"), STR_INIT("de"), .sense = STR_INIT("predecessor"),
     .since = STR_INIT("2013")},
    {STR_INIT("withyou"), STR_INIT("WithYou"), STR_INIT("en"), .sense = STR_INIT("solidarity")},
    {STR_INIT("hertoo"), STR_INIT("HerToo"), STR_INIT("en"), .sense = STR_INIT("successor"),
     .since = STR_INIT("2017-12-21")},
    {STR_INIT("метоо"), STR_INIT("МеТоо"), STR_INIT("en"), .sense = STR_INIT("me-too"),
     .same_as = STR_INIT("metoo")},
};

static void assert_names(const struct family_tree *tree, enum relation relation,
                         const char *const *names, size_t n)
{
    assert_int_equal(tree->relations[relation].n, n);
    for (size_t i = 0; i < n; i++)
        assert_true(str_eq(tree->relations[relation].nodes[i].member->name, str_of(names[i])));
}

static void each_stands_where_it_belongs(void **state)
{
    struct arena *arena = *state;
    struct family_tree tree;
    assert_int_equal(family_tree_of(arena, family, COUNT(family), &tree), OK);
    assert_names(&tree, RELATION_PREDECESSOR, (const char *[]){"aufschrei", "NiUnaMenos"}, 2);
    assert_names(&tree, RELATION_CALL, (const char *[]){"MeToo"}, 1);
    assert_names(&tree, RELATION_TRANSLATION, (const char *[]){"ЯТоже", "MoiAussi", "MainBhi"}, 3);
    assert_names(&tree, RELATION_BRANCH,
                 (const char *[]){"WeToo", "BalanceTonPorc", "MeTooBangladesh"}, 3);
    assert_names(&tree, RELATION_SOLIDARITY, (const char *[]){"WithYou"}, 1);
    assert_names(&tree, RELATION_SUCCESSOR, (const char *[]){"HerToo"}, 1);
    assert_string_equal(relation_name(RELATION_TRANSLATION), "translation");
}

static void an_imitation_stands_with_what_it_imitates(void **state)
{
    struct arena *arena = *state;
    struct family_tree tree;
    assert_int_equal(family_tree_of(arena, family, COUNT(family), &tree), OK);
    const struct tree_node *call = &tree.relations[RELATION_CALL].nodes[0];
    assert_int_equal(call->n_spellings, 1);
    assert_str(call->spellings[0]->name, "МеТоо");
    assert_int_equal(tree.relations[RELATION_SUCCESSOR].nodes[0].n_spellings, 0);
}

static void an_empty_family_is_an_empty_tree(void **state)
{
    struct arena *arena = *state;
    struct family_tree tree;
    assert_int_equal(family_tree_of(arena, NULL, 0, &tree), OK);
    for (int i = 0; i < RELATIONS; i++)
        assert_int_equal(tree.relations[i].n, 0);
}

static void dates_are_as_precise_as_they_are_known(void **state)
{
    static const char *const wrong[] = {"17",         "2017-",       "2017-13",    "2017-1",
                                        "2017-02-29", "2017-10-32",  "2017-10-1x", "October 2017",
                                        "1799",       "2017-10-15-", " 2017",      "-2017"};
    struct since since;
    (void)state;
    assert_true(since_parse(STR(""), &since));
    assert_int_equal(since.year, 0);
    assert_true(since_parse(STR("2017"), &since));
    assert_int_equal(since.year, 2017);
    assert_int_equal(since.month, 0);
    assert_true(since_parse(STR("2017-10"), &since));
    assert_int_equal(since.month, 10);
    assert_int_equal(since.day, 0);
    assert_true(since_parse(STR("2016-02-29"), &since));
    assert_int_equal(since.day, 29);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(since_parse(str_of(wrong[i]), &since));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_stands_where_it_belongs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_imitation_stands_with_what_it_imitates, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_empty_family_is_an_empty_tree, set_up, tear_down),
        cmocka_unit_test(dates_are_as_precise_as_they_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
