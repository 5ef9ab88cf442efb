/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of errors. */
#include <string.h>

#include "base/err.h"
#include "scratch.h"

static void names_statuses_and_messages_come_from_the_table(void **state)
{
    (void)state;
    assert_string_equal(err_name(OK), "OK");
    assert_int_equal(err_status(OK), 200);
    assert_string_equal(err_name(ERR_NOT_FOUND), "NOT_FOUND");
    assert_int_equal(err_status(ERR_NOT_FOUND), 404);
    assert_string_equal(err_message(ERR_NOT_FOUND), "Record not found");
    assert_int_equal(err_status(ERR_BUSY), 503);
}

static void every_error_has_a_message_and_an_error_status(void **state)
{
    (void)state;
    for (int i = 1; i < ERR_COUNT; i++) {
        assert_in_range(err_status((enum err)i), 400, 599);
        assert_true(strlen(err_message((enum err)i)) > 0);
    }
}

static enum err fail_at_second(enum err second, int *reached)
{
    *reached = 1;
    TRY(OK);
    *reached = 2;
    TRY(second);
    *reached = 3;
    return OK;
}

static void try_leaves_with_the_first_error(void **state)
{
    (void)state;
    int reached;
    assert_int_equal(fail_at_second(ERR_GONE, &reached), ERR_GONE);
    assert_int_equal(reached, 2);
    assert_int_equal(fail_at_second(OK, &reached), OK);
    assert_int_equal(reached, 3);
}

static void ask_for_no_error(void)
{
    err_name(ERR_COUNT);
}

static void what_is_no_error_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(ask_for_no_error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_statuses_and_messages_come_from_the_table),
        cmocka_unit_test(every_error_has_a_message_and_an_error_status),
        cmocka_unit_test(try_leaves_with_the_first_error),
        cmocka_unit_test(what_is_no_error_is_a_bug),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
