/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is told of breakdowns, and what an attacker makes of it (docs/figures.md): numbers move in
 * steps of their own part, what is small cannot be found by subtraction, one act changes nothing
 * that tells whose it was. */
#include "domain/told.h"

#include <string.h>

#include "scratch.h"

enum { FLOOR = 20, STEP_MOST = 2 * FLOOR - 1, PARTS_MOST = 8, ROUNDED = 10 };

struct stage {
    struct arena arena;
    struct sheet sheet;
    uint64_t seed;
};

static int set_up(void **state)
{
    static struct stage stage;
    stage = (struct stage){.seed = 88172645463325252U};
    *state = &stage;
    return arena_init(&stage.arena, (size_t)1 << 28) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct stage *t = *state;
    arena_done(&t->arena);
    return 0;
}

static void begin(struct stage *t)
{
    arena_reset(&t->arena);
    t->sheet = (struct sheet){0};
}

static int64_t below(struct stage *t, int64_t n)
{
    t->seed ^= t->seed << 13;
    t->seed ^= t->seed >> 7;
    t->seed ^= t->seed << 17;
    return (int64_t)(t->seed % (uint64_t)n);
}

static struct sheet_part *part(struct stage *t, const char *name)
{
    int i = sheet_part(&t->sheet, &t->arena, BY_LANGUAGE, str_of(name));
    return &t->sheet.parts[BY_LANGUAGE].items[i];
}

/* As many acts of one kind more (or fewer), and a release. */
static void add(struct stage *t, const char *name, int64_t n)
{
    part(t, name)->kinds[COUNT_REACTION] += n;
    told_move(&t->sheet, FLOOR);
}

static int64_t told(struct stage *t, const char *name)
{
    return part(t, name)->told[COUNT_REACTION].shown;
}

static int64_t untold(const struct stage *t)
{
    const struct sheet_parts *parts = &t->sheet.parts[BY_LANGUAGE];
    int64_t n = 0;
    for (size_t i = 0; i < parts->n; i++)
        n += parts->items[i].kinds[COUNT_REACTION] - parts->items[i].told[COUNT_REACTION].shown;
    return n;
}

/* --- how a number moves --- */

static void p5_a_number_moves_in_steps_of_its_own_part(void **state)
{
    struct stage *t = *state;
    bool has_differed = false;
    int64_t first = 0;
    for (int round = 0; round < 40; round++) {
        begin(t);
        add(t, "en", 5000);
        add(t, "fa", 100);
        int64_t before = told(t, "fa"), came = 0;
        assert_int_equal(before, 100);
        for (int i = 0; i < 200; i++)
            add(t, "en", 1); /* whatever comes elsewhere */
        assert_int_equal(told(t, "fa"), before);
        while (told(t, "fa") == before) {
            add(t, "fa", 1);
            came++;
        }
        assert_in_range(came, FLOOR, STEP_MOST);
        assert_int_equal(told(t, "fa"), (100 + came) / ROUNDED * ROUNDED);
        has_differed = has_differed || (first != 0 && first != came);
        first = came;
    }
    assert_true(has_differed); /* how many is drawn */
}

static void p6_what_is_taken_back_is_a_step_too(void **state)
{
    struct stage *t = *state;
    begin(t);
    add(t, "en", 5000);
    add(t, "fa", 100);
    for (int i = 1; i < FLOOR; i++)
        add(t, "fa", -1);
    assert_int_equal(told(t, "fa"), 100);
    for (int i = FLOOR; i <= STEP_MOST; i++)
        add(t, "fa", -1);
    assert_in_range(told(t, "fa"), 60, 80);
    add(t, "fa", -part(t, "fa")->kinds[COUNT_REACTION]);
    assert_int_equal(told(t, "fa"), 0);
}

/* What was never there, what is small, and what is gone are told alike: not at all. */
static void p3_zero_and_small_look_the_same(void **state)
{
    struct stage *t = *state;
    begin(t);
    add(t, "en", 1000);
    int64_t before = told(t, "en");
    for (int i = 1; i < FLOOR; i++) {
        add(t, "fa", 1);
        assert_int_equal(told(t, "fa"), 0);
        assert_int_equal(told(t, "en"), before);
    }
    add(t, "fa", 1 - FLOOR);
    assert_int_equal(told(t, "fa"), 0);
    assert_int_equal(told(t, "en"), before);
}

