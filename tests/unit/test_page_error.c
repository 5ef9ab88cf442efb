/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Errors as pages: their status, a way on, nothing of the request as it came. */
#include "site.h"

static void a_way_on(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/nothing-%3Cb%3E"), 404);
    assert_true(site_says(s, "Nothing is here"));
    assert_true(site_says(s, "href=\"/\""));
    assert_false(site_says(s, "<b>"));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
    assert_int_equal(site_page(s, NULL, "/c/other?lang=es"), 404);
    assert_true(site_says(s, "<html lang=\"es\""));
    assert_int_equal(site_send(s, NULL, "PUT", "/about", ""), 405);
    assert_true(wire_header(&s->wire, "Allow").n > 0);
    assert_true(site_says(s, "Nothing is here"));
}

static void each_error_has_its_words(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), other = anna;
    other.session.v++;
    assert_int_equal(site_press(s, &other, "/logout", NULL, ""), 403);
    assert_true(site_says(s, "Please try again"));
    assert_int_equal(site_page(s, NULL, "/c/%ff"), 400);
    assert_true(site_says(s, "Please look again"));
}

/* An address that no route knows was once answered without a look at its query. */
static void an_unknown_address_is_answered_in_its_language(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/nothing?lang=es"), 404);
    assert_true(site_says(s, "<html lang=\"es\""));
    assert_int_equal(site_page(s, NULL, "/nothing?lang=none"), 404);
    assert_true(site_says(s, "<html lang=\"en\""));
    assert_int_equal(site_page(s, NULL, "/nothing?lang=es&x=%ff"), 404);
    assert_true(site_says(s, "<html lang=\"en\""));
    assert_int_equal(site_press(s, NULL, "/nothing/comment?text=said-before", NULL, ""), 404);
    assert_true(site_says(s, "Nothing is here"));
    assert_false(site_says(s, "said-before"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_way_on),
        ON_SITE(each_error_has_its_words),
        ON_SITE(an_unknown_address_is_answered_in_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
