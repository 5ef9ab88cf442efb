/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The cursor that every list takes, held within its limits. */
#include "api/inputs.h"
#include "scratch.h"

static void limits_are_held(void **state)
{
    (void)state;
    const int64_t cases[][2] = {{0, 1}, {-5, 1}, {1, 1}, {20, 20}, {INT64_MAX, TIMELINE_LIMIT_MAX}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(paging_cursor(&(struct paging){.limit = cases[i][0]}).limit, cases[i][1]);
}

static void ids_are_handed_on(void **state)
{
    (void)state;
    struct cursor cursor =
        paging_cursor(&(struct paging){.max_id = 1, .since_id = 2, .min_id = 3, .limit = 4});
    assert_int_equal(cursor.max_id, 1);
    assert_int_equal(cursor.since_id, 2);
    assert_int_equal(cursor.min_id, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_held),
        cmocka_unit_test(ids_are_handed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
