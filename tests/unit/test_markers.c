/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markers: how far an app has read, for each list. */
#include "site.h"

static void a_marker_is_kept_and_counts_its_versions(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/markers",
                               "home[last_read_id]=12&notifications[last_read_id]=5"),
                     200);
    assert_json(s, "home.last_read_id", "12");
    assert_json(s, "notifications.last_read_id", "5");
    struct str version = arena_str(&s->f.arena, site_json(s, "home.version"));
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/markers", "home[last_read_id]=20"), 200);
    assert_false(str_eq(site_json(s, "home.version"), version));
    assert_int_equal(site_get(s, &anna, "/api/v1/markers?timeline[]=home"), 200);
    assert_json(s, "home.last_read_id", "20");
    assert_null(site_json(s, "notifications").p);
    assert_int_equal(site_get(s, &bea, "/api/v1/markers?timeline[]=home"), 200);
    assert_null(site_json(s, "home").p);
}

static void what_is_no_marker(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/markers", "home[last_read_id]=1"), 401);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/markers", "home[last_read_id]=x"), 422);
    assert_int_equal(site_get(s, &anna, "/api/v1/markers"), 200);
    assert_true(site_says(s, "{}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_marker_is_kept_and_counts_its_versions),
        ON_SITE(what_is_no_marker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
