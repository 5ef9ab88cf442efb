/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Taking back: one post, a voice with thousands of answers, everything of a person who leaves; in
 * steps, interrupted, and finished after a new start. Figures are right at every step. */
#include <string.h>

#include "campaign_fixture.h"
#include "domain/sweep.h"

static const struct person_id nobody;

/* --- single posts --- */

static void a_comment_takes_only_its_own_answers(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you.");
    struct post_id answer = fixture_comment(f, anna, comment, "Thank you.");
    assert_int_equal(fixture_react(f, anna, comment, REACTION_THANK_YOU), OK);
    assert_int_equal(fixture_react(f, berta, answer, REACTION_WITH_YOU), OK);
    fixture_share(f, anna, comment);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 2, 2, 1});
    assert_int_equal(fixture_withdraw(f, berta, comment), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 1, 1, 1, 0});
    fixture_assert_recount(f);
    struct post post;
    assert_int_equal(fixture_post(f, berta, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, nobody, answer, &post), OK);
    assert_int_equal(post.parent.v, 0);
    assert_int_equal(post.root.v, voice.v);
    assert_int_equal(post.reactions[REACTION_WITH_YOU], 1);
    assert_int_equal(fixture_post(f, nobody, voice, &post), OK);
    assert_int_equal(post.comments, 1);
    assert_int_equal(fixture_withdraw(f, anna, answer), OK);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

static void a_voice_takes_its_thread(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    struct post_id comment = fixture_comment(f, berta, voice, "I believe you. #MeToo");
    struct post_id answer = fixture_comment(f, anna, comment, "Thank you.");
    assert_int_equal(fixture_react(f, berta, answer, REACTION_WITH_YOU), OK);
    int64_t share = fixture_share(f, berta, comment);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
    struct post post;
    assert_int_equal(fixture_post(f, nobody, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, anna, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, berta, comment, &post), OK);
    assert_true(post.is_fallen);
    assert_int_equal(post.parent.v, 0);
    assert_int_equal(fixture_withdraw(f, berta, (struct post_id){share}), ERR_NOT_FOUND);
    assert_int_equal(fixture_react(f, berta, comment, REACTION_BELIEVE), ERR_NOT_FOUND);
    /* What fell is hers to take back too; and nothing counts twice. */
    assert_int_equal(fixture_withdraw(f, berta, comment), OK);
    assert_int_equal(fixture_withdraw(f, berta, comment), ERR_NOT_FOUND);
    assert_int_equal(fixture_withdraw(f, anna, answer), OK);
    fixture_assert_recount(f);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), 0);
}

static void nothing_of_a_post_is_kept(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo and #other");
    struct act *edit = fixture_act(f, ACT_EDIT, anna);
    edit->post.target = voice;
    edit->post.text = STR("#MeToo and #another");
    assert_int_equal(fixture_apply(f, edit), OK);
    assert_int_equal(fixture_tie(f, berta, TIE_BOOKMARK, voice.v), OK);
    assert_int_equal(fixture_tie(f, anna, TIE_PIN, voice.v), OK);
    assert_int_equal(fixture_tie(f, berta, TIE_THREAD, voice.v), OK);
    assert_int_equal(fixture_withdraw(f, berta, voice), ERR_NOT_FOUND);
    assert_int_equal(fixture_withdraw(f, nobody, voice), ERR_NOT_FOUND);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    static const char *const rests[] = {
        "SELECT count(*) FROM post",          "SELECT count(*) FROM post_edit",
        "SELECT count(*) FROM post_tag",      "SELECT count(*) FROM campaign_post",
        "SELECT count(*) FROM post_count",    "SELECT count(*) FROM tie",
        "SELECT count(*) FROM tally",         "SELECT count(*) FROM engaged",
        "SELECT count(*) FROM people_hour",   "SELECT count(*) FROM sweep",
        "SELECT count(*) FROM language_post",
    };
    for (size_t i = 0; i < COUNT(rests); i++)
        assert_int_equal(fixture_number(f, rests[i]), 0);
}

