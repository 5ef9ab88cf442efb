/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The moderators' pages: the desk, the queue, one post, a flood, lists, an account, settings; and
 * what each refuses. */
#include "domain/standing.h"
#include "site.h"

enum { FLOOD = 3 };

static void give(struct site *s, const struct guest *who, enum role role)
{
    struct act *act = fixture_act(&s->f, ACT_ROLE, who->id);
    act->role = (struct act_role){{0}, role, STR("")};
    site_act(s, act);
}

static struct post_id held(struct site *s, const struct guest *who, uint64_t holds)
{
    struct act *act = fixture_act(&s->f, ACT_POST, who->id);
    act->post.text = STR("Waiting words. #MeToo");
    act->post.holds = holds;
    return (struct post_id){site_act(s, act)};
}

static void settle(struct site *s)
{
    fixture_settle(&s->f);
    fixture_assert_recount(&s->f);
}

static void the_desk_is_for_moderators(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    give(s, &mona, ROLE_MODERATOR);
    held(s, &anna, HOLD_BIT(HOLD_LINK));
    assert_int_equal(site_page(s, &anna, "/m"), 404);
    assert_int_equal(site_page(s, NULL, "/m"), 303);
    assert_int_equal(site_page(s, &mona, "/m"), 200);
    assert_true(site_says(s, "A link"));
    assert_int_equal(site_page(s, &mona, "/n/m"), 200);
    assert_int_equal(site_press(s, &mona, "/m", NULL, "note="), 422);
    assert_int_equal(site_press(s, &anna, "/m", NULL, "note=x"), 404);
    assert_int_equal(site_press(s, &mona, "/m", NULL, "note=It+is+quiet."), 303);
    assert_int_equal(site_page(s, &mona, "/m?done=1"), 200);
    assert_true(site_says(s, "It is quiet."));
    assert_true(site_says(s, "It is done."));
}

static void a_post_is_decided_about_with_what_is_needed(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    give(s, &mona, ROLE_MODERATOR);
    struct post_id voice = site_say(s, &anna, "A voice. #MeToo");
    struct post_id comment = site_answer(s, &anna, voice, "An answer.");
    const char *path = site_path(s, "/m/p/%lld", (long long)comment.v);
    assert_int_equal(site_page(s, &mona, path), 200);
    assert_true(site_says(s, "A voice. #MeToo"));
    assert_true(site_says(s, "What it answers"));
    assert_int_equal(site_page(s, &anna, path), 404);
    assert_int_equal(site_page(s, &mona, "/m/p/7"), 404);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=nothing"), 422);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=hide&reason=99"), 422);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=settings"), 422);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=note&note=Look+twice."), 303);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=hide&reason=2"), 303);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=second-opinion"), 303);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=show"), 403);
    assert_int_equal(site_page(s, &mona, path), 200);
    assert_true(site_says(s, "Look twice."));
    assert_true(site_says(s, "It is hidden."));
    settle(s);
}

static void a_flood_is_decided_about_at_once(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    give(s, &mona, ROLE_MODERATOR);
    for (int i = 0; i < FLOOD; i++)
        held(s, &anna, HOLD_BIT(HOLD_BURST));
    fixture_script(&s->f, "UPDATE hold SET cluster = -77");
    assert_int_equal(site_page(s, &mona, "/m"), 200);
    assert_true(site_says(s, "href=\"/m/b/-77\""));
    assert_int_equal(site_page(s, &mona, "/m/q"), 200);
    assert_true(site_says(s, "Nothing waits here."));
    assert_int_equal(site_page(s, &mona, "/m/b/-77"), 200);
    assert_true(site_says(s, "3 posts"));
    assert_int_equal(site_page(s, &mona, "/m/b/78"), 404);
    assert_int_equal(site_page(s, &mona, "/m/b/x"), 404);
    assert_int_equal(site_press(s, &mona, "/m/b/-77", NULL, "what=hide"), 422);
    assert_int_equal(site_press(s, &anna, "/m/b/-77", NULL, "what=hide-many"), 404);
    assert_int_equal(site_press(s, &mona, "/m/b/-77", NULL, "what=approve-many"), 303);
    settle(s);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM post WHERE state = 0"), FLOOD);
    assert_int_equal(site_page(s, &mona, "/m/h"), 200);
    assert_true(site_says(s, "Many were published"));
    assert_int_equal(site_press(s, &mona, "/m/h/1", NULL, "what=undo"), 303);
    settle(s);
    assert_int_equal(fixture_number(&s->f, "SELECT count(*) FROM hold WHERE cluster = -77"), FLOOD);
    assert_int_equal(site_press(s, &mona, "/m/h/1", NULL, "what=undo"), 409);
    assert_int_equal(site_press(s, &mona, "/m/h/1", NULL, "what=hide"), 422);
}

