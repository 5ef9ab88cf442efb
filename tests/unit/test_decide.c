/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deciding about posts, bursts, accounts, reports, roles: who may, what follows, and that taking it
 * back restores every figure. */
#include "domain/decide.h"

#include "domain/moderation.h"
#include "domain/sweep.h"
#include "in_batch.h"

static const struct person_id nobody;

/* Two moderators, one of Spanish only, an organiser. */
struct team {
    struct person_id mona, maya, sol, olga;
};

static void give(struct fixture *f, struct person_id person, enum role role, const char *language)
{
    struct act *act = fixture_act(f, ACT_ROLE, person);
    act->role = (struct act_role){{0}, role, str_of(language)};
    assert_int_equal(fixture_apply(f, act), OK);
}

static struct team team_of(struct fixture *f)
{
    struct team team = {fixture_arrive(f, "mona"), fixture_arrive(f, "maya"),
                        fixture_arrive(f, "sol"), fixture_arrive(f, "olga")};
    give(f, team.mona, ROLE_MODERATOR, "");
    give(f, team.maya, ROLE_MODERATOR, "");
    give(f, team.sol, ROLE_MODERATOR, "es");
    give(f, team.olga, ROLE_ORGANISER, "");
    return team;
}

static struct act *decision(struct fixture *f, struct person_id person, enum decision_kind kind)
{
    struct act *act = fixture_act(f, ACT_DECIDE, person);
    act->decide.kind = kind;
    return act;
}

static enum err decide(struct fixture *f, struct person_id person, enum decision_kind kind,
                       struct post_id *post)
{
    struct act *act = decision(f, person, kind);
    act->decide.post = *post;
    enum err err = fixture_apply(f, act);
    *post = act->decide.post;
    fixture_assert_recount(f);
    return err;
}

static enum err decide_number(struct fixture *f, struct person_id person, enum decision_kind kind,
                              int64_t number)
{
    struct act *act = decision(f, person, kind);
    act->decide.number = number;
    return fixture_apply(f, act);
}

static enum err decide_account(struct fixture *f, struct person_id person, enum decision_kind kind,
                               struct person_id account)
{
    struct act *act = decision(f, person, kind);
    act->decide.account = account;
    return fixture_apply(f, act);
}

static int64_t last_decision(struct fixture *f)
{
    return fixture_number(f, "SELECT max(id) FROM decision");
}

static bool is_shown(struct fixture *f, struct post_id id)
{
    struct post post;
    return fixture_post(f, nobody, id, &post) == OK;
}

static struct post_id held_voice(struct fixture *f, struct person_id person, uint64_t holds)
{
    struct act *act = fixture_act(f, ACT_POST, person);
    act->post.text = STR("What happened. #MeToo");
    act->post.holds = holds;
    assert_int_equal(fixture_apply(f, act), OK);
    return (struct post_id){act->id};
}

/* --- posts --- */

static void a_held_voice_is_approved_and_the_approval_taken_back(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = held_voice(f, anna, HOLD_BIT(HOLD_LINK) | HOLD_BIT(HOLD_PHONE));
    struct post_id old = voice;
    assert_false(is_shown(f, voice));
    assert_int_equal(decide(f, team.mona, DECIDE_APPROVE, &voice), OK);
    assert_int_not_equal(voice.v, old.v);
    assert_true(is_shown(f, voice));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(decide_number(f, team.maya, DECIDE_UNDO, last_decision(f)), OK);
    assert_false(is_shown(f, voice));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 2);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void hiding_takes_a_post_out_of_the_figures_and_undoing_brings_it_back(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I do not like you.");
    assert_int_equal(decide(f, team.mona, DECIDE_SHOW, &comment), ERR_CONFLICT);
    assert_int_equal(decide(f, team.mona, DECIDE_HIDE, &comment), OK);
    int64_t hidden = last_decision(f);
    assert_false(is_shown(f, comment));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    assert_int_equal(decide(f, team.maya, DECIDE_SHOW, &comment), OK);
    assert_true(is_shown(f, comment));
    assert_int_equal(decide_number(f, team.mona, DECIDE_UNDO, hidden), ERR_CONFLICT);
    assert_int_equal(decide_number(f, team.mona, DECIDE_UNDO, last_decision(f)), OK);
    assert_false(is_shown(f, comment));
    assert_int_equal(decide_number(f, team.mona, DECIDE_UNDO, hidden), OK);
    assert_true(is_shown(f, comment));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 0, 0});
    fixture_assert_recount(f);
}

