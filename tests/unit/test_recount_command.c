/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus recount: clean, and a difference found and mended. */
#include "db/engine.h"
#include "shell.h"

static void spoil(const char *name, const char *sql)
{
    struct db *db;
    assert_int_equal(db_open(&db, scratch_path(name), DB_WRITER, 1), OK);
    assert_int_equal(db->engine->script(db, sql), OK);
    db_close(db);
}

static void nothing_to_find(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_recount, "--data", "@a", NULL), EXIT_DONE);
    assert_int_equal(shell(command_recount, "--data", "@nowhere", NULL), EXIT_FAILED);
    assert_int_equal(shell(command_recount, "--data", "@a", "--repair=yes", NULL), EXIT_USAGE);
}

static void a_difference_is_found_and_mended(void **state)
{
    (void)state;
    shell_new_data("@b");
    spoil(
        "b/chorus.db",
        "INSERT INTO cell (id, key, language, country, network) VALUES (1, 'k', 'en', '', 'here');"
        "INSERT INTO tally (campaign, hour, kind, cell, n) VALUES (1, 0, 1, 1, 5)");
    assert_int_equal(shell(command_recount, "--data", "@b", NULL), EXIT_FAILED);
    assert_true(shell_says("5"));
    assert_int_equal(shell(command_recount, "--data", "@b", NULL), EXIT_FAILED); /* only looked */
    shell(command_recount, "--data", "@b", "--repair", NULL);
    assert_int_equal(shell(command_recount, "--data", "@b", NULL), EXIT_DONE);
}

/* It is not counted in ways that it does not know, nor changed; a copy can be made of it. */
static void an_older_database_says_what_to_do(void **state)
{
    (void)state;
    shell_new_data("@old");
    spoil("old/chorus.db",
          "DELETE FROM schema_step WHERE number = (SELECT max(number) FROM schema_step)");
    assert_int_equal(shell(command_recount, "--data", "@old", NULL), EXIT_FAILED);
    assert_true(shell_says("start chorus serve once"));
    assert_int_equal(shell(command_backup, "--data", "@old", "@copy.db", NULL), EXIT_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_find),
        cmocka_unit_test(a_difference_is_found_and_mended),
        cmocka_unit_test(an_older_database_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
