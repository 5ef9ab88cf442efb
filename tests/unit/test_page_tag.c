/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a hashtag. */
#include "site.h"

static void voices_of_a_hashtag(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "With it. #MeToo");
    site_say(s, &anna, "Without it.");
    assert_int_equal(site_page(s, NULL, "/tags/METOO"), 200);
    assert_true(site_says(s, "With it."));
    assert_false(site_says(s, "Without it."));
    assert_true(site_says(s, "Used once today"));
    assert_int_equal(site_page(s, NULL, "/tags/neverUsed"), 200);
    assert_int_equal(site_page(s, NULL, "/tags/1%202"), 404);
}

static void add(struct site *s, const char *name, const char *sense)
{
    struct act *act = fixture_act(&s->f, ACT_HASHTAG, (struct person_id){0});
    act->hashtag = (struct act_hashtag){
        .campaign = s->f.campaign,
        .name = str_of(name),
        .language = STR("fr"),
        .region = STR(""),
        .sense = str_of(sense),
        .source = STR(""),
        .since = STR(""),
    };
    (void)site_act(s, act);
}

static void what_is_offered_follows_the_sense(void **state)
{
    struct site *s = *state;
    add(s, "Dites", "tell");
    add(s, "Nommez", "expose");
    add(s, "AvecToi", "solidarity");
    add(s, "JeLAiFait", "admission");
    assert_int_equal(site_page(s, NULL, "/tags/YoTambi%C3%A9n"), 200);
    assert_true(site_says(s, "action=\"/c/metoo/me-too\""));
    assert_true(site_says(s, "name=\"hashtag\" value=\"YoTambién\""));
    assert_true(site_says(s, "/c/metoo/family"));
    assert_int_equal(site_page(s, NULL, "/tags/Dites"), 200);
    assert_false(site_says(s, "/me-too\""));
    assert_true(site_says(s, "href=\"/w?campaign=1&amp;hashtag=3\">Tell your story"));
    assert_int_equal(site_page(s, NULL, "/tags/Nommez"), 200);
    assert_true(site_says(s, "answer for it before a court"));
    assert_int_equal(site_page(s, NULL, "/tags/AvecToi"), 200);
    assert_true(site_says(s, "href=\"/c/metoo#voices\">To the voices"));
    assert_true(site_says(s, "I believe you"));
    assert_int_equal(site_page(s, NULL, "/tags/JeLAiFait"), 200);
    assert_true(site_says(s, "what you do differently now"));
    assert_int_equal(site_page(s, NULL, "/tags/OfNoFamily"), 200);
    assert_false(site_says(s, "class=\"offer\""));
}

static void the_form_carries_the_hashtag(void **state)
{
    struct site *s = *state;
    add(s, "Nommez", "expose");
    assert_int_equal(site_page(s, NULL, "/w?campaign=1&hashtag=3"), 200);
    assert_true(site_says(s, "#Nommez</textarea>"));
    assert_true(site_says(s, "name=\"careful\""));
    assert_int_equal(site_page(s, NULL, "/w?campaign=1&hashtag=4"), 200);
    assert_false(site_says(s, "name=\"careful\""));
    assert_int_equal(site_page(s, NULL, "/w?campaign=1&hashtag=1"), 200);
    assert_true(site_says(s, "#MeToo</textarea>"));
    assert_false(site_says(s, "name=\"careful\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(voices_of_a_hashtag),
        ON_SITE(what_is_offered_follows_the_sense),
        ON_SITE(the_form_carries_the_hashtag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
