/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures over the API: the three windows, as JSON and as CSV. */
#include "site.h"

static void three_windows(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    site_answer(s, &bea, post, "I hear you.");
    const char *path = "/api/chorus/v1/campaigns/metoo/figures";
    assert_int_equal(site_get(s, NULL, path), 200);
    assert_json(s, "campaign", "metoo");
    assert_json(s, "windows.all.people", "2");
    assert_json(s, "windows.all.posts", "1");
    assert_json(s, "windows.all.comments", "1");
    assert_json(s, "windows.last_24h.people", "2");
    assert_json(s, "windows.first_24h.people", "0"); /* it was called years ago */
    struct act *act = fixture_act(&s->f, ACT_WITHDRAW, anna.id);
    act->withdraw = post;
    site_act(s, act);
    fixture_settle(&s->f);
    assert_int_equal(site_get(s, NULL, path), 200);
    assert_json(s, "windows.all.people", "0");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/other/figures"), 404);
}

static void a_table_for_spreadsheets(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "#MeToo");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/metoo/figures.csv"), 200);
    assert_true(str_starts(wire_header(&s->wire, "Content-Type"), STR("text/csv")));
    assert_true(site_says(s, "people"));
    assert_true(site_says(s, "\r\n"));
    assert_int_equal(
        site_get(s, NULL, "/api/chorus/v1/campaigns/metoo/figures.csv?breakdown=hashtag"), 200);
    assert_true(site_says(s, "hashtag,MeToo,posts,1"));
    assert_false(site_says(s, "people"));
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/metoo/figures.csv?breakdown=x"),
                     422);
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/other/figures.csv"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(three_windows),
        ON_SITE(a_table_for_spreadsheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
