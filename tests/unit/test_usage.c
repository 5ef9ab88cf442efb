/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much the server is used, by weeks and months, from the released figures. */
#include "site.h"

static void months_and_weeks(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    site_say(s, &anna, "#MeToo");
    site_say(s, &anna, "#MeToo again");
    site_say(s, &bea, "Not of any campaign.");
    assert_int_equal(site_get(s, NULL, "/api/v1/instance"), 200);
    assert_json(s, "stats.user_count", "1");
    assert_json(s, "stats.status_count", "2");
    assert_json(s, "stats.domain_count", "1");
    assert_int_equal(site_get(s, NULL, "/api/v1/instance/activity"), 200);
    assert_json(s, "0.statuses", "2");
    assert_json(s, "0.registrations", "1");
    assert_json(s, "1.statuses", "0");
    assert_int_equal(site_get(s, NULL, "/nodeinfo/2.0"), 200);
    assert_json(s, "usage.users.activeMonth", "1");
    assert_json(s, "usage.users.activeHalfyear", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(months_and_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