static void many_wait_on_several_pages(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    give(s, &mona, ROLE_MODERATOR);
    for (int i = 0; i < 25; i++)
        held(s, &anna, HOLD_BIT(HOLD_NAME) | HOLD_BIT(HOLD_LINK));
    assert_int_equal(site_page(s, &mona, "/m/q?reason=9"), 200);
    assert_true(site_says(s, "Later ones"));
    assert_int_equal(site_page(s, &mona, "/m/q?reason=9&since=99999999999999&after=1"), 200);
    assert_true(site_says(s, "Nothing waits here."));
    assert_int_equal(site_page(s, &mona, "/m/q?reason=x&since=-1"), 200);
    assert_int_equal(site_press(s, &mona, "/m/q", NULL, "what=hide-many"), 422);
    assert_int_equal(site_press(s, &mona, "/m/q", NULL, "what=hide&posts[]=1"), 422);
    assert_int_equal(site_press(s, &mona, "/m/q", NULL, "what=hide-many&posts[]=1"), 404);
}

static void an_account_is_decided_about_by_the_servers_moderators(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    struct guest maya = site_guest(s, "maya");
    give(s, &mona, ROLE_MODERATOR);
    give(s, &maya, ROLE_MODERATOR);
    const char *path = site_path(s, "/m/a/%lld", (long long)anna.id.v);
    assert_int_equal(site_page(s, &anna, path), 404);
    assert_int_equal(site_page(s, &mona, path), 200);
    assert_int_equal(site_page(s, &mona, site_path(s, "/m/a/%lld", (long long)s->f.account.v)),
                     404);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=hide"), 422);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=suspend"), 303);
    assert_int_equal(site_page(s, NULL, "/@anna"), 404);
    assert_int_equal(site_page(s, &anna, "/@anna"), 200);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=suspend"), 409);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=unsuspend"), 303);
    assert_int_equal(site_page(s, NULL, "/@anna"), 200);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=remove-account&reason=3"), 303);
    assert_int_equal(site_page(s, &mona, "/m/t"), 200);
    assert_true(site_says(s, "Removal of an account was proposed"));
    assert_int_equal(site_press(s, &mona, "/m/t/1", NULL, "what=confirm"), 403);
    assert_int_equal(site_press(s, &maya, "/m/t/1", NULL, "what=undo"), 422);
    assert_int_equal(site_press(s, &maya, "/m/t/1", NULL, "what=confirm"), 303);
    assert_int_equal(site_page(s, NULL, "/@anna"), 404);
    settle(s);
}

static void organisers_set_rules_and_give_roles(void **state)
{
    struct site *s = *state;
    struct guest olga = site_guest(s, "olga"), anna = site_guest(s, "anna");
    give(s, &olga, ROLE_ORGANISER);
    assert_int_equal(site_page(s, &olga, "/m/s/1"), 200);
    assert_true(site_says(s, "value=\"2\" checked"));
    assert_int_equal(site_page(s, &anna, "/m/s/1"), 404);
    assert_int_equal(site_page(s, &olga, "/m/s/9"), 404);
    assert_int_equal(site_press(s, &olga, "/m/s/1", NULL, "mode=2&rules[]=4&rules[]=9"), 303);
    assert_int_equal(fixture_number(&s->f, "SELECT rules FROM campaign"), 16 + 512);
    assert_int_equal(site_press(s, &olga, "/m/s/1", NULL, "mode=2&rules[]=11"), 422);
    assert_int_equal(site_press(s, &olga, "/m/s/1", NULL, "mode=3"), 422);
    assert_int_equal(site_press(s, &olga, "/m/s/1", NULL, "mode=2&rules[]=77"), 422);
    assert_int_equal(site_page(s, &olga, "/m/w"), 200);
    assert_true(site_says(s, "@olga"));
    assert_int_equal(site_press(s, &olga, "/m/w", NULL, "what=role-give&username=x&role=partner"),
                     422);
    assert_int_equal(site_press(s, &olga, "/m/w", NULL, "what=role-give&username=anna&role=keeper"),
                     422);
    assert_int_equal(site_press(s, &olga, "/m/w", NULL, "what=hide&username=anna"), 422);
    assert_int_equal(
        site_press(s, &olga, "/m/w", NULL,
                   "what=role-give&username=anna&role=moderator&language=es&campaign=1"),
        303);
    assert_int_equal(site_page(s, &anna, "/m"), 200);
    assert_int_equal(site_page(s, &anna, "/m/w"), 404);
}

