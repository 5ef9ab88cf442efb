/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the writer remembers of people and posts. Rows are changed behind its back here, so that
 * what is remembered differs from what is read. */
#include "in_batch.h"
#include "sql/post.h"

static struct speaker speaker_of(struct in_batch *b, struct person_id id)
{
    struct speaker speaker;
    assert_int_equal(recent_speaker(&b->batch, id, &speaker), OK);
    assert_int_equal(speaker.id.v, id.v);
    return speaker;
}

static bool is_changed(const struct batch *batch, int64_t number)
{
    for (size_t i = 0; i < batch->n_changed; i++)
        if (batch->changed[i] == number)
            return true;
    return false;
}

/* --- people --- */

static void a_speaker_is_read_once(void **state)
{
    struct in_batch *b = *state;
    struct person_id anna = fixture_arrive(&b->f, "anna");
    in_batch_begin(b);
    assert_str(speaker_of(b, anna).language, "");
    fixture_script(&b->f, "UPDATE person SET language = 'es', country = 'AR', is_leaving = 1");
    struct speaker speaker = speaker_of(b, anna);
    assert_str(speaker.language, "");
    assert_false(speaker.is_leaving);
    recent_forget_person(&b->batch, anna);
    assert_true(is_changed(&b->batch, anna.v));
    speaker = speaker_of(b, anna);
    assert_str(speaker.language, "es");
    assert_str(speaker.country, "AR");
    assert_true(speaker.is_leaving);
    assert_true(speaker.is_plain);
}

static void somebody_who_never_came_is_not_found(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct speaker speaker;
    assert_int_equal(recent_speaker(batch, (struct person_id){99}, &speaker), ERR_NOT_FOUND);
    assert_int_equal(recent_speaker(batch, (struct person_id){0}, &speaker), ERR_NOT_FOUND);
}

/* Both ends of a block, whoever keeps or shares or filters something: but not who is followed. */
static void who_is_plain(void **state)
{
    struct in_batch *b = *state;
    struct person_id anna = fixture_arrive(&b->f, "anna"), bea = fixture_arrive(&b->f, "bea");
    struct person_id carla = fixture_arrive(&b->f, "carla"), dina = fixture_arrive(&b->f, "dina");
    struct person_id elif = fixture_arrive(&b->f, "elif");
    assert_int_equal(fixture_tie(&b->f, anna, TIE_BLOCK, bea.v), OK);
    assert_int_equal(fixture_tie(&b->f, carla, TIE_FOLLOW, dina.v), OK);
    struct batch *batch = in_batch_begin(b);
    assert_false(recent_knows_plain(batch, dina)); /* nobody has asked yet */
    assert_false(speaker_of(b, anna).is_plain);
    assert_false(speaker_of(b, bea).is_plain);
    assert_false(speaker_of(b, carla).is_plain);
    assert_true(speaker_of(b, dina).is_plain);
    assert_true(speaker_of(b, elif).is_plain);
    assert_true(recent_knows_plain(batch, dina));
    assert_false(recent_knows_plain(batch, carla));
    assert_false(recent_knows_plain(batch, (struct person_id){0}));
    fixture_script(&b->f,
                   "INSERT INTO share (id, person, post, cell, is_aside) SELECT 77, id, 5, 1, 0 "
                   "FROM person WHERE username = 'dina'");
    fixture_script(&b->f, "INSERT INTO filter (id, person, title, contexts, is_hiding, expires_ms) "
                          "SELECT 78, id, '', 'home', 0, 0 FROM person WHERE username = 'elif'");
    recent_forget_person(batch, dina);
    recent_forget_person(batch, elif);
    assert_false(speaker_of(b, dina).is_plain);
    assert_false(speaker_of(b, elif).is_plain);
}

/* Seven bytes of a language are remembered; of one more nothing is, and nothing is cut. */
static void a_long_language_is_read_each_time(void **state)
{
    struct in_batch *b = *state;
    struct person_id anna = fixture_arrive(&b->f, "anna"), bea = fixture_arrive(&b->f, "bea");
    in_batch_begin(b);
    fixture_script(&b->f, "UPDATE person SET language = 'zh-Hant' WHERE username = 'anna'");
    fixture_script(&b->f, "UPDATE person SET language = 'de-CH-19' WHERE username = 'bea'");
    assert_str(speaker_of(b, anna).language, "zh-Hant");
    assert_str(speaker_of(b, bea).language, "de-CH-19");
    fixture_script(&b->f, "UPDATE person SET country = 'CH'");
    assert_str(speaker_of(b, anna).country, "");
    assert_str(speaker_of(b, bea).country, "CH");
}

static void who_has_arrived_is_known_with_what_she_said(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct person_id anna = {501};
    struct engagements engagement = {.open.is_any = true};
    recent_arrived(batch, anna, STR("fa"), STR("IR"));
    struct speaker speaker = speaker_of(b, anna); /* she has no row at all */
    assert_str(speaker.language, "fa");
    assert_str(speaker.country, "IR");
    assert_true(speaker.is_plain && !speaker.is_leaving);
    fixture_script(&b->f, "INSERT INTO engaged VALUES (1, 501, 3, 4), (2, 501, 5, 6)");
    assert_int_equal(recent_engagement(batch, b->f.campaign, anna, &engagement), OK);
    assert_false(engagement.open.is_any); /* nobody was asked: she has just come */
}

