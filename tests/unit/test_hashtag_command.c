/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus hashtag: add, import, list. */
#include <stdio.h>

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
    assert_true(shell_says("BalanceTonPorc\tfr\t\texpose\ta book\t2017-10-13\t\n"));
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

static void every_column_is_kept(void **state)
{
    (void)state;
    shell_new_data("@c");
    scratch_file("whole.csv",
                 STR("confidence,since,source,sense,region,language,name\n"
                     "disputed,2018-02-03,\"A book, page 4\",solidarity,KR,ko,위드유\n"),
                 0600);
    assert_int_equal(
        shell(command_hashtag, "import", "--data", "@c", "--campaign", "metoo", "@whole.csv", NULL),
        EXIT_DONE);
    assert_int_equal(shell(command_hashtag, "list", "--data", "@c", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_true(shell_says("위드유\tko\tKR\tsolidarity\tA book, page 4\t2018-02-03\tdisputed\n"));
}

static void a_bad_row_is_named_and_changes_nothing(void **state)
{
    static const char *const rows[] = {
        "Good,en,,me-too,2017-13,a book,certain", "Good,en,,me-too,last year,a book,certain",
        "Good,en,,me-too,2017,a book,sure",       "Good,en,,shout,2017,a book,certain",
        "Good,en,XX9,me-too,2017,a book,certain", "Good,e n,,me-too,2017,a book,certain",
        "1 2,en,,me-too,2017,a book,certain",     "Good,en,,me-too,2017,a book",
    };
    (void)state;
    shell_new_data("@d");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[300];
        int n = snprintf(text, sizeof text,
                         "name,language,region,sense,since,source,confidence\n"
                         "First,en,,tell,2017,a book,known\n%s\n",
                         rows[i]);
        scratch_file("rows.csv", (struct str){text, (size_t)n}, 0600);
        assert_int_equal(shell(command_hashtag, "import", "--data", "@d", "--campaign", "metoo",
                               "@rows.csv", NULL),
                         EXIT_FAILED);
        assert_true(shell_says("rows.csv:3: "));
    }
    assert_int_equal(shell(command_hashtag, "list", "--data", "@d", "--campaign", "metoo", NULL),
                     EXIT_DONE);
    assert_false(shell_says("First"));
}

static void imitations_by_command(void **state)
{
    (void)state;
    shell_new_data("@e");
    assert_int_equal(
        shell(command_hashtag, "confusables", "--data", "@e", "--campaign", "metoo", NULL),
        EXIT_DONE);
    assert_int_equal(
        shell(command_hashtag, "join", "--data", "@e", "--campaign", "metoo", "#МеТоо", NULL),
        EXIT_FAILED);
    assert_true(shell_says("was not used here"));
    assert_int_equal(
        shell(command_hashtag, "apart", "--data", "@e", "--campaign", "metoo", "1 2", NULL),
        EXIT_FAILED);
    assert_int_equal(
        shell(command_hashtag, "confusables", "--data", "@e", "--campaign", "other", NULL),
        EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_added),
        cmocka_unit_test(a_file_is_taken_whole_or_not),
        cmocka_unit_test(every_column_is_kept),
        cmocka_unit_test(a_bad_row_is_named_and_changes_nothing),
        cmocka_unit_test(imitations_by_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
