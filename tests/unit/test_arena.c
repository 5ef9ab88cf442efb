/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The arena: zeroed, aligned, bounded, used again. */
#include <string.h>

#include "base/arena.h"
#include "scratch.h"

enum { SIZE = 4 * 1024 * 1024 };

static int set_up(void **state)
{
    static struct arena arena;
    if (arena_init(&arena, SIZE) != OK)
        return -1;
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(*state);
    return 0;
}

static bool is_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] != 0)
            return false;
    }
    return true;
}

static void pieces_are_zeroed_also_when_used_again(void **state)
{
    struct arena *arena = *state;
    /* beyond ARENA_KEEP, so that both ways of getting zeroed memory are met */
    size_t n = ARENA_KEEP + 100000;
    for (int round = 0; round < 4; round++) {
        char *small = arena_array(arena, char, 33);
        char *large = arena_array(arena, char, n);
        assert_true(is_zero(small, 33));
        assert_true(is_zero(large, n));
        memset(small, 0xFF, 33);
        memset(large, 0xFF, n);
        arena_reset(arena);
    }
}

static void memory_dirtied_long_ago_is_zeroed_too(void **state)
{
    struct arena *arena = *state;
    memset(arena_array(arena, char, 200000), 0xFF, 200000);
    arena_reset(arena);
    memset(arena_array(arena, char, 10), 0xFF, 10);
    arena_reset(arena);
    assert_true(is_zero(arena_array(arena, char, 200000), 200000));
}

static void pieces_are_aligned_and_apart(void **state)
{
    struct arena *arena = *state;
    char *last = NULL;
    for (size_t align = 1; align <= 64; align *= 2) {
        arena_array(arena, char, 1);
        char *piece = arena_take(arena, 3, align, align);
        assert_int_equal((uintptr_t)piece % align, 0);
        assert_true(!last || piece >= last + 3);
        last = piece;
    }
    int64_t *number = arena_new(arena, int64_t);
    assert_int_equal((uintptr_t)number % alignof(int64_t), 0);
}

static void what_does_not_fit_is_refused(void **state)
{
    struct arena *arena = *state;
    assert_null(arena_try_array(arena, char, SIZE + 1));
    assert_null(arena_try_array(arena, int64_t, SIZE_MAX / 4));
    assert_null(arena_try_array(arena, char, SIZE_MAX));
    assert_int_equal(arena->used, 0);
    assert_non_null(arena_try_array(arena, char, SIZE));
    assert_null(arena_try_array(arena, char, 1));
    arena_reset(arena);
    assert_non_null(arena_try_array(arena, char, 1));
}

static void overfill(void)
{
    struct arena arena;
    if (arena_init(&arena, 4096) == OK)
        arena_array(&arena, char, 4097);
}

static void a_full_arena_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(overfill));
}

static void what_was_taken_since_is_given_back(void **state)
{
    struct arena *arena = *state;
    char *kept = arena_array(arena, char, 10);
    memset(kept, 'k', 10);
    size_t used = arena->used;
    memset(arena_array(arena, char, 1000), 0xFF, 1000);
    arena_back(arena, used);
    assert_int_equal(arena->used, used);
    assert_true(is_zero(arena_array(arena, char, 1000), 1000));
    assert_int_equal(kept[9], 'k');
}

static void peak_is_remembered(void **state)
{
    struct arena *arena = *state;
    arena_array(arena, char, 5000);
    arena_reset(arena);
    arena_array(arena, char, 10);
    assert_in_range(arena->peak, 5000, 5100);
    assert_in_range(arena->used, 10, 100);
}

static void strings_are_copied_with_a_nul(void **state)
{
    struct arena *arena = *state;
    char text[] = "abc";
    struct str copy = arena_str(arena, (struct str){text, 2});
    text[0] = 'x';
    assert_str(copy, "ab");
    assert_int_equal(copy.p[2], '\0');
    assert_null(arena_str(arena, (struct str){NULL, 0}).p);
    assert_non_null(arena_str(arena, STR("")).p);
    assert_string_equal(arena_z(arena, (struct str){text, 2}), "xb");
    assert_string_equal(arena_z(arena, (struct str){NULL, 0}), "");
}

static void printing_short_and_long(void **state)
{
    struct arena *arena = *state;
    assert_str(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    assert_str(arena_printf(arena, "%s", ""), "");
    for (int n = 250; n < 262; n++) {
        struct str s = arena_printf(arena, "%0*d", n, 1);
        assert_int_equal(s.n, n);
        assert_int_equal(s.p[n - 1], '1');
        assert_int_equal(s.p[n], '\0');
    }
}

static void no_address_space_is_an_error(void **state)
{
    (void)state;
    struct arena arena;
    assert_int_equal(arena_init(&arena, (size_t)1 << 60), ERR_SYSTEM);
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pieces_are_zeroed_also_when_used_again),
        WITH_ARENA(memory_dirtied_long_ago_is_zeroed_too),
        WITH_ARENA(pieces_are_aligned_and_apart),
        WITH_ARENA(what_does_not_fit_is_refused),
        cmocka_unit_test(a_full_arena_is_a_bug),
        WITH_ARENA(what_was_taken_since_is_given_back),
        WITH_ARENA(peak_is_remembered),
        WITH_ARENA(strings_are_copied_with_a_nul),
        WITH_ARENA(printing_short_and_long),
        cmocka_unit_test(no_address_space_is_an_error),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
