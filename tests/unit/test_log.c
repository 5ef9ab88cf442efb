/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Log lines: their shape, their levels, and that a message cannot forge one. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "scratch.h"

static void a_line_has_time_level_area_and_message(void **state)
{
    (void)state;
    scratch_errors_begin();
    log_warning("db", "step %d of %s", 3, "many");
    struct str line = str_of(scratch_errors_end());
    int64_t ms;
    assert_true(time_parse(str_cut(&line, ' '), &ms));
    assert_true(ms > 0);
    assert_str(line, "warning db: step 3 of many\n");
}

static void lines_above_the_level_are_dropped(void **state)
{
    (void)state;
    scratch_errors_begin();
    log_debug("test", "not at first");
    log_set_level(LOG_ERROR);
    log_warning("test", "not now");
    log_info("test", "nor this");
    log_error("test", "but this");
    log_set_level(LOG_DEBUG);
    log_debug("test", "and this");
    log_set_level(LOG_INFO);
    const char *lines = scratch_errors_end();
    assert_null(strstr(lines, "not"));
    assert_null(strstr(lines, "nor"));
    assert_non_null(strstr(lines, "error test: but this\n"));
    assert_non_null(strstr(lines, "debug test: and this\n"));
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void a_message_stays_on_its_line(void **state)
{
    (void)state;
    scratch_errors_begin();
    log_error("test", "one\n2020-01-01T00:00:00Z error db: forged\r\x1B[2J");
    const char *lines = scratch_errors_end();
    assert_int_equal(count_lines(lines), 1);
    assert_null(strchr(lines, '\x1B'));
    assert_null(strchr(lines, '\r'));
}

static void a_long_message_is_cut(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    scratch_errors_begin();
    log_error("test", "%s", text);
    log_error(text, "%s", text);
    const char *lines = scratch_errors_end();
    assert_int_equal(count_lines(lines), 2);
    assert_in_range(strlen(lines), 2000, 2048);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_time_level_area_and_message),
        cmocka_unit_test(lines_above_the_level_are_dropped),
        cmocka_unit_test(a_message_stays_on_its_line),
        cmocka_unit_test(a_long_message_is_cut),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
