/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folders made private, files read whole or refused, the process's signals. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "os/process.h"
#include "scratch.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    return arena_init(&arena, 1 << 16) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void folders_are_made_private(void **state)
{
    (void)state;
    struct stat dir;
    const char *path = scratch_path("data");
    assert_int_equal(file_check_private(path), ERR_NOT_FOUND);
    assert_int_equal(file_make_dir(path), OK);
    assert_int_equal(stat(path, &dir), 0);
    assert_int_equal(dir.st_mode & 0777, 0700);
    assert_int_equal(file_check_private(path), OK);
    assert_int_equal(file_make_dir(path), OK); /* there already */
}

static void what_cannot_be_a_folder_is_refused(void **state)
{
    (void)state;
    const char *file = scratch_file("file", STR("x"), 0600);
    const char *below = scratch_path("no/such");
    scratch_errors_begin();
    enum err is_file = file_make_dir(file);
    enum err has_no_parent = file_make_dir(below);
    const char *lines = scratch_errors_end();
    assert_int_equal(is_file, ERR_STORAGE);
    assert_int_equal(has_no_parent, ERR_STORAGE);
    assert_int_not_equal(str_search(str_of(lines), STR("is not a directory")), str_of(lines).n);
}

static void what_others_can_read_is_not_private(void **state)
{
    (void)state;
    assert_int_equal(file_check_private(scratch_file("f", STR(""), 0600)), OK);
    assert_int_equal(file_check_private(scratch_file("f", STR(""), 0640)), ERR_FORBIDDEN);
    assert_int_equal(file_check_private(scratch_file("f", STR(""), 0602)), ERR_FORBIDDEN);
    assert_int_equal(file_check_private(scratch_file("f", STR(""), 0610)), ERR_FORBIDDEN);
}

static void paths_are_joined(void **state)
{
    (void)state;
    assert_string_equal(file_path(&arena, "/srv/chorus", "chorus.db"), "/srv/chorus/chorus.db");
}

static void files_are_read_whole(void **state)
{
    (void)state;
    struct str content;
    const char *path = scratch_file("content", STR("a\0b\n"), 0600);
    assert_int_equal(file_read(&arena, path, 4, &content), OK);
    assert_str(content, "a\0b\n");
    path = scratch_file("content", STR(""), 0600);
    assert_int_equal(file_read(&arena, path, 0, &content), OK);
    assert_str(content, "");
}

static void files_that_cannot_be_read_are_refused(void **state)
{
    (void)state;
    struct str content = STR("untouched");
    char large[1 << 16] = {0};
    assert_int_equal(file_read(&arena, scratch_path("none"), 10, &content), ERR_NOT_FOUND);
    const char *path = scratch_file("content", STR("12345"), 0600);
    assert_int_equal(file_read(&arena, path, 4, &content), ERR_TOO_LARGE);
    path = scratch_file("large", (struct str){large, sizeof large}, 0600);
    assert_int_equal(file_read(&arena, path, 1 << 20, &content), ERR_TOO_LARGE);
    scratch_errors_begin();
    enum err is_folder = file_read(&arena, scratch_dir(), 10, &content);
    scratch_errors_end();
    assert_int_equal(is_folder, ERR_STORAGE);
    assert_str(content, "untouched");
}

static void a_stop_signal_makes_the_descriptor_readable(void **state)
{
    (void)state;
    int fd = process_stop_fd();
    assert_true(fd >= 0);
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, 0), 0);
    assert_int_equal(raise(SIGTERM), 0);
    assert_int_equal(poll(&wait, 1, 5000), 1);
    close(fd);
}

static void a_closed_pipe_does_not_kill(void **state)
{
    (void)state;
    int ends[2];
    int fd = process_stop_fd();
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    close(ends[0]);
    assert_int_equal(write(ends[1], "x", 1), -1);
    close(ends[1]);
    close(fd);
}

static void the_limit_of_files_is_raised(void **state)
{
    (void)state;
    long limit = process_raise_files();
    assert_true(limit > 0);
    assert_int_equal(sysconf(_SC_OPEN_MAX), limit);
}

static void new_files_are_private_and_overwrite_nothing(void **state)
{
    (void)state;
    struct str text;
    const char *path = scratch_path("new");
    assert_int_equal(file_write_new(path, STR("words\n")), OK);
    assert_int_equal(file_check_private(path), OK);
    assert_int_equal(file_read(&arena, path, 100, &text), OK);
    assert_str(text, "words\n");
    assert_int_equal(file_write_new(path, STR("others")), ERR_CONFLICT);
    scratch_errors_begin();
    enum err err = file_write_new(scratch_path("no/such"), STR(""));
    (void)scratch_errors_end();
    assert_int_equal(err, ERR_STORAGE);
    assert_true(file_is_dir(scratch_dir()));
    assert_false(file_is_dir(path));
    assert_false(file_is_dir(scratch_path("no/such")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_made_private),
        cmocka_unit_test(what_cannot_be_a_folder_is_refused),
        cmocka_unit_test(what_others_can_read_is_not_private),
        cmocka_unit_test(paths_are_joined),
        cmocka_unit_test(files_are_read_whole),
        cmocka_unit_test(files_that_cannot_be_read_are_refused),
        cmocka_unit_test(a_stop_signal_makes_the_descriptor_readable),
        cmocka_unit_test(a_closed_pipe_does_not_kill),
        cmocka_unit_test(the_limit_of_files_is_raised),
        cmocka_unit_test(new_files_are_private_and_overwrite_nothing),
    };
    return cmocka_run_group_tests_name("file", tests, set_up, tear_down);
}
