/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Our own endpoints: campaigns, their hashtags, a receipt for who came by an app. */
#include "site.h"

static void campaigns_and_their_hashtags(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_json(s, "0.slug", "metoo");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/metoo"), 200);
    assert_json(s, "title", "metoo");
    assert_json(s, "language", "en");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/metoo/hashtags"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_json(s, "0.name", "MeToo");
    assert_json(s, "1.language", "es");
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/other"), 404);
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/other/hashtags"), 404);
}

static void a_receipt_is_given_once(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_send(s, &anna, "POST", "/api/chorus/v1/receipt", ""), 200);
    struct receipt receipt;
    assert_int_equal(receipt_parse(site_json(s, "receipt"), &receipt), OK);
    assert_true(site_send(s, &anna, "POST", "/api/chorus/v1/receipt", "") >= 400);
    assert_int_equal(site_send(s, NULL, "POST", "/api/chorus/v1/receipt", ""), 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(campaigns_and_their_hashtags),
        ON_SITE(a_receipt_is_given_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
