/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What others do with a status: favour, share, keep, react; and what is refused. */
#include "site.h"

static int act_on(struct site *s, const struct guest *who, struct post_id post, const char *what)
{
    return site_send(s, who, "POST",
                     site_path(s, "/api/v1/statuses/%lld/%s", (long long)post.v, what), "");
}

static void each_act_and_its_undoing(void **state)
{
    static const char *const acts[][4] = {
        {"favourite", "unfavourite", "favourited", "favourites_count"},
        {"reblog", "unreblog", "reblogged", "reblogs_count"}};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    const char *path = site_path(s, "/api/v1/statuses/%lld", (long long)post.v);
    for (size_t i = 0; i < COUNT(acts); i++) {
        assert_int_equal(act_on(s, &bea, post, acts[i][0]), 200);
        assert_int_equal(act_on(s, &bea, post, acts[i][0]), 200);
        assert_int_equal(site_get(s, &bea, path), 200);
        assert_json(s, acts[i][2], "true");
        assert_json(s, acts[i][3], "1");
        assert_int_equal(act_on(s, &bea, post, acts[i][1]), 200);
        assert_int_equal(site_get(s, &bea, path), 200);
        assert_json(s, acts[i][2], "false");
        assert_json(s, acts[i][3], "0");
    }
    assert_int_equal(act_on(s, &bea, post, "bookmark"), 200);
    assert_json(s, "bookmarked", "true");
    assert_int_equal(act_on(s, &bea, post, "unbookmark"), 200);
    assert_json(s, "bookmarked", "false");
    assert_int_equal(act_on(s, &bea, post, "mute"), 200);
    assert_json(s, "muted", "true");
}

static void a_share_wraps_what_it_shares(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    assert_int_equal(act_on(s, &bea, post, "reblog"), 200);
    assert_json_id(s, "reblog.id", post);
    assert_json(s, "account.username", "bea");
    assert_json(s, "reblog.account.username", "anna");
}

static void reactions_have_four_names(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    const char *path = site_path(s, "/api/v1/pleroma/statuses/%lld/reactions", (long long)post.v);
    assert_int_equal(site_send(s, &bea, "PUT", site_path(s, "%s/believe", path), ""), 200);
    assert_int_equal(site_send(s, &bea, "PUT", site_path(s, "%s/me-too", path), ""), 200);
    assert_int_equal(site_get(s, &bea, path), 200);
    assert_int_equal(site_count(s, ""), 1); /* the later one took the place */
    assert_json(s, "0.name", "me-too");
    assert_json(s, "0.count", "1");
    assert_json(s, "0.me", "true");
    assert_int_equal(site_send(s, &bea, "PUT", site_path(s, "%s/angry", path), ""), 422);
    assert_int_equal(site_send(s, &bea, "DELETE", site_path(s, "%s/me-too", path), ""), 200);
    assert_int_equal(site_get(s, NULL, path), 200);
    assert_int_equal(site_count(s, ""), 0);
}

static void only_ones_own_is_pinned(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    assert_int_equal(act_on(s, &anna, post, "pin"), 200);
    assert_json(s, "pinned", "true");
    assert_true(act_on(s, &bea, post, "pin") >= 400);
    assert_int_equal(act_on(s, &anna, post, "unpin"), 200);
    assert_int_equal(act_on(s, NULL, post, "favourite"), 401);
    assert_int_equal(act_on(s, &bea, (struct post_id){7}, "favourite"), 404);
    assert_int_equal(site_send(s, &bea, "POST", "/api/v1/media", ""), 422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(each_act_and_its_undoing),
        ON_SITE(a_share_wraps_what_it_shares),
        ON_SITE(reactions_have_four_names),
        ON_SITE(only_ones_own_is_pinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
