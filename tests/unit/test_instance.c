/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the server says of itself: instance, versions, lists that are empty here. */
#include "api/instance.h"
#include "site.h"

static void both_instances_agree(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_get(s, NULL, "/api/v1/instance"), 200);
    struct str version = arena_str(&s->f.arena, site_json(s, "version"));
    assert_true(str_starts(version, STR(MASTODON_VERSION)));
    assert_json(s, "uri", "chorus.test");
    assert_json(s, "configuration.statuses.max_characters", "20000");
    assert_int_equal(site_get(s, NULL, "/api/v2/instance"), 200);
    assert_true(str_eq(site_json(s, "version"), version));
    assert_json(s, "domain", "chorus.test");
    assert_json(s, "registrations.enabled", "true");
    assert_json(s, "configuration.media_attachments.supported_mime_types", "[ ]");
}

static void what_is_empty_here(void **state)
{
    static const char *const lists[] = {"/api/v1/custom_emojis",  "/api/v1/announcements",
                                        "/api/v1/instance/peers", "/api/v1/instance/rules",
                                        "/api/v1/directory",      "/api/v1/trends/links"};
    struct site *s = *state;
    for (size_t i = 0; i < COUNT(lists); i++) {
        assert_int_equal(site_get(s, NULL, lists[i]), 200);
        assert_int_equal(site_count(s, ""), 0);
    }
    assert_int_equal(site_get(s, NULL, "/api/v1/instance/activity"), 200);
    assert_int_equal(site_count(s, ""), 12);
    assert_int_equal(site_get(s, NULL, "/api/v1/nothing"), 404);
    assert_true(site_json(s, "error").n > 0);
}

static void where_to_log_in(void **state)
{
    struct site *s = *state;
    assert_int_equal(site_get(s, NULL, "/.well-known/oauth-authorization-server"), 200);
    assert_json(s, "issuer", "http://chorus.test/");
    assert_json(s, "token_endpoint", "http://chorus.test/oauth/token");
    assert_json(s, "code_challenge_methods_supported.0", "S256");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(both_instances_agree),
        ON_SITE(what_is_empty_here),
        ON_SITE(where_to_log_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
