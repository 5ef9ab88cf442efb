/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* H13: each class of what is kept for a time only, with a clock that is turned by hand. */
#include <time.h>

#include "campaign_fixture.h"
#include "domain/retention.h"

enum { MINUTE_MS = 60 * 1000, POLLS = 500 };
#define DAY_MS INT64_C(86400000)

static const char count_keys[] = "SELECT count(*) FROM idempotency";
static const char count_codes[] = "SELECT count(*) FROM code";
static const char count_sessions[] = "SELECT count(*) FROM token WHERE client = 0";
static const char count_app_tokens[] = "SELECT count(*) FROM token WHERE client <> 0";

static struct retention retention;

/* All steps that there are, at this time after the call. */
static int64_t clean_after(struct fixture *f, int64_t ms)
{
    int64_t steps = 0;
    bool is_done = false;
    f->now_ms = FIXTURE_CALLED_MS + ms;
    while (!is_done) {
        assert_int_equal(retention_step(&retention, f->db, &f->arena, f->now_ms, &is_done), OK);
        steps++;
    }
    return steps;
}

static void log_in(struct fixture *f, struct person_id person, int64_t client)
{
    struct act *act = fixture_act(f, ACT_TOKEN, person);
    act->token.client.v = client;
    assert_int_equal(fixture_apply(f, act), OK);
}

static void h13_keys_are_kept_an_hour(void **state)
{
    struct fixture *f = *state;
    struct act *act = fixture_act(f, ACT_POST, fixture_arrive(f, "ana"));
    act->post.text = STR("me too #MeToo");
    act->idempotency = STR("a key");
    retention = (struct retention){0};
    assert_int_equal(fixture_apply(f, act), OK);
    clean_after(f, 59 * MINUTE_MS);
    assert_int_equal(fixture_number(f, count_keys), 1);
    clean_after(f, 61 * MINUTE_MS);
    assert_int_equal(fixture_number(f, count_keys), 0);
}

static void h13_codes_are_kept_ten_minutes(void **state)
{
    struct fixture *f = *state;
    struct act *act = fixture_act(f, ACT_CODE, fixture_arrive(f, "ana"));
    act->code.client.v = 7;
    act->code.redirect_uri = act->code.challenge = STR("");
    retention = (struct retention){0};
    assert_int_equal(fixture_apply(f, act), OK);
    clean_after(f, 9 * MINUTE_MS);
    assert_int_equal(fixture_number(f, count_codes), 1);
    clean_after(f, 11 * MINUTE_MS);
    assert_int_equal(fixture_number(f, count_codes), 0);
}

static void h13_sessions_end_and_apps_stay(void **state)
{
    struct fixture *f = *state;
    struct person_id ana = fixture_arrive(f, "ana");
    retention = (struct retention){.session_ms = 7 * DAY_MS};
    for (int i = 0; i < 3; i++) {
        log_in(f, ana, 0);
        log_in(f, ana, 7);
    }
    int64_t sessions = fixture_number(f, count_sessions);
    assert_true(sessions >= 3);
    clean_after(f, 6 * DAY_MS - MINUTE_MS); /* their numbers may be a day early */
    assert_int_equal(fixture_number(f, count_sessions), sessions);
    clean_after(f, 7 * DAY_MS + MINUTE_MS);
    assert_int_equal(fixture_number(f, count_sessions), 0);
    assert_int_equal(fixture_number(f, count_app_tokens), 3);
    /* later ones too, also when earlier ones of apps lie before them */
    log_in(f, ana, 0);
    clean_after(f, 8 * DAY_MS);
    assert_int_equal(fixture_number(f, count_sessions), 1);
    clean_after(f, 15 * DAY_MS);
    assert_int_equal(fixture_number(f, count_sessions), 0);
}

static void h13_proposals_and_notes_are_kept_some_days(void **state)
{
    struct fixture *f = *state;
    retention = (struct retention){0};
    fixture_script(f, "INSERT INTO proposal VALUES (1, 7, 5, 0, 1, 0, 1508097600000);"
                      "INSERT INTO moderator_note VALUES (1, 1508097600000, 1, 0, 0, 'Note')");
    clean_after(f, 6 * DAY_MS);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM proposal"), 1);
    clean_after(f, 8 * DAY_MS);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM proposal"), 0);
    clean_after(f, 29 * DAY_MS);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM moderator_note"), 1);
    clean_after(f, 31 * DAY_MS);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM moderator_note"), 0);
}

static void h13_words_of_reports_go_after_they_were_dealt_with(void **state)
{
    struct fixture *f = *state;
    const char *count_words = "SELECT count(*) FROM report WHERE comment <> ''";
    retention = (struct retention){0};
    fixture_script(f,
                   "INSERT INTO report (id, account, posts, comment, category, state, moderator, "
                   "resolved_hour_ms) VALUES "
                   "(1, 5, '9', 'Her street is named', 'other', 1, 0, 1508097600000), "
                   "(2, 5, '9', 'Still open', 'other', 0, 0, 0)");
    clean_after(f, 29 * DAY_MS);
    assert_int_equal(fixture_number(f, count_words), 2);
    clean_after(f, 31 * DAY_MS);
    assert_int_equal(fixture_number(f, count_words), 1);
    assert_int_equal(fixture_number(f, "SELECT id FROM report WHERE comment <> ''"), 2);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM report WHERE posts = '9'"), 2);
}

static void h13_many_sessions_end_in_steps(void **state)
{
    struct fixture *f = *state;
    retention = (struct retention){.session_ms = DAY_MS};
    fixture_script(f, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) "
                      "INSERT INTO token (id, person, client, scopes, secret) "
                      "SELECT i, 1, i % 2, 0, x'00' FROM n");
    assert_int_equal(clean_after(f, DAY_MS), 4);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM token WHERE id <= 5000"), 2500);
    assert_int_equal(clean_after(f, DAY_MS), 1);
}

static void h13_a_wrong_receipt_leaves_no_log_in(void **state)
{
    struct fixture *f = *state;
    int64_t before = fixture_number(f, count_sessions);
    log_in(f, (struct person_id){0}, 0);
    assert_int_equal(fixture_number(f, count_sessions), before);
}

/* The writer does it by itself. */
static void h13_the_writer_removes_what_has_expired(void **state)
{
    struct fixture *f = *state;
    static struct revisions revisions;
    f->options.session_ms = 7 * DAY_MS;
    f->options.revisions = &revisions;
    fixture_reopen(f);
    log_in(f, fixture_arrive(f, "ana"), 0);
    int64_t id = fixture_number(f, "SELECT max(id) FROM token");
    uint64_t revision = revision_of(&revisions, id);
    f->now_ms += 8 * DAY_MS;
    fixture_start(f);
    int64_t left = -1;
    for (int i = 0; i < POLLS && left != 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
        left = fixture_number(f, count_sessions);
    }
    assert_int_equal(left, 0);
    fixture_settle(f);
    assert_true(revision_of(&revisions, id) != revision);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(h13_keys_are_kept_an_hour),
        IN_MEMORY(h13_codes_are_kept_ten_minutes),
        IN_MEMORY(h13_sessions_end_and_apps_stay),
        IN_MEMORY(h13_proposals_and_notes_are_kept_some_days),
        IN_MEMORY(h13_words_of_reports_go_after_they_were_dealt_with),
        IN_MEMORY(h13_many_sessions_end_in_steps),
        IN_MEMORY(h13_a_wrong_receipt_leaves_no_log_in),
        IN_FILE(h13_the_writer_removes_what_has_expired),
    };
    return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
