/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands on every page: the language, the way out, the headers that protect a reader. */
#include "site.h"

static void a_page_has_a_beginning_and_an_end(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_page(s, NULL, "/about"), 200);
    assert_true(site_says(s, "<html lang=\"en\" dir=\"ltr\">"));
    assert_true(site_says(s, "href=\"/leave\""));
    assert_true(site_says(s, "Come back with a receipt"));
    assert_str(wire_header(&s->wire, "Content-Language"), "en");
    assert_str(wire_header(&s->wire, "Referrer-Policy"), "no-referrer");
    assert_true(
        str_starts(wire_header(&s->wire, "Content-Security-Policy"), STR("default-src 'none'")));
    assert_int_equal(site_page(s, NULL, "/about?lang=ar"), 200);
    assert_true(site_says(s, "<html lang=\"ar\" dir=\"rtl\">"));
    assert_int_equal(site_page(s, NULL, "/about?lang=zz"), 200);
    assert_true(site_says(s, "<html lang=\"en\""));
}

static void who_is_known_is_led_to_her_page(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_page(s, &anna, "/about"), 200);
    assert_true(site_says(s, "href=\"/me\""));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
    assert_int_equal(site_page(s, NULL, "/about"), 200);
    assert_false(site_says(s, "href=\"/me\""));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-cache");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_page_has_a_beginning_and_an_end),
        ON_SITE(who_is_known_is_led_to_her_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
