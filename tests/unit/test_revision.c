/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Revisions: a number's changes when it is raised, others' mostly do not. */
#include "domain/revision.h"

#include "base/clock.h"
#include "scratch.h"

static struct revisions revisions;

static void raise(int64_t number)
{
    (void)revision_commit(&revisions);
    revision_raise(&revisions, number);
}

static void what_was_read_before_a_number_was_raised_is_old(void **state)
{
    (void)state;
    uint64_t before = revision_now(&revisions), other = revision_of(&revisions, 8);
    assert_true(revision_holds(&revisions, 7, before));
    raise(7);
    assert_false(revision_holds(&revisions, 7, before));
    assert_true(revision_holds(&revisions, 8, before));
    assert_int_equal(revision_of(&revisions, 8), other);
    uint64_t after = revision_now(&revisions);
    assert_true(revision_holds(&revisions, 7, after));
    raise(9); /* another commit is nothing to it */
    assert_true(revision_holds(&revisions, 7, after));
    raise(7);
    assert_false(revision_holds(&revisions, 7, after));
}

static void raising_all_raises_each(void **state)
{
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, -1, 0, 1, 7, INT64_MAX};
    uint64_t before = revision_now(&revisions);
    assert_int_equal(revision_commit(&revisions), before + 1);
    revision_raise_all(&revisions);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        assert_false(revision_holds(&revisions, numbers[i], before));
        assert_true(revision_holds(&revisions, numbers[i], before + 1));
    }
    raise(7); /* and one after all */
    assert_false(revision_holds(&revisions, 7, before + 1));
}

static void every_number_has_a_counter(void **state)
{
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX};
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_true(revision_at(numbers[i]) < REVISION_COUNTERS);
}

/* Numbers that share a counter: both are thought to have changed. */
static void sharing_errs_on_the_safe_side(void **state)
{
    (void)state;
    int64_t twin = 8;
    while (revision_at(twin) != revision_at(7))
        twin++;
    uint64_t before = revision_now(&revisions);
    raise(7);
    assert_false(revision_holds(&revisions, twin, before));
}

static size_t counters_of(int64_t first, int64_t step, size_t n)
{
    static bool seen[REVISION_COUNTERS];
    size_t different = 0;
    for (size_t i = 0; i < REVISION_COUNTERS; i++)
        seen[i] = false;
    for (size_t i = 0; i < n; i++) {
        size_t at = revision_at(first + (int64_t)i * step);
        different += !seen[at];
        seen[at] = true;
    }
    return different;
}

/* People have numbers in a row, posts have those of their milliseconds: either spread. */
static void neighbours_seldom_share(void **state)
{
    (void)state;
    const int64_t now = id_at_ms(INT64_C(1508098860000));
    assert_true(counters_of(1, 1, 1000) > 900);
    assert_true(counters_of(now, 1, 1000) > 900);
    assert_true(counters_of(now, id_at_ms(1), 1000) > 900);
    assert_true(counters_of(now, id_at_ms(1000), 1000) > 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_read_before_a_number_was_raised_is_old),
        cmocka_unit_test(raising_all_raises_each),
        cmocka_unit_test(every_number_has_a_counter),
        cmocka_unit_test(sharing_errs_on_the_safe_side),
        cmocka_unit_test(neighbours_seldom_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
