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

static void tables_of_their_own(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "#MeToo");
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/hours"), 200);
    assert_true(site_says(s, "<h2 id=\"last-day\">"));
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/hours?page=2"), 200);
    assert_true(site_says(s, "<h2 id=\"all-hours\">"));
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/hours?page=3"), 404);
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/languages?page=2"), 404);
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/languages"), 200);
    assert_false(site_says(s, "Rows 1"));
    assert_true(site_says(s, "English"));
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/hashtags"), 200);
    assert_true(site_says(s, "#MeToo"));
    assert_int_equal(site_page(s, NULL, "/c/metoo/figures/people"), 404);
    assert_int_equal(site_page(s, NULL, "/c/other/figures/hours"), 404);
}

static void a_figure_has_an_address_that_stays(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "#MeToo");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/metoo/figures"), 200);
    struct str address = arena_str(&s->f.arena, site_json(s, "permanent"));
    assert_true(str_starts(address, STR("http://chorus.test/c/metoo/figures/at/")));
    struct str path = str_sub(address, sizeof "http://chorus.test" - 1, address.n);
    site_say(s, &anna, "#MeToo again");
    assert_int_equal(site_page(s, NULL, arena_z(&s->f.arena, path)), 200);
    assert_true(site_says(s, "People: 1. Posts, comments and reactions: 1."));
    assert_int_equal(site_page(s, NULL, site_path(s, "%.*sA", STRF(path))), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(figures_with_their_definitions),
        ON_SITE(tables_of_their_own),
        ON_SITE(a_figure_has_an_address_that_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
