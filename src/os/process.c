/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the process asks of the system for itself, once, before threads start. */
#include "os/process.h"

#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>

enum err process_protect(void)
{
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0)
        return ERR_SYSTEM;
    return OK;
}

long process_raise_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return 0;
    rlim_t before = files.rlim_cur;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        files.rlim_cur = before;
    return (long)files.rlim_cur;
}

/* Linux has a priority for each thread: setpriority(2), "C library/kernel differences". */
void process_go_first(void)
{
    enum { BEFORE_OTHERS = -5 };
    (void)setpriority(PRIO_PROCESS, 0, BEFORE_OTHERS); /* where it may not, it goes on as it is */
}

int process_stop_fd(void)
{
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || pthread_sigmask(SIG_BLOCK, &stops, NULL) != 0)
        return -1;
    return signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
}
