/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a hashtag. */
#include "site.h"

static void voices_of_a_hashtag(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "With it. #MeToo");
    site_say(s, &anna, "Without it.");
    assert_int_equal(site_page(s, NULL, "/tags/METOO"), 200);
    assert_true(site_says(s, "With it."));
    assert_false(site_says(s, "Without it."));
    assert_true(site_says(s, "Used once today"));
    assert_int_equal(site_page(s, NULL, "/tags/neverUsed"), 200);
    assert_int_equal(site_page(s, NULL, "/tags/1%202"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(voices_of_a_hashtag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
