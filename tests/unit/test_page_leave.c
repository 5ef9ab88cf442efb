/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Leaving at once: away, and the session forgotten by the browser. */
#include "site.h"
#include "web/web.h"

static void away_at_once(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_page(s, &anna, "/leave"), 303);
    assert_true(str_starts(wire_header(&s->wire, "Location"), STR("https://")));
    assert_str(wire_header(&s->wire, "Cache-Control"), "no-store");
    assert_true(str_starts(wire_header(&s->wire, "Clear-Site-Data"), STR("\"cookies\"")));
    struct str cookie = wire_header(&s->wire, "Set-Cookie");
    assert_true(str_ends(cookie, STR("Max-Age=0")));
}

/* A picture on another site must not log anybody out. */
static void a_picture_elsewhere_clears_nothing(void **state)
{
    struct site *s = *state;
    wire_get(&s->wire, "/leave", "Sec-Fetch-Dest: image\r\nSec-Fetch-Site: cross-site\r\n");
    assert_int_equal(s->wire.status, 303);
    assert_null(wire_header(&s->wire, "Clear-Site-Data").p);
    assert_null(wire_header(&s->wire, "Set-Cookie").p);
}

/* One for a language each, and one for all others. */
static void e2_the_list_is_checked(void **state)
{
    (void)state;
    assert_true(web_leave_is_valid(STR("https://weather.example")));
    assert_true(web_leave_is_valid(STR("es=https://tiempo.example/?a=b http://weather.example")));
    assert_true(web_leave_is_valid(STR("  https://weather.example  ")));
    assert_false(web_leave_is_valid(STR("")));
    assert_false(web_leave_is_valid(STR("es=https://tiempo.example")));
    assert_false(web_leave_is_valid(STR("https://weather.example es=/here")));
    assert_false(web_leave_is_valid(STR("https:///weather")));
    assert_false(web_leave_is_valid(STR("javascript:alert(1)")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(away_at_once),
        ON_SITE(a_picture_elsewhere_clears_nothing),
        cmocka_unit_test(e2_the_list_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
