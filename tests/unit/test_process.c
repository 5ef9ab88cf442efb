/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the process asks of the system for itself; each test asks in a child, for it cannot be
 * taken back. A child ends with 0, or with the line that did not hold. */
#include "os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"

#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __LINE__;                                                                       \
    } while (0)

static void assert_in_child(int (*fn)(void))
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)alarm(60); /* a child that waits for ever is a failure, too */
        _exit(fn());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int protect(void)
{
    struct rlimit core;
    HOLDS(prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L) == 0);
    HOLDS(process_protect() == OK);
    HOLDS(prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) == 0);
    HOLDS(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0);
    HOLDS(process_protect() == OK);
    return 0;
}

static int raise_files(void)
{
    struct rlimit files;
    HOLDS(setrlimit(RLIMIT_NOFILE, &(struct rlimit){32, 128}) == 0);
    HOLDS(process_raise_files() == 128);
    HOLDS(getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur == 128);
    HOLDS(process_raise_files() == 128);
    return 0;
}

static bool is_readable(int fd)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    return poll(&poll_fd, 1, 0) == 1;
}

/* The signal that has come; 0: none. */
static uint32_t signal_from(int fd)
{
    struct signalfd_siginfo info;
    return read(fd, &info, sizeof info) == (ssize_t)sizeof info ? info.ssi_signo : 0;
}

static int stop(void)
{
    int fd = process_stop_fd();
    HOLDS(fd >= 0);
    HOLDS((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    HOLDS(!is_readable(fd) && signal_from(fd) == 0 && errno == EAGAIN); /* nobody waits here */
    HOLDS(raise(SIGTERM) == 0);
    HOLDS(is_readable(fd) && signal_from(fd) == SIGTERM);
    HOLDS(!is_readable(fd));
    HOLDS(raise(SIGINT) == 0);
    HOLDS(is_readable(fd) && signal_from(fd) == SIGINT);
    return 0;
}

static int write_to_nobody(void)
{
    int ends[2];
    HOLDS(process_stop_fd() >= 0);
    HOLDS(pipe2(ends, O_CLOEXEC) == 0 && close(ends[0]) == 0);
    HOLDS(write(ends[1], "a", 1) == -1 && errno == EPIPE);
    return 0;
}

static void no_memory_of_it_is_left_or_read(void **state)
{
    (void)state;
    assert_in_child(protect);
}

static void files_are_as_many_as_the_system_allows(void **state)
{
    (void)state;
    assert_in_child(raise_files);
}

static void signals_to_stop_are_read_from_a_descriptor(void **state)
{
    (void)state;
    assert_in_child(stop);
}

static void a_peer_that_has_gone_is_an_error_and_no_signal(void **state)
{
    (void)state;
    assert_in_child(write_to_nobody);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_of_it_is_left_or_read),
        cmocka_unit_test(files_are_as_many_as_the_system_allows),
        cmocka_unit_test(signals_to_stop_are_read_from_a_descriptor),
        cmocka_unit_test(a_peer_that_has_gone_is_an_error_and_no_signal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
