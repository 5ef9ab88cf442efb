/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telling a story: sent, refused with the words kept, thanked for. */
#include "site.h"

#define KEY "abcdefghijklmnopqrstuv"

static int send(struct site *s, const struct guest *who, const char *form)
{
    return site_press(s, who, "/w", KEY, form);
}

static void a_story_is_told(void **state)
{
    struct site *s = *state;
    assert_int_equal(send(s, NULL,
                          "campaign=metoo&text=It+was+long+ago.&pen_name=Wren&language=en&warning=w"
                          "&audience=pages&audience=apps"),
                     200);
    assert_true(site_says(s, "Your receipt"));
    assert_int_equal(
        fixture_number(
            &s->f, "SELECT count(*) FROM post WHERE body = 'It was long ago.' AND warning = 'w'"),
        1);
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "Wren"));
}

static void refused_words_come_back(void **state)
{
    struct site *s = *state;
    assert_int_equal(send(s, NULL, "campaign=metoo&text=&warning=careful"), 422);
    assert_true(site_says(s, "role=\"alert\""));
    assert_true(site_says(s, "value=\"careful\""));
    assert_int_equal(send(s, NULL, "campaign=metoo&text=Kept+words.&language=qqqq1"), 422);
    assert_true(site_says(s, "Kept words."));
    assert_int_equal(site_press(s, NULL, "/w", NULL, "campaign=metoo&text=Without+a+key."), 422);
    assert_true(site_says(s, "Without a key."));
    assert_int_equal(send(s, NULL, "campaign=other&text=x"), 404);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 0);
}

static void a_foreign_form_is_refused_and_its_words_kept(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct guest mixed = anna;
    mixed.session.v++; /* the token of another session */
    assert_int_equal(send(s, &mixed, "campaign=metoo&text=Still+here."), 403);
    assert_true(site_says(s, "Still here."));
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post"), 0);
}

static void the_form_has_a_key_for_everybody(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/w?campaign=metoo"), 200);
    assert_false(site_says(s, "name=\"once\" value=\"\""));
    assert_true(site_says(s, "name=\"campaign\" value=\"metoo\""));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
}

static void thanks_are_for_the_one_who_spoke(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "Mine. #MeToo");
    assert_int_equal(site_page(s, &anna, "/r"), 200);
    assert_true(site_says(s, "Mine."));
    assert_int_equal(site_page(s, &bea, "/r"), 303); /* she has said nothing */
    assert_str(wire_header(&s->wire, "Location"), "/me");
    assert_int_equal(site_page(s, NULL, "/r"), 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_story_is_told),
        ON_SITE(refused_words_come_back),
        ON_SITE(a_foreign_form_is_refused_and_its_words_kept),
        ON_SITE(the_form_has_a_key_for_everybody),
        ON_SITE(thanks_are_for_the_one_who_spoke),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
