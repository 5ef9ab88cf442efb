/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Notifications: who answered, shared, followed; read, counted, put away. */
#include "site.h"

static void what_others_did_is_told(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo"),
                   answer = site_answer(s, &bea, post, "I hear you.");
    assert_int_equal(site_send(s, &bea, "POST",
                               site_path(s, "/api/v1/statuses/%lld/reblog", (long long)post.v), ""),
                     200);
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_json(s, "0.type", "reblog");
    assert_json_id(s, "0.status.id", post);
    assert_json(s, "1.type", "mention");
    assert_json_id(s, "1.status.id", answer);
    assert_json(s, "1.account.username", "bea");
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications?types[]=mention"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications?exclude_types[]=mention"), 200);
    assert_json(s, "0.type", "reblog");
    assert_int_equal(site_get(s, &bea, "/api/v1/notifications"), 200);
    assert_int_equal(site_count(s, ""), 0);
}

static void they_are_put_away(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    site_answer(s, &bea, post, "One.");
    site_answer(s, &bea, post, "Two.");
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications/unread_count"), 200);
    assert_json(s, "count", "2");
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications"), 200);
    const char *path = site_path(s, "/api/v1/notifications/%.*s", STRF(site_json(s, "0.id")));
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_json(s, "type", "mention");
    assert_int_equal(site_get(s, &bea, path), 404); /* not hers */
    assert_int_equal(site_send(s, &anna, "POST", site_path(s, "%s/dismiss", path), ""), 200);
    assert_int_equal(site_get(s, &anna, path), 404);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/notifications/clear", ""), 200);
    assert_int_equal(site_get(s, &anna, "/api/v1/notifications"), 200);
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, NULL, "/api/v1/notifications"), 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(what_others_did_is_told),
        ON_SITE(they_are_put_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
