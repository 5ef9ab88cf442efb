/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus settings: the table of all settings, in the form of chorus.conf. */
#include "os/config.h"
#include "shell.h"

static void the_whole_table_with_its_help(void **state)
{
    (void)state;
    assert_int_equal(shell(command_settings, NULL), EXIT_DONE);
    for (size_t i = 0; i < config_rows_count; i++) {
        assert_true(shell_says(config_rows[i].name));
        assert_true(shell_says(config_rows[i].initial));
    }
    assert_string_equal(shell_errors(), "");
    assert_int_equal(shell(command_settings, "word", NULL), EXIT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_table_with_its_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