static void reports_are_dealt_with(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    give(s, &mona, ROLE_MODERATOR);
    struct post_id post = site_say(s, &anna, "Words. #MeToo");
    assert_int_equal(site_press(s, NULL, site_path(s, "/voice/%lld/report", (long long)post.v),
                                NULL, "category=legal&comment=Look."),
                     200);
    int64_t id = fixture_number(&s->f, "SELECT id FROM report");
    const char *path = site_path(s, "/m/r/%lld", (long long)id);
    assert_int_equal(site_page(s, &mona, "/m/r"), 200);
    assert_true(site_says(s, "It is against the law"));
    assert_int_equal(site_page(s, &anna, "/m/r"), 404);
    assert_int_equal(site_press(s, &anna, path, NULL, "what=report-resolve"), 404);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=hide"), 422);
    assert_int_equal(site_press(s, &mona, path, NULL, "what=report-resolve"), 303);
    assert_int_equal(site_page(s, &mona, "/m/r"), 200);
    assert_true(site_says(s, "There are none."));
    assert_int_equal(site_page(s, &mona, "/m/r?closed=1"), 200);
    assert_true(site_says(s, "Open it again"));
}

static void admin_apps_need_scope_and_role(void **state)
{
    struct site *s = *state;
    struct guest anna = site_guest(s, "anna"), mona = site_guest(s, "mona");
    static const char *const reads[] = {"/api/v1/admin/accounts", "/api/v2/admin/accounts",
                                        "/api/v1/admin/accounts/1", "/api/v1/admin/reports"};
    for (size_t i = 0; i < COUNT(reads); i++) {
        assert_int_equal(site_get(s, NULL, reads[i]), 401);
        assert_int_equal(site_get(s, &anna, reads[i]), 403);
    }
    give(s, &mona, ROLE_MODERATOR);
    struct str narrow = site_token(s, mona.id, SCOPE_OF(READ) | SCOPE_OF(WRITE), NULL);
    assert_int_equal(site_get_with(s, narrow, "/api/v1/admin/accounts"), 403);
    assert_int_equal(site_get(s, &mona, "/api/v1/admin/accounts?limit=2"), 200);
    assert_int_equal(site_count(s, ""), 2);
    assert_int_equal(site_get(s, &mona, "/api/v1/admin/accounts?username=anna"), 200);
    assert_json_id(s, "0.id", anna.id);
    assert_json(s, "0.ip", "null");
    assert_int_equal(site_get(s, &mona, "/api/v1/admin/accounts?username=who"), 200);
    assert_int_equal(site_count(s, ""), 0);
    const char *action = site_path(s, "/api/v1/admin/accounts/%lld/action", (long long)anna.id.v);
    assert_int_equal(site_send(s, &anna, "POST", action, "type=suspend"), 403);
    assert_int_equal(site_send(s, &mona, "POST", action, "type=silence"), 422);
    assert_int_equal(site_send(s, &mona, "POST", action, "type=none"), 422);
    assert_int_equal(site_send(s, &mona, "POST", action, "type=suspend&report_id=9"), 404);
    assert_int_equal(site_send(s, &mona, "POST", action, "type=suspend"), 200);
    assert_int_equal(site_get(s, &mona, "/api/v1/admin/accounts?suspended=true"), 200);
    assert_int_equal(site_count(s, ""), 1);
    assert_int_equal(site_get(s, NULL, site_path(s, "/api/v1/accounts/%lld", (long long)anna.id.v)),
                     404);
    settle(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SITE(the_desk_is_for_moderators),
        ON_SITE(a_post_is_decided_about_with_what_is_needed),
        ON_SITE(a_flood_is_decided_about_at_once),
        ON_SITE(many_wait_on_several_pages),
        ON_SITE(an_account_is_decided_about_by_the_servers_moderators),
        ON_SITE(organisers_set_rules_and_give_roles),
        ON_SITE(reports_are_dealt_with),
        ON_SITE(admin_apps_need_scope_and_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
