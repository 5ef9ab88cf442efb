/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The changes of a batch: added up, written once per row, kept for the board. */
#include "in_batch.h"

#define NUMBER(b, sql) fixture_number(&(b)->f, (sql))

static const struct person_id anna = {101}, bea = {102};

static void count_act(struct in_batch *b, const struct cell *cell, enum act_count kind,
                      int64_t hour, struct person_id person, int sign)
{
    assert_int_equal(ledger_act(&b->batch, cell, kind, in_batch_id(b, hour), person, sign), OK);
}

static void flush(struct in_batch *b)
{
    assert_int_equal(ledger_flush(&b->batch), OK);
}

/* --- acts --- */

static void equal_changes_are_one_row(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    const struct cell *cell = in_batch_cell(b, true);
    for (int i = 0; i < 200; i++) {
        count_act(b, cell, COUNT_POST, 0, anna, 1);
        count_act(b, cell, i % 2 ? COUNT_POST : COUNT_SHARE, 3, bea, 1);
    }
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 0); /* before the flush */
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 3);
    assert_int_equal(NUMBER(b, "SELECT n FROM tally WHERE hour = 0 AND kind = 1"), 200);
    assert_int_equal(NUMBER(b, "SELECT n FROM tally WHERE hour = 3 AND kind = 1"), 100);
    assert_int_equal(NUMBER(b, "SELECT n FROM tally WHERE hour = 3 AND kind = 4"), 100);
    assert_int_equal(batch->ledger.n_done_tally, 3);
    assert_int_equal(batch->ledger.n_tally, 0);
}

static void what_comes_and_goes_leaves_nothing(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    const struct cell *cell = in_batch_cell(b, true);
    count_act(b, cell, COUNT_POST, 0, anna, 1);
    count_act(b, cell, COUNT_POST, 0, anna, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM engaged"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM people_hour"), 0);
    assert_int_equal(batch->ledger.n_done_tally, 0);
}

static void a_row_that_becomes_empty_is_removed(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    const struct cell *cell = in_batch_cell(b, true);
    count_act(b, cell, COUNT_POST, 0, anna, 1);
    count_act(b, cell, COUNT_POST, 0, bea, 1);
    flush(b);
    count_act(b, cell, COUNT_POST, 0, anna, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT n FROM tally"), 1);
    assert_int_equal(NUMBER(b, "SELECT firsts FROM people_hour"), 1);
    count_act(b, cell, COUNT_POST, 0, bea, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM engaged"), 0);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM people_hour"), 0);
    int64_t sum = 0;
    for (size_t i = 0; i < batch->ledger.n_done_tally; i++)
        sum += batch->ledger.done_tally[i].n;
    assert_int_equal(sum, 0); /* the board adds them all */
}

static void only_acts_of_a_campaign_count(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    count_act(b, in_batch_cell(b, false), COUNT_POST, 0, anna, 1);
    assert_int_equal(batch->ledger.n_tally, 0);
    assert_int_equal(batch->ledger.n_people, 0);
    struct cell stray = *in_batch_cell(b, true);
    stray.members[0].campaign.v += 100;
    assert_int_equal(ledger_act(batch, &stray, COUNT_POST, in_batch_id(b, 0), anna, 1),
                     ERR_STORAGE);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 0);
}

/* --- people --- */

static void each_person_counts_once_by_her_first_and_last_hour(void **state)
{
    struct in_batch *b = *state;
    in_batch_begin(b);
    const struct cell *cell = in_batch_cell(b, true);
    count_act(b, cell, COUNT_POST, 4, anna, 1);
    count_act(b, cell, COUNT_REACTION, 1, anna, 1);
    count_act(b, cell, COUNT_REACTION, 2, anna, 1);
    count_act(b, cell, COUNT_SHARE, 4, bea, 1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT first_hour FROM engaged WHERE person = 101"), 1);
    assert_int_equal(NUMBER(b, "SELECT last_hour FROM engaged WHERE person = 101"), 4);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM engaged"), 2);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM people_hour"), 2); /* hour 2 has none */
    assert_int_equal(NUMBER(b, "SELECT firsts FROM people_hour WHERE hour = 1"), 1);
    assert_int_equal(NUMBER(b, "SELECT lasts FROM people_hour WHERE hour = 1"), 0);
    assert_int_equal(NUMBER(b, "SELECT firsts FROM people_hour WHERE hour = 4"), 1);
    assert_int_equal(NUMBER(b, "SELECT lasts FROM people_hour WHERE hour = 4"), 2);
}

