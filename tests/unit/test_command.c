/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a command in a table: help, complaints, what the program ends with. */
#include <string.h>

#include "shell.h"

static int echo(int argc, char **argv)
{
    return argc == 1 && argv[0][0] == 'x' ? EXIT_DONE : EXIT_FAILED;
}

static const struct command rows[] = {{"echo", echo, "says it again"}};
static const struct command_table table = {"noun", rows, 1};

static int run(int argc, char **argv)
{
    return command_run(&table, argc, argv);
}

static void words_after_the_name_are_handed_on(void **state)
{
    (void)state;
    assert_int_equal(shell(run, "echo", "x", NULL), EXIT_DONE);
    assert_int_equal(shell(run, "echo", NULL), EXIT_FAILED);
}

static void what_is_no_command(void **state)
{
    (void)state;
    assert_int_equal(shell(run, NULL), EXIT_USAGE);
    assert_true(shell_says("says it again"));
    assert_string_equal(shell_out(), "");
    assert_int_equal(shell(run, "burn", NULL), EXIT_USAGE);
    assert_non_null(strstr(shell_errors(), "chorus: there is no action \"burn\""));
    assert_int_equal(shell(run, "--help", NULL), EXIT_DONE);
    assert_non_null(strstr(shell_out(), "says it again"));
    assert_string_equal(shell_errors(), "");
}

static int complain(int argc, char **argv)
{
    return command_fail("%d words, the first is %s", argc, argv[0]);
}

static void complaints_name_the_program(void **state)
{
    (void)state;
    assert_int_equal(shell(complain, "a", "b", NULL), EXIT_FAILED);
    assert_string_equal(shell_errors(), "chorus: 2 words, the first is a\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_after_the_name_are_handed_on),
        cmocka_unit_test(what_is_no_command),
        cmocka_unit_test(complaints_name_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
