/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sliding window, with time given by hand. */
#include "http/limit.h"

#include "crypto/secret.h"
#include "scratch.h"

static const int64_t most[HTTP_COSTS] = {[COST_READ] = 100, [COST_ACT] = 4, [COST_ARRIVAL] = 2};
static const int64_t start = INT64_C(1700000100000) / LIMIT_WINDOW_MS * LIMIT_WINDOW_MS;

static int open_limit(void **state)
{
    if (crypto_init() != OK)
        return -1;
    *state = limit_new();
    return *state != NULL ? 0 : -1;
}

static int close_limit(void **state)
{
    limit_free(*state);
    return 0;
}

/* The number stands for the sender. */
static struct limit_answer take(struct limit *limit, enum http_cost cost, uint64_t who, int64_t now)
{
    struct limit_ask ask = {{(const char *)&who, sizeof who}, cost, most[cost]};
    return limit_take(limit, &ask, now);
}

static bool is_let_through(struct limit *limit, enum http_cost cost, uint64_t who, int64_t now)
{
    return !take(limit, cost, who, now).is_over;
}

static void counts_down_and_refuses(void **state)
{
    for (int64_t left = 3; left >= 0; left--) {
        struct limit_answer answer = take(*state, COST_ACT, 1, start + 1000);
        assert_false(answer.is_over);
        assert_int_equal(answer.limit, 4);
        assert_int_equal(answer.remaining, left);
        assert_int_equal(answer.reset_ms, start + LIMIT_WINDOW_MS);
    }
    struct limit_answer over = take(*state, COST_ACT, 1, start + 2000);
    assert_true(over.is_over);
    assert_int_equal(over.remaining, 0);
}

static void senders_and_costs_are_apart(void **state)
{
    for (int i = 0; i < 4; i++)
        assert_true(is_let_through(*state, COST_ACT, 1, start));
    assert_false(is_let_through(*state, COST_ACT, 1, start));
    assert_true(is_let_through(*state, COST_ACT, 2, start));
    assert_true(is_let_through(*state, COST_READ, 1, start));
    assert_true(is_let_through(*state, COST_ARRIVAL, 1, start));
}

static void the_window_slides(void **state)
{
    for (int i = 0; i < 4; i++)
        assert_true(is_let_through(*state, COST_ACT, 1, start));
    /* The next window begins with the whole of the last one, which fades. */
    int64_t next = start + LIMIT_WINDOW_MS;
    assert_false(is_let_through(*state, COST_ACT, 1, next));
    assert_true(is_let_through(*state, COST_ACT, 1, next + LIMIT_WINDOW_MS / 2));
    assert_true(is_let_through(*state, COST_ACT, 1, next + LIMIT_WINDOW_MS / 2));
    assert_false(is_let_through(*state, COST_ACT, 1, next + LIMIT_WINDOW_MS / 2));
}

static void windows_are_forgotten(void **state)
{
    for (int window = 0; window < 20; window++) {
        int64_t now = start + 2 * window * (int64_t)LIMIT_WINDOW_MS;
        for (int i = 0; i < 4; i++)
            assert_true(is_let_through(*state, COST_ACT, 1, now));
        assert_false(is_let_through(*state, COST_ACT, 1, now));
    }
}

static void every_window_in_turn(void **state)
{
    /* Two requests a window never reach four. */
    for (int window = 0; window < 20; window++) {
        int64_t now = start + window * (int64_t)LIMIT_WINDOW_MS + 1000;
        assert_true(is_let_through(*state, COST_ACT, 1, now));
        assert_true(is_let_through(*state, COST_ACT, 1, now));
    }
}

static void a_clock_that_goes_back_clears_nothing(void **state)
{
    for (int i = 0; i < 4; i++)
        assert_true(is_let_through(*state, COST_ACT, 1, start + LIMIT_WINDOW_MS));
    (void)is_let_through(*state, COST_ACT, 9, start);
    assert_false(is_let_through(*state, COST_ACT, 1, start + LIMIT_WINDOW_MS));
}

static void what_costs_nothing(void **state)
{
    for (int i = 0; i < 1000; i++) {
        struct limit_answer answer = take(*state, COST_FREE, 1, start);
        assert_false(answer.is_over);
        assert_int_equal(answer.limit, 0);
    }
}

static void a_crowd_does_not_use_up_a_strangers_share(void **state)
{
    size_t refused = 0;
    for (uint64_t i = 0; i < 50000; i++)
        refused += !is_let_through(*state, COST_ACT, i, start);
    assert_in_range(refused, 0, 50); /* a tenth of a per cent */
}

/* --- the key of the hash --- */

enum { HOUR_MS = LIMIT_KEY_WINDOWS * LIMIT_WINDOW_MS };
static const int64_t hour = INT64_C(1700000100000) / HOUR_MS * HOUR_MS;

