/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reports: stored with their reason; what cannot be reported. */
#include "site.h"

static void a_report_is_stored(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &bea, "#MeToo");
    assert_int_equal(
        site_send(s, &anna, "POST", "/api/v1/reports",
                  site_path(s, "account_id=%lld&status_ids[]=%lld&comment=No.&category=spam",
                            (long long)bea.id.v, (long long)post.v)),
        200);
    assert_json(s, "category", "spam");
    assert_json(s, "comment", "No.");
    assert_json(s, "target_account.username", "bea");
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM report"), 1);
}

static void what_is_no_report(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, NULL, "POST", "/api/v1/reports", "account_id=1"), 401);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/reports", ""), 422);
    assert_int_equal(site_send(s, &anna, "POST", "/api/v1/reports", "account_id=999"), 404);
    assert_int_equal(
        site_send(s, &anna, "POST", "/api/v1/reports",
                  site_path(s, "account_id=%lld&category=dislike", (long long)anna.id.v)),
        422);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM report"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(a_report_is_stored),
        ON_SITE(what_is_no_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
