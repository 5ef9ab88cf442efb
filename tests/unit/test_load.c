/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the domain to entities: addresses, mentions, names, pictures. */
#include <string.h>

#include "api/load.h"
#include "site.h"

static void addresses_are_whole(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct post_id post = site_say(s, &anna, "To @anna and @nobody_here #YoTambién");
    assert_int_equal(site_get(s, NULL, site_path(s, "/api/v1/statuses/%lld", (long long)post.v)),
                     200);
    assert_true(
        str_eq(site_json(s, "url"),
               arena_printf(&s->f.arena, "http://chorus.test/voice/%lld", (long long)post.v)));
    assert_json(s, "account.url", "http://chorus.test/@anna");
    assert_json(s, "tags.0.url", "http://chorus.test/tags/YoTambi%C3%A9n");
    assert_int_equal(site_count(s, "mentions"), 1);
    assert_json(s, "mentions.0.acct", "anna");
    assert_json_id(s, "mentions.0.id", anna.id);
    struct str avatar = site_json(s, "account.avatar");
    assert_true(str_starts(avatar, STR("http://chorus.test/assets/avatar.")));
    const char *picture =
        site_path(s, "%.*s", STRF(str_sub(avatar, strlen("http://chorus.test"), avatar.n)));
    assert_int_equal(site_get(s, NULL, picture), 200);
}

static void an_anonymous_voice_is_the_campaigns(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct act *act = fixture_act(&s->f, ACT_POST, anna.id);
    act->post = (struct act_post){.text = STR("#MeToo"), .is_anonymous = true};
    struct post_id post = {site_act(s, act)};
    assert_int_equal(site_get(s, NULL, site_path(s, "/api/v1/statuses/%lld", (long long)post.v)),
                     200);
    assert_json(s, "account.username", "metoo");
    assert_json(s, "account.group", "true");
    assert_false(site_says(s, "anna"));
}

static void texts_are_joined(void **state)
{
    struct site *s = *state;
    assert_str(load_join(&s->f.arena, STR("a"), STR(""), STR("bc")), "abc");
    assert_str(load_join(&s->f.arena, (struct str){0}, STR("b"), (struct str){0}), "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(addresses_are_whole),
        ON_SITE(an_anonymous_voice_is_the_campaigns),
        ON_SITE(texts_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
