/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus backup: a copy that can be opened, never over another file. */
#include "db/db.h"
#include "shell.h"

static void a_copy_is_whole(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_backup, "--data", "@a", "@copy.db", NULL), EXIT_DONE);
    struct db *db;
    assert_int_equal(db_open(&db, scratch_path("copy.db"), DB_READER, 1), OK);
    assert_int_equal(db_integrity(db), OK);
    db_close(db);
    assert_int_equal(shell(command_backup, "--data", "@a", "@copy.db", NULL), EXIT_FAILED);
    assert_int_equal(shell(command_backup, "--data", "@nowhere", "@other.db", NULL), EXIT_FAILED);
    assert_int_equal(shell(command_backup, "--data", "@a", NULL), EXIT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
