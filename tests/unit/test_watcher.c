/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Channels of streams: who may open them, and which event belongs in which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "api/watcher.h"
#include "domain/token.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    return arena_init(&arena, 1 << 20) == OK ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static const struct channel *channel(const char *name)
{
    const struct channel *found = channel_find(str_of(name));
    assert_non_null(found);
    return found;
}

static void names_are_known(void **state)
{
    (void)state;
    assert_int_equal(channel("public:local")->shows, SHOWS_PUBLIC);
    assert_int_equal(channel("hashtag")->shows, SHOWS_HASHTAG);
    assert_int_equal(channel("direct")->shows, SHOWS_NOTHING);
    assert_null(channel_find(STR("nowhere")));
    assert_null(channel_find(STR("")));
    assert_null(channel_find((struct str){0}));
}

static void permission_is_asked(void **state)
{
    (void)state;
    struct identity nobody = {0};
    struct identity reader = {.person = 1, .token = 1, .scopes = SCOPE_OF(READ_STATUSES)};
    struct identity writer = {.person = 1, .token = 1, .scopes = SCOPE_OF(WRITE)};
    assert_int_equal(channel_allows(channel("public"), &nobody), OK);
    assert_int_equal(channel_allows(channel("hashtag"), &nobody), OK);
    assert_int_equal(channel_allows(channel("user"), &nobody), ERR_UNAUTHORISED);
    assert_int_equal(channel_allows(channel("direct"), &nobody), ERR_UNAUTHORISED);
    assert_int_equal(channel_allows(channel("user"), &reader), OK);
    assert_int_equal(channel_allows(channel("user:notification"), &reader), ERR_SCOPE);
    assert_int_equal(channel_allows(channel("public"), &writer), ERR_SCOPE);
}

static void the_same_subscription_is_one(void **state)
{
    (void)state;
    struct watcher watcher = {0};
    assert_int_equal(watcher_add(&watcher, &arena, channel("hashtag"), STR("MeToo")), OK);
    assert_int_equal(watcher_add(&watcher, &arena, channel("hashtag"), STR("METOO")), OK);
    assert_int_equal(watcher_add(&watcher, &arena, channel("public"), STR("")), OK);
    assert_int_equal(watcher_add(&watcher, &arena, channel("public"), STR("ignored")), OK);
    assert_int_equal(watcher.n, 2);
    assert_true(str_eq(subscription_tag(&watcher.subscriptions[0]), STR("MeToo")));
    assert_int_equal(watcher_add(&watcher, &arena, channel("hashtag"), STR("1 2")), ERR_BAD_INPUT);
    watcher_remove(&watcher, &arena, channel("hashtag"), STR("nothing"));
    assert_int_equal(watcher.n, 2);
    watcher_remove(&watcher, &arena, channel("hashtag"), STR("metoo"));
    assert_int_equal(watcher.n, 1);
    assert_ptr_equal(watcher.subscriptions[0].channel, channel("public"));
    watcher_free(&watcher);
}

static void there_is_an_end(void **state)
{
    (void)state;
    struct watcher watcher = {0};
    for (int i = 0; i < WATCHER_CHANNELS_MAX; i++) {
        struct str tag = arena_printf(&arena, "tag%d", i);
        assert_int_equal(watcher_add(&watcher, &arena, channel("hashtag"), tag), OK);
    }
    assert_int_equal(watcher_add(&watcher, &arena, channel("hashtag"), STR("x")), ERR_TOO_MANY);
    watcher_free(&watcher);
    assert_int_equal(watcher.n, 0);
}

/* Whether a watcher of this one channel wants the event. */
static bool wants(const char *name, const char *tag, const struct event *event)
{
    struct watcher watcher = {.who = {.person = 7}};
    assert_int_equal(watcher_add(&watcher, &arena, channel(name), str_of(tag)), OK);
    bool is_wanted = watcher_wants(&watcher, &watcher.subscriptions[0], event);
    watcher_free(&watcher);
    return is_wanted;
}

