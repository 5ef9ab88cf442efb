/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One voice with its answers; answering, reacting, sharing. */
#include "site.h"

#define KEY "abcdefghijklmnopqrstuv"

static void a_voice_and_its_answers(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "My words. #MeToo");
    site_answer(s, &bea, post, "I believe you.");
    const char *path = site_path(s, "/voice/%lld", (long long)post.v);
    assert_int_equal(site_page(s, NULL, path), 200);
    assert_true(site_says(s, "My words."));
    assert_true(site_says(s, "I believe you."));
    assert_int_equal(site_page(s, NULL, "/voice/7"), 404);
    assert_int_equal(site_page(s, NULL, "/voice/x"), 404);
}

static void answering(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    const char *path = site_path(s, "/voice/%lld/comment", (long long)post.v);
    assert_int_equal(site_press(s, &bea, path, KEY, "text=With+you."), 303);
    assert_int_equal(site_press(s, &bea, path, KEY "2", "text="), 422);
    assert_int_equal(site_press(s, NULL, path, KEY, "text=From+somebody+new."), 200);
    assert_true(site_says(s, "Your receipt"));
    assert_int_equal(site_press(s, NULL, path, NULL, "text=Without+a+key."), 422);
    assert_true(site_says(s, "Without a key."));
    assert_int_equal(site_press(s, &bea, "/voice/7/comment", KEY, "text=x"), 404);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post WHERE parent <> 0"), 2);
}

static void an_anonymous_answer_needs_a_call(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "Of no call.");
    const char *path = site_path(s, "/voice/%lld/comment", (long long)post.v);
    assert_int_equal(site_press(s, NULL, path, KEY, "text=Nobody+speaks."), 422);
    assert_true(site_says(s, "cannot be anonymous"));
    assert_true(site_says(s, "Nobody speaks."));
}

static void reacting_and_taking_it_back(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    const char *path = site_path(s, "/voice/%lld/react", (long long)post.v);
    assert_int_equal(site_press(s, &bea, path, KEY, "name=believe"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM reaction WHERE person <> 0"), 1);
    assert_int_equal(site_press(s, &bea, path, KEY "2", "back=believe"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM reaction WHERE person <> 0"), 0);
    assert_int_equal(site_press(s, &bea, path, KEY "3", "name=angry"), 422);
    assert_int_equal(site_press(s, NULL, path, NULL, "name=thank-you"), 200);
    assert_true(site_says(s, "name=\"name\" value=\"thank-you\""));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM reaction WHERE person <> 0"), 0);
}

static void sharing(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    const char *path = site_path(s, "/voice/%lld/share", (long long)post.v);
    assert_int_equal(site_press(s, &bea, path, KEY, "share=1"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM share"), 1);
    assert_int_equal(site_press(s, &bea, path, KEY "2", "back=1"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM share"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_voice_and_its_answers),
        ON_SITE(answering),
        ON_SITE(an_anonymous_answer_needs_a_call),
        ON_SITE(reacting_and_taking_it_back),
        ON_SITE(sharing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
