/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Leaving at once: away, and the session forgotten by the browser. */
#include "site.h"

static void away_at_once(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_page(s, &anna, "/leave"), 302);
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
    assert_int_equal(s->wire.status, 302);
    assert_null(wire_header(&s->wire, "Clear-Site-Data").p);
    assert_null(wire_header(&s->wire, "Set-Cookie").p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(away_at_once),
        ON_SITE(a_picture_elsewhere_clears_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
