/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Suspended accounts: out of every list and figure, and back exactly as they were. */
#include "domain/moderation.h"

#include "campaign_fixture.h"

static const struct person_id nobody;

static struct person_id moderator(struct fixture *f, const char *username)
{
    struct person_id person = fixture_arrive(f, username);
    struct act *act = fixture_act(f, ACT_ROLE, person);
    act->role = (struct act_role){{0}, ROLE_MODERATOR, STR("")};
    assert_int_equal(fixture_apply(f, act), OK);
    return person;
}

static struct act *decision(struct fixture *f, struct person_id person, enum decision_kind kind)
{
    struct act *act = fixture_act(f, ACT_DECIDE, person);
    act->decide.kind = kind;
    return act;
}

static enum err decide_account(struct fixture *f, struct person_id person, enum decision_kind kind,
                               struct person_id account)
{
    struct act *act = decision(f, person, kind);
    act->decide.account = account;
    return fixture_apply(f, act);
}

static bool is_shown(struct fixture *f, struct post_id id)
{
    struct post post;
    return fixture_post(f, nobody, id, &post) == OK;
}

static void a_suspended_account_leaves_the_figures_and_comes_back(void **state)
{
    struct fixture *f = *state;
    struct person_id mona = moderator(f, "mona");
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "#MeToo"), own = fixture_say(f, berta, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "Hm.");
    struct post post;
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    fixture_share(f, berta, voice);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 2, 1, 1, 1});
    assert_int_equal(decide_account(f, mona, DECIDE_UNSUSPEND, berta), ERR_CONFLICT);
    assert_int_equal(decide_account(f, mona, DECIDE_SUSPEND, berta), OK);
    int64_t number = fixture_number(f, "SELECT max(id) FROM decision");
    assert_int_equal(decide_account(f, mona, DECIDE_SUSPEND, berta), ERR_CONFLICT);
    assert_false(is_shown(f, own));
    assert_false(is_shown(f, comment));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.reactions[REACTION_NONE] + post.shares + post.comments, 0);
    fixture_assert_recount(f);
    /* She says nothing meanwhile, but may take back what is hers. */
    assert_int_equal(fixture_react(f, berta, voice, REACTION_THANK_YOU), ERR_FORBIDDEN);
    struct act *act = fixture_act(f, ACT_POST, berta);
    act->post.text = STR("#MeToo");
    assert_int_equal(fixture_apply(f, act), ERR_FORBIDDEN);
    assert_int_equal(fixture_withdraw(f, berta, own), OK);
    fixture_assert_recount(f);
    struct act *undo = decision(f, moderator(f, "maya"), DECIDE_UNDO);
    undo->decide.number = number;
    assert_int_equal(fixture_apply(f, undo), OK);
    assert_true(is_shown(f, comment));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 1, 1});
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.reactions[REACTION_BELIEVE], 1);
    fixture_assert_recount(f);
    assert_int_equal(fixture_unreact(f, berta, voice), OK);
    fixture_assert_recount(f);
}

static void what_is_aside_can_be_taken_back_and_falls(void **state)
{
    struct fixture *f = *state;
    struct person_id mona = moderator(f, "mona");
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "#MeToo"), other = fixture_say(f, anna, "#MeToo");
    assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_react(f, berta, other, REACTION_BELIEVE), OK);
    fixture_share(f, berta, other);
    assert_int_equal(decide_account(f, mona, DECIDE_SUSPEND, berta), OK);
    assert_int_equal(fixture_unreact(f, berta, voice), OK);
    fixture_assert_recount(f);
    assert_int_equal(fixture_withdraw(f, anna, other), OK);
    fixture_assert_recount(f);
    assert_int_equal(decide_account(f, mona, DECIDE_UNSUSPEND, berta), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static void what_is_said_anonymously_does_not_vanish_with_the_account(void **state)
{
    struct fixture *f = *state;
    struct person_id mona = moderator(f, "mona");
    struct person_id anna = fixture_arrive(f, "anna");
    struct act *act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("#MeToo");
    act->post.is_anonymous = true;
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id voice = {act->id};
    assert_int_equal(decide_account(f, mona, DECIDE_SUSPEND, anna), OK);
    assert_true(is_shown(f, voice));
    struct act *hide = decision(f, mona, DECIDE_HIDE);
    hide->decide.post = voice;
    assert_int_equal(fixture_apply(f, hide), OK);
    assert_false(is_shown(f, voice));
    fixture_assert_recount(f);
}

static void moderators_do_not_shut_out_organisers(void **state)
{
    struct fixture *f = *state;
    struct person_id mona = moderator(f, "mona"), maya = moderator(f, "maya"),
                     olga = fixture_arrive(f, "olga"), odile = fixture_arrive(f, "odile");
    const struct person_id organisers[] = {olga, odile};
    for (size_t i = 0; i < COUNT(organisers); i++) {
        struct act *act = fixture_act(f, ACT_ROLE, organisers[i]);
        act->role = (struct act_role){{0}, ROLE_ORGANISER, STR("")};
        assert_int_equal(fixture_apply(f, act), OK);
    }
    assert_int_equal(decide_account(f, mona, DECIDE_SUSPEND, olga), ERR_FORBIDDEN);
    assert_int_equal(decide_account(f, mona, DECIDE_REMOVE_ACCOUNT, olga), ERR_FORBIDDEN);
    assert_int_equal(decide_account(f, odile, DECIDE_REMOVE_ACCOUNT, olga), OK);
    struct act *confirm = decision(f, maya, DECIDE_CONFIRM);
    confirm->decide.number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(fixture_apply(f, confirm), ERR_FORBIDDEN);
    assert_int_equal(decide_account(f, odile, DECIDE_SUSPEND, olga), OK);
    assert_int_equal(decide_account(f, mona, DECIDE_UNSUSPEND, olga), ERR_FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(moderators_do_not_shut_out_organisers),
        IN_MEMORY(a_suspended_account_leaves_the_figures_and_comes_back),
        IN_MEMORY(what_is_aside_can_be_taken_back_and_falls),
        IN_MEMORY(what_is_said_anonymously_does_not_vanish_with_the_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
