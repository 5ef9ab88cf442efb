/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Revisions: a number's changes when it is raised, others' mostly do not. */
#include "domain/revision.h"

#include "base/clock.h"
#include "scratch.h"

static struct revisions revisions;

static void a_raised_number_has_another_revision(void **state)
{
    (void)state;
    uint64_t mine = revision_of(&revisions, 7), other = revision_of(&revisions, 8);
    assert_int_equal(revision_of(&revisions, 7), mine);
    revision_raise(&revisions, 7);
    assert_int_not_equal(revision_of(&revisions, 7), mine);
    assert_int_equal(revision_of(&revisions, 8), other);
    mine = revision_of(&revisions, 7);
    revision_raise(&revisions, 7);
    assert_int_not_equal(revision_of(&revisions, 7), mine);
}

static void raising_all_raises_each(void **state)
{
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, -1, 0, 1, 7, INT64_MAX};
    uint64_t before[COUNT(numbers)];
    for (size_t i = 0; i < COUNT(numbers); i++)
        before[i] = revision_of(&revisions, numbers[i]);
    revision_raise_all(&revisions);
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_int_not_equal(revision_of(&revisions, numbers[i]), before[i]);
}

/* What one of them counts is not lost when the other has wrapped round. */
static void the_two_counters_are_not_mixed_up(void **state)
{
    (void)state;
    atomic_store(&revisions.counters[revision_at(7)], UINT32_MAX);
    uint64_t before = revision_of(&revisions, 7);
    revision_raise(&revisions, 7);
    assert_int_not_equal(revision_of(&revisions, 7), before);
    assert_int_equal(revision_of(&revisions, 7) >> 32, before >> 32);
    revision_raise_all(&revisions);
    assert_int_equal(revision_of(&revisions, 7) & UINT32_MAX, 0);
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
    uint64_t before = revision_of(&revisions, twin);
    revision_raise(&revisions, 7);
    assert_int_not_equal(revision_of(&revisions, twin), before);
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
        cmocka_unit_test(a_raised_number_has_another_revision),
        cmocka_unit_test(raising_all_raises_each),
        cmocka_unit_test(the_two_counters_are_not_mixed_up),
        cmocka_unit_test(every_number_has_a_counter),
        cmocka_unit_test(sharing_errs_on_the_safe_side),
        cmocka_unit_test(neighbours_seldom_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