static void a_share_is_taken_back_by_its_number(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    int64_t share = fixture_share(f, berta, voice);
    assert_int_equal(fixture_withdraw(f, anna, (struct post_id){share}), ERR_NOT_FOUND);
    struct act *act = fixture_act(f, ACT_WITHDRAW, berta);
    act->withdraw.v = share;
    assert_int_equal(fixture_apply(f, act), OK);
    assert_int_equal(act->id, share);
    assert_int_equal(fixture_withdraw(f, berta, (struct post_id){share}), ERR_NOT_FOUND);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
}

static void many_small_threads_go_in_their_own_batch(void **state)
{
    enum { VOICES = SWEEP_STEP / 8 }; /* five rows each, and what is left over */
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, NULL), berta = fixture_arrive(f, NULL);
    struct act *acts[VOICES];
    for (int i = 0; i < VOICES; i++) {
        struct post_id voice = fixture_say(f, anna, "#MeToo");
        struct post_id comment = fixture_comment(f, berta, voice, "With you.");
        assert_int_equal(fixture_react(f, anna, comment, REACTION_THANK_YOU), OK);
        assert_int_equal(fixture_react(f, berta, voice, REACTION_BELIEVE), OK);
        acts[i] = fixture_act(f, ACT_WITHDRAW, anna);
        acts[i]->withdraw = voice;
    }
    fixture_start(f);
    fixture_apply_batch(f, acts, VOICES);
    /* Answered is: gone with all of it, in the same transaction. */
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM sweep"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

/* --- large threads --- */

enum { PEOPLE = 900, COMMENTS_EACH = 3, SHARES = 300 };

struct large {
    struct fixture f;
    struct person_id author, people[PEOPLE];
    struct post_id voice, last_comment;
    int steps; /* transactions since the watch began */
    struct clock watched;
    int64_t posts_before; /* what the last step left */
};

static struct act *act_on_voice(struct large *large, int i, int what)
{
    struct act *act = fixture_act(&large->f, ACT_POST, large->people[i]);
    if (what < COMMENTS_EACH) {
        act->post.text = STR("I believe you. #MeToo");
        act->post.parent = what == 2 && i > 0 ? large->last_comment : large->voice;
    } else if (what == COMMENTS_EACH) {
        act->kind = ACT_REACT;
        act->react = (struct act_react){large->voice, REACTION_BELIEVE};
    } else {
        act->kind = ACT_SHARE;
        act->share = large->voice;
    }
    return act;
}

/* A voice with COMMENTS_EACH * PEOPLE comments (some answer comments), reactions to the voice and
 * to a comment, shares. */
static void fill(struct large *large)
{
    struct act *acts[PEOPLE];
    for (int what = 0; what < COMMENTS_EACH + 2; what++) {
        size_t n = what > COMMENTS_EACH ? SHARES : PEOPLE;
        for (size_t i = 0; i < n; i++)
            acts[i] = act_on_voice(large, (int)i, what);
        fixture_apply_batch(&large->f, acts, n);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(acts[i]->err, OK);
        if (what < COMMENTS_EACH)
            large->last_comment.v = acts[n - 1]->id;
        large->f.now_ms += HOUR_MS;
    }
}

static void open_large(struct large *large, const char *name)
{
    struct fixture *f = &large->f;
    memset(large, 0, sizeof *large);
    fixture_open(f, name);
    large->author = fixture_arrive(f, NULL);
    large->voice = fixture_say(f, large->author, "#MeToo");
    fixture_say(f, large->author, "Another one. #MeToo");
    fixture_start(f);
    struct act *acts[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
        acts[i] = fixture_act(f, ACT_ARRIVE, nobody);
        acts[i]->arrival.is_wanted = true;
    }
    fixture_apply_batch(f, acts, PEOPLE);
    for (int i = 0; i < PEOPLE; i++)
        large->people[i] = acts[i]->person;
    fill(large);
    fixture_settle(f);
    fixture_assert_window(f, WINDOW_ALL,
                          (int64_t[]){PEOPLE + 1, 2, COMMENTS_EACH * PEOPLE, PEOPLE, SHARES});
    fixture_reopen(f);
}

