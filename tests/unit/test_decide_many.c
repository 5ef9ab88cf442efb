/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Decisions about many: taking one back is for whoever may still decide about them. */
#include "domain/decide.h"

#include "campaign_fixture.h"

static const struct person_id nobody;

static struct act *decision(struct fixture *f, struct person_id person, enum decision_kind kind)
{
    struct act *act = fixture_act(f, ACT_DECIDE, person);
    act->decide.kind = kind;
    act->decide.language = STR("");
    return act;
}

static void put_role(struct fixture *f, struct person_id organiser, enum decision_kind kind,
                     struct person_id person, const char *language)
{
    struct act *act = decision(f, organiser, kind);
    act->decide.account = person;
    act->decide.role = ROLE_MODERATOR;
    act->decide.language = str_of(language);
    assert_int_equal(fixture_apply(f, act), OK);
}

static enum err undo(struct fixture *f, struct person_id person, int64_t number)
{
    struct act *act = decision(f, person, DECIDE_UNDO);
    act->decide.number = number;
    enum err err = fixture_apply(f, act);
    for (int i = 0; i < 4; i++)
        fixture_arrive(f, NULL); /* a step of what is left to do with each */
    return err;
}

static bool is_shown(struct fixture *f, struct post_id id)
{
    struct post post;
    return fixture_post(f, nobody, id, &post) == OK;
}

static void whoever_lost_her_role_takes_nothing_back(void **state)
{
    struct fixture *f = *state;
    struct person_id olga = fixture_arrive(f, "olga"), mona = fixture_arrive(f, "mona"),
                     anna = fixture_arrive(f, "anna");
    struct act *organiser = fixture_act(f, ACT_ROLE, olga);
    organiser->role = (struct act_role){{0}, ROLE_ORGANISER, STR("")};
    assert_int_equal(fixture_apply(f, organiser), OK);
    struct act *say = fixture_act(f, ACT_POST, anna);
    say->post.text = STR("What was hidden. #MeToo");
    say->post.language = STR("de");
    assert_int_equal(fixture_apply(f, say), OK);
    const struct post_id voice = {say->id};
    put_role(f, olga, DECIDE_ROLE_GIVE, mona, "");
    struct act *hide = decision(f, mona, DECIDE_HIDE_MANY);
    hide->decide.posts = &voice.v;
    hide->decide.n_posts = 1;
    assert_int_equal(fixture_apply(f, hide), OK);
    int64_t number = hide->id;
    put_role(f, olga, DECIDE_ROLE_TAKE, mona, "");
    assert_int_equal(undo(f, mona, number), ERR_NOT_FOUND);
    put_role(f, olga, DECIDE_ROLE_GIVE, mona, "es"); /* another language */
    assert_int_equal(undo(f, mona, number), ERR_NOT_FOUND);
    assert_false(is_shown(f, voice));
    put_role(f, olga, DECIDE_ROLE_GIVE, mona, "de");
    assert_int_equal(undo(f, mona, number), OK);
    assert_true(is_shown(f, voice));
    fixture_assert_recount(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {IN_MEMORY(whoever_lost_her_role_takes_nothing_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
