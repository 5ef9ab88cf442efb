/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk: who is asking, what a token opens, and acts that wait for their commit. */
#include "site.h"

static void who_is_asking(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *me = "/api/v1/accounts/verify_credentials";
    assert_int_equal(site_get(s, &anna, me), 200);
    assert_json(s, "username", "anna");
    assert_int_equal(site_get_with(s, STR("nonsense"), me), 401);
    assert_int_equal(site_get_with(s, anna.cookie, me), 200); /* any token of hers */
    assert_int_equal(site_page(s, &anna, "/me"), 200);
    struct guest app_only = {.cookie = STR("nonsense")};
    assert_int_equal(site_page(s, &app_only, "/me"), 303); /* a session that ended is nobody */
    assert_str(wire_header(&s->wire, "Location"), "/login");
    assert_int_equal(site_page(s, &app_only, "/about"), 200);
}

static void scopes_are_asked_for(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct guest reader = {.token = site_token(s, anna.id, SCOPE_OF(READ), NULL)};
    assert_int_equal(site_get(s, &reader, "/api/v1/timelines/home"), 200);
    assert_int_equal(site_send(s, &reader, "POST", "/api/v1/statuses", "status=x"), 403);
    struct guest writer = {.token = site_token(s, anna.id, SCOPE_OF(WRITE_STATUSES), NULL)};
    assert_int_equal(site_send(s, &writer, "POST", "/api/v1/statuses", "status=x"), 200);
    assert_int_equal(site_get(s, &writer, "/api/v1/timelines/home"), 403);
}

static void a_token_in_the_address_is_for_streams_only(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(
        site_get(s, NULL,
                 site_path(s, "/api/v1/timelines/home?access_token=%.*s", STRF(anna.token))),
        401);
}

static void an_act_answers_after_its_commit(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=There.+%23MeToo"),
                     200);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 1);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=+"), 422);
    assert_true(site_json(s, "error").n > 0);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(who_is_asking),
        ON_SITE(scopes_are_asked_for),
        ON_SITE(a_token_in_the_address_is_for_streams_only),
        ON_SITE(an_act_answers_after_its_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
