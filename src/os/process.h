/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the program asks of the system for itself: no core dumps, more open files, signals as a
 * file descriptor. */
#pragma once

#include "base/err.h"

/* No core dumps, no reading of this process's memory by others (RLIMIT_CORE, PR_SET_DUMPABLE). */
NODISCARD enum err process_protect(void);
/* Raises the limit of open files as far as the system allows; returns the limit. */
long process_raise_files(void);
/* The calling thread goes before the others of this machine, when the system allows that (the
 * superuser, or RLIMIT_NICE): for a thread that everybody waits for and that is never busy for
 * long. */
void process_go_first(void);
/* A descriptor that becomes readable when SIGTERM or SIGINT arrives; SIGPIPE is ignored. Call
 * before threads start. Negative when it cannot be had. */
int process_stop_fd(void);
