/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a reader does not want to see: whole words of warnings, in every script. */
#include "base/arena.h"
#include "domain/act_post.h"
#include "domain/warning.h"
#include "scratch.h"

static bool is_unwanted(struct arena *arena, const char *word, const char *warning, int flags)
{
    struct str folded;
    assert_int_equal(warning_fold(arena, str_of(word), &folded), OK);
    const struct unwanted unwanted = {.words = &folded, .n_words = 1};
    const struct post post = {.warning = str_of(warning), .flags = flags};
    return warning_is_unwanted(arena, &unwanted, &post);
}

static void whole_words_without_case(void **state)
{
    static const struct {
        const char *word, *warning;
        bool is_unwanted;
    } cases[] = {
        {"violence", "Violence", true},
        {"Violence", "Sexual violence, at work", true},
        {"VIOLENCE", "nonviolence", false},
        {"tod", "Methode", false},
        {"tod", "Tod", true},
        {"tod", "methode und tod", true},
        {"sexual violence", "CW: sexual violence!", true},
        {"straße", "STRASSE", true},
        {"भय", "भय और हिंसा", true},
        {"हिंस", "हिंसा", false},
        {"死", "自死のこと", true},
        {"عنف", "عنف جنسي", true},
        {"spiders", "Violence", false},
        {"", "Violence", false},
    };
    struct arena arena;
    (void)state;
    assert_int_equal(arena_init(&arena, 1 << 20), OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool found = is_unwanted(&arena, cases[i].word, cases[i].warning, 0);
        if (found != cases[i].is_unwanted)
            print_error("%s in %s\n", cases[i].word, cases[i].warning);
        assert_int_equal(found, cases[i].is_unwanted);
    }
    arena_done(&arena);
}

/* A post that is marked as sensitive without a word is among "all", and among nothing else. */
static void all_warnings(void **state)
{
    struct arena arena;
    (void)state;
    assert_int_equal(arena_init(&arena, 1 << 20), OK);
    const struct unwanted every = {.is_all = true}, none = {.is_all = false};
    const struct post plain = {.warning = STR("")}, warned = {.warning = STR("Spiders")},
                      marked = {.warning = STR(""), .flags = POST_SENSITIVE};
    assert_false(warning_is_unwanted(&arena, &every, &plain));
    assert_true(warning_is_unwanted(&arena, &every, &warned));
    assert_true(warning_is_unwanted(&arena, &every, &marked));
    assert_false(warning_is_unwanted(&arena, &none, &warned));
    assert_false(is_unwanted(&arena, "spiders", "", POST_SENSITIVE));
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_words_without_case),
                                       cmocka_unit_test(all_warnings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
