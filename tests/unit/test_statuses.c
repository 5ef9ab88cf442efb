/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Statuses over the API: made, read, edited, taken back; what is refused. */
#include "site.h"

static void a_status_is_made_and_read(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses",
                               "status=It+was+me+%23MeToo&language=en&spoiler_text=careful"),
                     200);
    assert_json(s, "account.username", "anna");
    assert_json(s, "spoiler_text", "careful");
    assert_json(s, "sensitive", "true");
    assert_json(s, "language", "en");
    assert_json(s, "tags.0.name", "MeToo");
    assert_json(s, "visibility", "public");
    const char *path = site_path(s, "/api/v1/statuses/%.*s", STRF(site_json(s, "id")));
    assert_int_equal(site_get(s, NULL, path), 200);
    assert_true(site_says(s, "It was me"));
    assert_int_equal(site_get(s, &anna, site_path(s, "%s/source", path)), 200);
    assert_json(s, "text", "It was me #MeToo");
}

static void what_cannot_be_said(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/statuses", "status=x"), 401);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status="), 422);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=x&visibility=direct"),
                     422);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=x&language=qqqq1"),
                     422);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=x&media_ids[]=1"),
                     422);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/statuses", "status=x&in_reply_to_id=9"),
                     404);
    assert_int_equal(site_get(s, NULL, "/api/v1/statuses/9"), 404);
    assert_int_equal(site_get(s, NULL, "/api/v1/statuses/x"), 404);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 0);
}

static void only_its_author_edits_and_deletes(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "First. #MeToo");
    const char *path = site_path(s, "/api/v1/statuses/%lld", (long long)post.v);
    assert_int_equal(site_send(s, &bea, "PUT", path, "status=Mine+now"), 404);
    assert_int_equal(site_send(s, &bea, "DELETE", path, ""), 404);
    assert_int_equal(site_send(s, &anna, "PUT", path, "status=Second.+%23MeToo"), 200);
    assert_true(site_says(s, "Second."));
    assert_true(str_starts(site_json(s, "edited_at"), STR("20")));
    assert_int_equal(site_get(s, &anna, site_path(s, "%s/history", path)), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_true(str_search(site_json(s, "0.content"), STR("First.")) < site_json(s, "0.content").n);
    assert_int_equal(site_get(s, &bea, site_path(s, "%s/history", path)), 200);
    assert_int_equal(site_count(s, ""), 1); /* earlier wordings are hers */
    assert_int_equal(site_send(s, &anna, "DELETE", path, ""), 200);
    assert_json(s, "text", "Second. #MeToo");
    assert_int_equal(site_get(s, &anna, path), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_status_is_made_and_read),
        ON_SITE(what_cannot_be_said),
        ON_SITE(only_its_author_edits_and_deletes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
