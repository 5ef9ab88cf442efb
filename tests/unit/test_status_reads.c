/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading around a status: its thread, several at once, and lists that nobody is shown. */
#include "site.h"

static void a_thread_above_and_below(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id root = site_say(s, &anna, "#MeToo"), one = site_answer(s, &bea, root, "One.");
    struct post_id two = site_answer(s, &anna, one, "Two.");
    assert_int_equal(
        site_get(s, NULL, site_path(s, "/api/v1/statuses/%lld/context", (long long)one.v)), 200);
    assert_int_equal(site_count(s, "ancestors"), 1);
    assert_json_id(s, "ancestors.0.id", root);
    assert_int_equal(site_count(s, "descendants"), 1);
    assert_json_id(s, "descendants.0.id", two);
    assert_json_id(s, "descendants.0.in_reply_to_id", one);
    assert_json_id(s, "descendants.0.in_reply_to_account_id", bea.id);
    assert_int_equal(site_get(s, NULL, "/api/v1/statuses/7/context"), 404);
}

static void several_at_once_those_that_are_there(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id one = site_say(s, &anna, "1"), two = site_say(s, &anna, "2");
    assert_int_equal(site_get(s, NULL,
                              site_path(s, "/api/v1/statuses?id[]=%lld&id[]=7&id[]=%lld",
                                        (long long)two.v, (long long)one.v)),
                     200);
    assert_int_equal(site_count(s, ""), 2);
    assert_int_equal(site_get(s, NULL, "/api/v1/statuses?id[]=x"), 422);
}

/* Nobody is shown who reacted or shared. */
static void lists_of_people_are_empty(void **state)
{
    static const char *const lists[] = {"favourited_by", "reblogged_by", "quotes"};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    assert_int_equal(site_send(s, &bea, "POST",
                               site_path(s, "/api/v1/statuses/%lld/favourite", (long long)post.v),
                               ""),
                     200);
    for (size_t i = 0; i < COUNT(lists); i++) {
        assert_int_equal(
            site_get(s, &anna,
                     site_path(s, "/api/v1/statuses/%lld/%s", (long long)post.v, lists[i])),
            200);
        assert_int_equal(site_count(s, ""), 0);
    }
    assert_int_equal(site_get(s, &anna, "/api/v1/statuses/7/favourited_by"), 404);
}

static void the_words_as_they_were_written(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "As *written*.");
    const char *path = site_path(s, "/api/v1/statuses/%lld/source", (long long)post.v);
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_json(s, "text", "As *written*.");
    assert_json(s, "spoiler_text", "");
    assert_int_equal(site_get(s, &anna, "/api/v1/statuses/7/source"), 404);
    assert_int_equal(site_get(s, NULL, path), 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_thread_above_and_below),
        ON_SITE(several_at_once_those_that_are_there),
        ON_SITE(lists_of_people_are_empty),
        ON_SITE(the_words_as_they_were_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
