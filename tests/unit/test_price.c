/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a form over its limit costs: paid, waited for, forged, spent; time given by hand. */
#include "http/price.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"

enum { ARENA_SIZE = 1 << 20 };

static const int64_t start = INT64_C(1700000100000);
static struct arena arena;

static int open_price(void **state)
{
    if (crypto_init() != OK || arena_init(&arena, ARENA_SIZE) != OK)
        return -1;
    *state = price_new();
    return *state != NULL ? 0 : -1;
}

static int close_price(void **state)
{
    price_free(*state);
    arena_done(&arena);
    return 0;
}

static struct http_price make(void **state, int64_t load)
{
    struct http_price price;
    price_make(*state, &arena, load, start, &price);
    return price;
}

/* As a browser does it. */
static struct str solve(const struct http_price *price)
{
    static const char digits[] = "0123456789abcdef";
    for (int64_t n = 0; n < price->most; n++) {
        size_t used = arena.used;
        struct str number = arena_printf(&arena, "%" PRId64, n);
        struct str hash = secret_sha256(
            &arena, arena_printf(&arena, "%.*s:%.*s", STRF(price->salt), STRF(number)));
        size_t same = 0;
        for (size_t i = 0; i < hash.n; i++) {
            unsigned char byte = (unsigned char)hash.p[i];
            same += price->hash.p[2 * i] == digits[byte >> 4] &&
                    price->hash.p[2 * i + 1] == digits[byte & 15];
        }
        if (same == hash.n)
            return number;
        arena_back(&arena, used);
    }
    fail_msg("no number solves it");
    return STR("");
}

static enum price_state take(void **state, struct str token, struct str number, int64_t now)
{
    uint64_t receipt = 0;
    enum price_state paid = price_take(*state, &arena, token, number, now, &receipt);
    assert_int_equal(receipt != 0, paid == PRICE_WAITED || paid == PRICE_SOLVED);
    return paid;
}

static void a_solution_pays_once(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    assert_int_equal(take(state, price.token, number, start + 100), PRICE_SOLVED);
    assert_int_equal(take(state, price.token, number, start + 200), PRICE_NONE);
    assert_int_equal(take(state, price.token, STR(""), start + 10000), PRICE_NONE);
    assert_int_equal(take(state, price.token, number, start + PRICE_LIFE_MS - 1), PRICE_NONE);
    assert_int_equal(take(state, price.token, number, start + PRICE_LIFE_MS), PRICE_NONE);
}

