/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The database: values there and back, refusals, settings, transactions. */
#include <string.h>
#include <sys/stat.h>

#include "things.h"

/* --- values --- */

static void values_come_back(void **state)
{
    (void)state;
    struct db *db = things_memory();
    const struct thing thing = {
        .id = INT64_MIN,
        .is_open = true,
        .word = STR("a\0b"),
        .note = STR(""),
        .bytes = STR("\0\xFF\0"),
    };
    const struct number id = {INT64_MIN};
    struct thing row;
    assert_int_equal(db_run(db, &thing_add, &thing), OK);
    assert_int_equal(db_one(db, &thing_get, &things_arena, &id, &row), OK);
    assert_int_equal(row.id, INT64_MIN);
    assert_true(row.is_open);
    assert_str(row.word, "a\0b");
    assert_str(row.note, "");
    assert_str(row.bytes, "\0\xFF\0");
    db_close(db);
}

static void absent_is_null_and_empty_is_not(void **state)
{
    (void)state;
    struct db *db = things_memory();
    const struct thing absent = {.id = 1, .word = {NULL, 0}};
    const struct thing empty = {.id = 2, .word = STR(""), .note = STR(""), .bytes = STR("")};
    struct thing row;
    assert_int_equal(db_run(db, &thing_add, &absent), OK);
    assert_int_equal(db_run(db, &thing_add, &empty), OK);
    assert_int_equal(db_one(db, &thing_get, &things_arena, &(struct number){1}, &row), OK);
    assert_false(row.is_open);
    assert_str(row.word, ""); /* the field is not nullable */
    assert_null(row.note.p);
    assert_null(row.bytes.p);
    assert_int_equal(db_one(db, &thing_get, &things_arena, &(struct number){2}, &row), OK);
    assert_str(row.note, "");
    assert_str(row.bytes, "");
    assert_int_equal(things_number(db, "SELECT count(*) FROM thing WHERE bytes IS NULL"), 1);
    db_close(db);
}

static void strings_are_copied_out_of_the_connection(void **state)
{
    (void)state;
    struct db *db = things_memory();
    struct thing first;
    struct thing second;
    assert_int_equal(things_add(db, 1, "one"), OK);
    assert_int_equal(things_add(db, 2, "two"), OK);
    assert_int_equal(db_one(db, &thing_get, &things_arena, &(struct number){1}, &first), OK);
    assert_int_equal(db_one(db, &thing_get, &things_arena, &(struct number){2}, &second), OK);
    db_close(db);
    assert_str(first.word, "one");
    assert_str(second.word, "two");
    assert_int_equal(first.word.p[3], '\0');
}

static void no_row_is_not_found(void **state)
{
    (void)state;
    struct db *db = things_memory();
    struct thing row = {.id = 7};
    const void *rows;
    size_t n = 9;
    assert_int_equal(db_one(db, &thing_get, &things_arena, &(struct number){1}, &row),
                     ERR_NOT_FOUND);
    assert_int_equal(row.id, 7);
    assert_int_equal(db_list(db, &thing_page, &things_arena, &(struct number){10}, &rows, &n), OK);
    assert_int_equal(n, 0);
    db_close(db);
}

static void lists_of_any_length(void **state)
{
    (void)state;
    static const int64_t lengths[] = {0, 1, 31, 32, 33, 64, 65, 200, 250};
    struct db *db = things_memory();
    things_fill(db, 200);
    for (size_t i = 0; i < COUNT(lengths); i++) {
        const void *found;
        size_t n;
        assert_int_equal(
            db_list(db, &thing_page, &things_arena, &(struct number){lengths[i]}, &found, &n), OK);
        assert_int_equal(n, lengths[i] < 200 ? lengths[i] : 200);
        const struct thing *rows = found;
        for (size_t row = 0; row < n; row++) {
            assert_int_equal(rows[row].id, row + 1);
            assert_str(rows[row].word, "word");
        }
        arena_reset(&things_arena);
    }
    db_close(db);
}

