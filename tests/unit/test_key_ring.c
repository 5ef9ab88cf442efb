/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys that come and go: what overlaps, and what is forgotten. */
#include "crypto/key_ring.h"

#include "crypto/secret.h"
#include "scratch.h"

static const struct str her = STR_INIT("a\x7F\0\0\1");

static int open_ring(void **state)
{
    if (crypto_init() != OK)
        return -1;
    *state = key_ring_new();
    return *state != NULL ? 0 : -1;
}

static int close_ring(void **state)
{
    key_ring_free(*state);
    return 0;
}

static void each_epoch_has_its_key(void **state)
{
    key_ring_turn(*state, 7);
    uint64_t now = key_ring_hash(*state, 7, her);
    assert_true(key_ring_hash(*state, 7, her) == now);
    assert_true(key_ring_hash(*state, 8, her) != now);
    assert_true(key_ring_hash(*state, 7, STR("a\x7F\0\0\2")) != now);
}

static void two_keys_overlap(void **state)
{
    key_ring_turn(*state, 7);
    uint64_t seventh = key_ring_hash(*state, 7, her);
    uint64_t eighth = key_ring_hash(*state, 8, her);
    key_ring_turn(*state, 7); /* nothing has turned */
    assert_true(key_ring_hash(*state, 7, her) == seventh);
    key_ring_turn(*state, 8);
    assert_true(key_ring_hash(*state, 8, her) == eighth);
    assert_true(key_ring_hash(*state, 9, her) != eighth);
}

static void what_is_over_is_forgotten(void **state)
{
    key_ring_turn(*state, 7);
    uint64_t seventh = key_ring_hash(*state, 7, her);
    key_ring_turn(*state, 8);
    assert_true(key_ring_hash(*state, 7, her) != seventh);
    key_ring_turn(*state, 7); /* not even a clock that goes back brings it back */
    assert_true(key_ring_hash(*state, 7, her) != seventh);
}

static void a_long_pause_forgets_both(void **state)
{
    key_ring_turn(*state, 7);
    uint64_t seventh = key_ring_hash(*state, 7, her);
    uint64_t eighth = key_ring_hash(*state, 8, her);
    key_ring_turn(*state, 107);
    for (int64_t epoch = 107; epoch <= 108; epoch++) {
        assert_true(key_ring_hash(*state, epoch, her) != seventh);
        assert_true(key_ring_hash(*state, epoch, her) != eighth);
    }
}

static void two_servers_have_nothing_in_common(void **state)
{
    struct key_ring *other = key_ring_new();
    assert_non_null(other);
    key_ring_turn(*state, 7);
    key_ring_turn(other, 7);
    assert_true(key_ring_hash(*state, 7, her) != key_ring_hash(other, 7, her));
    key_ring_free(other);
    key_ring_free(NULL);
}

#define RING_TEST(f) cmocka_unit_test_setup_teardown(f, open_ring, close_ring)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(each_epoch_has_its_key),
        RING_TEST(two_keys_overlap),
        RING_TEST(what_is_over_is_forgotten),
        RING_TEST(a_long_pause_forgets_both),
        RING_TEST(two_servers_have_nothing_in_common),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
