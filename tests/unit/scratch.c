/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Helpers of unit tests; see scratch.h. */
#include "scratch.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATHS = 8, ERRORS_MAX = 8192 };

static char dir[PATH_MAX];
static pid_t owner;
static int saved_errors = -1;

void scratch_assert_str(struct str found, struct str wanted, const char *file, int line)
{
    if (found.p && str_eq(found, wanted))
        return;
    print_error("found: %.*s\nwanted: %.*s\n", found.p ? (int)found.n : 8,
                found.p ? found.p : "(absent)", STRF(wanted));
    _fail(file, line);
}

static int remove_one(const char *path, const struct stat *file, int kind, struct FTW *where)
{
    (void)file;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_dir(void)
{
    if (getpid() == owner)
        nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_dir(void)
{
    if (dir[0] != '\0')
        return dir;
    const char *above = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/chorus-unit-XXXXXX", above ? above : "/tmp");
    if (!mkdtemp(dir)) {
        perror(dir);
        exit(1);
    }
    owner = getpid();
    atexit(remove_dir);
    return dir;
}

const char *scratch_path(const char *name)
{
    static char paths[PATHS][PATH_MAX + 64];
    static size_t next;
    char *path = paths[next++ % PATHS];
    snprintf(path, sizeof paths[0], "%s/%s", scratch_dir(), name);
    return path;
}

const char *scratch_file(const char *name, struct str content, unsigned mode)
{
    const char *path = scratch_path(name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content.p, content.n), (ssize_t)content.n);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
    return path;
}

void scratch_errors_begin(void)
{
    int fd = open(scratch_path("errors"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    fflush(stderr);
    saved_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    assert_true(saved_errors >= 0);
    assert_true(dup2(fd, STDERR_FILENO) >= 0);
    close(fd);
}

const char *scratch_errors_end(void)
{
    static char text[ERRORS_MAX];
    fflush(stderr);
    ssize_t n = pread(STDERR_FILENO, text, sizeof text - 1, 0);
    assert_true(dup2(saved_errors, STDERR_FILENO) >= 0);
    close(saved_errors);
    assert_true(n >= 0);
    text[n] = '\0';
    return text;
}

bool scratch_stops(void (*fn)(void))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(fd, STDERR_FILENO);
        fn();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
