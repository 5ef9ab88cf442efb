/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus person: a receipt that is printed once, roles given and taken. */
#include <string.h>

#include "crypto/receipt.h"
#include "shell.h"

static void a_person_gets_a_receipt(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_person, "add", "--data", "@a", "--username", "anna", NULL),
                     EXIT_DONE);
    struct receipt receipt;
    const char *out = strstr(shell_out(), "receipt   ") + strlen("receipt   ");
    size_t n = strspn(out, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-");
    assert_int_equal(receipt_parse((struct str){out, n}, &receipt), OK);
    assert_int_equal(shell(command_person, "add", "--data", "@a", "--username", "Anna", NULL),
                     EXIT_FAILED);
    assert_string_equal(shell_out(), "");
    assert_int_equal(shell(command_person, "add", "--data", "@a", "--username", "a b", NULL),
                     EXIT_FAILED);
}

static void roles_are_given_and_taken(void **state)
{
    (void)state;
    shell_new_data("@b");
    assert_int_equal(shell(command_person, "add", "--data", "@b", "--username", "anna", NULL),
                     EXIT_DONE);
    assert_int_equal(shell(command_person, "role", "--data", "@b", "--username", "anna", "--role",
                           "moderator", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_int_equal(shell(command_person, "roles", "--data", "@b", "--username", "anna", NULL),
                     EXIT_DONE);
    assert_true(shell_says("moderator"));
    assert_true(shell_says("metoo"));
    assert_int_equal(shell(command_person, "role", "--data", "@b", "--username", "anna", "--role",
                           "none", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_int_equal(shell(command_person, "roles", "--data", "@b", "--username", "anna", NULL),
                     EXIT_DONE);
    assert_false(shell_says("moderator"));
    assert_int_equal(shell(command_person, "role", "--data", "@b", "--username", "anna", "--role",
                           "queen", NULL),
                     EXIT_FAILED);
    assert_int_equal(shell(command_person, "role", "--data", "@b", "--username", "nobody", "--role",
                           "keeper", NULL),
                     EXIT_FAILED);
    assert_int_equal(shell(command_person, "roles", "--data", "@b", NULL), EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_gets_a_receipt),
        cmocka_unit_test(roles_are_given_and_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
