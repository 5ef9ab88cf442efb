/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own voice: edited, withdrawn, and closed to others. */
#include "site.h"

#define KEY "abcdefghijklmnopqrstuv"

static void editing(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "First. #MeToo");
    const char *path = site_path(s, "/voice/%lld/edit", (long long)post.v);
    assert_int_equal(site_page(s, &anna, path), 200);
    assert_true(site_says(s, "First. #MeToo</textarea>"));
    assert_int_equal(site_page(s, &bea, path), 404);
    assert_int_equal(site_page(s, NULL, path), 303);
    assert_int_equal(site_press(s, &bea, path, KEY, "text=Hers+now."), 404);
    assert_int_equal(site_press(s, &anna, path, KEY, "text="), 422);
    assert_int_equal(site_press(s, &anna, path, KEY "2", "text=Second.+%23MeToo"), 303);
    assert_true(str_ends(wire_header(&s->wire, "Location"), STR("/own?done=saved")));
    assert_int_equal(
        fixture_number(&s->f, "SELECT count(*) FROM post WHERE body = 'Second. #MeToo'"), 1);
    assert_int_equal(site_page(s, &anna, path), 200);
    assert_true(site_says(s, "First.")); /* the earlier wording is hers to see */
}

static void withdrawing(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "Mine. #MeToo");
    const char *path = site_path(s, "/voice/%lld/withdraw", (long long)post.v);
    assert_int_equal(site_page(s, &anna, path), 200);
    assert_true(site_says(s, "Mine."));
    assert_true(site_says(s, site_path(s, "href=\"/voice/%lld/own\"", (long long)post.v)));
    assert_int_equal(site_page(s, &bea, path), 404);
    assert_int_equal(site_press(s, &bea, path, KEY, ""), 404);
    assert_int_equal(site_press(s, &anna, path, KEY, ""), 200);
    assert_int_equal(site_page(s, NULL, site_path(s, "/voice/%lld", (long long)post.v)), 404);
    assert_int_equal(fixture_figures(&s->f, s->f.campaign).windows[WINDOW_ALL].people, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(editing),
        ON_SITE(withdrawing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