static void a_list_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct db *db = things_memory();
    struct arena small;
    const void *rows;
    size_t n;
    things_fill(db, 200);
    assert_int_equal(arena_init(&small, 4096), OK);
    assert_int_equal(db_list(db, &thing_page, &small, &(struct number){200}, &rows, &n),
                     ERR_TOO_LARGE);
    /* the statement is free again */
    assert_int_equal(db_list(db, &thing_page, &things_arena, &(struct number){200}, &rows, &n), OK);
    assert_int_equal(n, 200);
    arena_done(&small);
    db_close(db);
}

static enum err stop_at_three(void *context, const void *row)
{
    const struct thing *thing = row;
    *(int64_t *)context = thing->id;
    return thing->id == 3 ? ERR_GONE : OK;
}

static void an_error_from_the_callback_ends_the_query(void **state)
{
    (void)state;
    struct db *db = things_memory();
    int64_t last = 0;
    things_fill(db, 10);
    assert_int_equal(db_each(db, &thing_page, &(struct number){10}, stop_at_three, &last),
                     ERR_GONE);
    assert_int_equal(last, 3);
    last = 0;
    assert_int_equal(db_each(db, &thing_page, &(struct number){2}, stop_at_three, &last), OK);
    assert_int_equal(last, 2);
    db_close(db);
}

struct nested {
    struct db *db;
    int64_t sum;
};

static enum err ask_within(void *context, const void *row)
{
    struct nested *nested = context;
    const struct thing *thing = row;
    struct thing found;
    TRY(db_one(nested->db, &thing_get, &things_arena, &(struct number){thing->id}, &found));
    nested->sum += found.id * 10;
    return OK;
}

static void one_query_within_another(void **state)
{
    (void)state;
    struct nested nested = {things_memory(), 0};
    things_fill(nested.db, 3);
    assert_int_equal(db_each(nested.db, &thing_page, &(struct number){10}, ask_within, &nested),
                     OK);
    assert_int_equal(nested.sum, 10 + 20 + 30);
    db_close(nested.db);
}

/* --- refusals --- */

static void a_constraint_is_a_conflict_and_leaves_the_statement_free(void **state)
{
    (void)state;
    struct db *db = things_memory();
    assert_int_equal(things_add(db, 1, "one"), OK);
    assert_int_equal(things_add(db, 1, "again"), ERR_CONFLICT);
    assert_int_equal(things_add(db, 2, "forbidden"), ERR_CONFLICT);
    assert_int_equal(things_add(db, 2, "two"), OK);
    assert_int_equal(things_count(db), 2);
    db_close(db);
}

static void a_conflict_undoes_nothing_else_in_its_transaction(void **state)
{
    (void)state;
    struct db *db = things_memory();
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(things_add(db, 1, "one"), OK);
    assert_int_equal(things_add(db, 1, "again"), ERR_CONFLICT);
    assert_int_equal(things_add(db, 2, "two"), OK);
    assert_int_equal(db_commit(db), OK);
    assert_int_equal(things_count(db), 2);
    db_close(db);
}

static void a_query_that_does_not_fit_the_schema_is_logged_by_name(void **state)
{
    (void)state;
    struct db *db = things_memory();
    scratch_errors_begin();
    enum err err = db_run(db, &broken, NULL);
    const char *lines = scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_non_null(strstr(lines, "broken: no such table: nowhere"));
    assert_int_equal(things_count(db), 0);
    db_close(db);
}

static void readers_cannot_write(void **state)
{
    (void)state;
    struct db *writer = things_open("readonly.db");
    struct db *reader = things_reader("readonly.db");
    scratch_errors_begin();
    enum err err = things_add(reader, 1, "one");
    scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_int_equal(things_count(writer), 0);
    db_close(reader);
    db_close(writer);
}

