/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies while others write, damage, size, checkpoint. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "things.h"

struct load {
    struct db *db;
    atomic_bool is_stopped;
    int64_t n;
    enum err err;
};

/* Adds pairs: a copy with an odd number of things would not be of one moment. */
static void *write_pairs(void *context)
{
    struct load *load = context;
    while (!atomic_load(&load->is_stopped) && load->err == OK) {
        load->err = db_begin(load->db);
        for (int i = 0; i < 2 && load->err == OK; i++)
            load->err = things_add(load->db, ++load->n, "a word that takes some room in the file");
        if (load->err == OK)
            load->err = db_commit(load->db);
    }
    return NULL;
}

static void assert_copy_is_sound(const char *name)
{
    struct stat file;
    assert_int_equal(stat(scratch_path(name), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    struct db *copy = things_open(name);
    assert_int_equal(db_integrity(copy), OK);
    int64_t n = things_count(copy);
    assert_true(n >= 400);
    assert_int_equal(n % 2, 0);
    db_close(copy);
}

static void copies_are_whole_while_others_write(void **state)
{
    (void)state;
    struct load load = {.db = things_open("busy.db"), .n = 400};
    struct db *reader = things_reader("busy.db");
    pthread_t thread;
    things_fill(load.db, 400);
    assert_int_equal(pthread_create(&thread, NULL, write_pairs, &load), 0);
    enum err first = db_backup(reader, scratch_path("copy1.db"));
    enum err second = db_backup(reader, scratch_path("copy2.db"));
    atomic_store(&load.is_stopped, true);
    pthread_join(thread, NULL);
    assert_int_equal(first, OK);
    assert_int_equal(second, OK);
    assert_int_equal(load.err, OK);
    assert_copy_is_sound("copy1.db");
    assert_copy_is_sound("copy2.db");
    assert_int_equal(access(scratch_path("copy1.db.part"), F_OK), -1);
    db_close(reader);
    db_close(load.db);
}

static void a_copy_replaces_nothing(void **state)
{
    (void)state;
    struct db *db = things_open("source.db");
    const char *path = scratch_file("precious", STR("mine"), 0600);
    struct stat file;
    assert_int_equal(db_backup(db, path), ERR_CONFLICT);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_size, 4);
    scratch_errors_begin();
    enum err err = db_backup(db, scratch_path("no/such.db"));
    scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    db_close(db);
}

static void a_copy_of_what_is_in_memory(void **state)
{
    (void)state;
    struct db *db = things_memory();
    things_fill(db, 400);
    assert_int_equal(db_backup(db, scratch_path("memory-copy.db")), OK);
    assert_copy_is_sound("memory-copy.db");
    db_close(db);
}

static void a_damaged_file_is_noticed(void **state)
{
    (void)state;
    struct db *db = things_open("damaged.db");
    things_fill(db, 2000);
    assert_int_equal(db_integrity(db), OK);
    db_close(db);
    FILE *file = fopen(scratch_path("damaged.db"), "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 6 * 1024, SEEK_SET), 0);
    for (int i = 0; i < 3000; i++)
        fputc(0xA5, file);
    fclose(file);
    db = NULL;
    assert_int_equal(db_open(&db, scratch_path("damaged.db"), DB_WRITER, 2), OK);
    scratch_errors_begin();
    enum err err = db_integrity(db);
    scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    db_close(db);
}

/* More in one transaction than is gathered at once for the log, rolled back, and again. */
static void long_transactions_are_whole(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    static char word[600];
    memset(word, 'w', sizeof word - 1);
    struct db *db = things_open("long.db");
    struct db *reader = things_reader("long.db");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(db_begin(db), OK);
        for (int i = 1; i <= ROWS; i++)
            assert_int_equal(things_add(db, i, word), OK);
        assert_int_equal(things_count(db), ROWS);
        assert_int_equal(things_count(reader), 0);
        if (round == 0)
            db_rollback(db);
        else
            assert_int_equal(db_commit(db), OK);
    }
    assert_int_equal(things_count(reader), ROWS);
    assert_int_equal(db_integrity(reader), OK);
    int64_t bytes;
    assert_int_equal(db_size(db, &bytes), OK);
    assert_true(bytes > ROWS * (int64_t)sizeof word);
    db_close(reader);
    db_close(db);
}

static void size_and_checkpoint(void **state)
{
    (void)state;
    struct db *db = things_open("size.db");
    struct db_log log;
    struct stat file;
    int64_t before;
    int64_t after;
    assert_int_equal(db_size(db, &before), OK);
    things_fill(db, 5000);
    assert_int_equal(db_size(db, &after), OK);
    assert_true(after > before + 5000 * 10);
    assert_int_equal(stat(scratch_path("size.db"), &file), 0);
    off_t unmoved = file.st_size;
    assert_int_equal(db_checkpoint(db, &log), OK);
    assert_int_equal(stat(scratch_path("size.db"), &file), 0);
    assert_true(file.st_size > unmoved);
    db_close(db);
    db = things_memory();
    assert_int_equal(db_size(db, &after), OK);
    assert_true(after > 0 && after % 1024 == 0);
    db_close(db);
}

/* What another process sees: whether anybody has a lock on the file. */
static bool is_locked_for_others(const char *path)
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        int fd = open(path, O_RDWR | O_CLOEXEC);
        _exit(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static void opening_again_ends_no_lock_of_this_process(void **state)
{
    (void)state;
    struct db *first = things_open("twice.db");
    assert_int_equal(things_add(first, 1, "one"), OK);
    assert_true(is_locked_for_others(scratch_path("twice.db")));
    struct db *second = things_open("twice.db");
    assert_true(is_locked_for_others(scratch_path("twice.db")));
    db_close(second);
    assert_true(is_locked_for_others(scratch_path("twice.db")));
    db_close(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_whole_while_others_write),
        cmocka_unit_test(a_copy_replaces_nothing),
        cmocka_unit_test(a_copy_of_what_is_in_memory),
        cmocka_unit_test(a_damaged_file_is_noticed),
        cmocka_unit_test(long_transactions_are_whole),
        cmocka_unit_test(size_and_checkpoint),
        cmocka_unit_test(opening_again_ends_no_lock_of_this_process),
    };
    return cmocka_run_group_tests_name("sqlite_care", tests, things_set_up, things_tear_down);
}
