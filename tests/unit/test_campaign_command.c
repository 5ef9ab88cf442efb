/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus campaign: add, show, edit, list; what is refused leaves nothing. */
#include "shell.h"

static void a_campaign_is_added_shown_and_changed(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_campaign, "show", "--data", "@a", "metoo", NULL), EXIT_DONE);
    assert_true(shell_says("#MeToo\ten\tme-too"));
    assert_int_equal(
        shell(command_campaign, "edit", "--data", "@a", "metoo", "--title", "Said aloud", NULL),
        EXIT_DONE);
    assert_int_equal(shell(command_campaign, "list", "--data", "@a", NULL), EXIT_DONE);
    assert_true(shell_says("Said aloud"));
    assert_int_equal(shell(command_campaign, "show", "--data", "@a", "metoo", NULL), EXIT_DONE);
    assert_true(shell_says("Say it.")); /* what was not given stays */
}

static void refusals_leave_nothing(void **state)
{
    static const char *const hashtags[] = {"no tag", "12345", "MeToo:xx-nowhere-at-all",
                                           "MeToo:en:gossip", "MeToo:en:tell:US:x"};
    (void)state;
    shell_new_data("@b");
    for (size_t i = 0; i < COUNT(hashtags); i++) {
        assert_int_equal(shell(command_campaign, "add", "--data", "@b", "one", "--title", "T",
                               "--call", "C", "--hashtag", hashtags[i], NULL),
                         EXIT_FAILED);
        assert_true(shell_says(hashtags[i]));
    }
    assert_int_equal(shell(command_campaign, "add", "--data", "@b", "Me Too", "--title", "T",
                           "--call", "C", NULL),
                     EXIT_FAILED);
    assert_int_equal(shell(command_campaign, "add", "--data", "@b", "metoo", "--title", "T",
                           "--call", "C", NULL),
                     EXIT_FAILED);
    assert_true(shell_says("already"));
    assert_int_equal(
        shell(command_campaign, "add", "--data", "@b", "--title", "T", "--call", "C", NULL),
        EXIT_USAGE);
    assert_int_equal(shell(command_campaign, "add", "--data", "@b", "one", "--title", "T", "--call",
                           "C", "--called-at", "yesterday", NULL),
                     EXIT_FAILED);
    assert_int_equal(shell(command_campaign, "edit", "--data", "@b", "other", "--title", "T", NULL),
                     EXIT_FAILED);
    assert_int_equal(shell(command_campaign, "show", "--data", "@b", "one", NULL), EXIT_FAILED);
    assert_true(shell_says("no campaign \"one\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_campaign_is_added_shown_and_changed),
        cmocka_unit_test(refusals_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
