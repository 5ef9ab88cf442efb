/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Long work in short steps: none is longer than it may be, what is left is done later, also by
 * another process. */
#include "domain/sweep.h"

#include "in_batch.h"
#include "sql/post.h"

#define NUMBER(b, sql) fixture_number(&(b)->f, (sql))

static bool step(struct in_batch *b)
{
    bool is_done;
    assert_int_equal(sweep_step(&b->batch, &is_done), OK);
    return is_done;
}

/* A voice with n comments of one person. */
static struct post_id voice_with(struct in_batch *b, int n)
{
    struct person_id anna = fixture_arrive(&b->f, "anna"), bea = fixture_arrive(&b->f, "bea");
    struct post_id voice = fixture_say(&b->f, anna, "#MeToo");
    for (int i = 0; i < n; i++)
        fixture_comment(&b->f, bea, voice, "With you.");
    return voice;
}

static void nothing_to_do_is_done(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    assert_true(step(b));
    assert_false(batch->has_removed);
    assert_false(batch->has_swept);
}

static void work_is_left_once(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(sweep_add(batch, SWEEP_ANSWERS, 7), OK);
    assert_true(batch->has_swept);
    assert_int_equal(sweep_add(batch, SWEEP_ANSWERS, 7), OK);
    assert_int_equal(sweep_add(batch, SWEEP_PERSON, 7), OK);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 2);
}

static void work_on_what_is_gone_ends_too(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(sweep_add(batch, SWEEP_ANSWERS, 7), OK);
    assert_int_equal(sweep_add(batch, SWEEP_PERSON, 999), OK);
    assert_true(step(b));
    assert_true(batch->has_removed);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 0);
}

static void a_step_is_no_longer_than_it_may_be(void **state)
{
    struct in_batch *b = *state;
    struct post_id voice = voice_with(b, SWEEP_STEP + 1);
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(sweep_add(batch, SWEEP_ANSWERS, voice.v), OK);
    assert_false(step(b));
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post WHERE state = 0 AND root <> 0"), 1);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 1);
    assert_true(step(b));
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post WHERE state = 0 AND root <> 0"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post WHERE root <> 0"), SWEEP_STEP + 1);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally WHERE kind = 2"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post_count"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 0);
}

static void what_is_left_is_done_after_a_restart(void **state)
{
    struct in_batch *b = *state;
    struct post_id voice = voice_with(b, SWEEP_STEP + 1);
    struct batch *batch = in_batch_begin(b);
    struct post_head_out head;
    assert_int_equal(recent_head(batch, voice, &head), OK);
    assert_int_equal(withdraw_post(batch, voice, &head), OK);
    assert_true(batch->has_removed);
    assert_false(step(b));
    in_batch_end(b); /* and here the process ended */
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 1);
    fixture_reopen(&b->f);
    assert_int_equal(
        fixture_apply(&b->f, fixture_act(&b->f, ACT_NOTICE_CLEAR, (struct person_id){0})), OK);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM sweep"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post WHERE state = 0"), 0);
    fixture_assert_recount(&b->f);
    fixture_assert_window(&b->f, WINDOW_ALL, (const int64_t[5]){0, 0, 0, 0, 0});
}

/* Her hours are told at each step by the acts that stand, whether it is found at once (a post of
 * the same hour) or has to be counted (a reaction, an hour between). */
static void hours_hold_at_each_step(void **state)
{
    struct in_batch *b = *state;
    struct fixture *f = &b->f;
    struct person_id bea = fixture_arrive(f, "bea");
    struct post_id falls = fixture_say(f, fixture_arrive(f, "anna"), "#MeToo");
    struct post_id stands = fixture_say(f, fixture_arrive(f, "carla"), "#MeToo");
    for (int i = 0; i < 2 * SWEEP_STEP; i++)
        fixture_comment(f, bea, falls, "With you.");
    f->now_ms += HOUR_MS;
    fixture_comment(f, bea, stands, "With you.");
    f->now_ms += HOUR_MS;
    assert_int_equal(fixture_react(f, bea, stands, REACTION_BELIEVE), OK);
    fixture_comment(f, bea, falls, "With you.");
    const int64_t first_hours[] = {0, 1, 1};
    struct batch *batch = in_batch_begin(b);
    struct post_head_out head;
    assert_int_equal(recent_head(batch, falls, &head), OK);
    assert_int_equal(withdraw_post(batch, falls, &head), OK);
    for (size_t i = 0; i < COUNT(first_hours); i++) {
        (void)step(b);
        in_batch_end(b);
        fixture_assert_recount(f);
        assert_int_equal(NUMBER(b, "SELECT first_hour FROM engaged JOIN person ON id = person "
                                   "WHERE username = 'bea'"),
                         first_hours[i]);
        assert_int_equal(NUMBER(b, "SELECT last_hour FROM engaged JOIN person ON id = person "
                                   "WHERE username = 'bea'"),
                         2);
        batch = in_batch_begin(b);
    }
}

static void reactions_and_shares_go(void **state)
{
    struct in_batch *b = *state;
    struct post_id voice = voice_with(b, 1);
    struct person_id carla = fixture_arrive(&b->f, "carla"), dora = fixture_arrive(&b->f, "dora");
    assert_int_equal(fixture_react(&b->f, carla, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_react(&b->f, dora, voice, REACTION_ME_TOO), OK);
    assert_int_equal(fixture_unreact(&b->f, dora, voice), OK);
    fixture_share(&b->f, carla, voice);
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(sweep_add(batch, SWEEP_ANSWERS, voice.v), OK);
    assert_true(step(b));
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM reaction"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM share"), 0);
    assert_int_equal(NUMBER(b, "SELECT sum(n) FROM tally WHERE kind = 1"), 1);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally WHERE kind > 1"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM engaged"), 1); /* who said it */
}

static void a_person_goes_with_all_she_did(void **state)
{
    struct in_batch *b = *state;
    struct post_id voice = voice_with(b, 2);
    struct person_id bea = {NUMBER(b, "SELECT id FROM person WHERE username = 'bea'")};
    assert_int_equal(fixture_react(&b->f, bea, voice, REACTION_BELIEVE), OK);
    assert_int_equal(fixture_tie(&b->f, bea, TIE_BOOKMARK, voice.v), OK);
    fixture_share(&b->f, bea, voice);
    struct batch *batch = in_batch_begin(b);
    assert_int_equal(sweep_add(batch, SWEEP_PERSON, bea.v), OK);
    assert_true(step(b));
    assert_true(batch->has_changed_all);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM person WHERE username = 'bea'"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post"), 1);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM share"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tie"), 0);
    assert_int_equal(NUMBER(b, "SELECT sum(n) FROM tally"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BATCH(nothing_to_do_is_done),
        IN_BATCH(work_is_left_once),
        IN_BATCH(work_on_what_is_gone_ends_too),
        IN_BATCH(a_step_is_no_longer_than_it_may_be),
        IN_BATCH(what_is_left_is_done_after_a_restart),
        IN_BATCH(hours_hold_at_each_step),
        IN_BATCH(reactions_and_shares_go),
        IN_BATCH(a_person_goes_with_all_she_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
