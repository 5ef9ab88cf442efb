/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus check: a directory that is in order, and what makes it complain. */
#include <sys/stat.h>

#include "shell.h"

static void a_good_directory(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_check, "--data", "@a", NULL), EXIT_DONE);
}

static void a_key_that_others_can_read(void **state)
{
    (void)state;
    shell_new_data("@b");
    assert_int_equal(chmod(scratch_path("b/secret.key"), 0644), 0);
    assert_int_equal(shell(command_check, "--data", "@b", NULL), EXIT_FAILED);
    assert_true(shell_says("secret.key"));
}

static void a_setting_that_is_none(void **state)
{
    (void)state;
    shell_new_data("@c");
    scratch_file("c/chorus.conf", STR("# mine\nworkrs = 2\n"), 0600);
    assert_int_equal(shell(command_check, "--data", "@c", NULL), EXIT_FAILED);
    assert_true(shell_says("chorus.conf:2"));
    assert_int_equal(shell(command_check, "--data", "@nowhere", NULL), EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_directory),
        cmocka_unit_test(a_key_that_others_can_read),
        cmocka_unit_test(a_setting_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