/* The first window of a new key still knows what was counted under the old one. */
static void the_window_slides_over_a_change_of_keys(void **state)
{
    int64_t before = hour - LIMIT_WINDOW_MS / 2;
    (void)is_let_through(*state, COST_READ, 2, hour - LIMIT_WINDOW_MS);
    for (int i = 0; i < 4; i++)
        assert_true(is_let_through(*state, COST_ACT, 1, before));
    assert_false(is_let_through(*state, COST_ACT, 1, before));
    assert_false(is_let_through(*state, COST_ACT, 1, hour));
    assert_true(is_let_through(*state, COST_ACT, 2, hour));
    assert_true(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS / 2));
    assert_true(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS / 2));
    assert_false(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS / 2));
    /* and the next one what was counted under the new */
    assert_true(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS));
    assert_true(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS));
    assert_false(is_let_through(*state, COST_ACT, 1, hour + LIMIT_WINDOW_MS));
}

static void nothing_is_lost_at_any_turn_of_a_day(void **state)
{
    for (int64_t now = hour; now < hour + 24 * (int64_t)HOUR_MS; now += LIMIT_WINDOW_MS) {
        while (is_let_through(*state, COST_ACT, 1, now + LIMIT_WINDOW_MS - 1)) {
            /* until there is nothing left */
        }
        assert_false(is_let_through(*state, COST_ACT, 1, now + LIMIT_WINDOW_MS));
    }
}

/* --- when one more is let through --- */

static void the_time_to_come_again_is_exact(void **state)
{
    int64_t now = start;
    for (int i = 0; i < 2000; i++) {
        now += 137 * (i % 400);
        struct limit_answer answer = take(*state, COST_ACT, 1, now);
        if (!answer.is_over)
            continue;
        assert_in_range(answer.reset_ms, now + 1, now + 2 * LIMIT_WINDOW_MS);
        assert_false(is_let_through(*state, COST_ACT, 1, answer.reset_ms - 1));
        assert_true(is_let_through(*state, COST_ACT, 1, answer.reset_ms));
        now = answer.reset_ms;
    }
}

static void what_came_to_nothing_is_given_back(void **state)
{
    uint64_t who = 1;
    struct limit_ask ask = {{(const char *)&who, sizeof who}, COST_ACT, most[COST_ACT]};
    for (int i = 0; i < 20; i++) {
        assert_true(is_let_through(*state, COST_ACT, who, start));
        limit_give_back(*state, &ask, start);
    }
    for (int i = 0; i < 4; i++)
        assert_true(is_let_through(*state, COST_ACT, who, start));
    assert_false(is_let_through(*state, COST_ACT, who, start));
    who = 2;
    limit_give_back(*state, &ask, start); /* never below nothing */
    assert_int_equal(take(*state, COST_ACT, who, start).remaining, 3);
}

static void the_load_is_what_was_over_of_late(void **state)
{
    assert_int_equal(limit_load(*state, start), 0);
    for (uint64_t who = 0; who < 10; who++) {
        for (int i = 0; i < 4 + 10; i++)
            (void)take(*state, COST_ACT, who, start);
    }
    assert_int_equal(limit_load(*state, start), 100);
    assert_int_equal(limit_load(*state, start + LIMIT_WINDOW_MS), 100);
    assert_int_equal(limit_load(*state, start + LIMIT_WINDOW_MS * 3 / 2), 50);
    assert_int_equal(limit_load(*state, start + 2 * LIMIT_WINDOW_MS), 0);
}

static void a_pause_is_time_to_forget(void **state)
{
    for (int i = 0; i < 5; i++)
        (void)take(*state, COST_ACT, 1, start);
    limit_rest(*state, start + 1);
    assert_false(is_let_through(*state, COST_ACT, 1, start + 2));
    limit_rest(*state, start + LIMIT_WINDOW_MS);
    limit_rest(*state, start + 2 * LIMIT_WINDOW_MS);
    limit_rest(*state, start + 3 * LIMIT_WINDOW_MS);
    assert_int_equal(limit_load(*state, start), 0); /* the window itself was cleared */
}

#define LIMIT_TEST(f) cmocka_unit_test_setup_teardown(f, open_limit, close_limit)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIMIT_TEST(counts_down_and_refuses),
        LIMIT_TEST(senders_and_costs_are_apart),
        LIMIT_TEST(the_window_slides),
        LIMIT_TEST(windows_are_forgotten),
        LIMIT_TEST(every_window_in_turn),
        LIMIT_TEST(a_clock_that_goes_back_clears_nothing),
        LIMIT_TEST(what_costs_nothing),
        LIMIT_TEST(a_crowd_does_not_use_up_a_strangers_share),
        LIMIT_TEST(the_window_slides_over_a_change_of_keys),
        LIMIT_TEST(nothing_is_lost_at_any_turn_of_a_day),
        LIMIT_TEST(the_time_to_come_again_is_exact),
        LIMIT_TEST(what_came_to_nothing_is_given_back),
        LIMIT_TEST(the_load_is_what_was_over_of_late),
        LIMIT_TEST(a_pause_is_time_to_forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
