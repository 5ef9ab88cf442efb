/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of an account: what was signed, and nothing else. */
#include "site.h"

static void what_was_signed(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "Signed. #MeToo");
    struct act *act = fixture_act(&s->f, ACT_POST, anna.id);
    act->post = (struct act_post){.text = STR("Not signed. #MeToo"), .is_anonymous = true};
    struct post_id anonymous = {site_act(s, act)};
    assert_int_equal(site_page(s, NULL, "/@anna"), 200);
    assert_true(site_says(s, "Signed."));
    assert_false(site_says(s, "Not signed."));
    assert_int_equal(site_page(s, NULL, site_path(s, "/@anna/%lld", (long long)post.v)), 303);
    assert_true(str_eq(wire_header(&s->wire, "Location"),
                       arena_printf(&s->f.arena, "/voice/%lld", (long long)post.v)));
    assert_true(anonymous.v > post.v);
    assert_int_equal(site_page(s, NULL, "/@nobody"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(what_was_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
