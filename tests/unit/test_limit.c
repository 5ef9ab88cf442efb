/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sliding window, with time given by hand. */
#include "http/limit.h"

#include "crypto/secret.h"
#include "scratch.h"

static const int64_t most[HTTP_COSTS] = {[COST_READ] = 100, [COST_ACT] = 4, [COST_ARRIVAL] = 2};
static const int64_t start = INT64_C(1700000100000) / LIMIT_WINDOW_MS * LIMIT_WINDOW_MS;

static int open_limit(void **state)
{
    *state = limit_new(most);
    return *state != NULL ? 0 : -1;
}

static int close_limit(void **state)
{
    limit_free(*state);
    return 0;
}

static bool is_let_through(struct limit *limit, enum http_cost cost, uint64_t key, int64_t now)
{
    return !limit_take(limit, cost, key, now).is_over;
}

static void counts_down_and_refuses(void **state)
{
    for (int64_t left = 3; left >= 0; left--) {
        struct limit_answer answer = limit_take(*state, COST_ACT, 1, start + 1000);
        assert_false(answer.is_over);
        assert_int_equal(answer.limit, 4);
        assert_int_equal(answer.remaining, left);
        assert_int_equal(answer.reset_ms, start + LIMIT_WINDOW_MS);
    }
    struct limit_answer over = limit_take(*state, COST_ACT, 1, start + 2000);
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
        struct limit_answer answer = limit_take(*state, COST_FREE, 1, start);
        assert_false(answer.is_over);
        assert_int_equal(answer.limit, 0);
    }
}

static void a_crowd_does_not_use_up_a_strangers_share(void **state)
{
    assert_int_equal(crypto_init(), OK);
    size_t refused = 0;
    for (uint64_t i = 0; i < 50000; i++) {
        uint64_t key = secret_short_hash((struct str){(const char *)&i, sizeof i});
        refused += !is_let_through(*state, COST_ACT, key, start);
    }
    assert_in_range(refused, 0, 50); /* a tenth of a per cent */
}

#define LIMIT_TEST(f) cmocka_unit_test_setup_teardown(f, open_limit, close_limit)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIMIT_TEST(counts_down_and_refuses), LIMIT_TEST(senders_and_costs_are_apart),
        LIMIT_TEST(the_window_slides),       LIMIT_TEST(windows_are_forgotten),
        LIMIT_TEST(every_window_in_turn),    LIMIT_TEST(a_clock_that_goes_back_clears_nothing),
        LIMIT_TEST(what_costs_nothing),      LIMIT_TEST(a_crowd_does_not_use_up_a_strangers_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