static void a_wrong_number_pays_nothing(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    const struct str wrong[] = {
        {0},
        STR(""),
        STR("-1"),
        STR("65536"),
        STR("99999999999999999999"),
        STR("abc"),
        arena_printf(&arena, "0%.*s", STRF(number)),
        arena_printf(&arena, "+%.*s", STRF(number)),
        arena_printf(&arena, "%.*s ", STRF(number)),
        arena_printf(&arena, "%.*s1", STRF(number)),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(take(state, price.token, wrong[i], start + 100), PRICE_OPEN);
    assert_int_equal(take(state, price.token, number, start + 100), PRICE_SOLVED);
}

static void waiting_pays_once_as_well(void **state)
{
    struct http_price price = make(state, 0);
    assert_int_equal(price.wait_ms, 4000);
    assert_int_equal(take(state, price.token, STR(""), start), PRICE_OPEN);
    assert_int_equal(take(state, price.token, STR(""), start + 3999), PRICE_OPEN);
    assert_int_equal(take(state, price.token, STR(""), start + 4000), PRICE_WAITED);
    assert_int_equal(take(state, price.token, STR(""), start + 4001), PRICE_NONE);
    assert_int_equal(take(state, price.token, solve(&price), start + 4001), PRICE_NONE);
}

static void a_price_ends(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    assert_int_equal(take(state, price.token, number, start - 1), PRICE_NONE); /* not made yet */
    assert_int_equal(take(state, price.token, number, start + PRICE_LIFE_MS), PRICE_NONE);
    assert_int_equal(take(state, price.token, number, start + PRICE_LIFE_MS - 1), PRICE_SOLVED);
}

static void a_forged_token_pays_nothing(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    char text[PRICE_TOKEN_MAX];
    assert_true(price.token.n < sizeof text);
    for (size_t i = 0; i < price.token.n; i++) {
        memcpy(text, price.token.p, price.token.n);
        text[i] = text[i] == '1' ? '2' : '1';
        assert_int_equal(take(state, (struct str){text, price.token.n}, number, start + 5000),
                         PRICE_NONE);
        arena_reset(&arena);
        price = make(state, 0);
        number = STR("7");
    }
}

static void what_is_no_token_pays_nothing(void **state)
{
    struct http_price price = make(state, 0);
    char longer[PRICE_TOKEN_MAX + 8];
    memset(longer, '.', sizeof longer);
    const struct str none[] = {
        {0},
        STR(""),
        STR("."),
        STR("...."),
        STR("a.1.2.b.c"),
        STR("a.x.y.b.c"),
        {longer, sizeof longer},
        str_sub(price.token, 0, price.token.n - 1),
        str_sub(price.token, 1, price.token.n),
        arena_printf(&arena, "%.*s0", STRF(price.token)),
    };
    for (size_t i = 0; i < COUNT(none); i++) {
        struct http_price read;
        assert_int_equal(take(state, none[i], STR("1"), start + 5000), PRICE_NONE);
        assert_int_equal(price_read(*state, &arena, none[i], start + 5000, &read), ERR_BAD_INPUT);
    }
}

static void another_server_knows_nothing_of_it(void **state)
{
    struct http_price price = make(state, 0);
    struct price *other = price_new();
    uint64_t receipt = 0;
    assert_non_null(other);
    assert_int_equal(price_take(other, &arena, price.token, solve(&price), start, &receipt),
                     PRICE_NONE);
    price_free(other);
    price_free(NULL);
}

/* Digits do not move from the salt to the number: "…65536" with "7" is not "…6553" with "67". */
static void salt_and_number_are_apart(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    struct str rest = str_sub(price.token, price.salt.n, price.token.n);
    struct str shorter = str_sub(price.salt, 0, price.salt.n - 1);
    struct str token = arena_printf(&arena, "%.*s%.*s", STRF(shorter), STRF(rest));
    struct str longer = arena_printf(&arena, "6%.*s", STRF(number));
    assert_int_equal(take(state, token, longer, start), PRICE_NONE);
}

static void the_price_rises_with_the_load(void **state)
{
    static const struct {
        int64_t load, most, wait_ms;
    } cases[] = {
        {0, 1 << 16, 4000},     {1999, 1 << 16, 4000},   {2000, 1 << 17, 8000},
        {19999, 1 << 17, 8000}, {20000, 1 << 18, 15000}, {INT64_MAX, 1 << 18, 15000},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_price price = make(state, cases[i].load);
        assert_int_equal(price.most, cases[i].most);
        assert_int_equal(price.wait_ms, cases[i].wait_ms);
        /* what it was then it stays */
        assert_int_equal(take(state, price.token, STR(""), start + cases[i].wait_ms - 1),
                         PRICE_OPEN);
        assert_int_equal(take(state, price.token, STR(""), start + cases[i].wait_ms), PRICE_WAITED);
    }
}

static void what_is_open_is_shown_again(void **state)
{
    struct http_price price = make(state, 2000);
    struct http_price again;
    assert_int_equal(price_read(*state, &arena, price.token, start + 10, &again), OK);
    assert_true(str_eq(again.token, price.token));
    assert_true(str_eq(again.salt, price.salt));
    assert_true(str_eq(again.hash, price.hash));
    assert_int_equal(again.most, price.most);
    assert_int_equal(again.wait_ms, price.wait_ms);
    assert_true(again.is_again);
    assert_false(price.is_again);
    assert_int_equal(take(state, price.token, solve(&price), start + 20), PRICE_SOLVED);
    assert_int_equal(price_read(*state, &arena, price.token, start + 30, &again), ERR_BAD_INPUT);
}

static void what_came_to_nothing_pays_again(void **state)
{
    struct http_price price = make(state, 0);
    struct str number = solve(&price);
    uint64_t receipt = 0;
    assert_int_equal(price_take(*state, &arena, price.token, number, start, &receipt),
                     PRICE_SOLVED);
    price_give_back(*state, receipt);
    assert_int_equal(take(state, price.token, number, start + 1), PRICE_SOLVED);
    assert_int_equal(take(state, price.token, number, start + 2), PRICE_NONE);
}

/* As many as 25 a second over the life of a price: none of them pays twice. */
static void many_are_remembered(void **state)
{
    enum { MANY = 30000 };
    struct str *tokens = calloc(MANY, sizeof *tokens);
    assert_non_null(tokens);
    struct arena kept;
    assert_int_equal(arena_init(&kept, (size_t)MANY * 512), OK);
    for (size_t i = 0; i < MANY; i++) {
        struct http_price price = make(state, 0);
        tokens[i] = arena_str(&kept, price.token);
        arena_reset(&arena);
        assert_int_equal(take(state, tokens[i], STR(""), start + 4000), PRICE_WAITED);
    }
    size_t twice = 0;
    for (size_t i = 0; i < MANY; i++) {
        twice += take(state, tokens[i], STR(""), start + 5000) != PRICE_NONE;
        arena_reset(&arena);
    }
    assert_int_equal(twice, 0);
    arena_done(&kept);
    free(tokens);
}

/* Two of one price are hardly ever the same. */
static void no_two_are_alike(void **state)
{
    struct http_price one = make(state, 0);
    struct http_price other = make(state, 0);
    assert_false(str_eq(one.salt, other.salt));
    assert_false(str_eq(one.token, other.token));
    assert_int_equal(take(state, one.token, STR(""), start + 4000), PRICE_WAITED);
    assert_int_equal(take(state, other.token, STR(""), start + 4000), PRICE_WAITED);
}

#define PRICE_TEST(f) cmocka_unit_test_setup_teardown(f, open_price, close_price)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PRICE_TEST(a_solution_pays_once),
        PRICE_TEST(a_wrong_number_pays_nothing),
        PRICE_TEST(waiting_pays_once_as_well),
        PRICE_TEST(a_price_ends),
        PRICE_TEST(a_forged_token_pays_nothing),
        PRICE_TEST(what_is_no_token_pays_nothing),
        PRICE_TEST(another_server_knows_nothing_of_it),
        PRICE_TEST(salt_and_number_are_apart),
        PRICE_TEST(the_price_rises_with_the_load),
        PRICE_TEST(what_is_open_is_shown_again),
        PRICE_TEST(what_came_to_nothing_pays_again),
        PRICE_TEST(many_are_remembered),
        PRICE_TEST(no_two_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