static void public_channels_have_listed_voices(void **state)
{
    (void)state;
    struct event voice = {.kind = EVENT_POST, .post = {5}, .is_listed = true};
    assert_true(wants("public", "", &voice));
    assert_true(wants("public:local", "", &voice));
    assert_false(wants("public:remote", "", &voice));
    struct event comment = voice;
    comment.root.v = 4;
    assert_false(wants("public", "", &comment));
    struct event unlisted = voice;
    unlisted.is_listed = false;
    assert_false(wants("public", "", &unlisted));
    struct event share = {.kind = EVENT_SHARE, .post = {5}, .share = 6, .is_listed = true};
    assert_false(wants("public", "", &share));
    struct event gone = {.kind = EVENT_GONE, .post = {5}};
    assert_true(wants("public", "", &gone));
    gone.share = 5;
    assert_false(wants("public", "", &gone));
}

static void hashtag_channels_have_their_own(void **state)
{
    (void)state;
    const struct str keys[] = {STR_INIT("other"), STR_INIT("metoo")};
    struct event comment = {
        .kind = EVENT_POST, .root = {4}, .tags = keys, .n_tags = 2, .is_listed = true};
    assert_true(wants("hashtag", "MeToo", &comment));
    assert_false(wants("hashtag", "YoTambien", &comment));
    comment.is_listed = false;
    assert_false(wants("hashtag", "MeToo", &comment));
    struct event gone = {.kind = EVENT_GONE, .tags = keys, .n_tags = 1};
    assert_false(wants("hashtag", "MeToo", &gone));
    gone.n_tags = 0;
    assert_true(wants("hashtag", "MeToo", &gone));
}

static void home_has_hers_and_those_she_follows(void **state)
{
    (void)state;
    struct event hers = {.kind = EVENT_POST, .account = {7}};
    struct event other = {.kind = EVENT_POST, .account = {8}, .is_listed = true};
    assert_true(wants("user", "", &hers));
    assert_false(wants("user", "", &other));
    assert_false(wants("user:notification", "", &hers));

    struct watcher watcher = {.who = {.person = 7}};
    assert_int_equal(watcher_add(&watcher, &arena, channel("user"), STR("")), OK);
    const int64_t followed[] = {3, 8, 20};
    watcher.follows = buf_init(sizeof followed);
    buf_put(&watcher.follows, (struct str){(const char *)followed, sizeof followed});
    watcher.tags = buf_init(100);
    buf_put(&watcher.tags, STR("metoo\nsolidarity\n"));
    const struct subscription *home = &watcher.subscriptions[0];
    assert_true(watcher_wants(&watcher, home, &other));
    const struct str keys[] = {STR_INIT("solidarity")};
    struct event tagged = {
        .kind = EVENT_POST, .account = {9}, .tags = keys, .n_tags = 1, .is_listed = true};
    assert_true(watcher_wants(&watcher, home, &tagged));
    tagged.is_listed = false;
    assert_false(watcher_wants(&watcher, home, &tagged));
    watcher_free(&watcher);
}

static void notices_need_their_scope(void **state)
{
    (void)state;
    struct watcher watcher = {.who = {.person = 7, .scopes = SCOPE_OF(READ_STATUSES)}};
    assert_int_equal(watcher_add(&watcher, &arena, channel("user"), STR("")), OK);
    assert_false(watcher_wants_notices(&watcher, &watcher.subscriptions[0]));
    watcher.who.scopes |= SCOPE_OF(READ_NOTIFICATIONS);
    assert_true(watcher_wants_notices(&watcher, &watcher.subscriptions[0]));
    watcher.subscriptions[0].channel = channel("public");
    assert_false(watcher_wants_notices(&watcher, &watcher.subscriptions[0]));
    watcher_free(&watcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_known),
        cmocka_unit_test(permission_is_asked),
        cmocka_unit_test(the_same_subscription_is_one),
        cmocka_unit_test(there_is_an_end),
        cmocka_unit_test(public_channels_have_listed_voices),
        cmocka_unit_test(hashtag_channels_have_their_own),
        cmocka_unit_test(home_has_hers_and_those_she_follows),
        cmocka_unit_test(notices_need_their_scope),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
