/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sums of one campaign in memory: rows that only grow, copies that are equal. */
#include "domain/sheet.h"

#include "scratch.h"

enum { HOUR_MS = 3600 * 1000 };

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    return arena_init(&arena, 8 << 20) == OK ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static int64_t posts_of(const struct sheet *sheet, size_t hour)
{
    assert_true(hour < sheet->n_hours);
    return sheet->hours[hour].kinds[COUNT_POST];
}

static void an_hour_comes_with_those_before_it(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    sheet_hour(&sheet, &arena, 3)->kinds[COUNT_POST] = 5;
    assert_int_equal(sheet.n_hours, 4);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(posts_of(&sheet, i), 0);
    sheet_hour(&sheet, &arena, 1)->firsts++;
    assert_int_equal(sheet.n_hours, 4);
    assert_int_equal(posts_of(&sheet, 3), 5);
    assert_int_equal(sheet.hours[1].firsts, 1);
}

static void hours_outgrow_their_memory_and_stay(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    for (int64_t hour = 0; hour < 1000; hour++)
        sheet_hour(&sheet, &arena, hour)->kinds[COUNT_SHARE] = hour;
    sheet_hour(&sheet, &arena, 9000)->lasts = 1;
    assert_int_equal(sheet.n_hours, 9001);
    for (int64_t hour = 0; hour < 1000; hour++)
        assert_int_equal(sheet.hours[hour].kinds[COUNT_SHARE], hour);
    assert_int_equal(sheet.hours[8999].lasts, 0);
    assert_int_equal(sheet.hours[9000].lasts, 1);
}

static void a_part_is_found_by_its_breakdown_and_name(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    char name[] = "en";
    int english = sheet_part(&sheet, &arena, BY_LANGUAGE, str_of(name));
    name[0] = 'x'; /* the sheet has a copy */
    assert_str(sheet.parts[BY_LANGUAGE].items[english].name, "en");
    assert_int_equal(sheet_part(&sheet, &arena, BY_LANGUAGE, STR("en")), english);
    assert_int_not_equal(sheet_part(&sheet, &arena, BY_LANGUAGE, STR("")), english);
    (void)sheet_part(&sheet, &arena, BY_COUNTRY, STR("en"));
    assert_int_equal(sheet.parts[BY_LANGUAGE].n, 2);
    assert_int_equal(sheet.parts[BY_COUNTRY].n, 1);
    assert_int_equal(sheet.parts[BY_NETWORK].n, 0);
}

static void parts_outgrow_their_memory_and_stay(void **state)
{
    (void)state;
    struct sheet sheet = {0};
    for (int i = 0; i < 100; i++) {
        struct str name = arena_printf(&arena, "tag%d", i);
        assert_int_equal(sheet_part(&sheet, &arena, BY_HASHTAG, name), i);
        sheet.parts[BY_HASHTAG].items[i].kinds[COUNT_POST] = i;
    }
    for (int i = 0; i < 100; i++) {
        struct str name = arena_printf(&arena, "tag%d", i);
        assert_int_equal(sheet_part(&sheet, &arena, BY_HASHTAG, name), i);
        assert_int_equal(sheet.parts[BY_HASHTAG].items[i].kinds[COUNT_POST], i);
    }
}

