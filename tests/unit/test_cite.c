/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as a word: it comes back as it went, and nobody else can write one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "face/cite.h"

static struct arena arena;
static struct secret *key;
static const struct campaign_id ours = {7};

static int setup(void **state)
{
    (void)state;
    if (crypto_init() != OK || secret_random(&key) != OK)
        return 1;
    return arena_init(&arena, 1024 * 1024) == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    secret_done(key);
    arena_done(&arena);
    return 0;
}

static struct figures the_day(void)
{
    struct figures figures = {.campaign = ours, .as_of_ms = INT64_C(1508185267123)};
    figures.windows[WINDOW_ALL] = (struct figure_counts){4700000, {1560000, 2880000, 7560000, 3}};
    figures.windows[WINDOW_FIRST_24H] = (struct figure_counts){127, {128, 0, 16383, 16384}};
    figures.windows[WINDOW_LAST_24H] = (struct figure_counts){INT64_MAX, {1, 2, 3, 4}};
    return figures;
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    struct figures figures = the_day();
    struct str word = cite_write(&arena, key, &figures);
    struct cited cited;
    assert_in_range(word.n, 20, 200);
    assert_int_equal(cite_read(&arena, key, ours, word, &cited), OK);
    assert_int_equal(cited.as_of_ms, figures.as_of_ms);
    assert_memory_equal(cited.windows, figures.windows, sizeof cited.windows);
    assert_true(str_eq(word, cite_write(&arena, key, &figures)));
}

static void another_key_or_campaign_reads_nothing(void **state)
{
    (void)state;
    struct figures figures = the_day();
    struct str word = cite_write(&arena, key, &figures);
    struct secret *other;
    struct cited cited;
    assert_int_equal(secret_random(&other), OK);
    assert_int_equal(cite_read(&arena, other, ours, word, &cited), ERR_NOT_FOUND);
    assert_int_equal(cite_read(&arena, key, (struct campaign_id){8}, word, &cited), ERR_NOT_FOUND);
    secret_done(other);
}

/* Every letter changed, every end cut off: none of it is ours. */
static void nothing_of_it_can_be_changed(void **state)
{
    (void)state;
    struct figures figures = the_day();
    struct str word = cite_write(&arena, key, &figures);
    struct cited cited;
    for (size_t i = 0; i < word.n; i++) {
        struct str other = arena_str(&arena, word);
        char *letters = arena_array(&arena, char, word.n);
        memcpy(letters, other.p, word.n);
        letters[i] = letters[i] == 'A' ? 'B' : 'A';
        other.p = letters;
        assert_int_equal(cite_read(&arena, key, ours, other, &cited), ERR_NOT_FOUND);
        assert_int_equal(cite_read(&arena, key, ours, str_sub(word, 0, i), &cited), ERR_NOT_FOUND);
    }
}

static void nonsense_is_not_found(void **state)
{
    (void)state;
    struct cited cited;
    char *long_word = arena_array(&arena, char, 5000);
    memset(long_word, 'A', 5000);
    assert_int_equal(cite_read(&arena, key, ours, STR(""), &cited), ERR_NOT_FOUND);
    assert_int_equal(cite_read(&arena, key, ours, STR("%%%"), &cited), ERR_NOT_FOUND);
    assert_int_equal(cite_read(&arena, key, ours, (struct str){long_word, 5000}, &cited),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(another_key_or_campaign_reads_nothing),
        cmocka_unit_test(nothing_of_it_can_be_changed),
        cmocka_unit_test(nonsense_is_not_found),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