static void when_somebody_leaves_all_is_forgotten(void **state)
{
    struct in_batch *b = *state;
    struct person_id anna = fixture_arrive(&b->f, "anna");
    struct post_id post = fixture_say(&b->f, anna, "#MeToo");
    struct batch *batch = in_batch_begin(b);
    struct post_head_out head;
    (void)speaker_of(b, anna);
    assert_int_equal(recent_head(batch, post, &head), OK);
    fixture_script(&b->f, "UPDATE person SET is_leaving = 1 WHERE username = 'anna'");
    recent_forget_people(batch);
    assert_true(batch->has_changed_all);
    assert_true(speaker_of(b, anna).is_leaving);
    assert_int_equal(recent_head(batch, post, &head), OK);
    assert_true(head.is_leaving);
}

/* --- posts --- */

static void a_head_is_read_once(void **state)
{
    struct in_batch *b = *state;
    struct person_id anna = fixture_arrive(&b->f, "anna");
    struct post_id post = fixture_say(&b->f, anna, "#MeToo");
    struct batch *batch = in_batch_begin(b);
    struct post_head_out head;
    assert_int_equal(recent_head(batch, post, &head), OK);
    assert_int_equal(head.author.v, anna.v);
    assert_int_equal(head.root.v, 0);
    fixture_script(&b->f, "DELETE FROM post");
    assert_int_equal(recent_head(batch, post, &head), OK);
    assert_int_equal(head.author.v, anna.v);
    recent_forget_post(batch, post);
    assert_true(is_changed(batch, post.v));
    assert_int_equal(recent_head(batch, post, &head), ERR_NOT_FOUND);
    assert_int_equal(recent_head(batch, (struct post_id){0}, &head), ERR_NOT_FOUND);
}

static void a_post_that_was_just_written_has_no_answers(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct post_id post = {7};
    struct post_head_out head;
    struct answer_change answers;
    assert_false(recent_knows_answers(batch, post, &answers));
    recent_written(batch, post, &(struct post_head_out){.author = {3}, .flags = POST_UNLISTED});
    assert_int_equal(recent_head(batch, post, &head), OK);
    assert_int_equal(head.author.v, 3);
    assert_int_equal(head.flags, POST_UNLISTED);
    assert_true(recent_knows_answers(batch, post, &answers));
    assert_int_equal(answers.last_reaction, 0);
    for (int i = 0; i < ANSWERS; i++)
        assert_int_equal(answers.n[i], 0);
}

/* Stored, waiting in the ledger, and coming later. */
static void answers_are_what_stands_and_what_waits(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct post_id post = {7};
    struct answer_change answers;
    ledger_answer(batch, post, ANSWER_COMMENT, 1);
    assert_int_equal(ledger_flush(batch), OK);
    ledger_reaction(batch, post, ANSWER_ME_TOO, 900);
    ledger_answer(batch, (struct post_id){8}, ANSWER_SHARE, 1);
    assert_false(recent_knows_answers(batch, post, &answers));
    assert_int_equal(recent_answers(batch, post, &answers), OK);
    assert_int_equal(answers.n[ANSWER_COMMENT], 1);
    assert_int_equal(answers.n[ANSWER_ME_TOO], 1);
    assert_int_equal(answers.n[ANSWER_SHARE], 0);
    assert_int_equal(answers.last_reaction, 900);
    ledger_answer(batch, post, ANSWER_COMMENT, 1);
    assert_true(recent_knows_answers(batch, post, &answers));
    assert_int_equal(answers.n[ANSWER_COMMENT], 2);
    assert_int_equal(ledger_flush(batch), OK); /* writing them changes nothing */
    assert_int_equal(recent_answers(batch, post, &answers), OK);
    assert_int_equal(answers.n[ANSWER_COMMENT], 2);
    recent_clear(&b->recent);
    assert_int_equal(recent_answers(batch, post, &answers), OK);
    assert_int_equal(answers.n[ANSWER_COMMENT], 2);
    assert_int_equal(answers.n[ANSWER_ME_TOO], 1);
}

/* --- engagement --- */

static void engagement_is_of_one_campaign(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    struct person_id anna = {501};
    struct engagements found;
    fixture_script(&b->f, "INSERT INTO engaged VALUES (2, 501, 5, 6)");
    assert_int_equal(recent_engagement(batch, (struct campaign_id){1}, anna, &found), OK);
    assert_false(found.open.is_any);
    recent_engaged(batch, (struct campaign_id){1}, anna,
                   &(struct engagements){.open = {3, 4, true, {0}}});
    assert_int_equal(recent_engagement(batch, (struct campaign_id){1}, anna, &found), OK);
    assert_true(found.open.is_any);
    assert_int_equal(found.open.first, 3);
    assert_int_equal(found.open.last, 4);
    assert_int_equal(recent_engagement(batch, (struct campaign_id){2}, anna, &found), OK);
    assert_true(found.open.is_any);
    assert_int_equal(found.open.first, 5);
    assert_int_equal(found.open.last, 6);
    recent_forget_person(batch, anna);
    assert_int_equal(recent_engagement(batch, (struct campaign_id){1}, anna, &found), OK);
    assert_false(found.open.is_any);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BATCH(a_speaker_is_read_once),
        IN_BATCH(somebody_who_never_came_is_not_found),
        IN_BATCH(who_is_plain),
        IN_BATCH(a_long_language_is_read_each_time),
        IN_BATCH(who_has_arrived_is_known_with_what_she_said),
        IN_BATCH(when_somebody_leaves_all_is_forgotten),
        IN_BATCH(a_head_is_read_once),
        IN_BATCH(a_post_that_was_just_written_has_no_answers),
        IN_BATCH(answers_are_what_stands_and_what_waits),
        IN_BATCH(engagement_is_of_one_campaign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
