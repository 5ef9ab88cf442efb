/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the figures must be: added up, by hour, without what is withdrawn, and as published. */
#include "day/expect.h"

#include "day/crowd.h"
#include "day/published.h"
#include "domain/told.h"
#include "scratch.h"

enum { PEOPLE = 10 };
static const int64_t HOUR_MS = 3600000, CALL_MS = INT64_C(1700000000000);
static const int64_t AFTER_ALL = INT64_C(1) << 40;

struct stage {
    struct arena arena;
    struct expect expect;
};

/* The rehearsal begins 30.5 hours after the call. */
static int set_up(void **state)
{
    static struct stage stage;
    assert_int_equal(arena_init(&stage.arena, 1 << 20), OK);
    int64_t now_ms = CALL_MS + 30 * HOUR_MS + HOUR_MS / 2;
    expect_init(&stage.expect, &stage.arena, PEOPLE, CALL_MS, now_ms);
    *state = &stage;
    return 0;
}

static int take_down(void **state)
{
    struct stage *stage = *state;
    arena_done(&stage->arena);
    return 0;
}

static int64_t at(double hour)
{
    return CALL_MS + (int64_t)(hour * (double)HOUR_MS);
}

static void act(struct stage *stage, enum job_kind kind, uint32_t person, double from, double to)
{
    struct job job = {.kind = (uint8_t)kind,
                      .person = person,
                      .begun_ms = at(from),
                      .tag = 1,
                      .counted_language = 2,
                      .counted_country = 3};
    expect_add(&stage->expect, &job, at(to));
}

static void assert_range(struct expect_range range, int64_t low, int64_t high)
{
    assert_int_equal(range.low, low);
    assert_int_equal(range.high, high);
}

static void acts_are_added_up(void **state)
{
    struct stage *stage = *state;
    struct expect *e = &stage->expect;
    act(stage, JOB_VOICE, 0, 30.6, 30.6);
    act(stage, JOB_COMMENT, 1, 30.6, 30.7);
    act(stage, JOB_REACTION, 1, 30.7, 30.7);
    act(stage, JOB_REACTION, 2, 31.2, 31.2);
    assert_range(expect_acts(e, EXPECT_POST, 0, AFTER_ALL), 1, 1);
    assert_range(expect_acts(e, EXPECT_REACTION, 0, AFTER_ALL), 2, 2);
    assert_range(expect_acts(e, EXPECT_REACTION, 30, 31), 1, 1);
    assert_range(expect_acts(e, EXPECT_REACTION, 0, 24), 0, 0);
    assert_range(expect_acts(e, EXPECT_SHARE, 0, AFTER_ALL), 0, 0);
    assert_range(expect_people(e, 0, AFTER_ALL, false), 3, 3);
    assert_range(expect_people(e, 31, 32, false), 1, 1);
    assert_int_equal(e->parts[EXPECT_LANGUAGES][2].kinds[EXPECT_REACTION], 2);
    assert_int_equal(e->parts[EXPECT_COUNTRIES][3].kinds[EXPECT_POST], 1);
    assert_int_equal(e->parts[EXPECT_HASHTAGS][1].kinds[EXPECT_COMMENT], 1);
}

static void people_count_by_their_first_and_last_hour(void **state)
{
    struct stage *stage = *state;
    act(stage, JOB_VOICE, 4, 31.5, 31.5);
    act(stage, JOB_REACTION, 4, 30.6, 30.6);
    act(stage, JOB_REACTION, 4, 33.1, 33.1);
    assert_range(expect_people(&stage->expect, 30, 31, false), 1, 1);
    assert_range(expect_people(&stage->expect, 31, 32, false), 0, 0);
    assert_range(expect_people(&stage->expect, 33, 34, true), 1, 1);
    assert_range(expect_people(&stage->expect, 30, 31, true), 0, 0);
}

static void an_hours_end_in_flight_gives_a_range(void **state)
{
    struct stage *stage = *state;
    struct expect *e = &stage->expect;
    act(stage, JOB_REACTION, 0, 30.999, 31.001);
    assert_range(expect_acts(e, EXPECT_REACTION, 30, 31), 0, 1);
    assert_range(expect_acts(e, EXPECT_REACTION, 31, 32), 0, 1);
    assert_range(expect_acts(e, EXPECT_REACTION, 30, 32), 1, 1);
    assert_range(expect_acts(e, EXPECT_REACTION, 0, AFTER_ALL), 1, 1);
    assert_range(expect_people(e, 30, 31, false), 0, 1);
    assert_range(expect_people(e, 0, AFTER_ALL, false), 1, 1);
    act(stage, JOB_REACTION, 0, 30.9, 30.9); /* now her first hour is certain */
    assert_range(expect_people(e, 30, 31, false), 1, 1);
}

static void a_cell_is_told_near_what_it_holds(void **state)
{
    (void)state;
    struct expect_range range = published_cell(1004, 20);
    assert_range(range, 957, 1042);
    assert_range(published_cell(30, 20), 0, 68);
    assert_range(published_cell(30, 1), 30, 30);
    assert_range(published_largest(1004, 1, 20), 899, 1042);
    assert_range(published_largest(1004, 3, 20), 823, 1042);
    assert_range(published_largest(30, 3, 1), 30, 30);
    assert_true(published_is_told(20, 20));
    assert_true(published_is_told(0, 20));
    assert_false(published_is_told(10, 20)); /* below the floor */
    assert_false(published_is_told(25, 20)); /* not rounded */
    assert_true(published_is_told(25, 1));
}

/* The server's own rules, many times, with acts that come and go by chance: what it tells lies in
 * what is expected. The first cell is much the largest. */
