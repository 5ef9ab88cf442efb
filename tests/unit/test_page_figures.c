/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of figures: windows, definitions, a chart, an export. */
#include "site.h"

static void figures_with_their_definitions(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "#MeToo");
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures"), 200);
    assert_true(site_says(s, "data-figure=\"all.people\">1<"));
    assert_true(site_says(s, "Each is counted once in the whole family of hashtags."));
    assert_true(site_says(s, "/api/chorus/v1/campaigns/metoo/figures.csv"));
    assert_true(site_says(s, "<svg"));
    assert_int_equal(site_page(s, NULL, "/c/other/figures"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(figures_with_their_definitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
