/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags over the API: what is said of them, followed, and what is used most. */
#include "site.h"

static void a_tag_with_its_history(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "#MeToo");
    site_say(s, &anna, "#MeToo again");
    site_say(s, &bea, "#metoo");
    assert_int_equal(site_get(s, &anna, "/api/v1/tags/METOO"), 200);
    assert_json(s, "name", "MeToo");
    assert_json(s, "url", "http://chorus.test/tags/MeToo");
    assert_json(s, "following", "false");
    assert_int_equal(site_count(s, "history"), 7);
    assert_json(s, "history.0.uses", "3");
    assert_json(s, "history.1.uses", "0");
    assert_int_equal(site_get(s, NULL, "/api/v1/tags/neverUsed"), 200);
    assert_json(s, "history.0.uses", "0");
    assert_int_equal(site_get(s, NULL, "/api/v1/tags/1%202"), 404);
}

static void tags_are_followed(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/tags/MeToo/follow", ""), 200);
    assert_json(s, "following", "true");
    struct post_id post = site_say(s, &bea, "#MeToo");
    assert_int_equal(site_get(s, &anna, "/api/v1/timelines/home"), 200);
    assert_json_id(s, "0.id", post);
    assert_int_equal(site_get(s, &anna, "/api/v1/followed_tags"), 200);
    assert_json(s, "0.name", "MeToo");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/tags/metoo/unfollow", ""), 200);
    assert_json(s, "following", "false");
    assert_int_equal(site_get(s, &anna, "/api/v1/followed_tags"), 200);
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/tags/MeToo/follow", ""), 401);
}

static void the_most_used_come_first(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "#YoTambién");
    site_say(s, &anna, "#MeToo");
    site_say(s, &bea, "#MeToo");
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags"), 200);
    assert_json(s, "0.name", "MeToo");
    assert_json(s, "1.name", "YoTambién");
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?limit=1"), 200);
    assert_int_equal(site_count(s, ""), 1);
}

/* `offset` was once ignored, so that a second page was the first again. */
static void trends_go_on_from_an_offset(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "#YoTambién");
    site_say(s, &anna, "#MeToo");
    site_say(s, &bea, "#MeToo");
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?offset=1"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json(s, "0.name", "YoTambién");
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?limit=1&offset=1"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json(s, "0.name", "YoTambién");
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?limit=0&offset=1"), 200);
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, NULL, "/api/v1/trends?limit=9223372036854775807&offset=400"), 200);
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?offset=401"), 422);
    assert_int_equal(site_get(s, NULL, "/api/v1/trends/tags?offset=-1"), 422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_tag_with_its_history),
        ON_SITE(tags_are_followed),
        ON_SITE(the_most_used_come_first),
        ON_SITE(trends_go_on_from_an_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
