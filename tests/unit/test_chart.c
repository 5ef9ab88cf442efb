/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The chart's numbers: how hours become bars, scale and rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/chart.h"

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

static struct figures hours_with(size_t n, int64_t posts)
{
    struct figure_hour *hours = arena_array(&arena, struct figure_hour, n);
    for (size_t i = 0; i < n; i++) {
        hours[i].hour = (int64_t)i;
        hours[i].start_ms = call_ms + (int64_t)i * HOUR_MS;
        hours[i].counts.people = 1;
        hours[i].counts.kinds[COUNT_POST] = posts;
        hours[i].counts.kinds[COUNT_COMMENT] = 2;
        hours[i].counts.kinds[COUNT_REACTION] = 3;
        hours[i].counts.kinds[COUNT_SHARE] = 1000;
    }
    return (struct figures){.called_ms = call_ms, .hours = hours, .n_hours = n};
}

static void nothing_is_no_chart(void **state)
{
    (void)state;
    struct figures figures = {.called_ms = call_ms};
    struct view_chart chart;
    struct view_hours table;
    assert_false(chart_hours(&arena, &locale, &figures, &chart));
    assert_false(chart_rows(&arena, &locale, &figures, &table));
}

static void an_hour_is_a_bar(void **state)
{
    (void)state;
    struct figures figures = hours_with(24, 5);
    struct view_chart chart;
    struct view_hours table;
    assert_true(chart_hours(&arena, &locale, &figures, &chart));
    assert_true(chart_rows(&arena, &locale, &figures, &table));
    assert_int_equal(table.n_rows, 24);
    assert_int_equal(table.rows[3].people, 1);
    assert_int_equal(table.rows[3].acts, 10); /* shares stand apart */
    assert_true(str_eq(table.rows[0].iso, STR("2017-10-15T20:21:07.000Z")));
    assert_int_equal(chart.n_levels, 5);
    assert_true(str_eq(chart.levels[0].label, STR("0")));
    assert_true(str_eq(chart.levels[4].label, STR("12"))); /* 4 lines of 3 reach up to 10 */
    assert_int_equal(chart.n_times, 3);
    assert_true(str_eq(chart.times[2].label, STR("23 h after the call")));
    assert_true(str_starts(chart.bars, STR("M72 230v-167h24v167h2.6v-167h")));
}

static void many_hours_are_gathered(void **state)
{
    (void)state;
    struct figures figures = hours_with(31 * 24, 5);
    struct view_chart chart;
    struct view_hours table;
    assert_true(chart_hours(&arena, &locale, &figures, &chart));
    assert_true(chart_rows(&arena, &locale, &figures, &table));
    assert_int_equal(table.n_rows, 62); /* of twelve hours each */
    int64_t acts = 0;
    int64_t people = 0;
    for (size_t i = 0; i < table.n_rows; i++) {
        acts += table.rows[i].acts;
        people += table.rows[i].people;
    }
    assert_int_equal(acts, 31 * 24 * 10);
    assert_true(str_eq(chart.times[0].label, STR("15 October 2017")));
    assert_int_equal(people, 31 * 24);
}

static void years_fit_too(void **state)
{
    (void)state;
    struct figures figures = hours_with(10 * 365 * 24, 1000000);
    struct view_chart chart;
    struct view_hours table;
    assert_true(chart_hours(&arena, &locale, &figures, &chart));
    assert_true(chart_rows(&arena, &locale, &figures, &table));
    assert_in_range(table.n_rows, 60, CHART_BARS_MAX);
    assert_true(chart.bars.n > 0);
}

static void quiet_hours_have_no_bar_and_small_ones_are_seen(void **state)
{
    (void)state;
    struct figures figures = hours_with(3, 100000);
    struct figure_hour *hours = arena_array(&arena, struct figure_hour, 3);
    for (size_t i = 0; i < 3; i++)
        hours[i] = figures.hours[i];
    hours[1].counts = (struct figure_counts){0};
    hours[2].counts = (struct figure_counts){.people = 1, .kinds = {1, 0, 0, 0}};
    figures.hours = hours;
    struct view_chart chart;
    struct view_hours table;
    assert_true(chart_hours(&arena, &locale, &figures, &chart));
    assert_true(chart_rows(&arena, &locale, &figures, &table));
    size_t bars = 0;
    for (size_t i = 0; i < chart.bars.n; i++)
        bars += chart.bars.p[i] == '-'; /* upwards, once for each */
    assert_int_equal(bars, 2);
    assert_true(str_ends(chart.bars, STR("v-1h24v1z")));
    assert_int_equal(table.rows[1].acts, 0);
}

static void no_act_at_all_is_no_chart(void **state)
{
    (void)state;
    struct figures figures = hours_with(1, 0);
    struct figure_hour hour = figures.hours[0];
    hour.counts = (struct figure_counts){0};
    figures.hours = &hour;
    struct view_chart chart;
    struct view_hours table;
    assert_false(chart_hours(&arena, &locale, &figures, &chart));
    assert_false(chart_rows(&arena, &locale, &figures, &table));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_no_chart),
        cmocka_unit_test(an_hour_is_a_bar),
        cmocka_unit_test(many_hours_are_gathered),
        cmocka_unit_test(years_fit_too),
        cmocka_unit_test(quiet_hours_have_no_bar_and_small_ones_are_seen),
        cmocka_unit_test(no_act_at_all_is_no_chart),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