/* Each transaction of the writer asks for the time when it begins: then what the one before left is
 * looked at, through the other connection. */
static int64_t look(void *context)
{
    struct large *large = context;
    struct post post;
    int64_t now_ms = large->watched.now_ms(large->watched.context);
    if (large->steps++ < 1)
        return now_ms;
    fixture_assert_recount(&large->f);
    assert_int_equal(fixture_post(&large->f, nobody, large->voice, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(&large->f, nobody, large->last_comment, &post), ERR_NOT_FOUND);
    struct thread_page thread;
    struct thread_part part = {.root = large->voice, .limit = 40};
    assert_int_equal(
        timeline_thread(large->f.reader, &large->f.arena, on_pages(nobody), part, &thread), OK);
    assert_int_equal(thread.n, 0);
    return now_ms;
}

static void watch(struct large *large)
{
    large->watched = large->f.clock;
    large->f.clock = (struct clock){look, large};
    large->steps = 0;
}

static void unwatch(struct large *large)
{
    large->f.clock = large->watched;
}

static void a_large_thread_falls_in_steps(void **state)
{
    (void)state;
    static struct large large;
    struct fixture *f = &large.f;
    open_large(&large, "large.db");
    watch(&large);
    assert_int_equal(fixture_withdraw(f, large.author, large.voice), OK);
    unwatch(&large);
    enum { AT_LEAST = (COMMENTS_EACH * PEOPLE + PEOPLE + SHARES) / SWEEP_STEP };
    assert_true(large.steps > AT_LEAST);
    assert_true(large.steps < 3 * AT_LEAST + 10);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
    fixture_assert_recount(f);
    /* Those who commented still find their words. */
    struct post post;
    assert_int_equal(fixture_post(f, large.people[PEOPLE - 1], large.last_comment, &post), OK);
    assert_true(post.is_fallen);
    assert_int_equal(post.comments, 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post_count"), 0);
    fixture_close(f);
}

/* The sweep breaks down in the middle: what was answered stays so, others go on speaking, and
 * after a new start it is finished. */
static void an_interrupted_sweep_is_finished(void **state)
{
    (void)state;
    static struct large large;
    struct fixture *f = &large.f;
    open_large(&large, "broken.db");
    fixture_script(f, "CREATE TRIGGER broken BEFORE DELETE ON share "
                      "BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    scratch_errors_begin();
    watch(&large);
    assert_int_equal(fixture_withdraw(f, large.author, large.voice), OK);
    unwatch(&large);
    scratch_errors_end();
    struct figure_counts counts = fixture_figures(f, f->campaign).windows[WINDOW_ALL];
    assert_int_equal(counts.kinds[COUNT_POST], 1);
    assert_int_equal(counts.kinds[COUNT_SHARE], SHARES);
    assert_int_equal(counts.kinds[COUNT_COMMENT], COMMENTS_EACH * PEOPLE);
    fixture_assert_recount(f);
    scratch_errors_begin();
    fixture_say(f, large.people[0], "#MeToo");
    /* Another withdrawal leaves its own part, but is not refused. */
    struct post_id second = fixture_say(f, large.people[0], "#MeToo");
    assert_int_equal(fixture_react(f, large.people[1], second, REACTION_ME_TOO), OK);
    assert_int_equal(fixture_withdraw(f, large.people[0], second), OK);
    scratch_errors_end();
    fixture_assert_recount(f);
    fixture_close_writer(f);
    fixture_script(f, "DROP TRIGGER broken");
    fixture_open_writer(f);
    fixture_start(f);
    fixture_settle(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){2, 2, 0, 0, 0});
    fixture_assert_recount(f);
    fixture_close(f);
}

/* What was taken back keeps its place among the reactions, but not the person; whoever reacts again
 * is counted once; and all of them go with the voice. */
static void reactions_that_were_taken_back_go_too(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna");
    struct person_id people[4];
    static const char *const names[] = {"berta", "clara", "dora", "emma"};
    struct post_id voice = fixture_say(f, anna, "#MeToo");
    for (size_t i = 0; i < COUNT(people); i++) {
        people[i] = fixture_arrive(f, names[i]);
        assert_int_equal(fixture_react(f, people[i], voice, REACTION_BELIEVE), OK);
    }
    assert_int_equal(fixture_unreact(f, people[0], voice), OK);
    assert_int_equal(fixture_unreact(f, people[2], voice), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM reaction WHERE person = 0"), 2);
    assert_int_equal(fixture_react(f, people[2], voice, REACTION_ME_TOO), OK);
    struct post post;
    assert_int_equal(fixture_post(f, people[2], voice, &post), OK);
    assert_int_equal(post.reactions[REACTION_NONE], 3);
    assert_int_equal(post.my_reaction, REACTION_ME_TOO);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){4, 1, 0, 3, 0});
    fixture_assert_recount(f);
    fixture_reopen(f);
    assert_int_equal(fixture_withdraw(f, anna, voice), OK);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM reaction"), 0);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post_count"), 0);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){0, 0, 0, 0, 0});
    fixture_assert_recount(f);
}

