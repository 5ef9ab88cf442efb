/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* OAuth applications: registered, known by their token, refused when they ask oddly. */
#include "site.h"

static void an_app_is_registered(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/apps",
                               "client_name=App&redirect_uris=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&"
                               "scopes=read+write&website=https%3A%2F%2Fapp.example"),
                     200);
    assert_json(s, "name", "App");
    assert_json(s, "website", "https://app.example");
    assert_json(s, "redirect_uris.0", "urn:ietf:wg:oauth:2.0:oob");
    struct str id = arena_str(&s->f.arena, site_json(s, "client_id"));
    struct str secret = arena_str(&s->f.arena, site_json(s, "client_secret"));
    assert_int_equal(site_send(s, NULL, "POST", "/oauth/token",
                               site_path(s,
                                         "grant_type=client_credentials&client_id=%.*s&"
                                         "client_secret=%.*s&scope=read",
                                         STRF(id), STRF(secret))),
                     200);
    struct str token = arena_str(&s->f.arena, site_json(s, "access_token"));
    assert_int_equal(site_get_with(s, token, "/api/v1/apps/verify_credentials"), 200);
    assert_json(s, "name", "App");
    assert_null(site_json(s, "client_secret").p);
    assert_int_equal(site_get_with(s, token, "/api/v1/timelines/home"), 422); /* no person */
}

static void an_app_that_asks_oddly(void **state)
{
    static const char *const bad[] = {
        "redirect_uris=https%3A%2F%2Fa.example&scopes=read",
        "client_name=App&scopes=read",
        "client_name=App&redirect_uris=https%3A%2F%2Fa.example&scopes=everything",
        "client_name=App&redirect_uris=javascript%3Ax&scopes=read",
        "client_name=App&redirect_uris=nothing&scopes=read",
    };
    struct site *s = *state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(site_send(s, NULL, "POST", "/api/v1/apps", bad[i]), 422);
    assert_int_equal(site_get(s, NULL, "/api/v1/apps/verify_credentials"), 401);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM client"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(an_app_is_registered),
        ON_SITE(an_app_that_asks_oddly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