static void cleared_sums_are_zero_and_rows_stay(void **state)
{
    (void)state;
    struct sheet sheet = {0}, copy = {0};
    sheet_clear(&sheet); /* empty: nothing happens */
    sheet_hour(&sheet, &arena, 2)->kinds[COUNT_POST] = 7;
    sheet.hours[2].firsts = sheet.hours[2].lasts = 7;
    int part = sheet_part(&sheet, &arena, BY_COUNTRY, STR("AR"));
    sheet.parts[BY_COUNTRY].items[part].kinds[COUNT_SHARE] = 7;
    sheet_copy(&copy, &sheet, &arena);
    sheet_clear(&sheet);
    assert_int_equal(sheet.n_hours, 3);
    assert_int_equal(posts_of(&sheet, 2), 0);
    assert_int_equal(sheet.hours[2].firsts, 0);
    assert_int_equal(sheet.hours[2].lasts, 0);
    assert_int_equal(sheet_part(&sheet, &arena, BY_COUNTRY, STR("AR")), part);
    assert_int_equal(sheet.parts[BY_COUNTRY].items[part].kinds[COUNT_SHARE], 0);
    assert_int_equal(posts_of(&copy, 2), 7); /* until it is copied again */
    sheet_copy(&copy, &sheet, &arena);
    assert_int_equal(posts_of(&copy, 2), 0);
    assert_int_equal(copy.parts[BY_COUNTRY].items[part].kinds[COUNT_SHARE], 0);
}

static void a_copy_is_equal_whatever_hour_changed(void **state)
{
    (void)state;
    struct sheet live = {0}, copy = {0};
    sheet_copy(&copy, &live, &arena);
    assert_int_equal(copy.n_hours, 0);
    static const int64_t touched[] = {5, 5, 0, 70, 3, 70, 200, 64, 199};
    for (size_t i = 0; i < COUNT(touched); i++) {
        sheet_hour(&live, &arena, touched[i])->kinds[COUNT_POST]++;
        int part = sheet_part(&live, &arena, BY_LANGUAGE, arena_printf(&arena, "l%d", (int)i));
        live.parts[BY_LANGUAGE].items[part].kinds[COUNT_POST]++;
        sheet_copy(&copy, &live, &arena);
        assert_int_equal(copy.n_hours, live.n_hours);
        assert_memory_equal(copy.hours, live.hours, live.n_hours * sizeof *live.hours);
        assert_int_equal(copy.parts[BY_LANGUAGE].n, i + 1);
        assert_str(copy.parts[BY_LANGUAGE].items[0].name, "l0");
    }
}

static void a_copy_does_not_follow(void **state)
{
    (void)state;
    struct sheet live = {0}, copy = {0};
    sheet_hour(&live, &arena, 0)->kinds[COUNT_POST] = 1;
    int part = sheet_part(&live, &arena, BY_NETWORK, STR("here"));
    sheet_copy(&copy, &live, &arena);
    sheet_hour(&live, &arena, 0)->kinds[COUNT_POST] = 2;
    live.parts[BY_NETWORK].items[part].kinds[COUNT_POST] = 2;
    assert_int_equal(posts_of(&copy, 0), 1);
    assert_int_equal(copy.parts[BY_NETWORK].items[part].kinds[COUNT_POST], 0);
}

static void hours_begin_with_the_call(void **state)
{
    (void)state;
    const struct sheet_pair pair = {.called_ms = 1000};
    assert_int_equal(sheet_pair_hour(&pair, 0), 0);
    assert_int_equal(sheet_pair_hour(&pair, 999), 0);
    assert_int_equal(sheet_pair_hour(&pair, 1000), 0);
    assert_int_equal(sheet_pair_hour(&pair, 1000 + HOUR_MS - 1), 0);
    assert_int_equal(sheet_pair_hour(&pair, 1000 + HOUR_MS), 1);
    assert_int_equal(sheet_pair_hour(&pair, 1000 + INT64_C(24) * 365 * HOUR_MS), 24 * 365);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_comes_with_those_before_it),
        cmocka_unit_test(hours_outgrow_their_memory_and_stay),
        cmocka_unit_test(a_part_is_found_by_its_breakdown_and_name),
        cmocka_unit_test(parts_outgrow_their_memory_and_stay),
        cmocka_unit_test(cleared_sums_are_zero_and_rows_stay),
        cmocka_unit_test(a_copy_is_equal_whatever_hour_changed),
        cmocka_unit_test(a_copy_does_not_follow),
        cmocka_unit_test(hours_begin_with_the_call),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