/* --- leaving --- */

enum { SAID = 700 };

static void keep_something(struct fixture *f, struct person_id person, struct person_id other)
{
    const struct act_keyword keyword = {STR("word"), false};
    const struct held_key held = {.has_key = true, .key = {{1}}};
    struct act *filter = fixture_act(f, ACT_FILTER, person);
    filter->filter = (struct act_filter){
        .title = STR("quiet"),
        .contexts = STR("home"),
        .keywords = &keyword,
        .n_keywords = 1,
        .held = &held,
    };
    assert_int_equal(fixture_apply(f, filter), OK);
    struct act *marker = fixture_act(f, ACT_MARKER, person);
    marker->marker = (struct act_marker){STR("home"), 1};
    assert_int_equal(fixture_apply(f, marker), OK);
    struct act *role = fixture_act(f, ACT_ROLE, person);
    role->role.role = ROLE_MODERATOR;
    assert_int_equal(fixture_apply(f, role), OK);
    struct act *token = fixture_act(f, ACT_TOKEN, person);
    assert_int_equal(fixture_apply(f, token), OK);
    struct act *code = fixture_act(f, ACT_CODE, person);
    assert_int_equal(fixture_apply(f, code), OK);
    assert_int_equal(fixture_tie(f, person, TIE_FOLLOW, other.v), OK);
    assert_int_equal(fixture_tie(f, other, TIE_FOLLOW, person.v), OK);
    assert_int_equal(fixture_tie(f, other, TIE_MUTE, person.v), OK);
}

static void assert_nothing_kept(struct fixture *f)
{
    static const char *const rests[] = {
        "SELECT count(*) FROM person WHERE username = 'anna' OR is_leaving = 1",
        "SELECT count(*) FROM filter",
        "SELECT count(*) FROM filter_keyword",
        "SELECT count(*) FROM marker",
        "SELECT count(*) FROM role",
        "SELECT count(*) FROM token",
        "SELECT count(*) FROM code",
        "SELECT count(*) FROM tie",
        "SELECT count(*) FROM notice",
        "SELECT count(*) FROM reaction WHERE person <> 0",
        "SELECT count(*) FROM share",
        "SELECT count(*) FROM sweep",
    };
    for (size_t i = 0; i < COUNT(rests); i++)
        assert_int_equal(fixture_number(f, rests[i]), 0);
}

static struct post_id speak_much(struct fixture *f, struct person_id anna, struct person_id berta)
{
    struct act *acts[SAID];
    struct post_id others = fixture_say(f, berta, "#MeToo");
    fixture_start(f);
    for (int i = 0; i < SAID; i++) {
        acts[i] = fixture_act(f, ACT_POST, anna);
        acts[i]->post.text = STR("#MeToo");
        acts[i]->post.parent = i % 2 ? others : (struct post_id){0};
    }
    fixture_apply_batch(f, acts, SAID);
    struct post_id last = {acts[SAID - 2]->id}; /* a voice */
    for (int i = 0; i < SAID; i++) {
        struct post_id post = {acts[i]->id};
        acts[i] = fixture_act(f, i % 3 ? ACT_REACT : ACT_SHARE, berta);
        if (i % 3)
            acts[i]->react = (struct act_react){post, REACTION_WITH_YOU};
        else
            acts[i]->share = post;
    }
    fixture_apply_batch(f, acts, SAID);
    fixture_settle(f);
    fixture_reopen(f);
    return last;
}

