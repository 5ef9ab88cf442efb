/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The map: what is coloured and how strongly, and the outlines that were made at build time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "outlines.h"
#include "web/map.h"

static struct arena arena;
static struct locale locale;

static int setup(void **state)
{
    (void)state;
    locale_choose(&locale, STR("en"), (struct str){0});
    return arena_init(&arena, 16 * 1024 * 1024) == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct figure_part part(const char *country, int64_t reactions)
{
    return (struct figure_part){
        .name = str_of(country),
        .counts.kinds[COUNT_REACTION] = reactions,
        .counts.kinds[COUNT_SHARE] = 1000000, /* counted apart */
    };
}

static size_t coloured(const struct view_map *map)
{
    size_t n = 0;
    for (size_t i = 0; i < map->n_steps; i++)
        n += map->steps[i].n_outlines;
    return n;
}

static bool has_outline_of(const struct str *list, size_t n, const char *country)
{
    for (size_t i = 0; i < outlines_count; i++)
        for (size_t k = 0; strcmp(outlines[i].country, country) == 0 && k < n; k++)
            if (str_eq(list[k], str_of(outlines[i].path)))
                return true;
    return false;
}

/* The step of the country; "" when it is not coloured. */
static struct str step(const struct view_map *map, const char *country)
{
    for (size_t i = 0; i < map->n_steps; i++)
        if (has_outline_of(map->steps[i].outlines, map->steps[i].n_outlines, country))
            return map->steps[i].step;
    return STR("");
}

static void P3_only_what_is_told_is_coloured(void **state)
{
    (void)state;
    struct figure_part parts[] = {part("DE", 4000), part("", 3000), part("FR", 20),
                                  part("SG", 50),   part("BR", 0),  part("IN", 9000)};
    parts[5].is_other = true; /* "other" is no country, whatever its name */
    struct view_map map;
    map_make(&arena, &locale, (struct figure_parts){parts, 6}, &map);
    assert_int_equal(coloured(&map), 2); /* Singapore is too small to be drawn */
    assert_true(str_eq(step(&map, "DE"), STR("5")));
    assert_true(str_eq(step(&map, "FR"), STR("2")));
    assert_int_equal(map.n_land, outlines_count - 2);
    for (size_t i = 0; i < outlines_count; i++) {
        bool is_told =
            strcmp(outlines[i].country, "DE") == 0 || strcmp(outlines[i].country, "FR") == 0;
        assert_int_equal(has_outline_of(map.land, map.n_land, outlines[i].country), !is_told);
    }
}

static void steps_end_at_round_numbers_and_hold_all(void **state)
{
    (void)state;
    struct figure_part parts[] = {part("US", 3600000), part("DE", 40000), part("FR", 400),
                                  part("TR", 20)};
    struct view_map map;
    map_make(&arena, &locale, (struct figure_parts){parts, 4}, &map);
    assert_int_equal(map.n_steps, 5);
    assert_true(str_eq(map.steps[0].label, STR("up to 500")));
    assert_true(str_eq(map.steps[1].label, STR("more than 500, up to 5,000")));
    assert_true(str_eq(map.steps[4].label, STR("more than 500,000, up to 5,000,000")));
    assert_true(str_eq(step(&map, "US"), STR("5")));
    assert_true(str_eq(step(&map, "DE"), STR("3")));
    assert_true(str_eq(step(&map, "FR"), STR("1")));
    assert_true(str_eq(step(&map, "TR"), STR("1")));
}

static void one_number_is_one_step(void **state)
{
    (void)state;
    struct figure_part parts[] = {part("DE", 1)};
    struct view_map map;
    map_make(&arena, &locale, (struct figure_parts){parts, 1}, &map);
    assert_int_equal(map.n_steps, 1);
    assert_true(str_eq(map.steps[0].label, STR("up to 1")));
    assert_int_equal(map.steps[0].n_outlines, 1);
}

static void nothing_told_is_a_map_without_colour(void **state)
{
    (void)state;
    struct view_map map;
    map_make(&arena, &locale, (struct figure_parts){NULL, 0}, &map);
    assert_int_equal(coloured(&map), 0);
    assert_int_equal(map.n_steps, 0);
    assert_int_equal(map.n_land, outlines_count);
}

static void the_outlines_are_countries_sorted_and_light(void **state)
{
    (void)state;
    size_t bytes = 0;
    assert_in_range(outlines_count, 170, 180);
    for (size_t i = 0; i < outlines_count; i++) {
        const struct outline *outline = &outlines[i];
        assert_int_equal(strlen(outline->country), 2);
        assert_true(i == 0 || strcmp(outlines[i - 1].country, outline->country) < 0);
        assert_int_equal(outline->path[0], 'M');
        assert_int_equal(outline->path[strlen(outline->path) - 1], 'z');
        assert_int_equal(strspn(outline->path, "Mmlz- 0123456789"), strlen(outline->path));
        assert_string_not_equal(outline->country, "AQ");
        bytes += strlen(outline->path);
    }
    assert_in_range(bytes, 5000, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(P3_only_what_is_told_is_coloured),
        cmocka_unit_test(steps_end_at_round_numbers_and_hold_all),
        cmocka_unit_test(one_number_is_one_step),
        cmocka_unit_test(nothing_told_is_a_map_without_colour),
        cmocka_unit_test(the_outlines_are_countries_sorted_and_light),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
