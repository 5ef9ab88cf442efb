/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* NodeInfo: found, in both versions, with figures that are released. */
#include "site.h"

static void it_is_found_and_counts(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "#MeToo");
    site_answer(s, &anna, post, "And more.");
    assert_int_equal(site_get(s, NULL, "/.well-known/nodeinfo"), 200);
    assert_json(s, "links.0.href", "http://chorus.test/nodeinfo/2.0");
    assert_json(s, "links.1.href", "http://chorus.test/nodeinfo/2.1");
    static const char *const versions[] = {"2.0", "2.1"};
    for (size_t i = 0; i < COUNT(versions); i++) {
        assert_int_equal(site_get(s, NULL, site_path(s, "/nodeinfo/%s", versions[i])), 200);
        assert_true(str_eq(site_json(s, "version"), str_of(versions[i])));
        assert_json(s, "software.name", "chorus");
        assert_json(s, "openRegistrations", "true");
        assert_json(s, "usage.users.total", "1");
        assert_json(s, "usage.localPosts", "1");
        assert_json(s, "usage.localComments", "1");
    }
    assert_int_equal(site_get(s, NULL, "/nodeinfo/3.0"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(it_is_found_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