static void leaving_takes_everything(void **state)
{
    struct fixture *f = *state;
    struct person_id anna = fixture_arrive(f, "anna"), berta = fixture_arrive(f, "berta");
    struct post_id last = speak_much(f, anna, berta);
    struct post_id comment = fixture_comment(f, berta, last, "With you.");
    keep_something(f, anna, berta);
    fixture_assert_recount(f);
    fixture_script(f, "CREATE TRIGGER broken BEFORE DELETE ON post "
                      "BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    scratch_errors_begin();
    assert_int_equal(fixture_leave(f, anna), OK);
    scratch_errors_end();
    /* The sweep could do nothing yet: nevertheless nothing of hers is shown. */
    struct post post;
    struct person person;
    struct page page;
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), SAID + 2);
    assert_int_equal(fixture_post(f, nobody, last, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, anna, last, &post), ERR_NOT_FOUND);
    assert_int_equal(fixture_post(f, nobody, comment, &post), ERR_NOT_FOUND);
    assert_int_equal(person_get(f->reader, &f->arena, anna, &person), ERR_NOT_FOUND);
    assert_int_equal(person_by_username(f->reader, &f->arena, STR("anna"), &person), ERR_NOT_FOUND);
    assert_int_equal(timeline_campaign(f->reader, &f->arena, on_pages(nobody),
                                       &(struct campaign_query){.campaign = f->campaign},
                                       (struct cursor){.limit = 40}, &page),
                     OK);
    assert_int_equal(page.n, 0); /* her voices stand before berta's */
    assert_true(page.has_more);
    assert_int_equal(fixture_react(f, berta, last, REACTION_ME_TOO), ERR_NOT_FOUND);
    assert_int_equal(fixture_react(f, berta, comment, REACTION_ME_TOO), ERR_NOT_FOUND);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM token"), 0);
    fixture_assert_recount(f);
    /* Nothing can be done in her name any more. */
    assert_int_equal(fixture_tie(f, anna, TIE_MUTE, berta.v), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_TOKEN, anna)), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_CODE, anna)), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_MARKER, anna)), ERR_NOT_FOUND);
    struct act *filter = fixture_act(f, ACT_FILTER, anna);
    filter->filter.title = STR("quiet");
    assert_int_equal(fixture_apply(f, filter), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_PROFILE, anna)), ERR_NOT_FOUND);
    assert_int_equal(fixture_apply(f, fixture_act(f, ACT_RECEIPT, anna)), ERR_NOT_FOUND);
    fixture_close_writer(f);
    fixture_script(f, "DROP TRIGGER broken");
    fixture_open_writer(f);
    fixture_start(f);
    fixture_settle(f);
    assert_nothing_kept(f);
    fixture_assert_recount(f);
    fixture_assert_window(f, WINDOW_ALL, (int64_t[]){1, 1, 0, 0, 0});
}

static void a_campaign_account_cannot_leave(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_leave(f, f->account), ERR_FORBIDDEN);
    assert_int_equal(fixture_leave(f, (struct person_id){12345}), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(reactions_that_were_taken_back_go_too),
        IN_MEMORY(a_comment_takes_only_its_own_answers),
        IN_MEMORY(a_voice_takes_its_thread),
        IN_MEMORY(nothing_of_a_post_is_kept),
        IN_MEMORY(a_share_is_taken_back_by_its_number),
        IN_FILE(many_small_threads_go_in_their_own_batch),
        cmocka_unit_test(a_large_thread_falls_in_steps),
        cmocka_unit_test(an_interrupted_sweep_is_finished),
        IN_FILE(leaving_takes_everything),
        IN_MEMORY(a_campaign_account_cannot_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