static void a_second_flush_writes_only_what_came_since(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    const struct cell *cell = in_batch_cell(b, true);
    count_act(b, cell, COUNT_POST, 0, anna, 1);
    flush(b);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT n FROM tally"), 1);
    assert_int_equal(NUMBER(b, "SELECT firsts FROM people_hour"), 1);
    count_act(b, cell, COUNT_POST, 2, anna, 1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT sum(firsts) FROM people_hour"), 1);
    assert_int_equal(NUMBER(b, "SELECT sum(lasts) FROM people_hour"), 1);
    assert_int_equal(NUMBER(b, "SELECT lasts FROM people_hour WHERE hour = 2"), 1);
    int64_t firsts = 0, lasts[3] = {0};
    for (size_t i = 0; i < batch->ledger.n_done_hours; i++) {
        firsts += batch->ledger.done_hours[i].firsts;
        lasts[batch->ledger.done_hours[i].hour] += batch->ledger.done_hours[i].lasts;
    }
    assert_int_equal(firsts, 1); /* the board is told of both flushes */
    assert_int_equal(lasts[0], 0);
    assert_int_equal(lasts[2], 1);
}

/* When the last of her acts goes, her hours are those of the acts that stand. */
static void hours_are_told_by_what_stands(void **state)
{
    struct in_batch *b = *state;
    struct person_id carla = fixture_arrive(&b->f, "carla");
    for (int hour = 0; hour < 3; hour++) {
        b->f.now_ms = FIXTURE_CALLED_MS + hour * 2 * HOUR_MS;
        fixture_say(&b->f, carla, "#MeToo");
    }
    int64_t last = NUMBER(b, "SELECT max(id) FROM post");
    struct batch *batch = in_batch_begin(b);
    struct cell *cell;
    struct cell_id id = {NUMBER(b, "SELECT cell FROM post LIMIT 1")};
    assert_int_equal(cell_get(batch, id, &cell), OK);
    fixture_script(&b->f, "DELETE FROM post WHERE id = (SELECT max(id) FROM post)");
    assert_int_equal(ledger_act(batch, cell, COUNT_POST, last, carla, -1), OK);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT first_hour FROM engaged"), 0);
    assert_int_equal(NUMBER(b, "SELECT last_hour FROM engaged"), 2);
    assert_int_equal(NUMBER(b, "SELECT lasts FROM people_hour WHERE hour = 2"), 1);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM people_hour WHERE hour = 4"), 0);
    /* what comes and goes in one batch, beside what stands */
    count_act(b, cell, COUNT_POST, 7, carla, 1);
    count_act(b, cell, COUNT_POST, 7, carla, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT last_hour FROM engaged"), 2);
}

/* --- answers --- */

static void answers_are_added_up(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    ledger_answer(batch, (struct post_id){7}, ANSWER_COMMENT, 1);
    ledger_answer(batch, (struct post_id){8}, ANSWER_SHARE, 1);
    ledger_reaction(batch, (struct post_id){7}, ANSWER_BELIEVE, 900);
    ledger_reaction(batch, (struct post_id){7}, ANSWER_BELIEVE, 800);
    ledger_answer(batch, (struct post_id){7}, ANSWER_COMMENT, 1);
    count_act(b, in_batch_cell(b, true), COUNT_POST, 0, anna, 1);
    assert_int_equal(ledger_flush_answers(batch), OK);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 0); /* only answers were written */
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post_count"), 2);
    assert_int_equal(NUMBER(b, "SELECT comments FROM post_count WHERE post = 7"), 2);
    assert_int_equal(NUMBER(b, "SELECT believe FROM post_count WHERE post = 7"), 2);
    assert_int_equal(NUMBER(b, "SELECT last_reaction FROM post_count WHERE post = 7"), 900);
    assert_int_equal(NUMBER(b, "SELECT shares FROM post_count WHERE post = 8"), 1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM tally"), 1);
    assert_int_equal(NUMBER(b, "SELECT comments FROM post_count WHERE post = 7"), 2);
}

static void a_post_without_answers_has_no_row(void **state)
{
    struct in_batch *b = *state;
    struct batch *batch = in_batch_begin(b);
    ledger_answer(batch, (struct post_id){7}, ANSWER_SHARE, 1);
    ledger_answer(batch, (struct post_id){7}, ANSWER_SHARE, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post_count"), 0);
    ledger_answer(batch, (struct post_id){7}, ANSWER_SHARE, 1);
    flush(b);
    ledger_answer(batch, (struct post_id){7}, ANSWER_SHARE, -1);
    flush(b);
    assert_int_equal(NUMBER(b, "SELECT count(*) FROM post_count"), 0);
}

static void changes_of_one_post_are_added(void **state)
{
    (void)state;
    struct answer_change sum = {.post = {7}, .n = {[ANSWER_SHARE] = 2}, .last_reaction = 50};
    answer_change_add(&sum, &(struct answer_change){.post = {7},
                                                    .n = {[ANSWER_SHARE] = -1, [ANSWER_ME_TOO] = 4},
                                                    .last_reaction = 40});
    assert_int_equal(sum.n[ANSWER_SHARE], 1);
    assert_int_equal(sum.n[ANSWER_ME_TOO], 4);
    assert_int_equal(sum.n[ANSWER_COMMENT], 0);
    assert_int_equal(sum.last_reaction, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BATCH(equal_changes_are_one_row),
        IN_BATCH(what_comes_and_goes_leaves_nothing),
        IN_BATCH(a_row_that_becomes_empty_is_removed),
        IN_BATCH(only_acts_of_a_campaign_count),
        IN_BATCH(each_person_counts_once_by_her_first_and_last_hour),
        IN_BATCH(a_second_flush_writes_only_what_came_since),
        IN_BATCH(hours_are_told_by_what_stands),
        IN_BATCH(answers_are_added_up),
        IN_BATCH(a_post_without_answers_has_no_row),
        cmocka_unit_test(changes_of_one_post_are_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
