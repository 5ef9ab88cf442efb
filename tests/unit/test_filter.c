/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that are filtered: found in any case, whole or not. */
#include "domain/filter.h"
#include "scratch.h"

static void check(struct arena *arena, const char *text, const char *word, bool in, bool whole)
{
    struct str folded_text;
    struct str folded_word;
    assert_int_equal(filter_fold(arena, str_of(text), &folded_text), OK);
    assert_int_equal(filter_fold(arena, str_of(word), &folded_word), OK);
    if (filter_finds(folded_text, folded_word, false) != in ||
        filter_finds(folded_text, folded_word, true) != whole)
        fail_msg("\"%s\" in \"%s\"", word, text);
}

static void words_are_found_in_any_case_and_width(void **state)
{
    check(*state, "in the CAFÉ", "café", true, true);
    check(*state, "Cafe\xCC\x81", "café", true, true);
    check(*state, "ｓｐｉｄｅｒ", "Spider", true, true);
    check(*state, "cafe", "café", false, false);
    check(*state, "STRASSE", "straße", true, true);
    check(*state, "", "x", false, false);
    check(*state, "x", "", false, false);
    check(*state, "ab", "abc", false, false);
}

static void a_whole_word_stands_alone(void **state)
{
    check(*state, "spiders", "spider", true, false);
    check(*state, "spiders, spider", "spider", true, true);
    check(*state, "x_spider", "spider", true, false);
    check(*state, "пауки", "паук", true, false);
    check(*state, "паук!", "паук", true, true);
    check(*state, "a-spider-web", "spider", true, true);
    check(*state, "so 100% true", "100%", true, true);
    check(*state, "aaaaab", "aab", true, false);
    check(*state, "#spider", "#spider", true, true);
    check(*state, "two words here", "words here", true, true);
}

static int begin(void **state)
{
    static struct arena arena;
    *state = &arena;
    return arena_init(&arena, 1 << 20) == OK ? 0 : -1;
}

static int end(void **state)
{
    arena_done(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_in_any_case_and_width),
        cmocka_unit_test(a_whole_word_stands_alone),
    };
    return cmocka_run_group_tests_name("filter", tests, begin, end);
}
