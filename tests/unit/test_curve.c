/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The curves of a day: which hours they show, where their points lie, what stands beside 2017. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/first_day.h"
#include "web/curve.h"

enum { HOUR_MS = 3600000 };

static const int64_t call_ms = 1508098867000; /* 2017-10-15 20:21:07 */

static struct arena arena;
static struct locale locale;

static int setup(void **state)
{
    (void)state;
    locale_choose(&locale, STR("en"), (struct str){0});
    return arena_init(&arena, 64 * 1024 * 1024) == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* n hours, in hour h: h + 1 posts and one person. */
static struct figures figures_of(size_t n)
{
    struct figure_hour *hours = arena_array(&arena, struct figure_hour, n);
    for (size_t i = 0; i < n; i++) {
        hours[i].hour = (int64_t)i;
        hours[i].start_ms = call_ms + (int64_t)i * HOUR_MS;
        hours[i].counts.people = 1;
        hours[i].counts.kinds[COUNT_POST] = (int64_t)i + 1;
        hours[i].counts.kinds[COUNT_SHARE] = 1000;
    }
    return (struct figures){
        .called_ms = call_ms,
        .as_of_ms = call_ms + (int64_t)n * HOUR_MS - 1,
        .hours = hours,
        .n_hours = n,
        .first = hours,
        .n_first = n < FIRST_DAY_HOURS ? n : FIRST_DAY_HOURS,
    };
}

/* Each has two numbers, apart by a letter, a blank or a sign. */
static size_t points(struct str path)
{
    size_t numbers = 0;
    bool is_inside = false;
    for (size_t i = 0; i < path.n; i++) {
        bool is_digit = path.p[i] >= '0' && path.p[i] <= '9';
        numbers += is_digit && !is_inside;
        is_inside = is_digit;
    }
    return numbers / 2;
}

static void a_day_that_goes_on_is_as_long_as_it_is(void **state)
{
    (void)state;
    struct figures figures = figures_of(5);
    struct view_chart chart;
    assert_true(curve_first(&arena, &locale, &figures, &chart));
    assert_int_equal(points(chart.line), 5);
    assert_int_equal(points(chart.second), 5);
    /* the middle of the first hour of 24; one of eight on a scale up to eight */
    assert_true(str_starts(chart.line, STR("M85 205l27-25 ")));
    assert_true(str_ends(chart.area, STR("V230H85z")));
    assert_true(str_eq(chart.levels[4].label, STR("8")));
    assert_false(curve_last(&arena, &locale, &figures, &chart));
    assert_false(curve_beside_2017(&arena, &locale, &figures, &chart));
}

static void the_last_day_is_the_last_24_hours(void **state)
{
    (void)state;
    struct figures figures = figures_of(40);
    struct view_chart chart;
    struct view_hours table;
    assert_true(curve_last(&arena, &locale, &figures, &chart));
    assert_int_equal(points(chart.line), 24);
    assert_true(curve_last_rows(&arena, &locale, &figures, &table));
    assert_int_equal(table.n_rows, 24);
    assert_int_equal(table.rows[0].acts, 17);
    assert_int_equal(table.rows[23].acts, 40);
    assert_int_equal(table.rows[23].people, 1);
    assert_false(table.has_shares);
    assert_true(curve_first_rows(&arena, &locale, &figures, &table));
    assert_int_equal(table.rows[0].acts, 1);
    assert_int_equal(table.rows[23].acts, 24);
    assert_true(table.has_shares);
}

static void the_first_day_stands_beside_2017_once_it_is_over(void **state)
{
    (void)state;
    int64_t shares[FIRST_DAY_HOURS];
    int64_t whole = 0;
    struct figures figures = figures_of(24);
    struct view_chart chart;
    assert_false(curve_beside_2017(&arena, &locale, &figures, &chart));
    figures = figures_of(25);
    assert_true(curve_beside_2017(&arena, &locale, &figures, &chart));
    assert_int_equal(points(chart.line), 24);
    assert_true(str_search(chart.note, STR("model")) < chart.note.n);
    assert_true(str_search(chart.note, STR("792,000")) < chart.note.n);
    first_day_shares(&figures, shares); /* n of 300 */
    assert_int_equal(shares[0], 3);
    assert_int_equal(shares[23], 80);
    for (size_t i = 0; i < FIRST_DAY_HOURS; i++)
        whole += first_day_2017[i];
    assert_int_equal(whole, FIRST_DAY_WHOLE);
    assert_int_equal(first_day_2017[19], 95);
}

static void quiet_days_have_no_curve(void **state)
{
    (void)state;
    struct figures figures = figures_of(40);
    struct figure_hour *hours = arena_array(&arena, struct figure_hour, 40);
    for (size_t i = 0; i < 40; i++)
        hours[i] = (struct figure_hour){.hour = (int64_t)i};
    figures.hours = hours;
    figures.first = hours;
    struct view_chart chart;
    struct view_hours table;
    assert_false(curve_first(&arena, &locale, &figures, &chart));
    assert_false(curve_last(&arena, &locale, &figures, &chart));
    assert_false(curve_beside_2017(&arena, &locale, &figures, &chart));
    assert_false(curve_first_rows(&arena, &locale, &figures, &table));
    assert_false(curve_last_rows(&arena, &locale, &figures, &table));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_that_goes_on_is_as_long_as_it_is),
        cmocka_unit_test(the_last_day_is_the_last_24_hours),
        cmocka_unit_test(the_first_day_stands_beside_2017_once_it_is_over),
        cmocka_unit_test(quiet_days_have_no_curve),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
