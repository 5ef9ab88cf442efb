/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus serve: what it refuses before it listens. */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "shell.h"

static void what_is_refused_before_it_listens(void **state)
{
    (void)state;
    shell_new_data("@a");
    assert_int_equal(shell(command_serve, "--data", "@a", "--listen", "nonsense", NULL),
                     EXIT_FAILED);
    assert_true(shell_says("--listen takes ADDRESS:PORT"));
    assert_int_equal(shell(command_serve, "--data", "@a", "--listen", "127.0.0.1:0", "--set",
                           "public_url=chorus.example", NULL),
                     EXIT_FAILED);
    assert_true(shell_says("public_url is an address"));
    assert_int_equal(shell(command_serve, "--data", "@a", "--set", "nothing=1", NULL), EXIT_FAILED);
    assert_int_equal(shell(command_serve, NULL), EXIT_USAGE);
}

/* Two servers on one database would each hold figures of their own. */
static void one_server_on_one_directory(void **state)
{
    (void)state;
    shell_new_data("@b");
    int fd = open(scratch_path("b"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(shell(command_serve, "--data", "@b", "--listen", "127.0.0.1:0", NULL),
                     EXIT_FAILED);
    assert_true(shell_says("a server is running"));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused_before_it_listens),
        cmocka_unit_test(one_server_on_one_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
