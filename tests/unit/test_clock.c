/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time as text and back, and ids that rise. */
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "scratch.h"

static const int64_t call_ms = 1508098867000; /* 2017-10-15T20:21:07Z */

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    return arena_init(&arena, 1 << 20) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void times_are_written(void **state)
{
    (void)state;
    assert_str(time_iso(&arena, call_ms), "2017-10-15T20:21:07.000Z");
    assert_str(time_day(&arena, call_ms), "2017-10-15");
    assert_str(time_iso(&arena, 0), "1970-01-01T00:00:00.000Z");
    assert_str(time_iso(&arena, -1), "1969-12-31T23:59:59.999Z");
    assert_str(time_day(&arena, -1), "1969-12-31");
    assert_str(time_iso(&arena, 951827696789), "2000-02-29T12:34:56.789Z");
    assert_str(time_iso(&arena, 253402300799999), "9999-12-31T23:59:59.999Z");
}

static void times_that_cannot_be_written_become_the_nearest(void **state)
{
    (void)state;
    assert_str(time_iso(&arena, INT64_MAX), "9999-12-31T23:59:59.999Z");
    assert_str(time_iso(&arena, INT64_MIN), "0000-01-01T00:00:00.000Z");
    assert_str(time_day(&arena, INT64_MAX), "9999-12-31");
}

static void days_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t day = -720000; day < 2900000; day += 97) {
        time_t seconds = (time_t)day * 86400;
        struct tm tm;
        char wanted[16];
        assert_non_null(gmtime_r(&seconds, &tm));
        if (tm.tm_year < -1900 || tm.tm_year > 9999 - 1900)
            continue;
        if (tm.tm_year >= 1000 - 1900) {
            strftime(wanted, sizeof wanted, "%Y-%m-%d", &tm);
            struct str found = time_day(&arena, day * 86400000);
            assert_string_equal(found.p, wanted);
        }
        int64_t back;
        assert_true(time_parse(time_day(&arena, day * 86400000), &back));
        assert_int_equal(back, day * 86400000);
        arena_reset(&arena);
    }
}

static void times_come_back(void **state)
{
    (void)state;
    for (int64_t ms = -62167219200000; ms < 253402300800000; ms += 99999999977) {
        int64_t back;
        assert_true(time_parse(time_iso(&arena, ms), &back));
        assert_int_equal(back, ms);
        arena_reset(&arena);
    }
}

static void times_are_read(void **state)
{
    (void)state;
    int64_t ms;
    assert_true(time_parse(STR("2017-10-15T20:21:07Z"), &ms) && ms == call_ms);
    assert_true(time_parse(STR("2017-10-15T20:21:07.250Z"), &ms) && ms == call_ms + 250);
    assert_true(time_parse(STR("1970-01-02"), &ms) && ms == 86400000);
    assert_true(time_parse(STR("2000-02-29"), &ms));
    assert_true(time_parse(STR("2024-02-29"), &ms));
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2017",
        "2017-10",
        "2017-1-05",
        "2017-13-01",
        "2017-00-10",
        "2017-10-00",
        "2017-10-32",
        "2017-04-31",
        "2017-02-29",
        "1900-02-29",
        "2017-10-15T",
        "2017-10-15T20:21:07",
        "2017-10-15T20:21Z",
        "2017-10-15t20:21:07Z",
        "2017-10-15 20:21:07Z",
        "2017-10-15T24:00:00Z",
        "2017-10-15T20:60:00Z",
        "2017-10-15T20:21:60Z",
        "2017-10-15T20:21:07.Z",
        "2017-10-15T20:21:07.1Z",
        "2017-10-15T20:21:07+00:00",
        "2017-10-15T20:21:07ZZ",
        "+017-10-15",
        " 2017-10-15",
        "2017-10-15 ",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t ms = 7;
        assert_false(time_parse(str_of(wrong[i]), &ms));
        assert_int_equal(ms, 7);
    }
}

static void a_moment_may_have_an_offset_and_any_fraction(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {
        {"2017-10-15T20:21:07Z", 0},           {"2017-10-15T20:21:07+00:00", 0},
        {"2017-10-15T20:21:07-00:00", 0},      {"2017-10-16T01:51:07+05:30", 0},
        {"2017-10-15T13:21:07-07:00", 0},      {"2017-10-15T20:21:07.2Z", 200},
        {"2017-10-15T20:21:07.25+00:00", 250}, {"2017-10-15T20:21:07.250999999Z", 250},
        {"2017-10-15T22:21:07.007+02:00", 7},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ms;
        assert_true(time_parse_moment(str_of(rows[i].text), &ms));
        assert_int_equal(ms, call_ms + rows[i].ms);
    }
    static const char *const wrong[] = {
        "",
        "2017-10-15T20:21:07",
        "2017-10-15T20:21:07.",
        "2017-10-15T20:21:07.Z",
        "2017-10-15T20:21:07+",
        "2017-10-15T20:21:07+2:00",
        "2017-10-15T20:21:07+0200",
        "2017-10-15T20:21:07+24:00",
        "2017-10-15T20:21:07+02:60",
        "2017-10-15T20:21:07 02:00",
        "2017-10-15T20:21:07Z+02:00",
        "2017-10-15T20:21:07+02:00Z",
        "2017-10-15 20:21:07+02:00",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t ms = 7;
        assert_false(time_parse_moment(str_of(wrong[i]), &ms));
        assert_int_equal(ms, 7);
    }
}

static void days_start_at_midnight(void **state)
{
    (void)state;
    assert_int_equal(time_day_start(call_ms), 1508025600000);
    assert_int_equal(time_day_start(1508025600000), 1508025600000);
    assert_int_equal(time_day_start(-1), -86400000);
}

static void ids_rise_and_tell_their_time(void **state)
{
    (void)state;
    struct id_source source = {0};
    int64_t first = id_next(&source, call_ms);
    assert_int_equal(id_ms(first), call_ms);
    assert_int_equal(first, id_at_ms(call_ms));
    int64_t second = id_next(&source, call_ms);
    assert_int_equal(second, first + 1);
    /* a clock that goes back does not make ids go back */
    assert_int_equal(id_next(&source, call_ms - 5000), second + 1);
    assert_int_equal(id_ms(id_next(&source, call_ms + 1)), call_ms + 1);
}

static void more_ids_than_a_millisecond_holds_borrow_from_the_next(void **state)
{
    (void)state;
    struct id_source source = {0};
    int64_t last = 0;
    for (int i = 0; i < 70000; i++) {
        int64_t id = id_next(&source, call_ms);
        assert_true(id > last);
        last = id;
    }
    assert_int_equal(id_ms(last), call_ms + 1);
}

static void the_system_clock_runs(void **state)
{
    (void)state;
    int64_t before = clock_monotonic_ms();
    assert_true(clock_now_ms(&clock_system) > call_ms);
    assert_true(clock_monotonic_ms() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_written),
        cmocka_unit_test(times_that_cannot_be_written_become_the_nearest),
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(times_come_back),
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(a_moment_may_have_an_offset_and_any_fraction),
        cmocka_unit_test(days_start_at_midnight),
        cmocka_unit_test(ids_rise_and_tell_their_time),
        cmocka_unit_test(more_ids_than_a_millisecond_holds_borrow_from_the_next),
        cmocka_unit_test(the_system_clock_runs),
    };
    return cmocka_run_group_tests_name("clock", tests, set_up, tear_down);
}
