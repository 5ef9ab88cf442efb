/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Logging in an app: what is told to the person, what goes back to the app. */
#include "face/authorize.h"
#include "site.h"

static const char *app(struct site *s)
{
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/apps",
                               "client_name=App&redirect_uris=https%3A%2F%2Fapp.example%2Fback&"
                               "scopes=read+write"),
                     200);
    return site_path(s, "%.*s", STRF(site_json(s, "client_id")));
}

#define BACK "redirect_uri=https%%3A%%2F%%2Fapp.example%%2Fback"

static void mistakes_of_the_address_are_told_to_the_person(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *id = app(s);
    const char *const bad[] = {
        site_path(s, "/oauth/authorize?response_type=code&client_id=999&" BACK),
        site_path(s, "/oauth/authorize?response_type=code&client_id=x&" BACK),
        site_path(
            s,
            "/oauth/authorize?response_type=code&client_id=%s&redirect_uri=https://other.example",
            id),
        site_path(s, "/oauth/authorize?response_type=code&client_id=%s", id),
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(site_page(s, &anna, bad[i]), 400);
        assert_null(wire_header(&s->wire, "Location").p);
    }
}

static void other_mistakes_go_back_to_the_app_with_a_press(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *id = app(s);
    static const char *const cases[][2] = {
        {"response_type=token", "error=unsupported_response_type"},
        {"response_type=code&scope=admin%3Aread", "error=invalid_scope"},
        {"response_type=code&scope=follow+push+write+read+admin", "error=invalid_scope"},
        {"response_type=code&code_challenge=short&code_challenge_method=S256",
         "error=invalid_request"},
        {"response_type=code&code_challenge=abc&code_challenge_method=plain",
         "error=invalid_request"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *form = site_path(s, "client_id=%s&state=s1&%s&" BACK, id, cases[i][0]);
        assert_int_equal(site_page(s, &anna, site_path(s, "/oauth/authorize?%s", form)), 400);
        assert_null(wire_header(&s->wire, "Location").p); /* it leads nowhere by itself */
        assert_int_equal(site_press(s, &anna, "/oauth/authorize", NULL, form), 302);
        struct str where = wire_header(&s->wire, "Location");
        assert_true(str_starts(where, STR("https://app.example/back?")));
        assert_true(str_search(where, str_of(cases[i][1])) < where.n);
        assert_true(str_search(where, STR("state=s1")) < where.n);
    }
}

static void who_agrees_sends_a_code(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *id = app(s);
    const char *form = site_path(
        s, "response_type=code&client_id=%s&scope=read&state=s1&" BACK "&decision=allow", id);
    assert_int_equal(site_press(s, &anna, "/oauth/authorize", NULL, form), 302);
    struct str where = wire_header(&s->wire, "Location");
    assert_true(str_starts(where, STR("https://app.example/back?code=")));
    form = site_path(s, "response_type=code&client_id=%s&scope=read&" BACK "&decision=deny", id);
    assert_int_equal(site_press(s, &anna, "/oauth/authorize", NULL, form), 302);
    where = wire_header(&s->wire, "Location");
    assert_true(str_search(where, STR("error=access_denied")) < where.n);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM code"), 1);
}

/* RFC 7636, appendix B. */
static void the_challenge_of_a_verifier(void **state)
{
    struct site *s = *state;
    assert_str(authorize_challenge(&s->f.arena, STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
               "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert_str(authorize_challenge(&s->f.arena, (struct str){0}), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(mistakes_of_the_address_are_told_to_the_person),
        ON_SITE(other_mistakes_go_back_to_the_app_with_a_press),
        ON_SITE(who_agrees_sends_a_code),
        ON_SITE(the_challenge_of_a_verifier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
