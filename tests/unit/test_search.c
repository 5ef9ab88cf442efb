/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search: hashtags and accounts by their beginning; addresses of our own. */
#include <string.h>

#include "site.h"

static void what_begins_so_is_found(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "metina");
    struct post_id post = site_say(s, &anna, "#MeToo");
    assert_int_equal(site_get(s, &anna, "/api/v2/search?q=met"), 200);
    assert_json(s, "accounts.0.username", "metina");
    assert_json(s, "hashtags.0.name", "MeToo");
    assert_int_equal(site_count(s, "statuses"), 0);
    assert_int_equal(site_get(s, &anna, "/api/v2/search?q=met&type=hashtags"), 200);
    assert_int_equal(site_count(s, "accounts"), 0);
    assert_int_equal(site_count(s, "hashtags"), 1);
    assert_int_equal(
        site_get(s, &anna,
                 site_path(s, "/api/v2/search?q=http://chorus.test/@metina/%lld&resolve=true",
                           (long long)post.v)),
        200);
    assert_json_id(s, "statuses.0.id", post);
}

static void what_is_refused(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    assert_int_equal(site_get(s, &anna, "/api/v2/search"), 422);
    char query[600] = "/api/v2/search?q=";
    memset(query + strlen(query), 'x', 501);
    assert_int_equal(site_get(s, &anna, query), 422);
    assert_int_equal(site_get(s, &anna, "/api/v2/search?q=nobody-is-called-so"), 200);
    assert_int_equal(site_count(s, "accounts"), 0);
    assert_int_equal(site_count(s, "hashtags"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(what_begins_so_is_found),
        ON_SITE(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
