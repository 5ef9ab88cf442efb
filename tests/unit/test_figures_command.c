/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus figures: what a campaign counts, from the command line. */
#include "shell.h"

static void what_is_counted(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_figures, "--data", "@a", "metoo", NULL), EXIT_DONE);
    assert_true(shell_says("people"));
    assert_int_equal(shell(command_figures, "--data", "@a", "other", NULL), EXIT_FAILED);
    assert_true(shell_says("no campaign \"other\""));
    assert_int_equal(shell(command_figures, "--data", "@nowhere", "metoo", NULL), EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
