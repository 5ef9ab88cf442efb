/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filters: made, changed by parts, found in what is read, gone when they expire. */
#include "site.h"

static const char made[] = "title=Not+now&context[]=home&context[]=public&filter_action=hide&"
                           "keywords_attributes[0][keyword]=court&"
                           "keywords_attributes[0][whole_word]=true";

static void a_filter_is_made_and_read(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", made), 200);
    assert_json(s, "title", "Not now");
    assert_json(s, "context.1", "public");
    assert_json(s, "filter_action", "hide");
    assert_json(s, "expires_at", "null");
    assert_json(s, "keywords.0.keyword", "court");
    assert_json(s, "keywords.0.whole_word", "true");
    const char *path = site_path(s, "/api/v2/filters/%.*s", STRF(site_json(s, "id")));
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_int_equal(site_get(s, &bea, path), 404);
    assert_int_equal(site_send(s, &anna, "PUT", path, "title=Later&filter_action=warn"), 200);
    assert_json(s, "title", "Later");
    assert_json(s, "filter_action", "warn");
    assert_json(s, "keywords.0.keyword", "court");
    assert_int_equal(site_send(s, &anna, "DELETE", path, ""), 200);
    assert_int_equal(site_get(s, &anna, "/api/v2/filters"), 200);
    assert_int_equal(site_count(s, ""), 0);
}

static void words_are_added_and_taken_away(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", made), 200);
    const char *path = site_path(s, "/api/v2/filters/%.*s/keywords", STRF(site_json(s, "id")));
    assert_int_equal(site_send(s, &anna, "POST", path, "keyword=police"), 200);
    assert_json(s, "keyword", "police");
    assert_json(s, "whole_word", "false");
    const char *word = site_path(s, "/api/v2/filters/keywords/%.*s", STRF(site_json(s, "id")));
    assert_int_equal(site_get(s, &bea, word), 404);
    assert_int_equal(site_send(s, &anna, "PUT", word, "keyword=trial"), 200);
    assert_json(s, "keyword", "trial");
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_int_equal(site_count(s, ""), 2);
    word = site_path(s, "/api/v2/filters/keywords/%.*s", STRF(site_json(s, "0.id")));
    assert_int_equal(site_send(s, &anna, "DELETE", word, ""), 200);
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json(s, "0.keyword", "trial");
}

static void what_is_no_filter(void **state)
{
    static const char *const bad[] = {"context[]=home", "title=a", "title=a&context[]=nowhere",
                                      "title=a&context[]=home&filter_action=burn",
                                      "title=a&context[]=home&expires_in=-5"};
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(site_send(s, &anna, "POST", "/api/v2/filters", bad[i]), 422);
    assert_int_equal(site_send(s, NULL, "POST", "/api/v2/filters", made), 401);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM filter"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_filter_is_made_and_read),
        ON_SITE(words_are_added_and_taken_away),
        ON_SITE(what_is_no_filter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
