/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What two people are to one another: follow, block, mute, and their undoing. */
#include "site.h"

static int tie(struct site *s, const struct guest *who, struct person_id whom, const char *what)
{
    return site_send(s, who, "POST",
                     site_path(s, "/api/v1/accounts/%lld/%s", (long long)whom.v, what), "");
}

static void ties_are_made_and_undone(void **state)
{
    static const char *const ties[][3] = {{"follow", "unfollow", "following"},
                                          {"block", "unblock", "blocking"},
                                          {"mute", "unmute", "muting"}};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    for (size_t i = 0; i < COUNT(ties); i++) {
        assert_int_equal(tie(s, &anna, bea.id, ties[i][0]), 200);
        assert_json(s, ties[i][2], "true");
        assert_int_equal(tie(s, &anna, bea.id, ties[i][0]), 200); /* twice is once */
        assert_json(s, ties[i][2], "true");
        assert_int_equal(tie(s, &anna, bea.id, ties[i][1]), 200);
        assert_json(s, ties[i][2], "false");
    }
    assert_int_equal(tie(s, &anna, bea.id, "follow"), 200);
    assert_int_equal(tie(s, &bea, anna.id, "remove_from_followers"), 200);
    assert_json(s, "followed_by", "false");
}

static void the_list_says_both_sides(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(tie(s, &anna, bea.id, "follow"), 200);
    assert_int_equal(site_get(s, &bea,
                              site_path(s, "/api/v1/accounts/relationships?id[]=%lld&id[]=999",
                                        (long long)anna.id.v)),
                     200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json(s, "0.followed_by", "true");
    assert_json(s, "0.following", "false");
    assert_int_equal(site_get(s, &bea, "/api/v1/accounts/relationships"), 200);
    assert_int_equal(site_count(s, ""), 0);
}

static void nobody_can_be_tied_to_nobody(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(tie(s, NULL, anna.id, "follow"), 401);
    assert_int_equal(tie(s, &anna, (struct person_id){999}, "follow"), 404);
    assert_true(tie(s, &anna, anna.id, "follow") >= 400);
    assert_int_equal(tie(s, &bea, anna.id, "block"), 200);
    assert_true(tie(s, &anna, bea.id, "follow") >= 400); /* who is blocked does not follow */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(ties_are_made_and_undone),
        ON_SITE(the_list_says_both_sides),
        ON_SITE(nobody_can_be_tied_to_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
