/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts over the API: made, read, changed, found; and what they answer to apps. */
#include <string.h>

#include "site.h"

static void an_account_is_made_by_an_app(void **state)
{
    struct site *s = *state;
    const uint64_t scopes = SCOPE_OF(READ) | SCOPE_OF(WRITE);
    struct str app = site_token(s, (struct person_id){0}, scopes, NULL);
    struct guest by_app = {.token = app};
    const char *form =
        "username=anna&email=a%40b.example&password=12345678&agreement=true&locale=en";
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/accounts", form), 401);
    assert_int_equal(site_send(s, &by_app, "POST", "/api/v1/accounts", form), 200);
    assert_json(s, "token_type", "Bearer");
    struct str token = arena_str(&s->f.arena, site_json(s, "access_token"));
    assert_int_equal(site_get_with(s, token, "/api/v1/accounts/verify_credentials"), 200);
    assert_json(s, "username", "anna");
    assert_json(s, "source.note", "");
    assert_int_equal(site_send(s, &by_app, "POST", "/api/v1/accounts", form), 422); /* taken */
    assert_int_equal(site_send(s, &by_app, "POST", "/api/v1/accounts",
                               "username=a+b&email=a%40b.example&password=x&agreement=true"),
                     422);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM person WHERE is_campaign = 0"), 1);
}

static void a_profile_is_changed_and_seen(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    const char *path = "/api/v1/accounts/update_credentials";
    assert_int_equal(
        site_send(s, &anna, "PATCH", path, "display_name=Wren&note=A+note.&source[language]=es"),
        200);
    assert_json(s, "display_name", "Wren");
    assert_json(s, "source.language", "es");
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/lookup?acct=Anna"), 200);
    assert_json(s, "display_name", "Wren");
    assert_json(s, "note", "<p>A note.</p>");
    assert_json(s, "followers_count", "0");
    assert_json_id(s, "id", anna.id);
    assert_int_equal(site_send(s, &anna, "PATCH", path, "source[language]=qqqq1"), 422);
    char name[512] = "display_name=";
    memset(name + strlen(name), 'x', 61);
    assert_int_equal(site_send(s, &anna, "PATCH", path, name), 422);
    assert_int_equal(site_get(s, &anna, "/api/v1/preferences"), 200);
    assert_json(s, "posting:default:language", "es");
}

static void who_is_not_there(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/lookup?acct=nobody"), 404);
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/999"), 404);
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/x"), 404);
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/verify_credentials"), 401);
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/search?q=a"), 401);
}

static void accounts_are_found_by_their_beginning(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_guest(s, "andrea");
    assert_int_equal(site_get(s, &bea, "/api/v1/accounts/search?q=an"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_json(s, "0.username", "andrea");
    assert_json(s, "1.username", "anna");
    assert_int_equal(site_get(s, &bea, "/api/v1/accounts/search?q=an&limit=1"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_int_equal(
        site_get(s, NULL,
                 site_path(s, "/api/v1/accounts?id[]=%lld&id[]=999", (long long)anna.id.v)),
        200);
    assert_int_equal(site_count(s, ""), 1);
}

static void what_she_signed_is_listed(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id first = site_say(s, &anna, "One. #MeToo"), second = site_say(s, &anna, "Two.");
    struct post_id answer = site_answer(s, &anna, first, "An answer.");
    const char *path = site_path(s, "/api/v1/accounts/%lld/statuses", (long long)anna.id.v);
    assert_int_equal(site_get(s, NULL, path), 200);
    assert_int_equal(site_count(s, ""), 3);
    assert_json_id(s, "0.id", answer);
    assert_int_equal(site_get(s, NULL, site_path(s, "%s?exclude_replies=true", path)), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_int_equal(site_get(s, NULL, site_path(s, "%s?tagged=metoo", path)), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json_id(s, "0.id", first);
    assert_int_equal(site_get(s, NULL, site_path(s, "%s?max_id=%lld", path, (long long)second.v)),
                     200);
    assert_int_equal(site_count(s, ""), 1);
    assert_int_equal(site_get(s, NULL, site_path(s, "%s?only_media=true", path)), 200);
    assert_int_equal(site_count(s, ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(an_account_is_made_by_an_app),
        ON_SITE(a_profile_is_changed_and_seen),
        ON_SITE(who_is_not_there),
        ON_SITE(accounts_are_found_by_their_beginning),
        ON_SITE(what_she_signed_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