static void holding_and_asking_wait_for_the_author(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = fixture_say(f, anna, "It was him. #MeToo");
    struct act *act = decision(f, team.mona, DECIDE_ASK);
    act->decide.post = voice;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = decision(f, team.mona, DECIDE_ASK);
    act->decide.post = voice;
    act->decide.reason = QUESTION_NAME;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_false(is_shown(f, voice));
    fixture_assert_recount(f);
    struct queued queued;
    assert_int_equal(moderation_post(f->reader, &f->arena, on_pages(team.maya), voice, &queued),
                     OK);
    assert_int_equal(queued.question, QUESTION_NAME);
    /* She changes her words, and it goes on. */
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("It happened. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_true(is_shown(f, voice));
    assert_int_equal(decide(f, team.mona, DECIDE_HOLD, &voice), OK);
    assert_false(is_shown(f, voice));
    assert_int_equal(decide(f, team.mona, DECIDE_APPROVE, &voice), OK);
    assert_true(is_shown(f, voice));
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
}

static void nobody_else_decides_and_nobody_about_her_own(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = fixture_say(f, anna, "#MeToo"),
                   own = fixture_say(f, team.mona, "#MeToo");
    for (int kind = DECIDE_APPROVE; kind <= DECIDE_REMOVE; kind++) {
        assert_int_not_equal(decide(f, anna, (enum decision_kind)kind, &voice), OK);
        assert_int_not_equal(decide(f, nobody, (enum decision_kind)kind, &voice), OK);
    }
    assert_int_equal(decide(f, team.mona, DECIDE_HIDE, &own), ERR_FORBIDDEN);
    assert_int_equal(decide(f, team.maya, DECIDE_HIDE, &own), OK);
    struct act *list = decision(f, anna, DECIDE_HIDE_MANY);
    list->decide.posts = &voice.v;
    list->decide.n_posts = 1;
    assert_int_equal(fixture_apply(f, list), ERR_NOT_FOUND);
    assert_int_equal(decide_account(f, team.sol, DECIDE_SUSPEND, anna), ERR_NOT_FOUND);
    assert_int_equal(decide_account(f, team.mona, DECIDE_SUSPEND, team.mona), ERR_FORBIDDEN);
    assert_int_equal(decide_account(f, team.mona, DECIDE_SUSPEND, f->account), ERR_FORBIDDEN);
    assert_int_equal(fixture_apply(f, decision(f, team.mona, DECISION_KINDS)), ERR_BAD_INPUT);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM decision"), 1);
    assert_true(is_shown(f, voice));
}

static void a_moderator_of_a_language_sees_and_decides_that_only(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct act *act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("#MeToo");
    act->post.language = STR("en");
    act->post.holds = HOLD_BIT(HOLD_LINK);
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id english = {act->id};
    act = fixture_act(f, ACT_POST, anna);
    act->post.text = STR("#YoTambién");
    act->post.language = STR("es-MX");
    act->post.holds = HOLD_BIT(HOLD_LINK);
    assert_int_equal(fixture_apply(f, act), OK);
    struct post_id spanish = {act->id};
    struct queue queue, from = {0};
    assert_int_equal(moderation_queue(f->reader, &f->arena, on_pages(team.sol), 0, &from, &queue),
                     OK);
    assert_int_equal(queue.n, 1);
    assert_int_equal(queue.items[0].post.id.v, spanish.v);
    const struct queue_sum *sums;
    struct moderator sol;
    size_t n;
    assert_int_equal(moderator_get(f->reader, &f->arena, team.sol, &sol), OK);
    assert_int_equal(moderation_sums(f->reader, &f->arena, &sol, &sums, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(sums[0].posts, 1);
    assert_int_equal(
        moderation_queue(f->reader, &f->arena, on_pages(team.mona), HOLD_LINK, &from, &queue), OK);
    assert_int_equal(queue.n, 2);
    assert_int_equal(moderation_queue(f->reader, &f->arena, on_pages(anna), 0, &from, &queue), OK);
    assert_int_equal(queue.n, 0);
    assert_int_equal(decide(f, team.sol, DECIDE_APPROVE, &english), ERR_NOT_FOUND);
    assert_int_equal(decide(f, team.sol, DECIDE_APPROVE, &spanish), OK);
    assert_true(is_shown(f, spanish));
}

static void C11_a_second_opinion_is_another_persons(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = held_voice(f, anna, HOLD_BIT(HOLD_NAME));
    assert_int_equal(decide(f, team.mona, DECIDE_SECOND, &voice), OK);
    assert_int_equal(decide(f, team.maya, DECIDE_SECOND, &voice), ERR_CONFLICT);
    assert_int_equal(decide(f, team.mona, DECIDE_APPROVE, &voice), ERR_FORBIDDEN);
    /* Nor in a list: it is passed by. */
    struct act *list = decision(f, team.mona, DECIDE_APPROVE_MANY);
    list->decide.posts = &voice.v;
    list->decide.n_posts = 1;
    assert_int_equal(fixture_apply(f, list), OK);
    assert_false(is_shown(f, voice));
    assert_int_equal(decide(f, team.maya, DECIDE_APPROVE, &voice), OK);
    assert_true(is_shown(f, voice));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM proposal"), 0);
}

static void removing_a_story_takes_two(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id voice = fixture_say(f, anna, "What happened. #MeToo");
    fixture_comment(f, berta, voice, "I believe you.");
    assert_int_equal(decide(f, team.mona, DECIDE_REMOVE, &voice), OK);
    assert_true(is_shown(f, voice));
    int64_t number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(decide(f, team.mona, DECIDE_REMOVE, &voice), ERR_CONFLICT);
    assert_int_equal(decide_number(f, team.mona, DECIDE_CONFIRM, number), ERR_FORBIDDEN);
    assert_int_equal(decide_number(f, berta, DECIDE_CONFIRM, number), ERR_NOT_FOUND);
    assert_int_equal(decide_number(f, team.maya, DECIDE_REFUSE, number), OK);
    assert_true(is_shown(f, voice));
    assert_int_equal(decide_number(f, team.maya, DECIDE_CONFIRM, number), ERR_NOT_FOUND);
    assert_int_equal(decide(f, team.mona, DECIDE_REMOVE, &voice), OK);
    number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(decide_number(f, team.maya, DECIDE_CONFIRM, number), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post WHERE root = 0"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM proposal"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void removing_an_account_takes_two(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    fixture_say(f, anna, "#MeToo");
    assert_int_equal(decide_account(f, team.mona, DECIDE_REMOVE_ACCOUNT, f->account),
                     ERR_FORBIDDEN);
    assert_int_equal(decide_account(f, team.mona, DECIDE_REMOVE_ACCOUNT, anna), OK);
    int64_t number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(decide_number(f, team.mona, DECIDE_CONFIRM, number), ERR_FORBIDDEN);
    assert_int_equal(decide_number(f, team.maya, DECIDE_CONFIRM, number), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM person WHERE username = 'anna'"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM decision WHERE account <> 0"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static enum err take_roles(struct fixture *f, struct person_id organiser, struct person_id person)
{
    struct act *act = decision(f, organiser, DECIDE_ROLE_TAKE);
    act->decide.account = person;
    act->decide.role = ROLE_MODERATOR;
    act->decide.language = STR("");
    return fixture_apply(f, act);
}

static void whoever_lost_her_role_is_not_one_of_two(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct post_id voice = fixture_say(f, fixture_arrive(f, "anna"), "#MeToo");
    assert_int_equal(decide(f, team.mona, DECIDE_REMOVE, &voice), OK);
    assert_int_equal(take_roles(f, team.olga, team.mona), OK);
    int64_t number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(decide_number(f, team.maya, DECIDE_CONFIRM, number), OK);
    assert_true(is_shown(f, voice)); /* now it is she who proposes it */
    number = fixture_number(f, "SELECT max(id) FROM proposal");
    assert_int_equal(decide_number(f, team.maya, DECIDE_CONFIRM, number), ERR_FORBIDDEN);
    assert_int_equal(decide_number(f, team.olga, DECIDE_CONFIRM, number), OK);
    assert_false(is_shown(f, voice));
}

/* --- many --- */

static bool step(struct in_batch *b)
{
    bool is_done;
    assert_int_equal(sweep_step(&b->batch, &is_done), OK);
    return is_done;
}

static void burst(struct fixture *f, int n)
{
    struct person_id bot = fixture_arrive(f, "bot");
    for (int i = 0; i < n; i++)
        held_voice(f, bot, HOLD_BIT(HOLD_BURST) | HOLD_BIT(HOLD_LINK));
    fixture_script(f, "UPDATE hold SET cluster = 77");
}

static void a_burst_is_decided_about_at_once_in_steps_and_taken_back(void **state)
{
    struct in_batch *b = *state;
    struct fixture *f = &b->f;
    struct team team = team_of(f);
    burst(f, SWEEP_STEP + 20);
    struct burst found;
    struct queue queue, from = {0};
    assert_int_equal(moderation_burst(f->reader, &f->arena, on_pages(team.mona), 77, &found), OK);
    assert_int_equal(found.posts, SWEEP_STEP + 20);
    assert_int_equal(moderation_queue(f->reader, &f->arena, on_pages(team.mona), 0, &from, &queue),
                     OK);
    assert_int_equal(queue.n, 0);
    struct act *act = decision(f, team.mona, DECIDE_HIDE_MANY);
    act->decide.cluster = 77;
    in_batch_begin(b);
    assert_int_equal(decide_apply(&b->batch, act), OK);
    assert_false(step(b));
    assert_true(step(b));
    in_batch_end(b);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post WHERE state = 272"),
                     SWEEP_STEP + 20);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 0);
    struct act *undo = decision(f, team.mona, DECIDE_UNDO);
    undo->decide.number = act->id;
    in_batch_begin(b);
    assert_int_equal(decide_apply(&b->batch, undo), OK);
    assert_false(step(b));
    assert_true(step(b));
    in_batch_end(b);
    assert_int_equal(fixture_number(f, "SELECT count(DISTINCT post) FROM hold WHERE cluster = 77"),
                     SWEEP_STEP + 20);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post WHERE state = 264"),
                     SWEEP_STEP + 20);
}

static void a_list_is_decided_about_at_once(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    const int64_t posts[] = {held_voice(f, anna, HOLD_BIT(HOLD_LINK)).v,
                             held_voice(f, anna, HOLD_BIT(HOLD_NAME)).v, 12345};
    struct act *act = decision(f, team.mona, DECIDE_APPROVE_MANY);
    act->decide.posts = posts;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act = decision(f, team.mona, DECIDE_APPROVE_MANY);
    act->decide.posts = posts;
    act->decide.n_posts = COUNT(posts);
    assert_int_equal(fixture_apply(f, act), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 2, 0, 0, 0});
    fixture_assert_recount(f);
    assert_int_equal(decide_number(f, team.sol, DECIDE_UNDO, act->id), ERR_NOT_FOUND);
    assert_int_equal(decide_number(f, team.mona, DECIDE_UNDO, act->id), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 2);
    fixture_assert_recount(f);
}

/* --- settings, roles, reports, notes --- */

static enum err settings(struct fixture *f, struct person_id person, enum moderation_mode mode,
                         uint64_t rules)
{
    struct act *act = decision(f, person, DECIDE_SETTINGS);
    act->decide.campaign = f->campaign;
    act->decide.mode = mode;
    act->decide.rules = rules;
    return fixture_apply(f, act);
}

static void each_mode_of_moderation_holds(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    assert_int_equal(settings(f, team.mona, MODERATE_AFTER, 0), ERR_NOT_FOUND);
    assert_int_equal(settings(f, team.olga, MODERATION_MODES, 0), ERR_BAD_INPUT);
    assert_int_equal(settings(f, team.olga, MODERATE_BY_RULE, HOLD_BIT(HOLD_PRICE)), ERR_BAD_INPUT);
    assert_false(is_shown(f, held_voice(f, anna, HOLD_BIT(HOLD_LINK))));
    assert_int_equal(settings(f, team.olga, MODERATE_BY_RULE, HOLD_BIT(HOLD_PHONE)), OK);
    struct post_id noted = held_voice(f, anna, HOLD_BIT(HOLD_LINK));
    assert_true(is_shown(f, noted));
    struct queued queued;
    assert_int_equal(moderation_post(f->reader, &f->arena, on_pages(team.mona), noted, &queued),
                     OK);
    assert_true(queued.holds & HOLD_BIT(HOLD_LINK));
    assert_false(is_shown(f, held_voice(f, anna, HOLD_BIT(HOLD_PHONE))));
    assert_int_equal(settings(f, team.olga, MODERATE_AFTER, HOLD_FINDINGS), OK);
    assert_true(is_shown(f, held_voice(f, anna, HOLD_BIT(HOLD_PHONE))));
    assert_false(is_shown(f, held_voice(f, anna, HOLD_BIT(HOLD_PRICE))));
    assert_int_equal(settings(f, team.olga, MODERATE_BEFORE, HOLD_FINDINGS), OK);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    assert_false(is_shown(f, voice));
    fixture_assert_recount(f);
    assert_int_equal(decide(f, team.mona, DECIDE_APPROVE, &voice), OK);
    assert_true(is_shown(f, voice));
    /* New words are looked at too. */
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("Other words. #MeToo");
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_false(is_shown(f, voice));
    fixture_assert_recount(f);
}

static void organisers_give_and_take_roles(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct act *act = decision(f, team.mona, DECIDE_ROLE_GIVE);
    act->decide.account = anna;
    act->decide.role = ROLE_MODERATOR;
    act->decide.language = STR("es");
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    act->person = team.olga;
    act->decide.role = ROLE_KEEPER;
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->decide.role = ROLE_MODERATOR;
    assert_int_equal(fixture_apply(f, act), OK);
    struct moderator moderator;
    assert_int_equal(moderator_get(f->reader, &f->arena, anna, &moderator), OK);
    assert_false(moderator.is_server);
    assert_true(str_eq(moderator.roles[0].language, STR("es")));
    act->decide.kind = DECIDE_ROLE_TAKE;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(moderator_get(f->reader, &f->arena, anna, &moderator), ERR_NOT_FOUND);
    struct team_member *members;
    size_t n;
    assert_int_equal(moderation_team(f->reader, &f->arena, (struct campaign_id){0}, &members, &n),
                     OK);
    assert_int_equal(n, 4);
}

static void a_report_enters_the_queue_and_hides_nothing(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct act *act = fixture_act(f, ACT_REPORT, nobody);
    act->report = (struct act_report){anna, arena_printf(&f->arena, "%lld 99", (long long)voice.v),
                                      STR("Why?"), STR("spam")};
    assert_int_equal(fixture_apply(f, act), OK);
    struct report_id report = {act->id};
    assert_true(is_shown(f, voice));
    fixture_assert_recount(f);
    struct queue queue, from = {0};
    assert_int_equal(
        moderation_queue(f->reader, &f->arena, on_pages(team.mona), HOLD_REPORT, &from, &queue),
        OK);
    assert_int_equal(queue.n, 1);
    static const enum decision_kind kinds[] = {DECIDE_REPORT_TAKE, DECIDE_REPORT_LEAVE,
                                               DECIDE_REPORT_RESOLVE, DECIDE_REPORT_REOPEN};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct act *judge = decision(f, anna, kinds[i]);
        judge->decide.report = report;
        assert_int_equal(fixture_apply(f, judge), ERR_NOT_FOUND);
        judge->person = team.mona;
        assert_int_equal(fixture_apply(f, judge), OK);
        assert_int_equal(fixture_number(f, "SELECT state FROM report"), i == 2);
        assert_int_equal(fixture_number(f, "SELECT moderator FROM report"),
                         i == 0 ? team.mona.v : 0);
    }
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM hold"), 0);
    struct moderator moderator;
    struct report *reports;
    size_t n;
    assert_int_equal(moderator_get(f->reader, &f->arena, team.mona, &moderator), OK);
    assert_int_equal(moderation_reports(f->reader, &f->arena, &moderator,
                                        (struct list_query){false, 0, 40}, &reports, &n),
                     OK);
    assert_int_equal(n, 1);
    assert_int_equal(reports[0].n_posts, 2);
}

static void C11_the_trail_has_no_words_and_numbers_are_ones_own(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct person_id anna = fixture_arrive(f, "anna");
    struct post_id voice = fixture_say(f, anna, "Words of Anna. #MeToo");
    assert_int_equal(decide(f, team.mona, DECIDE_HIDE, &voice), OK);
    assert_int_equal(fixture_number(f, "SELECT hour_ms % 3600000 FROM decision"), 0);
    struct moderator maya, olga;
    struct decided *trail;
    size_t n;
    int64_t own;
    assert_int_equal(moderator_get(f->reader, &f->arena, team.maya, &maya), OK);
    assert_int_equal(moderator_get(f->reader, &f->arena, team.olga, &olga), OK);
    assert_int_equal(moderation_trail(f->reader, &f->arena, &maya, 0, &trail, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(trail[0].moderator.v, 0);
    assert_int_equal(moderation_trail(f->reader, &f->arena, &olga, 0, &trail, &n), OK);
    assert_int_equal(trail[0].moderator.v, team.mona.v);
    assert_int_equal(moderation_own(f->reader, &f->arena, team.mona, 0, &own), OK);
    assert_int_equal(own, 1);
    assert_int_equal(moderation_own(f->reader, &f->arena, team.maya, 0, &own), OK);
    assert_int_equal(own, 0);
    /* When she leaves, what she decided stays without her. */
    assert_int_equal(fixture_leave(f, team.mona), OK);
    assert_int_equal(fixture_number(f, "SELECT moderator FROM decision"), 0);
}

static void C11_notes_hand_over(void **state)
{
    struct fixture *f = *state;
    struct team team = team_of(f);
    struct act *act = decision(f, team.mona, DECIDE_NOTE);
    assert_int_equal(fixture_apply(f, act), ERR_BAD_INPUT);
    act->decide.note = STR("The burst is from one source.");
    assert_int_equal(fixture_apply(f, act), OK);
    act->person = fixture_arrive(f, "anna");
    assert_int_equal(fixture_apply(f, act), ERR_NOT_FOUND);
    struct moderator maya;
    struct moderator_note *notes;
    size_t n;
    assert_int_equal(moderator_get(f->reader, &f->arena, team.maya, &maya), OK);
    assert_int_equal(moderation_notes(f->reader, &f->arena, &maya, (struct post_id){0}, &notes, &n),
                     OK);
    assert_int_equal(n, 1);
    assert_false(notes[0].is_own);
}

static void decisions_have_names(void **state)
{
    (void)state;
    assert_int_equal(decision_of(STR("suspend")), DECIDE_SUSPEND);
    assert_int_equal(decision_of(STR("nothing")), DECISION_KINDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_held_voice_is_approved_and_the_approval_taken_back),
        IN_MEMORY(hiding_takes_a_post_out_of_the_figures_and_undoing_brings_it_back),
        IN_MEMORY(holding_and_asking_wait_for_the_author),
        IN_MEMORY(nobody_else_decides_and_nobody_about_her_own),
        IN_MEMORY(a_moderator_of_a_language_sees_and_decides_that_only),
        IN_MEMORY(C11_a_second_opinion_is_another_persons),
        IN_MEMORY(removing_a_story_takes_two),
        IN_MEMORY(removing_an_account_takes_two),
        IN_MEMORY(whoever_lost_her_role_is_not_one_of_two),
        IN_BATCH(a_burst_is_decided_about_at_once_in_steps_and_taken_back),
        IN_MEMORY(a_list_is_decided_about_at_once),
        IN_MEMORY(each_mode_of_moderation_holds),
        IN_MEMORY(organisers_give_and_take_roles),
        IN_MEMORY(a_report_enters_the_queue_and_hides_nothing),
        IN_MEMORY(C11_the_trail_has_no_words_and_numbers_are_ones_own),
        IN_MEMORY(C11_notes_hand_over),
        cmocka_unit_test(decisions_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
