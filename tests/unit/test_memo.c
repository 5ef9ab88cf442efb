/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bounded memory of rows (base/memo.h). */
#include "base/memo.h"

#include "scratch.h"

struct row {
    int64_t number, value;
};

static struct memo memo_of(size_t n)
{
    struct memo memo;
    assert_int_equal(memo_init(&memo, sizeof(struct row), n), OK);
    return memo;
}

static void keep(struct memo *memo, int64_t number, int64_t value)
{
    struct row *row = memo_put(memo, number);
    assert_int_equal(row->number, 0);
    assert_int_equal(row->value, 0);
    *row = (struct row){number, value};
}

static void what_was_put_is_found_until_it_is_forgotten(void **state)
{
    (void)state;
    struct memo memo = memo_of(64);
    assert_null(memo_find(&memo, 7));
    keep(&memo, 7, 70);
    keep(&memo, -8, 80);
    const struct row *row = memo_find(&memo, 7);
    assert_int_equal(row->value, 70);
    row = memo_find(&memo, -8);
    assert_int_equal(row->value, 80);
    keep(&memo, 7, 71); /* the same place again */
    row = memo_find(&memo, 7);
    assert_int_equal(row->value, 71);
    memo_forget(&memo, 7);
    memo_forget(&memo, 7777);
    assert_null(memo_find(&memo, 7));
    assert_non_null(memo_find(&memo, -8));
    memo_clear(&memo);
    assert_null(memo_find(&memo, -8));
    memo_done(&memo);
}

/* Of many more rows than there is room for, none is ever found with another's bytes. */
static void it_never_mixes_rows_up(void **state)
{
    (void)state;
    enum { ROOM = 256, ROWS = 20000 };
    struct memo memo = memo_of(ROOM);
    size_t found = 0;
    for (int64_t i = 1; i <= ROWS; i++)
        keep(&memo, i * 65536, i);
    for (int64_t i = 1; i <= ROWS; i++) {
        const struct row *row = memo_find(&memo, i * 65536);
        if (row == NULL)
            continue;
        assert_int_equal(row->number, i * 65536);
        assert_int_equal(row->value, i);
        found++;
    }
    assert_int_equal(found, ROOM);
    memo_done(&memo);
}

/* Numbers of people follow one another, those of acts differ in the milliseconds or in what comes
 * after them: with room for twice as many rows hardly one is forgotten. */
static void numbers_that_follow_one_another_find_room(void **state)
{
    (void)state;
    static const int64_t steps[] = {1, 2, 3, 7, 1000, 65536, 65537, 3 * 65536 + 5};
    enum { ROOM = 128 * 1024, ROWS = ROOM / 2 };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct memo memo = memo_of(ROOM);
        size_t found = 0;
        for (int64_t n = 1; n <= ROWS; n++)
            keep(&memo, n * steps[i], n);
        for (int64_t n = 1; n <= ROWS; n++)
            found += memo_find(&memo, n * steps[i]) != NULL;
        assert_in_range(found, ROWS - ROWS / 50, ROWS);
        memo_done(&memo);
    }
}

/* In a single set: what is asked for again and again outlives what is not. */
static void what_is_asked_for_stays(void **state)
{
    (void)state;
    struct memo memo = memo_of(MEMO_WAYS);
    keep(&memo, 1, 1);
    for (int64_t i = 2; i < 1000; i++) {
        assert_non_null(memo_find(&memo, 1));
        keep(&memo, i, i);
    }
    memo_done(&memo);
}

static void put_nothing(void)
{
    struct memo memo = memo_of(8);
    (void)memo_put(&memo, 0);
}

static void no_number_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(put_nothing));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found_until_it_is_forgotten),
        cmocka_unit_test(it_never_mixes_rows_up),
        cmocka_unit_test(numbers_that_follow_one_another_find_room),
        cmocka_unit_test(what_is_asked_for_stays),
        cmocka_unit_test(no_number_is_a_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
