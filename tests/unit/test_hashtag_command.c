/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus hashtag: add, import, list. */
#include "shell.h"

static void one_is_added(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_hashtag, "add", "--data", "@a", "--campaign", "metoo",
                           "#BalanceTonPorc:fr:expose", "--source", "a book", "--since",
                           "2017-10-13", NULL),
                     EXIT_DONE);
    assert_int_equal(shell(command_hashtag, "list", "--data", "@a", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_true(shell_says("BalanceTonPorc\tfr\t\texpose\ta book\t2017-10-13\n"));
    assert_int_equal(
        shell(command_hashtag, "add", "--data", "@a", "--campaign", "other", "A", NULL),
        EXIT_FAILED);
    assert_int_equal(
        shell(command_hashtag, "add", "--data", "@a", "--campaign", "metoo", "1 2", NULL),
        EXIT_FAILED);
    assert_int_equal(shell(command_hashtag, "list", "--data", "@a", NULL), EXIT_USAGE);
}

static void a_file_is_taken_whole_or_not(void **state)
{
    (void)state;
    shell_new_data("@b");
    scratch_file("good.csv", STR("name,language\nQuellaVoltaChe,it\nEnaZeda,ar\n"), 0600);
    scratch_file("bad.csv", STR("name,language\nGoodOne,en\nbad tag,en\n"), 0600);
    assert_int_equal(
        shell(command_hashtag, "import", "--data", "@b", "--campaign", "metoo", "@good.csv", NULL),
        EXIT_DONE);
    assert_true(shell_says("2 hashtags"));
    assert_int_equal(
        shell(command_hashtag, "import", "--data", "@b", "--campaign", "metoo", "@bad.csv", NULL),
        EXIT_FAILED);
    assert_true(shell_says("bad.csv:3: "));
    assert_int_equal(shell(command_hashtag, "list", "--data", "@b", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_true(shell_says("EnaZeda"));
    assert_false(shell_says("GoodOne"));
    assert_int_equal(shell(command_hashtag, "import", "--data", "@b", "--campaign", "metoo",
                           "@nothing.csv", NULL),
                     EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_added),
        cmocka_unit_test(a_file_is_taken_whole_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
