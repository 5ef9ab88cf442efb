/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CSV: fields, quotes, line ends and line numbers, and what is refused. */
#include "command/csv.h"

#include "base/buf.h"
#include "scratch.h"

static struct arena arena;

static int make_arena(void **state)
{
    (void)state;
    return arena_init(&arena, (size_t)1 << 20) == OK ? 0 : -1;
}

static int end_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* Reads one record; its fields joined by '|'. */
static struct str joined(struct csv *csv)
{
    struct csv_record record;
    assert_int_equal(csv_next(csv, &arena, &record), OK);
    struct str all = STR("");
    for (size_t i = 0; i < record.n; i++)
        all = arena_printf(&arena, "%.*s%s%.*s", STRF(all), i ? "|" : "", STRF(record.fields[i]));
    return all;
}

static void expect_end(struct csv *csv)
{
    struct csv_record record;
    assert_int_equal(csv_next(csv, &arena, &record), ERR_NOT_FOUND);
}

static void expect_refusal(struct str text, size_t line)
{
    struct csv csv = csv_of(text);
    struct csv_record record;
    enum err err;
    while ((err = csv_next(&csv, &arena, &record)) == OK) {
    }
    assert_int_equal(err, ERR_BAD_INPUT);
    assert_non_null(csv.why);
    assert_int_equal(csv.line, line);
}

static void fields_and_lines(void **state)
{
    (void)state;
    struct csv csv = csv_of(STR("\xEF\xBB\xBFname,language\r\n MeToo , en\n\n\r\n,\nlast,"));
    assert_str(joined(&csv), "name|language");
    assert_int_equal(csv.line, 1);
    assert_str(joined(&csv), "MeToo|en");
    assert_int_equal(csv.line, 2);
    assert_str(joined(&csv), "|");
    assert_int_equal(csv.line, 5);
    assert_str(joined(&csv), "last|");
    expect_end(&csv);
}

static void quotes(void **state)
{
    (void)state;
    struct csv csv = csv_of(STR("\"a, \"\"b\"\"\",\"two\nlines\" ,\"\"\nnext,\"x\""));
    assert_str(joined(&csv), "a, \"b\"|two\nlines|");
    assert_int_equal(csv.line, 1);
    assert_str(joined(&csv), "next|x");
    assert_int_equal(csv.line, 3);
    expect_end(&csv);
}

/* Quoted fields once took the rest of the text each. */
static void many_quoted_fields_take_little_memory(void **state)
{
    (void)state;
    enum { FIELDS = 20000 };
    struct buf buf = buf_init((size_t)1 << 20);
    for (int i = 0; i < FIELDS; i++)
        buf_put(&buf, STR("\"ab\"\n"));
    struct csv csv = csv_of(buf_str(&buf));
    struct csv_record record;
    arena_reset(&arena);
    for (int i = 0; i < FIELDS; i++)
        assert_int_equal(csv_next(&csv, &arena, &record), OK);
    expect_end(&csv);
    buf_free(&buf);
}

static void nothing(void **state)
{
    (void)state;
    struct csv empty = csv_of(STR(""));
    struct csv absent = csv_of((struct str){NULL, 0});
    struct csv blank = csv_of(STR("\n\r\n  \n"));
    expect_end(&empty);
    expect_end(&absent);
    expect_end(&blank);
}

static void refusals(void **state)
{
    (void)state;
    expect_refusal(STR("a,b\n\"open"), 2);
    expect_refusal(STR("\"a\"b,c\n"), 1);
    expect_refusal(STR("ok\n,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_lines),
        cmocka_unit_test(quotes),
        cmocka_unit_test(many_quoted_fields_take_little_memory),
        cmocka_unit_test(nothing),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests_name("csv", tests, make_arena, end_arena);
}
