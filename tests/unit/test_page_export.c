/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies to keep: as JSON and as text, hers alone. */
#include "site.h"

static void as_json(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "Mine. #MeToo");
    site_say(s, &bea, "Not mine.");
    assert_int_equal(site_page(s, &anna, "/me/export.json"), 200);
    assert_true(str_starts(wire_header(&s->wire, "Content-Disposition"),
                           STR("attachment; filename=\"notes")));
    assert_true(site_says(s, "\"Mine. #MeToo\""));
    assert_false(site_says(s, "Not mine."));
    assert_int_equal(site_page(s, NULL, "/me/export.json"), 303);
}

static void as_text(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    site_say(s, &anna, "Mine. #MeToo");
    assert_int_equal(site_page(s, &anna, "/me/export.txt"), 200);
    assert_str(wire_header(&s->wire, "Content-Type"), "text/plain; charset=utf-8");
    assert_true(site_says(s, "Mine. #MeToo"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(as_json),
        ON_SITE(as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
