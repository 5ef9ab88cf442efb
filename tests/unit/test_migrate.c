/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The schema's steps: taken once, wholly or not at all, never backwards. */
#include <string.h>

#include "things.h"

static void steps_are_taken_once(void **state)
{
    (void)state;
    struct db *db = things_open("steps.db");
    int64_t version = things_number(db, "PRAGMA schema_version");
    assert_int_equal(migrate_steps(db, things_steps, THINGS_STEPS), OK);
    assert_int_equal(things_number(db, "PRAGMA schema_version"), version);
    assert_int_equal(things_number(db, "SELECT count(*) FROM schema_step"), 2);
    assert_int_equal(things_number(db, "SELECT number FROM schema_step WHERE name = 'more'"), 2);
    db_close(db);
}

static void only_missing_steps_are_taken(void **state)
{
    (void)state;
    struct db *db = NULL;
    assert_int_equal(db_open(&db, "", DB_EXCLUSIVE_MEMORY, 2), OK);
    assert_int_equal(migrate_steps(db, things_steps, 1), OK);
    assert_int_equal(things_add(db, 1, "kept"), OK);
    assert_int_equal(migrate_steps(db, things_steps, 2), OK);
    assert_int_equal(things_count(db), 1);
    assert_int_equal(things_number(db, "SELECT count(*) FROM more"), 0);
    db_close(db);
}

static void numbers_may_leave_gaps(void **state)
{
    (void)state;
    const struct schema_step steps[] = {
        things_steps[0],
        {7, "later", "CREATE TABLE later (id INTEGER) STRICT;"},
    };
    struct db *db = NULL;
    assert_int_equal(db_open(&db, "", DB_EXCLUSIVE_MEMORY, 2), OK);
    assert_int_equal(migrate_steps(db, steps, 1), OK);
    assert_int_equal(migrate_steps(db, steps, COUNT(steps)), OK);
    assert_int_equal(migrate_steps(db, steps, COUNT(steps)), OK);
    assert_int_equal(things_number(db, "SELECT sum(number) FROM schema_step"), 8);
    db_close(db);
}

static void a_newer_schema_is_refused(void **state)
{
    (void)state;
    struct db *db = things_memory();
    scratch_errors_begin();
    enum err err = migrate_steps(db, things_steps, 1);
    const char *lines = scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_non_null(strstr(lines, "step 2"));
    assert_int_equal(things_count(db), 0);
    db_close(db);
}

static void a_step_that_fails_leaves_nothing(void **state)
{
    (void)state;
    const struct schema_step wrong[] = {
        things_steps[0],
        {2, "wrong", "CREATE TABLE half (id INTEGER); CREATE TABLE thing (id INTEGER);"},
    };
    struct db *db = NULL;
    assert_int_equal(db_open(&db, "", DB_EXCLUSIVE_MEMORY, 2), OK);
    scratch_errors_begin();
    enum err err = migrate_steps(db, wrong, COUNT(wrong));
    scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_int_equal(things_number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"),
                     0);
    assert_int_equal(things_number(db, "SELECT max(number) FROM schema_step"), 1);
    assert_int_equal(migrate_steps(db, things_steps, THINGS_STEPS), OK);
    db_close(db);
}

static void the_schema_of_the_program_applies(void **state)
{
    (void)state;
    struct db *db = NULL;
    assert_int_equal(db_open(&db, scratch_path("real.db"), DB_WRITER, 2), OK);
    assert_int_equal(db_migrate(db), OK);
    assert_int_equal(db_migrate(db), OK);
    assert_int_equal(db_integrity(db), OK);
    assert_int_equal(things_number(db, "SELECT count(*) FROM schema_step"), schema_sqlite_count);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_taken_once),
        cmocka_unit_test(only_missing_steps_are_taken),
        cmocka_unit_test(numbers_may_leave_gaps),
        cmocka_unit_test(a_newer_schema_is_refused),
        cmocka_unit_test(a_step_that_fails_leaves_nothing),
        cmocka_unit_test(the_schema_of_the_program_applies),
    };
    return cmocka_run_group_tests_name("migrate", tests, things_set_up, things_tear_down);
}
