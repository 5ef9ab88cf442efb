/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The token endpoint: grants, refusals in the words of RFC 6749, revoking. */
#include "site.h"

static const char *new_app(struct site *s)
{
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/apps",
                               "client_name=App&redirect_uris=https%3A%2F%2Fapp.example%2Fback&"
                               "scopes=read+write"),
                     200);
    return site_path(s, "client_id=%.*s&client_secret=%.*s", STRF(site_json(s, "client_id")),
                     STRF(site_json(s, "client_secret")));
}

static int ask(struct site *s, const char *app, const char *more)
{
    return site_send(s, NULL, "POST", "/oauth/token", site_path(s, "%s&%s", app, more));
}

static void credentials_of_an_app(void **state)
{
    struct site *s = *state;
    const char *app = new_app(s);
    assert_int_equal(ask(s, app, "grant_type=client_credentials&scope=read"), 200);
    assert_json(s, "token_type", "Bearer");
    assert_json(s, "scope", "read");
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
    struct str token = arena_str(&s->f.arena, site_json(s, "access_token"));
    assert_int_equal(site_get_with(s, token, "/api/v1/apps/verify_credentials"), 200);
    assert_int_equal(site_send(s, NULL, "POST", "/oauth/revoke",
                               site_path(s, "%s&token=%.*s", app, STRF(token))),
                     200);
    assert_int_equal(site_get_with(s, token, "/api/v1/apps/verify_credentials"), 401);
}

static void what_is_refused_has_a_name(void **state)
{
    static const struct {
        const char *form, *error;
    } cases[] = {
        {"grant_type=password&username=a&password=b", "unsupported_grant_type"},
        {"grant_type=client_credentials&scope=admin%3Awrite", "invalid_scope"},
        {"grant_type=authorization_code&code=nothing&redirect_uri=https%3A%2F%2Fapp.example%2Fback",
         "invalid_grant"},
    };
    struct site *s = *state;
    const char *app = new_app(s);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(ask(s, app, cases[i].form), 400);
        assert_true(str_eq(site_json(s, "error"), str_of(cases[i].error)));
    }
    assert_int_equal(ask(s, "client_id=1&client_secret=wrong", "grant_type=client_credentials"),
                     401);
    assert_json(s, "error", "invalid_client");
}

static void who_is_logged_in(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_get(s, &anna, "/oauth/userinfo"), 200);
    assert_json(s, "preferred_username", "anna");
    assert_int_equal(site_get(s, NULL, "/oauth/userinfo"), 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(credentials_of_an_app),
        ON_SITE(what_is_refused_has_a_name),
        ON_SITE(who_is_logged_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