static void too_little_is_not_told_at_all(void **state)
{
    struct stage *t = *state;
    for (int64_t n = 0; n < 2 * FLOOR; n++) {
        begin(t);
        add(t, "en", n);
        assert_int_equal(told(t, "en"), 0);
    }
    begin(t);
    add(t, "en", 2 * FLOOR);
    assert_int_equal(told(t, "en"), FLOOR);
}

/* Withdrawals elsewhere would leave too little untold: the largest gives way, and comes back only
 * with a step of its own. */
static void the_largest_gives_way(void **state)
{
    struct stage *t = *state;
    begin(t);
    add(t, "en", 1000);
    add(t, "fa", 25);
    assert_int_equal(told(t, "en"), 980);
    assert_true(untold(t) >= FLOOR);
    int64_t before = told(t, "en") + told(t, "fa");
    add(t, "fa", -15);
    assert_true(untold(t) >= FLOOR);
    assert_true(told(t, "en") + told(t, "fa") <= before);
    int64_t en = told(t, "en");
    add(t, "de", 12);
    assert_int_equal(told(t, "en"), en);
}

static void a_floor_of_one_tells_all(void **state)
{
    struct stage *t = *state;
    begin(t);
    part(t, "en")->kinds[COUNT_REACTION] = 3;
    part(t, "fa")->kinds[COUNT_REACTION] = 1;
    told_move(&t->sheet, 1);
    assert_int_equal(told(t, "en"), 3);
    assert_int_equal(told(t, "fa"), 1);
}

/* --- the attacker who subtracts --- */

/* What he can work out of one number: it lies between the two. */
struct range {
    int64_t low, high;
};

/* He knows the rules, all parts there can be, the total, and every number that is told; that
 * nothing was ever taken back, so that numbers only grew; and when `is_fresh`, that all have just
 * moved. */
struct attacker {
    int64_t told[PARTS_MOST];
    size_t n, n_untold;
    int64_t total;
    bool is_fresh;
};

static struct range known_of(const struct attacker *a, size_t i)
{
    if (a->told[i] == 0)
        return (struct range){0, STEP_MOST - 1};
    int64_t drift = a->is_fresh ? 0 : STEP_MOST - 1;
    return (struct range){a->told[i], a->told[i] + ROUNDED - 1 + drift};
}

/* How far the others may have given way, together: only for what is untold now, and by no more than
 * makes it the floor. */
static int64_t given_way(const struct attacker *a, int64_t left)
{
    if (a->is_fresh)
        return left < 2 * FLOOR ? FLOOR : 0;
    return FLOOR + ROUNDED;
}

/* The total less the least and the most that the others can be. */
static struct range worked_out(const struct attacker *a, size_t which)
{
    struct range own = known_of(a, which), rest = {0, 0};
    int64_t left = a->total;
    bool is_any = false;
    for (size_t i = 0; i < a->n; i++) {
        struct range range = known_of(a, i);
        left -= a->told[i];
        is_any = is_any || (a->told[i] > 0 && i != which);
        if (i == which)
            continue;
        rest.low += range.low;
        rest.high += range.high;
    }
    if (is_any)
        rest.high += given_way(a, left);
    if (own.low < a->total - rest.high)
        own.low = a->total - rest.high;
    if (own.high > a->total - rest.low)
        own.high = a->total - rest.low;
    return own;
}

static void assert_hidden(const struct stage *t, bool is_fresh)
{
    const struct sheet_parts *parts = &t->sheet.parts[BY_LANGUAGE];
    struct attacker a = {.n = parts->n, .is_fresh = is_fresh};
    bool is_told = false;
    for (size_t i = 0; i < parts->n; i++) {
        a.told[i] = parts->items[i].told[COUNT_REACTION].shown;
        a.total += parts->items[i].kinds[COUNT_REACTION];
        is_told = is_told || a.told[i] > 0;
    }
    if (!is_told)
        return; /* nothing but the headline */
    assert_true(untold(t) >= FLOOR);
    for (size_t i = 0; i < parts->n; i++) {
        int64_t n = parts->items[i].kinds[COUNT_REACTION];
        assert_true(a.told[i] == 0 || (a.told[i] >= FLOOR && a.told[i] % ROUNDED == 0));
        if (n >= FLOOR)
            continue;
        struct range range = worked_out(&a, i);
        assert_true(range.low <= n && n <= range.high); /* he does not err */
        assert_true(range.high - range.low >= ROUNDED);
    }
}