static void what_is_no_database_of_ours_is_refused(void **state)
{
    (void)state;
    struct db *db = NULL;
    const char *text = scratch_file("text.db",
                                    STR("This is a text, and much longer than a header is; "
                                        "a database it is not, whoever may call it one.\n"
                                        "It goes on for a while.\n"),
                                    0600);
    scratch_errors_begin();
    enum err is_text = db_open(&db, text, DB_WRITER, 2);
    enum err is_missing = db_open(&db, scratch_path("missing.db"), DB_READER, 2);
    enum err has_no_folder = db_open(&db, scratch_path("no/such.db"), DB_WRITER, 2);
    scratch_errors_end();
    assert_int_equal(is_text, ERR_STORAGE);
    assert_int_equal(is_missing, ERR_STORAGE);
    assert_int_equal(has_no_folder, ERR_STORAGE);
    assert_null(db);
}

static void a_database_of_another_program_is_refused(void **state)
{
    (void)state;
    struct db *db = things_open("other.db");
    assert_int_equal(db->engine->script(db, "PRAGMA application_id = 42"), OK);
    db_close(db);
    db = NULL;
    scratch_errors_begin();
    enum err err = db_open(&db, scratch_path("other.db"), DB_WRITER, 2);
    const char *lines = scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_non_null(strstr(lines, "is not a database of this program"));
}

/* --- settings --- */

static void a_writer_is_durable_and_overwrites_what_it_deletes(void **state)
{
    (void)state;
    struct db *db = things_open("settings.db");
    struct db *reader = things_reader("settings.db");
    struct word row;
    assert_int_equal(db_one(db, &journal_mode, &things_arena, NULL, &row), OK);
    assert_str(row.s, "wal");
    assert_int_equal(things_number(db, "PRAGMA synchronous"), 2);
    assert_int_equal(things_number(db, "PRAGMA secure_delete"), 1);
    assert_int_equal(things_number(db, "PRAGMA temp_store"), 2);
    assert_int_equal(things_number(db, "PRAGMA busy_timeout"), 5000);
    assert_int_equal(things_number(db, "PRAGMA wal_autocheckpoint"), 48000);
    assert_int_equal(things_number(db, "PRAGMA cache_size"), -2048);
    assert_int_equal(things_number(db, "PRAGMA page_size"), 1024);
    assert_int_equal(things_number(db, "PRAGMA auto_vacuum"), 0);
    assert_int_equal(things_number(db, "PRAGMA mmap_size"), 0);
    assert_int_equal(things_number(db, "PRAGMA application_id"), 0x43686F72);
    assert_int_equal(things_number(reader, "PRAGMA query_only"), 1);
    assert_int_equal(things_number(reader, "PRAGMA temp_store"), 2);
    db_close(reader);
    db_close(db);
}

static void files_are_private(void **state)
{
    (void)state;
    static const char *const names[] = {"private.db", "private.db-wal", "private.db-shm"};
    mode_t before = umask(0);
    struct db *db = things_open("private.db");
    for (size_t i = 0; i < COUNT(names); i++) {
        struct stat file;
        assert_int_equal(stat(scratch_path(names[i]), &file), 0);
        assert_int_equal(file.st_mode & 0777, 0600);
    }
    db_close(db);
    umask(before);
}

/* --- transactions --- */

static void a_rollback_leaves_nothing(void **state)
{
    (void)state;
    struct db *db = things_memory();
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(things_add(db, 1, "one"), OK);
    db_rollback(db);
    assert_int_equal(things_count(db), 0);
    db_rollback(db); /* without a transaction: nothing happens */
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(things_add(db, 1, "one"), OK);
    assert_int_equal(db_commit(db), OK);
    assert_int_equal(things_count(db), 1);
    db_close(db);
}

static void what_was_not_committed_is_seen_by_nobody_else(void **state)
{
    (void)state;
    struct db *writer = things_open("apart.db");
    struct db *reader = things_reader("apart.db");
    assert_int_equal(db_begin(writer), OK);
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(things_count(reader), 0);
    assert_int_equal(db_commit(writer), OK);
    assert_int_equal(things_count(reader), 1);
    db_close(reader);
    db_close(writer);
}

