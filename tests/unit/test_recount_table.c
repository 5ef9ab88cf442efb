/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows that a recount counts into: each key has one, also after the table has grown, and in one
 * portion of several. */
#include "domain/recount_table.h"
#include "scratch.h"

struct row {
    struct recount_key key;
    int64_t n;
};

static void every_key_keeps_its_row_while_the_table_grows(void **state)
{
    enum { KEYS = 20000, TIMES = 3 };
    struct recount_table table;
    (void)state;
    assert_int_equal(recount_table_init(&table, sizeof(struct row), RECOUNT_ROWS_MAX), OK);
    for (int64_t i = 0; i < (int64_t)TIMES * KEYS; i++) {
        struct row *row = recount_table_row(&table, (struct recount_key){i % KEYS, 1 + i % 2});
        assert_non_null(row);
        row->n += i % KEYS;
    }
    assert_int_equal(table.n, KEYS);
    for (size_t i = 0; i < table.n; i++) {
        const struct row *row = recount_table_at(&table, i);
        assert_int_equal(row->key.of, i);
        assert_int_equal(row->n, TIMES * i);
    }
    recount_table_done(&table);
}

static void there_is_room_for_so_many_and_no_more(void **state)
{
    enum { ROOM = 1000 };
    struct recount_table table;
    (void)state;
    assert_int_equal(recount_table_init(&table, sizeof(struct row), ROOM), OK);
    for (int64_t i = 1; i <= ROOM; i++)
        assert_non_null(recount_table_row(&table, (struct recount_key){.of = i}));
    assert_null(recount_table_row(&table, (struct recount_key){.of = ROOM + 1}));
    assert_non_null(recount_table_row(&table, (struct recount_key){.of = ROOM}));
    const struct recount_portion first = {.of = 1}, second = {.index = 1, .of = 2};
    assert_int_equal(recount_portion_fits(&first, &table), ERR_TOO_LARGE);
    assert_int_equal(recount_portion_fits(&second, &table), OK);
    recount_table_done(&table);
}

static void portions_share_all_numbers(void **state)
{
    enum { NUMBERS = 10000, PORTIONS = 4 };
    int64_t in[PORTIONS] = {0};
    (void)state;
    for (int64_t i = 1; i <= NUMBERS; i++) {
        int found = 0;
        for (uint64_t at = 0; at < PORTIONS; at++) {
            const struct recount_portion portion = {at, PORTIONS};
            bool has = recount_portion_has(&portion, i << 16); /* as numbers of posts are */
            in[at] += has;
            found += has;
        }
        assert_int_equal(found, 1);
    }
    for (int at = 0; at < PORTIONS; at++)
        assert_in_range(in[at], NUMBERS / PORTIONS * 9 / 10, NUMBERS / PORTIONS * 11 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_keeps_its_row_while_the_table_grows),
        cmocka_unit_test(there_is_room_for_so_many_and_no_more),
        cmocka_unit_test(portions_share_all_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