static void what_is_told_is_expected(void **state)
{
    enum { CELLS = 4, FLOOR = 20, TURNS = 20000, MOST = 60 };
    (void)state;
    struct sheet sheet = {0};
    struct sheet_part cells[CELLS] = {0};
    struct chance chance = chance_of(7, 0);
    sheet.parts[0] = (struct sheet_parts){.items = cells, .n = CELLS};
    cells[0].kinds[COUNT_POST] = 100000;
    for (int turn = 0; turn < TURNS; turn++) {
        int i = (int)chance_below(&chance, CELLS);
        int64_t *n = &cells[i].kinds[COUNT_POST];
        *n += (int64_t)chance_below(&chance, 2 * MOST + 1) - MOST;
        if (*n < 0)
            *n = 0;
        told_move(&sheet, FLOOR);
        for (int k = 0; k < CELLS; k++) {
            int64_t held = cells[k].kinds[COUNT_POST], told = cells[k].told[COUNT_POST].shown;
            struct expect_range range =
                k == 0 ? published_largest(held, CELLS, FLOOR) : published_cell(held, FLOOR);
            assert_in_range(told, range.low, range.high);
            assert_true(published_is_told(told, FLOOR));
        }
    }
}

static void an_hour_is_rounded(void **state)
{
    (void)state;
    assert_int_equal(published_number(24, 20), 20);
    assert_int_equal(published_number(25, 20), 30);
    assert_int_equal(published_number(19, 20), 0);
    assert_int_equal(published_number(19, 1), 19);
}

/* --- withdrawal --- */

static uint32_t find_doomed(const struct crowd *crowd)
{
    uint32_t voice = 0;
    while (!crowd_is_doomed(crowd, voice))
        voice++;
    return voice;
}

static void a_doomed_voice_closes_before_it_is_withdrawn(void **state)
{
    (void)state;
    struct mix mix;
    struct crowd crowd;
    struct crowd_doomed doomed;
    mix_init(&mix, 0.001, 1);
    assert_int_equal(crowd_open(&crowd, &mix, 9, mix.people, 0), OK);
    uint32_t voice = find_doomed(&crowd);
    for (uint32_t i = 0; i <= voice; i++)
        assert_int_equal(crowd_voice(&crowd, 1), i);
    assert_false(crowd_is_open(&crowd, voice));
    crowd_spoke(&crowd, voice, 77, 3, 100);
    assert_int_equal(crowd.anchor_voice, -1); /* only one that stays is an anchor */
    assert_true(crowd_is_open(&crowd, voice));
    assert_true(crowd_has_doomed(&crowd));
    assert_false(crowd_take_doomed(&crowd, 100, &doomed));
    crowd_fly(&crowd, voice, 1);
    crowd_fly(&crowd, voice, 1);
    assert_false(crowd_take_doomed(&crowd, UINT64_MAX, &doomed));
    assert_false(crowd_is_open(&crowd, voice)); /* nothing more is aimed at it */
    crowd_fly(&crowd, voice, -1);
    assert_false(crowd_take_doomed(&crowd, UINT64_MAX, &doomed));
    crowd_fly(&crowd, voice, -1);
    assert_true(crowd_take_doomed(&crowd, UINT64_MAX, &doomed));
    assert_int_equal(doomed.voice, voice);
    assert_int_equal(doomed.person, 3);
    assert_false(crowd_has_doomed(&crowd));
    crowd_close(&crowd);
}

static void one_voice_in_fifty_is_doomed(void **state)
{
    (void)state;
    struct mix mix;
    struct crowd crowd;
    mix_init(&mix, 0.02, 1);
    assert_int_equal(crowd_open(&crowd, &mix, 1, 1, 0), OK);
    int n = 0;
    for (uint32_t i = 0; i < mix.voices; i++) {
        n += crowd_is_doomed(&crowd, i);
        assert_false(crowd_is_doomed(&crowd, i) && aim_stays(&crowd.aim, i));
    }
    assert_in_range(n, mix.voices / 100, mix.voices * 3 / 100);
    crowd_close(&crowd);
}

static void tokens_and_reactions_are_kept(void **state)
{
    (void)state;
    struct mix mix;
    struct crowd crowd;
    mix_init(&mix, 0.001, 1);
    assert_int_equal(crowd_open(&crowd, &mix, 1, mix.people, 0), OK);
    assert_int_equal(crowd_token(&crowd, 5).n, 0);
    assert_true(crowd_arrive(&crowd, 5, STR("abcdef")));
    assert_true(crowd_arrive(&crowd, 6, STR("ghijkl")));
    assert_false(crowd_arrive(&crowd, 7, STR("longer than the others")));
    assert_false(crowd_arrive(&crowd, 7, STR("")));
    assert_str(crowd_token(&crowd, 5), "abcdef");
    assert_str(crowd_token(&crowd, 6), "ghijkl");
    assert_int_equal(crowd_token(&crowd, 7).n, 0);
    assert_int_equal(crowd.anchor_person, 5);
    assert_true(crowd_reacts(&crowd, 5, 1000));
    assert_false(crowd_reacts(&crowd, 5, 1000));
    assert_true(crowd_reacts(&crowd, 6, 1000));
    crowd_close(&crowd);
}

#define EXPECT_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, take_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXPECT_TEST(acts_are_added_up),
        EXPECT_TEST(people_count_by_their_first_and_last_hour),
        EXPECT_TEST(an_hours_end_in_flight_gives_a_range),
        cmocka_unit_test(a_cell_is_told_near_what_it_holds),
        cmocka_unit_test(what_is_told_is_expected),
        cmocka_unit_test(an_hour_is_rounded),
        cmocka_unit_test(a_doomed_voice_closes_before_it_is_withdrawn),
        cmocka_unit_test(one_voice_in_fifty_is_doomed),
        cmocka_unit_test(tokens_and_reactions_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