/* P3 over all sums of a breakdown: 2,000 small databases, each grown through 30 releases. */
static void p3_nothing_small_is_found_by_subtraction(void **state)
{
    struct stage *t = *state;
    static const char *const names[PARTS_MOST] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int round = 0; round < 2000; round++) {
        begin(t);
        int64_t n = 1 + below(t, PARTS_MOST);
        for (int64_t i = 0; i < n; i++)
            part(t, names[i])->kinds[COUNT_REACTION] = below(t, below(t, 3) ? 25 : 300);
        told_move(&t->sheet, FLOOR);
        assert_hidden(t, true);
        for (int release = 0; release < 30; release++) {
            for (int64_t i = 0; i < n; i++)
                part(t, names[i])->kinds[COUNT_REACTION] += below(t, 4) ? 0 : below(t, 15);
            told_move(&t->sheet, FLOOR);
            assert_hidden(t, false);
        }
    }
}

/* With withdrawals the floor stays untold as well. */
static void p3_also_when_much_is_taken_back(void **state)
{
    struct stage *t = *state;
    static const char *const names[PARTS_MOST] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int round = 0; round < 500; round++) {
        begin(t);
        for (int release = 0; release < 60; release++) {
            for (size_t i = 0; i < PARTS_MOST; i++) {
                int64_t *n = &part(t, names[i])->kinds[COUNT_REACTION];
                *n += below(t, 60) - 28;
                *n = *n < 0 ? 0 : *n;
            }
            told_move(&t->sheet, FLOOR);
            const struct sheet_parts *parts = &t->sheet.parts[BY_LANGUAGE];
            for (size_t i = 0; i < parts->n; i++)
                if (parts->items[i].told[COUNT_REACTION].shown > 0)
                    assert_true(untold(t) >= FLOOR);
        }
    }
}

/* The attacker who adds acts of his own to a part until its number moves learns next to nothing of
 * whether one more act came from a stranger: it moves after as many of his with her as without, but
 * for one in twenty. */
static void p5_probing_does_not_tell_one_act(void **state)
{
    struct stage *t = *state;
    enum { ROUNDS = 4000 };
    int64_t least[2] = {STEP_MOST, STEP_MOST}, most[2] = {0, 0}, sum[2] = {0, 0};
    for (int is_there = 0; is_there < 2; is_there++)
        for (int round = 0; round < ROUNDS; round++) {
            begin(t);
            add(t, "en", 5000);
            add(t, "fa", 100);
            add(t, "fa", is_there); /* hers */
            int64_t own = 0;
            for (; told(t, "fa") == 100; own++)
                add(t, "fa", 1);
            least[is_there] = own < least[is_there] ? own : least[is_there];
            most[is_there] = own > most[is_there] ? own : most[is_there];
            sum[is_there] += own;
        }
    /* both spread over twenty numbers, one apart from the other */
    assert_int_equal(most[0] - least[0], FLOOR - 1);
    assert_int_equal(most[1] - least[1], FLOOR - 1);
    assert_int_equal(least[0] - least[1], 1);
    assert_in_range(sum[0] - sum[1], 0, 2 * ROUNDS);
}

#define ON_SHEET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHEET(p5_a_number_moves_in_steps_of_its_own_part),
        ON_SHEET(p6_what_is_taken_back_is_a_step_too),
        ON_SHEET(p3_zero_and_small_look_the_same),
        ON_SHEET(too_little_is_not_told_at_all),
        ON_SHEET(the_largest_gives_way),
        ON_SHEET(a_floor_of_one_tells_all),
        ON_SHEET(p3_nothing_small_is_found_by_subtraction),
        ON_SHEET(p3_also_when_much_is_taken_back),
        ON_SHEET(p5_probing_does_not_tell_one_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
