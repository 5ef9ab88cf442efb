/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Streams over SSE: who may open them, and what comes. */
#include "site.h"

/* Opens a stream on a connection of its own. */
static void open_stream(struct site *s, struct wire *wire, const char *path,
                        const struct guest *who)
{
    wire_open(wire, http_port(s->server));
    struct str token =
        who != NULL ? arena_printf(&s->f.arena, "Authorization: Bearer %.*s\r\n", STRF(who->token))
                    : STR("");
    wire_send(wire, arena_printf(&s->f.arena, "GET %s HTTP/1.1\r\nHost: chorus.test\r\n%.*s\r\n",
                                 path, STRF(token)));
    assert_true(wire_read_head(wire));
    assert_int_equal(wire->status, 200);
}

static void what_is_said_comes(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct wire tag, all;
    open_stream(s, &tag, "/api/v1/streaming/hashtag?tag=metoo", NULL);
    open_stream(s, &all, "/api/v1/streaming/public", NULL);
    assert_true(str_starts(wire_header(&tag, "Content-Type"), STR("text/event-stream")));
    site_say(s, &anna, "Not under it.");
    struct post_id post = site_say(s, &anna, "Under it. #MeToo");
    assert_true(wire_read_until(&tag, "event: update\n"));
    assert_true(wire_read_until(&tag, "Under it."));
    assert_true(wire_read_until(&all, "Not under it."));
    struct act *act = fixture_act(&s->f, ACT_WITHDRAW, anna.id);
    act->withdraw = post;
    site_act(s, act);
    assert_true(wire_read_until(&tag, "event: delete\n"));
    assert_true(wire_read_until(&tag, site_path(s, "data: %lld\n", (long long)post.v)));
    wire_close(&tag);
    wire_close(&all);
}

static void what_is_told_her_comes_to_her(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), bea = site_guest(s, "bea");
    struct post_id post = site_say(s, &anna, "#MeToo");
    struct wire wire;
    open_stream(s, &wire, "/api/v1/streaming/user", &anna);
    site_answer(s, &bea, post, "With you.");
    assert_true(wire_read_until(&wire, "event: notification\n"));
    assert_true(wire_read_until(&wire, "With you."));
    wire_close(&wire);
}

static void who_may_not_listen(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct guest writer = {.token = site_token(s, anna.id, SCOPE_OF(WRITE), NULL)};
    assert_int_equal(site_get(s, NULL, "/api/v1/streaming/user"), 401);
    assert_int_equal(site_get(s, &writer, "/api/v1/streaming/user"), 403);
    assert_int_equal(site_get(s, NULL, "/api/v1/streaming/hashtag"), 400);
    assert_int_equal(site_get(s, NULL, "/api/v1/streaming/nowhere"), 404);
    assert_int_equal(site_get(s, NULL, "/api/v1/streaming/health"), 200);
    assert_true(site_says(s, "OK"));
}

static void figures_come_when_they_are_released(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna");
    struct wire wire;
    open_stream(s, &wire, "/api/chorus/v1/campaigns/metoo/figures/stream", NULL);
    site_say(s, &anna, "#MeToo");
    assert_true(wire_read_until(&wire, "event: figures\n"));
    assert_true(wire_read_until(&wire, "\"people\":1"));
    wire_close(&wire);
    assert_int_equal(site_get(s, NULL, "/api/chorus/v1/campaigns/other/figures/stream"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(what_is_said_comes),
        ON_SITE(what_is_told_her_comes_to_her),
        ON_SITE(who_may_not_listen),
        ON_SITE(figures_come_when_they_are_released),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
