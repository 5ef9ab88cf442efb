/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who follows, who is followed, whom one has blocked or muted: lists with a cursor. */
#include "site.h"

static void follow(struct site *s, const struct guest *who, struct person_id whom, const char *what)
{
    assert_int_equal(site_send(s, who, "POST",
                               site_path(s, "/api/v1/accounts/%lld/%s", (long long)whom.v, what),
                               ""),
                     200);
}

static void followers_are_seen_by_whom_they_follow(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct guest others[3] = {site_guest(s, "bea"), site_guest(s, "cleo"), site_guest(s, "dora")};
    for (size_t i = 0; i < COUNT(others); i++)
        follow(s, &others[i], anna.id, "follow");
    const char *path = site_path(s, "/api/v1/accounts/%lld/followers", (long long)anna.id.v);
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_int_equal(site_count(s, ""), 3);
    assert_json(s, "0.username", "dora");
    assert_int_equal(site_get(s, &others[0], path), 200); /* others see nobody */
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, &anna, site_path(s, "%s?limit=2", path)), 200);
    assert_int_equal(site_count(s, ""), 2);
    struct str link = wire_header(&s->wire, "Link");
    assert_true(str_search(link, STR("rel=\"next\"")) < link.n);
    const char *whom = site_path(s, "/api/v1/accounts/%lld/following", (long long)others[0].id.v);
    assert_int_equal(site_get(s, &others[0], whom), 200);
    assert_json(s, "0.username", "anna");
    assert_int_equal(site_get(s, &anna, whom), 200); /* that she keeps to herself */
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, NULL, "/api/v1/accounts/999/followers"), 404);
}

static void blocks_and_mutes_are_ones_own(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    follow(s, &anna, bea.id, "block");
    assert_int_equal(site_get(s, &anna, "/api/v1/blocks"), 200);
    assert_json(s, "0.username", "bea");
    assert_int_equal(site_get(s, &bea, "/api/v1/blocks"), 200);
    assert_int_equal(site_count(s, ""), 0);
    follow(s, &anna, bea.id, "unblock");
    follow(s, &anna, bea.id, "mute");
    assert_int_equal(site_get(s, &anna, "/api/v1/blocks"), 200);
    assert_int_equal(site_count(s, ""), 0);
    assert_int_equal(site_get(s, &anna, "/api/v1/mutes"), 200);
    assert_json(s, "0.username", "bea");
    assert_int_equal(site_get(s, NULL, "/api/v1/mutes"), 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(followers_are_seen_by_whom_they_follow),
        ON_SITE(blocks_and_mutes_are_ones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
