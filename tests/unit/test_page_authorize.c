/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page on which an app is let in: with a session one press, else the receipt. */
#include "site.h"

#define BACK "redirect_uri=urn%%3Aietf%%3Awg%%3Aoauth%%3A2.0%%3Aoob"

static const char *asked(struct site *s)
{
    assert_int_equal(
        site_send(
            s, NULL, "POST", "/api/v1/apps",
            "client_name=An+app&redirect_uris=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scopes=read"),
        200);
    return site_path(s, "response_type=code&client_id=%.*s&scope=read&" BACK,
                     STRF(site_json(s, "client_id")));
}

static void the_app_is_named(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *path = site_path(s, "/oauth/authorize?%s", asked(s));
    assert_int_equal(site_page(s, &anna, path), 200);
    assert_true(site_says(s, "An app"));
    assert_false(site_says(s, "name=\"receipt\""));
    assert_int_equal(site_page(s, NULL, path), 200);
    assert_true(site_says(s, "name=\"receipt\""));
}

static void the_code_is_shown(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *form = asked(s);
    assert_int_equal(
        site_press(s, &anna, "/oauth/authorize", NULL, site_path(s, "%s&decision=allow", form)),
        200);
    assert_true(site_says(s, "class=\"code "));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM code"), 1);
    assert_int_equal(site_press(s, NULL, "/oauth/authorize", NULL,
                                site_path(s, "%s&decision=allow&receipt=nonsense", form)),
                     422);
    assert_true(site_says(s, "not known here"));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM code"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(the_app_is_named),
        ON_SITE(the_code_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
