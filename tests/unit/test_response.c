/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The headers of every face, redirects, paging links. */
#include <string.h>

#include "scratch.h"
#include "stage.h"
#include "wire.h"

static bool holds(struct str s, const char *part)
{
    return str_search(s, str_of(part)) < s.n;
}

static void pages(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/", "");
    assert_str(wire_header(&wire, "Content-Security-Policy"),
               "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
               "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; "
               "base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://app.example");
    assert_str(wire_header(&wire, "X-Content-Type-Options"), "nosniff");
    assert_str(wire_header(&wire, "Referrer-Policy"), "no-referrer");
    assert_str(wire_header(&wire, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_str(wire_header(&wire, "Cross-Origin-Resource-Policy"), "same-origin");
    assert_str(wire_header(&wire, "X-Robots-Tag"), "noindex, noarchive");
    assert_str(wire_header(&wire, "Strict-Transport-Security"), "max-age=63072000");
    assert_true(holds(wire_header(&wire, "Permissions-Policy"), "browsing-topics=()"));
    assert_str(wire_header(&wire, "Cache-Control"), "no-store");
    assert_null(wire_header(&wire, "Access-Control-Allow-Origin").p);
    assert_null(wire_header(&wire, "Set-Cookie").p);
    assert_null(wire_header(&wire, "Server").p);
    wire_get(&wire, "/nothing", ""); /* errors too */
    assert_true(holds(wire_header(&wire, "Content-Security-Policy"), "form-action 'self'"));
    assert_str(wire_header(&wire, "Cache-Control"), "no-store");
    wire_close(&wire);
}

static void the_api(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/link", "");
    assert_str(wire_header(&wire, "Access-Control-Allow-Origin"), "*");
    assert_true(holds(wire_header(&wire, "Access-Control-Expose-Headers"), "Link"));
    assert_str(wire_header(&wire, "X-Content-Type-Options"), "nosniff");
    assert_str(wire_header(&wire, "Content-Security-Policy"),
               "default-src 'none'; frame-ancestors 'none'");
    assert_str(wire_header(&wire, "X-Robots-Tag"), "noindex, noarchive");
    assert_str(wire_header(&wire, "Content-Type"), "application/json; charset=utf-8");
    assert_null(wire_header(&wire, "X-RateLimit-Limit").p); /* nobody is known */
    wire_close(&wire);
}

static void paging_links(void **state)
{
    struct wire wire;
    wire_open(&wire, stage_port(state));
    wire_get(&wire, "/api/link?limit=2&max_id=77&any%5B%5D=a%20b", "");
    assert_str(wire_header(&wire, "Link"),
               "<https://chorus.test/api/link?limit=2&any%5B%5D=a%20b&max_id=3>; rel=\"next\", "
               "<https://chorus.test/api/link?limit=2&any%5B%5D=a%20b&min_id=9>; rel=\"prev\"");
    wire_get(&wire, "/api/link", "");
    assert_str(wire_header(&wire, "Link"), "<https://chorus.test/api/link?max_id=3>; rel=\"next\", "
                                           "<https://chorus.test/api/link?min_id=9>; rel=\"prev\"");
    wire_close(&wire);
}

static void redirects_stay_here(void **state)
{
    static const struct {
        const char *target;
        const char *location;
    } cases[] = {
        {"/go?to=/form", "/form"},
        {"/go?to=//evil.test/", "/"},
        {"/go?to=/%5Cevil.test", "/"},
        {"/go?to=https://evil.test/", "/"},
        {"/go?to=/a%0D%0ASet-Cookie:x", "/a%0D%0ASet-Cookie:x"},
        {"/go?to=/%D8%A3", "/%D8%A3"},
        {"/go", "/"},
    };
    struct wire wire;
    wire_open(&wire, stage_port(state));
    for (size_t i = 0; i < COUNT(cases); i++) {
        wire_get(&wire, cases[i].target, "");
        assert_int_equal(wire.status, 303);
        assert_true(str_eq(wire_header(&wire, "Location"), str_of(cases[i].location)));
        assert_null(wire_header(&wire, "Set-Cookie").p);
    }
    wire_close(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
        cmocka_unit_test(the_api),
        cmocka_unit_test(paging_links),
        cmocka_unit_test(redirects_stay_here),
    };
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
