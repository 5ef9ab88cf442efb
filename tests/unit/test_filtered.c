/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which filters a post meets: whole words and parts, warnings too, only the viewer's own. */
#include "site.h"

static void filter(struct site *s, const struct guest *who, const char *word, bool whole)
{
    assert_int_equal(site_send(s, who, "POST", "/api/v2/filters",
                               site_path(s,
                                         "title=%s&context[]=public&"
                                         "keywords_attributes[0][keyword]=%s&"
                                         "keywords_attributes[0][whole_word]=%s",
                                         word, word, whole ? "true" : "false")),
                     200);
}

static const char *path_of(struct site *s, struct post_id post)
{
    return site_path(s, "/api/v1/statuses/%lld", (long long)post.v);
}

static void whole_words_and_parts(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id part = site_say(s, &bea, "In the COURTROOM."),
                   whole = site_say(s, &bea, "In Court.");
    filter(s, &anna, "court", true);
    assert_int_equal(site_get(s, &anna, path_of(s, part)), 200);
    assert_int_equal(site_count(s, "filtered"), 0);
    assert_int_equal(site_get(s, &anna, path_of(s, whole)), 200);
    assert_json(s, "filtered.0.filter.title", "court");
    assert_json(s, "filtered.0.keyword_matches.0", "court");
    filter(s, &anna, "room", false);
    assert_int_equal(site_get(s, &anna, path_of(s, part)), 200);
    assert_json(s, "filtered.0.keyword_matches.0", "room");
}

static void nobody_meets_the_filters_of_others(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &bea, "In court.");
    filter(s, &anna, "court", true);
    assert_int_equal(site_get(s, &bea, path_of(s, post)), 200);
    assert_int_equal(site_count(s, "filtered"), 0);
    assert_int_equal(site_get(s, NULL, path_of(s, post)), 200);
    assert_true(site_count(s, "filtered") <= 0);
}

static void warnings_are_looked_at_too(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(
        site_send(s, &bea, "POST", "/api/v1/statuses", "status=Words.&spoiler_text=court"), 200);
    const char *path = site_path(s, "/api/v1/statuses/%.*s", STRF(site_json(s, "id")));
    filter(s, &anna, "court", true);
    assert_int_equal(site_get(s, &anna, path), 200);
    assert_int_equal(site_count(s, "filtered"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(whole_words_and_parts),
        ON_SITE(nobody_meets_the_filters_of_others),
        ON_SITE(warnings_are_looked_at_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
