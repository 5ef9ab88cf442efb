/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a family: every hashtag with what is known of it, in its place of the tree. */
#include "site.h"

static const struct person_id nobody;

static void add(struct site *s, const char *name, const char *sense, const char *source)
{
    struct act *act = fixture_act(&s->f, ACT_HASHTAG, nobody);
    act->hashtag = (struct act_hashtag){
        .campaign = s->f.campaign,
        .name = str_of(name),
        .language = STR("fr"),
        .region = STR("FR"),
        .sense = str_of(sense),
        .source = str_of(source),
        .since = STR("2017-10-13"),
        .confidence = STR("certain"),
    };
    (void)site_act(s, act);
}

static void a_hashtag_with_what_is_known_of_it(void **state)
{
    struct site *s = *state;
    add(s, "BalanceTonPorc", "expose", "A paper: https://paper.example/a?b=1 of then");
    add(s, "NiUnaMenos", "predecessor", "a <b>book</b>");
    assert_int_equal(site_page(s, NULL, "/c/metoo/family"), 200);
    assert_true(site_says(s, "lang=\"fr\"><bdi>#BalanceTonPorc</bdi>"));
    assert_true(site_says(s, "French · France · say who it was"));
    assert_true(site_says(s, "13 October 2017"));
    assert_true(site_says(s, "<a href=\"https://paper.example/a?b=1\" "
                             "rel=\"noreferrer noopener nofollow\"><bdi>paper.example</bdi></a>"));
    assert_true(site_says(s, "well attested"));
    assert_true(site_says(s, "a &lt;b&gt;book"));
    assert_true(site_says(s, "What came before"));
    assert_false(site_says(s, "What followed"));
    assert_int_equal(site_page(s, NULL, "/c/nothing/family"), 404);
}

static void plain_pages_have_no_hashtag_in_an_address(void **state)
{
    struct site *s = *state;
    add(s, "BalanceTonPorc", "expose", "a book");
    assert_int_equal(site_page(s, NULL, "/n/c/1/family"), 200);
    assert_true(site_says(s, "<bdi>#BalanceTonPorc</bdi>"));
    assert_false(site_says(s, "/tags/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_hashtag_with_what_is_known_of_it),
        ON_SITE(plain_pages_have_no_hashtag_in_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
