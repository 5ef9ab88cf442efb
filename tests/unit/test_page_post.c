/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Voices as they stand in lists: authors, warnings, words, never more than was said. */
#include "site.h"

static void words_are_words(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "<script>x</script> & \"quoted\" #MeToo @anna");
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "&lt;script&gt;x&lt;/script&gt; &amp; "));
    assert_true(site_says(s, "href=\"/tags/MeToo\""));
    assert_true(site_says(s, "href=\"/@anna\""));
}

static void a_warning_stands_before_the_words(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct act *act = fixture_act(&s->f, ACT_POST, anna.id);
    act->post = (struct act_post){
        .text = STR("Behind it. #MeToo"), .warning = STR("About <violence>"), .is_sensitive = true};
    site_act(s, act);
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    size_t warning = str_search(s->wire.body, STR("About &lt;violence&gt;"));
    assert_true(warning < str_search(s->wire.body, STR("Behind it.")));
    assert_true(site_says(s, "<details"));
}

static void an_anonymous_voice_leads_to_nobody(void **state)
{
    struct site *s = *state;
    struct guest who = site_guest(s, "hidden_one");
    struct act *act = fixture_act(&s->f, ACT_POST, who.id);
    act->post = (struct act_post){.text = STR("Who am I? #MeToo"), .is_anonymous = true};
    site_act(s, act);
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "Anonymous"));
    assert_false(site_says(s, "hidden_one"));
}

static void what_one_blocks_is_not_shown_to_her(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &bea, "From bea. #MeToo");
    struct act *act = fixture_act(&s->f, ACT_TIE, anna.id);
    act->tie = (struct act_tie){.kind = TIE_BLOCK, .target = bea.id.v};
    site_act(s, act);
    assert_int_equal(site_page(s, &anna, "/c/metoo"), 200);
    assert_false(site_says(s, "From bea."));
    assert_int_equal(site_page(s, NULL, "/c/metoo"), 200);
    assert_true(site_says(s, "From bea."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(words_are_words),
        ON_SITE(a_warning_stands_before_the_words),
        ON_SITE(an_anonymous_voice_leads_to_nobody),
        ON_SITE(what_one_blocks_is_not_shown_to_her),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