static void a_reader_in_a_transaction_sees_one_moment(void **state)
{
    (void)state;
    struct db *writer = things_open("moment.db");
    struct db *reader = things_reader("moment.db");
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(db_begin(reader), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(things_add(writer, 2, "two"), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(db_commit(reader), OK);
    assert_int_equal(things_count(reader), 2);
    db_close(reader);
    db_close(writer);
}

static void the_write_lock_is_taken_at_once(void **state)
{
    (void)state;
    struct db *first = things_open("lock.db");
    struct db *second = things_open("lock.db");
    assert_int_equal(second->engine->script(second, "PRAGMA busy_timeout = 1"), OK);
    assert_int_equal(db_begin(first), OK);
    scratch_errors_begin();
    enum err err = db_begin(second);
    scratch_errors_end();
    assert_int_equal(err, ERR_BUSY);
    db_rollback(first);
    assert_int_equal(db_begin(second), OK);
    db_rollback(second);
    db_close(second);
    db_close(first);
}

static void a_commit_without_a_transaction_is_an_error(void **state)
{
    (void)state;
    struct db *db = things_memory();
    scratch_errors_begin();
    enum err err = db_commit(db);
    scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(db_commit(db), OK);
    db_close(db);
}

static void the_version_changes_when_others_commit(void **state)
{
    (void)state;
    struct db *writer = things_open("version.db");
    struct db *reader = things_reader("version.db");
    int64_t before;
    int64_t same;
    int64_t after;
    assert_int_equal(db_version(reader, &before), OK);
    assert_int_equal(db_version(reader, &same), OK);
    assert_int_equal(same, before);
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(db_version(reader, &after), OK);
    assert_int_not_equal(after, before);
    db_close(reader);
    db_close(writer);
}

/* --- held snapshots --- */

static void a_held_snapshot_does_not_see_later_commits(void **state)
{
    (void)state;
    struct db *writer = things_open("held.db");
    struct db *reader = things_reader("held.db");
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(db_hold(reader, 1), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(things_add(writer, 2, "two"), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(db_hold(reader, 1), OK); /* the same version: the same snapshot */
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(db_hold(reader, 2), OK);
    assert_int_equal(things_count(reader), 2);
    assert_int_equal(things_add(writer, 3, "three"), OK);
    assert_int_equal(db_hold(reader, 1), OK); /* an older number is another one, too */
    assert_int_equal(things_count(reader), 3);
    assert_int_equal(things_add(writer, 4, "four"), OK);
    db_let_go(reader);
    assert_int_equal(things_count(reader), 4);
    db_close(reader);
    db_close(writer);
}

static void letting_go_of_nothing_is_fine(void **state)
{
    (void)state;
    struct db *writer = things_open("letgo.db");
    struct db *reader = things_reader("letgo.db");
    db_let_go(reader);
    assert_int_equal(db_hold(reader, 0), OK); /* no version is special */
    assert_int_equal(things_count(reader), 0);
    db_let_go(reader);
    db_let_go(reader);
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(db_hold(reader, 0), OK); /* the same number after letting go is a new one */
    assert_int_equal(things_count(reader), 1);
    db_close(reader); /* with a snapshot in hand */
    db_close(writer);
}

static void transactions_within_a_held_snapshot_are_part_of_it(void **state)
{
    (void)state;
    struct db *writer = things_open("within.db");
    struct db *reader = things_reader("within.db");
    assert_int_equal(things_add(writer, 1, "one"), OK);
    assert_int_equal(db_hold(reader, 1), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(things_add(writer, 2, "two"), OK);
    assert_int_equal(db_begin(reader), OK);
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(db_commit(reader), OK); /* ends nothing */
    assert_int_equal(things_count(reader), 1);
    assert_int_equal(db_begin(reader), OK);
    db_rollback(reader);
    assert_int_equal(things_count(reader), 1);
    db_let_go(reader);
    assert_int_equal(db_begin(reader), OK); /* and now they are transactions again */
    assert_int_equal(things_count(reader), 2);
    assert_int_equal(things_add(writer, 3, "three"), OK);
    assert_int_equal(things_count(reader), 2);
    assert_int_equal(db_commit(reader), OK);
    assert_int_equal(things_count(reader), 3);
    db_close(reader);
    db_close(writer);
}

static int64_t log_bytes(const char *name)
{
    struct stat file;
    assert_int_equal(stat(scratch_path(name), &file), 0);
    return (int64_t)file.st_size;
}

/* What a snapshot still needs stays in the log, which grows; given back, the log begins anew. */
static void the_log_can_be_emptied_when_the_snapshot_is_given_back(void **state)
{
    (void)state;
    struct db *writer = things_open("log.db");
    struct db *reader = things_reader("log.db");
    struct db_log log;
    assert_int_equal(db_hold(reader, 1), OK);
    assert_int_equal(things_count(reader), 0);
    things_fill(writer, 500);
    int64_t first = log_bytes("log.db-wal");
    assert_int_equal(db_checkpoint(writer, &log), OK);
    assert_true(log.bytes > log.moved_bytes);
    assert_int_equal(db_run(writer, &thing_close_all, NULL), OK);
    int64_t second = log_bytes("log.db-wal");
    assert_true(second > first);
    assert_int_equal(things_count(reader), 0);
    db_let_go(reader);
    assert_int_equal(db_checkpoint(writer, &log), OK);
    assert_int_equal(log.bytes, log.moved_bytes);
    assert_int_equal(things_add(writer, 501, "more"), OK);
    assert_true(log_bytes("log.db-wal") <= second);
    assert_int_equal(things_count(reader), 501);
    db_close(reader);
    db_close(writer);
}

static void hold_a_writer(void)
{
    struct db *writer = things_open("writer.db");
    (void)!db_hold(writer, 1);
}

static void a_writer_that_holds_is_a_bug(void **state)
{
    (void)state;
    assert_true(scratch_stops(hold_a_writer));
}

static void what_was_committed_is_there_after_opening_again(void **state)
{
    (void)state;
    struct db *db = things_open("again.db");
    assert_int_equal(things_add(db, 1, "one"), OK);
    db_close(db);
    db = things_open("again.db");
    assert_int_equal(things_count(db), 1);
    db_close(db);
    db_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),
        cmocka_unit_test(absent_is_null_and_empty_is_not),
        cmocka_unit_test(strings_are_copied_out_of_the_connection),
        cmocka_unit_test(no_row_is_not_found),
        cmocka_unit_test(lists_of_any_length),
        cmocka_unit_test(a_list_that_does_not_fit_is_refused),
        cmocka_unit_test(an_error_from_the_callback_ends_the_query),
        cmocka_unit_test(one_query_within_another),
        cmocka_unit_test(a_constraint_is_a_conflict_and_leaves_the_statement_free),
        cmocka_unit_test(a_conflict_undoes_nothing_else_in_its_transaction),
        cmocka_unit_test(a_query_that_does_not_fit_the_schema_is_logged_by_name),
        cmocka_unit_test(readers_cannot_write),
        cmocka_unit_test(what_is_no_database_of_ours_is_refused),
        cmocka_unit_test(a_database_of_another_program_is_refused),
        cmocka_unit_test(a_writer_is_durable_and_overwrites_what_it_deletes),
        cmocka_unit_test(files_are_private),
        cmocka_unit_test(a_rollback_leaves_nothing),
        cmocka_unit_test(what_was_not_committed_is_seen_by_nobody_else),
        cmocka_unit_test(a_reader_in_a_transaction_sees_one_moment),
        cmocka_unit_test(the_write_lock_is_taken_at_once),
        cmocka_unit_test(a_commit_without_a_transaction_is_an_error),
        cmocka_unit_test(the_version_changes_when_others_commit),
        cmocka_unit_test(a_held_snapshot_does_not_see_later_commits),
        cmocka_unit_test(letting_go_of_nothing_is_fine),
        cmocka_unit_test(transactions_within_a_held_snapshot_are_part_of_it),
        cmocka_unit_test(the_log_can_be_emptied_when_the_snapshot_is_given_back),
        cmocka_unit_test(a_writer_that_holds_is_a_bug),
        cmocka_unit_test(what_was_committed_is_there_after_opening_again),
    };
    return cmocka_run_group_tests_name("db", tests, things_set_up, things_tear_down);
}
