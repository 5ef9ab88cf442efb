/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Timelines: a hashtag with any, all and none; everybody; whom one follows; kept ones. */
#include "site.h"

static void a_hashtag_with_others(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id both = site_say(s, &anna, "#MeToo #YoTambién");
    struct post_id one = site_say(s, &anna, "#MeToo alone");
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/tag/METOO"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_json_id(s, "0.id", one);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/tag/MeToo?all[]=YoTambi%C3%A9n"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json_id(s, "0.id", both);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/tag/MeToo?none[]=YoTambi%C3%A9n"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json_id(s, "0.id", one);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/tag/nothing?any[]=metoo"), 200);
    assert_int_equal(site_count(s, ""), 2);
}

static void pages_meet_without_a_gap(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id posts[5];
    for (size_t i = 0; i < COUNT(posts); i++)
        posts[i] = site_say(s, &anna, "#MeToo");
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/public?limit=2"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_json_id(s, "1.id", posts[3]);
    assert_int_equal(site_get(s, NULL,
                              site_path(s, "/api/v1/timelines/public?limit=2&max_id=%lld",
                                        (long long)posts[3].v)),
                     200);
    assert_json_id(s, "0.id", posts[2]);
    assert_int_equal(site_get(s, NULL,
                              site_path(s, "/api/v1/timelines/public?limit=2&min_id=%lld",
                                        (long long)posts[0].v)),
                     200);
    assert_json_id(s, "1.id", posts[1]); /* the nearest above */
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/public?limit=0"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/public?limit=x"), 422);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/public?remote=true"), 200);
    assert_int_equal(site_count(s, ""), 0);
}

static void home_is_of_those_one_follows(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &bea, "Hers.");
    assert_int_equal(site_get(s, &anna, "/api/v1/timelines/home"), 200);
    assert_int_equal(site_count(s, ""), 0);
    struct act *act = fixture_act(&s->f, ACT_TIE, anna.id);
    act->tie = (struct act_tie){.kind = TIE_FOLLOW, .target = bea.id.v};
    site_act(s, act);
    assert_int_equal(site_get(s, &anna, "/api/v1/timelines/home"), 200);
    assert_json_id(s, "0.id", post);
    assert_int_equal(site_get(s, NULL, "/api/v1/timelines/home"), 401);
}

static void favourites_and_bookmarks_are_ones_own(void **state)
{
    static const char *const lists[][2] = {{"favourite", "favourites"}, {"bookmark", "bookmarks"}};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &bea, "Hers. #MeToo");
    for (size_t i = 0; i < COUNT(lists); i++) {
        assert_int_equal(
            site_send(s, &anna, "POST",
                      site_path(s, "/api/v1/statuses/%lld/%s", (long long)post.v, lists[i][0]), ""),
            200);
        const char *path = site_path(s, "/api/v1/%s", lists[i][1]);
        assert_int_equal(site_get(s, &anna, path), 200);
        assert_json_id(s, "0.id", post);
        assert_int_equal(site_get(s, &bea, path), 200);
        assert_int_equal(site_count(s, ""), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_hashtag_with_others),
        ON_SITE(pages_meet_without_a_gap),
        ON_SITE(home_is_of_those_one_follows),
        ON_SITE(favourites_and_bookmarks_are_ones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
