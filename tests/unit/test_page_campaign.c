/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a call, the list of calls, and the frame of the one press. */
#include "site.h"

static void the_call_with_its_figures_and_voices(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "My words. #MeToo");
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "Say it."));
    assert_true(site_says(s, "My words."));
    assert_true(site_says(s, "data-figure=\"all.people\">1<"));
    assert_true(site_says(s, "name=\"once\" value=\"\""));
    assert_int_equal(site_page(s, &anna, "/c/metoo"), 200);
    assert_false(site_says(s, "name=\"once\" value=\"\"")); /* her page is not kept: it has keys */
    assert_int_equal(site_page(s, NULL, "/c/other"), 404);
}

static void one_call_is_the_first_page_several_are_a_list(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/"), 200);
    assert_true(site_says(s, "action=\"/c/metoo/me-too\""));
    struct act *act = fixture_act(&s->f, ACT_CAMPAIGN, (struct person_id){0});
    act->campaign = (struct act_campaign){.slug = STR("second"),
                                          .title = STR("The second"),
                                          .call = STR("Too."),
                                          .language = STR("en")};
    site_act(s, act);
    assert_int_equal(site_page(s, NULL, "/"), 200);
    assert_true(site_says(s, "href=\"/c/second\""));
    assert_true(site_says(s, "href=\"/c/metoo\""));
    assert_false(site_says(s, "action=\"/c/metoo/me-too\""));
}

static void voices_in_pages(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id first = site_say(s, &anna, "The oldest. #MeToo"), last = first;
    for (int i = 0; i < 40; i++)
        last = site_say(s, &anna, "#MeToo");
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "rel=\"next\""));
    assert_false(site_says(s, "The oldest."));
    const char *older = site_path(s, "/c/metoo?before=%lld", (long long)first.v + 1);
    assert_int_equal(site_page(s, NULL, older), 200);
    assert_true(site_says(s, "The oldest."));
    assert_false(site_says(s, "class=\"me-too"));
    assert_true(last.v > first.v);
    assert_int_equal(site_page(s, NULL, "/c/metoo?before=nonsense"), 200);
}

static void the_frame_has_a_key_of_its_own(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/c/metoo/press"), 200);
    struct str once = arena_str(&s->f.arena, s->wire.body);
    assert_true(site_says(s, "target=\"_top\""));
    struct str csp = wire_header(&s->wire, "Content-Security-Policy");
    assert_true(str_search(csp, STR("frame-ancestors 'self'")) < csp.n);
    assert_int_equal(site_page(s, NULL, "/c/metoo/press"), 200);
    assert_false(str_eq(s->wire.body, once));
    assert_int_equal(site_page(s, NULL, "/c/metoo/press?lang=es"), 200);
    assert_true(site_says(s, "value=\"YoTambi")); /* in the language of the page */
    assert_int_equal(site_page(s, NULL, "/c/other/press"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(the_call_with_its_figures_and_voices),
        ON_SITE(one_call_is_the_first_page_several_are_a_list),
        ON_SITE(voices_in_pages),
        ON_SITE(the_frame_has_a_key_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
